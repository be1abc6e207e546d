//! ```text
//! national_stock[n,k,t]: S[n,k,t] − S[n,k,t−1] − Σ_{g,p,τ} gives(p,k) quality(p) change(p,τ,t) x[n,g,p,τ] = 0, for flows without S[n,k,t−1]
//! where a target may be missed: S[n,k,t] = target[n,k,t] − held[n,k,t] − Σ_b s[n,k,t,b] + u[n,k,t], 0 ≤ s[n,k,t,b] ≤ width(k,b) target[n,k,t]
//! ```
//!
//! Only for nations with a target: elsewhere nothing tells whose a unit is. A target that may be missed has neither a column S
//! nor a row: what serves stands in the recursion as what is missing and what is beyond. Programmes of targets are half such
//! rows, and with one of them for each target instead of two a solve takes a quarter less.

use crate::formulation::schedule::{change, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, GroupId, Id, NationId};
use crate::model::{Kind, Model, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for nation in model.nations.ids() {
        let groups: Vec<GroupId> = model.groups_of(nation).collect();
        for (capability, entry) in model.capabilities.iter() {
            for year in model.horizon.steps() {
                let mut terms = Vec::new();
                let Some(lacking) = serving(model, columns, nation, capability, year, 1.0, &mut terms) else {
                    continue;
                };
                let mut right = 0.0 - lacking;
                if let (Kind::Stock, Some(before)) = (entry.kind, model.horizon.before(year, 1)) {
                    right += serving(model, columns, nation, capability, before, -1.0, &mut terms).unwrap_or(0.0);
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
                rows.push(Row::equal(RowKey::NationalStock { nation, capability, step: year }, right, terms));
            }
        }
    }
    rows
}

/// Appends what serves with a nation in a year, so many times: its column, or what says it by the target. Returns what the nation
/// lacks to its target before anything is ordered, which stands beside these; nothing where no row speaks of the year.
fn serving(
    model: &Model,
    columns: &Columns,
    nation: NationId,
    capability: CapabilityId,
    step: Step,
    times: f64,
    terms: &mut Vec<(usize, f64)>,
) -> Option<f64> {
    if let Some(beyond) = columns.find(ColumnKey::NationalSurplus { nation, capability, step }) {
        terms.push((beyond, times));
        for (band, _) in (0..).zip(&model.capabilities[capability].gap_bands) {
            columns.push(terms, ColumnKey::NationalMissing { nation, capability, step, band }, -times);
        }
        let place = [nation.index(), capability.index(), step.index()];
        return Some(model.targets[place] - model.held_equivalents[place]);
    }
    terms.push((columns.find(ColumnKey::NationalStock { nation, capability, step })?, times));
    Some(0.0)
}
