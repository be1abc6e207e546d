//! What is missing to the US baselines and to national targets.

use ndarray::Array2;

use crate::id::{CapabilityId, Id};
use crate::measures::Stocks;
use crate::model::Model;

/// One capability against its baseline. Lists are by year.
#[derive(Debug, Clone)]
pub struct CapabilityGap {
    /// Which.
    pub capability: CapabilityId,
    /// US baseline.
    pub baseline: Vec<f64>,
    /// Units ready.
    pub units: Vec<f64>,
    /// US-equivalents ready.
    pub equivalents: Vec<f64>,
    /// US-equivalents usable.
    pub usable: Vec<f64>,
    /// What is missing, US-equivalents.
    pub missing: Vec<f64>,
    /// The same as a share of the baseline; 0 in years without one.
    pub share: Vec<f64>,
    /// What would be missing if every unit were as good as the US reference and usable, as a share of the baseline.
    pub quantity_share: Vec<f64>,
    /// What would be missing if every unit were usable, as a share of the baseline.
    pub ready_share: Vec<f64>,
}

/// Gaps of every capability with a baseline, and over all of them.
#[derive(Debug, Clone)]
pub struct Gaps {
    /// By capability, in the order of the document.
    pub capabilities: Vec<CapabilityGap>,
    /// By year, weighted over capabilities: 0 to 1.
    pub weighted: Vec<f64>,
    /// Mean of the years.
    pub mean: f64,
}

/// Gaps to the US baselines. Shares are plain: the bands of a gap, which value it, are not in them.
#[must_use]
pub fn gaps(model: &Model, stocks: &Stocks) -> Gaps {
    let years = model.horizon.len();
    let units = stocks.all_units();
    let equivalents = stocks.all_equivalents();
    let mut capabilities = Vec::new();
    let mut weighted = vec![0.0; years];
    let mut weights = vec![0.0; years];
    for (capability, entry) in model.capabilities.iter() {
        let k = capability.index();
        let baseline = model.baselines.row(k).to_vec();
        if baseline.iter().all(|&b| b <= 0.0) {
            continue;
        }
        let missing: Vec<f64> = (0..years).map(|t| (baseline[t] - stocks.usable[[k, t]]).max(0.0)).collect();
        let share = |missing: &dyn Fn(usize) -> f64| -> Vec<f64> {
            (0..years).map(|t| if baseline[t] > 0.0 { missing(t).max(0.0) / baseline[t] } else { 0.0 }).collect()
        };
        let shares = share(&|t| missing[t]);
        for t in (0..years).filter(|&t| baseline[t] > 0.0) {
            weighted[t] += entry.weight * shares[t];
            weights[t] += entry.weight;
        }
        capabilities.push(CapabilityGap {
            capability,
            units: units.row(k).to_vec(),
            equivalents: equivalents.row(k).to_vec(),
            usable: stocks.usable.row(k).to_vec(),
            quantity_share: share(&|t| baseline[t] - units[[k, t]]),
            ready_share: share(&|t| baseline[t] - equivalents[[k, t]]),
            share: shares,
            missing,
            baseline,
        });
    }
    for (sum, weight) in weighted.iter_mut().zip(&weights) {
        if *weight > 0.0 {
            *sum /= weight;
        }
    }
    let counted = weights.iter().filter(|weight| **weight > 0.0).count().max(1);
    #[expect(clippy::cast_precision_loss, reason = "a horizon has at most 200 years")]
    let mean = weighted.iter().sum::<f64>() / counted as f64;
    Gaps { capabilities, weighted, mean }
}

/// What one nation misses of one target, by year: nothing where it has none.
#[must_use]
pub(super) fn national_missing(model: &Model, stocks: &Stocks, capability: CapabilityId) -> Array2<f64> {
    Array2::from_shape_fn((model.nations.len(), model.horizon.len()), |(n, t)| {
        let place = [n, capability.index(), t];
        let target = model.targets[place];
        if target > 0.0 { (target - stocks.equivalents[place]).max(0.0) } else { 0.0 }
    })
}
