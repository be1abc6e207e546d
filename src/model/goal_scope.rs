//! What a goal does not look at, in words, so that no goal is taken for one of everything.

use super::{Goal, Measure, Model, Required};
use crate::id::{CapabilityId, Id, Registry};

/// More than this are counted and not named.
const NAMED: usize = 5;

impl Model {
    /// The goal with what this model makes of it: what it does not look at, and whether a missing share counts more or less than once.
    /// So that its words say so.
    #[must_use]
    pub fn described(&self, mut goal: Goal) -> Goal {
        let is_banded =
            |k: &CapabilityId| self.capabilities[*k].gap_bands.iter().any(|band| (band.slope - 1.0).abs() > 1e-12);
        goal.in_bands =
            goal.terms.iter().filter_map(|term| term.measure.valued_capabilities()).flatten().any(is_banded);
        goal.scope = self.scope(&goal);
        goal
    }

    /// Describes every goal of the model.
    pub(super) fn describe_goals(&mut self) {
        let goals = self.goals.iter().map(|goal| self.described(goal.clone())).collect();
        let required = self
            .required
            .iter()
            .map(|required| Required { goal: self.described(required.goal.clone()), value: required.value });
        (self.parts.required, self.parts.goals) = (required.collect(), goals);
    }

    /// What terms of one goal look at is the same for all that can differ: a document states it once for the goal.
    fn scope(&self, goal: &Goal) -> String {
        let mut of = String::new();
        let mut under = String::new();
        for term in &goal.terms {
            let (list, denials) = match &term.measure {
                Measure::GapUnderDenial(list, denials) | Measure::WorstGapUnderDenial(list, denials) => {
                    (list, Some(denials))
                }
                Measure::Gap(list)
                | Measure::WorstGap(list)
                | Measure::NationalGap(list)
                | Measure::NationalShortfall(list) => (list, None),
                Measure::DomesticVolume(_)
                | Measure::Cost
                | Measure::CostOf(_)
                | Measure::Missing(_)
                | Measure::UsDependence => continue,
            };
            let able = self.could_look_at(&term.measure);
            if of.is_empty() && able.iter().any(|id| !list.contains(id)) {
                of = format!(" of {}", named(list, &self.capabilities, able.len(), "capabilities"));
            }
            let all: Vec<_> = self.denials.ids().collect();
            if let Some(denials) = denials.filter(|own| under.is_empty() && all.iter().any(|id| !own.contains(id))) {
                under = format!(" under {}", named(denials, &self.denials, all.len(), "denials"));
            }
        }
        of + &under
    }

    /// The capabilities that a measure could look at in this model.
    fn could_look_at(&self, measure: &Measure) -> Vec<CapabilityId> {
        let has_target = |k: &CapabilityId| {
            !self.capabilities[*k].targets_required
                && self.targets.slice(ndarray::s![.., k.index(), ..]).iter().any(|&target| target > 0.0)
        };
        (self.capabilities.ids())
            .filter(|k| match measure {
                Measure::NationalGap(_) => has_target(k),
                Measure::NationalShortfall(_) => has_target(k) && self.has_missing_worth(*k),
                _ => self.has_baseline(*k),
            })
            .collect()
    }
}

/// Some of a registry by their codes, or, of many, how many of all they are.
fn named<I: Id, T>(list: &[I], registry: &Registry<I, T>, all: usize, what: &str) -> String {
    if list.len() > NAMED {
        return format!("{} of {all} {what}", list.len());
    }
    list.iter().map(|id| registry.code(*id)).collect::<Vec<_>>().join(", ")
}
