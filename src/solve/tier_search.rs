//! The search for the price tiers of one goal: a bound from the relaxation and its cuts, plans from the heuristics, until the two are near enough.

use crate::engine::{InteriorOptimum, Watch};
use crate::solve::cut_loop::{BoundedVertex, CutLoop, GapTarget, interior_with_cuts};
use crate::solve::dual_lifting::TierPlan;
use crate::solve::heuristics::{diving, rounding};
use crate::solve::relaxation::{Relaxation, RelaxedPoint, is_near};

/// The request of one goal.
#[derive(Clone, Copy)]
pub(super) struct TierGoal<'g> {
    /// Objective coefficients of the formulation's variables.
    pub costs: &'g [f64],
    /// The permitted relative optimality gap.
    pub gap: f64,
    /// The value of a plan that is known.
    pub incumbent: Option<f64>,
    /// Whether plans have to be vertices, from which the tie-break goes on. Where later goals only keep what a plan reached, an interior solution
    /// says as much.
    pub wants_vertex: bool,
    /// The plan of the goal before.
    pub start: Option<&'g [f64]>,
    /// The tiers of a plan of a similar model, one for each commitment.
    pub mip_start: Option<&'g [usize]>,
}

/// A plan that was tried: its value and its point.
pub(super) struct TriedPlan {
    pub value: f64,
    pub point: Vec<f64>,
}

/// The bound of a search, and the duals of the relaxation's rows that it comes from.
pub(super) struct TierBound {
    pub bound: f64,
    pub duals: Vec<f64>,
}

impl TierBound {
    /// The bound where even the relaxation has no plan.
    pub const NONE: Self = Self { bound: f64::NEG_INFINITY, duals: Vec::new() };
}

/// Evaluates a plan, given the bound so far; `None` where it is none.
pub(super) type TryPlan<'t> = dyn FnMut(&TierPlan, f64) -> Option<TriedPlan> + 't;

/// The search for one goal.
pub(super) struct TierSearch<'s, 'a> {
    relaxation: &'s mut Relaxation<'a>,
    goal: TierGoal<'s>,
    limits: Watch<'s>,
    try_plan: &'s mut TryPlan<'s>,
    /// The point of the relaxation, which is a vertex but at first, and the bound so far.
    vertex: BoundedVertex,
    /// The interior solution that the search began with, if it began with one.
    interior: Option<InteriorOptimum>,
    incumbent: Option<f64>,
    cut_loop: CutLoop,
}

/// Searches for plans near the relaxation and for a bound, until a plan is within the permitted gap, or neither gets better. Returns the bound;
/// minus infinity where even the relaxation has no plan.
pub(super) fn search_tiers<'s>(
    relaxation: &'s mut Relaxation<'_>,
    goal: TierGoal<'s>,
    limits: Watch<'s>,
    try_plan: &'s mut TryPlan<'s>,
) -> TierBound {
    relaxation.set_objective(goal.costs);
    let interior = interior_with_cuts(relaxation, goal.gap, limits);
    let point = match &interior {
        Some(interior) => {
            Some(RelaxedPoint { at: relaxation.point_of(interior), duals: interior.row_duals().to_vec() })
        }
        None => relaxation.solve(limits),
    };
    let Some(RelaxedPoint { at, duals }) = point else { return TierBound::NONE };
    let bound = interior.as_ref().map_or_else(|| relaxation.value(&at), InteriorOptimum::bound);
    let (vertex, incumbent, cut_loop) = (BoundedVertex { at, bound, duals }, goal.incumbent, CutLoop::default());
    let mut search = TierSearch { relaxation, goal, limits, try_plan, vertex, interior, incumbent, cut_loop };
    search.run();
    TierBound { bound: search.vertex.bound, duals: search.vertex.duals }
}

