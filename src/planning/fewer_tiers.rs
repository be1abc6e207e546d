//! Decisions of a plan that less money cannot keep: commitments fall to the price bands that they still reach.

use crate::formulation::{ColumnKey, RowKey};
use crate::model::Model;
use crate::planning::{Decisions, FixedModel};

/// A commitment that stands at the beginning of a band but for rounding reaches it.
const ROUNDING: f64 = 1e-9;

/// The same decisions, but for commitments that do not reach their bands when the first goal is reached at the prices of these
/// bands, however much is ordered; nothing where all do, or where even so there is no plan.
pub(crate) fn lowered(settled: &mut FixedModel<'_>, model: &Model, decided: &Decisions) -> Option<Decisions> {
    let explorer = &mut settled.explorer;
    let is_reached = |key| decided.get(&key).is_some_and(|value| value.round() > 0.0);
    let limits: Vec<(usize, RowKey, (f64, f64))> = (0..explorer.rows())
        .map(|place| (place, explorer.key(place), explorer.limits(place)))
        .filter(|(_, key, _)| match *key {
            RowKey::BandFrom { group, offer, band } | RowKey::BandTo { group, offer, band } => {
                is_reached(ColumnKey::Band { group, offer, band })
            }
            _ => false,
        })
        .collect();
    for (place, ..) in &limits {
        explorer.set_limits(*place, f64::NEG_INFINITY, f64::INFINITY);
    }
    let at = settled.best(0).ok().map(|found| found.columns);
    let explorer = &mut settled.explorer;
    for (place, _, (lower, upper)) in &limits {
        explorer.set_limits(*place, *lower, *upper);
    }
    let at = at?;
    let mut lowered = decided.clone();
    for (place, key, _) in limits {
        let RowKey::BandFrom { group, offer, band } = key else { continue };
        let columns = &explorer.formulation().columns;
        let is_order = |column: usize| !columns.key(column).is_integer();
        let terms = explorer.terms(place).iter().filter(|(column, _)| is_order(*column));
        let ordered: f64 = terms.map(|(column, coefficient)| coefficient * at[*column]).sum();
        let from = |band: u32| model.offers[offer].bands[band as usize].from;
        let reached = (0..=band).rev().find(|band| from(*band) <= ordered * (1.0 + ROUNDING)).unwrap_or(0);
        if reached < band {
            lowered.insert(ColumnKey::Band { group, offer, band }, 0.0);
            lowered.insert(ColumnKey::Band { group, offer, band: reached }, 1.0);
        }
    }
    (lowered != *decided).then_some(lowered)
}
