//! ```text
//! national_stock[n,k,t]: S[n,k,t] − S[n,k,t−1] − Σ_{g,p,τ} gives(p,k) quality(p) change(p,τ,t) x[n,g,p,τ] = 0, for flows without S[n,k,t−1]
//! ```
//!
//! Only for nations with a target: elsewhere nothing tells whose a unit is.

use crate::formulation::schedule::{change, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::GroupId;
use crate::model::{Kind, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for nation in model.nations.ids() {
        let groups: Vec<GroupId> = model.groups_of(nation).collect();
        for (capability, entry) in model.capabilities.iter() {
            for year in model.horizon.steps() {
                let Some(stock) = columns.find(ColumnKey::NationalStock { nation, capability, step: year }) else {
                    continue;
                };
                let mut terms = vec![(stock, 1.0)];
                if let (Kind::Stock, Some(before)) = (entry.kind, model.horizon.before(year, 1)) {
                    columns.push(&mut terms, ColumnKey::NationalStock { nation, capability, step: before }, -1.0);
                }
                for (offer, sold) in model.offers.iter() {
                    let Some((_, amount)) = sold.gives.iter().find(|(given, _)| *given == capability) else { continue };
                    for ordered in order_steps(model, sold).filter(|ordered| *ordered <= year) {
                        let part = -amount * sold.quality * change(model, sold, entry.kind, ordered, year);
                        for &group in &groups {
                            columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step: ordered }, part);
                        }
                    }
                }
                rows.push(Row::equal(RowKey::NationalStock { nation, capability, step: year }, 0.0, terms));
            }
        }
    }
    rows
}
