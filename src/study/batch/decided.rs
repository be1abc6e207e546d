//! Plans in which every yes or no stands as in the plan of the model as it is: linear programmes, one goal after the other. Where
//! the model is nearly that one, each goal starts from where it ended there.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use ndarray::Array2;

use crate::audit::recompute;
use crate::formulation::{Allowed, ColumnKey, Formulation, Row};
use crate::id::NationId;
use crate::model::{Model, Sense};
use crate::plan::Plan;
use crate::reduction::Reduction;
use crate::solve::{Basis, Failure, Solution};
use crate::study::batch::Decided;
use crate::study::batch::lowered::lowered;
use crate::study::run::{How, Problem, Run, Size, Timing, claimed, most_orders, reduction_of, run};
use crate::study::settled::{Decisions, Settled};
use crate::study::share_out::share_out;

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
pub(super) struct Base {
    /// What it decides by yes or no, by the names of columns.
    decisions: HashMap<String, f64>,
    /// What there was to decide, by the names of columns.
    asked: HashSet<String>,
    /// Nations that its smaller model had to tell apart.
    apart: Vec<NationId>,
    /// Where its goals ended, with these decisions.
    start: Option<Start>,
}

/// Where the goals of a plan ended.
struct Start {
    classes: Vec<Vec<NationId>>,
    budgets: Array2<f64>,
    goals: Vec<Basis>,
}

impl Base {
    /// The plan of a model that decides for itself.
    ///
    /// # Errors
    /// There is no plan, or none that can be trusted.
    pub fn of(model: &Model) -> Result<Self, Problem> {
        let run = run(model, None, None, None)?;
        let decisions = run.decisions.iter().map(|(key, value)| (key.name(&run.model), *value)).collect();
        let columns = Formulation::of(&run.model).columns;
        let integers = columns.iter().map(|(key, _)| key).filter(ColumnKey::is_integer);
        let asked = integers.map(|key| key.name(&run.model)).collect();
        let mut base = Self { decisions, asked, apart: run.apart, start: None };
        if base.decides() {
            base.start = base.planned(&run.model).ok().map(|(.., start)| start);
        }
        Ok(base)
    }

    /// How every yes or no of a formulation stands. What the base did not decide is a no; but where it had one price in reach, it
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

    /// Whether anything is decided by yes or no.
    pub fn decides(&self) -> bool {
        !self.decisions.is_empty()
    }

    /// The best plan of a model in which every yes or no stands as it was decided, or as `known` says.
    ///
    /// # Errors
    /// There is no such plan, or none that can be trusted.
    pub fn plan(&self, model: &Model) -> Result<(Run, Decided), Problem> {
        self.planned(model).map(|(run, decided, _)| (run, decided))
    }

