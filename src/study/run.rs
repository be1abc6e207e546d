//! One solve: formulate, solve, read back, audit. A plan that fails its audit is an error, never a result.

use std::time::Instant;

use serde::Serialize;

use crate::audit::{Claim, Recomputed, Verdict, audit, recompute};
use crate::formulation::{ColumnKey, Formulation};
use crate::id::NationId;
use crate::measures::{goal_value, outcome_of, settle_beyond};
use crate::model::{Demand, Model};
use crate::plan::{Plan, Price, prices};
use crate::reduction::Reduction;
use crate::solve::{Failure, Method, Options, PriceTiers, Progress, SearchSettings, Solution, Stage, solve};
use crate::study::owed::with_penalties;
use crate::study::renamed::{spread_decisions, spread_prices};
use crate::study::share_out::share_out;

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
    pub(super) fn of(formulation: &Formulation) -> Self {
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

/// How to solve.
#[derive(Clone, Copy, Default)]
pub struct How<'a> {
    /// Seconds for all goals together; nothing: as long as it takes.
    pub time_limit: Option<f64>,
    /// Method to start with; nothing: chosen by the size of the formulation.
    pub method: Option<Method>,
    /// Told from time to time how far the solver is.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
    /// Whether to solve a smaller model first, in which nations that are alike are one.
    pub reduce: Reduce,
    /// Switches and constants of the search.
    pub settings: &'a SearchSettings,
}

/// When to solve a smaller model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reduce {
    /// Where the model is large.
    #[default]
    Large,
    /// Wherever it can be reduced.
    Always,
    /// Never; the search for yes or no does not use one either.
    Never,
}

/// What came of a smaller model's plan.
enum Shared {
    /// A plan of the model.
    Out(Box<Run>),
    /// None, since these nations cannot share out what they do as one, with what was decided; nobody where what is shared out is no plan.
    Not(Vec<NationId>, DecisionValues),
}

/// What is decided by yes or no.
type DecisionValues = Vec<(ColumnKey, f64)>;

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
    run_as(model, How { time_limit, method, progress, ..How::default() })
}

/// The same with a say in how.
///
/// # Errors
/// There is no plan, or none that can be trusted.
pub fn run_as(model: &Model, how: How<'_>) -> Result<Run, Problem> {
    solve_one(&knowing(model, how)?, how)
}

/// The model with what nations come to if everyone buys alone, where a rule asks for it: it takes a solve.
///
/// # Errors
/// There is no plan with everyone buying alone, or none that can be trusted.
pub fn knowing_alone(model: &Model) -> Result<Model, Problem> {
    knowing(model, How::default())
}

fn knowing(model: &Model, how: How<'_>) -> Result<Model, Problem> {
    let mut model = model.clone();
    let asked = model.rules.iter().any(|(_, rule)| matches!(rule.demand, Demand::NobodyWorseOff));
    if asked && model.outcomes.is_none() {
        let run = solve_one(&model.alone(), how)?;
        model.outcomes = Some(outcome_of(&run.model, &run.known.stocks, &run.known.spending));
    }
    Ok(model)
}

fn solve_one(model: &Model, how: How<'_>) -> Result<Run, Problem> {
    let mut clock = Clock::default();
    let mut apart = Vec::new();
    let mut mip_start: Option<DecisionValues> = None;
    let few = how.settings.separate_at_most;
    while let Some(reduction) = reduction_of(model, &apart, how) {
        clock.lap("reduce");
        match by_reduction(model, &reduction, mip_start.as_ref(), how, &mut clock) {
            Ok(Shared::Out(run)) => return Ok(Run { apart, ..*run }),
            // Those who cannot share out what they do as one are told apart, where they are few. What was decided mostly does yet.
            Ok(Shared::Not(nations, decided))
                if !nations.is_empty() && nations.len() <= few && apart.len() <= 2 * few =>
            {
                apart.extend(nations);
                mip_start = Some(decided);
                continue;
            }
            Ok(Shared::Not(..)) => {}
            // What a smaller model that can do more cannot do, the model cannot.
            Err(failure @ (Failure::Infeasible | Failure::TimeLimit { .. })) => return Err(failure.into()),
            Err(failure) => tracing::info!(%failure, "the smaller model is of no use"),
        }
        break;
    }
    in_full(model, how, clock)
}

/// The smaller model by way of which a model is solved, if it is.
pub(super) fn reduction_of(model: &Model, apart: &[NationId], how: How<'_>) -> Option<Reduction> {
    let wanted = match how.reduce {
        Reduce::Never => false,
        Reduce::Always => true,
        Reduce::Large => most_orders(model) > how.settings.aggregate_nations_from,
    };
    if wanted { Reduction::with_apart(model, apart) } else { None }
}

/// How many orders nations might place at most: nation by nation, offer by offer, year by year.
pub(super) fn most_orders(model: &Model) -> usize {
    let members: usize = model.groups.iter().map(|(_, group)| group.members.len()).sum();
    members * model.offers.len() * model.horizon.len()
}

