//! ```text
//! line_of_band[l,g,p,b,t]: Σ_{n,τ} use(p,l) part(p,t−τ) x[n,g,p,τ,b] ≤ free[l,t] z[g,p,b] + built[l,t]
//! line_of_band[l,g,p,b,t]: Σ_{n,τ} use(p,l) part(p,t−τ) x[n,g,p,τ,b] ≤ (free[l,t] + at most(l)) z[g,p,b]
//! ```
//!
//! Variable upper bounds as valid inequalities (M. W. Padberg, T. J. Van Roy and L. A. Wolsey, Valid linear inequalities for fixed charge problems,
//! 1985): what is bought at the price of a tier takes nothing of a line unless the tier is reached. Without them the LP relaxation has the best
//! price for every quantity. For lines that count cumulatively both sides are summed over the years up to t.

use std::collections::BTreeMap;

use crate::formulation::reach::reaches_one_price;
use crate::formulation::scale::count_rows;
use crate::formulation::schedule::{delivered, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{GroupId, LineId, OfferId};
use crate::model::{Model, ModelScale, Step};

/// A price tier of a buying group for an offer.
#[derive(Clone, Copy)]
struct TierOf {
    group: GroupId,
    offer: OfferId,
    band: u32,
}

/// Returns the cuts: rows that every plan satisfies in which every tier is reached or not, and that the LP relaxation may violate.
#[must_use]
pub fn tier_cuts(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut cuts = Vec::new();
    let scale = ModelScale::of(model);
    for (line, entry) in model.lines.iter().filter(|(_, entry)| !entry.makes_lots) {
        for (offer, made) in model.offers.iter().filter(|(_, made)| !made.incremental) {
            let Some((_, amount)) = made.lines.iter().find(|(used, _)| *used == line) else { continue };
            for group in model.groups.ids().filter(|group| !reaches_one_price(model, *group, offer)) {
                for (band, _) in (0..).zip(&made.bands) {
                    let tier = TierOf { group, offer, band };
                    let Some(reached) = columns.find(ColumnKey::Band { group, offer, band }) else { continue };
                    for year in model.horizon.steps() {
                        let used = tier.uses(model, columns, year, *amount);
                        if used.is_empty() {
                            continue;
                        }
                        let free = entry.free[year.index()];
                        let built = columns.find(ColumnKey::Built { line, step: year });
                        let more = built.map_or(0.0, |built| columns.upper(built));
                        if let Some(built) = built {
                            let terms = [&used[..], &[(built, -1.0), (reached, -free)]].concat();
                            cuts.push(Row::at_most(tier.key(line, year, false), 0.0, terms));
                        }
                        let terms = [&used[..], &[(reached, -(free + more))]].concat();
                        cuts.push(Row::at_most(tier.key(line, year, true), 0.0, terms));
                    }
                }
            }
        }
    }
    count_rows(&mut cuts, model, &scale);
    cuts
}

impl TierOf {
    const fn key(self, line: LineId, step: Step, enlarged: bool) -> RowKey {
        let Self { group, offer, band } = self;
        RowKey::LineOfBand { line, group, offer, band, step, enlarged }
    }

    /// Returns what the deliveries of a year take of a line, order by order of this tier, where a unit takes so much.
    fn uses(self, model: &Model, columns: &Columns, year: Step, amount: f64) -> Vec<(usize, f64)> {
        let Self { group, offer, band } = self;
        let mut used: BTreeMap<usize, f64> = BTreeMap::new();
        let entry = &model.offers[offer];
        for step in order_steps(model, entry).filter(|step| *step <= year) {
            let part = amount * delivered(model, entry, step, year);
            if part > 0.0 {
                for &nation in &model.groups[group].members {
                    if let Some(column) = columns.find(ColumnKey::Banded { nation, group, offer, step, band }) {
                        *used.entry(column).or_default() += part;
                    }
                }
            }
        }
        used.into_iter().collect()
    }
}

/// Returns the tier variable of which a row speaks: a cut, or the row that excludes what would be bought in a tier that is not reached.
#[must_use]
pub const fn band_of(key: RowKey) -> Option<ColumnKey> {
    match key {
        RowKey::LineOfBand { group, offer, band, .. } | RowKey::BandTo { group, offer, band } => {
            Some(ColumnKey::Band { group, offer, band })
        }
        _ => None,
    }
}

/// Returns whether a cut is a part of a row of the formulation once its tier is reached: of that of its line in its year.
#[must_use]
pub fn is_part_of(cut: RowKey, whole: RowKey) -> bool {
    let (RowKey::LineOfBand { line, step, .. }, RowKey::Line { line: other, step: year }) = (cut, whole) else {
        return false;
    };
    line == other && year == step
}
