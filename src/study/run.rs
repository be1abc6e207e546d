//! One solve: formulate, solve, read back, audit. A plan that fails its audit is an error, never a result.

use std::time::Instant;

use serde::Serialize;

use crate::audit::{Claim, Recomputed, Verdict, audit, recompute};
use crate::formulation::{ColumnKey, Formulation};
use crate::measures::{goal_value, outcome_of};
use crate::model::{Demand, Model};
use crate::plan::{Plan, Price, prices};
use crate::reduction::Reduction;
use crate::solve::{Failure, Method, Options, Progress, Stage, solve};
use crate::study::owed::with_penalties;

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

/// Solves a model.
///
/// # Errors
/// There is no plan, or none that can be trusted.
pub fn run(
    model: &Model,
    time_limit: Option<f64>,
    method: Option<Method>,
    progress: Option<&(dyn Fn(Progress) + Sync)>,
) -> Result<Run, Problem> {
    solve_one(&knowing(model, time_limit, method, progress)?, time_limit, method, progress)
}

/// The model with what nations come to if everyone buys alone, where a rule asks for it: it takes a solve.
///
/// # Errors
/// There is no plan with everyone buying alone, or none that can be trusted.
pub fn knowing_alone(model: &Model) -> Result<Model, Problem> {
    knowing(model, None, None, None)
}

fn knowing(
    model: &Model,
    time_limit: Option<f64>,
    method: Option<Method>,
    progress: Option<&(dyn Fn(Progress) + Sync)>,
) -> Result<Model, Problem> {
    let mut model = model.clone();
    let asked = model.rules.iter().any(|(_, rule)| matches!(rule.demand, Demand::NobodyWorseOff));
    if asked && model.outcomes.is_none() {
        let run = solve_one(&model.alone_for_comparison(), time_limit, method, progress)?;
        model.outcomes = Some(outcome_of(&run.model, &run.known.stocks, &run.known.spending));
    }
    Ok(model)
}

fn solve_one(
    model: &Model,
    time_limit: Option<f64>,
    method: Option<Method>,
    progress: Option<&(dyn Fn(Progress) + Sync)>,
) -> Result<Run, Problem> {
    let mut timings = Vec::new();
    let mut clock = Instant::now();
    let mut lap = |part| {
        timings.push(Timing { part, seconds: clock.elapsed().as_secs_f64() });
        clock = Instant::now();
    };
    let formulation = Formulation::of(model);
    lap("formulate");
    let reduction = Reduction::of(model, &formulation);
    lap("reduce");
    let nothing = recompute(model, &Plan::default());
    let do_nothing =
        model.goals.iter().map(|goal| goal_value(model, &Plan::default(), nothing.known(), goal)).collect();
    let solution = solve(
        &formulation,
        &Options {
            time_limit,
            method,
            progress,
            do_nothing,
            proof_gap: model.proof_gap,
            reduction: reduction.as_ref(),
        },
    )?;
    lap("solve");
    let plan = Plan::of(model, &formulation, &solution);
    let prices = prices(&formulation, &solution);
    let decided = |((key, _), value): ((ColumnKey, f64), &f64)| {
        (key.is_integer() && value.round() != 0.0).then(|| (key, value.round()))
    };
    let decisions = formulation.columns.iter().zip(&solution.values).filter_map(decided).collect();
    lap("read back");
    let known = recompute(model, &plan);
    let claims: Vec<Claim<'_>> =
        model.goals.iter().zip(&solution.stages).map(|(goal, stage)| Claim { goal, kept_to: stage.kept_to }).collect();
    let verdict = audit(model, &plan, &known, &claims);
    lap("audit");
    if !verdict.passed() {
        return Err(Problem::FailedAudit(verdict));
    }
    let size =
        Size { rows: formulation.rows.len(), columns: formulation.columns.len(), non_zeros: formulation.non_zeros() };
    let model = model.clone();
    let kept = solution.stages.iter().map(|stage| stage.kept_to).collect();
    Ok(Run { model, plan, known, nothing, verdict, stages: solution.stages, prices, decisions, kept, size, timings })
}

/// Recomputes and judges a plan that somebody brings. A rule by which nobody is worse off than alone needs a model that
/// knows what that is ([`knowing_alone`]); else the audit says that it cannot be judged.
#[must_use]
pub fn judge(model: &Model, plan: Plan) -> Run {
    let plan = with_penalties(model, plan);
    let known = recompute(model, &plan);
    let nothing = recompute(model, &Plan::default());
    let verdict = audit(model, &plan, &known, &[]);
    Run {
        model: model.clone(),
        plan,
        known,
        nothing,
        verdict,
        stages: Vec::new(),
        prices: Vec::new(),
        decisions: Vec::new(),
        kept: Vec::new(),
        size: Size::default(),
        timings: Vec::new(),
    }
}
