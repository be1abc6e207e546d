//! ```text
//! lots[n,g,p,t]: x[n,g,p,t] − size(p) lots[n,g,p,t] = 0, lots whole
//! ```

use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (group, pool) in model.groups.iter() {
        for (offer, entry) in model.offers.iter() {
            for step in order_steps(model, entry) {
                for &nation in &pool.members {
                    let order = columns.find(ColumnKey::Order { nation, group, offer, step });
                    let lots = columns.find(ColumnKey::Lots { nation, group, offer, step });
                    if let (Some(order), Some(lots)) = (order, lots) {
                        let terms = vec![(order, 1.0), (lots, -entry.lots_of)];
                        rows.push(Row::equal(RowKey::Lots { nation, group, offer, step }, 0.0, terms));
                    }
                }
            }
        }
    }
    rows
}
