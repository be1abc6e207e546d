//! ```text
//! funding[l,t]: Σ_{n ∈ payers(l)} h[n,l,t] − cost(l) e[l,t] = 0
//! ```
//!
//! Only where payers share freely; a fixed key stands in the budgets themselves.

use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::{Funding, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, entry) in model.lines.iter() {
        let Some(expansion) = &entry.expansion else { continue };
        let Funding::Free(payers) = &expansion.funding else { continue };
        for step in model.horizon.steps() {
            let Some(extra) = columns.find(ColumnKey::Extra { line, step }) else { continue };
            let mut terms = Vec::new();
            for &nation in payers {
                columns.push(&mut terms, ColumnKey::Contribution { nation, line, step }, 1.0);
            }
            terms.push((extra, -expansion.cost.0));
            rows.push(Row::equal(RowKey::Funding { line, step }, 0.0, terms));
        }
    }
    rows
}
