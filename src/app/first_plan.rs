//! First plans of models that have no decisions to start from, and how sure a plan is.

use std::sync::Arc;

use crate::app::planned::{PlanStatus, SurePlan};
use crate::model::{Goal, Model};
use crate::planning::{Approach, Problem, Run, plan};
use crate::solve::Failure;

/// Seconds in which a small model is planned as it is, before a plan that is proven less nearly is looked for.
const AT_ONCE: f64 = 2.0;

/// How near to its bound a first plan must be.
const ROUGHLY: f64 = 0.25;

/// How sure a plan is that took its own decisions.
pub(super) fn status_of(run: &Run) -> PlanStatus {
    let proven = run.stages.iter().all(|stage| !stage.is_cut_short && stage.proof_gap.is_finite());
    if proven && !run.stages.is_empty() { PlanStatus::Proven } else { PlanStatus::Decided }
}

/// The same model whose plan must be proven less nearly.
fn roughly(model: &Model) -> Model {
    let goals: Vec<Goal> = model.goals.iter().map(|goal| Goal { proof_gap: Some(ROUGHLY), ..goal.clone() }).collect();
    model.with_goals(goals).unwrap_or_else(|_| model.clone())
}

/// A first plan of a model with no decisions to start from.
pub(super) fn first_plan(model: &Model, approach: Approach<'_>) -> Result<SurePlan, Problem> {
    let at_once = approach.budget.within(Some(AT_ONCE));
    match plan(model, Approach { budget: at_once, ..approach }) {
        Ok(run) => Ok(SurePlan { status: status_of(&run), run: Arc::new(run) }),
        Err(Problem::Unsolved(Failure::TimeLimit { .. })) => {
            let run = plan(&roughly(model), approach)?;
            // Its goals are those of the model, whatever they were proven to.
            Ok(SurePlan { status: PlanStatus::Decided, run: Arc::new(Run { model: model.clone(), ..run }) })
        }
        Err(other) => Err(other),
    }
}
