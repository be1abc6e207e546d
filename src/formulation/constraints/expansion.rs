//! ```text
//! expansion[l,t]: built[l,t] − built[l,t−1] − e[l,t−lead] = 0, built ≤ at most
//! ```
//!
//! The sum of all that was bought, as a recursion.

use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, entry) in model.lines.iter() {
        let Some(expansion) = &entry.expansion else { continue };
        for year in model.horizon.steps() {
            let Some(built) = columns.find(ColumnKey::Built { line, step: year }) else { continue };
            let mut terms = vec![(built, 1.0)];
            if let Some(before) = model.horizon.before(year, 1) {
                columns.push(&mut terms, ColumnKey::Built { line, step: before }, -1.0);
            }
            if let Some(bought) = model.horizon.before(year, expansion.lead) {
                columns.push(&mut terms, ColumnKey::Extra { line, step: bought }, -1.0);
            }
            rows.push(Row::equal(RowKey::Expansion { line, step: year }, 0.0, terms));
        }
    }
    rows
}
