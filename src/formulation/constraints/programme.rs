//! ```text
//! programme_once[d]: Σ_t start[d,t] ≤ 1
//! programme_paid[d,t]: Σ_{n ∈ payers(d)} c[n,d,t] − cost(d) Σ_τ due(d,t−τ) start[d,τ] = 0
//! programme_over[g,p,d,t]: X[g,p,t] − most(g,p) Σ_{τ ≤ t − duration(d)} start[d,τ] ≤ 0, for p that needs d
//! ```
//!
//! What falls due after the horizon is paid in its last year. Where a fixed key shares the cost, it stands in the budgets.

use crate::formulation::reach::most_units;
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::ProgrammeId;
use crate::model::{Funding, Model, Programme, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (programme, entry) in model.programmes.iter() {
        let mut starts = Vec::new();
        for step in model.horizon.steps() {
            columns.push(&mut starts, ColumnKey::Start { programme, step }, 1.0);
        }
        rows.push(Row::at_most(RowKey::ProgrammeOnce { programme }, 1.0, starts));
        if let Funding::Free(payers) = &entry.funding {
            for step in model.horizon.steps() {
                let mut terms = Vec::new();
                for &nation in payers {
                    columns.push(&mut terms, ColumnKey::ProgrammeShare { nation, programme, step }, 1.0);
                }
                if terms.is_empty() {
                    continue;
                }
                push_cost(model, columns, &mut terms, programme, step, -1.0);
                rows.push(Row::equal(RowKey::ProgrammePaid { programme, step }, 0.0, terms));
            }
        }
        rows.extend(orders(model, columns, programme, entry));
    }
    rows
}

fn orders(model: &Model, columns: &Columns, programme: ProgrammeId, entry: &Programme) -> Vec<Row> {
    let mut rows = Vec::new();
    let code = model.programmes.code(programme);
    for (offer, sold) in model.offers.iter().filter(|(_, sold)| sold.needs.iter().any(|needed| needed == code)) {
        for group in model.groups.ids() {
            let most = most_units(model, group, offer);
            for step in order_steps(model, sold) {
                let Some(order) = columns.find(ColumnKey::Pooled { group, offer, step }) else { continue };
                let mut terms = vec![(order, 1.0)];
                if let Some(latest) = model.horizon.before(step, entry.duration) {
                    for start in model.horizon.steps().filter(|start| *start <= latest) {
                        columns.push(&mut terms, ColumnKey::Start { programme, step: start }, -most);
                    }
                }
                rows.push(Row::at_most(RowKey::ProgrammeOver { group, offer, programme, step }, 0.0, terms));
            }
        }
    }
    rows
}

/// What a programme costs in a year, times a factor.
pub(in crate::formulation) fn push_cost(
    model: &Model,
    columns: &Columns,
    terms: &mut Vec<(usize, f64)>,
    programme: ProgrammeId,
    year: Step,
    factor: f64,
) {
    let entry = &model.programmes[programme];
    let last = model.horizon.last_step();
    for start in model.horizon.steps() {
        let due: f64 = (entry.payment.iter().enumerate())
            .filter(|(later, _)| model.horizon.after(start, *later).unwrap_or(last) == year)
            .map(|(_, share)| share.0)
            .sum();
        columns.push(terms, ColumnKey::Start { programme, step: start }, factor * entry.cost.0 * due);
    }
}
