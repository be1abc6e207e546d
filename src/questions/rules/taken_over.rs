//! Plans with fewer demands that take over what the plan of the model as it is decides.

use crate::audit::{Recomputed, audit, recompute};
use crate::budget::Budget;
use crate::formulation::{ColumnKey, Columns};
use crate::id::RuleId;
use crate::measures::{gaps, volume};
use crate::model::{Goal, Model, Named, Outcomes, Rung};
use crate::plan::Plan;
use crate::planning::{Approach, Problem, plan, standalone};
use crate::planning::{Decisions, FixedModel};
use crate::questions::rules::answer::Outcome;
use crate::solve::Failure;

pub(super) fn no_plan() -> Outcome {
    Outcome {
        goals: Vec::new(),
        gap: None,
        cost: None,
        domestic: None,
        failed: Some("no plan".to_owned()),
        anew: false,
    }
}

/// What plans with fewer demands take over from the plan of the model as it is.
#[derive(Clone, Copy)]
pub(super) struct TakenOver<'a> {
    pub model: &'a Model,
    /// What nations come to alone, where that is known.
    pub alone: Option<&'a Outcomes>,
    pub decided: &'a Decisions,
}

impl TakenOver<'_> {
    /// The plan without some demands with the integer decisions that it takes with them; what they did not let be decided is decided
    /// now.
    pub fn without(&self, dropped: &[Named], budget: Budget<'_>) -> Result<Outcome, Problem> {
        let Self { model, decided, .. } = *self;
        let other = model.without_demands(dropped);
        // What nations come to alone depends on what is demanded of them.
        let known = self.alone.filter(|_| dropped.is_empty());
        let alone = known.cloned().map_or_else(|| standalone(&other, budget), |alone| Ok(Some(alone)))?;
        let rule = |id: RuleId| model.rules.find(other.rules.code(id));
        let known: Decisions = (Columns::of(&other).iter())
            .filter(|(key, _)| key.is_integer())
            .filter_map(|(key, _)| {
                let there = match key {
                    ColumnKey::TakesPart { rule: id, nation, group, offer } => {
                        ColumnKey::TakesPart { rule: rule(id)?, nation, group, offer }
                    }
                    ColumnKey::InUse { rule: id, offer, nation } => ColumnKey::InUse { rule: rule(id)?, offer, nation },
                    same => same,
                };
                decided.get(&there).map(|value| (key, *value))
            })
            .collect();
        let mut settled = FixedModel::of(&other, alone.as_ref(), Some(&known), budget)?;
        match settled.chain(usize::MAX) {
            Ok((values, last)) => {
                let plan = last.map_or_else(Plan::default, |found| settled.plan(&other, &found.columns));
                let recomputed = recompute(&other, &plan, alone.as_ref());
                let verdict = audit(&other, &plan, &recomputed, &[]);
                if !verdict.passed() {
                    return Err(Problem::FailedAudit(verdict));
                }
                Ok(outcome(model, &other, &values, &plan, &recomputed))
            }
            // Those decisions leave no plan; others may.
            Err(Failure::Infeasible) => anew(model, &other, alone.as_ref(), budget),
            Err(failure) => Err(Problem::Unsolved(failure)),
        }
    }
}

/// What a solve of the model without some demands finds.
pub(super) fn anew(
    model: &Model,
    other: &Model,
    alone: Option<&Outcomes>,
    budget: Budget<'_>,
) -> Result<Outcome, Problem> {
    match plan(other, Approach { alone, ..Approach::within(budget) }) {
        Ok(run) => {
            let values: Vec<f64> = run.stages.iter().map(|stage| stage.value).collect();
            Ok(Outcome { anew: true, ..outcome(model, &run.model, &values, &run.plan, &run.known) })
        }
        Err(Problem::Unsolved(Failure::Infeasible)) => Ok(no_plan()),
        Err(problem) => Err(problem),
    }
}

/// What a plan comes to by the goals of the model as it is: nothing is missing to ranked rules that are dropped.
pub(super) fn outcome(model: &Model, under: &Model, reached: &[f64], plan: &Plan, known: &Recomputed) -> Outcome {
    // What a goal reached in its turn: later goals may have given some of it up again.
    let value = |goal: &Goal| {
        let place = under.goals.iter().position(|there| there == goal);
        place.and_then(|place| reached.get(place)).copied().unwrap_or(0.0)
    };
    let gaps = gaps(under, &known.stocks);
    Outcome {
        goals: model.goals.iter().map(value).collect(),
        gap: (!gaps.capabilities.is_empty()).then_some(gaps.mean),
        cost: Some(known.spending.paid().sum()),
        domestic: Some(volume(under, plan, &known.terms).alone[Rung::Content as usize].0),
        failed: None,
        anew: false,
    }
}
