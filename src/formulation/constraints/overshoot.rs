//! ```text
//! overshoot[k]: Σ_{g,p with main k,t} gives(p,k) quality(p) X[g,p,t] ≤ max(overshoot(k) × largest requirement(k) − least held(k),
//!   Σ_n max(0, overshoot(k) × largest target(n,k) − least held(n,k)))
//! ```
//!
//! Or "as much domestic volume as can be" would fill warehouses. In US-equivalents, as requirements are.

use crate::formulation::reach::{deliverable, made_from};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, NationId};
use crate::model::{Model, Offer};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in model.capabilities.ids() {
        let mut terms = Vec::new();
        for (offer, entry) in model.offers.iter().filter(|(_, entry)| entry.main() == capability) {
            for step in order_steps(model, entry) {
                for group in model.groups.ids() {
                    columns.push(
                        &mut terms,
                        ColumnKey::Pooled { group, offer, step },
                        entry.gives[0].1 * entry.quality,
                    );
                }
            }
        }
        let most = deliverable(model, capability);
        if terms.is_empty() {
            continue;
        }
        let made: f64 = (model.offers.iter().filter(|(_, entry)| entry.main() == capability))
            .map(|(offer, entry)| made_from(model, offer, 0) * entry.gives[0].1 * entry.quality)
            .sum();
        // Where lines cannot make so much, or money cannot buy it, nothing need be said.
        if made.min(affordable(model, columns, capability)) > most {
            rows.push(Row::at_most(RowKey::Overshoot { capability }, most, terms));
        }
    }
    rows
}

/// US-equivalents that the free money of all who can order a capability buys at the best prices; funds are money without limit
/// here.
fn affordable(model: &Model, columns: &Columns, capability: CapabilityId) -> f64 {
    let offers = || model.offers.iter().filter(|(_, entry)| entry.main() == capability);
    let price = |entry: &Offer| entry.best_price().0 / (entry.gives[0].1 * entry.quality);
    let cheapest = offers().map(|(_, entry)| price(entry)).fold(f64::INFINITY, f64::min);
    if !model.funds.is_empty() || cheapest.is_nan() || cheapest <= 0.0 {
        return f64::INFINITY;
    }
    let orders = |nation: NationId| {
        model.groups_of(nation).any(|group| {
            offers().any(|(offer, entry)| {
                let mut steps = order_steps(model, entry);
                steps.any(|step| columns.find(ColumnKey::Order { nation, group, offer, step }).is_some())
            })
        })
    };
    let money: f64 = model.nations.ids().filter(|nation| orders(*nation)).map(|nation| model.free_money(nation)).sum();
    money / cheapest
}
