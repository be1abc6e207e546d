//! The plans that a game asks for: one of standalone procurement, and one for each coalition in which it pools and everybody else buys alone.
//! Each depends on its number alone.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::id::{Id, NationId};
use crate::measures::{goal_value, outcome_of};
use crate::model::{Goal, Measure, Model, Sense};
use crate::planning::{self, Approach, Problem, Run, side_by_side, workers};
use crate::questions::Unanswered;
use crate::questions::coalition::ask::Asked;
use crate::questions::coalition::gain::{Gain, Reached, no_worse, reached};
use crate::solve::{Failure, SearchSettings};

/// What came of one plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedCoalition {
    /// What the plan has of what is best for the coalition, and the proven bound of it; nothing where no plan keeps all rules of the pool,
    /// so that the pool stays unused.
    pub objective: Option<(f64, f64)>,
    /// What each nation pays over the horizon, MEUR, in the order of the model.
    pub paid: Vec<f64>,
    /// The standalone level of the first goal; only in the standalone plan.
    pub reached: Option<f64>,
    /// Value of each nation's orders at reference prices, MEUR; only in the standalone plan.
    pub volume: Vec<f64>,
    /// The least cost of standalone procurement at that level, proven; only in the standalone plan.
    pub bound_of_cost: Option<f64>,
}

/// Where plans are kept as they come, by number.
pub trait Keeper: Send {
    /// What is known already.
    fn known(&self) -> BTreeMap<u64, PlannedCoalition>;
    /// Keeps a plan.
    ///
    /// # Errors
    /// It cannot be kept, in words.
    fn keep(&mut self, number: u64, planned: &PlannedCoalition) -> Result<(), String>;
}

/// Plans coalitions of one model.
pub(super) struct CoalitionPlanner<'a> {
    pub model: &'a Model,
    pub asked: &'a Asked,
    settings: SearchSettings,
}

impl<'a> CoalitionPlanner<'a> {
    pub(super) fn new(model: &'a Model, asked: &'a Asked) -> Self {
        let default = SearchSettings::DEFAULT;
        let settings = if asked.proven { SearchSettings { gap_of_large: default.gap, ..default } } else { default };
        Self { model, asked, settings }
    }

    /// Everybody who may take part, as players: members first, then outsiders. A coalition is a set of their numbers.
    pub(super) fn all(&self) -> Vec<Vec<NationId>> {
        let outsiders = self.asked.outsiders.iter().map(|nation| vec![*nation]);
        self.asked.players.iter().map(|player| player.nations.clone()).chain(outsiders).collect()
    }

    /// The nations of a coalition, in the order of the model.
    pub(super) fn nations(&self, coalition: u64) -> Vec<NationId> {
        let of = self.all().into_iter().enumerate().filter(|(place, _)| coalition >> place & 1 == 1);
        let mut nations: Vec<NationId> = of.flat_map(|(_, nations)| nations).collect();
        nations.sort_unstable();
        nations
    }

    fn approach<'b>(&'b self, budget: Budget<'b>) -> Approach<'b> {
        Approach { settings: &self.settings, ..Approach::within(budget) }
    }

    /// Standalone procurement: the level of the first goal, and the best plan at that level.
    fn alone(&self, budget: Budget<'_>) -> Result<PlannedCoalition, Problem> {
        let alone = self.model.alone();
        let first = planning::plan(&alone, self.approach(budget))?;
        let reached = reached(&first);
        let everybody: Vec<NationId> = self.model.nations.ids().collect();
        // Where the gain is in the first goal, the plan of the model's own goals is the one at hand.
        let wanted = (self.asked.gain != Gain::Gap).then(|| self.asked.gain.objective(&alone, &everybody)).flatten();
        let run = match wanted {
            Some(objective) => planning::plan(&best(&alone, &objective, &reached, &[])?, self.approach(budget))?,
            None => first,
        };
        let place = Gain::place(&run.model);
        let paid = paid(&run);
        let volume = volume(&run);
        let bound = run.bounds.get(place).copied();
        let bound_of_cost = bound.filter(|_| self.asked.gain == Gain::Money);
        Ok(PlannedCoalition {
            objective: at_place(&run, place),
            paid,
            reached: reached.map(|(_, value)| value),
            volume,
            bound_of_cost,
        })
    }

