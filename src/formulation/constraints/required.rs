//! ```text
//! required[q]: goal(q) ≤ value(q), or ≥ where the goal is maximised
//! ```
//!
//! What must be reached, whatever else is wanted: the least cost of a gap that is stated.

use crate::formulation::goals::expression;
use crate::formulation::{Columns, Row, RowKey};
use crate::model::{Model, Sense};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, required) in (0..).zip(&model.required) {
        let terms = expression(model, columns, &required.goal, model.goals.len() + place as usize).terms;
        let key = RowKey::Required { place };
        rows.push(match required.goal.sense {
            Sense::Minimise => Row::at_most(key, required.value, terms),
            Sense::Maximise => Row::at_least(key, required.value, terms),
        });
    }
    rows
}
