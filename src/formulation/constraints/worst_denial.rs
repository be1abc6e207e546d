//! ```text
//! worst_denial[goal,d]: W − gap(d) ≥ 0
//! ```
//!
//! W is the largest gap of the goal's capabilities under any of its denials.

use crate::formulation::goals::push_denied_gap;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::model::{Measure, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    let required = model.required.iter().map(|required| &required.goal);
    for (goal, entry) in (0..).zip(model.goals.iter().chain(required)) {
        let Some(worst) = columns.find(ColumnKey::WorstDenial { goal }) else { continue };
        for term in &entry.terms {
            let Measure::WorstGapUnderDenial(capabilities, denials) = &term.measure else { continue };
            for &denial in denials {
                let mut terms = vec![(worst, 1.0)];
                push_denied_gap(model, columns, capabilities, denial, -1.0, &mut terms);
                rows.push(Row::at_least(RowKey::WorstDenial { goal, denial }, 0.0, terms));
            }
        }
    }
    rows
}
