//! The ordered goals: each is solved in turn, and what it reached becomes a row that later goals must keep.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;

use crate::engine::{Ending, Engine, Point};
use crate::formulation::{Expression, Formulation, Row};
use crate::model::{Goal, Sense};
use crate::solve::certificate::Certificate;
use crate::solve::face::Face;
use crate::solve::fallback::{Strategy, USUAL};
use crate::solve::heuristics::on_off::OnOffDecisions;
use crate::solve::kept::{costs, kept_row, kept_within, tolerance};
use crate::solve::lexicographic::{Lexicographic, in_order};
use crate::solve::proof::{Proof, ProvenProgram, RelaxedProof};
use crate::solve::relaxation::Relaxation;
use crate::solve::search::ReducedSearch;
use crate::solve::{Failure, Options, PriceTiers, SolverKind};

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
    /// Whether the time for searching ended before the bound was as near as is asked for.
    #[serde(skip)]
    pub is_cut_short: bool,
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
    /// The proof of the bound; nothing where there is none.
    #[serde(skip)]
    pub proof: Option<Arc<Proof>>,
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
    options.budget.check()?;
    let mut run = OrderedSolve::begin(formulation, options, USUAL)?;
    let mut done = Vec::new();
    let stages = in_order(&mut Noted { run: &mut run, done: &mut done }, 0..formulation.goals.len());
    let stages = stages.map_err(|failure| with_what_there_is(failure, formulation, &done))?;
    let tie_break = run.tie_break()?;
    let values = run.point.map_or_else(|| vec![0.0; formulation.columns.len()], |point| point.columns);
    let ties_open = tie_break.is_none() && !formulation.tie_break.terms.is_empty();
    Ok(Solution { values, stages, tie_break, ties_open })
}

/// The goals in order, with what each reached noted for whoever is to know how far a solve came.
struct Noted<'r, 'a> {
    run: &'r mut OrderedSolve<'a>,
    /// Value and bound of each goal.
    done: &'r mut Vec<(f64, f64)>,
}

impl Lexicographic for Noted<'_, '_> {
    type Reached = Stage;

    fn reach(&mut self, place: usize) -> Result<Stage, Failure> {
        let stage = self.run.reach(place)?;
        self.done.push((stage.value, stage.bound));
        Ok(stage)
    }

    fn keep(&mut self, place: usize, stage: &Stage) {
        self.run.keep(place, stage);
    }
}

/// A time limit says what there was before it ended.
fn with_what_there_is(failure: Failure, formulation: &Formulation, done: &[(f64, f64)]) -> Failure {
    let Failure::TimeLimit { seconds, goal } = failure else { return failure };
    let reached = formulation.goals.iter().zip(done).map(|((goal, _), (value, bound))| {
        let (factor, unit) = if goal.unit().is_empty() { (100.0, " %") } else { (1.0, " MEUR") };
        let amount = |value: f64| format!("{:.3}{unit}", factor * value);
        if bound.is_finite() {
            format!("{} had come to {}, with a bound of {}", goal.words(), amount(*value), amount(*bound))
        } else {
            format!("{} had come to {}, without a bound", goal.words(), amount(*value))
        }
    });
    let reached: Vec<String> = reached.collect();
    let goal = if reached.is_empty() || goal.is_empty() { goal } else { format!("{goal}; {}", reached.join(", ")) };
    Failure::TimeLimit { seconds, goal }
}

/// What later goals must keep of a goal that reached a value, where it is worth so much when nothing is ordered.
#[must_use]
pub fn kept_to(goal: &Goal, value: f64, do_nothing: Option<f64>) -> f64 {
    let given_up = do_nothing.map_or(0.0, |nothing| goal.within.0 * (nothing - value).abs()).max(goal.within_amount);
    match goal.sense {
        Sense::Minimise => value + given_up,
        Sense::Maximise => value - given_up,
    }
}

/// The integer decisions of a formulation, where it is large, all of them are on/off, and they are more than price tiers.
fn on_off(formulation: &Formulation, options: &Options<'_>) -> Option<Rc<OnOffDecisions>> {
    if options.tiers.is_some() || formulation.non_zeros() <= options.settings.on_off_from {
        return None;
    }
    let columns: Vec<_> = formulation.columns.iter().map(|(key, upper)| (key.is_integer(), upper)).collect();
    OnOffDecisions::of(&columns, &formulation.rows).map(Rc::new)
}

