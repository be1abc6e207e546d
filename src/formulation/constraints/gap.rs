//! ```text
//! gap[k,t]: Σ_b s[k,t,b] + E[k,t] ≥ baseline[k,t], 0 ≤ s[k,t,b] ≤ width(k,b) baseline[k,t]
//! ```
//!
//! Where no enabler is involved, E is what serves, `S[k,t]` + Σ held, and what is held goes to the right side.

use crate::formulation::constraints::enabler::held;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::Id;
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (capability, entry) in model.capabilities.iter() {
        let enabling = model.touches_enablers(capability);
        for step in model.horizon.steps() {
            let baseline = model.baselines[[capability.index(), step.index()]];
            if baseline <= 0.0 {
                continue;
            }
            let mut terms = Vec::new();
            for (band, _) in (0..).zip(&entry.gap_bands) {
                columns.push(&mut terms, ColumnKey::Missing { capability, step, band }, 1.0);
            }
            let there = if enabling {
                columns.push(&mut terms, ColumnKey::Usable { capability, step }, 1.0);
                0.0
            } else {
                columns.push(&mut terms, ColumnKey::Stock { capability, step }, 1.0);
                held(model, capability, step).0
            };
            rows.push(Row::at_least(RowKey::Gap { capability, step }, baseline - there, terms));
        }
    }
    rows
}
