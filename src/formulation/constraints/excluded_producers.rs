//! ```text
//! excluded_producers[r,n]: short[r,n] − Σ_{g, t, p of an excluded producer} reference(p) x[n,g,p,t] ≥ 0
//! ```
//!
//! Only where the rule may be broken; where it holds hard, such orders have no columns.

use crate::formulation::rules::judged_by_offer;
use crate::formulation::{Columns, Row};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    judged_by_offer(model, columns, "excluded_producers")
}
