//! By way of the interior of the optimal face to a vertex: our own interior point method, the solver's crossover, and what is left for
//! the simplex.

use std::time::Instant;

use super::{Algorithm, Ending, Engine, OwnInteriorPoint, Point, Watch};
use interior_point::{InteriorSolution, LinearProgram, Options};

/// Programmes with fewer coefficients are left to the solver, whose presolve finds more to leave out than our steps cost.
const SMALL: usize = 50_000;

/// By so much, relative, rounding may leave the bound of an interior point too high.
const BESIDE: f64 = 1e-6;

/// An interior point that misses less than this, relative, is as good a plan as a vertex: the certificate allows ten times as much.
const PROVES: f64 = 1e-7;

/// A programme and an interior point of its optimal face.
pub struct InteriorOptimum {
    programme: LinearProgram,
    found: InteriorSolution,
    /// How long the method took.
    seconds: f64,
}

impl InteriorOptimum {
    /// The value of each column.
    pub fn columns(&self) -> &[f64] {
        &self.found.columns
    }

    /// The dual value of each row.
    pub fn row_duals(&self) -> &[f64] {
        &self.found.iterate.duals
    }

    /// The values and prices of columns and rows, as the way came to them; nothing where numbers did not allow to come near enough to prove
    /// a plan.
    pub fn point(&self) -> Option<Point> {
        let inside = &self.found.iterate;
        (self.found.residual <= PROVES).then(|| Point {
            columns: inside.columns.clone(),
            column_duals: inside.reduced_costs.clone(),
            row_duals: inside.duals.clone(),
        })
    }

    /// What no point goes below.
    pub const fn bound(&self) -> f64 {
        self.found.dual_objective - BESIDE * self.found.dual_objective.abs()
    }
}

impl Engine {
    /// Whether our own method is the faster one: in large programmes, but for those in which integer decisions are made, of which the solver's
    /// presolve leaves little, and those that it failed to solve before.
    pub fn prefers_own_interior_point(&mut self) -> bool {
        (self.integers.is_empty() || self.relaxed)
            && self.own_interior_point == OwnInteriorPoint::Works
            && self.solver.coefficients() >= SMALL
    }

    /// An interior point of the optimal face of the linear programme at hand, by our own method; nothing where it does not find one. It begins where
    /// the iterates of another came by, of the same programme with fewer rows or with columns not yet fixed.
    pub fn interior(&mut self, from: Option<&InteriorOptimum>, watch: Watch<'_>) -> Option<InteriorOptimum> {
        let programme = self.solver.program()?;
        let tell = |iterations: usize| watch.tell(i64::try_from(iterations).unwrap_or(i64::MAX), None, None);
        let should_stop = || watch.stop().is_some();
        let began = Instant::now();
        let options = Options {
            warm_start: from.map(|from| &from.found.warm_start),
            is_start: true,
            should_stop: Some(&should_stop),
            on_iteration: Some(&tell),
        };
        let found = interior_point::solve(&programme, options);
        let (seconds, iterations) = (began.elapsed().as_secs_f64(), found.as_ref().map(|found| found.iterations));
        tracing::debug!(seconds, ?iterations, "interior point method");
        let found = found.ok()?;
        self.interior_iterations = i64::try_from(found.iterations).unwrap_or(i64::MAX);
        Some(InteriorOptimum { programme, found, seconds })
    }

    /// A vertex by way of the interior; how it ended, where it did.
    pub(super) fn run_by_crossover(&mut self, watch: Watch<'_>) -> Option<Ending> {
        let interior = self.interior(None, watch)?;
        self.run_from(&interior, watch)
    }