pub(super) struct OrderedSolve<'a> {
    pub(super) formulation: &'a Formulation,
    pub(super) options: &'a Options<'a>,
    pub(super) engine: Engine,
    pub(super) search: ReducedSearch<'a>,
    /// Where price tiers are the only integer decisions.
    pub(super) relaxation: Option<Relaxation<'a>>,
    /// The integer decisions, where all of them are on/off and they are searched for as such.
    pub(super) on_off: Option<Rc<OnOffDecisions>>,
    /// How goals are solved.
    pub(super) strategy: Strategy,
    /// The limits of goal constraints so far, in the goals' own units.
    pub(super) limits: Vec<f64>,
    pub(super) proof_gap: f64,
    /// Whether the engine stands at a basis for the same goal with other decisions.
    pub(super) warm: bool,
    pub(super) kept: Vec<Row>,
    pub(super) point: Option<Point>,
    /// Where every integer decision stands, once it has been made.
    pub(super) fixed: Option<Vec<f64>>,
    /// The plans to which the tie-break keeps, where the last goal gives none of what it reached away.
    pub(super) face: Option<Face>,
    /// The limits that the rows imply, for proofs.
    pub(super) proven: ProvenProgram,
    /// Iterations of searches so far.
    pub(super) spent: i64,
    /// What trees of exact bounds have cost so far.
    pub(super) proof_work: i64,
    /// What the relaxation of the goal at hand proves, with its cuts, where price tiers are the only integer decisions.
    pub(super) relaxed_bound: Option<RelaxedProof>,
}

/// A goal by its place in the list, which for the tie-break is behind all goals.
#[derive(Clone, Copy)]
pub(super) struct OrderedGoal<'g> {
    pub place: usize,
    pub words: &'g str,
    pub sense: Sense,
    pub expression: &'g Expression,
}

/// One goal to be reached.
pub(super) struct Task<'t> {
    pub(super) place: usize,
    pub(super) words: &'t str,
    pub(super) sign: f64,
    pub(super) scale: f64,
    pub(super) costs: &'t [f64],
    pub(super) expression: &'t Expression,
    pub(super) began: Instant,
}

impl Task<'_> {
    /// Whether the goal is minimised or maximised.
    pub(super) fn sense(&self) -> Sense {
        if self.sign < 0.0 { Sense::Maximise } else { Sense::Minimise }
    }

    /// Relative distance of a value and its bound; the last digits of a goal of usual size are none.
    pub(super) fn gap(&self, value: f64, bound: f64) -> f64 {
        let distance = (value - bound).abs();
        match bound.is_finite() {
            false => f64::INFINITY,
            true if distance < self.least_distance() => 0.0,
            true => distance / value.abs().max(self.least_distance()),
        }
    }

    /// What is nearer to a value is there.
    pub(super) fn least_distance(&self) -> f64 {
        // A goal of very small money is no smaller a goal.
        1e-9 * (1e6 / self.scale).min(1.0)
    }
}

impl Lexicographic for OrderedSolve<'_> {
    type Reached = Stage;

    fn reach(&mut self, place: usize) -> Result<Stage, Failure> {
        let (goal, expression) = &self.formulation.goals[place];
        let words = goal.words();
        let _span = tracing::info_span!("goal", goal = %words).entered();
        let mut stage = self.reach_or_fall_back(OrderedGoal { place, words: &words, sense: goal.sense, expression })?;
        stage.kept_to = kept_to(goal, stage.value, self.options.do_nothing.get(place).copied());
        Ok(stage)
    }

    fn keep(&mut self, place: usize, stage: &Stage) {
        let (goal, expression) = &self.formulation.goals[place];
        self.keep_goal(place, goal.sense, expression, stage.kept_to);
    }
}

