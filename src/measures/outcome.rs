//! What a nation comes to: its weighted shortfall, and what it pays.

use crate::id::{CapabilityId, Id, NationId};
use crate::measures::{Spending, Stocks};
use crate::model::{Model, Outcomes};

/// Shortfall and payments of every nation. Targets are those of the model, or shares of the baselines by gross domestic
/// product where it has none.
#[must_use]
pub fn outcome_of(model: &Model, stocks: &Stocks, spending: &Spending) -> Outcomes {
    let targets = model.wanted();
    let paid = spending.paid();
    let shortfall = |nation: NationId| -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (capability, entry) in model.capabilities.iter() {
            if let Some(mean) = mean_missing(stocks, &targets, nation, capability) {
                sum += entry.weight * mean;
                weights += entry.weight;
            }
        }
        if weights > 0.0 { sum / weights } else { 0.0 }
    };
    Outcomes {
        shortfall: model.nations.ids().map(shortfall).collect(),
        paid: model.nations.ids().map(|nation| paid.row(nation.index()).sum()).collect(),
    }
}

/// Mean over the years with a target of what is missing as a share of it.
fn mean_missing(
    stocks: &Stocks,
    targets: &ndarray::Array3<f64>,
    nation: NationId,
    capability: CapabilityId,
) -> Option<f64> {
    let (mut sum, mut years) = (0.0, 0.0);
    let place = ndarray::s![nation.index(), capability.index(), ..];
    for (target, there) in targets.slice(place).iter().zip(stocks.equivalents.slice(place)) {
        if *target > 0.0 {
            sum += (target - there).max(0.0) / target;
            years += 1.0;
        }
    }
    (years > 0.0).then(|| sum / years)
}
