//! ```text
//! in_service[d,k,c,t]: N[d,k,c,t] − N[d,k,c,t−1] − Σ_{g, p ∈ c, τ} gives(p,k) change(p,τ,t) X[g,p,τ] = 0, for flows without
//!   N[d,k,c,t−1]
//! ```
//!
//! Delivered units in service, by class c: units of one quality that lose the same under the denial d. In normal times d is
//! nothing, and quality alone tells classes apart. What a denial stops adds nothing from its first year on.

use crate::formulation::schedule::{change_before, order_steps};
use crate::formulation::stock_class::classes;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, DenialId};
use crate::model::{Kind, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for denial in std::iter::once(None).chain(model.denials_in_use().into_iter().map(Some)) {
        for capability in model.capabilities.ids() {
            of(model, columns, denial, capability, &mut rows);
        }
    }
    rows
}

fn of(model: &Model, columns: &Columns, denial: Option<DenialId>, capability: CapabilityId, rows: &mut Vec<Row>) {
    let kind = model.capabilities[capability].kind;
    for (class, entry) in (0..).zip(classes(model, denial.map(|id| &model.denials[id]), capability)) {
        let key = |step| ColumnKey::InService { denial, capability, class, step };
        for step in model.horizon.steps() {
            let Some(column) = columns.find(key(step)) else { continue };
            let mut terms = vec![(column, 1.0)];
            if let (Kind::Stock, Some(before)) = (kind, model.horizon.before(step, 1)) {
                columns.push(&mut terms, key(before), -1.0);
            }
            for &(offer, amount) in &entry.offers {
                let sold = &model.offers[offer];
                for ordered in order_steps(model, sold).filter(|ordered| *ordered <= step) {
                    let part = -amount * change_before(model, sold, kind, ordered, step, entry.stopped);
                    for group in model.groups.ids() {
                        columns.push(&mut terms, ColumnKey::Pooled { group, offer, step: ordered }, part);
                    }
                }
            }
            rows.push(Row::equal(RowKey::InService { denial, capability, class, step }, 0.0, terms));
        }
    }
}
