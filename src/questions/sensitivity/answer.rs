//! What moves a plan: figures made larger and smaller, what goals come to, and the range in which the plan stays.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::formulation::{ColumnKey, Formulation};
use crate::model::{Model, Outcomes, Parameter};
use crate::planning::{Approach, Decisions, FixedModel, Problem, Run, plan, standalone};
use crate::questions::{Unanswered, cut_short};
use crate::results::ResultDocument;
use crate::solve::Failure;

/// One figure.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SensitivityLine {
    /// Its name: `budget.DEU`.
    pub figure: String,
    /// In words.
    pub words: String,
    /// What the goal comes to with less of it; nothing where there is no plan.
    pub down: Option<f64>,
    /// What the goal comes to with more of it; nothing where there is no plan.
    pub up: Option<f64>,
    /// Whether less of it was decided anew, since the plan's integer decisions leave no plan then.
    #[serde(default)]
    pub down_anew: bool,
    /// The same of more of it.
    #[serde(default)]
    pub up_anew: bool,
    /// Factors between which the plan stays the best there is; nothing where that was not asked.
    pub stays: Option<StayRange>,
}

/// Factors of a figure between which a plan stays the best there is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StayRange {
    /// From this factor on; 0: however little.
    pub from: f64,
    /// To this factor; nothing: beyond twice the figure.
    pub to: Option<f64>,
}

/// What moves a plan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Sensitivity {
    /// Title of the model.
    pub title: String,
    /// The goal in words.
    pub goal: String,
    /// Its unit; nothing for a share.
    pub unit: Cow<'static, str>,
    /// What it comes to as it is.
    pub value: f64,
    /// By which share figures are made larger and smaller.
    pub by: f64,
    /// The figures, those that move the goal most first.
    pub lines: Vec<SensitivityLine>,
    /// Whether every integer decision stands as in the plan.
    pub decided: bool,
    /// How many questions were put to the solver.
    pub solves: usize,
    /// What time did not suffice for, in a sentence; nothing where all was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<String>,
}

impl ResultDocument for Sensitivity {
    const NAME: &'static str = "sensitivity";
}

/// What is asked.
#[derive(Clone, Copy)]
pub struct Varying<'a> {
    /// Which figures.
    pub over: &'a [Parameter],
    /// By which share they are made larger and smaller.
    pub by: f64,
    /// Place of the goal.
    pub goal: usize,
    /// Whether the range is looked for in which the plan stays; nothing: where the model is small.
    pub ranges: Option<bool>,
}

/// How finely a range is found, as a share of the figure.
const FINE: f64 = 1e-4;

/// How near to the best a plan is still the best, relative.
const SAME: f64 = 1e-6;

/// Of formulations with integer decisions and at most so many coefficients ranges are looked for unasked: each takes some dozen searches.
const SEARCHED: usize = 2_000;

struct Varied<'a> {
    run: &'a Run,
    budget: Budget<'a>,
    /// The integer decisions that stand; `None` where they are taken anew for every figure.
    decided: Option<Decisions>,
    settled: FixedModel<'a>,
    /// What nations come to alone in the model that is asked.
    alone: Option<Outcomes>,
    solves: usize,
    /// What the plan orders, by column of the formulation.
    orders: Vec<(ColumnKey, f64)>,
}

