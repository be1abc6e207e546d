//! Fallbacks for a goal whose solve cannot be trusted: other strategies from a cold start, and at last the incumbent of the goal before.

use std::time::Instant;

use crate::engine::{Ending, Method, Point};
use crate::formulation::ColumnKey;
use crate::solve::Failure;
use crate::solve::certificate::{BoundedValue, CONTRADICTION, Certificate, CheckedPoint, check};
use crate::solve::kept::{TOLERANCE, costs, largest};
use crate::solve::proving::Effort;
use crate::solve::stages::{OrderedGoal, OrderedSolve, Stage, Task};

/// How goals are solved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strategy {
    /// Relative tolerance of goal constraints, at least.
    pub tolerance: f64,
    /// Whether to solve without a smaller formulation, without rounding heuristics and without presolve.
    pub is_plain: bool,
}

/// The strategy that is tried first.
pub(super) const USUAL: Strategy = Strategy { tolerance: TOLERANCE, is_plain: false };

/// The strategies after it, each from a cold start. A solver that finds no plan although there is one was mostly led astray by goal constraints
/// that leave less room than its own tolerances.
const FALLBACKS: [Strategy; 2] =
    [Strategy { tolerance: 3e-7, is_plain: false }, Strategy { tolerance: 5e-7, is_plain: true }];

/// By how much the incumbent of the goal before may be better than a dual bound, relative. It violates rows by as little as any plan, but a goal
/// can trade a small violation for a larger gain.
const STEEP: f64 = 1e-4;

/// The plan of the goal before.
struct EarlierPlan {
    /// Its integer decisions, where there are any.
    fixed: Option<Vec<f64>>,
    point: Point,
}

