//! A plan that takes its own integer decisions: the ordered goals by branch and bound, each with its proof.

use crate::audit::{Recomputed, recompute};
use crate::budget::Budget;
use crate::formulation::{ColumnKey, Formulation, tier_cuts};
use crate::id::NationId;
use crate::measures::goal_value;
use crate::model::{Model, Outcomes};
use crate::plan::{Plan, prices};
use crate::planning::expand_keys::spread_decisions;
use crate::planning::pipeline::{Solved, Solver, Taken, Target};
use crate::planning::plan::{Approach, Reduce};
use crate::reduction::Reduction;
use crate::solve::{Failure, Options, PriceTiers, Solution, goal_row, kept_to, solve};

/// Solves the ordered goals.
pub(crate) struct OwnDecisions<'a> {
    approach: Approach<'a>,
    /// What the last smaller model decided, by keys of the model: most of it holds where nations are kept separate.
    nearby: Option<Taken>,
}

impl<'a> OwnDecisions<'a> {
    pub fn new(approach: Approach<'a>) -> Self {
        Self { approach, nearby: None }
    }

    /// How a formulation is solved, whichever it is.
    fn options<'o>(&self, target: &Target<'_>) -> Options<'o>
    where
        'a: 'o,
    {
        let nothing = recompute(target.whole.model, &Plan::default(), target.whole.alone);
        Options {
            budget: self.approach.budget,
            solver: self.approach.solver,
            method: self.approach.method,
            do_nothing: do_nothing(target.whole.model, target.formulation, &nothing, self.approach.budget),
            proof_gap: target.whole.model.proof_gap,
            settings: self.approach.settings,
            ..Options::default()
        }
    }
}

impl Solver for OwnDecisions<'_> {
    fn solve(&mut self, target: &Target<'_>) -> Result<Solved, Failure> {
        let Target { model, alone, formulation, last, smaller, .. } = *target;
        let mip_start = smaller.and_then(|smaller| self.nearby.as_ref().map(|taken| smaller.bands_in(taken)));
        let tiers = smaller.and_then(|smaller| {
            let choices = smaller.choices.as_deref()?;
            Some(PriceTiers { choices, cuts: &smaller.cuts, mip_start: mip_start.as_deref() })
        });
        let helps = smaller.is_none() && self.approach.reduce != Reduce::Never && formulation.has_integers();
        let reduction = if helps { Reduction::of(model, alone) } else { None };
        let searches = smaller.is_none() && formulation.is_large() && formulation.has_integers();
        let cuts = if searches { tier_cuts(model, &formulation.columns) } else { Vec::new() };
        let options = Options { tiers, reduction: reduction.as_ref(), cuts: &cuts, last, ..self.options(target) };
        let solution = solve(formulation, &options)?;
        let decisions = decisions(formulation, &solution);
        if let Some(smaller) = smaller {
            self.nearby = Some(spread_decisions(smaller, &decisions));
        }
        Ok(Solved {
            plan: Plan::of(model, formulation, &solution),
            prices: prices(model, formulation, &solution),
            decisions,
            kept: solution.stages.iter().map(|stage| stage.kept_to).collect(),
            ties_open: solution.ties_open,
            stages: solution.stages,
        })
    }

    fn tries_again(&mut self, nations: &[NationId], apart: &[NationId], _attempts: usize) -> bool {
        let few = self.approach.settings.separate_at_most;
        nations.len() <= few && apart.len() <= 2 * few
    }
}

/// What each goal is worth when nothing is ordered. Where enablers are scarce, what is there is shared as well as can be: what orders
/// gain is what they bring, and not how enablers are shared. Where the budget ends here, what is solved next ends at once, so that nothing
/// comes of the values that are missing.
fn do_nothing(model: &Model, formulation: &Formulation, nothing: &Recomputed, budget: Budget<'_>) -> Vec<f64> {
    let shared = model.capabilities.iter().any(|(_, capability)| !capability.needs.is_empty());
    let best = |place: usize| {
        let idle = formulation.idle(place).filter(|_| shared)?;
        let solution = solve(&idle, &Options { budget: budget.silent(), ..Options::default() }).ok()?;
        solution.stages.first().map(|stage| stage.value)
    };
    let empty = |goal| goal_value(model, &Plan::default(), nothing.known(), goal);
    model.goals.iter().enumerate().map(|(place, goal)| best(place).unwrap_or_else(|| empty(goal))).collect()
}

/// The formulation for a goal, by its place, whose goals before are kept at what a point of it reaches, as a solve keeps them.
#[must_use]
pub fn keeping_goals(
    model: &Model,
    alone: Option<&Outcomes>,
    mut formulation: Formulation,
    goal: usize,
    at: &[f64],
) -> Formulation {
    let nothing = do_nothing(model, &formulation, &recompute(model, &Plan::default(), alone), Budget::default());
    let limit = |place: usize| {
        let (entry, expression) = formulation.goals.get(place)?;
        goal_row(&formulation, place, kept_to(entry, expression.value(at), nothing.get(place).copied()))
    };
    let rows: Vec<_> = (0..goal).filter_map(limit).collect();
    formulation.rows.extend(rows);
    formulation
}

fn decisions(formulation: &Formulation, solution: &Solution) -> Taken {
    let decided = |((key, _), value): ((ColumnKey, f64), &f64)| {
        (key.is_integer() && value.round() != 0.0).then(|| (key, value.round()))
    };
    formulation.columns.iter().zip(&solution.values).filter_map(decided).collect()
}
