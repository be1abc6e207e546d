//! ```text
//! filled[g,p,t]: Σ_b f[g,p,t,b] − Σ_b f[g,p,t−1,b] − X[g,p,t] = 0
//! full_band[g,p,t,b]: f[g,p,t,b] − width(b) full[g,p,t,b] ≥ 0
//! next_band[g,p,t,b]: f[g,p,t,b+1] − width(b+1) full[g,p,t,b] ≤ 0
//! paid_together[g,p,t]: Σ_{n ∈ g} paid[n,g,p,t] − Σ_b price(b) (f[g,p,t,b] − f[g,p,t−1,b]) = 0
//! ```
//!
//! Each further unit at the price of its band: orders so far fill the bands from the first, and a year pays what it adds.
//! Who of the group pays how much is decided freely, and reported.

use crate::formulation::reach::width;
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{GroupId, OfferId};
use crate::model::{Model, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for group in model.groups.ids() {
        for (offer, entry) in model.offers.iter().filter(|(_, entry)| entry.incremental) {
            let mut before = None;
            // A year in which nobody can order has no columns, and bands stand in it as they stood before.
            let open = |step: &Step| columns.find(ColumnKey::Pooled { group, offer, step: *step }).is_some();
            for step in order_steps(model, entry).filter(open) {
                rows.extend(year(model, columns, group, offer, step, before));
                before = Some(step);
            }
        }
    }
    rows
}

fn year(
    model: &Model,
    columns: &Columns,
    group: GroupId,
    offer: OfferId,
    step: Step,
    before: Option<Step>,
) -> Vec<Row> {
    let bands = &model.offers[offer].bands;
    let fill = |step, band| ColumnKey::Fill { group, offer, step, band };
    let (mut filled, mut paid, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for &nation in &model.groups[group].members {
        columns.push(&mut paid, ColumnKey::Paid { nation, group, offer, step }, 1.0);
    }
    for (band, limits) in (0..).zip(bands) {
        columns.push(&mut filled, fill(step, band), 1.0);
        columns.push(&mut paid, fill(step, band), -limits.price.0);
        if let Some(before) = before {
            columns.push(&mut filled, fill(before, band), -1.0);
            columns.push(&mut paid, fill(before, band), limits.price.0);
        }
        if let (Some(this), Some(full)) =
            (columns.find(fill(step, band)), columns.find(ColumnKey::Full { group, offer, step, band }))
        {
            let key = RowKey::FullBand { group, offer, step, band };
            rows.push(Row::at_least(key, 0.0, vec![(this, 1.0), (full, -width(model, group, offer, band))]));
            if let Some(next) = columns.find(fill(step, band + 1)) {
                let key = RowKey::NextBand { group, offer, step, band };
                rows.push(Row::at_most(key, 0.0, vec![(next, 1.0), (full, -width(model, group, offer, band + 1))]));
            }
        }
    }
    if !filled.is_empty() {
        columns.push(&mut filled, ColumnKey::Pooled { group, offer, step }, -1.0);
        rows.push(Row::equal(RowKey::Filled { group, offer, step }, 0.0, filled));
        rows.push(Row::equal(RowKey::PaidTogether { group, offer, step }, 0.0, paid));
    }
    rows
}