impl TierSearch<'_, '_> {
    fn run(&mut self) {
        self.start_from_similar_model();
        // Where the prices of the tiers that orders reach cost more than a plan may, rounding only takes time.
        if self.interior.is_some() && self.is_rounding_promising(self.relaxation.settings().interior_rounding) {
            self.round();
        }
        if self.is_near() || !self.take_vertex() {
            return;
        }
        let mut has_rounded = self.is_rounding_promising(1.0);
        if has_rounded {
            self.round();
        }
        self.raise_bound();
        if !has_rounded && self.is_rounding_promising(1.0) {
            has_rounded = true;
            self.round();
        }
        self.dive();
        if !has_rounded {
            self.round();
        }
    }

    fn is_near(&self) -> bool {
        self.incumbent.is_some_and(|incumbent| is_near(incumbent, self.vertex.bound, self.goal.gap))
    }

    /// Returns whether the estimated rounding loss is within this share of the permitted gap.
    fn is_rounding_promising(&self, share: f64) -> bool {
        let loss = self.relaxation.rounding_loss(&self.vertex.at);
        share > 0.0
            && (!self.relaxation.settings().rounding_waits
                || is_near(self.vertex.bound + loss, self.vertex.bound, share * self.goal.gap))
    }

    /// Evaluates a plan; returns its point if it is better than the incumbent.
    fn consider(&mut self, plan: &TierPlan, heuristic: &str) -> Option<Vec<f64>> {
        let TriedPlan { value, point } = (self.try_plan)(plan, self.vertex.bound)?;
        tracing::debug!(heuristic, value, bound = self.vertex.bound, incumbent = self.incumbent, "plan");
        let is_better = self.incumbent.is_none_or(|incumbent| value < incumbent - 1e-9 * incumbent.abs());
        self.incumbent = Some(self.incumbent.map_or(value, |incumbent| incumbent.min(value)));
        is_better.then_some(point)
    }

    /// Tries the tiers of a plan of a similar model (a MIP start).
    fn start_from_similar_model(&mut self) {
        if let Some(tiers) = self.goal.mip_start.filter(|_| self.goal.wants_vertex) {
            let fixed = self.relaxation.with_tiers(self.vertex.at.clone(), tiers.iter().copied());
            let plan = self.relaxation.plan_with(fixed, self.interior.as_ref(), true, self.limits);
            if let Some(plan) = plan {
                self.consider(&plan, "MIP start");
            }
        }
    }

    /// Goes from the interior solution to a vertex, where it is not at one; returns whether there is one.
    fn take_vertex(&mut self) -> bool {
        let Some(interior) = &self.interior else { return true };
        let Some(point) = self.relaxation.vertex(interior, self.limits) else { return false };
        let reached = self.relaxation.value(&point.at);
        self.vertex.take(point, reached);
        true
    }

    fn round(&mut self) {
        let mut rounding = rounding::Rounding::default();
        let mut from = self.vertex.at.clone();
        for _ in 0..self.relaxation.settings().rounding_rounds {
            if self.is_near() {
                break;
            }
            let start = self.interior.as_ref();
            let plan = rounding.next(self.relaxation, from, start, self.goal.wants_vertex, self.limits);
            let Some(point) = plan.and_then(|plan| self.consider(&plan, "rounding")) else { break };
            from = point;
        }
    }

    /// Dives with one threshold after the other, where the relaxation has cuts.
    fn dive(&mut self) {
        let settings = self.relaxation.settings();
        for up_from in settings.dive_up_from.iter().take(settings.dives) {
            if self.is_near() || !self.relaxation.has_cuts() {
                break;
            }
            let dive = diving::Dive { up_from: *up_from, incumbent: self.incumbent };
            let basis = self.relaxation.basis();
            let plan = dive.run(self.relaxation, &self.vertex.at, self.limits);
            self.relaxation.open_tiers(basis);
            if let Some(plan) = plan {
                self.consider(&plan, "dive");
            }
            // The better the plan, the more it is worth to raise the bound.
            self.raise_bound();
        }
    }

    /// Raises the bound by cuts at vertices.
    fn raise_bound(&mut self) {
        let target = GapTarget { incumbent: self.incumbent, gap: self.goal.gap };
        self.cut_loop.raise(self.relaxation, &mut self.vertex, target, self.limits);
    }
}
