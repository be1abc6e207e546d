//! ```text
//! supply[i,n,t]: Σ_{p of i} Σ_{g,τ} weight(p) part(p,t−τ) x[n,g,p,τ] ≤ at most(i,n)
//! ```
//!
//! The load of a year counts over all goods that the producer delivers to the nation.

use crate::formulation::schedule::{delivered, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, relation) in model.relations.iter().filter(|(_, relation)| relation.at_most.is_finite()) {
        for year in model.horizon.steps() {
            let mut terms = Vec::new();
            for (offer, entry) in model.offers.iter().filter(|(_, entry)| entry.by == relation.from) {
                for ordered in order_steps(model, entry).filter(|ordered| *ordered <= year) {
                    let load = relation.weight(offer) * delivered(model, entry, ordered, year);
                    for group in model.groups.ids() {
                        columns.push(
                            &mut terms,
                            ColumnKey::Order { nation: relation.to, group, offer, step: ordered },
                            load,
                        );
                    }
                }
            }
            rows.push(Row::at_most(RowKey::Supply { relation: id, step: year }, relation.at_most, terms));
        }
    }
    rows
}
