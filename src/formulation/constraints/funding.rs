//! ```text
//! funding[l,t]: Σ_{n ∈ payers(l)} h[n,l,t] − Σ_{m paid like l} cost(m) e[m,t] = 0
//! ```
//!
//! Only where payers share freely; a fixed key stands in the budgets themselves. Lines with the same payers are paid from one
//! pot, which bears the name of the first of them, since nobody minds for which of them money is given.

use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::{Funding, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, entry) in model.lines.iter() {
        let Some(expansion) = &entry.expansion else { continue };
        let Funding::Free(payers) = &expansion.funding else { continue };
        if model.first_with_payers(payers) != Some(line) {
            continue;
        }
        for step in model.horizon.steps() {
            let mut terms = Vec::new();
            for &nation in payers {
                columns.push(&mut terms, ColumnKey::Contribution { nation, line, step }, 1.0);
            }
            for (paid, other) in model.lines.iter() {
                if let Some(expansion) = other.expansion.as_ref().filter(|other| other.funding == expansion.funding) {
                    columns.push(&mut terms, ColumnKey::Extra { line: paid, step }, -expansion.cost.0);
                }
            }
            if !terms.is_empty() {
                rows.push(Row::equal(RowKey::Funding { line, step }, 0.0, terms));
            }
        }
    }
    rows
}
