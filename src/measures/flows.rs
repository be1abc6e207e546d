//! Where the money for orders goes: from nations through groups to producers; and what groups pay for a unit.

use std::collections::BTreeMap;

use crate::id::{GroupId, NationId, OfferId, ProducerId};
use crate::measures::Terms;
use crate::measures::terms::cost_of_filling;
use crate::model::{Model, Offer};
use crate::plan::Plan;
use crate::units::{Money, Price};

/// Payments for orders over the horizon. Both lists sum to the same.
#[derive(Debug, Clone, Default)]
pub struct Flows {
    /// What each nation pays in each group.
    pub into_groups: Vec<(NationId, GroupId, Money)>,
    /// What each group pays to each producer.
    pub out_of_groups: Vec<(GroupId, ProducerId, Money)>,
}

/// Where the money for orders goes.
#[must_use]
pub fn flows(model: &Model, terms: &Terms) -> Flows {
    let mut into: BTreeMap<(NationId, GroupId), f64> = BTreeMap::new();
    let mut out: BTreeMap<(GroupId, ProducerId), f64> = BTreeMap::new();
    for payment in terms.payments.iter().filter(|payment| payment.amount > 0.0) {
        *into.entry((payment.nation, payment.group)).or_default() += payment.amount;
        *out.entry((payment.group, model.offers[payment.offer].by)).or_default() += payment.amount;
    }
    Flows {
        into_groups: into.into_iter().map(|((nation, group), sum)| (nation, group, Money(sum))).collect(),
        out_of_groups: out.into_iter().map(|((group, producer), sum)| (group, producer, Money(sum))).collect(),
    }
}

/// What one group commits to of one offer, and what that costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupPrice {
    /// Which group.
    pub group: GroupId,
    /// Of what.
    pub offer: OfferId,
    /// Units over the horizon.
    pub units: f64,
    /// MEUR for a unit, on average.
    pub price: Price,
}

/// What groups pay for a unit of what they order.
#[must_use]
pub fn group_prices(plan: &Plan, terms: &Terms) -> Vec<GroupPrice> {
    let mut values: BTreeMap<(GroupId, OfferId), f64> = BTreeMap::new();
    for (order, value) in plan.orders.iter().zip(&terms.values) {
        *values.entry((order.group, order.offer)).or_default() += value;
    }
    (terms.commitments.iter())
        .filter(|(_, units)| **units > 1e-6)
        .map(|(&(group, offer), &units)| {
            let value = values.get(&(group, offer)).copied().unwrap_or_default();
            GroupPrice { group, offer, units, price: Price(value / units) }
        })
        .collect()
}

/// How much less than the price of the first unit is paid for what is ordered at prices that hang on quantity: a share of
/// what it would cost at the first price; 0 where nothing is.
#[must_use]
pub fn below_first_price(model: &Model, paid: &[GroupPrice]) -> f64 {
    let mut sums = (0.0, 0.0);
    for at in paid.iter().filter(|at| model.offers[at.offer].bands.len() > 1) {
        sums.0 += at.units * at.price.0;
        sums.1 += at.units * model.offers[at.offer].list_price().0;
    }
    if sums.1 > 0.0 { 1.0 - sums.0 / sums.1 } else { 0.0 }
}

/// What a unit of an offer costs on average where so many are committed to.
#[must_use]
pub fn average_price(offer: &Offer, units: f64) -> Price {
    if offer.incremental && units > 0.0 {
        return Price(cost_of_filling(offer, units) / units);
    }
    let reached = offer.bands.iter().take_while(|band| band.from <= units);
    reached.last().map_or(offer.list_price(), |band| band.price)
}
