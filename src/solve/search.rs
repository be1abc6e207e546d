//! Making the integer decisions: on the smaller formulation where there is one, whose bound holds for the full one.

use crate::engine::{Ending, Engine, Watch};
use crate::formulation::Formulation;
use crate::model::Sense;
use crate::reduction::Reduction;
use crate::solve::kept::{kept_row, kept_within};
use crate::solve::relaxation::{Relaxation, is_near, value};
use crate::solve::tier_search::{TierGoal, TriedPlan, search_tiers};
use crate::solve::{PriceTiers, SearchSettings};

/// Branch and bound on the smaller formulation, where there is one.
pub(super) struct ReducedSearch<'a> {
    full: &'a Formulation,
    smaller: Option<SmallerProgram<'a>>,
    proof_gap: f64,
}

/// The smaller formulation and its solvers.
struct SmallerProgram<'a> {
    reduction: &'a Reduction,
    /// For each column of the full formulation, its column in the smaller one.
    places: Vec<Option<usize>>,
    engine: Engine,
    relaxation: Option<Relaxation<'a>>,
}

impl SmallerProgram<'_> {
    fn kept_within(&self, place: usize, sense: Sense, limit: f64, tolerance: f64) -> Option<(f64, Vec<(usize, f64)>)> {
        let Formulation { goals, columns, .. } = &self.reduction.formulation;
        kept_within(&goals[place].1, columns, sense, limit, tolerance)
    }
}

/// The result of a search.
pub(super) struct SearchedDecisions {
    pub ending: Ending,
    /// Values for every column of the full formulation that is an integer decision; others are of no account.
    pub at: Option<Vec<f64>>,
    /// The proven bound, in the costs of the full formulation.
    pub bound: f64,
    pub iterations: i64,
}

impl<'a> ReducedSearch<'a> {
    pub fn of(
        full: &'a Formulation,
        reduction: Option<&'a Reduction>,
        settings: &'a SearchSettings,
    ) -> Result<Self, String> {
        let mut smaller = None;
        if let Some(reduction) = reduction.filter(|_| full.has_integers())
            && let Some(places) = reduction.places(full)
        {
            let engine = Engine::build(&reduction.formulation)?;
            let tiers = |choices| PriceTiers { choices, cuts: &reduction.cuts, mip_start: None };
            let relaxed = |choices| Relaxation::of(&reduction.formulation, &tiers(choices), settings);
            let relaxation = reduction.choices.as_deref().map(relaxed).transpose()?;
            smaller = Some(SmallerProgram { reduction, places, engine, relaxation });
        }
        Ok(Self { full, smaller, proof_gap: 0.0 })
    }

    /// Whether there is a smaller formulation to search.
    pub const fn is_smaller(&self) -> bool {
        self.smaller.is_some()
    }

    /// How near to the bound a plan must be proven.
    pub fn set_proof_gap(&mut self, gap: f64) {
        self.proof_gap = gap;
        if let Some(smaller) = &mut self.smaller {
            smaller.engine.set_proof_gap(gap);
        }
    }

    /// Keeps what a goal reached.
    pub fn keep(&mut self, place: usize, sense: Sense, limit: f64, tolerance: f64) {
        if let Some(smaller) = &mut self.smaller
            && let Some((upper, terms)) = smaller.kept_within(place, sense, limit, tolerance)
        {
            smaller.engine.add_goal_row(upper, &terms);
            if let Some(relaxation) = &mut smaller.relaxation {
                relaxation.keep(kept_row(place, upper, terms));
            }
        }
    }

    /// Searches the smaller formulation for one goal, from a point of the full one where there is one.
    pub fn run(
        &mut self,
        place: usize,
        factor: f64,
        from: Option<&[f64]>,
        limits: Watch<'_>,
    ) -> Option<SearchedDecisions> {
        let SmallerProgram { reduction, places, engine, relaxation } = self.smaller.as_mut()?;
        let mut costs = vec![0.0; reduction.formulation.columns.len()];
        for &(column, coefficient) in &reduction.formulation.goals[place].1.terms {
            costs[column] = factor * coefficient;
        }
        engine.set_costs(&costs);
        let from = from.map(|from| reduction.point(self.full, places, from));
        let mut best: Option<(f64, Vec<f64>)> = from.map(|from| (value(&costs, &from), from));
        let mut relaxed = f64::NEG_INFINITY;
        if let Some(relaxation) = relaxation {
            let incumbent = best.as_ref().map(|(value, _)| *value);
            let goal = TierGoal {
                costs: &costs,
                gap: self.proof_gap,
                incumbent,
                wants_vertex: true,
                start: None,
                mip_start: None,
            };
            let bound = search_tiers(relaxation, goal, limits, &mut |plan, _| {
                let at = plan.proof.as_ref()?.point.columns.clone();
                let found = value(&costs, &at);
                if best.as_ref().is_none_or(|(value, _)| found < *value) {
                    best = Some((found, at.clone()));
                }
                Some(TriedPlan { value: found, point: at })
            });
            relaxed = bound.bound;
        }
        if let Some((value, at)) = &best
            && is_near(*value, relaxed, self.proof_gap)
        {
            let at = spread(places, at);
            return Some(SearchedDecisions { ending: Ending::Optimal, at: Some(at), bound: relaxed, iterations: 0 });
        }
        engine.free_integers();
        if let Some((_, at)) = &best {
            engine.suggest(at);
        }
        let ending = engine.search(limits);
        let iterations = engine.iterations();
        let has_plan = engine.has_plan(ending);
        let bound = engine.search_bound().max(relaxed);
        let at = has_plan.then(|| spread(places, &engine.point().columns));
        Some(SearchedDecisions { ending, at, bound, iterations })
    }
}

/// A point of the smaller formulation for every column of the full one that is in it.
fn spread(places: &[Option<usize>], at: &[f64]) -> Vec<f64> {
    places.iter().map(|place| place.map_or(0.0, |place| at[place])).collect()
}
