//! The ordered goals: each is solved in turn, and what it reached becomes a row that later goals must keep.

use std::time::Instant;

use serde::Serialize;

use crate::formulation::{Expression, Formulation, Row};
use crate::model::{Goal, Sense};
use crate::solve::certificate::{Certificate, check};
use crate::solve::engine::{Ending, Engine, Method, Point};
use crate::solve::face::Face;
use crate::solve::kept::{costs, kept, kept_row};
use crate::solve::rounding::Relaxation;
use crate::solve::search::{Found, Search};
use crate::solve::{Failure, Options, STEPS};

/// How near to its bound a plan with yes or no is proven where nothing else is asked for, relative.
const PROOF_GAP: f64 = 1e-4;

/// What a goal came to.
#[derive(Debug, Clone, Serialize)]
pub struct Stage {
    /// The goal in words.
    pub goal: String,
    /// Its value, in its own unit.
    pub value: f64,
    /// The proven bound on it, in its own unit.
    pub bound: f64,
    /// Relative distance of value and bound.
    pub proof_gap: f64,
    /// What later goals may lower it to (or raise it to, where it is minimised).
    pub kept_to: f64,
    /// Proof of it.
    pub certificate: Certificate,
    /// How it was solved.
    pub method: &'static str,
    /// Iterations.
    pub iterations: i64,
    /// Seconds.
    pub seconds: f64,
    /// What one more of each row's limit would change the goal by, in the goal's unit, in the order of the rows.
    #[serde(skip)]
    pub prices: Vec<f64>,
}

/// Values of all columns, and what each goal came to.
#[derive(Debug, Clone)]
pub struct Solution {
    /// Value of each column, in the order of the formulation.
    pub values: Vec<f64>,
    /// The goals in order; the tie-break is none of them.
    pub stages: Vec<Stage>,
    /// The same for the tie-break, which decides between plans that all goals value alike.
    pub tie_break: Option<Stage>,
    /// Whether ties are left as the solver has them, since nothing is shared out and it would take long, or since it was too hard.
    pub ties_open: bool,
}

impl Solution {
    /// A point that was found otherwise.
    #[must_use]
    pub const fn at(values: Vec<f64>) -> Self {
        Self { values, stages: Vec::new(), tie_break: None, ties_open: false }
    }
}

/// Solves the ordered goals, then the tie-break.
///
/// # Errors
/// There is no plan, a goal has no limit, time ran out, or the solver could not be trusted.
#[tracing::instrument(skip_all, name = "solve", fields(rows = formulation.rows.len(), columns = formulation.columns.len()))]
pub fn solve(formulation: &Formulation, options: &Options<'_>) -> Result<Solution, Failure> {
    let started = Instant::now();
    let start = |what| Failure::Numerical { goal: "start".to_owned(), what };
    let mut run = Run {
        formulation,
        options,
        started,
        engine: Engine::build(formulation).map_err(start)?,
        search: Search::of(formulation, options.reduction).map_err(start)?,
        relaxation: (options.bands.as_ref())
            .map(|bands| Relaxation::of(formulation, *bands))
            .transpose()
            .map_err(start)?,
        proof_gap: options.proof_gap.unwrap_or(PROOF_GAP),
        warm: false,
        kept: Vec::new(),
        point: None,
        fixed: None,
        face: None,
    };
    // The search leaves some room for what the full formulation loses against the smaller one.
    run.engine.set_proof_gap(run.proof_gap);
    run.search.set_proof_gap(0.8 * run.proof_gap);
    let mut stages = Vec::new();
    for (place, (goal, expression)) in formulation.goals.iter().enumerate() {
        let do_nothing = options.do_nothing.get(place).copied();
        stages.push(run.stage(place, goal, expression, do_nothing)?);
    }
    let tie_break = run.tie_break()?;
    let values = run.point.map_or_else(|| vec![0.0; formulation.columns.len()], |point| point.columns);
    let ties_open = tie_break.is_none() && !formulation.tie_break.terms.is_empty();
    Ok(Solution { values, stages, tie_break, ties_open })
}

