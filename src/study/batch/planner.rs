//! From a model to a plan: the one place where a batch solves. Each worker has a planner of its own, and what a planner
//! finds hangs on the model alone.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Instant;

use crate::audit::recompute;
use crate::formulation::{ColumnKey, Formulation, Row};
use crate::id::NationId;
use crate::model::{Model, Sense};
use crate::plan::Plan;
use crate::scenario::Decisions;
use crate::solve::Failure;
use crate::study::run::{Problem, Reduce, Run, Size, Timing, claimed, knowing_alone, reduction_of, run};
use crate::study::settled::Settled;
use crate::study::share_out::share_out;

/// What the plan of the model as it is decides, or why there is none.
type Decided = Result<Base, Problem>;

/// The plan of the model as it is.
struct Base {
    /// What it decides by yes or no, by the names of columns.
    decisions: HashMap<String, f64>,
    /// Nations that its smaller model had to tell apart.
    apart: Vec<NationId>,
}

/// What the planners of a batch share.
pub struct Shared {
    decisions: Decisions,
    /// The model as it is under each proposal, and what its plan decides, once it has been asked for.
    bases: Vec<(String, Model, OnceLock<Decided>)>,
}

impl Shared {
    /// For runs of a model under these proposals.
    #[must_use]
    pub fn of(model: &Model, proposals: &[String], decisions: Decisions) -> Self {
        let under = |code: &String| Some((code.clone(), model.under(model.proposals.find(code)?), OnceLock::new()));
        Self { decisions, bases: proposals.iter().filter_map(under).collect() }
    }

    fn decided(&self, proposal: &str) -> Option<&Decided> {
        let (_, model, decided) = self.bases.iter().find(|(code, ..)| code == proposal)?;
        let names = |(key, value): &(ColumnKey, f64), model: &Model| (key.name(model), *value);
        Some(decided.get_or_init(|| {
            let run = run(model, None, None, None)?;
            let decisions = run.decisions.iter().map(|decision| names(decision, &run.model)).collect();
            Ok(Base { decisions, apart: run.apart })
        }))
    }
}

/// A plan, and how it came about.
pub struct Planned {
    /// The plan with everything that is known about it.
    pub run: Run,
    /// Whether every yes or no is that of the plan of the model as it is.
    pub from_base: bool,
}

impl Planned {
    /// How the first goal was solved.
    pub(super) fn method(&self) -> String {
        self.run.stages.first().map_or_else(|| "from base".to_owned(), |stage| stage.method.to_owned())
    }
}

/// Plans one model after the other.
pub struct Planner<'a> {
    shared: &'a Shared,
}

impl<'a> Planner<'a> {
    /// A planner of a batch.
    #[must_use]
    pub const fn of(shared: &'a Shared) -> Self {
        Self { shared }
    }

    /// The plan of a model that is under a proposal.
    ///
    /// # Errors
    /// There is no plan, or none that can be trusted.
    pub fn plan(&mut self, model: &Model) -> Result<Planned, Problem> {
        if self.shared.decisions == Decisions::FromBase
            && let Some(decided) = self.shared.decided(model.proposal_code())
        {
            let decided = decided.as_ref().map_err(Clone::clone)?;
            if !decided.decisions.is_empty() {
                match as_decided(&knowing_alone(model)?, decided) {
                    // Less money may not reach what was committed to: then the run decides by itself, and says so.
                    Err(Problem::Unsolved(Failure::Infeasible)) => {}
                    other => return Ok(Planned { run: other?, from_base: true }),
                }
            }
        }
        Ok(Planned { run: run(model, None, None, None)?, from_base: false })
    }
}

/// The best plan in which every yes or no stands as it was decided elsewhere; what is not known there is no. A large model is
/// planned by way of a smaller one, as in any run.
fn as_decided(model: &Model, base: &Base) -> Result<Run, Problem> {
    let began = Instant::now();
    let decided = &base.decisions;
    let mut apart = base.apart.clone();
    // Once more, at most, with nations told apart that cannot share out what they would do as one.
    for _ in 0..2 {
        let Some(reduction) = reduction_of(model, &apart, Reduce::default()) else { break };
        let formulation = reduction.formulation.clone();
        let size = Size::of(&formulation);
        let (smaller, kept) = decided_plan(&reduction.model, formulation, &reduction.fair, decided)?;
        match share_out(model, &reduction, &smaller) {
            Ok(plan) => {
                let nations = Some((model.nations.len(), reduction.classes.len()));
                if let Ok(run) = audited(model, plan, kept, (size, nations), began) {
                    return Ok(run);
                }
                break;
            }
            Err(nations) => apart.extend(nations),
        }
    }
    let formulation = Formulation::of(model);
    let size = Size::of(&formulation);
    let (plan, kept) = decided_plan(model, formulation, &[], decided)?;
    audited(model, plan, kept, (size, None), began)
}

/// The best plan of a formulation of a model with decisions as they are known, and what later goals could take each goal to.
fn decided_plan(
    model: &Model,
    formulation: Formulation,
    fair: &[Row],
    decided: &HashMap<String, f64>,
) -> Result<(Plan, Vec<f64>), Problem> {
    let known = (formulation.columns.iter().map(|(key, _)| key).filter(ColumnKey::is_integer))
        .map(|key| (key, decided.get(&key.name(model)).copied().unwrap_or(0.0)))
        .collect();
    let tie_break = formulation.tie_break.clone();
    let mut settled = Settled::over(model, formulation, Some(&known))?;
    let (values, last) = settled.chain(model.goals.len())?;
    let kept: Vec<f64> = settled.goals.iter().zip(&values).map(|(goal, value)| goal.kept_to(*value)).collect();
    // Between plans that all goals value alike the tie-break decides, as in any run.
    let point = if tie_break.terms.is_empty() {
        last
    } else {
        for row in fair {
            settled.explorer.add(row.clone());
        }
        let found = settled.explorer.optimise(&tie_break, Sense::Minimise);
        Some(found.or_else(|failure| last.ok_or(failure))?)
    };
    let Some(point) = point else {
        let what = "the model has no goal".to_owned();
        return Err(Failure::Numerical { goal: "plan".to_owned(), what }.into());
    };
    Ok((settled.plan(model, &point.columns), kept))
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