/// What moves the plan of a run. Figures that the budget does not suffice for are left out, which the answer says.
///
/// # Errors
/// The run does not say what it decides, the solver could not be trusted, or the budget was spent before the first figure.
pub fn sensitivity(run: &Run, varying: Varying<'_>, budget: Budget<'_>) -> Result<Sensitivity, Unanswered> {
    let model = &run.model;
    let alone = run.known.alone.clone();
    let formulation = Formulation::of(model, alone.as_ref());
    let decided = run.decided(&formulation).map_err(Unanswered::Unknown)?;
    // A search for every figure would take too long only where the model is large.
    let decided = (formulation.is_large() || !formulation.has_integers()).then_some(decided);
    let settled = FixedModel::over(model, alone.as_ref(), formulation.clone(), decided.as_ref(), budget)?;
    let words: Vec<String> = varying.over.iter().map(|parameter| parameter.words(model)).collect();
    let stands = decided.is_some() && formulation.has_integers();
    let mut varied = Varied { run, budget, decided, settled, alone, solves: 0, orders: orders(run, &formulation) };
    let (value, _) = varied.reached(model, varying.goal)?;
    let Some(value) = value else { return Err(Failure::Infeasible.into()) };
    let ranges = varying.ranges.unwrap_or(if formulation.has_integers() {
        formulation.non_zeros() <= SEARCHED
    } else {
        !formulation.is_large()
    });
    let mut lines = Vec::new();
    let mut unfinished = None;
    for (place, parameter) in varying.over.iter().enumerate() {
        varied.budget = budget.job(place + 1, Some(varying.over.len()), &words[place]);
        match varied.line(*parameter, &varying, ranges) {
            Ok(line) => lines.push(line),
            Err(failure) => {
                unfinished = Some(cut_short(failure, lines.len(), varying.over.len(), "figures")?);
                break;
            }
        }
    }
    let moves = |line: &SensitivityLine| {
        let far = |value_there: Option<f64>| value_there.map_or(f64::INFINITY, |there| (there - value).abs());
        far(line.down).max(far(line.up))
    };
    lines.sort_by(|one, other| moves(other).total_cmp(&moves(one)));
    let goal = &model.goals[varying.goal];
    Ok(Sensitivity {
        title: model.title.clone(),
        goal: goal.words(),
        unit: model.in_its_money(goal.unit()),
        value,
        by: varying.by,
        lines,
        decided: stands,
        solves: varied.solves,
        unfinished,
    })
}

/// What a plan orders of everything that can be ordered.
fn orders(run: &Run, formulation: &Formulation) -> Vec<(ColumnKey, f64)> {
    let mut list: Vec<(ColumnKey, f64)> = (formulation.columns.iter())
        .filter(|(key, _)| matches!(key, ColumnKey::Order { .. }))
        .map(|(key, _)| (key, 0.0))
        .collect();
    let places: std::collections::HashMap<ColumnKey, usize> =
        list.iter().enumerate().map(|(place, (key, _))| (*key, place)).collect();
    for order in &run.plan.orders {
        let key = ColumnKey::Order { nation: order.nation, group: order.group, offer: order.offer, step: order.step };
        if let Some(place) = places.get(&key) {
            list[*place].1 += order.quantity;
        }
    }
    list
}

