//! ```text
//! line[l,t]: Σ_{g,p,τ} use(p,l) part(p,t−τ) X[g,p,τ] − built[l,t] + unused[l,t] − unused[l,t−1] ≤ max(0, capacity[l,t] − backlog[l,t])
//! ```
//!
//! unused exists only for lines that make less than one unit a year: what one year leaves counts for the next.

use crate::formulation::schedule::{delivered, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, entry) in model.lines.iter() {
        for year in model.horizon.steps() {
            let mut terms = Vec::new();
            for (offer, made) in model.offers.iter() {
                let Some((_, amount)) = made.lines.iter().find(|(used, _)| *used == line) else { continue };
                for ordered in order_steps(model, made).filter(|ordered| *ordered <= year) {
                    let part = amount * delivered(model, made, ordered, year);
                    for group in model.groups.ids() {
                        columns.push(&mut terms, ColumnKey::Pooled { group, offer, step: ordered }, part);
                    }
                }
            }
            if terms.is_empty() && !entry.counts_cumulatively() {
                continue;
            }
            columns.push(&mut terms, ColumnKey::Built { line, step: year }, -1.0);
            columns.push(&mut terms, ColumnKey::Unused { line, step: year }, 1.0);
            if let Some(before) = model.horizon.before(year, 1) {
                columns.push(&mut terms, ColumnKey::Unused { line, step: before }, -1.0);
            }
            rows.push(Row::at_most(RowKey::Line { line, step: year }, entry.free[year.index()], terms));
        }
    }
    rows
}
