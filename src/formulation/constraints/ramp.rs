//! ```text
//! ramp[l,t]: built[l,t] − (1 + ramp(l)) built[l,t−1] ≤ ramp(l) capacity[l,t−1]
//! ```
//!
//! What expansion adds in a year is at most a share of what the line could make the year before.

use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, entry) in model.lines.iter() {
        let Some(ramp) = entry.ramp else { continue };
        for year in model.horizon.steps() {
            let Some(built) = columns.find(ColumnKey::Built { line, step: year }) else { continue };
            let before = model.horizon.before(year, 1);
            let capacity = entry.capacity[before.unwrap_or(year).index()];
            let mut terms = vec![(built, 1.0)];
            if let Some(before) = before {
                columns.push(&mut terms, ColumnKey::Built { line, step: before }, -(1.0 + ramp.0));
            }
            rows.push(Row::at_most(RowKey::Ramp { line, step: year }, ramp.0 * capacity, terms));
        }
    }
    rows
}
