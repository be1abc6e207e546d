//! ```text
//! national_target[n,k,t]: Σ_b s[n,k,t,b] + S[n,k,t] ≥ target[n,k,t] − held[n,k,t], 0 ≤ s[n,k,t,b] ≤ width(k,b) target[n,k,t]
//! ```
//!
//! A required target has no s: a plan that misses it is none.

use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::Id;
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for nation in model.nations.ids() {
        for (capability, entry) in model.capabilities.iter() {
            for step in model.horizon.steps() {
                let place = [nation.index(), capability.index(), step.index()];
                let target = model.targets[place];
                if target.is_nan() || target <= 0.0 {
                    continue;
                }
                let mut terms = Vec::new();
                for (band, _) in (0..).zip(&entry.gap_bands) {
                    columns.push(&mut terms, ColumnKey::NationalMissing { nation, capability, step, band }, 1.0);
                }
                columns.push(&mut terms, ColumnKey::NationalStock { nation, capability, step }, 1.0);
                let lacking = target - model.held_equivalents[place];
                rows.push(Row::at_least(RowKey::NationalTarget { nation, capability, step }, lacking, terms));
            }
        }
    }
    rows
}
