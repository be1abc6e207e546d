//! ```text
//! home_preference[r,n]: Σ_{p,t} reference(p) (home(p,n) − share) x[n,n alone,p,t] + short[r,n] ≥ 0
//! ```
//!
//! Of what n buys by itself, a share comes from producers seated in n: home(p,n) is 1 for them, and 0 for others.

use crate::formulation::rules::{Subject, at_least, of_kind, ordered, reference};
use crate::formulation::{Columns, Row};
use crate::model::{Demand, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "home_preference") {
        let Demand::HomePreference { at_least: share } = rule.demand else { continue };
        for &nation in &rule.nations {
            let terms = ordered(model, columns, rule, Some(nation), |group, offer| {
                let home = if model.is_at_home(model.offers[offer].by, nation) { 1.0 } else { 0.0 };
                if model.groups[group].is_pool { 0.0 } else { reference(model, offer) * (home - share.0) }
            });
            rows.push(at_least(columns, id, rule, Subject::Nation(nation), 0.0, terms));
        }
    }
    rows
}
