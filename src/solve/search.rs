//! Deciding every yes or no: on the smaller formulation where there is one, whose bound holds for the full one.

use std::time::Instant;

use crate::formulation::Formulation;
use crate::model::Sense;
use crate::reduction::{Choice, Reduction};
use crate::solve::engine::{Ending, Engine, Method, Told};
use crate::solve::kept::kept;

/// Where the search for yes or no works.
pub(super) struct Search<'a> {
    full: &'a Formulation,
    /// The smaller formulation and its solver.
    smaller: Option<(&'a Reduction, Engine)>,
    proof_gap: f64,
}

/// What a search came to.
pub(super) struct Found {
    pub ending: Ending,
    /// Values for every column of the full formulation that is a yes or no; others are of no account.
    pub at: Option<Vec<f64>>,
    /// The proven bound, in the costs of the full formulation.
    pub bound: f64,
}

impl<'a> Search<'a> {
    pub fn of(full: &'a Formulation, reduction: Option<&'a Reduction>) -> Result<Self, String> {
        let smaller = match reduction {
            Some(reduction) => Some((reduction, Engine::build(&reduction.formulation)?)),
            None => None,
        };
        Ok(Self { full, smaller, proof_gap: 0.0 })
    }

    /// Whether there is a smaller formulation to search.
    pub const fn is_smaller(&self) -> bool {
        self.smaller.is_some()
    }

    /// How near to the bound a plan must be proven.
    pub fn set_proof_gap(&mut self, gap: f64) {
        self.proof_gap = gap;
        if let Some((_, engine)) = &mut self.smaller {
            engine.set_proof_gap(gap);
        }
    }

    /// Keeps what a goal reached.
    pub fn keep(&mut self, place: usize, sense: Sense, limit: f64) {
        if let Some((reduction, engine)) = &mut self.smaller
            && let Some((upper, terms)) = kept(&reduction.formulation.goals[place].1, sense, limit)
        {
            engine.add_row(upper, &terms);
        }
    }

    /// Searches the smaller formulation for one goal, from a point of the full one where there is one.
    pub fn run(
        &mut self,
        place: usize,
        factor: f64,
        from: Option<&[f64]>,
        left: Option<f64>,
        told: Option<&dyn Fn(Told)>,
    ) -> Option<Found> {
        let (reduction, engine) = self.smaller.as_mut()?;
        let mut costs = vec![0.0; reduction.formulation.columns.len()];
        for &(column, coefficient) in &reduction.formulation.goals[place].1.terms {
            costs[column] = factor * coefficient;
        }
        engine.set_costs(&costs);
        let started = Instant::now();
        let from = from.map(|from| reduction.point(self.full, from));
        let mut best: Option<(f64, Vec<f64>)> = from.map(|from| (value(&costs, &from), from));
        let mut relaxed = f64::NEG_INFINITY;
        if let Some(choices) = &reduction.choices {
            relaxed = rounds(engine, &costs, choices, self.proof_gap, &mut best, left, told);
        }
        if let Some((value, at)) = &best
            && is_near(*value, relaxed, self.proof_gap)
        {
            let at = spread(&reduction.places, at);
            return Some(Found { ending: Ending::Optimal, at: Some(at), bound: relaxed });
        }
        engine.free_integers();
        if let Some((_, at)) = &best {
            engine.suggest(at);
        }
        let left = left.map(|left| (left - started.elapsed().as_secs_f64()).max(0.0));
        let ending = engine.search(left, told);
        let has_plan = match ending {
            Ending::Optimal => true,
            Ending::TimeLimit => engine.has_point() && engine.search_bound().is_finite(),
            _ => false,
        };
        let bound = engine.search_bound().max(relaxed);
        let at = has_plan.then(|| spread(&reduction.places, &engine.point().columns));
        Some(Found { ending, at, bound })
    }
}

/// A point of the smaller formulation for every column of the full one that is in it.
fn spread(places: &[Option<usize>], at: &[f64]) -> Vec<f64> {
    places.iter().map(|place| place.map_or(0.0, |place| at[place])).collect()
}

fn value(costs: &[f64], at: &[f64]) -> f64 {
    costs.iter().zip(at).map(|(cost, value)| cost * value).sum()
}

fn is_near(value: f64, bound: f64, gap: f64) -> bool {
    (value - bound).abs() <= gap * value.abs().max(1e-9)
}

/// How often the bands that orders reach are fixed, and orders chosen anew at their prices.
const ROUNDS: usize = 4;

/// Plans found by rounding: the linear relaxation first, which gives a bound; then every band is fixed at what is ordered,
/// the cheapest orders at these prices are found, and so on. Keeps the best plan, and stops where it is near the bound.
/// No bound where even the relaxation has no plan: the search will tell why.
fn rounds(
    engine: &mut Engine,
    costs: &[f64],
    choices: &[Choice],
    gap: f64,
    best: &mut Option<(f64, Vec<f64>)>,
    left: Option<f64>,
    told: Option<&dyn Fn(Told)>,
) -> f64 {
    let started = Instant::now();
    let left = || left.map(|left| (left - started.elapsed().as_secs_f64()).max(0.0));
    engine.relax_integers();
    if engine.run(Method::InteriorPoint, true, true, left(), told) != Ending::Optimal {
        return f64::NEG_INFINITY;
    }
    let mut at = engine.point().columns;
    let bound = value(costs, &at);
    for _ in 0..ROUNDS {
        if best.as_ref().is_some_and(|(value, _)| is_near(*value, bound, gap)) {
            break;
        }
        let mut fixed = at.clone();
        for choice in choices {
            let ordered: f64 = choice.ordered.iter().map(|column| at[*column]).sum();
            let reached = choice.bands.iter().rposition(|(_, from)| *from <= ordered * (1.0 + 1e-9)).unwrap_or(0);
            for (place, (column, _)) in choice.bands.iter().enumerate() {
                fixed[*column] = if place == reached { 1.0 } else { 0.0 };
            }
        }
        engine.fix_integers(&fixed);
        if engine.run(Method::InteriorPoint, true, true, left(), told) != Ending::Optimal {
            break;
        }
        at = engine.point().columns;
        let found = value(costs, &at);
        let better = best.as_ref().is_none_or(|(value, _)| found < *value - 1e-9 * value.abs());
        tracing::debug!(found, bound, "rounded");
        if !better {
            break;
        }
        *best = Some((found, at.clone()));
    }
    bound
}
