//! ```text
//! own_share[r,n,k,t,s]: share(n) factor(r) room(k,t,s) − Σ_{g,p with main k,τ} counts(p,τ,t,s) x[n,g,p,τ] + short[r,n,k] ≥ 0
//! ```
//!
//! Nations arm for themselves: of what is needed of a capability, none orders more than its share of the free budgets of
//! all, times a factor. The runs of years t…s, counts and room are those of the family `need`, for all nations together.

use crate::formulation::constraints::need::{affordable, is_out_of_reach};
use crate::formulation::needs::windows;
use crate::formulation::rules::{Subject, at_least, judged_capabilities, of_kind};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row};
use crate::model::{Demand, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "own_share") {
        let Demand::OwnShare { at_most } = rule.demand else { continue };
        for &nation in &rule.nations {
            let times = at_most.0 * model.free_budget_share(nation);
            for capability in judged_capabilities(model, rule) {
                let needs = model.need_table(None, capability).times(times);
                let money = affordable(model, columns, Some(nation), capability);
                let groups: Vec<_> = model.groups_of(nation).collect();
                let covered = |offer, step| {
                    groups
                        .iter()
                        .copied()
                        .filter(move |group| rule.covers(model, nation, *group, offer))
                        .filter_map(move |group| columns.find(ColumnKey::Order { nation, group, offer, step }))
                };
                let orders = (model.offers.iter().filter(|(_, entry)| entry.main() == capability))
                    .flat_map(|(offer, entry)| order_steps(model, entry).map(move |step| (offer, step)))
                    .filter(|(offer, step)| covered(*offer, *step).next().is_some());
                for window in windows(model, capability, &needs, orders) {
                    let lumpy = window.counts.keys().any(|(offer, _)| model.lump(*offer) > 0.0);
                    if !lumpy && is_out_of_reach(model, &window, money) {
                        continue;
                    }
                    let terms: Vec<(usize, f64)> = (window.counts.iter())
                        .flat_map(|(&(offer, step), counts)| covered(offer, step).map(move |column| (column, -counts)))
                        .collect();
                    let subject =
                        Subject::Run { nation, capability, denial: window.denial, from: window.from, to: window.to };
                    rows.push(at_least(columns, id, rule, subject, -window.room, terms));
                }
            }
        }
    }
    rows
}
