//! Goals with integer decisions: branch and bound, on the smaller formulation first where there is one, then the LP with these decisions.

use crate::engine::{Ending, Point};
use crate::solve::Failure;
use crate::solve::search::SearchedDecisions;
use crate::solve::stages::{OrderedSolve, Stage, Task};

impl OrderedSolve<'_> {
    /// Takes every integer decision for a goal, and proves what is left as a linear programme: it sheds the search's
    /// tolerances, and has prices.
    pub(super) fn decide(&mut self, task: &Task<'_>) -> Result<Stage, Failure> {
        let mut stage = self.decide_in_time(task)?;
        let is_over = self.watch(task.place, false).stop() == Some(Ending::TimeLimit);
        stage.is_cut_short = is_over && stage.proof_gap > self.proof_gap;
        Ok(stage)
    }

    fn decide_in_time(&mut self, task: &Task<'_>) -> Result<Stage, Failure> {
        let earlier = self.fixed.clone();
        let mut from = self.point.as_ref().map(|point| point.columns.clone());
        let mut kept: Option<Stage> = None;
        let mut known_bound = f64::NEG_INFINITY;
        if self.search.is_smaller() {
            let factor = task.sign * task.scale;
            let found = self.search.run(task.place, factor, from.as_deref(), self.watch(task.place, false));
            if let Some(SearchedDecisions { ending, at, bound }) = found {
                let out_of_time = ending == Ending::TimeLimit;
                if at.is_none() && out_of_time && earlier.is_none() {
                    self.judge(task.place, task.words, ending)?;
                }
                known_bound = bound;
                // What a smaller formulation decides may not hold in the full one; what held for the last goal does.
                let choices: Vec<Vec<f64>> = at.into_iter().chain(earlier.clone()).collect();
                kept = self.best_of(task, &choices, bound)?;
                if let Some(stage) = &kept {
                    // What the smaller formulation promises and the full one cannot keep is looked for in the full one,
                    // where that is a matter of seconds.
                    let enough = stage.proof_gap <= self.proof_gap;
                    if enough || out_of_time || self.formulation.is_large() {
                        return Ok(stage.clone());
                    }
                    from = self.point.as_ref().map(|point| point.columns.clone());
                }
            }
        }
        let at_hand = self.fixed.clone().zip(self.point.clone());
        self.engine.free_integers();
        self.fixed = None;
        if let Some(from) = &from {
            self.engine.suggest(from);
        }
        let mut ending = self.engine.search(self.watch(task.place, false));
        if ending == Ending::Infeasible && task.place > 0 {
            // There is a plan, but of what earlier goals reached not a hair is left. What is decided is rounded and proven yet.
            self.engine.set_feasibility(Some(1e-5));
            ending = self.engine.search(self.watch(task.place, false));
            self.engine.set_feasibility(None);
        }
        let bound = self.engine.search_bound().max(known_bound);
        let has_plan = match ending {
            Ending::Optimal => true,
            // What the smaller formulation proved is a bound, too.
            Ending::TimeLimit => self.engine.has_point() && bound.is_finite(),
            _ => false,
        };
        if has_plan {
            let at = self.engine.point().columns;
            self.fix(&at);
            return self.prove(task, Some(bound));
        }
        // Time that ends a search leaves the plan at hand.
        match (ending, at_hand) {
            (Ending::TimeLimit, Some((fixed, point))) => {
                self.fix(&fixed);
                self.point = Some(point);
                kept.map_or_else(|| self.prove(task, Some(bound)), Ok)
            }
            _ => {
                self.judge(task.place, task.words, ending)?;
                Err(Failure::Numerical {
                    goal: task.words.to_owned(),
                    what: "the search ended without a plan".to_owned(),
                })
            }
        }
    }

    /// Returns the best plan of several ways to take the integer decisions; `None` where none holds.
    fn best_of(&mut self, task: &Task<'_>, choices: &[Vec<f64>], bound: f64) -> Result<Option<Stage>, Failure> {
        let mut best: Option<(Stage, Point, &Vec<f64>)> = None;
        for choice in choices {
            self.fix(choice);
            let stage = match self.prove(task, Some(bound)) {
                Ok(stage) => stage,
                Err(Failure::Infeasible | Failure::Numerical { .. }) => continue,
                Err(other) => return Err(other),
            };
            let enough = stage.proof_gap <= self.proof_gap;
            let better = best.as_ref().is_none_or(|(kept, ..)| task.sign * stage.value < task.sign * kept.value);
            if let (true, Some(point)) = (better, self.point.clone()) {
                best = Some((stage, point, choice));
            }
            if enough {
                break;
            }
        }
        let Some((stage, point, choice)) = best else { return Ok(None) };
        self.fix(choice);
        self.point = Some(point);
        Ok(Some(stage))
    }

    pub(super) fn fix(&mut self, at: &[f64]) {
        self.engine.fix_integers(at);
        self.fixed = Some(at.iter().map(|value| value.round()).collect());
        self.point = None;
    }
}
