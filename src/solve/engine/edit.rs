//! What is changed of a model that the solver has: costs, rows, limits, coefficients, and what is decided by yes or no.

use super::{Engine, Stand};

/// Iteration limit of the simplex against cycling: so many, and so many for each column and row. As a rule it takes fewer than one for each.
const ENDLESS: i32 = 100_000;
const ENDLESS_BY_SIZE: i32 = 50;

impl Engine {
    /// The costs of every column, minimised.
    pub fn set_costs(&mut self, costs: &[f64]) {
        debug_assert_eq!(costs.len(), self.columns);
        self.costs.clear();
        self.costs.extend_from_slice(costs);
        let last = i32::try_from(self.columns).unwrap_or(i32::MAX) - 1;
        if last >= 0 {
            // SAFETY: `costs` holds one value for each column 0..=last.
            unsafe { highs_sys::Highs_changeColsCostByRange(self.model.as_mut_ptr(), 0, last, costs.as_ptr()) };
        }
    }

    /// One more row: Σ terms ≤ upper.
    pub fn add_row(&mut self, upper: f64, terms: &[(usize, f64)]) {
        self.add_rows(&[(upper, terms)]);
    }

    /// More rows, Σ terms ≤ upper each. One call for all: each has a cost that grows with the model.
    pub fn add_rows<T: AsRef<[(usize, f64)]>>(&mut self, rows: &[(f64, T)]) {
        let lower = vec![f64::NEG_INFINITY; rows.len()];
        let upper: Vec<f64> = rows.iter().map(|(upper, _)| *upper).collect();
        let (mut starts, mut index, mut value) = (Vec::new(), Vec::new(), Vec::new());
        for (_, terms) in rows {
            starts.push(length(&index));
            for (column, coefficient) in terms.as_ref() {
                index.push(number(*column));
                value.push(*coefficient);
            }
        }
        // SAFETY: limits and starts hold one value for each row, index and value one for each term; every index is a column of the model.
        unsafe {
            highs_sys::Highs_addRows(
                self.model.as_mut_ptr(),
                length(&upper),
                lower.as_ptr(),
                upper.as_ptr(),
                length(&index),
                starts.as_ptr(),
                index.as_ptr(),
                value.as_ptr(),
            );
        }
        self.rows += rows.len();
    }

    /// Other limits for a row.
    pub fn set_row_limits(&mut self, row: usize, lower: f64, upper: f64) {
        let row = i32::try_from(row).unwrap_or(i32::MAX);
        // SAFETY: the row is one of the model.
        unsafe { highs_sys::Highs_changeRowBounds(self.model.as_mut_ptr(), row, lower, upper) };
    }

    /// Fixes every yes or no at what a point says, so that what is left is a linear programme.
    pub fn fix_integers(&mut self, at: &[f64]) {
        self.relaxed = false;
        let at = |place: usize, _| (at[place].round(), at[place].round());
        self.bound_integers(at, highs_sys::kHighsVarTypeContinuous);
    }

    /// Lets every yes or no be anything between, so that what is left is a linear programme.
    pub fn relax_integers(&mut self) {
        self.relaxed = true;
        self.bound_integers(|_, upper| (0.0, upper), highs_sys::kHighsVarTypeContinuous);
    }

    /// Lets every yes or no be decided again.
    pub fn free_integers(&mut self) {
        self.relaxed = false;
        self.bound_integers(|_, upper| (0.0, upper), highs_sys::kHighsVarTypeInteger);
    }

    fn bound_integers(&mut self, bounds: impl Fn(usize, f64) -> (f64, f64), kind: i32) {
        let set: Vec<i32> = self.integers.iter().map(|(place, _)| number(*place)).collect();
        self.set_kinds(&set, &vec![kind; set.len()]);
        let columns = self.integers.iter().map(|&(place, upper)| {
            let (lower, upper) = bounds(place, upper);
            (place, lower, upper)
        });
        let columns: Vec<_> = columns.collect();
        self.set_bounds_of(columns);
    }

    /// Other bounds for columns, in ascending order. One call for all: each has a cost that grows with the model.
    pub fn set_bounds_of(&mut self, columns: impl IntoIterator<Item = (usize, f64, f64)>) {
        let (set, lower, upper) = limits_of(columns);
        // SAFETY: the vectors have one length; the set is ascending, each a column of the model.
        unsafe {
            highs_sys::Highs_changeColsBoundsBySet(
                self.model.as_mut_ptr(),
                length(&set),
                set.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
            );
        }
    }

