//! ```text
//! gap[d,k,t]: Σ_b s[d,k,t,b] + E[d,k,t] ≥ baseline[k,t], 0 ≤ s[d,k,t,b] ≤ width(k,b) baseline[k,t]
//! ```
//!
//! What is missing to the baseline, in normal times (d is nothing) or while a denial lasts. Where in normal times no enabler
//! is involved, E is what serves, `S[k,t]` + Σ held, and what is held goes to the right side.

use crate::formulation::constraints::enabler::held;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::Id;
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for denial in std::iter::once(None).chain(model.denials_in_use().into_iter().map(Some)) {
        let first = denial.map_or(model.horizon.first_step(), |denial| model.denials[denial].from);
        for (capability, entry) in model.capabilities.iter() {
            let standing = denial.is_none() && !model.touches_enablers(capability);
            for step in model.horizon.steps().filter(|step| *step >= first) {
                let baseline = model.baselines[[capability.index(), step.index()]];
                if baseline <= 0.0 {
                    continue;
                }
                let mut terms = Vec::new();
                for (band, _) in (0..).zip(&entry.gap_bands) {
                    columns.push(&mut terms, ColumnKey::Missing { denial, capability, step, band }, 1.0);
                }
                let there = if standing {
                    columns.push(&mut terms, ColumnKey::Stock { capability, step }, 1.0);
                    held(model, capability, step)
                } else {
                    columns.push(&mut terms, ColumnKey::Usable { denial, capability, step }, 1.0);
                    0.0
                };
                rows.push(Row::at_least(RowKey::Gap { denial, capability, step }, baseline - there, terms));
            }
        }
    }
    rows
}
