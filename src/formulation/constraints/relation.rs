//! ```text
//! link[i,n]: Σ_{p of i} Σ_{g,t} weight(p) x[n,g,p,t] − most(i,n) a[i,n] ≤ 0
//! least_load[i,n]: Σ_{p of i} Σ_{g,t} weight(p) x[n,g,p,t] − at least(i,n) a[i,n] ≥ 0
//! relation_count[c]: Σ_{(i,n) of c} a[i,n] ≤ at most(c)
//! ```
//!
//! Only for relations with a fixed cost, a least load or a count; elsewhere no integer decision arises.

use crate::formulation::reach::most_load;
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (relation, entry) in model.relations.iter() {
        let Some(supplies) = columns.find(ColumnKey::Supplies { relation }) else { continue };
        let mut load = Vec::new();
        for (offer, sold) in model.offers.iter().filter(|(_, sold)| sold.by == entry.from) {
            for step in order_steps(model, sold) {
                for group in model.groups.ids() {
                    let order = ColumnKey::Order { nation: entry.to, group, offer, step };
                    columns.push(&mut load, order, entry.weight(offer));
                }
            }
        }
        let link = [&load[..], &[(supplies, -most_load(model, relation))]].concat();
        rows.push(Row::at_most(RowKey::Link { relation }, 0.0, link));
        if entry.at_least > 0.0 {
            let least = [&load[..], &[(supplies, -entry.at_least)]].concat();
            rows.push(Row::at_least(RowKey::LeastLoad { relation }, 0.0, least));
        }
    }
    for (count, limit) in (0..).zip(&model.relation_counts) {
        let mut terms = Vec::new();
        for &relation in &limit.relations {
            columns.push(&mut terms, ColumnKey::Supplies { relation }, 1.0);
        }
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        rows.push(Row::at_most(RowKey::RelationCount { count }, limit.at_most as f64, terms));
    }
    rows
}
