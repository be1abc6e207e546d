//! ```text
//! pooled[g,p,t]: Σ_{n ∈ g} x[n,g,p,t] − X[g,p,t] = 0
//! ```
//!
//! A group of one needs no row: X is its x. Lines, stocks and volume see only what a group orders; writing them on X keeps their rows short.

use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (group, pool) in model.groups.iter() {
        for (offer, entry) in model.offers.iter() {
            for step in order_steps(model, entry) {
                let key = ColumnKey::Pooled { group, offer, step };
                let Some(pooled) = columns.find(key).filter(|place| columns.key(*place) == key) else { continue };
                let mut terms = Vec::new();
                for &nation in &pool.members {
                    columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step }, 1.0);
                }
                terms.push((pooled, -1.0));
                rows.push(Row::equal(RowKey::Pooled { group, offer, step }, 0.0, terms));
            }
        }
    }
    rows
}
