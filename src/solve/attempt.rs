//! One run of the solver within a list of goals: within the time that is left, told to whoever watches, and judged.

use std::time::Instant;

use crate::solve::engine::{Ending, Method, Told};
use crate::solve::stages::Run;
use crate::solve::{Failure, Progress};

impl Run<'_> {
    /// One run of the solver; whatever did not end at an optimum is a failure.
    pub(super) fn run(&mut self, place: usize, words: &str, method: Method, cold: bool) -> Result<(), Failure> {
        let mut ending = self.timed(place, true, |run, left, told| run.engine.run(method, cold, true, left, told));
        // What the smaller formulation decides may have no plan; what earlier goals reached has one.
        let guessing = self.search.is_smaller() || self.options.tiers.is_some();
        let guessed = guessing && self.fixed.is_some() && place < self.formulation.goals.len();
        let doubtful = ending == Ending::Infeasible && place > 0 && !guessed && self.face.is_none();
        if ending == Ending::UnboundedOrInfeasible || doubtful {
            // Presolve saw that one of the two holds, or none where there is a plan; without it the simplex tells which.
            ending =
                self.timed(place, true, |run, left, told| run.engine.run(Method::Simplex, true, false, left, told));
        }
        self.judge(place, words, ending)
    }

    /// Runs the engine within the time that is left, telling how far it is.
    pub(super) fn timed<T>(
        &mut self,
        place: usize,
        with_grace: bool,
        work: impl FnOnce(&mut Self, Option<f64>, Option<&dyn Fn(Told)>) -> T,
    ) -> T {
        // Once every yes or no is decided, what is left is quick, and a plan at hand is not thrown away for it.
        let least = if with_grace && self.fixed.is_some() { self.options.settings.grace_seconds } else { 0.0 };
        let left = self.options.time_limit.map(|limit| (limit - self.started.elapsed().as_secs_f64()).max(least));
        let tell = teller(self.options.progress, place);
        let told: Option<&dyn Fn(Told)> = if self.options.progress.is_some() { Some(&tell) } else { None };
        work(self, left, told)
    }

    /// Whether a run ended well; if not, why.
    pub(super) fn judge(&self, place: usize, words: &str, ending: Ending) -> Result<(), Failure> {
        let numerical = |what: String| Failure::Numerical { goal: words.to_owned(), what };
        match ending {
            Ending::Optimal => Ok(()),
            Ending::Infeasible if place == 0 && self.fixed.is_none() => Err(Failure::Infeasible),
            Ending::Infeasible
                if (self.search.is_smaller() || self.options.tiers.is_some()) && self.fixed.is_some() =>
            {
                Err(Failure::Infeasible)
            }
            Ending::Infeasible => Err(numerical("what an earlier goal reached could not be kept".to_owned())),
            // There is an incumbent, so that at least one of the two is false.
            Ending::UnboundedOrInfeasible if place > 0 => Err(numerical(
                "the solver reports that the goal is unbounded or infeasible, although there is a plan".to_owned(),
            )),
            Ending::Unbounded | Ending::UnboundedOrInfeasible => Err(Failure::Unbounded(words.to_owned())),
            Ending::TimeLimit => {
                Err(Failure::TimeLimit { seconds: self.options.time_limit.unwrap_or_default(), goal: words.to_owned() })
            }
            Ending::NodeLimit => Err(numerical("branch and bound did not end".to_owned())),
            Ending::Other(code) => Err(numerical(format!("the solver ended with status {code}"))),
        }
    }
}

/// Passes on how far the engine is with a goal.
pub(super) fn teller(progress: Option<&(dyn Fn(Progress) + Sync)>, place: usize) -> impl Fn(Told) + use<'_> {
    let began = Instant::now();
    move |told: Told| {
        if let Some(progress) = progress {
            let seconds = began.elapsed().as_secs_f64();
            progress(Progress { goal: place, seconds, iterations: told.iterations, gap: told.gap });
        }
    }
}