impl Varied<'_> {
    /// What a figure made smaller and larger does to the goal, and where asked, how far the plan stays.
    fn line(&mut self, parameter: Parameter, varying: &Varying<'_>, ranges: bool) -> Result<SensitivityLine, Failure> {
        let model = &self.run.model;
        // Where a figure cannot be so, there is no plan.
        let mut at = |factor: f64| match parameter.scaled(model, factor) {
            Ok(other) => self.reached(&other, varying.goal),
            Err(_) => Ok((None, false)),
        };
        let ((down, down_anew), (up, up_anew)) = (at(1.0 - varying.by)?, at(1.0 + varying.by)?);
        let stays = if ranges { Some(self.stays(parameter)?) } else { None };
        let (figure, words) = (parameter.name(model), parameter.words(model));
        Ok(SensitivityLine { figure, words, down, up, down_anew, up_anew, stays })
    }

    fn become_model(&mut self, model: &Model) -> Result<(), Failure> {
        // What nations come to alone depends on the figure, too.
        self.alone = standalone(model, self.budget).map_err(failure_of)?;
        if !self.settled.take(model, self.alone.as_ref()) {
            // What the plan could not decide, such as a band that was out of reach, is open.
            self.settled = FixedModel::of(model, self.alone.as_ref(), self.decided.as_ref(), self.budget)?;
        }
        Ok(())
    }

    /// What a goal comes to, those before it being kept, and whether everything was decided anew although decisions stand; nothing
    /// where there is no plan.
    fn reached(&mut self, model: &Model, goal: usize) -> Result<(Option<f64>, bool), Failure> {
        self.solves += goal + 1;
        if self.decided.is_none() {
            return Ok((self.anew(model, goal)?, false));
        }
        self.become_model(model)?;
        match self.settled.chain(goal + 1) {
            Ok((values, _)) => Ok((values.get(goal).copied(), false)),
            // The plan's decisions leave none; others may.
            Err(Failure::Infeasible) if self.settled.explorer.formulation().has_integers() => {
                Ok((self.anew(model, goal)?, true))
            }
            Err(Failure::Infeasible) => Ok((None, false)),
            Err(other) => Err(other),
        }
    }

    /// What a solve of a model finds.
    fn anew(&self, model: &Model, goal: usize) -> Result<Option<f64>, Failure> {
        match plan(model, Approach::within(self.budget.silent())) {
            Ok(run) => Ok(run.stages.get(goal).map(|stage| stage.value)),
            Err(Problem::Unsolved(Failure::Infeasible)) => Ok(None),
            Err(problem) => Err(failure_of(problem)),
        }
    }

    /// Factors between which the plan stays.
    fn stays(&mut self, parameter: Parameter) -> Result<StayRange, Failure> {
        let mut ends = [0.0, 2.0];
        for end in &mut ends {
            let far = *end;
            if self.is_best(parameter, far)? {
                continue;
            }
            let (mut good, mut bad) = (1.0, far);
            // Most limits that bind let a plan go at once.
            let near = 1.0 + (far - 1.0) * FINE;
            if self.is_best(parameter, near)? {
                good = near;
                while (bad - good).abs() > FINE {
                    let middle = f64::midpoint(good, bad);
                    if self.is_best(parameter, middle)? {
                        good = middle;
                    } else {
                        bad = middle;
                    }
                }
            }
            *end = good;
        }
        let [from, to] = ends;
        Ok(StayRange { from, to: (to < 2.0).then_some(to) })
    }

    /// Whether the orders of the plan can still be placed, and none are better by the goals in their order.
    fn is_best(&mut self, parameter: Parameter, factor: f64) -> Result<bool, Failure> {
        let Ok(model) = parameter.scaled(&self.run.model, factor) else { return Ok(false) };
        self.become_model(&model)?;
        let count = self.settled.goals.len();
        self.solves += count + 1;
        let (values, last) = match self.settled.chain(count) {
            Ok(found) => found,
            Err(Failure::Infeasible) => return Ok(false),
            Err(other) => return Err(other),
        };
        let Some((value, goal)) = values.last().copied().zip(count.checked_sub(1)) else { return Ok(true) };
        debug_assert!(last.is_some());
        // What the last goal came to is kept as well, a hair apart, so that only whether there is such a plan is asked.
        let room = SAME * value.abs().max(1e-3);
        for (place, reached) in values.iter().enumerate() {
            let entry = &self.settled.goals[place];
            let kept = if place == goal { value } else { entry.kept_to(*reached) };
            let room = if place == goal { room } else { SAME * kept.abs().max(1e-3) };
            let limit = kept + entry.sign() * room;
            self.settled.keep(place, Some(limit));
        }
        let held: Option<Vec<(usize, f64)>> = (self.orders.iter())
            .map(|(key, amount)| {
                let place = self.settled.explorer.formulation().columns.find(*key);
                // What can no longer be ordered at all and is not ordered holds by itself.
                match place {
                    Some(place) => Some(Some((place, *amount))),
                    None if *amount <= 1e-9 => Some(None),
                    None => None,
                }
            })
            .collect::<Option<Vec<_>>>()
            .map(|list| list.into_iter().flatten().collect());
        let Some(held) = held else { return Ok(false) };
        self.settled.explorer.hold(held);
        let found = self.settled.best(goal);
        self.settled.explorer.let_go();
        match found {
            Ok(_) => Ok(true),
            Err(Failure::Infeasible) => Ok(false),
            Err(other) => Err(other),
        }
    }
}

/// Why a changed model was not planned.
fn failure_of(problem: Problem) -> Failure {
    match problem {
        Problem::Unsolved(failure) => failure,
        other => Failure::Numerical { goal: "plan with another figure".to_owned(), what: other.to_string() },
    }
}
