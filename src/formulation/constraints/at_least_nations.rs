//! ```text
//! at_least_nations[r,g,p,n]: Σ_m w[r,m,g,p] + short[r,g,p] ≥ nations(r) w[r,n,g,p]
//! takes_part_least[r,n,g,p]: Σ_t x[n,g,p,t] − units(r) w[r,n,g,p] ≥ 0
//! takes_part_most[r,n,g,p]: Σ_t x[n,g,p,t] − most(n,p) w[r,n,g,p] ≤ 0
//! ```
//!
//! Whoever takes part orders at least so many units, and nobody takes part with fewer partners than the rule asks for.

use crate::formulation::reach::most_units;
use crate::formulation::rules::{Subject, at_least, of_kind};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::NationId;
use crate::model::{Demand, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (rule, entry) in of_kind(model, "at_least_nations") {
        let Demand::AtLeastNations { nations, units } = entry.demand else { continue };
        for (group, pool) in model.groups.iter().filter(|(_, pool)| pool.is_pool) {
            for (offer, sold) in model.offers.iter() {
                let part = |nation: NationId| columns.find(ColumnKey::TakesPart { rule, nation, group, offer });
                let takers: Vec<(NationId, usize)> =
                    pool.members.iter().filter_map(|&n| part(n).map(|column| (n, column))).collect();
                for &(nation, column) in &takers {
                    let mut bought = Vec::new();
                    for step in order_steps(model, sold) {
                        columns.push(&mut bought, ColumnKey::Order { nation, group, offer, step }, 1.0);
                    }
                    let least = [&bought[..], &[(column, -units)]].concat();
                    rows.push(Row::at_least(RowKey::TakesPartLeast { rule, nation, group, offer }, 0.0, least));
                    let most = [&bought[..], &[(column, -most_units(model, group, offer))]].concat();
                    rows.push(Row::at_most(RowKey::TakesPartMost { rule, nation, group, offer }, 0.0, most));
                    #[expect(clippy::cast_precision_loss, reason = "at most 1000")]
                    let wanted = nations as f64;
                    let mut together: Vec<(usize, f64)> = takers.iter().map(|&(_, other)| (other, 1.0)).collect();
                    for (other, coefficient) in &mut together {
                        if *other == column {
                            *coefficient -= wanted;
                        }
                    }
                    together.retain(|(_, coefficient)| *coefficient != 0.0);
                    rows.push(at_least(columns, rule, entry, Subject::Part(group, offer, nation), 0.0, together));
                }
            }
        }
    }
    rows
}
