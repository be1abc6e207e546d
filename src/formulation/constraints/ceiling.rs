//! ```text
//! ceiling[k,t]: Σ_{g,p,τ} gives(p,k) quality(p) serving(p,τ,t) X[g,p,τ] ≤ max(0, ceiling[k,t] − Σ_n held[n,k,t])
//! ```
//!
//! No more stands ready than may. Whole lots and minimum orders have no margin beyond it.

use crate::formulation::constraints::used::push_serving;
use crate::formulation::{Columns, Row, RowKey};
use crate::id::Id;
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in model.capabilities.ids() {
        for step in model.horizon.steps() {
            let ceiling = model.ceilings[[capability.index(), step.index()]];
            if ceiling.is_finite() {
                let mut terms = Vec::new();
                push_serving(model, columns, None, capability, step, &mut terms);
                let room = (ceiling - model.held_left(None, capability, None, step)).max(0.0);
                rows.push(Row::at_most(RowKey::Ceiling { capability, step }, room, terms));
            }
        }
    }
    rows
}