impl OrderedSolve<'_> {
    /// Solves for a goal, by a fallback where the usual result cannot be true. With an incumbent there always is a plan.
    pub(super) fn reach_or_fall_back(&mut self, goal: OrderedGoal<'_>) -> Result<Stage, Failure> {
        let incumbent = self.point.clone().map(|point| EarlierPlan { fixed: self.fixed.clone(), point });
        let mut failure = match self.reach_soundly(goal, incumbent.as_ref()) {
            Err(failure) if is_doubtful(&failure, incumbent.is_some()) => failure,
            ended => return ended,
        };
        // Plain branch and bound on a large formulation takes longer than anybody waits.
        let strategies = if self.formulation.is_large() { &FALLBACKS[..1] } else { &FALLBACKS[..] };
        for strategy in strategies {
            tracing::warn!(%failure, ?strategy, "the goal is solved again");
            let mut other = self.restarted(*strategy, incumbent.as_ref())?;
            match other.reach_soundly(goal, incumbent.as_ref()) {
                Err(again) if is_doubtful(&again, incumbent.is_some()) => failure = again,
                ended => {
                    *self = other;
                    return ended;
                }
            }
        }
        let Some(incumbent) = incumbent else { return Err(failure) };
        tracing::warn!(%failure, "the plan of the goal before is the plan of this one");
        self.keep_incumbent(goal, &incumbent)
    }

    /// Solves for a goal; a plan better than its dual bound is an error, be it the plan that was found or the incumbent.
    fn reach_soundly(&mut self, goal: OrderedGoal<'_>, incumbent: Option<&EarlierPlan>) -> Result<Stage, Failure> {
        let OrderedGoal { words, sense, expression, .. } = goal;
        let stage = self.reach_goal(goal)?;
        let largest = largest(expression, &self.formulation.columns);
        let before = incumbent.map(|plan| (expression.value(&plan.point.columns), STEEP));
        let contradicted = [(stage.value, CONTRADICTION)].into_iter().chain(before).find(|&(value, within)| {
            BoundedValue { sense, value, bound: stage.bound, largest }.is_contradicted(within)
        });
        match contradicted {
            Some((value, _)) => Err(Failure::FalseBound { goal: words.to_owned(), value, bound: stage.bound }),
            None => Ok(stage),
        }
    }

    /// The same run from a cold start by another strategy, with the goal constraints so far and the incumbent.
    fn restarted(&self, strategy: Strategy, incumbent: Option<&EarlierPlan>) -> Result<Self, Failure> {
        let mut other = Self::begin(self.formulation, self.options, strategy)?;
        for ((place, limit), (goal, expression)) in self.limits.iter().enumerate().zip(&self.formulation.goals) {
            other.keep_goal(place, goal.sense, expression, *limit);
        }
        if let Some(incumbent) = incumbent {
            other.take_incumbent(incumbent);
        }
        Ok(other)
    }

    fn take_incumbent(&mut self, incumbent: &EarlierPlan) {
        if let Some(fixed) = &incumbent.fixed {
            self.fix(fixed);
        }
        self.point = Some(incumbent.point.clone());
    }

    /// The incumbent as the plan of this goal: the best plan with its integer decisions, or else as it is. What is proven of it is the bound of the LP
    /// relaxation, where there is one.
    fn keep_incumbent(&mut self, goal: OrderedGoal<'_>, incumbent: &EarlierPlan) -> Result<Stage, Failure> {
        let OrderedGoal { place, words, sense, expression } = goal;
        let (costs, sign, scale) = costs(expression, sense, &self.formulation.columns);
        let task = Task { place, words, sign, scale, costs: &costs, expression, began: Instant::now() };
        let mut other = self.restarted(FALLBACKS[FALLBACKS.len() - 1], None)?;
        let bound = other.bound_of_relaxation(&task);
        other.take_incumbent(incumbent);
        let at = &incumbent.point;
        let decided = incumbent.fixed.is_some().then(|| other.prove(&task, Some(bound))).and_then(Result::ok);
        if let Some(stage) = decided.filter(|stage| sign * stage.value <= sign * expression.value(&at.columns)) {
            *self = other;
            return Ok(stage);
        }
        self.take_incumbent(incumbent);
        // Its shadow prices were those of another goal.
        let rows = self.formulation.rows.len() + self.kept.len();
        let point = Point { columns: at.columns.clone(), column_duals: costs.clone(), row_duals: vec![0.0; rows] };
        let checked = check(self.formulation, &self.kept, &costs, &point, |_, _| None, None);
        let certificate = Certificate { dual: 0.0, gap: 0.0, ..checked.certificate };
        if !certificate.holds() {
            let what = "the plan of the goal before violates a row".to_owned();
            return Err(Failure::Numerical { goal: words.to_owned(), what });
        }
        let mut stage = self.proven(
            &task,
            CheckedPoint { certificate, bound },
            &point,
            Effort { method: Method::Simplex, iterations: 0 },
        );
        Self::bounded(&mut stage, &task, bound);
        stage.method = "incumbent";
        self.point = Some(Point { columns: point.columns, ..Point::default() });
        Ok(stage)
    }

    /// The dual bound of the LP relaxation; minus infinity where no certificate holds for it.
    fn bound_of_relaxation(&mut self, task: &Task<'_>) -> f64 {
        self.engine.relax_integers();
        self.engine.set_costs(task.costs);
        for method in [Method::Simplex, Method::InteriorPoint] {
            let ending = self.engine.run(method, true, false, self.watch(task.place, true));
            if ending == Ending::Optimal {
                let point = self.engine.point();
                let open = |_: usize, _: ColumnKey| None;
                let CheckedPoint { certificate, bound } =
                    check(self.formulation, &self.kept, task.costs, &point, open, None);
                if certificate.holds() {
                    return bound;
                }
            }
        }
        f64::NEG_INFINITY
    }
}

/// Whether a failure may be the solver's. With an incumbent there is a plan, whatever the solver says.
const fn is_doubtful(failure: &Failure, has_incumbent: bool) -> bool {
    match failure {
        Failure::Infeasible | Failure::PerhapsInfeasible => has_incumbent,
        Failure::Numerical { .. } | Failure::FalseBound { .. } => true,
        Failure::Unbounded(_) | Failure::TimeLimit { .. } | Failure::Cancelled => false,
    }
}