    /// A coalition's best plan.
    fn pooled(
        &self,
        coalition: u64,
        alone: &PlannedCoalition,
        budget: Budget<'_>,
    ) -> Result<PlannedCoalition, Problem> {
        let members = self.nations(coalition);
        let model = self.model.with_members(self.asked.proposal, &members);
        let goal = |model: &Model| crate::questions::coalition::gain::first(model).cloned();
        let reached: Reached = match self.asked.gain {
            Gain::Gap => None,
            _ => alone
                .reached
                .and_then(|value| goal(&self.model.alone())?.in_terms_of(self.model, &model).zip(Some(value))),
        };
        let Some(objective) = self.asked.gain.objective(&model, &members) else {
            return Ok(unused(alone));
        };
        let others = self.others(coalition);
        let limits: Vec<(Vec<NationId>, f64)> = others
            .into_iter()
            .map(|nations| {
                let paid = nations.iter().map(|nation| alone.paid[nation.index()]).sum();
                (nations, paid)
            })
            .collect();
        let limits = if self.asked.gain == Gain::Money { limits } else { Vec::new() };
        let planned = best(&model, &objective, &reached, &limits)?;
        match planning::plan(&planned, self.approach(budget)) {
            Ok(run) => Ok(PlannedCoalition {
                objective: at_place(&run, Gain::place(&run.model)),
                paid: paid(&run),
                reached: None,
                volume: Vec::new(),
                bound_of_cost: None,
            }),
            Err(Problem::Unsolved(Failure::Infeasible | Failure::PerhapsInfeasible)) => Ok(unused(alone)),
            Err(problem) => Err(problem),
        }
    }

    /// Whoever is outside a coalition: each player by itself, and all nations that are no players together, so that those that a model cannot
    /// tell apart stay one in the smaller model.
    fn others(&self, coalition: u64) -> Vec<Vec<NationId>> {
        let players = self.asked.players.iter().enumerate();
        let outside =
            players.filter(|(place, _)| coalition >> place & 1 == 0).map(|(_, player)| player.nations.clone());
        let members = self.nations(coalition);
        let is_player = |nation: &NationId| self.asked.players.iter().any(|player| player.nations.contains(nation));
        let further: Vec<NationId> =
            self.model.nations.ids().filter(|nation| !is_player(nation) && !members.contains(nation)).collect();
        outside.chain((!further.is_empty()).then_some(further)).collect()
    }
}

/// The model that looks for what is best, at equal capability, where those outside pay no more than alone.
fn best(model: &Model, objective: &Goal, reached: &Reached, limits: &[(Vec<NationId>, f64)]) -> Result<Model, Problem> {
    let mut best = model.with_goals(Gain::goals(model, objective))?;
    if let Some((goal, value)) = reached {
        best = best.with_required(no_worse(goal.clone(), *value))?;
    }
    for (nations, paid) in limits {
        let goal = Goal::of(Sense::Minimise, Measure::CostOf(nations.clone()));
        best = best.with_required(no_worse(goal, *paid))?;
    }
    Ok(best)
}

/// The plan of a coalition whose pool stays unused: that of standalone procurement.
fn unused(alone: &PlannedCoalition) -> PlannedCoalition {
    PlannedCoalition { objective: None, reached: None, volume: Vec::new(), bound_of_cost: None, ..alone.clone() }
}

fn paid(run: &Run) -> Vec<f64> {
    outcome_of(&run.model, &run.known.stocks, &run.known.spending).paid
}

fn volume(run: &Run) -> Vec<f64> {
    let mut volume = vec![0.0; run.model.nations.len()];
    for order in &run.plan.orders {
        volume[order.nation.index()] += order.quantity * run.model.offers[order.offer].reference_price.0;
    }
    volume
}

fn at_place(run: &Run, place: usize) -> Option<(f64, f64)> {
    let goal = run.model.goals.get(place)?;
    Some((goal_value(&run.model, &run.plan, run.known.known(), goal), *run.bounds.get(place)?))
}

/// What is known of some coalitions, planned where it is not: standalone procurement first, by the number 0.
///
/// # Errors
/// There is no standalone plan, a plan cannot be trusted or kept, or the budget was spent.
pub(super) fn planned(
    planner: &CoalitionPlanner<'_>,
    coalitions: &[u64],
    keeper: &mut dyn Keeper,
    budget: Budget<'_>,
) -> Result<BTreeMap<u64, PlannedCoalition>, Unanswered> {
    let mut known = keeper.known();
    let kept = |problem: String| Unanswered::Asked(problem);
    if let std::collections::btree_map::Entry::Vacant(place) = known.entry(0) {
        let alone = planner.alone(budget)?;
        keeper.keep(0, &alone).map_err(kept)?;
        place.insert(alone);
    }
    let alone = known[&0].clone();
    let missing: Vec<u64> = coalitions
        .iter()
        .copied()
        .filter(|coalition| !known.contains_key(coalition) && planner.nations(*coalition).len() > 1)
        .collect();
    let begun = AtomicUsize::new(coalitions.len() - missing.len());
    let keeper = Mutex::new(keeper);
    let answer = |(): &mut (), coalition: &u64| -> Result<(u64, PlannedCoalition), Unanswered> {
        let number = begun.fetch_add(1, Ordering::Relaxed) + 1;
        let words = "coalitions";
        let planned = planner.pooled(*coalition, &alone, budget.job(number, Some(coalitions.len()), words))?;
        if let Ok(mut keeper) = keeper.lock() {
            keeper.keep(*coalition, &planned).map_err(Unanswered::Asked)?;
        }
        Ok((*coalition, planned))
    };
    let found = side_by_side(&mut vec![(); workers(missing.len())], &missing, answer)?;
    known.extend(found);
    Ok(known)
}
