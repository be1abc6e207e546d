//! The dual program of a linear program: where a solver gives no dual values, its solution has them.
//!
//! minimise c x with l ≤ x ≤ u and L ≤ A x ≤ U has the dual: maximise L y⁺ − U y⁻ + l z⁺ − u z⁻ with Aᵀ(y⁺ − y⁻) + z⁺ − z⁻ = c and
//! y⁺, y⁻, z⁺, z⁻ ≥ 0, where each stands for a limit that is finite. It is written as a minimisation of the negative.

use super::microlp::{SlicedColumn, SlicedLimit};

/// A dual program, and which of its columns belong to which row.
pub(super) struct Dual {
    pub columns: Vec<SlicedColumn>,
    pub rows: Vec<SlicedLimit>,
    /// For each row of the program, the columns of its lower and its upper limit.
    limits: Vec<(Option<usize>, Option<usize>)>,
}

impl Dual {
    /// The dual values of the program's rows, at a point of the dual.
    pub fn row_duals(&self, at: &[f64]) -> Vec<f64> {
        let value = |place: Option<usize>| place.map_or(0.0, |place| at[place]);
        self.limits.iter().map(|(lower, upper)| value(*lower) - value(*upper)).collect()
    }
}

/// The dual of a program, whose integers are relaxed.
pub(super) fn dual_of(columns: &[SlicedColumn], rows: &[SlicedLimit]) -> Dual {
    let equality = |column: &SlicedColumn| SlicedLimit { lower: column.cost, upper: column.cost, terms: Vec::new() };
    let mut dual = Dual { columns: Vec::new(), rows: columns.iter().map(equality).collect(), limits: Vec::new() };
    for row in rows {
        let lower = dual.add(row.lower, 1.0, &row.terms);
        let upper = dual.add(row.upper, -1.0, &row.terms);
        dual.limits.push((lower, upper));
    }
    for (place, column) in columns.iter().enumerate() {
        dual.add(column.lower, 1.0, &[(place, 1.0)]);
        dual.add(column.upper, -1.0, &[(place, 1.0)]);
    }
    dual
}

impl Dual {
    /// Adds the column of a limit, of a lower one with the sign 1, if it is finite.
    fn add(&mut self, limit: f64, sign: f64, terms: &[(usize, f64)]) -> Option<usize> {
        if !limit.is_finite() {
            return None;
        }
        let place = self.columns.len();
        self.columns.push(SlicedColumn { cost: -sign * limit, lower: 0.0, upper: f64::INFINITY, is_integer: false });
        for (row, factor) in terms {
            self.rows[*row].terms.push((place, sign * factor));
        }
        Some(place)
    }
}