    /// Other limits for rows, in ascending order.
    pub fn set_limits_of(&mut self, rows: impl IntoIterator<Item = (usize, f64, f64)>) {
        let (set, lower, upper) = limits_of(rows);
        // SAFETY: the vectors have one length; the set is ascending, each a row of the model.
        unsafe {
            highs_sys::Highs_changeRowsBoundsBySet(
                self.model.as_mut_ptr(),
                length(&set),
                set.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
            );
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

    /// The basis at which the last run ended: columns, rows; nothing where it left none.
    pub fn basis(&mut self) -> Option<(Vec<Stand>, Vec<Stand>)> {
        let (mut columns, mut rows) = (vec![0; self.columns], vec![0; self.rows]);
        // SAFETY: the vectors have the lengths of columns and rows.
        let status =
            unsafe { highs_sys::Highs_getBasis(self.model.as_mut_ptr(), columns.as_mut_ptr(), rows.as_mut_ptr()) };
        let read = |list: Vec<i32>| list.into_iter().map(stand).collect();
        (status != highs_sys::kHighsStatusError).then(|| (read(columns), read(rows)))
    }

    /// The basis of slacks: every column at its lower limit.
    pub fn slack_basis(&self) -> (Vec<Stand>, Vec<Stand>) {
        (vec![Stand::Lower; self.columns], vec![Stand::Basic; self.rows])
    }

    /// The basis from which the next run starts; the solver mends one that is none.
    pub fn set_basis(&mut self, columns: &[Stand], rows: &[Stand]) {
        debug_assert_eq!((columns.len(), rows.len()), (self.columns, self.rows));
        let write = |list: &[Stand]| -> Vec<i32> { list.iter().map(|stand| status(*stand)).collect() };
        let (columns, rows) = (write(columns), write(rows));
        // SAFETY: the vectors have the lengths of columns and rows.
        unsafe { highs_sys::Highs_setBasis(self.model.as_mut_ptr(), columns.as_ptr(), rows.as_ptr()) };
        self.has_basis = true;
    }

    /// Solves without presolve from now on.
    pub const fn do_without_presolve(&mut self) {
        self.presolve = false;
    }

    /// The iteration limit of the simplex; nothing: only that against cycling.
    pub fn limit_iterations(&mut self, most: Option<i32>) {
        let size = number(self.columns + self.rows);
        let most = most.unwrap_or_else(|| ENDLESS.saturating_add(size.saturating_mul(ENDLESS_BY_SIZE)));
        self.model.set_option("simplex_iteration_limit", most);
    }

    /// Fixes each yes or no of a list, in ascending order, or lets it be decided again.
    pub fn pin(&mut self, list: &[(usize, Option<f64>)]) {
        self.relaxed = false;
        let set: Vec<i32> = list.iter().map(|(place, _)| number(*place)).collect();
        let kind = |at: Option<f64>| at.map_or(highs_sys::kHighsVarTypeInteger, |_| highs_sys::kHighsVarTypeContinuous);
        let kinds: Vec<i32> = list.iter().map(|(_, at)| kind(*at)).collect();
        self.set_kinds(&set, &kinds);
        let upper = |place: usize| {
            let found = self.integers.binary_search_by_key(&place, |(place, _)| *place);
            found.map_or(f64::INFINITY, |found| self.integers[found].1)
        };
        let bounds: Vec<_> = (list.iter())
            .map(|&(place, at)| at.map_or_else(|| (place, 0.0, upper(place)), |at| (place, at, at)))
            .collect();
        self.set_bounds_of(bounds);
    }

    /// Whether columns, in ascending order, must be whole.
    fn set_kinds(&mut self, set: &[i32], kinds: &[i32]) {
        debug_assert_eq!(set.len(), kinds.len());
        // SAFETY: both hold as many entries as are told, in ascending order, each a column of the model.
        unsafe {
            highs_sys::Highs_changeColsIntegralityBySet(
                self.model.as_mut_ptr(),
                length(set),
                set.as_ptr(),
                kinds.as_ptr(),
            );
        }
    }
}

/// A place as the solver numbers it.
pub(super) fn number(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX)
}

/// How many entries a call is told of.
fn length<T>(list: &[T]) -> i32 {
    number(list.len())
}

/// Places and their lower and upper limits, each in a vector of its own.
fn limits_of(list: impl IntoIterator<Item = (usize, f64, f64)>) -> (Vec<i32>, Vec<f64>, Vec<f64>) {
    let (mut set, mut lower, mut upper) = (Vec::new(), Vec::new(), Vec::new());
    for (place, least, most) in list {
        set.push(number(place));
        lower.push(least);
        upper.push(most);
    }
    (set, lower, upper)
}

const fn status(stand: Stand) -> i32 {
    match stand {
        Stand::Lower => highs_sys::kHighsBasisStatusLower,
        Stand::Basic => highs_sys::kHighsBasisStatusBasic,
        Stand::Upper => highs_sys::kHighsBasisStatusUpper,
        Stand::Free => highs_sys::kHighsBasisStatusZero,
    }
}

pub(super) const fn stand(status: i32) -> Stand {
    match status {
        highs_sys::kHighsBasisStatusBasic => Stand::Basic,
        highs_sys::kHighsBasisStatusUpper => Stand::Upper,
        highs_sys::kHighsBasisStatusZero => Stand::Free,
        _ => Stand::Lower,
    }
}
