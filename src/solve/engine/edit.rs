//! What is changed of a model that the solver has: costs, rows, limits, coefficients, and what is decided by yes or no.

use super::Engine;

impl Engine {
    /// The costs of every column, minimised.
    pub fn set_costs(&mut self, costs: &[f64]) {
        debug_assert_eq!(costs.len(), self.columns);
        let last = i32::try_from(self.columns).unwrap_or(i32::MAX) - 1;
        if last >= 0 {
            // SAFETY: `costs` holds one value for each column 0..=last.
            unsafe { highs_sys::Highs_changeColsCostByRange(self.model.as_mut_ptr(), 0, last, costs.as_ptr()) };
        }
    }

    /// One more row: Σ terms ≤ upper.
    pub fn add_row(&mut self, upper: f64, terms: &[(usize, f64)]) {
        let index: Vec<i32> = terms.iter().map(|(column, _)| i32::try_from(*column).unwrap_or(i32::MAX)).collect();
        let value: Vec<f64> = terms.iter().map(|(_, coefficient)| *coefficient).collect();
        let length = i32::try_from(terms.len()).unwrap_or(i32::MAX);
        // SAFETY: `index` and `value` hold `length` entries each, and every index is a column of the model.
        unsafe {
            highs_sys::Highs_addRow(
                self.model.as_mut_ptr(),
                f64::NEG_INFINITY,
                upper,
                length,
                index.as_ptr(),
                value.as_ptr(),
            );
        }
        self.rows += 1;
    }

    /// Other limits for a row.
    pub fn set_row_limits(&mut self, row: usize, lower: f64, upper: f64) {
        let row = i32::try_from(row).unwrap_or(i32::MAX);
        // SAFETY: the row is one of the model.
        unsafe { highs_sys::Highs_changeRowBounds(self.model.as_mut_ptr(), row, lower, upper) };
    }

    /// Fixes every yes or no at what a point says, so that what is left is a linear programme.
    pub fn fix_integers(&mut self, at: &[f64]) {
        for (place, _) in self.integers.clone() {
            let value = at[place].round();
            self.bound_integer(place, value, value, highs_sys::kHighsVarTypeContinuous);
        }
    }

    /// Lets every yes or no be anything between, so that what is left is a linear programme.
    pub fn relax_integers(&mut self) {
        for (place, upper) in self.integers.clone() {
            self.bound_integer(place, 0.0, upper, highs_sys::kHighsVarTypeContinuous);
        }
    }

    /// Lets every yes or no be decided again.
    pub fn free_integers(&mut self) {
        for (place, upper) in self.integers.clone() {
            self.bound_integer(place, 0.0, upper, highs_sys::kHighsVarTypeInteger);
        }
    }

    fn bound_integer(&mut self, place: usize, lower: f64, upper: f64, kind: i32) {
        let column = i32::try_from(place).unwrap_or(i32::MAX);
        // SAFETY: the column is one of the model.
        unsafe {
            highs_sys::Highs_changeColIntegrality(self.model.as_mut_ptr(), column, kind);
            highs_sys::Highs_changeColBounds(self.model.as_mut_ptr(), column, lower, upper);
        }
    }

    /// Other bounds for a column.
    pub fn set_bounds(&mut self, column: usize, lower: f64, upper: f64) {
        let column = i32::try_from(column).unwrap_or(i32::MAX);
        // SAFETY: the column is one of the model.
        unsafe { highs_sys::Highs_changeColBounds(self.model.as_mut_ptr(), column, lower, upper) };
    }

    /// Another coefficient.
    pub fn set_coefficient(&mut self, row: usize, column: usize, value: f64) {
        let (row, column) = (i32::try_from(row).unwrap_or(i32::MAX), i32::try_from(column).unwrap_or(i32::MAX));
        // SAFETY: row and column are of the model.
        unsafe { highs_sys::Highs_changeCoeff(self.model.as_mut_ptr(), row, column, value) };
    }

    /// Ends a run of the simplex after so many iterations.
    pub fn limit_iterations(&mut self, most: Option<i32>) {
        self.model.set_option("simplex_iteration_limit", most.unwrap_or(i32::MAX));
    }

    /// Fixes one yes or no, or lets it be decided again.
    pub fn pin(&mut self, column: usize, at: Option<f64>) {
        let upper = self.integers.iter().find(|(place, _)| *place == column).map_or(f64::INFINITY, |(_, upper)| *upper);
        match at {
            Some(at) => self.bound_integer(column, at, at, highs_sys::kHighsVarTypeContinuous),
            None => self.bound_integer(column, 0.0, upper, highs_sys::kHighsVarTypeInteger),
        }
    }
}
