//! ```text
//! most_programmes[r]: short[r] − Σ_{d counted by r} Σ_t start[d,t] ≥ −programmes(r)
//! ```
//!
//! So many of the programmes that the rule counts are started at most.

use crate::formulation::rules::{Subject, at_least, of_kind};
use crate::formulation::{ColumnKey, Columns, Row};
use crate::model::{Demand, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "most_programmes") {
        let Demand::MostProgrammes { programmes } = rule.demand else { continue };
        let mut started = Vec::new();
        for programme in model.programmes.ids().filter(|it| rule.counts(model.programmes.code(*it))) {
            for step in model.horizon.steps() {
                columns.push(&mut started, ColumnKey::Start { programme, step }, -1.0);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 1000")]
        rows.push(at_least(columns, id, rule, Subject::All, -(programmes as f64), started));
    }
    rows
}
