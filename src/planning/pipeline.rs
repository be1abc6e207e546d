//! The one way from a model to an audited plan: reduce, solve, disaggregate, audit; in full where a smaller model does not help.

use std::time::Instant;

use crate::audit::recompute;
use crate::formulation::{ColumnKey, Formulation, Row};
use crate::id::NationId;
use crate::model::{Model, Outcomes};
use crate::plan::{Plan, Price};
use crate::planning::disaggregate::share_out;
use crate::planning::expand_keys::{spread_decisions, spread_prices};
use crate::planning::plan::{Problem, Reduce, Run, Size, Timing, claimed};
use crate::reduction::Reduction;
use crate::solve::{Failure, SearchSettings, Stage};

/// Integer decisions, by key.
pub(crate) type Taken = Vec<(ColumnKey, f64)>;

/// Solves formulations of a model and of smaller ones.
pub(crate) trait Solver {
    /// The best plan of a formulation.
    ///
    /// # Errors
    /// There is none, or none that can be trusted.
    fn solve(&mut self, target: &Target<'_>) -> Result<Solved, Failure>;

    /// Whether a smaller model is worth its risk that nations cannot share out what they would do as one.
    fn is_worth(&self, _model: &Model, _smaller: &Model) -> bool {
        true
    }

    /// Whether to try again with these nations kept separate, after so many attempts with `apart` kept separate.
    fn tries_again(&mut self, nations: &[NationId], apart: &[NationId], attempts: usize) -> bool;
}

/// What is to be solved.
pub(crate) struct Target<'a> {
    /// The model of the formulation: the smaller one, if it is one.
    pub model: &'a Model,
    /// What its nations come to alone, where a rule asks for it.
    pub alone: Option<&'a Outcomes>,
    pub formulation: &'a Formulation,
    /// Rows that matter only between plans that all goals value alike.
    pub last: &'a [Row],
    /// The smaller model, if it is one.
    pub smaller: Option<&'a Reduction>,
    /// What is planned, of which `model` may be a smaller one.
    pub whole: Situation<'a>,
}

/// What a solver found.
pub(crate) struct Solved {
    pub plan: Plan,
    pub prices: Vec<Price>,
    /// Integer decisions that are not 0.
    pub decisions: Taken,
    /// The goals in order, where each was proven by itself.
    pub stages: Vec<Stage>,
    /// What later goals could take each goal to.
    pub kept: Vec<f64>,
    pub ties_open: bool,
}

/// Plans a model.
///
/// # Errors
/// There is no plan, or none that can be trusted.
pub(crate) fn pipeline(situation: Situation<'_>, solver: &mut impl Solver) -> Result<Run, Problem> {
    let mut clock = Clock::default();
    let model = situation.model;
    let mut apart = situation.apart.to_vec();
    for attempts in 1.. {
        let reduction = situation.smaller(&apart).filter(|smaller| solver.is_worth(model, &smaller.model));
        let Some(reduction) = reduction else { break };
        clock.lap("reduce");
        match by_reduction(situation, &reduction, solver, &mut clock) {
            Ok(Shared::Out(run)) => return Ok(Run { apart, ..*run }),
            Ok(Shared::Not(nations)) if !nations.is_empty() && solver.tries_again(&nations, &apart, attempts) => {
                apart.extend(nations);
            }
            Ok(Shared::Not(_)) => break,
            // What a smaller model that can do more cannot do, the model cannot.
            Err(
                failure @ (Failure::Infeasible
                | Failure::PerhapsInfeasible
                | Failure::TimeLimit { .. }
                | Failure::Cancelled),
            ) => {
                return Err(failure.into());
            }
            Err(failure) => {
                tracing::info!(%failure, "the smaller model is of no use");
                break;
            }
        }
    }
    in_full(situation, solver, clock)
}

/// What came of a smaller model's plan.
enum Shared {
    /// A plan of the model.
    Out(Box<Run>),
    /// None, since these nations cannot share out what they do as one; nobody where what is shared out is no plan.
    Not(Vec<NationId>),
}