impl<'a> OrderedSolve<'a> {
    /// Nothing solved yet.
    pub(super) fn begin(
        formulation: &'a Formulation,
        options: &'a Options<'a>,
        strategy: Strategy,
    ) -> Result<Self, Failure> {
        let start = |what| Failure::Numerical { goal: "start".to_owned(), what };
        let is_plain = strategy.is_plain || options.solver != SolverKind::default();
        let reduction = options.reduction.filter(|_| !is_plain);
        let on_off = if is_plain || reduction.is_some() { None } else { on_off(formulation, options) };
        let of_on_off = PriceTiers { choices: &[], cuts: options.cuts, mip_start: None };
        let tiers = options.tiers.filter(|_| !is_plain).or(on_off.is_some().then_some(of_on_off));
        let settings = options.settings;
        let mut run = Self {
            formulation,
            options,
            engine: Engine::build_in(options.solver, formulation).map_err(start)?,
            search: ReducedSearch::of(formulation, reduction, settings).map_err(start)?,
            relaxation: tiers.map(|tiers| Relaxation::of(formulation, &tiers, settings)).transpose().map_err(start)?,
            on_off,
            strategy,
            limits: Vec::new(),
            proof_gap: 0.0,
            warm: false,
            kept: Vec::new(),
            point: None,
            fixed: None,
            face: None,
            proven: ProvenProgram::default(),
            spent: 0,
            proof_work: 0,
            relaxed_bound: None,
        };
        if strategy.is_plain {
            run.engine.do_without_presolve();
        }
        run.set_proof_gap(0);
        Ok(run)
    }

    /// How near to its bound a plan must be proven for a goal.
    fn set_proof_gap(&mut self, place: usize) {
        let settings = self.options.settings;
        let of_goal = self.formulation.goals.get(place).and_then(|(goal, _)| goal.proof_gap);
        let usual = if self.formulation.is_large() { settings.gap_of_large } else { settings.gap };
        self.proof_gap = of_goal.or(self.options.proof_gap).unwrap_or(usual);
        // The search leaves some room for what the full formulation loses against the smaller one.
        self.engine.set_proof_gap(self.proof_gap);
        self.search.set_proof_gap(settings.gap_share_of_smaller * self.proof_gap);
    }

    /// Solves for one goal on the rows and what was kept; proves it, or tries once more by the other method.
    pub(super) fn reach_goal(&mut self, goal: OrderedGoal<'_>) -> Result<Stage, Failure> {
        let OrderedGoal { place, words, sense, expression } = goal;
        let (costs, sign, scale) = costs(expression, sense, &self.formulation.columns);
        self.set_proof_gap(place);
        self.engine.set_costs(&costs);
        let task = Task { place, words, sign, scale, costs: &costs, expression, began: Instant::now() };
        if place == self.formulation.goals.len() {
            return self.prove(&task, None);
        }
        self.relaxed_bound = None;
        let stage = if !self.engine.has_integers() {
            self.prove(&task, None)
        } else if let Some(mut relaxation) = self.relaxation.take() {
            let stage = self.decide_tiers(&task, &mut relaxation);
            self.relaxation = Some(relaxation);
            stage
        } else {
            self.decide(&task)
        };
        let stage = match stage {
            // Only what has not kept anything yet can be without a plan.
            Err(Failure::Infeasible) if place == 0 => self.plan_all_the_same(&task)?,
            stage => stage?,
        };
        let mut stage = self.certify(&task, stage)?;
        let is_over = self.watch(place, false).stop() == Some(Ending::TimeLimit);
        stage.is_cut_short = is_over && stage.proof_gap > self.proof_gap;
        Ok(stage)
    }

    /// What a goal reached becomes a row.
    pub(super) fn keep_goal(&mut self, place: usize, sense: Sense, expression: &Expression, limit: f64) {
        self.limits.push(limit);
        let tolerance = tolerance(place, self.formulation.is_large()).max(self.strategy.tolerance);
        let Some((upper, terms)) = kept_within(expression, &self.formulation.columns, sense, limit, tolerance) else {
            return;
        };
        self.engine.add_goal_row(upper, &terms);
        self.search.keep(place, sense, limit, tolerance);
        let row = kept_row(place, upper, terms);
        if let Some(relaxation) = &mut self.relaxation {
            relaxation.keep(row.clone());
        }
        self.kept.push(row);
    }
}
