//! ```text
//! at_least_suppliers[r,k,i]: Σ_j w[r,k,j] + short[r,k] ≥ suppliers(r) w[r,k,i]
//! supplier_least[r,k,i]: Σ_{p for k by i} X[p] − units(r) w[r,k,i] ≥ 0
//! supplier_most[r,k,i]: Σ_{p for k by i} X[p] − most(k,i) w[r,k,i] ≤ 0
//! ```
//!
//! Every producer i that delivers any of a capability delivers so many units, and has so many others beside it; X[p] over all groups
//! and years that the rule concerns.

use crate::formulation::reach::most_made;
use crate::formulation::rules::{Subject, at_least, judged_capabilities, judged_producers, of_kind, ordered};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::ProducerId;
use crate::model::{Demand, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (rule, entry) in of_kind(model, "at_least_suppliers") {
        let Demand::AtLeastSuppliers { suppliers, units } = entry.demand else { continue };
        for capability in judged_capabilities(model, entry) {
            let producers = judged_producers(model, entry, Some(capability)).into_iter();
            let known: Vec<(ProducerId, usize)> = producers
                .filter_map(|producer| {
                    Some((producer, columns.find(ColumnKey::Supplier { rule, capability, producer })?))
                })
                .collect();
            for &(producer, column) in &known {
                let is_of = |offer| model.offers[offer].by == producer && model.offers[offer].main() == capability;
                let bought = ordered(model, columns, entry, None, |_, offer| if is_of(offer) { 1.0 } else { 0.0 });
                let most: f64 = model.offers.ids().filter(|offer| is_of(*offer)).map(|o| most_made(model, o)).sum();
                let least = [&bought[..], &[(column, -units)]].concat();
                rows.push(Row::at_least(RowKey::SupplierLeast { rule, capability, producer }, 0.0, least));
                let most = [&bought[..], &[(column, -most)]].concat();
                rows.push(Row::at_most(RowKey::SupplierMost { rule, capability, producer }, 0.0, most));
                #[expect(clippy::cast_precision_loss, reason = "at most 1000")]
                let wanted = suppliers as f64;
                let own = |other: usize| if other == column { 1.0 - wanted } else { 1.0 };
                let together = known.iter().map(|&(_, other)| (other, own(other))).filter(|(_, it)| *it != 0.0);
                let subject = Subject::Supplier(capability, producer);
                rows.push(at_least(columns, rule, entry, subject, 0.0, together.collect()));
            }
        }
    }
    rows
}