    /// Goes on from the interior to a vertex; how it ended, where it did.
    pub fn run_from(&mut self, interior: &InteriorOptimum, watch: Watch<'_>) -> Option<Ending> {
        // The solver's crossover knows no time limit, and takes about as long as the interior point method did.
        if let Some(ending) =
            watch.stop().or(watch.left().filter(|left| *left < interior.seconds).map(|_| Ending::TimeLimit))
        {
            return Some(ending);
        }
        // The vertex is a plan; what is left are prices, if anything.
        let (columns, rows) = self.solver.crossover(&interior.programme, &interior.found)?;
        self.set_basis(&columns, &rows);
        let ending = self.start(Algorithm::PrimalSimplex, false, true, watch);
        matches!(ending, Ending::Optimal | Ending::TimeLimit | Ending::Cancelled).then_some(ending)
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::{Ending, Engine, Method, Watch};
    use crate::formulation::{Row, RowKey};

    const KEY: RowKey = RowKey::Kept { goal: 0 };

    /// Three makers with 20, 30 and 25 units, four buyers who need 10, 15, 25 and 20, and what a unit costs between them; in all 75
    /// for 70, many ways of which are best.
    fn transport() -> (Vec<(bool, f64)>, Vec<Row>, Vec<f64>) {
        let (made, needed) = ([20.0, 30.0, 25.0], [10.0, 15.0, 25.0, 20.0]);
        let costs = [2.0, 2.0, 3.0, 4.0, 2.0, 2.0, 3.0, 3.0, 4.0, 3.0, 3.0, 3.0];
        let mut rows: Vec<Row> = Vec::new();
        for (maker, made) in made.into_iter().enumerate() {
            rows.push(Row::at_most(KEY, made, (0..4).map(|buyer| (4 * maker + buyer, 1.0)).collect()));
        }
        for (buyer, needed) in needed.into_iter().enumerate() {
            rows.push(Row::at_least(KEY, needed, (0..3).map(|maker| (4 * maker + buyer, 1.0)).collect()));
        }
        (vec![(false, f64::INFINITY); 12], rows, costs.to_vec())
    }

    fn value(engine: &mut Engine, costs: &[f64]) -> f64 {
        engine.point().columns.iter().zip(costs).map(|(value, cost)| value * cost).sum()
    }

    #[test]
    fn the_vertex_is_as_good_as_that_of_the_simplex_and_has_a_basis() {
        let (columns, rows, costs) = transport();
        let mut by_simplex = Engine::of(&columns, &rows).unwrap();
        by_simplex.set_costs(&costs);
        assert_eq!(by_simplex.run(Method::Simplex, true, true, Watch::default()), Ending::Optimal);
        let mut engine = Engine::of(&columns, &rows).unwrap();
        engine.set_costs(&costs);
        assert!(!engine.prefers_own_interior_point());
        let interior = engine.interior(None, Watch::default()).unwrap();
        assert_eq!(engine.run_from(&interior, Watch::default()), Some(Ending::Optimal));
        let (best, found) = (value(&mut by_simplex, &costs), value(&mut engine, &costs));
        assert!((best - found).abs() < 1e-9, "{best} {found}");
        // A vertex: no more columns are in use than there are rows.
        let point = engine.point();
        assert!(point.columns.iter().filter(|value| **value > 1e-9).count() <= rows.len());
        // The limits that were held meanwhile are as they were: the dearest way sells all 75, 20 at 4, 30 at 3 and 25 at 4, but for the
        // 15 of the second buyer, who pays 1 less.
        engine.set_costs(&costs.iter().map(|cost| -cost).collect::<Vec<_>>());
        assert_eq!(engine.run(Method::Simplex, true, true, Watch::default()), Ending::Optimal);
        assert!((value(&mut engine, &costs) - 255.0).abs() < 1e-9, "{}", value(&mut engine, &costs));
    }

    /// With one maker who makes nothing: what holds its columns at nothing has a price, too.
    #[test]
    fn the_interior_point_itself_keeps_every_row_and_its_prices_prove_it() {
        let (columns, mut rows, costs) = transport();
        rows[2].upper = 0.0;
        for (row, least) in rows[3..].iter_mut().zip([10.0, 10.0, 15.0, 10.0]) {
            row.lower = least;
        }
        let mut engine = Engine::of(&columns, &rows).unwrap();
        engine.set_costs(&costs);
        let point = engine.interior(None, Watch::default()).unwrap().point().unwrap();
        let mut left = costs.clone();
        let mut bound = 0.0;
        for (row, price) in rows.iter().zip(&point.row_duals) {
            let sum: f64 = row.terms.iter().map(|(column, factor)| factor * point.columns[*column]).sum();
            assert!(sum <= row.upper + 1e-6 && sum >= row.lower - 1e-6, "{row:?}: {sum}");
            row.terms.iter().for_each(|(column, factor)| left[*column] -= factor * price);
            bound += price * if *price > 0.0 { row.lower } else { row.upper };
        }
        for (left, stated) in left.iter().zip(&point.column_duals) {
            assert!((left - stated).abs() < 1e-9 && *left > -1e-6, "{left} {stated}");
        }
        let value: f64 = point.columns.iter().zip(&costs).map(|(value, cost)| value * cost).sum();
        assert!((value - bound).abs() < 1e-5, "{value} {bound}");
    }

    #[test]
    fn what_was_added_fixed_and_changed_counts() {
        let (columns, rows, costs) = transport();
        let mut engines = [Engine::of(&columns, &rows).unwrap(), Engine::of(&columns, &rows).unwrap()];
        let [ours, theirs] = engines.each_mut().map(|engine| {
            engine.set_costs(&costs);
            engine.add_row(12.0, &[(0, 1.0), (1, 1.0)]);
            engine.set_bounds(4, 3.0, 3.0);
            engine.set_bounds(10, 0.0, 7.5);
            engine.set_row_limits(6, 22.0, 24.0);
            engine
        });
        assert_eq!(theirs.run(Method::Simplex, true, true, Watch::default()), Ending::Optimal);
        let interior = ours.interior(None, Watch::default()).unwrap();
        assert_eq!(ours.run_from(&interior, Watch::default()), Some(Ending::Optimal));
        let (best, found) = (value(theirs, &costs), value(ours, &costs));
        assert!((best - found).abs() < 1e-9, "{best} {found}");
    }

    #[test]
    fn where_there_is_no_interior_point_there_is_no_vertex() {
        let (columns, mut rows, costs) = transport();
        rows.push(Row::at_least(KEY, 80.0, (0..12).map(|column| (column, 1.0)).collect()));
        let mut engine = Engine::of(&columns, &rows).unwrap();
        engine.set_costs(&costs);
        assert!(engine.interior(None, Watch::default()).is_none());
        assert_eq!(engine.run(Method::InteriorPoint, true, true, Watch::default()), Ending::Infeasible);
    }
}
