//! What of a capability goes alike: units of one quality that lose the same when support is denied. Enablers serve units, so
//! that units of different quality must be told apart; a denial takes the same from all units of a class.

use std::collections::BTreeMap;

use crate::formulation::schedule::order_steps;
use crate::id::{CapabilityId, Id, OfferId};
use crate::model::{Denial, Model, Since, Step};

/// Units that go alike.
#[derive(Debug, Clone, Default)]
pub(super) struct StockClass {
    /// US-equivalents in one unit.
    pub quality: f64,
    /// The share that works, by step.
    pub left: Vec<f64>,
    /// Deliveries from this step on do not come.
    pub stopped: Option<Step>,
    /// Units that all nations hold, by step.
    pub held: Vec<f64>,
    /// Offers that add to it, with units of the capability in one unit.
    pub offers: Vec<(OfferId, f64)>,
}

/// What tells classes apart, in bits.
type Mark = (u64, Vec<u64>, bool);

/// The classes of a capability, in normal times or under a denial; the best first.
pub(super) fn classes(model: &Model, denial: Option<&Denial>, capability: CapabilityId) -> Vec<StockClass> {
    let mut by: BTreeMap<Mark, StockClass> = BTreeMap::new();
    let path = |left: &dyn Fn(&Denial, Since) -> f64| -> Vec<f64> {
        let at = |step| denial.and_then(|denial| denial.since(step).map(|since| left(denial, since))).unwrap_or(1.0);
        model.horizon.steps().map(at).collect()
    };
    let years = model.horizon.len();
    let mut class = |quality: f64, left: Vec<f64>, stops: bool, add: &dyn Fn(&mut StockClass)| {
        let mark = ((1e9 - quality).to_bits(), left.iter().map(|part| part.to_bits()).collect(), stops);
        let entry = by.entry(mark).or_insert_with(|| StockClass {
            quality,
            left,
            stopped: denial.filter(|_| stops).map(|denial| denial.from),
            held: vec![0.0; years],
            offers: Vec::new(),
        });
        add(entry);
    };
    let all = model.held.slice(ndarray::s![.., capability.index(), ..]).sum_axis(ndarray::Axis(0));
    let mut unlisted = all.to_vec();
    for (_, holding) in model.holdings.iter().filter(|(_, holding)| holding.gives == capability) {
        let left = path(&|denial, since| model.holding_left(holding, denial, since));
        class(holding.quality, left, false, &|entry| {
            for (sum, units) in entry.held.iter_mut().zip(&holding.quantity) {
                *sum += units.0;
            }
        });
        for (rest, units) in unlisted.iter_mut().zip(&holding.quantity) {
            *rest -= units.0;
        }
    }
    // What is held without further words is as good as the reference and depends on nobody.
    if unlisted.iter().any(|units| *units > 1e-9) {
        class(1.0, vec![1.0; years], false, &|entry| {
            for (sum, units) in entry.held.iter_mut().zip(&unlisted) {
                *sum += units.max(0.0);
            }
        });
    }
    for (offer, entry) in model.offers.iter().filter(|(_, entry)| order_steps(model, entry).next().is_some()) {
        if let Some((_, amount)) = entry.gives.iter().find(|(given, _)| *given == capability) {
            let left = path(&|denial, since| model.offer_left(entry, denial, since));
            let stops = denial.is_some_and(|denial| model.stops(entry, denial));
            class(entry.quality, left, stops, &|class| class.offers.push((offer, *amount)));
        }
    }
    by.into_values().collect()
}
