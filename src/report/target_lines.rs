//! What is missing to national targets, as lines of the summary.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::model::Model;
use crate::planning::Run;

/// One nation's target for one capability. Gaps are shares of the target.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TargetLine {
    /// Code of the nation.
    pub nation: String,
    /// Its name.
    pub name: String,
    /// Name of the capability.
    pub capability: String,
    /// Its unit.
    pub unit: String,
    /// Target of the last year in which there is one, US-equivalents.
    pub target: f64,
    /// That year.
    pub year: i32,
    /// Gap of the first year with a target, were nothing ordered.
    pub first: f64,
    /// Gap of that last year, were nothing ordered.
    pub nothing_ordered: f64,
    /// Gap of that last year with the plan.
    pub plan: f64,
}

/// Every target of a model in which no capability has a baseline, so that nothing else says what is missing.
pub(super) fn target_lines(model: &Model, run: &Run) -> Vec<TargetLine> {
    let mut list = Vec::new();
    if model.baselines.iter().any(|baseline| *baseline > 0.0) {
        return list;
    }
    for (nation, entry) in model.nations.iter() {
        for (capability, what) in model.capabilities.iter() {
            let place = |step: crate::model::Step| [nation.index(), capability.index(), step.index()];
            let wanted: Vec<_> = model.horizon.steps().filter(|step| model.targets[place(*step)] > 0.0).collect();
            let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else { continue };
            let gap = |stocks: &crate::measures::Stocks, step: crate::model::Step| {
                let target = model.targets[place(step)];
                (target - stocks.equivalents[place(step)]).max(0.0) / target
            };
            list.push(TargetLine {
                nation: model.nations.code(nation).to_owned(),
                name: entry.name.clone(),
                capability: what.name.clone(),
                unit: what.unit.clone(),
                target: model.targets[place(*last)],
                year: model.horizon.year(*last).0,
                first: gap(&run.nothing.stocks, *first),
                nothing_ordered: gap(&run.nothing.stocks, *last),
                plan: gap(&run.known.stocks, *last),
            });
        }
    }
    list
}
