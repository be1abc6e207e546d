//! ```text
//! juste_retour[r,n]: Σ_{g,p} work(p,n) V[r,g,p] − share Σ_{g,p,t} price(p) x[n,g,p,t] + short[r,n] ≥ 0
//! spent[r,g,p]: Σ_{n,t} price(p) x[n,g,p,t] − V[r,g,p] = 0
//! ```
//!
//! Work of a share of what n pays for orders is placed in n, over the whole horizon and all that the rule concerns, at
//! the prices paid. V gathers what an offer is paid, so that no row of a nation holds the orders of all others.

use crate::formulation::constraints::{OrderKey, push_price};
use crate::formulation::rules::{Subject, at_least, of_kind};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::{Demand, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "juste_retour") {
        let Demand::JusteRetour { at_least: share } = rule.demand else { continue };
        for group in model.groups.ids() {
            for (offer, entry) in model.offers.iter() {
                let Some(spent) = columns.find(ColumnKey::Spent { rule: id, group, offer }) else { continue };
                let mut terms = Vec::new();
                for &nation in rule.nations.iter().filter(|nation| rule.covers(model, **nation, group, offer)) {
                    for step in order_steps(model, entry) {
                        push_price(model, columns, &mut terms, OrderKey { nation, group, offer, step }, 1.0);
                    }
                }
                terms.push((spent, -1.0));
                rows.push(Row::equal(RowKey::Spent { rule: id, group, offer }, 0.0, terms));
            }
        }
        for &nation in &rule.nations {
            let country = model.nations[nation].country;
            let mut terms = Vec::new();
            for group in model.groups.ids() {
                for (offer, entry) in model.offers.iter() {
                    let work = entry.value_added.iter().find(|(c, _)| *c == country).map_or(0.0, |(_, part)| part.0);
                    columns.push(&mut terms, ColumnKey::Spent { rule: id, group, offer }, work);
                    if rule.covers(model, nation, group, offer) {
                        for step in order_steps(model, entry) {
                            push_price(model, columns, &mut terms, OrderKey { nation, group, offer, step }, -share.0);
                        }
                    }
                }
            }
            rows.push(at_least(columns, id, rule, Subject::Nation(nation), 0.0, terms));
        }
    }
    rows
}
