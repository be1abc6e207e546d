//! The LP relaxation of a formulation whose only integer decisions are price tiers: its solver, its aggregated variables, and the goal
//! constraints and cuts that were added to it.
//!
//! Nobody else reaches the solver: heuristics and the cut loop ask for points, restrict tiers, and let go of them again.

use std::ops::Range;

use crate::engine::{BasisStatus, Ending, Engine, InteriorOptimum, Method, Point, Watch};
use crate::formulation::{Formulation, Row};
use crate::reduction::Choice;
use crate::solve::aggregation::Aggregation;
use crate::solve::cut_loop::CutPool;
use crate::solve::dual_lifting::{AddedRow, DualLifting, LiftedDuals, LiftedProof, TierPlan, lifted_duals};
use crate::solve::proving::Effort;
use crate::solve::{PriceTiers, SearchSettings};

/// The LP relaxation.
pub(super) struct Relaxation<'a> {
    engine: Engine,
    aggregation: Aggregation,
    formulation: &'a Formulation,
    choices: &'a [Choice],
    settings: &'a SearchSettings,
    /// The rows added to those of the formulation, in the order of the solver.
    added: Vec<AddedRow<'a>>,
    cuts: CutPool<'a>,
    /// Objective coefficients of the formulation's variables.
    costs: Vec<f64>,
    /// Whether the solver is at the vertex where the interior-point method ended for an earlier goal.
    is_at_interior_vertex: bool,
}

/// The result of branch and bound.
pub(super) struct SearchedTiers {
    pub ending: Ending,
    pub bound: f64,
    pub iterations: i64,
    /// The best plan, if there is one.
    pub at: Option<Vec<f64>>,
}

/// A point of the relaxation, in the variables of the formulation, and the duals of the rows that the solver had.
pub(super) struct RelaxedPoint {
    pub at: Vec<f64>,
    pub duals: Vec<f64>,
}

/// How a program was solved again.
pub(super) enum Resolved {
    /// At a point.
    At(RelaxedPoint),
    /// No point is better than the incumbent.
    NoBetter,
    /// There is no solution, or none within the iterations.
    Nowhere,
}

/// A basis to return to: the status of every column and row.
pub(super) type SavedBasis = Option<(Vec<BasisStatus>, Vec<BasisStatus>)>;

impl<'a> Relaxation<'a> {
    /// Builds the relaxation of a formulation.
    pub fn of(
        formulation: &'a Formulation,
        tiers: &PriceTiers<'a>,
        settings: &'a SearchSettings,
    ) -> Result<Self, String> {
        let columns: Vec<_> = formulation.columns.iter().map(|(key, upper)| (key.is_integer(), upper)).collect();
        Self::of_columns(&columns, formulation, tiers, settings)
    }

    /// Builds it with other columns, each with whether it is an integer and its upper bound.
    pub fn of_columns(
        columns: &[(bool, f64)],
        formulation: &'a Formulation,
        tiers: &PriceTiers<'a>,
        settings: &'a SearchSettings,
    ) -> Result<Self, String> {
        let aggregation = Aggregation::of(columns, &formulation.rows, settings.aggregated_terms);
        let units: Vec<f64> = aggregation.stays.iter().map(|place| formulation.columns.unit(*place)).collect();
        let engine = Engine::of_counted(&aggregation.columns, &units, &aggregation.rows)?;
        Ok(Self {
            engine,
            aggregation,
            formulation,
            choices: tiers.choices,
            settings,
            added: Vec::new(),
            cuts: CutPool::of(tiers.cuts),
            costs: Vec::new(),
            is_at_interior_vertex: false,
        })
    }

    /// Adds the constraint that keeps what a goal reached.
    pub fn keep(&mut self, row: Row) {
        self.engine.add_goal_row(row.upper, &self.aggregation.terms(&row.terms));
        self.added.push(AddedRow::Goal(row));
    }

    /// Relaxes every integer decision and sets the objective, by its coefficients for the formulation's variables.
    pub fn set_objective(&mut self, costs: &[f64]) {
        self.engine.relax_integers();
        self.engine.set_costs(&self.aggregation.costs(costs));
        self.costs = costs.to_vec();
    }

