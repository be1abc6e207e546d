//! How sure a comparison is: what is proven of each proposal, what they differ by, and which of them are the same.

use crate::measures::{ProvenDifference, ProvenValue, goal_value, ranked};
use crate::model::{Goal, Measure};
use crate::planning::Run;
use crate::questions::compare::{ComparisonSummary, ProposalLine, Saving};

impl ProposalLine {
    /// The mean gap, as far as it is proven.
    #[must_use]
    pub fn proven_gap(&self) -> ProvenValue {
        ProvenValue { value: self.gap, within: self.gap_within.unwrap_or(f64::INFINITY) }
    }

    /// The cost by which proposals are judged, as far as it is proven: that of the standalone level, or where the first
    /// goal is money all that is paid. Nothing where no saving can be told.
    #[must_use]
    pub fn proven_cost(&self) -> Option<ProvenValue> {
        self.saving?;
        let value = self.least_cost.unwrap_or(self.cost);
        let by_share = || self.least_cost_within.map(|share| ProvenValue::by_share(value, share).within);
        Some(ProvenValue { value, within: self.cost_within.or_else(by_share).unwrap_or(f64::INFINITY) })
    }
}

impl ComparisonSummary {
    /// What a proposal needs less than standalone procurement for the standalone level, with how far off that may be; nothing where that cannot be told.
    #[must_use]
    pub fn saved(&self, line: &ProposalLine) -> Option<ProvenDifference> {
        Some(self.proposals.first()?.proven_cost()?.less(line.proven_cost()?))
    }

    /// What the mean gap is larger by than that of standalone procurement.
    #[must_use]
    pub fn gap_against_alone(&self, line: &ProposalLine) -> Option<ProvenDifference> {
        Some(line.proven_gap().less(self.proposals.first()?.proven_gap()))
    }

    /// Those with a result compared with standalone procurement.
    #[must_use]
    pub fn others(&self) -> Vec<&ProposalLine> {
        self.proposals.iter().skip(1).filter(|line| line.failed.is_none()).collect()
    }

    /// Those that come to the same as the first of the others, by all that was proven, itself included.
    #[must_use]
    pub fn best(&self) -> Vec<&ProposalLine> {
        let by_gap = ranked(self.others(), |line| Some(line.proven_gap()));
        let by_cost = ranked(by_gap.into_iter().next().unwrap_or_default(), |line| line.proven_cost());
        by_cost.into_iter().next().unwrap_or_default()
    }
}

/// Alone stays first; the others by what is missing, then by what they save. What is the same by what was proven stays in the
/// order in which it was named.
pub(super) fn in_order(mut proposals: Vec<ProposalLine>) -> Vec<ProposalLine> {
    let others = proposals.split_off(1.min(proposals.len()));
    let (good, failed): (Vec<_>, Vec<_>) = others.into_iter().partition(|line| line.failed.is_none());
    for group in ranked(good, |line| Some(line.proven_gap())) {
        proposals.extend(ranked(group, ProposalLine::proven_cost).into_iter().flatten());
    }
    proposals.extend(failed);
    proposals
}

/// How far from the mean gap of a plan the best possible may be, where the gap is a goal of its own: what is not proven, and what
/// the goal may give up for later ones.
#[must_use]
pub fn gap_within(run: &Run, mean: f64) -> Option<f64> {
    let goals = run.model.goals.iter().zip(&run.stages);
    goals.into_iter().find_map(|(goal, stage)| {
        let [term] = goal.terms.as_slice() else { return None };
        let value = goal_value(&run.model, &run.plan, run.known.known(), goal);
        let is_it = matches!(term.measure, Measure::Gap(_)) && (value - mean).abs() <= 1e-9;
        is_it.then(|| ProvenValue::by_bound(mean, stage.bound).within)
    })
}

/// How far from the cost of a plan the least possible may be, where cost is a goal of its own.
pub(super) fn cost_within(run: &Run) -> Option<f64> {
    let goals = run.model.goals.iter().zip(&run.stages);
    let is_cost = |goal: &Goal| matches!(goal.terms.as_slice(), [term] if term.measure == Measure::Cost);
    goals.into_iter().find(|(goal, _)| is_cost(goal)).map(|(goal, stage)| {
        ProvenValue::by_bound(goal_value(&run.model, &run.plan, run.known.known(), goal), stage.bound).within
    })
}

/// What a proposal saves by other orders. The other parts are sums over the orders of two plans; what better plans could save beyond them
/// is all in this one.
#[must_use]
pub fn by_other_orders(saving: &Saving, saved: ProvenDifference) -> ProvenDifference {
    ProvenDifference { value: saving.reallocation, ..saved }
}

/// Notes on each proposal how far off its saving may be.
pub(super) fn say_how_sure(proposals: &mut [ProposalLine]) {
    let Some(alone) = proposals.first().and_then(ProposalLine::proven_cost) else { return };
    for line in proposals.iter_mut().skip(1) {
        let saved = line.proven_cost().map(|cost| alone.less(cost));
        line.saving_plus_minus = saved.map(|saved| saved.plus_minus).filter(|plus_minus| plus_minus.is_finite());
    }
}
