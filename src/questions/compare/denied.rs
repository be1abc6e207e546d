//! What each proposal leaves when support is denied.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::measures::{gaps, stocks_under};
use crate::planning::Run;

/// A gap in the last year under a denial.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DeniedGap {
    /// Id of the denial.
    pub denial: String,
    /// Its name.
    pub name: String,
    /// Gap to the US baselines while it lasts, weighted: 0 to 1.
    pub gap: f64,
}

/// The gap in the last year under each denial of the model.
pub(super) fn denied(run: &Run) -> Vec<DeniedGap> {
    let (model, known) = (&run.model, &run.known);
    let last = model.horizon.last_step().index();
    (model.denials.iter())
        .map(|(id, denial)| {
            let left = stocks_under(model, &run.plan, &known.arrivals, &known.stocks, denial);
            let gap = gaps(model, &left).weighted[last];
            DeniedGap { denial: model.denials.code(id).to_owned(), name: denial.name.clone(), gap }
        })
        .collect()
}