/// By way of a smaller model, whose plan is shared out; near what another one decided, where that is known.
fn by_reduction(
    model: &Model,
    reduction: &Reduction,
    mip_start: Option<&DecisionValues>,
    how: How<'_>,
    clock: &mut Clock,
) -> Result<Shared, Failure> {
    let nothing = recompute(model, &Plan::default());
    let mip_start = mip_start.map(|decided| reduction.bands_in(decided));
    let choices = reduction.choices.as_deref();
    let tiers = choices.map(|choices| PriceTiers { choices, cuts: &reduction.cuts, mip_start: mip_start.as_deref() });
    let options = Options { tiers, last: &reduction.fair, ..options(model, &reduction.formulation, &nothing, how) };
    let solution = solve(&reduction.formulation, &options)?;
    clock.lap("solve");
    let smaller = Plan::of(&reduction.model, &reduction.formulation, &solution);
    let decisions = spread_decisions(reduction, &decisions(&reduction.formulation, &solution));
    let plan = match share_out(model, reduction, &smaller) {
        Ok(plan) => plan,
        Err(nations) => return Ok(Shared::Not(nations, decisions)),
    };
    clock.lap("share out");
    let prices = spread_prices(model, reduction, &prices(&reduction.model, &reduction.formulation, &solution));
    clock.lap("read back");
    let size = Size::of(&reduction.formulation);
    let mut run = found(model, plan, nothing, solution.stages, size);
    clock.lap("audit");
    if !run.verdict.passed() {
        let breaches: Vec<_> = run.verdict.breaches.iter().take(3).collect();
        tracing::info!(?breaches, "what is shared out is no plan");
        return Ok(Shared::Not(Vec::new(), decisions));
    }
    run.ties_open = solution.ties_open;
    run.nations = Some((model.nations.len(), reduction.classes.len()));
    let timings = std::mem::take(&mut clock.timings);
    Ok(Shared::Out(Box::new(Run { prices, decisions, timings, ..run })))
}

fn in_full(model: &Model, how: How<'_>, mut clock: Clock) -> Result<Run, Problem> {
    let mut formulation = Formulation::of(model);
    let size = Size::of(&formulation);
    let fair = formulation.take_fair_rows();
    clock.lap("formulate");
    let helps = how.reduce != Reduce::Never && formulation.has_integers();
    let reduction = if helps { Reduction::of(model) } else { None };
    clock.lap("reduce");
    let nothing = recompute(model, &Plan::default());
    let options = Options { reduction: reduction.as_ref(), last: &fair, ..options(model, &formulation, &nothing, how) };
    let solution = solve(&formulation, &options)?;
    clock.lap("solve");
    let plan = Plan::of(model, &formulation, &solution);
    let prices = prices(model, &formulation, &solution);
    let decisions = decisions(&formulation, &solution);
    clock.lap("read back");
    let run = found(model, plan, nothing, solution.stages, size);
    clock.lap("audit");
    if !run.verdict.passed() {
        return Err(Problem::FailedAudit(run.verdict));
    }
    Ok(Run { prices, decisions, ties_open: solution.ties_open, timings: clock.timings, ..run })
}

/// How a formulation of a model is solved, whichever it is.
fn options<'a>(model: &Model, formulation: &Formulation, nothing: &Recomputed, how: How<'a>) -> Options<'a> {
    Options {
        time_limit: how.time_limit,
        method: how.method,
        progress: how.progress,
        do_nothing: do_nothing(model, formulation, nothing),
        proof_gap: model.proof_gap,
        settings: how.settings,
        ..Options::default()
    }
}

/// A plan that was found, recomputed and held against every limit and against what its goals are kept to.
fn found(model: &Model, plan: Plan, nothing: Recomputed, stages: Vec<Stage>, size: Size) -> Run {
    let kept = stages.iter().map(|stage| stage.kept_to).collect();
    Run { stages, size, ..claimed(model, plan, nothing, kept) }
}

/// A plan, recomputed and held against every limit of the model and against what it is said to reach of each goal.
pub(super) fn claimed(model: &Model, mut plan: Plan, nothing: Recomputed, kept: Vec<f64>) -> Run {
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

/// What each goal is worth when nothing is ordered. Where enablers are scarce, what is there is shared as well as can be: what orders
/// gain is what they bring, and not how enablers are shared.
fn do_nothing(model: &Model, formulation: &Formulation, nothing: &Recomputed) -> Vec<f64> {
    let shared = model.capabilities.iter().any(|(_, capability)| !capability.needs.is_empty());
    let best = |place: usize| {
        let idle = formulation.idle(place).filter(|_| shared)?;
        let solution = solve(&idle, &Options::default()).ok()?;
        solution.stages.first().map(|stage| stage.value)
    };
    let empty = |goal| goal_value(model, &Plan::default(), nothing.known(), goal);
    model.goals.iter().enumerate().map(|(place, goal)| best(place).unwrap_or_else(|| empty(goal))).collect()
}

fn decisions(formulation: &Formulation, solution: &Solution) -> DecisionValues {
    let decided = |((key, _), value): ((ColumnKey, f64), &f64)| {
        (key.is_integer() && value.round() != 0.0).then(|| (key, value.round()))
    };
    formulation.columns.iter().zip(&solution.values).filter_map(decided).collect()
}

/// How long parts take.
struct Clock {
    since: Instant,
    timings: Vec<Timing>,
}

impl Default for Clock {
    fn default() -> Self {
        Self { since: Instant::now(), timings: Vec::new() }
    }
}

impl Clock {
    fn lap(&mut self, part: &'static str) {
        self.timings.push(Timing { part, seconds: self.since.elapsed().as_secs_f64() });
        self.since = Instant::now();
    }
}

/// Recomputes and judges a plan that somebody brings. A rule by which nobody is worse off than alone needs a model that
/// knows what that is ([`knowing_alone`]); else the audit says that it cannot be judged.
#[must_use]
pub fn judge(model: &Model, plan: Plan) -> Run {
    claimed(model, with_penalties(model, plan), recompute(model, &Plan::default()), Vec::new())
}
