//! A plan with everything that is known about it, and the ways to one. A plan that fails its audit is an error, never a result.

use serde::Serialize;

use crate::audit::{Claim, Recomputed, Verdict, audit, recompute};
use crate::budget::Budget;
use crate::formulation::{ColumnKey, Formulation};
use crate::id::NationId;
use crate::measures::{outcome_of, settle_beyond};
use crate::model::{Model, Outcomes, Refusal};
use crate::plan::{Plan, Price};
use crate::planning::own_decisions::OwnDecisions;
use crate::planning::penalties::with_penalties;
use crate::planning::pipeline::{Situation, pipeline};
use crate::solve::{Failure, Method, SearchSettings, SolverKind, Stage};

/// A plan with everything that is known about it.
#[derive(Debug, Clone)]
pub struct Run {
    /// The model that was solved, under its proposal. What rules needed to know beside it is in `known.alone`.
    pub model: Model,
    /// What was decided.
    pub plan: Plan,
    /// What it comes to.
    pub known: Recomputed,
    /// What nothing ordered comes to.
    pub nothing: Recomputed,
    /// What the audit found: no breach.
    pub verdict: Verdict,
    /// What each goal came to; empty for a plan that was brought.
    pub stages: Vec<Stage>,
    /// What limits are worth; empty for a plan that was brought.
    pub prices: Vec<Price>,
    /// Integer decisions that are not 0; empty for a plan that was brought.
    pub decisions: Vec<(ColumnKey, f64)>,
    /// What later goals could take each goal to; empty for a plan that was brought.
    pub kept: Vec<f64>,
    /// The proven bound of each goal, infinite where there is none; empty for a plan that was brought.
    pub bounds: Vec<f64>,
    /// How large the formulation was.
    pub size: Size,
    /// How many nations there are, and how many a smaller model has of which this is the plan shared out.
    pub nations: Option<(usize, usize)>,
    /// Nations that the smaller model had to tell apart, since they could not share out what they would do as one.
    pub apart: Vec<NationId>,
    /// Whether other plans that all goals value alike were not held against the tie-break.
    pub ties_open: bool,
    /// How long each part took.
    pub timings: Vec<Timing>,
}

/// How large a formulation is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Coefficients of the rows.
    pub non_zeros: usize,
}

impl Size {
    /// That of a formulation.
    pub(crate) fn of(formulation: &Formulation) -> Self {
        Self { rows: formulation.rows.len(), columns: formulation.columns.len(), non_zeros: formulation.non_zeros() }
    }
}

/// How long a part took.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Timing {
    /// Which part.
    pub part: &'static str,
    /// Seconds.
    pub seconds: f64,
}

/// Why there is no result.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Problem {
    /// The solver found none.
    #[error(transparent)]
    Unsolved(#[from] Failure),
    /// The model cannot be as it was asked for.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The solver's plan does not keep the rules of the model.
    #[error("the plan fails its audit on {} of {} limits, so it is no result", .0.breaches.len(), .0.checked)]
    FailedAudit(Verdict),
}

/// How to plan.
#[derive(Clone, Copy, Default)]
pub struct Approach<'a> {
    /// What it may take, and who is told how far it is.
    pub budget: Budget<'a>,
    /// Method to start with; nothing: chosen by the size of the formulation.
    pub method: Option<Method>,
    /// The solver.
    pub solver: SolverKind,
    /// Switches and constants of the search.
    pub settings: &'a SearchSettings,
    /// Whether to plan a smaller model first, in which interchangeable nations are one.
    pub reduce: Reduce,
    /// What nations come to if everyone buys alone, where that is known; else it is worked out where a rule asks for it.
    pub alone: Option<&'a Outcomes>,
}

impl<'a> Approach<'a> {
    /// The usual one within a budget.
    #[must_use]
    pub fn within(budget: Budget<'a>) -> Self {
        Self { budget, ..Self::default() }
    }
}

/// When to solve a smaller model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reduce {
    /// Where the model is large.
    #[default]
    Large,
    /// Wherever it can be reduced.
    Always,
    /// Never; branch and bound does not use one either.
    Never,
}

/// The best plan of a model by its goals in their order.
///
/// # Errors
/// There is no plan, or none that can be trusted.
pub fn plan(model: &Model, approach: Approach<'_>) -> Result<Run, Problem> {
    let alone = known_alone(model, approach)?;
    planned(model, Approach { alone: alone.as_ref(), ..approach })
}

/// What nations come to if everyone buys alone, where a rule asks for it: it takes a solve. It is no part of the model, but what is
/// known beside it.
///
/// # Errors
/// There is no plan with everyone buying alone, or none that can be trusted.
pub fn standalone(model: &Model, budget: Budget<'_>) -> Result<Option<Outcomes>, Problem> {
    known_alone(model, Approach::within(budget))
}

fn known_alone(model: &Model, approach: Approach<'_>) -> Result<Option<Outcomes>, Problem> {
    if approach.alone.is_some() || !model.asks_for_outcomes() {
        return Ok(approach.alone.cloned());
    }
    let run = planned(&model.alone(), approach)?;
    Ok(Some(outcome_of(&run.model, &run.known.stocks, &run.known.spending)))
}

fn planned(model: &Model, approach: Approach<'_>) -> Result<Run, Problem> {
    approach.budget.check().map_err(Failure::from)?;
    let situation =
        Situation { model, alone: approach.alone, reduce: approach.reduce, apart: &[], settings: approach.settings };
    pipeline(situation, &mut OwnDecisions::new(approach))
}

/// A plan, recomputed with what is known where nothing is ordered, and held against every limit of the model and against what it is
/// said to reach of each goal.
pub(crate) fn claimed(model: &Model, mut plan: Plan, nothing: Recomputed, kept: Vec<f64>) -> Run {
    plan.neat();
    settle_beyond(model, &mut plan);
    let known = recompute(model, &plan, nothing.alone.as_ref());
    let claims: Vec<Claim<'_>> =
        model.goals.iter().zip(&kept).map(|(goal, kept_to)| Claim { goal, kept_to: *kept_to }).collect();
    let verdict = audit(model, &plan, &known, &claims);
    Run {
        model: model.clone(),
        plan,
        known,
        nothing,
        verdict,
        stages: Vec::new(),
        prices: Vec::new(),
        decisions: Vec::new(),
        kept,
        bounds: Vec::new(),
        size: Size::default(),
        nations: None,
        apart: Vec::new(),
        ties_open: false,
        timings: Vec::new(),
    }
}

/// Recomputes and judges a plan that somebody brings. A rule by which nobody is worse off than alone needs what
/// that is ([`standalone`]); else the audit says that it cannot be judged.
#[must_use]
pub fn judge(model: &Model, plan: Plan, alone: Option<&Outcomes>) -> Run {
    claimed(model, with_penalties(model, plan, alone), recompute(model, &Plan::default(), alone), Vec::new())
}
