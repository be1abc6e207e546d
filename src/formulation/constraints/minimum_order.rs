//! ```text
//! minimum_order[g,p]: Σ_t X[g,p,t] − minimum(p) Σ_b z[g,p,b] ≥ 0
//! committed[g,p]: Σ_t X[g,p,t] − most(g,p) z[g,p,1] ≤ 0, where no price band says so already
//! ```
//!
//! A group commits to the minimum, or to nothing.

use crate::formulation::reach::{most_units, reaches_one_price};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for group in model.groups.ids() {
        for (offer, entry) in model.offers.iter().filter(|(_, entry)| entry.minimum_order > 0.0) {
            let mut ordered = Vec::new();
            for step in order_steps(model, entry) {
                columns.push(&mut ordered, ColumnKey::Pooled { group, offer, step }, 1.0);
            }
            let mut least = ordered.clone();
            for (band, _) in (0..).zip(&entry.bands) {
                columns.push(&mut least, ColumnKey::Band { group, offer, band }, -entry.minimum_order);
            }
            if least.len() == ordered.len() {
                continue;
            }
            rows.push(Row::at_least(RowKey::MinimumOrder { group, offer }, 0.0, least));
            if entry.incremental || reaches_one_price(model, group, offer) {
                columns.push(&mut ordered, ColumnKey::Band { group, offer, band: 0 }, -most_units(model, group, offer));
                rows.push(Row::at_most(RowKey::Committed { group, offer }, 0.0, ordered));
            }
        }
    }
    rows
}
