//! ```text
//! split[n,g,p,t]: Σ_b x[n,g,p,t,b] − x[n,g,p,t] = 0
//! band_from[g,p,b]: Σ_{n,t} x[n,g,p,t,b] − from(b) z[g,p,b] ≥ 0
//! band_to[g,p,b]: Σ_{n,t} x[n,g,p,t,b] − end(b) z[g,p,b] ≤ 0
//! one_band[g,p]: Σ_b z[g,p,b] ≤ 1
//! ```
//!
//! One price for everyone, set by the total commitment over the horizon. Bands that requirement, money and lines cannot
//! reach are left out, and the last one ends where they do.

use crate::formulation::reach::{end, reaches_one_price};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{GroupId, OfferId};
use crate::model::Model;

/// A commitment that reaches a band has the price of that band, even where the solver would not mind the dearer one: the
/// dearer band ends this share before.
const SLIVER: f64 = 1e-5;

/// Room above the last band.
const ROOM: f64 = 1e-3;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for group in model.groups.ids() {
        for (offer, entry) in model.offers.iter() {
            if !entry.incremental && !reaches_one_price(model, group, offer) {
                rows.extend(splits(model, columns, group, offer));
                rows.extend(bands(model, columns, group, offer));
            }
        }
    }
    rows
}

fn splits(model: &Model, columns: &Columns, group: GroupId, offer: OfferId) -> Vec<Row> {
    let mut rows = Vec::new();
    for &nation in &model.groups[group].members {
        for step in order_steps(model, &model.offers[offer]) {
            let mut terms = Vec::new();
            for (band, _) in (0..).zip(&model.offers[offer].bands) {
                columns.push(&mut terms, ColumnKey::Banded { nation, group, offer, step, band }, 1.0);
            }
            if !terms.is_empty() {
                columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step }, -1.0);
                rows.push(Row::equal(RowKey::Split { nation, group, offer, step }, 0.0, terms));
            }
        }
    }
    rows
}

fn bands(model: &Model, columns: &Columns, group: GroupId, offer: OfferId) -> Vec<Row> {
    let entry = &model.offers[offer];
    let mut rows = Vec::new();
    let mut one = Vec::new();
    for (band, limits) in (0..).zip(&entry.bands) {
        let Some(reached) = columns.find(ColumnKey::Band { group, offer, band }) else { continue };
        one.push((reached, 1.0));
        let mut bought = Vec::new();
        for &nation in &model.groups[group].members {
            for step in order_steps(model, entry) {
                columns.push(&mut bought, ColumnKey::Banded { nation, group, offer, step, band }, 1.0);
            }
        }
        if limits.from > 0.0 {
            let terms = [&bought[..], &[(reached, -limits.from)]].concat();
            rows.push(Row::at_least(RowKey::BandFrom { group, offer, band }, 0.0, terms));
        }
        let mut upto = end(model, group, offer, band);
        if columns.find(ColumnKey::Band { group, offer, band: band + 1 }).is_some() {
            upto *= 1.0 - SLIVER;
        } else if upto <= limits.from * (1.0 + ROOM) {
            // Lines and requirements hold the last band; were it as narrow as they make it, down to a single number, the
            // solver would go astray.
            upto *= 1.0 + ROOM;
        }
        let terms = [&bought[..], &[(reached, -upto)]].concat();
        rows.push(Row::at_most(RowKey::BandTo { group, offer, band }, 0.0, terms));
    }
    rows.push(Row::at_most(RowKey::OneBand { group, offer }, 1.0, one));
    rows
}