pub(super) struct Run<'a> {
    pub(super) formulation: &'a Formulation,
    pub(super) options: &'a Options<'a>,
    pub(super) started: Instant,
    pub(super) engine: Engine,
    pub(super) search: Search<'a>,
    /// Where all that is decided is which price bands are reached.
    relaxation: Option<Relaxation<'a>>,
    pub(super) proof_gap: f64,
    /// Whether the engine stands at a basis for the same goal with other decisions.
    pub(super) warm: bool,
    pub(super) kept: Vec<Row>,
    pub(super) point: Option<Point>,
    /// Where every yes or no stands, once it has been decided.
    pub(super) fixed: Option<Vec<f64>>,
    /// The plans to which the tie-break keeps, where the last goal gives none of what it reached away.
    pub(super) face: Option<Face>,
}

/// One goal to be reached.
pub(super) struct Task<'t> {
    pub(super) place: usize,
    pub(super) words: &'t str,
    sign: f64,
    scale: f64,
    pub(super) costs: &'t [f64],
    expression: &'t Expression,
    began: Instant,
}

impl Run<'_> {
    fn stage(
        &mut self,
        place: usize,
        goal: &Goal,
        expression: &Expression,
        do_nothing: Option<f64>,
    ) -> Result<Stage, Failure> {
        let words = goal.words();
        let _span = tracing::info_span!("goal", goal = %words).entered();
        let mut stage = self.reach(place, &words, goal.sense, expression)?;
        let given_up =
            do_nothing.map_or(0.0, |nothing| goal.within.0 * (nothing - stage.value).abs()).max(goal.within_amount);
        stage.kept_to = match goal.sense {
            Sense::Minimise => stage.value + given_up,
            Sense::Maximise => stage.value - given_up,
        };
        self.keep(place, goal.sense, expression, stage.kept_to);
        Ok(stage)
    }

    /// Solves for one goal on the rows and what was kept; proves it, or tries once more by the other method.
    pub(super) fn reach(
        &mut self,
        place: usize,
        words: &str,
        sense: Sense,
        expression: &Expression,
    ) -> Result<Stage, Failure> {
        let began = Instant::now();
        let (costs, sign, scale) = costs(expression, sense, self.formulation.columns.len());
        self.engine.set_costs(&costs);
        let task = Task { place, words, sign, scale, costs: &costs, expression, began };
        if self.engine.has_integers() && place < self.formulation.goals.len() {
            if let Some(mut relaxation) = self.relaxation.take() {
                let stage = self.decide_bands(&task, &mut relaxation);
                self.relaxation = Some(relaxation);
                return stage;
            }
            self.decide(&task)
        } else {
            self.prove(&task, None)
        }
    }

    /// Decides every yes or no for a goal, and proves what is left as a linear programme: it sheds the search's
    /// tolerances, and has prices.
    fn decide(&mut self, task: &Task<'_>) -> Result<Stage, Failure> {
        let earlier = self.fixed.clone();
        let mut from = self.point.as_ref().map(|point| point.columns.clone());
        let mut kept: Option<Stage> = None;
        let mut known_bound = f64::NEG_INFINITY;
        if self.search.is_smaller() {
            let factor = task.sign * task.scale;
            let found = self.timed(task.place, false, |run, left, told| {
                run.search.run(task.place, factor, from.as_deref(), left, told)
            });
            if let Some(Found { ending, at, bound }) = found {
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
        let mut ending = self.timed(task.place, false, |run, left, told| run.engine.search(left, told));
        if ending == Ending::Infeasible && task.place > 0 {
            // There is a plan, but of what earlier goals reached not a hair is left. What is decided is rounded and proven yet.
            self.engine.set_whole(1e-5);
            ending = self.timed(task.place, false, |run, left, told| run.engine.search(left, told));
            self.engine.set_whole(1e-7);
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

    /// The best plan of several ways to decide every yes or no; nothing where none holds.
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

    /// Solves for a goal as a linear programme, with every yes or no as it stands, and checks the proof.
    pub(super) fn prove(&mut self, task: &Task<'_>, search_bound: Option<f64>) -> Result<Stage, Failure> {
        let Task { place, words, costs, .. } = *task;
        let large = self.formulation.is_large();
        let usual = self.options.method.unwrap_or(if large { Method::InteriorPoint } else { Method::Simplex });
        let first = if self.warm { Method::Simplex } else { usual };
        let mut failed = String::new();
        for (attempt, method) in [first, first.other()].into_iter().enumerate() {
            let warm = self.warm && attempt == 0;
            let cold = !warm && (attempt > 0 || self.point.is_none() || method == Method::InteriorPoint);
            self.engine.limit_iterations((warm && large).then_some(STEPS));
            let ran = self.run(place, words, method, cold);
            self.engine.limit_iterations(None);
            if let Err(trouble) = ran {
                // What one method cannot do the other may; what there is no plan for, neither can.
                match trouble {
                    Failure::Numerical { what, .. } if attempt == 0 => {
                        failed = what;
                        continue;
                    }
                    other => return Err(other),
                }
            }
            let point = self.engine.point();
            let (certificate, bound) = check(
                self.formulation,
                &self.kept,
                costs,
                &point,
                |place, key| self.fixed.as_ref().filter(|_| key.is_integer()).map(|at| at[place]),
                self.face.as_ref(),
            );
            tracing::debug!(?method, ?certificate, "checked");
            if certificate.holds() {
                let iterations = self.engine.iterations();
                let mut stage = self.proven(task, (certificate, bound), &point, (method, iterations));
                self.point = Some(point);
                if let Some(bound) = search_bound {
                    Self::bounded(&mut stage, task, bound);
                }
                return Ok(stage);
            }
            failed = format!(
                "the {} method left violations of {:.1e}, prices off by {:.1e} and a gap of {:.1e}",
                method.word(),
                certificate.primal,
                certificate.dual,
                certificate.gap
            );
        }
        Err(Failure::Numerical { goal: words.to_owned(), what: failed })
    }

    /// What a goal came to at a point that a certificate holds for, and how it was found.
    pub(super) fn proven(
        &self,
        task: &Task<'_>,
        (certificate, bound): (Certificate, f64),
        point: &Point,
        (method, iterations): (Method, i64),
    ) -> Stage {
        let Task { sign, scale, .. } = *task;
        let own = &point.row_duals[..self.formulation.rows.len()];
        let value = task.expression.value(&point.columns);
        Stage {
            goal: task.words.to_owned(),
            value,
            bound: sign * bound / scale,
            proof_gap: certificate.gap,
            kept_to: value,
            certificate,
            method: method.word(),
            iterations,
            seconds: task.began.elapsed().as_secs_f64(),
            prices: own.iter().map(|price| sign * price / scale).collect(),
        }
    }

    /// What is proven of a stage by the bound of a search, in the costs that were set.
    pub(super) fn bounded(stage: &mut Stage, task: &Task<'_>, bound: f64) {
        stage.bound = task.sign * bound / task.scale;
        let distance = (stage.value - stage.bound).abs();
        stage.proof_gap = match stage.bound.is_finite() {
            false => f64::INFINITY,
            true if distance < 1e-9 => 0.0,
            true => distance / stage.value.abs().max(1e-9),
        };
        stage.seconds = task.began.elapsed().as_secs_f64();
    }

    /// What a goal reached becomes a row.
    fn keep(&mut self, place: usize, sense: Sense, expression: &Expression, limit: f64) {
        let Some((upper, terms)) = kept(expression, sense, limit) else { return };
        self.engine.add_row(upper, &terms);
        self.search.keep(place, sense, limit);
        let row = kept_row(place, upper, terms);
        if let Some(relaxation) = &mut self.relaxation {
            relaxation.keep(row.clone());
        }
        self.kept.push(row);
    }
}
