//! The budget of one goal as a solver sees it: when to stop, and whom to tell in the goal's own unit.

use std::time::Instant;

use crate::budget::{Budget, SolverProgress, Stop};
use crate::engine::Ending;

/// A budget and the goal that is solved within it.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    budget: Budget<'a>,
    goal: usize,
    factor: f64,
    began: Instant,
}

impl Default for Watch<'_> {
    fn default() -> Self {
        Self::of(Budget::default(), 0, 1.0)
    }
}

impl<'a> Watch<'a> {
    /// Begins to watch over a goal: its place in the list, and the factor by which costs are larger than the goal.
    pub fn of(budget: Budget<'a>, goal: usize, factor: f64) -> Self {
        Self { budget, goal, factor, began: Instant::now() }
    }

    /// The same where costs are so many times as large.
    pub fn with_costs_times(self, times: f64) -> Self {
        Self { factor: self.factor * times, ..self }
    }

    /// Returns the seconds that are left; `None` without a deadline.
    pub fn left(&self) -> Option<f64> {
        self.budget.left()
    }

    /// Returns how a run has to end now, if it has to.
    pub fn stop(&self) -> Option<Ending> {
        match self.budget.check() {
            Ok(()) => None,
            Err(Stop::Cancelled) => Some(Ending::Cancelled),
            Err(Stop::TimeLimit(_)) => Some(Ending::TimeLimit),
        }
    }

    /// Returns true if somebody cancelled the computation.
    pub fn is_cancelled(&self) -> bool {
        self.budget.is_cancelled()
    }

    /// Tells how far the solver is. The bound is in costs.
    pub fn tell(&self, iterations: i64, bound: Option<f64>, gap: Option<f64>) {
        if self.budget.is_watched() {
            let seconds = self.began.elapsed().as_secs_f64();
            let bound = bound.map(|bound| bound / self.factor);
            self.budget.tell(Some(SolverProgress { goal: self.goal, seconds, iterations, bound, gap }));
        }
    }
}
