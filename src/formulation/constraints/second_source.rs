//! ```text
//! second_source[r,k,i]: (1 − share) Σ_{p for k} reference(p) X[p] − Σ_{p for k by i} reference(p) X[p] + short[r,k,i] ≥ 0
//! ```
//!
//! A share of what is ordered of a capability, or of everything, comes from others than any one producer i.

use crate::formulation::constraints::largest_share::at_most_of_each;
use crate::formulation::rules::of_kind;
use crate::formulation::{Columns, Row};
use crate::model::{Demand, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "second_source") {
        if let Demand::SecondSource { at_least } = rule.demand {
            rows.extend(at_most_of_each(model, columns, id, rule, 1.0 - at_least.0));
        }
    }
    rows
}
