//! ```text
//! used[n,k,t]: Σ_{g,p,τ} gives(p,k) quality(p) serving(p,τ,t) x[n,g,p,τ] ≥ Σ_{τ ≤ t} used[n,k,τ] − held[n,k,t], where that is more than 0
//! ```
//!
//! What a nation uses up of a stock is there: it held it, or has ordered it in time.

use crate::formulation::schedule::{order_steps, serving};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, Id, NationId};
use crate::model::{Model, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    if model.used.is_empty() {
        return rows;
    }
    for nation in model.nations.ids() {
        for capability in model.capabilities.ids() {
            for step in model.horizon.steps() {
                let place = [nation.index(), capability.index(), step.index()];
                let lacking = -model.held_equivalents[place];
                if model.used[place] > 0.0 && lacking > 0.0 {
                    let mut terms = Vec::new();
                    push_serving(model, columns, Some(nation), capability, step, &mut terms);
                    rows.push(Row::at_least(RowKey::Used { nation, capability, step }, lacking, terms));
                }
            }
        }
    }
    rows
}

/// Appends what orders of a nation, or of all, have serving of a capability in a year, in US-equivalents.
pub(super) fn push_serving(
    model: &Model,
    columns: &Columns,
    nation: Option<NationId>,
    capability: CapabilityId,
    year: Step,
    terms: &mut Vec<(usize, f64)>,
) {
    let kind = model.capabilities[capability].kind;
    for (offer, entry) in model.offers.iter() {
        let Some((_, amount)) = entry.gives.iter().find(|(given, _)| *given == capability) else { continue };
        for ordered in order_steps(model, entry).filter(|ordered| *ordered <= year) {
            let worth = amount * entry.quality * serving(model, entry, kind, ordered, year);
            for group in model.groups.ids() {
                let key = match nation {
                    Some(nation) => ColumnKey::Order { nation, group, offer, step: ordered },
                    None => ColumnKey::Pooled { group, offer, step: ordered },
                };
                columns.push(terms, key, worth);
            }
        }
    }
}