/// By way of a smaller model, whose plan is shared out.
fn by_reduction(
    situation: Situation<'_>,
    reduction: &Reduction,
    solver: &mut impl Solver,
    clock: &mut Clock,
) -> Result<Shared, Failure> {
    let model = situation.model;
    let target = Target {
        model: &reduction.model,
        alone: reduction.alone.as_ref(),
        formulation: &reduction.formulation,
        last: &reduction.fair,
        smaller: Some(reduction),
        whole: situation,
    };
    let solved = solver.solve(&target)?;
    clock.lap("solve");
    let plan = match share_out(model, reduction, &solved.plan) {
        Ok(plan) => plan,
        Err(nations) => return Ok(Shared::Not(nations)),
    };
    clock.lap("share out");
    let prices = spread_prices(model, reduction, &solved.prices);
    let decisions = spread_decisions(reduction, &solved.decisions);
    clock.lap("read back");
    let mut run = claimed(model, plan, recompute(model, &Plan::default(), situation.alone), solved.kept);
    clock.lap("audit");
    if !run.verdict.passed() {
        let breaches: Vec<_> = run.verdict.breaches.iter().take(3).collect();
        tracing::info!(?breaches, "what is shared out is no plan");
        return Ok(Shared::Not(Vec::new()));
    }
    run.bounds = solved.stages.iter().map(|stage| stage.bound).collect();
    run.stages = solved.stages;
    run.size = Size::of(&reduction.formulation);
    run.ties_open = solved.ties_open;
    run.nations = Some((model.nations.len(), reduction.classes.len()));
    run.timings = std::mem::take(&mut clock.timings);
    Ok(Shared::Out(Box::new(Run { prices, decisions, ..run })))
}

fn in_full(situation: Situation<'_>, solver: &mut impl Solver, mut clock: Clock) -> Result<Run, Problem> {
    let Situation { model, alone, .. } = situation;
    let mut formulation = Formulation::of(model, alone);
    let size = Size::of(&formulation);
    let fair = formulation.take_fair_rows();
    clock.lap("formulate");
    let target = Target { model, alone, formulation: &formulation, last: &fair, smaller: None, whole: situation };
    let Solved { plan, prices, decisions, stages, kept, ties_open } = solver.solve(&target)?;
    clock.lap("solve");
    let run = claimed(model, plan, recompute(model, &Plan::default(), situation.alone), kept);
    clock.lap("audit");
    if !run.verdict.passed() {
        return Err(Problem::FailedAudit(run.verdict));
    }
    let bounds = stages.iter().map(|stage| stage.bound).collect();
    Ok(Run { stages, bounds, size, prices, decisions, ties_open, timings: clock.timings, ..run })
}

/// What is to be planned.
#[derive(Clone, Copy)]
pub(crate) struct Situation<'a> {
    pub model: &'a Model,
    /// What its nations come to alone, where a rule asks for it.
    pub alone: Option<&'a Outcomes>,
    pub reduce: Reduce,
    /// Nations that are kept separate from the start.
    pub apart: &'a [NationId],
    pub settings: &'a SearchSettings,
}

impl Situation<'_> {
    /// The smaller model by way of which the model is solved, if it is.
    fn smaller(&self, apart: &[NationId]) -> Option<Reduction> {
        let wanted = match self.reduce {
            Reduce::Never => false,
            Reduce::Always => true,
            Reduce::Large => most_orders(self.model) > self.settings.aggregate_nations_from,
        };
        if wanted { Reduction::with_apart(self.model, self.alone, apart) } else { None }
    }
}

/// How many orders nations might place at most: nation by nation, offer by offer, year by year.
pub(crate) fn most_orders(model: &Model) -> usize {
    let members: usize = model.groups.iter().map(|(_, group)| group.members.len()).sum();
    members * model.offers.len() * model.horizon.len()
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
