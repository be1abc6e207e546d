//! ```text
//! stock[k,t]: S[k,t] − S[k,t−1] − Σ_{g,p,τ} gives(p,k) quality(p) change(p,τ,t) X[g,p,τ] = 0, for flows without S[k,t−1]
//! ```
//!
//! What was delivered and serves, in US-equivalents. A recursion over years, never a sum over all past years.

use crate::formulation::schedule::{change, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::CapabilityId;
use crate::model::{Kind, Model, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in model.capabilities.ids() {
        for step in model.horizon.steps() {
            rows.extend(recursion(model, columns, capability, step));
        }
    }
    rows
}

fn recursion(model: &Model, columns: &Columns, capability: CapabilityId, year: Step) -> Option<Row> {
    let kind = model.capabilities[capability].kind;
    let mut terms = vec![(columns.find(ColumnKey::Stock { capability, step: year })?, 1.0)];
    if let (Kind::Stock, Some(before)) = (kind, model.horizon.before(year, 1)) {
        columns.push(&mut terms, ColumnKey::Stock { capability, step: before }, -1.0);
    }
    for (offer, entry) in model.offers.iter() {
        let Some((_, amount)) = entry.gives.iter().find(|(given, _)| *given == capability) else { continue };
        let amount = amount * entry.quality;
        for ordered in order_steps(model, entry).filter(|ordered| *ordered <= year) {
            let part = -amount * change(model, entry, kind, ordered, year);
            for group in model.groups.ids() {
                columns.push(&mut terms, ColumnKey::Pooled { group, offer, step: ordered }, part);
            }
        }
    }
    Some(Row::equal(RowKey::Stock { capability, step: year }, 0.0, terms))
}