    /// The same with where its goals ended. A large model is planned by way of a smaller one, as in any run.
    fn planned(&self, model: &Model) -> Result<(Run, Decided, Start), Problem> {
        let began = Instant::now();
        let mut apart = self.apart.clone();
        // Once more, at most, with nations told apart that cannot share out what they would do as one.
        for _ in 0..ATTEMPTS {
            let worth = |smaller: &Reduction| WORTH * most_orders(&smaller.model) <= most_orders(model);
            let Some(reduction) = reduction_of(model, &apart, How::default()).filter(worth) else { break };
            tracing::debug!(
                of = most_orders(model),
                orders = most_orders(&reduction.model),
                "planned by way of a smaller model"
            );
            let formulation = &reduction.formulation;
            let size = Size::of(formulation);
            let near = self.near(&reduction.model, &reduction.classes);
            let found = decided(
                &reduction.model,
                formulation,
                &reduction.fair,
                (self.known(&reduction.model, formulation), near),
            )?;
            match share_out(model, &reduction, &found.plan) {
                Ok(plan) => {
                    let nations = Some((model.nations.len(), reduction.classes.len()));
                    if let Ok(run) = audited(model, plan, found.kept, (size, nations), began) {
                        let budgets = reduction.model.budgets.clone();
                        let start = Start { classes: reduction.classes, budgets, goals: found.ended };
                        return Ok((run, found.decided, start));
                    }
                    break;
                }
                Err(nations) => apart.extend(nations),
            }
        }
        let mut formulation = Formulation::of(model);
        let size = Size::of(&formulation);
        let fair = formulation.take_fair_rows();
        let classes: Vec<Vec<NationId>> = model.nations.ids().map(|nation| vec![nation]).collect();
        let found = decided(model, &formulation, &fair, (self.known(model, &formulation), self.near(model, &classes)))?;
        let run = audited(model, found.plan, found.kept, (size, None), began)?;
        Ok((run, found.decided, Start { classes, budgets: model.budgets.clone(), goals: found.ended }))
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

/// A plan, and how it was found.
struct Planned {
    plan: Plan,
    decided: Decided,
    /// What later goals could take each goal to.
    kept: Vec<f64>,
    /// Where each goal ended.
    ended: Vec<Basis>,
}

/// The best plan of a formulation of a model with decisions as they are known.
fn decided(
    model: &Model,
    formulation: &Formulation,
    fair: &[Row],
    (mut known, from): (Decisions, Option<&[Basis]>),
) -> Result<Planned, Problem> {
    let (mut settled, mut allowed) = settled_with(model, formulation, &known)?;
    let mut decided = Decided::FromBase;
    let mut tried = settled.chain_from(model.goals.len(), from);
    for _ in 0..LOWERED {
        if !matches!(tried, Err(Failure::Infeasible)) {
            break;
        }
        let Some(fewer) = lowered(&mut settled, model, &known) else { break };
        (known, decided) = (fewer, Decided::Lowered);
        (settled, allowed) = settled_with(model, formulation, &known)?;
        tried = settled.chain_from(model.goals.len(), None);
    }
    let chain = tried?;
    let kept: Vec<f64> = settled.goals.iter().zip(&chain.values).map(|(goal, value)| goal.kept_to(*value)).collect();
    // Between plans that all goals value alike the tie-break decides, as in any run.
    let tie_break = settled.explorer.formulation().tie_break.clone();
    let point = if tie_break.terms.is_empty() {
        chain.last
    } else {
        if let Some(last) = &chain.last {
            settled.settle_last(last);
        }
        for row in allowed.rows(fair) {
            settled.explorer.add(row);
        }
        let mut found = settled.explorer.optimise(&tie_break, Sense::Minimise);
        if found.is_err() {
            settled.explorer.unsettle();
            found = settled.explorer.optimise(&tie_break, Sense::Minimise);
        }
        Some(found.or_else(|failure| chain.last.ok_or(failure))?)
    };
    let Some(point) = point else {
        let what = "the model has no goal".to_owned();
        return Err(Failure::Numerical { goal: "plan".to_owned(), what }.into());
    };
    let plan = Plan::of(model, formulation, &Solution::at(allowed.point(&point.columns)));
    Ok(Planned { plan, decided, kept, ended: chain.ended })
}

/// What decisions leave of a formulation, with its goals.
fn settled_with(model: &Model, formulation: &Formulation, known: &Decisions) -> Result<(Settled, Allowed), Failure> {
    let is_no = |key: ColumnKey| known.get(&key).is_none_or(|value| value.round() <= 0.0);
    let (left, allowed) = formulation.allowed(is_no);
    Ok((Settled::over(model, left, Some(known))?, allowed))
}

/// A plan as the result of a run, once it has passed its audit.
fn audited(
    model: &Model,
    plan: Plan,
    kept: Vec<f64>,
    (size, nations): (Size, Option<(usize, usize)>),
    began: Instant,
) -> Result<Run, Problem> {
    let run = claimed(model, plan, recompute(model, &Plan::default()), kept);
    if !run.verdict.passed() {
        return Err(Problem::FailedAudit(run.verdict));
    }
    let timings = vec![Timing { part: "solve", seconds: began.elapsed().as_secs_f64() }];
    Ok(Run { size, nations, timings, ..run })
}
