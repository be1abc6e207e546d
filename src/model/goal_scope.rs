//! What a goal does not look at, in words, so that no goal is taken for one of everything.

use super::{Goal, Measure, Model};
use crate::id::{Id, Registry};

/// More than this are counted and not named.
const NAMED: usize = 5;

impl Model {
    /// Marks goals that do not look at every capability or denial that they could, so that their words say so.
    pub(super) fn say_what_goals_look_at(&mut self) {
        let scopes =
            |goals: &mut dyn Iterator<Item = &Goal>| -> Vec<String> { goals.map(|goal| self.scope(goal)).collect() };
        let wanted = scopes(&mut self.goals.iter());
        let required = scopes(&mut self.required.iter().map(|required| &required.goal));
        let parts = &mut self.parts;
        for (goal, scope) in parts.goals.iter_mut().zip(wanted) {
            goal.scope = scope;
        }
        for (required, scope) in parts.required.iter_mut().zip(required) {
            required.goal.scope = scope;
        }
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
    fn could_look_at(&self, measure: &Measure) -> Vec<crate::id::CapabilityId> {
        let has_target = |k: &crate::id::CapabilityId| {
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
