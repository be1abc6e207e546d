//! Goals, and the default mission where none are written.

use super::Resolver;
use super::rules::rung;
use crate::id::{CapabilityId, DenialId, Id};
use crate::model::{Goal, Measure, Range, Required, Rung, Sense, Term};
use crate::schema::{Amounts, GoalDocument, GoalName, Located};
use crate::units::Share;

impl Resolver<'_> {
    /// The ordered list of goals.
    pub(super) fn goals(&mut self) {
        let document = self.document;
        if document.goals.is_empty() {
            self.model.parts().goals = self.mission();
            return;
        }
        let mut goals = Vec::new();
        for goal in &document.goals {
            match &goal.require {
                Some(amounts) => {
                    let required = self.required(goal, amounts);
                    self.model.parts().required.extend(required);
                }
                None => goals.extend(self.goal(goal)),
            }
        }
        if goals.is_empty() && !self.findings.has_errors() {
            let at = document.goals[0].at;
            self.findings.error(at, "the goals require something, and want nothing", "add `- minimise: cost`");
        }
        self.model.parts().goals = goals;
    }

    /// The mission: close the gap, then fill domestic order books, then save money.
    fn mission(&self) -> Vec<Goal> {
        let mut goals = Vec::new();
        let based = self.with_baseline();
        if !based.is_empty() {
            goals.push(Goal::of(Sense::Minimise, Measure::Gap(based)));
        }
        let wanted = self.with_wanted_targets();
        if goals.is_empty() && !wanted.is_empty() {
            goals.push(Goal::of(Sense::Minimise, Measure::NationalGap(wanted)));
        }
        goals.push(Goal::of(Sense::Maximise, Measure::DomesticVolume(Rung::Content)));
        goals.push(Goal::of(Sense::Minimise, Measure::Cost));
        goals
    }

    fn with_baseline(&self) -> Vec<CapabilityId> {
        self.model.capabilities.ids().filter(|k| self.model.baselines.row(k.index()).iter().any(|&b| b > 0.0)).collect()
    }

    fn with_wanted_targets(&self) -> Vec<CapabilityId> {
        let model = &self.model;
        let wanted = |k: &CapabilityId| {
            !model.capabilities[*k].targets_required
                && model
                    .nations
                    .ids()
                    .any(|n| model.targets.slice(ndarray::s![n.index(), k.index(), ..]).iter().any(|&t| t > 0.0))
        };
        model.capabilities.ids().filter(wanted).collect()
    }

    /// What must be reached, whatever else is wanted.
    fn required(&mut self, document: &Located<GoalDocument>, amounts: &Located<Amounts>) -> Option<Required> {
        let (sense, value) = match (&document.at_most, &document.at_least) {
            (Some(most), None) => (Sense::Minimise, most.value.0),
            (None, Some(least)) => (Sense::Maximise, least.value.0),
            (None, None) => {
                let what = "what is required has no limit";
                self.findings.error(amounts.at, what, "add `at_most: 20 %`, or `at_least`, beside `require`");
                return None;
            }
            (Some(_), Some(least)) => {
                let what = "what is required has two limits";
                self.findings.error(least.at, what, "write one entry for `at_most` and one for `at_least`");
                return None;
            }
        };
        let Amounts::One(name) = amounts.value else {
            self.findings.error(amounts.at, "only one measure can be required at a time", "write one entry for each");
            return None;
        };
        if document.minimise.is_some() || document.maximise.is_some() {
            let what = "a goal that requires something makes nothing small or large";
            self.findings.error(amounts.at, what, "write two entries, one of them with `require`");
        }
        if let Some(share) = &document.proof_gap {
            let what = "what is required has no `proof_gap`: a plan that misses it is none";
            self.findings.error(share.at, what, "remove it, or write it with a goal that is minimised or maximised");
        }
        let is_gap = name.is_gap();
        if sense == Sense::Maximise && (is_gap || name == GoalName::Cost) {
            let at = document.at_least.as_ref().map_or(amounts.at, |least| least.at);
            self.findings.error(at, "a gap or a cost is required to be small, never large", "write `at_most`");
            return None;
        }
        let measure = self.measure(name, document, amounts)?;
        Some(Required { goal: Goal::of(sense, measure), value })
    }

    fn goal(&mut self, document: &Located<GoalDocument>) -> Option<Goal> {
        let (sense, amounts) = match (&document.minimise, &document.maximise) {
            (Some(amounts), None) => (Sense::Minimise, amounts),
            (None, Some(amounts)) => (Sense::Maximise, amounts),
            (Some(amounts), Some(_)) => {
                self.findings.error(amounts.at, "a goal says both `minimise` and `maximise`", "write two goals");
                return None;
            }
            (None, None) => {
                self.findings.error(
                    document.at,
                    "a goal says neither `minimise` nor `maximise`",
                    "write `- minimise: gap`",
                );
                return None;
            }
        };
        let weighted: Vec<(GoalName, f64)> = match &amounts.value {
            Amounts::One(name) => vec![(*name, 1.0)],
            Amounts::Weighted(map) => map.iter().map(|(name, weight)| (*name, *weight)).collect(),
        };
        if weighted.is_empty() {
            self.findings.error(amounts.at, "a goal names no measure", "write `- minimise: gap`");
        }
        let mut terms = Vec::new();
        for (name, weight) in weighted {
            if !weight.is_finite() {
                self.findings.error(amounts.at, "a weight is no number", "write a number");
            }
            let is_gap = name.is_gap();
            if is_gap && (sense == Sense::Maximise || weight < 0.0) {
                self.findings.error(
                    amounts.at,
                    "a gap is to be made small, never large",
                    "write `- minimise: gap`, with weights of 0 or more",
                );
            }
            if name == GoalName::Cost && (sense == Sense::Maximise) == (weight >= 0.0) {
                self.findings.error(
                    amounts.at,
                    "cost is to be made small, never large",
                    "write `- minimise: cost`; to fill order books, `- maximise: domestic_volume`",
                );
            }
            terms.push(Term { measure: self.measure(name, document, amounts)?, weight });
        }
        let within = document.within.as_ref().map_or(Share::NONE, |share| self.share("goals.within", share));
        let within_amount = document.within_amount.as_ref().map_or(0.0, |amount| {
            self.in_range("goals.within_amount", amount.value, amount.at, Range::NotNegative);
            amount.value
        });
        let proof_gap = document.proof_gap.as_ref().map(|share| self.share("goals.proof_gap", share).0);
        Some(Goal { within, within_amount, proof_gap, ..Goal::of_terms(sense, terms) })
    }

    fn measure(&mut self, name: GoalName, document: &GoalDocument, amounts: &Located<Amounts>) -> Option<Measure> {
        let is_gap = name.is_gap();
        if let Some(first) = document.of.first()
            && !is_gap
        {
            self.findings.error(
                first.at,
                "`of` picks the capabilities of a gap, and this goal is none",
                "take `of` out",
            );
        }
        let mut picked = Vec::new();
        for capability in &document.of {
            picked
                .push(self.find("capability", "capabilities", capability, capability.at, |model| &model.capabilities)?);
        }
        let (able, lacks, lacks_all) = match name {
            GoalName::NationalGap => (self.with_wanted_targets(), "wanted `targets`", "wanted `targets`"),
            GoalName::NationalShortfall => {
                let mut priced = self.with_wanted_targets();
                priced.retain(|&k| self.model.has_missing_worth(k));
                let lacks = "wanted `targets` with a `missing_unit_worth`";
                (priced, lacks, lacks)
            }
            _ => (self.with_baseline(), "`us_baseline`", "a `us_baseline`"),
        };
        if is_gap {
            for (id, capability) in picked.iter().zip(&document.of) {
                if !able.contains(id) {
                    self.findings.error(
                        capability.at,
                        format!("`{capability}` has no {lacks}, so it has no such gap"),
                        format!("give it {lacks}, or take it out of the goal"),
                    );
                }
            }
            if able.is_empty() {
                self.findings.error(
                    amounts.at,
                    format!("no capability has {lacks_all}, so there is no such gap"),
                    "give a capability one, or choose another goal",
                );
            }
        }
        let capabilities = if picked.is_empty() { able } else { picked };
        let denials = self.denials_of(name, document, amounts)?;
        if matches!(name, GoalName::Gap | GoalName::GapUnderDenial | GoalName::WorstGapUnderDenial)
            && capabilities.iter().all(|&k| self.model.capabilities[k].weight <= 0.0)
            && !capabilities.is_empty()
        {
            self.findings.error(
                amounts.at,
                "every capability of this gap has weight 0",
                "give one of them a weight above 0",
            );
        }
        Some(match name {
            GoalName::Gap => Measure::Gap(capabilities),
            GoalName::WorstGap => Measure::WorstGap(capabilities),
            GoalName::NationalGap => Measure::NationalGap(capabilities),
            GoalName::NationalShortfall => Measure::NationalShortfall(capabilities),
            GoalName::GapUnderDenial => Measure::GapUnderDenial(capabilities, denials),
            GoalName::WorstGapUnderDenial => Measure::WorstGapUnderDenial(capabilities, denials),
            GoalName::DomesticVolume => Measure::DomesticVolume(document.rung.map_or(Rung::Content, rung)),
            GoalName::Cost => Measure::Cost,
            GoalName::UsDependence => Measure::UsDependence,
        })
    }

    /// The denials that a goal looks at.
    fn denials_of(
        &mut self,
        name: GoalName,
        document: &GoalDocument,
        amounts: &Located<Amounts>,
    ) -> Option<Vec<DenialId>> {
        if !name.is_under_denial() {
            if let Some(first) = document.under.first() {
                let what = "`under` picks the denials of a gap under denial, and this goal is none";
                self.findings.error(first.at, what, "take `under` out");
            }
            return Some(Vec::new());
        }
        let mut list = Vec::new();
        for denial in &document.under {
            list.push(self.find("denial", "denials", denial, denial.at, |model| &model.denials)?);
        }
        if document.under.is_empty() {
            list.extend(self.model.denials.ids());
        }
        if list.is_empty() {
            let what = "the model has no `denials`, so there is no gap under denial";
            self.findings.error(
                amounts.at,
                what,
                "add `denials: { us: { by: [USA], from: 2029 } }` with a year of the horizon",
            );
            return None;
        }
        Some(list)
    }
}

impl GoalName {
    /// Whether it is something that is missing, to be made small.
    const fn is_gap(self) -> bool {
        matches!(self, Self::Gap | Self::WorstGap | Self::NationalGap | Self::NationalShortfall)
            || self.is_under_denial()
    }

    /// Whether it looks at denials.
    const fn is_under_denial(self) -> bool {
        matches!(self, Self::GapUnderDenial | Self::WorstGapUnderDenial)
    }
}
