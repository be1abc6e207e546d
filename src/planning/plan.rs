//! A plan with everything that is known about it, and the ways to one. A plan that fails its audit is an error, never a result.

use serde::Serialize;

use crate::audit::{Claim, Recomputed, Verdict, audit, recompute};
use crate::budget::Budget;
use crate::formulation::{ColumnKey, Formulation};
use crate::id::NationId;
use crate::measures::{outcome_of, settle_beyond};
use crate::model::{Demand, Model};
use crate::plan::{Plan, Price};
use crate::planning::own_decisions::OwnDecisions;
use crate::planning::penalties::with_penalties;
use crate::planning::pipeline::pipeline;
use crate::solve::{Failure, Method, SolverKind, Stage};

/// A plan with everything that is known about it.
#[derive(Debug, Clone)]
pub struct Run {
    /// The model that was solved: under its proposal, with what rules needed to know.
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
    /// What was decided by yes or no, or in whole numbers, where it is not 0; empty for a plan that was brought.
    pub decisions: Vec<(ColumnKey, f64)>,
    /// What later goals could take each goal to; empty for a plan that was brought.
    pub kept: Vec<f64>,
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
    /// Whether to plan a smaller model first, in which interchangeable nations are one.
    pub reduce: Reduce,
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
    planned(&knowing(model, approach)?, approach)
}

/// The model with what nations come to if everyone buys alone, where a rule asks for it: it takes a solve.
///
/// # Errors
/// There is no plan with everyone buying alone, or none that can be trusted.
pub fn knowing_alone(model: &Model, budget: Budget<'_>) -> Result<Model, Problem> {
    knowing(model, Approach::within(budget))
}

fn knowing(model: &Model, approach: Approach<'_>) -> Result<Model, Problem> {
    let mut model = model.clone();
    let asked = model.rules.iter().any(|(_, rule)| matches!(rule.demand, Demand::NobodyWorseOff));
    if asked && model.outcomes.is_none() {
        let run = planned(&model.alone(), approach)?;
        model.outcomes = Some(outcome_of(&run.model, &run.known.stocks, &run.known.spending));
    }
    Ok(model)
}

fn planned(model: &Model, approach: Approach<'_>) -> Result<Run, Problem> {
    pipeline(model, approach.reduce, &[], &mut OwnDecisions::new(approach))
}

/// A plan, recomputed and held against every limit of the model and against what it is said to reach of each goal.
pub(crate) fn claimed(model: &Model, mut plan: Plan, nothing: Recomputed, kept: Vec<f64>) -> Run {
    settle_beyond(model, &mut plan);
    let known = recompute(model, &plan);
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
        size: Size::default(),
        nations: None,
        apart: Vec::new(),
        ties_open: false,
        timings: Vec::new(),
    }
}

/// Recomputes and judges a plan that somebody brings. A rule by which nobody is worse off than alone needs a model that
/// knows what that is ([`knowing_alone`]); else the audit says that it cannot be judged.
#[must_use]
pub fn judge(model: &Model, plan: Plan) -> Run {
    claimed(model, with_penalties(model, plan), recompute(model, &Plan::default()), Vec::new())
}
