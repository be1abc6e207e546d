//! ```text
//! through_pool[r,n]: Σ_{g,p,t} reference(p) (pool(g) − share) x[n,g,p,t] + short[r,n] ≥ 0
//! ```
//!
//! Of all that n orders, a share goes through pools: pool(g) is 1 for them, or for those
//! that the rule names, and 0 for all else.

use crate::formulation::rules::{Subject, at_least, of_kind, ordered, reference};
use crate::formulation::{Columns, Row};
use crate::model::{Demand, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "through_pool") {
        let Demand::ThroughPool { at_least: share } = rule.demand else { continue };
        for &nation in &rule.nations {
            let terms = ordered(model, columns, rule, Some(nation), |group, offer| {
                let pooled = if rule.counts_as_pooled(model, group) { 1.0 } else { 0.0 };
                reference(model, offer) * (pooled - share.0)
            });
            rows.push(at_least(columns, id, rule, Subject::Nation(nation), 0.0, terms));
        }
    }
    rows
}
