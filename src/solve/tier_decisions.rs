//! Goals whose only integer decisions are price tiers or on/off decisions: heuristics and cuts find plans and a bound, and branch and bound runs only where the two
//! do not meet.

use crate::engine::{Ending, Point};
use crate::formulation::ColumnKey;
use crate::solve::Failure;
use crate::solve::certificate::check;
use crate::solve::dual_lifting::{LiftedProof, TierPlan};
use crate::solve::on_off_search::search_on_off;
use crate::solve::relaxation::{Relaxation, is_near, value};
use crate::solve::stages::{OrderedSolve, Stage, Task};
use crate::solve::tier_search::{TierBound, TierGoal, TriedPlan, search_tiers};

/// The best plan so far.
struct Incumbent {
    stage: Stage,
    cost: f64,
    /// With every tier decided.
    point: Point,
}

impl Incumbent {
    /// Returns the better of two plans.
    fn better(best: Option<Self>, other: Self) -> Self {
        match best {
            Some(best) if best.cost <= other.cost => best,
            _ => other,
        }
    }
}

impl OrderedSolve<'_> {
    /// Decides the tiers of a goal, and proves the linear program with these tiers.
    pub(super) fn decide_tiers(&mut self, task: &Task<'_>, relaxation: &mut Relaxation<'_>) -> Result<Stage, Failure> {
        let earlier = self.fixed.clone();
        self.warm = false;
        let gap = self.proof_gap;
        let is_last = task.place + 1 == self.formulation.goals.len();
        let goal = TierGoal {
            costs: task.costs,
            gap,
            incumbent: None,
            start: earlier.as_deref(),
            wants_vertex: is_last || !self.options.settings.interior_plans,
            mip_start: self.options.tiers.and_then(|tiers| tiers.mip_start).filter(|_| is_last),
        };
        let limits = self.watch(task.place, false);
        let mut best: Option<Incumbent> = None;
        let mut failure = None;
        let on_off = self.on_off.clone();
        let is_on_off = on_off.is_some();
        let mut try_plan = |plan: &TierPlan, bound: f64| match self.attempt(task, plan, bound) {
            Ok(found) => {
                let found = found?;
                let tried = TriedPlan { value: found.cost, point: found.point.columns.clone() };
                best = Some(Incumbent::better(best.take(), found));
                Some(tried)
            }
            Err(other) => {
                failure = Some(other);
                None
            }
        };
        let TierBound { mut bound, duals } = match on_off {
            Some(decisions) => search_on_off(relaxation, &decisions, goal, limits, &mut try_plan),
            None => search_tiers(relaxation, goal, limits, &mut try_plan),
        };
        if let Some(failure) = failure {
            return Err(failure);
        }
        self.relaxed_bound = (!duals.is_empty()).then(|| self.relaxed_proof(task, &relaxation.lifted_duals(&duals)));
        // What held for the last goal still does.
        if let (None, Some(earlier)) = (&best, &earlier) {
            best = self.attempt(task, &TierPlan { fixed: earlier.clone(), proof: None }, bound)?;
        }
        let is_left =
            is_on_off && best.is_some() && self.formulation.non_zeros() >= self.options.settings.on_off_alone_from;
        if !is_left && !best.as_ref().is_some_and(|best| is_near(best.cost, bound, gap)) {
            let from = best.as_ref().map(|best| best.point.columns.clone());
            let searched = relaxation.branch_and_bound(gap, from.as_deref(), limits);
            bound = bound.max(searched.bound);
            self.spent += searched.iterations;
            if let Some(fixed) = searched.at
                && let Some(found) = self.attempt(task, &TierPlan { fixed, proof: None }, bound)?
            {
                best = Some(Incumbent::better(best.take(), found));
            }
            if best.is_none() {
                let is_cancelled = searched.ending == Ending::Cancelled;
                let ending = if earlier.is_none() || is_cancelled { searched.ending } else { Ending::TimeLimit };
                self.judge(task.place, task.words, ending)?;
            }
        }
        let Some(Incumbent { mut stage, point, .. }) = best else {
            let what = "the search ended without a plan".to_owned();
            return Err(Failure::Numerical { goal: task.words.to_owned(), what });
        };
        self.fix(&point.columns);
        self.point = Some(point);
        Self::bounded(&mut stage, task, bound);
        self.warm = false;
        Ok(stage)
    }

    /// Returns the plan with certain tiers; `None` where there is none. The proof lifted from the relaxation is checked like that of any solve;
    /// where it does not hold, the formulation is solved with these tiers.
    fn attempt(&mut self, task: &Task<'_>, plan: &TierPlan, bound: f64) -> Result<Option<Incumbent>, Failure> {
        let lifted = plan.proof.as_ref().filter(|_| self.options.settings.dual_lifting);
        if let Some(LiftedProof { point, effort }) = lifted {
            let (formulation, kept) = (self.formulation, &self.kept);
            let decided = |place: usize, key: ColumnKey| key.is_integer().then(|| plan.fixed[place].round());
            let checked = check(formulation, kept, task.costs, point, decided, None);
            tracing::debug!(?checked, "lifted");
            if checked.certificate.holds() {
                let mut stage = self.proven(task, checked, point, *effort);
                Self::bounded(&mut stage, task, bound);
                return Ok(Some(Incumbent { stage, cost: value(task.costs, &point.columns), point: point.clone() }));
            }
        }
        self.fix(&plan.fixed);
        let proven = self.prove(task, Some(bound));
        self.warm = proven.is_ok();
        match proven {
            Ok(stage) => {
                let point = self.point.clone().unwrap_or_default();
                Ok(Some(Incumbent { stage, cost: value(task.costs, &point.columns), point }))
            }
            Err(Failure::Infeasible | Failure::Numerical { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }
}
