//! Which figures of a model move a limit of its plans.

use crate::formulation::RowKey;
use crate::model::{Lever, Model, Step};

/// The figures of the model of which the limit of a row is made; none where moving the row says all.
pub(super) fn levers(model: &Model, key: RowKey) -> Vec<Lever> {
    match key {
        RowKey::Budget { nation, step } => vec![Lever::Budget(nation, step)],
        RowKey::Line { line, step } => vec![Lever::Capacity(line, step)],
        RowKey::LineRun { line, from, step } | RowKey::LineBegun { line, from, step } => {
            let runs = |year: &Step| (from..=step).contains(year);
            model.horizon.steps().filter(runs).map(|year| Lever::Capacity(line, year)).collect()
        }
        RowKey::NationalTarget { nation, capability, step } => vec![Lever::Target(nation, capability, step)],
        RowKey::Required { place } => vec![Lever::Required(place as usize)],
        RowKey::FundEnvelope { fund } => vec![Lever::Envelope(fund)],
        RowKey::FundAllocation { nation, fund } => vec![Lever::Allocation(nation, fund)],
        _ => Vec::new(),
    }
}
