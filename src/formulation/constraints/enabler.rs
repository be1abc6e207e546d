//! ```text
//! usable_held[k,t]: E[k,t] − S[k,t] ≤ Σ_n held[n,k,t], in US-equivalents
//! used_held[k,t]: U[k,t] − Q[k,t] ≤ Σ_n held[n,k,t], in units
//! usable_used[k,t]: E[k,t] − best(k) U[k,t] ≤ 0
//! enabler[j,t]: Σ_k need(j,k) U[k,t] − U[j,t] ≤ US provided[j,t]
//! ```
//!
//! Ten squadrons without tankers are not ten squadrons. Enablers serve units, whatever their quality; best(k) is the
//! quality of the best unit there is, for the best are used first.

use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, Id};
use crate::model::{Model, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in model.capabilities.ids().filter(|&k| model.touches_enablers(k)) {
        let best = best_quality(model, capability);
        for step in model.horizon.steps() {
            let column = |key| columns.find(key);
            let (Some(usable), Some(used)) =
                (column(ColumnKey::Usable { capability, step }), column(ColumnKey::Used { capability, step }))
            else {
                continue;
            };
            let (equivalents, units) = held(model, capability, step);
            let mut terms = vec![(usable, 1.0)];
            columns.push(&mut terms, ColumnKey::Stock { capability, step }, -1.0);
            rows.push(Row::at_most(RowKey::UsableHeld { capability, step }, equivalents, terms));
            let mut terms = vec![(used, 1.0)];
            columns.push(&mut terms, ColumnKey::Units { capability, step }, -1.0);
            rows.push(Row::at_most(RowKey::UsedHeld { capability, step }, units, terms));
            rows.push(Row::at_most(RowKey::UsableUsed { capability, step }, 0.0, vec![(usable, 1.0), (used, -best)]));
            rows.extend(served(model, columns, capability, step, used));
        }
    }
    rows
}

fn served(model: &Model, columns: &Columns, enabler: CapabilityId, step: Step, used: usize) -> Option<Row> {
    let mut terms = Vec::new();
    for (capability, entry) in model.capabilities.iter() {
        for need in entry.needs.iter().filter(|need| need.enabler == enabler) {
            columns.push(&mut terms, ColumnKey::Used { capability, step }, need.amount);
        }
    }
    if terms.is_empty() {
        return None;
    }
    terms.push((used, -1.0));
    Some(Row::at_most(
        RowKey::Enabler { capability: enabler, step },
        model.us_provides[[enabler.index(), step.index()]],
        terms,
    ))
}

/// What the nations hold of a capability in a year: US-equivalents and units.
pub(super) fn held(model: &Model, capability: CapabilityId, step: Step) -> (f64, f64) {
    let sum = |table: &ndarray::Array3<f64>| table.slice(ndarray::s![.., capability.index(), step.index()]).sum();
    (sum(&model.held_equivalents), sum(&model.held))
}

/// US-equivalents in the best unit that is held or offered.
fn best_quality(model: &Model, capability: CapabilityId) -> f64 {
    let offered = model
        .offers
        .iter()
        .filter(|(_, o)| o.gives.iter().any(|(given, _)| *given == capability))
        .map(|(_, o)| o.quality);
    let held = model.holdings.iter().filter(|(_, h)| h.gives == capability).map(|(_, h)| h.quality);
    offered.chain(held).fold(1.0, f64::max)
}
