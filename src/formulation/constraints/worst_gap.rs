//! ```text
//! worst_gap[goal,k]: W − Σ_{t,b} s[k,t,b] / (years × baseline[k,t]) ≥ 0
//! ```
//!
//! W is the largest gap of the goal's capabilities, each averaged over the years that have a baseline.

use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::Id;
use crate::model::{Measure, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    let required = model.required.iter().map(|required| &required.goal);
    for (goal, entry) in (0..).zip(model.goals.iter().chain(required)) {
        let Some(worst) = columns.find(ColumnKey::WorstGap { goal }) else { continue };
        for term in &entry.terms {
            let Measure::WorstGap(capabilities) = &term.measure else { continue };
            for &capability in capabilities {
                let baselines = model.baselines.row(capability.index());
                let years = baselines.iter().filter(|&&baseline| baseline > 0.0).count();
                let mut terms = vec![(worst, 1.0)];
                for step in model.horizon.steps() {
                    for (band, _) in (0..).zip(&model.capabilities[capability].gap_bands) {
                        #[expect(clippy::cast_precision_loss, reason = "a horizon has at most 200 years")]
                        let share = -1.0 / (years as f64 * baselines[step.index()]);
                        columns.push(&mut terms, ColumnKey::Missing { denial: None, capability, step, band }, share);
                    }
                }
                rows.push(Row::at_least(RowKey::WorstGap { goal, capability }, 0.0, terms));
            }
        }
    }
    rows
}
