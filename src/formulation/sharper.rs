//! ```text
//! line_of_band[l,g,p,b,t]: Σ_{n,τ} use(p,l) part(p,t−τ) x[n,g,p,τ,b] ≤ free[l,t] z[g,p,b] + built[l,t]
//! line_of_band[l,g,p,b,t]: Σ_{n,τ} use(p,l) part(p,t−τ) x[n,g,p,τ,b] ≤ (free[l,t] + at most(l)) z[g,p,b]
//! ```
//!
//! Rows that every plan keeps, and that the linear relaxation does not: what is bought at the price of a band takes nothing of
//! a line unless the band is reached. Without them a relaxation has the best price for every quantity. For lines that count
//! cumulatively both sides are summed over the years up to t.

use std::collections::BTreeMap;

use crate::formulation::reach::reaches_one_price;
use crate::formulation::schedule::{delivered, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{GroupId, OfferId};
use crate::model::{Model, Step};

/// Rows that bring the linear relaxation nearer to plans in which every band is reached or not.
#[must_use]
pub fn sharper(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, entry) in model.lines.iter().filter(|(_, entry)| !entry.makes_lots) {
        for (offer, made) in model.offers.iter().filter(|(_, made)| !made.incremental) {
            let Some((_, amount)) = made.lines.iter().find(|(used, _)| *used == line) else { continue };
            for group in model.groups.ids().filter(|group| !reaches_one_price(model, *group, offer)) {
                for (band, _) in (0..).zip(&made.bands) {
                    let Some(reached) = columns.find(ColumnKey::Band { group, offer, band }) else { continue };
                    for year in model.horizon.steps() {
                        let taken = taken(model, columns, group, offer, band, year, *amount);
                        let free = entry.free[year.index()];
                        let column = columns.find(ColumnKey::Built { line, step: year });
                        let built: Vec<(usize, f64)> = column.iter().map(|column| (*column, -1.0)).collect();
                        let more = column.map_or(0.0, |column| columns.upper(column));
                        if taken.is_empty() {
                            continue;
                        }
                        let used: Vec<(usize, f64)> = taken.iter().map(|(column, part)| (*column, *part)).collect();
                        let key = |enlarged| RowKey::LineOfBand { line, group, offer, band, step: year, enlarged };
                        if !built.is_empty() {
                            let terms = [&used[..], &built[..], &[(reached, -free)]].concat();
                            rows.push(Row::at_most(key(false), 0.0, terms));
                        }
                        let terms = [&used[..], &[(reached, -(free + more))]].concat();
                        rows.push(Row::at_most(key(true), 0.0, terms));
                    }
                }
            }
        }
    }
    rows
}

/// What the deliveries of a year take of a line, by the column of the order, for orders of one price band. Each unit takes `amount`.
fn taken(
    model: &Model,
    columns: &Columns,
    group: GroupId,
    offer: OfferId,
    band: u32,
    year: Step,
    amount: f64,
) -> BTreeMap<usize, f64> {
    let mut taken = BTreeMap::new();
    let entry = &model.offers[offer];
    for step in order_steps(model, entry).filter(|step| *step <= year) {
        let part = amount * delivered(model, entry, step, year);
        if part > 0.0 {
            for &nation in &model.groups[group].members {
                if let Some(column) = columns.find(ColumnKey::Banded { nation, group, offer, step, band }) {
                    *taken.entry(column).or_default() += part;
                }
            }
        }
    }
    taken
}

/// The column that says whether the band is reached of which a row speaks: a sharper one, or one that keeps what is bought in a band to
/// nothing where it is not.
#[must_use]
pub const fn band_of(key: RowKey) -> Option<ColumnKey> {
    match key {
        RowKey::LineOfBand { group, offer, band, .. } | RowKey::BandTo { group, offer, band } => {
            Some(ColumnKey::Band { group, offer, band })
        }
        _ => None,
    }
}

/// Whether a sharper row is a part of a row of the formulation once its band is reached: of that of its line in its year.
#[must_use]
pub fn is_part_of(sharper: RowKey, whole: RowKey) -> bool {
    let (RowKey::LineOfBand { line, step, .. }, RowKey::Line { line: other, step: year }) = (sharper, whole) else {
        return false;
    };
    line == other && year == step
}
