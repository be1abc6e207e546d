//! Plans in which every integer decision stands as in the plan of the model as it is: linear programmes, one goal after the other. Where
//! the model is nearly that one, each goal starts from where it ended there.

use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

use ndarray::Array2;

use crate::budget::Budget;
use crate::formulation::{Allowed, ColumnKey, Columns, Formulation, Row};
use crate::id::NationId;
use crate::model::{Model, Outcomes, Sense};
use crate::plan::Plan;
use crate::planning::fewer_tiers::lowered;
use crate::planning::fixed_model::{Decisions, FixedModel};
use crate::planning::pipeline::{Situation, Solved, Solver, Target, most_orders, pipeline};
use crate::planning::plan::{Approach, Problem, Reduce, Run, plan, standalone};
use crate::solve::{Basis, Failure, Found, SearchSettings, Solution};

/// Where the integer decisions of a run come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// It was decided for the run.
    #[default]
    Own,
    /// From the plan of the model as it is.
    FromBase,
    /// From there, but for commitments that fall to lower price bands.
    Lowered,
}

impl DecidedBy {
    /// The word that tables use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::FromBase => "from_base",
            Self::Lowered => "lowered",
        }
    }
}

/// Budgets that move by more than this share of all budgets are planned from nothing: measured on the European model under three
/// proposals, where starts from the plan at hand take half of the time at 1.5 %, two thirds at 3 %, and a fifth more at 6 %.
const NEAR: f64 = 0.04;

/// How often commitments are lowered, at most, so that there is a plan with them.
const LOWERED: usize = 3;

/// How often a plan is shared out, at most, before the model is planned in full.
const ATTEMPTS: usize = 2;

/// A smaller model with more than one order for so many of the model is not worth its risk that nations cannot share out what
/// they would do as one: on the European model under SAFE, with half of the columns, two of three could not.
const WORTH: usize = 3;

/// The plan of the model as it is.
pub(crate) struct Base {
    /// Its integer decisions, by the names of columns.
    decisions: HashMap<String, f64>,
    /// What there was to decide, by the names of columns.
    asked: HashSet<String>,
    /// Nations that its smaller model had to tell apart.
    apart: Vec<NationId>,
    /// Where its goals ended, with these decisions.
    start: Option<GoalEnds>,
}

/// Where the goals of a plan ended.
struct GoalEnds {
    classes: Vec<Vec<NationId>>,
    budgets: Array2<f64>,
    goals: Vec<Basis>,
}

impl Base {
    /// The plan of a model that takes its own decisions.
    ///
    /// # Errors
    /// There is no plan, or none that can be trusted.
    pub fn of(model: &Model, budget: Budget<'_>) -> Result<Self, Problem> {
        Ok(Self::of_run(&plan(model, Approach::within(budget))?, budget))
    }

    /// The decisions of a plan that took its own, without where its goals ended: every plan from them starts from nothing.
    pub fn decisions_of(run: &Run) -> Self {
        let decisions = run.decisions.iter().map(|(key, value)| (key.name(&run.model), *value)).collect();
        let columns = Columns::of(&run.model);
        let integers = columns.iter().map(|(key, _)| key).filter(ColumnKey::is_integer);
        let asked = integers.map(|key| key.name(&run.model)).collect();
        Self { decisions, asked, apart: run.apart.clone(), start: None }
    }

    /// The same of a plan that took its own decisions and is at hand.
    pub fn of_run(run: &Run, budget: Budget<'_>) -> Self {
        let mut base = Self::decisions_of(run);
        if base.decides() {
            let mut solver = FromBase::new(&base, budget);
            if pipeline(base.situation(&run.model, run.known.alone.as_ref()), &mut solver).is_ok() {
                base.start = solver.start;
            }
        }
        base
    }

    /// How every integer decision of a formulation stands. What the base did not decide is 0; but where it had one price in reach, it
    /// had nothing to decide, and the first of more prices is the same one.
    fn known(&self, model: &Model, formulation: &Formulation) -> Decisions {
        let stands = |key: ColumnKey| {
            let name = key.name(model);
            let had_one_price = match key {
                // At its first price an offer with a minimum order asks for that order.
                ColumnKey::Band { offer, band: 0, .. } => {
                    !self.asked.contains(&name) && model.offers[offer].minimum_order <= 0.0
                }
                _ => false,
            };
            self.decisions.get(&name).copied().unwrap_or(if had_one_price { 1.0 } else { 0.0 })
        };
        let integers = formulation.columns.iter().map(|(key, _)| key).filter(ColumnKey::is_integer);
        integers.map(|key| (key, stands(key))).collect()
    }

    /// Whether there are integer decisions.
    pub fn decides(&self) -> bool {
        !self.decisions.is_empty()
    }

