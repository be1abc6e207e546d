//! The search for the on/off decisions of one goal: a bound from the relaxation, plans from dives and local search, until the two are near enough.

use crate::engine::Watch;
use crate::solve::cut_loop::{BoundedVertex, CutLoop, GapTarget};
use crate::solve::dual_lifting::TierPlan;
use crate::solve::heuristics::on_off::OnOffDecisions;
use crate::solve::heuristics::on_off_dive::OnOffDive;
use crate::solve::heuristics::on_off_local_search::{LocalSearch, OnOffPlan};
use crate::solve::relaxation::{Relaxation, is_near};
use crate::solve::tier_search::{TierBound, TierGoal, TryPlan};

/// Searches for plans near the relaxation and for a bound. Returns the bound; minus infinity where even the relaxation has no plan.
pub(super) fn search_on_off(
    relaxation: &mut Relaxation<'_>,
    decisions: &OnOffDecisions,
    goal: TierGoal<'_>,
    limits: Watch<'_>,
    try_plan: &mut TryPlan<'_>,
) -> TierBound {
    relaxation.set_objective(goal.costs);
    let Some(point) = relaxation.solve(limits) else { return TierBound::NONE };
    let bound = relaxation.value(&point.at);
    let mut search = OnOffSearch {
        relaxation,
        decisions,
        goal,
        limits,
        vertex: BoundedVertex { at: point.at, bound, duals: point.duals },
        best: None,
        has_dived: false,
        cut_loop: CutLoop::default(),
    };
    search.run();
    let OnOffSearch { vertex, best, .. } = search;
    if let Some(plan) = best {
        try_plan(&TierPlan { fixed: plan.fixed, proof: None }, vertex.bound);
    }
    TierBound { bound: vertex.bound, duals: vertex.duals }
}

struct OnOffSearch<'s, 'a> {
    relaxation: &'s mut Relaxation<'a>,
    decisions: &'s OnOffDecisions,
    goal: TierGoal<'s>,
    limits: Watch<'s>,
    vertex: BoundedVertex,
    best: Option<OnOffPlan>,
    /// Whether a dive has found a plan.
    has_dived: bool,
    cut_loop: CutLoop,
}

impl OnOffSearch<'_, '_> {
    fn run(&mut self) {
        self.raise_bound();
        self.start_from_incumbent();
        let settings = self.relaxation.settings();
        for up_from in settings.on_off_up_from.iter().take(settings.on_off_dives) {
            // Local search gains more than another dive in less time.
            if self.has_dived || self.is_near() || self.limits.stop().is_some() {
                break;
            }
            self.dive(*up_from);
        }
        if !self.is_near() {
            self.mend();
        }
        self.relaxation.open_integers();
    }

    /// The decisions of the plan of the goal before.
    fn start_from_incumbent(&mut self) {
        let Some(from) = self.goal.start else { return };
        let basis = self.relaxation.basis();
        let bounds = (0..self.decisions.len()).map(|place| self.decisions.column(place));
        let bounds = bounds.map(|column| (column, from[column].round(), from[column].round()));
        self.relaxation.bound(bounds.collect());
        if let Some(point) = self.relaxation.resolve(self.limits) {
            let value = self.relaxation.value(&point.at);
            self.consider(OnOffPlan { fixed: from.to_vec(), value }, "incumbent");
        }
        self.reopen(&basis);
    }

    fn raise_bound(&mut self) {
        let target = GapTarget { incumbent: self.best.as_ref().map(|plan| plan.value), gap: self.goal.gap };
        self.cut_loop.raise(self.relaxation, &mut self.vertex, target, self.limits);
    }

    fn dive(&mut self, up_from: f64) {
        let basis = self.relaxation.basis();
        let dive = OnOffDive {
            decisions: self.decisions,
            up_from,
            incumbent: self.best.as_ref().map(|plan| plan.value),
            most: self.relaxation.settings().on_off_iterations,
        };
        let open = vec![None; self.decisions.len()];
        if let Some(fixed) = dive.run(self.relaxation, &self.vertex.at, open, self.limits) {
            let bounds = (0..self.decisions.len()).map(|place| self.decisions.column(place));
            let bounds = bounds.map(|column| (column, fixed[column], fixed[column]));
            self.relaxation.bound(bounds.collect());
            if let Some(point) = self.relaxation.resolve(self.limits) {
                let value = self.relaxation.value(&point.at);
                self.consider(OnOffPlan { fixed, value }, "dive");
                self.has_dived = true;
            }
        }
        self.reopen(&basis);
    }

    /// Turns single decisions of the best plan over.
    fn mend(&mut self) {
        let Some(plan) = self.best.clone() else { return };
        let (bound, gap) = (self.vertex.bound, self.goal.gap);
        let settings = self.relaxation.settings();
        let search = LocalSearch {
            decisions: self.decisions,
            up_from: settings.on_off_up_from[0],
            most: settings.on_off_local_search,
            patience: settings.on_off_patience,
            worth: settings.on_off_worth * plan.value.abs(),
        };
        let basis = self.relaxation.basis();
        let improved = search.run(self.relaxation, &plan, self.limits, |value| is_near(value, bound, gap));
        if let Some(improved) = improved {
            self.consider(improved, "local search");
        }
        self.reopen(&basis);
    }

    fn reopen(&mut self, basis: &crate::solve::relaxation::SavedBasis) {
        self.relaxation.open_integers();
        self.relaxation.return_to(basis);
    }

    fn is_near(&self) -> bool {
        self.best.as_ref().is_some_and(|plan| is_near(plan.value, self.vertex.bound, self.goal.gap))
    }

    fn consider(&mut self, plan: OnOffPlan, heuristic: &str) {
        let best = self.best.as_ref().map(|plan| plan.value);
        tracing::debug!(heuristic, value = plan.value, bound = self.vertex.bound, best, "plan");
        if best.is_none_or(|best| plan.value < best) {
            self.best = Some(plan);
        }
    }
}
