//! ```text
//! fair_share[n,k]: Σ_{g,p for k,t} worth(p) x[n,g,p,t] − share(n,k) Σ_{m,g,p,t} worth(p) x[m,g,p,t] − excess[n,k] ≤ 0
//! ```
//!
//! What n orders of k beyond its share of all orders of k, in US-equivalents; share(n,k) by what nations want. It limits
//! nothing: of plans that all goals value alike, the one with the least excess is taken.

use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, GroupId, NationId};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in model.capabilities.ids() {
        let all = ordered(model, columns, capability, None);
        for nation in model.nations.ids() {
            let Some(excess) = columns.find(ColumnKey::Excess { nation, capability }) else { continue };
            let share = model.wanted_share(nation, capability);
            let mut terms = ordered(model, columns, capability, Some(nation));
            terms.extend(all.iter().map(|&(column, worth)| (column, -share * worth)));
            terms.push((excess, -1.0));
            terms.retain(|(_, coefficient)| *coefficient != 0.0);
            rows.push(Row::at_most(RowKey::FairShare { nation, capability }, 0.0, terms));
        }
    }
    rows
}

/// Orders of a capability in US-equivalents: of one nation, or of all groups.
fn ordered(model: &Model, columns: &Columns, capability: CapabilityId, of: Option<NationId>) -> Vec<(usize, f64)> {
    let mut terms = Vec::new();
    for (offer, entry) in model.offers.iter().filter(|(_, entry)| entry.main() == capability) {
        let worth = entry.gives[0].1 * entry.quality;
        let mut push = |group: GroupId| {
            for step in order_steps(model, entry) {
                let key = match of {
                    Some(nation) => ColumnKey::Order { nation, group, offer, step },
                    None => ColumnKey::Pooled { group, offer, step },
                };
                columns.push(&mut terms, key, worth);
            }
        };
        match of {
            Some(nation) => model.groups_of(nation).for_each(&mut push),
            None => model.groups.ids().for_each(&mut push),
        }
    }
    terms
}