    /// The best plan of a model with the integer decisions of the base, and where its decisions come from.
    ///
    /// # Errors
    /// There is no such plan, or none that can be trusted.
    pub fn plan(&self, model: &Model, budget: Budget<'_>) -> Result<(Run, DecidedBy), Problem> {
        let alone = standalone(model, budget)?;
        let mut solver = FromBase::new(self, budget);
        let run = pipeline(self.situation(model, alone.as_ref()), &mut solver)?;
        Ok((run, solver.decided))
    }

    /// A model to be planned with its decisions.
    fn situation<'a>(&'a self, model: &'a Model, alone: Option<&'a Outcomes>) -> Situation<'a> {
        Situation { model, alone, reduce: Reduce::default(), apart: &self.apart, settings: &SearchSettings::DEFAULT }
    }

    /// Where goals ended in the plan of the model as it is, if another model is near to it.
    fn near(&self, model: &Model, classes: &[Vec<NationId>]) -> Option<&[Basis]> {
        let start = self.start.as_ref()?;
        if start.classes != classes || start.budgets.dim() != model.budgets.dim() {
            return None;
        }
        let moved: f64 = start.budgets.iter().zip(&model.budgets).map(|(old, new)| (old - new).abs()).sum();
        (moved <= NEAR * start.budgets.sum()).then_some(&start.goals[..])
    }
}

/// Solves the ordered goals with the integer decisions of a base.
struct FromBase<'a> {
    base: &'a Base,
    budget: Budget<'a>,
    /// Where the decisions of the last plan come from.
    decided: DecidedBy,
    /// Where its goals ended.
    start: Option<GoalEnds>,
}

impl<'a> FromBase<'a> {
    /// What decisions leave of a formulation, with its goals.
    fn model_with(&self, target: &Target<'_>, known: &Decisions) -> Result<(FixedModel<'a>, Allowed), Failure> {
        let is_no = |key: ColumnKey| known.get(&key).is_none_or(|value| value.round() <= 0.0);
        let (left, allowed) = target.formulation.allowed(is_no);
        Ok((FixedModel::over(target.model, target.alone, left, Some(known), self.budget)?, allowed))
    }

    const fn new(base: &'a Base, budget: Budget<'a>) -> Self {
        Self { base, budget, decided: DecidedBy::FromBase, start: None }
    }
}

impl Solver for FromBase<'_> {
    fn solve(&mut self, target: &Target<'_>) -> Result<Solved, Failure> {
        let Target { model, formulation, .. } = *target;
        let classes = match target.smaller {
            Some(smaller) => smaller.classes.clone(),
            None => model.nations.ids().map(|nation| vec![nation]).collect(),
        };
        let mut known = self.base.known(model, formulation);
        let (mut settled, mut allowed) = self.model_with(target, &known)?;
        self.decided = DecidedBy::FromBase;
        let mut tried = settled.chain_from(model.goals.len(), self.base.near(model, &classes));
        for _ in 0..LOWERED {
            if !matches!(tried, Err(Failure::Infeasible)) {
                break;
            }
            let Some(fewer) = lowered(&mut settled, model, &known) else { break };
            (known, self.decided) = (fewer, DecidedBy::Lowered);
            (settled, allowed) = self.model_with(target, &known)?;
            tried = settled.chain_from(model.goals.len(), None);
        }
        let chain = tried?;
        let kept = settled.goals.iter().zip(&chain.values).map(|(goal, value)| goal.kept_to(*value)).collect();
        let point = broken_ties(&mut settled, chain.last, allowed.rows(target.last))?;
        let plan = Plan::of(model, formulation, &Solution::at(allowed.point(&point.columns)));
        self.start = Some(GoalEnds { classes, budgets: model.budgets.clone(), goals: chain.ended });
        Ok(Solved { plan, prices: Vec::new(), decisions: Vec::new(), stages: Vec::new(), kept, ties_open: false })
    }

    fn is_worth(&self, model: &Model, smaller: &Model) -> bool {
        WORTH * most_orders(smaller) <= most_orders(model)
    }

    fn tries_again(&mut self, _nations: &[NationId], _apart: &[NationId], attempts: usize) -> bool {
        attempts < ATTEMPTS
    }
}

/// Between plans that all goals value alike the tie-break decides, as in any run.
fn broken_ties(settled: &mut FixedModel<'_>, last: Option<Found>, fair: Vec<Row>) -> Result<Found, Failure> {
    let tie_break = settled.explorer.formulation().tie_break.clone();
    let no_goal = || Failure::Numerical { goal: "plan".to_owned(), what: "the model has no goal".to_owned() };
    if tie_break.terms.is_empty() {
        return last.ok_or_else(no_goal);
    }
    if let Some(last) = &last {
        settled.settle_last(last);
    }
    for row in fair {
        settled.explorer.add(row);
    }
    let mut found = settled.explorer.optimise(&tie_break, Sense::Minimise);
    if found.is_err() {
        settled.explorer.unsettle();
        found = settled.explorer.optimise(&tie_break, Sense::Minimise);
    }
    found.or_else(|failure| last.ok_or(failure))
}