    pub const fn choices(&self) -> &'a [Choice] {
        self.choices
    }

    pub const fn settings(&self) -> &'a SearchSettings {
        self.settings
    }

    /// Returns the objective at a point.
    pub fn value(&self, at: &[f64]) -> f64 {
        value(&self.costs, at)
    }

    /// Returns the estimated rounding loss: what the orders of a point would cost more at the prices of the tiers that they reach.
    pub fn rounding_loss(&self, at: &[f64]) -> f64 {
        self.choices.iter().map(|choice| choice.rounding_loss(&self.costs, at)).sum()
    }

    /// Returns whether any cut has been added.
    pub fn has_cuts(&self) -> bool {
        self.added.iter().any(|added| matches!(added, AddedRow::Cut(_)))
    }

    /// Adds the cuts that a point violates; returns whether there are any.
    pub fn add_violated_cuts(&mut self, at: &[f64]) -> bool {
        let violated = self.cuts.take_violated(at);
        let rows: Vec<_> = violated.iter().map(|row| (row.upper, self.aggregation.terms(&row.terms))).collect();
        self.engine.add_rows(&rows);
        self.added.extend(violated.iter().copied().map(AddedRow::Cut));
        !rows.is_empty()
    }

    /// Returns whether the built-in interior-point method solves the relaxation.
    pub fn has_interior(&mut self) -> bool {
        self.engine.prefers_own_interior_point()
    }

    /// Returns an interior solution of the built-in method; `None` where it finds none.
    pub fn interior(&mut self, start: Option<&InteriorOptimum>, limits: Watch<'_>) -> Option<InteriorOptimum> {
        let start = start.filter(|_| self.settings.interior_warm_start);
        self.engine.interior(start, limits)
    }

    /// Returns an interior solution as a point of the formulation.
    pub fn point_of(&self, interior: &InteriorOptimum) -> Vec<f64> {
        self.aggregation.unfold(interior.columns())
    }

    /// Solves the relaxation by the solver's own methods; returns a vertex. In a small program the vertex for an earlier goal satisfies what
    /// that goal reached, so that the primal simplex can start there, in half the time of a cold start; but not twice: where the primal
    /// simplex ended is far from the next goal's optimum.
    pub fn solve(&mut self, limits: Watch<'_>) -> Option<RelaxedPoint> {
        if std::mem::take(&mut self.is_at_interior_vertex) && self.settings.primal_restart {
            self.engine.limit_iterations(Some(2 * self.settings.warm_start_iterations));
            let ending = self.engine.run_with_other_costs(limits);
            self.engine.limit_iterations(None);
            if ending == Ending::Optimal {
                return Some(self.relaxed_point());
            }
        }
        self.is_at_interior_vertex = self.run_cold(limits) == Ending::Optimal;
        self.is_at_interior_vertex.then(|| self.relaxed_point())
    }

    /// Goes from an interior solution to a vertex, or solves from a cold start; returns the vertex.
    pub fn vertex(&mut self, interior: &InteriorOptimum, limits: Watch<'_>) -> Option<RelaxedPoint> {
        (self.run_from(Some(interior), limits) == Ending::Optimal).then(|| self.relaxed_point())
    }

    /// Solves again after a change, from the basis at hand where that is quick.
    pub fn resolve(&mut self, limits: Watch<'_>) -> Option<RelaxedPoint> {
        let mut ending = self.run_warm(limits);
        if !matches!(ending, Ending::Optimal | Ending::Infeasible) {
            ending = self.run_cold(limits);
        }
        (ending == Ending::Optimal).then(|| self.relaxed_point())
    }

    /// Solves again after a change if that is quick and if there is a point better than an incumbent.
    pub fn resolve_if_quick(&mut self, incumbent: Option<f64>, limits: Watch<'_>) -> Resolved {
        self.engine.limit_objective(incumbent);
        let ending = self.run_warm(limits);
        self.engine.limit_objective(None);
        match ending {
            Ending::Optimal => Resolved::At(self.relaxed_point()),
            Ending::ObjectiveLimit => Resolved::NoBetter,
            _ => Resolved::Nowhere,
        }
    }

    fn run_warm(&mut self, limits: Watch<'_>) -> Ending {
        self.engine.limit_iterations(Some(self.settings.warm_start_iterations));
        let ending = self.engine.run(Method::Simplex, false, true, limits);
        self.engine.limit_iterations(None);
        ending
    }

    fn run_cold(&mut self, limits: Watch<'_>) -> Ending {
        self.engine.run(Method::InteriorPoint, true, true, limits)
    }

    fn run_from(&mut self, interior: Option<&InteriorOptimum>, limits: Watch<'_>) -> Ending {
        let crossed = interior.and_then(|interior| self.engine.run_from(interior, limits));
        crossed.unwrap_or_else(|| self.run_cold(limits))
    }

    /// Returns the point at which the solver ended, with the duals of all its rows.
    fn relaxed_point(&mut self) -> RelaxedPoint {
        let point = self.engine.point();
        RelaxedPoint { at: self.aggregation.unfold(&point.columns), duals: point.row_duals }
    }

    /// Returns the point at which the solver ended.
    fn point(&mut self) -> Vec<f64> {
        self.aggregation.unfold(&self.engine.point().columns)
    }

    /// Returns the tier that the orders of each commitment reach at a point.
    pub fn tiers_reached(&self, at: &[f64]) -> Vec<usize> {
        self.choices.iter().map(|choice| choice.reached(choice.ordered_at(at))).collect()
    }

    /// Returns a point with these tiers decided, one for each commitment.
    pub fn with_tiers(&self, mut at: Vec<f64>, tiers: impl IntoIterator<Item = usize>) -> Vec<f64> {
        for (choice, tier) in self.choices.iter().zip(tiers) {
            for (place, (column, _)) in choice.bands.iter().enumerate() {
                at[*column] = if place == tier { 1.0 } else { 0.0 };
            }
        }
        at
    }

    /// Returns the best plan with every tier decided as a point says, from an interior solution where there is one; `None` where there is no
    /// plan. Unless a vertex is wanted, the plan may be an interior solution.
    pub fn plan_with(
        &mut self,
        fixed: Vec<f64>,
        start: Option<&InteriorOptimum>,
        wants_vertex: bool,
        limits: Watch<'_>,
    ) -> Option<TierPlan> {
        let basis = self.basis();
        self.fix_tiers(&fixed);
        let interior = start.and_then(|start| self.interior(Some(start), limits));
        let inside = interior.as_ref().filter(|_| !wants_vertex).and_then(InteriorOptimum::point);
        let found = match inside {
            Some(point) => Ok(point),
            None => match self.run_from(interior.as_ref(), limits) {
                Ending::Optimal => Ok(self.engine.point()),
                other => Err(other),
            },
        };
        let proof = found.as_ref().ok().map(|point| self.lifted(point, &fixed, Method::InteriorPoint));
        self.open_tiers(basis);
        (!matches!(found, Err(Ending::Infeasible))).then_some(TierPlan { fixed, proof })
    }

    /// Returns the plan at which the simplex ended with every tier decided.
    pub fn plan_at_hand(&mut self, fixed: Vec<f64>) -> TierPlan {
        let point = self.engine.point();
        let proof = Some(self.lifted(&point, &fixed, Method::Simplex));
        TierPlan { fixed, proof }
    }

    /// Lifts a point with every tier decided to the formulation.
    fn lifted(&mut self, point: &Point, fixed: &[f64], method: Method) -> LiftedProof {
        let effort = Effort { method, iterations: self.engine.iterations() };
        let lifting = DualLifting {
            formulation: self.formulation,
            aggregation: &self.aggregation,
            choices: self.choices,
            added: &self.added,
            costs: &self.costs,
            fixed,
        };
        LiftedProof { point: lifting.lift(point), effort }
    }

    /// Lifts duals of the solver's rows, with no tier decided, to the rows of the formulation, and to the rows that were added.
    pub fn lifted_duals(&self, duals: &[f64]) -> LiftedDuals<'a> {
        lifted_duals(self.formulation, &self.aggregation, &self.added, &self.costs, duals)
    }

    /// Fixes every tier as a point says.
    pub fn fix_tiers(&mut self, fixed: &[f64]) {
        let columns = self.tier_columns();
        self.engine.set_bounds_of(columns.into_iter().map(|(column, place)| (place, fixed[column], fixed[column])));
    }

    /// Restricts commitments to the tiers that are open to them.
    pub fn restrict(&mut self, choices: &[usize], open: &[Range<usize>]) {
        let mut bounds: Vec<(usize, f64, f64)> = Vec::new();
        for &choice in choices {
            let (tiers, open) = (&self.choices[choice].bands, &open[choice]);
            for (tier, (column, _)) in tiers.iter().enumerate() {
                let is_open = open.contains(&tier);
                let is_only = is_open && open.len() == 1 && tiers.len() > 1;
                let Some(column) = self.aggregation.place(*column) else { continue };
                bounds.push((column, f64::from(is_only), f64::from(is_open)));
            }
        }
        bounds.sort_unstable_by_key(|(column, ..)| *column);
        self.engine.set_bounds_of(bounds);
    }

    /// Bounds integer decisions, each by its column of the formulation.
    pub fn bound(&mut self, bounds: Vec<(usize, f64, f64)>) {
        let places = bounds.into_iter().filter_map(|(column, lower, upper)| {
            let place = self.aggregation.place(column)?;
            Some((place, lower, upper))
        });
        let mut places: Vec<_> = places.collect();
        places.sort_by_key(|(place, ..)| *place);
        // What is said last of a column counts.
        places.reverse();
        places.dedup_by_key(|(place, ..)| *place);
        places.reverse();
        self.engine.set_bounds_of(places);
    }

    /// Relaxes every integer decision again.
    pub fn open_integers(&mut self) {
        self.engine.relax_integers();
    }

    /// Returns to a basis: that of slacks where there was none.
    pub fn return_to(&mut self, basis: &SavedBasis) {
        let slack = basis.is_none().then(|| self.engine.slack_basis());
        if let Some((columns, rows)) = basis.as_ref().or(slack.as_ref()) {
            self.engine.set_basis(columns, rows);
        }
    }

    /// Returns the iterations of the last run.
    pub fn iterations(&mut self) -> i64 {
        self.engine.iterations()
    }

    /// Returns the reduced costs of columns of the formulation at the point where the solver ended.
    pub fn reduced_costs(&mut self, columns: impl Iterator<Item = usize>) -> Vec<f64> {
        let duals = self.engine.point().column_duals;
        columns.map(|column| self.aggregation.place(column).map_or(0.0, |place| duals[place])).collect()
    }

    /// Returns the basis at hand.
    pub fn basis(&mut self) -> SavedBasis {
        self.engine.basis()
    }

    /// Relaxes every tier again, and returns to a basis: that of slacks where there was none.
    pub fn open_tiers(&mut self, basis: SavedBasis) {
        let tiers = self.tier_columns();
        self.engine.set_bounds_of(tiers.into_iter().map(|(_, place)| (place, 0.0, 1.0)));
        let (columns, rows) = basis.unwrap_or_else(|| self.engine.slack_basis());
        self.engine.set_basis(&columns, &rows);
    }

    /// Returns the tier variables, by their places in the formulation and in the solver, in the order of the latter.
    fn tier_columns(&self) -> Vec<(usize, usize)> {
        let columns = self.choices.iter().flat_map(|choice| &choice.bands);
        let mut columns: Vec<_> =
            columns.filter_map(|(column, _)| Some((*column, self.aggregation.place(*column)?))).collect();
        columns.sort_unstable_by_key(|(_, place)| *place);
        columns
    }

    /// Runs branch and bound, from an incumbent where there is one.
    pub fn branch_and_bound(&mut self, gap: f64, incumbent: Option<&[f64]>, limits: Watch<'_>) -> SearchedTiers {
        self.engine.set_proof_gap(gap);
        self.engine.free_integers();
        if let Some(incumbent) = incumbent {
            self.engine.suggest(&self.aggregation.fold(incumbent));
        }
        let ending = self.engine.search(limits);
        let has_plan = self.engine.has_plan(ending);
        let iterations = self.engine.iterations();
        SearchedTiers { ending, bound: self.engine.search_bound(), iterations, at: has_plan.then(|| self.point()) }
    }
}

/// Returns the objective at a point.
pub(super) fn value(costs: &[f64], at: &[f64]) -> f64 {
    costs.iter().zip(at).map(|(cost, value)| cost * value).sum()
}

/// Returns whether a value is within the permitted gap of its bound.
pub(super) fn is_near(value: f64, bound: f64, gap: f64) -> bool {
    (value - bound).abs() <= gap * value.abs().max(1e-9)
}
