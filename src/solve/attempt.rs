//! One run of the solver within a list of goals: within the budget that is left, and judged.

use crate::engine::{Ending, Method, Watch};
use crate::model::Sense;
use crate::solve::Failure;
use crate::solve::kept::factor;
use crate::solve::stages::OrderedSolve;

impl<'a> OrderedSolve<'a> {
    /// One run of the solver; whatever did not end at an optimum is a failure.
    pub(super) fn run(&mut self, place: usize, words: &str, method: Method, cold: bool) -> Result<(), Failure> {
        let mut ending = self.engine.run(method, cold, true, self.watch(place, true));
        // What the smaller formulation decides may have no plan; what earlier goals reached has one.
        let guessing = self.guesses();
        let guessed = guessing && self.fixed.is_some() && place < self.formulation.goals.len();
        let doubtful = ending == Ending::Infeasible && place > 0 && !guessed && self.face.is_none();
        if ending == Ending::UnboundedOrInfeasible || doubtful {
            // Presolve saw that one of the two holds, or none where there is a plan; without it the simplex tells which.
            ending = self.engine.run(Method::Simplex, true, false, self.watch(place, true));
        }
        self.judge(place, words, ending)
    }

    /// Whether integer decisions are tried of which nobody knows whether they have a plan.
    const fn guesses(&self) -> bool {
        self.search.is_smaller() || self.options.tiers.is_some() || self.on_off.is_some()
    }

    /// The budget of a run for a goal, by its place; the tie-break comes behind the goals.
    pub(super) fn watch(&self, place: usize, with_grace: bool) -> Watch<'a> {
        let (sense, expression) = (self.formulation.goals.get(place))
            .map_or((Sense::Minimise, &self.formulation.tie_break), |(goal, expression)| (goal.sense, expression));
        let (budget, settings) = (self.options.budget, self.options.settings);
        let seconds = budget.seconds().unwrap_or_default();
        let budget = match (with_grace, &self.fixed) {
            (true, Some(_)) => budget.moved(settings.grace_share * seconds),
            (true, None) => budget,
            (false, _) => budget.moved(-settings.reserve_share * seconds),
        };
        Watch::of(budget, place, factor(expression, &self.formulation.columns, sense))
    }

    /// Whether a run ended well; if not, why.
    pub(super) fn judge(&self, place: usize, words: &str, ending: Ending) -> Result<(), Failure> {
        let numerical = |what: String| Failure::Numerical { goal: words.to_owned(), what };
        match ending {
            Ending::Optimal => Ok(()),
            Ending::Infeasible if place == 0 && self.fixed.is_none() => Err(Failure::Infeasible),
            Ending::Infeasible if (self.guesses()) && self.fixed.is_some() => Err(Failure::Infeasible),
            Ending::Infeasible => Err(numerical("what an earlier goal reached could not be kept".to_owned())),
            // There is an incumbent, so that at least one of the two is false.
            Ending::UnboundedOrInfeasible if place > 0 => Err(numerical(
                "the solver reports that the goal is unbounded or infeasible, although there is a plan".to_owned(),
            )),
            Ending::Unbounded | Ending::UnboundedOrInfeasible => Err(Failure::Unbounded(words.to_owned())),
            Ending::TimeLimit => {
                let seconds = self.options.budget.seconds().unwrap_or_default();
                Err(Failure::TimeLimit { seconds, goal: words.to_owned() })
            }
            Ending::Cancelled => Err(Failure::Cancelled),
            Ending::ObjectiveLimit => Err(numerical("the simplex was given an objective limit".to_owned())),
            Ending::NodeLimit => Err(numerical("branch and bound did not end".to_owned())),
            Ending::Other(code) => Err(numerical(format!("the solver ended with status {code}"))),
        }
    }
}
