//! What is ordered: value by offer, producer and nation, and how much of it is domestic on each rung of the ladder.

use crate::id::{Id, NationId, OfferId, ProducerId};
use crate::measures::Terms;
use crate::model::{Model, Rung};
use crate::plan::Plan;
use crate::units::Money;

/// Units and value.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Units.
    pub units: f64,
    /// At the price paid.
    pub value: Money,
}

/// Orders over the horizon.
#[derive(Debug, Clone)]
pub struct Volume {
    /// All orders, at the price paid.
    pub value: Money,
    /// All orders, at reference prices.
    pub reference_value: Money,
    /// By offer, in the order of the document.
    pub by_offer: Vec<(OfferId, Tally)>,
    /// By producer, in the order of the document.
    pub by_producer: Vec<(ProducerId, Money)>,
    /// By nation, in the order of the document.
    pub by_nation: Vec<(NationId, Money)>,
    /// By year.
    pub by_year: Vec<Money>,
    /// Domestic value at the price paid, rung by rung, each cumulated.
    pub ladder: [Money; 5],
    /// The same, each rung's factor on its own.
    pub alone: [Money; 5],
}

impl Volume {
    /// Domestic value of a rung, cumulated.
    #[must_use]
    pub const fn on(&self, rung: Rung) -> Money {
        self.ladder[rung as usize]
    }
}

/// What a plan orders.
#[must_use]
pub fn volume(model: &Model, plan: &Plan, terms: &Terms) -> Volume {
    let mut offers = vec![Tally::default(); model.offers.len()];
    let mut producers = vec![Money::ZERO; model.producers.len()];
    let mut nations = vec![Money::ZERO; model.nations.len()];
    let mut years = vec![Money::ZERO; model.horizon.len()];
    let mut reference_value = Money::ZERO;
    let mut ladder = [Money::ZERO; 5];
    let mut alone = [Money::ZERO; 5];
    for (order, &value) in plan.orders.iter().zip(&terms.values) {
        let entry = &model.offers[order.offer];
        let value = Money(value);
        let tally = &mut offers[order.offer.index()];
        tally.units += order.quantity;
        tally.value += value;
        producers[entry.by.index()] += value;
        nations[order.nation.index()] += value;
        years[order.step.index()] += value;
        reference_value += Money(entry.reference_price.0 * order.quantity);
        let rungs = model.offer_ladder(entry);
        for rung in Rung::ALL {
            ladder[rung as usize] += value * rungs.cumulated(rung);
            alone[rung as usize] += value * rungs.factor(rung);
        }
    }
    Volume {
        value: nations.iter().copied().sum(),
        reference_value,
        by_offer: model.offers.ids().zip(offers).collect(),
        by_producer: model.producers.ids().zip(producers).collect(),
        by_nation: model.nations.ids().zip(nations).collect(),
        by_year: years,
        ladder,
        alone,
    }
}
