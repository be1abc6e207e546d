//! ```text
//! support[n,t]: S[n,t] − S[n,t−1] − Σ_{g,p,τ} support(p) change(p,τ,t) x[n,g,p,τ] = 0
//! ```
//!
//! S is what n pays a year for all that was delivered to it and still serves; a recursion, so that no row grows with
//! the horizon. What is used up in its year, as of a flow, serves for that year alone.

use crate::formulation::schedule::{change_in_use, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::GroupId;
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for nation in model.nations.ids() {
        let groups: Vec<GroupId> = model.groups_of(nation).collect();
        for year in model.horizon.steps() {
            let Some(support) = columns.find(ColumnKey::Support { nation, step: year }) else { continue };
            let mut terms = vec![(support, 1.0)];
            if let Some(before) = model.horizon.before(year, 1) {
                columns.push(&mut terms, ColumnKey::Support { nation, step: before }, -1.0);
            }
            for (offer, entry) in model.offers.iter().filter(|(_, entry)| entry.support.0 > 0.0) {
                for ordered in order_steps(model, entry).filter(|ordered| *ordered <= year) {
                    let amount = -entry.support.0 * change_in_use(model, entry, ordered, year);
                    for &group in &groups {
                        columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step: ordered }, amount);
                    }
                }
            }
            rows.push(Row::equal(RowKey::Support { nation, step: year }, 0.0, terms));
        }
    }
    rows
}
