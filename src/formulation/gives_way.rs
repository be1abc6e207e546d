//! ```text
//! Σ terms ≤ limit + |stated| way[d] for every row of d; Σ terms ≥ limit − |stated| way[d]
//! ```
//!
//! Limits that stand or fall together give way by one share of what somebody wrote, so that the least share at which there is a plan is a question
//! to the solver. A limit of 0 gives way by as many units. It is asked only of models that have no plan.

use crate::formulation::{ColumnKey, Formulation, Row};

impl Formulation {
    /// The same with a column for each group of rows, which stands at 0 until it is given room; and their places. `stated` is what
    /// somebody wrote of the limit of a row.
    #[must_use]
    pub fn giving_way(mut self, groups: &[Vec<usize>], stated: impl Fn(&Row) -> f64) -> (Self, Vec<usize>) {
        let mut places = Vec::new();
        for (group, rows) in (0..).zip(groups) {
            let column = self.columns.len();
            self.columns.add(ColumnKey::GivesWay { group }, 0.0);
            for &row in rows {
                let row = &mut self.rows[row];
                let size = way(stated(row));
                // What must be met exactly gives way in no direction.
                if row.upper.is_finite() && !row.lower.is_finite() {
                    row.terms.push((column, -size));
                } else if row.lower.is_finite() && !row.upper.is_finite() {
                    row.terms.push((column, size));
                }
            }
            places.push(column);
        }
        (self, places)
    }
}

/// By how much a limit gives way at 100 %.
#[must_use]
pub fn way(limit: f64) -> f64 {
    if limit.abs() > 1e-9 { limit.abs() } else { 1.0 }
}
