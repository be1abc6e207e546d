//! ```text
//! overshoot[k]: Σ_{g,p with main k,t} gives(p,k) quality(p) X[g,p,t] ≤ max(overshoot(k) × largest requirement(k) − least held(k),
//!   Σ_n max(0, overshoot(k) × largest target(n,k) − least held(n,k)))
//! ```
//!
//! Or "as much domestic volume as can be" would fill warehouses. In US-equivalents, as requirements are.

use crate::formulation::reach::{deliverable, made_from};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in model.capabilities.ids() {
        let mut terms = Vec::new();
        for (offer, entry) in model.offers.iter().filter(|(_, entry)| entry.main() == capability) {
            for step in order_steps(model, entry) {
                for group in model.groups.ids() {
                    columns.push(
                        &mut terms,
                        ColumnKey::Pooled { group, offer, step },
                        entry.gives[0].1 * entry.quality,
                    );
                }
            }
        }
        let most = deliverable(model, capability);
        let made: f64 = (model.offers.iter().filter(|(_, entry)| entry.main() == capability))
            .map(|(offer, entry)| made_from(model, offer, 0) * entry.gives[0].1 * entry.quality)
            .sum();
        // Where the lines cannot make so much, nothing need be said.
        if made.is_nan() || made > most {
            rows.push(Row::at_most(RowKey::Overshoot { capability }, most, terms));
        }
    }
    rows
}
