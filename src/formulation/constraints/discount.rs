//! ```text
//! discount_split[n,g,p,t]: Σ_b x[n,g,p,t,b] − x[n,g,p,t] = 0
//! business_from[g,i,b]: Σ_{p of i} Σ_{n,t} list(p) x[n,g,p,t,b] − from(b) z[g,i,b] ≥ 0
//! business_to[g,i,b]: Σ_{p of i} Σ_{n,t} list(p) x[n,g,p,t,b] − end(b) z[g,i,b] ≤ 0
//! one_discount[g,i]: Σ_b z[g,i,b] ≤ 1
//! ```
//!
//! One discount for every order of a group from a producer, set by their total at list prices over the horizon.

use crate::formulation::reach::most_units;
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{GroupId, OfferId, ProducerId};
use crate::model::{Discount, Model};

/// A total that reaches a discount has it, even where the solver would not mind the dearer orders: they end this share before.
const SLIVER: f64 = 1e-5;

/// Room above the last discount.
const ROOM: f64 = 1e-3;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (group, pool) in model.groups.iter() {
        for (producer, discounts) in &pool.discounts {
            let offers: Vec<OfferId> =
                model.offers.iter().filter(|(_, offer)| offer.by == *producer).map(|(offer, _)| offer).collect();
            for &offer in &offers {
                rows.extend(splits(model, columns, group, offer, discounts));
            }
            rows.extend(totals(model, columns, group, *producer, &offers, discounts));
        }
    }
    rows
}

fn splits(model: &Model, columns: &Columns, group: GroupId, offer: OfferId, discounts: &[Discount]) -> Vec<Row> {
    let mut rows = Vec::new();
    for &nation in &model.groups[group].members {
        for step in order_steps(model, &model.offers[offer]) {
            let mut terms = Vec::new();
            for (band, _) in (0..).zip(discounts) {
                columns.push(&mut terms, ColumnKey::Discounted { nation, group, offer, step, band }, 1.0);
            }
            if !terms.is_empty() {
                columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step }, -1.0);
                rows.push(Row::equal(RowKey::DiscountSplit { nation, group, offer, step }, 0.0, terms));
            }
        }
    }
    rows
}

fn totals(
    model: &Model,
    columns: &Columns,
    group: GroupId,
    producer: ProducerId,
    offers: &[OfferId],
    discounts: &[Discount],
) -> Vec<Row> {
    let mut rows = Vec::new();
    let list = |offer: OfferId| model.offers[offer].list_price().0;
    let most: f64 = offers.iter().map(|offer| list(*offer) * most_units(model, group, *offer)).sum();
    let mut one = Vec::new();
    for ((band, discount), next) in (0..).zip(discounts).zip(discounts.iter().skip(1).map(Some).chain([None])) {
        let Some(reached) = columns.find(ColumnKey::Business { group, producer, band }) else { continue };
        one.push((reached, 1.0));
        let mut bought = Vec::new();
        for &offer in offers {
            for &nation in &model.groups[group].members {
                for step in order_steps(model, &model.offers[offer]) {
                    columns.push(&mut bought, ColumnKey::Discounted { nation, group, offer, step, band }, list(offer));
                }
            }
        }
        if discount.from.0 > 0.0 {
            let terms = [&bought[..], &[(reached, -discount.from.0)]].concat();
            rows.push(Row::at_least(RowKey::BusinessFrom { group, producer, band }, 0.0, terms));
        }
        let upto = match next {
            Some(next) if next.from.0 < most => next.from.0 * (1.0 - SLIVER),
            _ => most.max(discount.from.0) * (1.0 + ROOM),
        };
        let terms = [&bought[..], &[(reached, -upto)]].concat();
        rows.push(Row::at_most(RowKey::BusinessTo { group, producer, band }, 0.0, terms));
    }
    rows.push(Row::at_most(RowKey::OneDiscount { group, producer }, 1.0, one));
    rows
}
