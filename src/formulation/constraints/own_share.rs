//! ```text
//! own_share[r,n,k]: share(n) factor(r) room(k) − Σ_{g,p,t} gives(p,k) quality(p) x[n,g,p,t] + short[r,n,k] ≥ 0
//! ```
//!
//! Nations arm for themselves: of what is needed of a capability, none orders more than its share of the free budgets of
//! all, times a factor. room(k) is what may be delivered in all.

use crate::formulation::rules::{Subject, at_least, judged_capabilities, of_kind, ordered};
use crate::formulation::{Columns, Row};
use crate::model::{Demand, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "own_share") {
        let Demand::OwnShare { at_most } = rule.demand else { continue };
        for &nation in &rule.nations {
            let share = model.free_budget_share(nation);
            for capability in judged_capabilities(model, rule) {
                let terms = ordered(model, columns, rule, Some(nation), |_, offer| {
                    let entry = &model.offers[offer];
                    if entry.main() == capability { -entry.gives[0].1 * entry.quality } else { 0.0 }
                });
                let most = at_most.0 * share * model.room_for(capability);
                rows.push(at_least(columns, (id, rule), Subject::NationOf(nation, capability), -most, terms));
            }
        }
    }
    rows
}
