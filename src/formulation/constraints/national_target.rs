//! ```text
//! national_target[n,k,t]: S[n,k,t] ≥ target[n,k,t] − held[n,k,t], where it is required
//! ```
//!
//! A plan that misses a required target is none. One that may be missed stands in `national_stock`.

use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::Id;
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for nation in model.nations.ids() {
        for (capability, _) in model.capabilities.iter().filter(|(_, entry)| entry.targets_required) {
            for step in model.horizon.steps() {
                let place = [nation.index(), capability.index(), step.index()];
                let target = model.targets[place];
                if target.is_nan() || target <= 0.0 {
                    continue;
                }
                let mut terms = Vec::new();
                columns.push(&mut terms, ColumnKey::NationalStock { nation, capability, step }, 1.0);
                let lacking = target - model.held_equivalents[place];
                rows.push(Row::at_least(RowKey::NationalTarget { nation, capability, step }, lacking, terms));
            }
        }
    }
    rows
}
