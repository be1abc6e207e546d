//! What each goal adds to the orders. The plan after a goal alone says nothing, since it may order what the goal does not need; so
//! what the goals up to one need is what the cheapest plan orders that keeps to them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::measures::volume;
use crate::model::{Goal, Measure, Required, Sense};
use crate::planning::{self, Approach, Problem, Run};
use crate::solve::GOAL_TOLERANCE;

/// What one goal adds to the orders.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GoalOrders {
    /// The goal in words.
    pub goal: String,
    /// What the cheapest plan orders that keeps to this goal and those before it, MEUR at the price paid.
    pub orders: f64,
    /// The same less that of the goals before it.
    pub added: f64,
}

fn is_cost(goal: &Goal) -> bool {
    matches!(goal.terms.as_slice(), [term] if term.measure == Measure::Cost)
}

/// Whether a plan orders no more than its goals ask for.
#[must_use]
pub fn is_cheapest(run: &Run) -> bool {
    run.model.goals.iter().any(is_cost)
}

/// What each goal before that of cost adds to the orders; nothing where cost is no goal, or there is only one goal before it.
///
/// # Errors
/// A plan was not found in the time there is.
pub fn orders_by_goal(run: &Run, approach: Approach<'_>) -> Result<Vec<GoalOrders>, Problem> {
    let model = &run.model;
    let Some(cost) = model.goals.iter().position(is_cost).filter(|place| *place > 1) else { return Ok(Vec::new()) };
    let mut asked = model.clone();
    let mut list: Vec<GoalOrders> = Vec::new();
    let mut before = 0.0;
    for place in 0..cost {
        let goal = &model.goals[place];
        let orders = if place + 1 == cost {
            volume(model, &run.plan, &run.known.terms).value.0
        } else {
            let Some(kept) = run.stages.get(place).map(|stage| stage.kept_to) else { return Ok(Vec::new()) };
            let room = GOAL_TOLERANCE * kept.abs().max(1e-3);
            let value = if goal.sense == Sense::Minimise { kept + room } else { kept - room };
            let required = Required { goal: goal.clone(), value };
            let with = |model: &crate::model::Model| {
                let kept = model.with_required(required)?;
                let cheapest = kept.with_goals(vec![model.goals[cost].clone()])?;
                Ok::<_, crate::model::Refusal>((kept, cheapest))
            };
            let Ok((kept, cheapest)) = with(&asked) else { return Ok(Vec::new()) };
            asked = kept;
            // Whoever watches knows the goals of the model, and would be told of others by their names.
            let budget = approach.budget.silent();
            let plan = planning::plan(&cheapest, Approach { budget, alone: run.known.alone.as_ref(), ..approach })?;
            volume(&plan.model, &plan.plan, &plan.known.terms).value.0
        };
        list.push(GoalOrders { goal: goal.words(), orders, added: orders - before });
        before = orders;
    }
    Ok(list)
}
