//! What is missing to the US baselines, as lines of the summary: over all, by capability, and when support is denied.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::measures::{gaps, lost_of_all, stocks_under};
use crate::model::Model;
use crate::planning::Run;

/// The gap over all capabilities, by year.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GapLine {
    /// Years.
    pub years: Vec<i32>,
    /// Were nothing ordered.
    pub nothing_ordered: Vec<f64>,
    /// With the plan.
    pub plan: Vec<f64>,
    /// Mean of the years, were nothing ordered.
    pub mean_nothing_ordered: f64,
    /// Mean of the years, with the plan.
    pub mean_plan: f64,
}

/// One capability. Gaps are shares of the baseline.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CapabilityLine {
    /// Id.
    pub capability: String,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// What the baseline is.
    pub basis: Option<String>,
    /// Baseline of the last year.
    pub baseline: f64,
    /// Gap of the first year, by what is held.
    pub today: f64,
    /// Gap of the last year, were nothing ordered.
    pub nothing_ordered: f64,
    /// Gap of the last year with the plan.
    pub plan: f64,
    /// Of it, what more units would close.
    pub quantity: f64,
    /// Of it, what better units would close.
    pub technology: f64,
    /// Of it, what enablers would close: units that are there and cannot be used.
    pub idle: f64,
    /// Units of the last year with the plan.
    pub units: f64,
    /// US-equivalents usable in the last year with the plan.
    pub usable: f64,
}

/// The last year under a denial.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DenialLine {
    /// Id of the denial.
    pub denial: String,
    /// Its name.
    pub name: String,
    /// Gap to the US baselines while it lasts, weighted.
    pub gap: f64,
    /// What is lost of what is usable and needed, counted in baselines.
    pub lost: f64,
}

/// Every denial of the model, in the last year; none where no capability has a baseline then, so that nothing can be counted.
pub(super) fn denial_lines(model: &Model, run: &Run) -> Vec<DenialLine> {
    let normal = &run.known.stocks;
    let last = model.horizon.last_step();
    (model.denials.iter())
        .filter_map(|(id, denial)| {
            let left = stocks_under(model, &run.plan, &run.known.arrivals, normal, denial);
            Some(DenialLine {
                denial: model.denials.code(id).to_owned(),
                name: denial.name.clone(),
                gap: gaps(model, &left).weighted[last.index()],
                lost: lost_of_all(model, normal, &left, last)?,
            })
        })
        .collect()
}

pub(super) fn gap_line(model: &Model, run: &Run) -> GapLine {
    let before = gaps(model, &run.nothing.stocks);
    let after = gaps(model, &run.known.stocks);
    GapLine {
        years: model.horizon.steps().map(|step| model.horizon.year(step).0).collect(),
        nothing_ordered: before.weighted,
        plan: after.weighted,
        mean_nothing_ordered: before.mean,
        mean_plan: after.mean,
    }
}

pub(super) fn capability_lines(model: &Model, run: &Run) -> Vec<CapabilityLine> {
    let before = gaps(model, &run.nothing.stocks).capabilities;
    let after = gaps(model, &run.known.stocks).capabilities;
    let last = model.horizon.last_step().index();
    before
        .iter()
        .zip(&after)
        .map(|(before, after)| {
            let entry = &model.capabilities[after.capability];
            let ready = after.ready_share[last].min(after.share[last]);
            let quantity = after.quantity_share[last].min(ready);
            CapabilityLine {
                capability: model.capabilities.code(after.capability).to_owned(),
                name: entry.name.clone(),
                unit: entry.unit.clone(),
                basis: entry.basis.clone(),
                baseline: after.baseline[last],
                today: before.share[0],
                nothing_ordered: before.share[last],
                plan: after.share[last],
                quantity,
                technology: ready - quantity,
                idle: after.share[last] - ready,
                units: after.units[last],
                usable: after.usable[last],
            }
        })
        .collect()
}
