//! Edits of a model: costs, rows, bounds, coefficients, and which columns are integer for now.

use super::{BasisStatus, Engine};

impl Engine {
    /// The costs of every column, minimised.
    pub fn set_costs(&mut self, costs: &[f64]) {
        debug_assert_eq!(costs.len(), self.columns);
        self.costs.clear();
        self.costs.extend_from_slice(costs);
        self.solver.set_costs(costs);
    }

    /// One more row: Σ terms ≤ upper.
    pub fn add_row(&mut self, upper: f64, terms: &[(usize, f64)]) {
        self.add_rows(&[(upper, terms)]);
    }

    /// More rows, Σ terms ≤ upper each. One call for all: each has a cost that grows with the model.
    pub fn add_rows<T: AsRef<[(usize, f64)]>>(&mut self, rows: &[(f64, T)]) {
        let rows: Vec<_> = rows.iter().map(|(upper, terms)| (*upper, terms.as_ref())).collect();
        self.solver.add_rows(&rows);
        self.rows += rows.len();
    }

    /// Other limits for a row.
    pub fn set_row_limits(&mut self, row: usize, lower: f64, upper: f64) {
        self.solver.set_limits(&[(row, lower, upper)]);
    }

    /// Other limits for rows, in ascending order.
    pub fn set_limits_of(&mut self, rows: impl IntoIterator<Item = (usize, f64, f64)>) {
        self.solver.set_limits(&rows.into_iter().collect::<Vec<_>>());
    }

    /// Other bounds for a column.
    pub fn set_bounds(&mut self, column: usize, lower: f64, upper: f64) {
        self.solver.set_bounds(&[(column, lower, upper)]);
    }

    /// Other bounds for columns, in ascending order. One call for all: each has a cost that grows with the model.
    pub fn set_bounds_of(&mut self, columns: impl IntoIterator<Item = (usize, f64, f64)>) {
        self.solver.set_bounds(&columns.into_iter().collect::<Vec<_>>());
    }

    /// Another coefficient.
    pub fn set_coefficient(&mut self, row: usize, column: usize, value: f64) {
        self.solver.set_coefficient(row, column, value);
    }

    /// Fixes every integer decision at what a point says, so that what is left is a linear programme.
    pub fn fix_integers(&mut self, at: &[f64]) {
        self.relaxed = false;
        self.bound_integers(|place, _| (at[place].round(), at[place].round()), false);
    }

    /// Lets every integer decision be relaxed, so that what is left is a linear programme.
    pub fn relax_integers(&mut self) {
        self.relaxed = true;
        self.bound_integers(|_, upper| (0.0, upper), false);
    }

    /// Lets every integer decision be decided again.
    pub fn free_integers(&mut self) {
        self.relaxed = false;
        self.bound_integers(|_, upper| (0.0, upper), true);
    }

    fn bound_integers(&mut self, bounds: impl Fn(usize, f64) -> (f64, f64), is_integer: bool) {
        let kinds: Vec<_> = self.integers.iter().map(|(place, _)| (*place, is_integer)).collect();
        self.solver.set_integer(&kinds);
        let columns = self.integers.iter().map(|&(place, upper)| {
            let (lower, upper) = bounds(place, upper);
            (place, lower, upper)
        });
        self.solver.set_bounds(&columns.collect::<Vec<_>>());
    }

    /// Fixes each integer decision of a list, in ascending order, or lets it be decided again.
    pub fn pin(&mut self, list: &[(usize, Option<f64>)]) {
        self.relaxed = false;
        let kinds: Vec<_> = list.iter().map(|(place, at)| (*place, at.is_none())).collect();
        self.solver.set_integer(&kinds);
        let upper = |place: usize| {
            let found = self.integers.binary_search_by_key(&place, |(place, _)| *place);
            found.map_or(f64::INFINITY, |found| self.integers[found].1)
        };
        let bounds: Vec<_> = (list.iter())
            .map(|&(place, at)| at.map_or_else(|| (place, 0.0, upper(place)), |at| (place, at, at)))
            .collect();
        self.solver.set_bounds(&bounds);
    }

    /// The basis at which the last run ended: columns, rows; nothing where it left none.
    pub fn basis(&mut self) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
        self.solver.basis()
    }

    /// The basis of slacks: every column at its lower limit.
    pub fn slack_basis(&self) -> (Vec<BasisStatus>, Vec<BasisStatus>) {
        (vec![BasisStatus::Lower; self.columns], vec![BasisStatus::Basic; self.rows])
    }

    /// The basis from which the next run starts; the solver mends one that is none.
    pub fn set_basis(&mut self, columns: &[BasisStatus], rows: &[BasisStatus]) {
        debug_assert_eq!((columns.len(), rows.len()), (self.columns, self.rows));
        self.solver.set_basis(columns, rows);
        self.has_basis = true;
    }

    /// Solves without presolve from now on.
    pub const fn do_without_presolve(&mut self) {
        self.presolve = false;
    }

    /// The iteration limit of the simplex; nothing: only that against cycling.
    pub const fn limit_iterations(&mut self, most: Option<i32>) {
        self.iteration_limit = most;
    }

    /// The objective from which on the dual simplex gives a program up, since nobody wants a worse point.
    pub const fn limit_objective(&mut self, most: Option<f64>) {
        self.objective_limit = most;
    }
}
