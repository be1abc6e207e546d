//! ```text
//! set_up_first[g,p,t]: X[g,p,t+delay(g)] − most(g,p) started[g,p,t] ≤ 0
//! set_up_stays[g,p,t]: started[g,p,t−1] − started[g,p,t] ≤ 0
//! set_up_paid[g,p,t]: Σ_{n ∈ g} set_up[n,g,p,t] − (set_up(p) + harmonisation(g)) (started[g,p,t] − started[g,p,t−1]) = 0
//! ```
//!
//! No order without the set-up and, in a pool, without agreeing on what is ordered; paid once, no later than the pool's
//! delay before the first order, by members as suits the plan.

use crate::formulation::reach::most_units;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (group, pool) in model.groups.iter() {
        for offer in model.offers.ids().filter(|offer| model.once(group, *offer) > 0.0) {
            let most = most_units(model, group, offer);
            let once = model.once(group, offer);
            let mut before: Option<usize> = None;
            for step in model.horizon.steps() {
                let Some(started) = columns.find(ColumnKey::Started { group, offer, step }) else { continue };
                let mut first = Vec::new();
                if let Some(ordered) = model.horizon.after(step, pool.delay) {
                    columns.push(&mut first, ColumnKey::Pooled { group, offer, step: ordered }, 1.0);
                }
                first.push((started, -most));
                rows.push(Row::at_most(RowKey::SetUpFirst { group, offer, step }, 0.0, first));
                let mut paid = Vec::new();
                for &nation in &pool.members {
                    columns.push(&mut paid, ColumnKey::SetUp { nation, group, offer, step }, 1.0);
                }
                paid.push((started, -once));
                if let Some(before) = before {
                    paid.push((before, once));
                    let stays = vec![(before, 1.0), (started, -1.0)];
                    rows.push(Row::at_most(RowKey::SetUpStays { group, offer, step }, 0.0, stays));
                }
                rows.push(Row::equal(RowKey::SetUpPaid { group, offer, step }, 0.0, paid));
                before = Some(started);
            }
        }
    }
    rows
}
