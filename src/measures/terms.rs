//! What orders cost: prices by quantity, set-ups, fixed costs of supply relations. Worked out from what is ordered.

use std::collections::BTreeMap;

use crate::id::{GroupId, Id, NationId, OfferId};
use crate::measures::Arrivals;
use crate::model::{Model, ModelScale, Offer};
use crate::plan::{Payment, Plan, fielding_payments};

/// Room for rounding where a commitment is compared with where a band starts.
const ROUNDING: f64 = 1e-6;

/// The same in units, or as a share of the last band where that starts below one.
const DUST: f64 = 1e-7;

/// What is dust where bands start so far up.
fn dust(last: Option<f64>) -> f64 {
    DUST * last.unwrap_or(1.0).min(1.0)
}

/// What orders cost.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Value of each order of the plan, in its order, MEUR: units at the group's price; where each further unit has its
    /// own, the order's part of what the year's orders of the group cost.
    pub values: Vec<f64>,
    /// What each nation pays for orders of a group, an offer and a year: `values` added up, or what the plan states.
    pub payments: Vec<Payment>,
    /// What each nation pays towards set-ups.
    pub set_ups: Vec<Payment>,
    /// What each nation pays once for fielding a type.
    pub fieldings: Vec<Payment>,
    /// What each nation pays for supply relations that it uses, in the first year.
    pub relation_costs: Vec<f64>,
    /// Commitments: units that each group orders of each offer over the horizon.
    pub commitments: BTreeMap<(GroupId, OfferId), f64>,
}

/// What the orders of a plan cost.
#[must_use]
pub fn terms(model: &Model, plan: &Plan, arrivals: &Arrivals) -> Terms {
    let mut commitments: BTreeMap<(GroupId, OfferId), f64> = BTreeMap::new();
    let mut by_year: BTreeMap<(GroupId, OfferId, usize), f64> = BTreeMap::new();
    for order in &plan.orders {
        *commitments.entry((order.group, order.offer)).or_default() += order.quantity;
        *by_year.entry((order.group, order.offer, order.step.index())).or_default() += order.quantity;
    }
    let values: Vec<f64> = (plan.orders.iter())
        .map(|order| {
            let offer = &model.offers[order.offer];
            if offer.incremental {
                let year = by_year[&(order.group, order.offer, order.step.index())];
                let earlier: f64 = (by_year
                    .range((order.group, order.offer, 0)..(order.group, order.offer, order.step.index())))
                .map(|(_, quantity)| quantity)
                .sum();
                let cost = cost_of_filling(offer, earlier + year) - cost_of_filling(offer, earlier);
                if year > 0.0 { cost * order.quantity / year } else { 0.0 }
            } else {
                price_for_all(offer, commitments[&(order.group, order.offer)]) * order.quantity
            }
        })
        .zip(&plan.orders)
        .map(|(value, order)| value * (1.0 - off(model, &commitments, order.group, order.offer)))
        .collect();
    let payments = payments(model, plan, &values);
    let set_ups = set_ups(model, plan, &commitments);
    let relation_costs = relation_costs(model, arrivals);
    let fieldings = plan.fieldings.clone().unwrap_or_else(|| fieldings(model, plan));
    Terms { values, payments, set_ups, fieldings, relation_costs, commitments }
}

/// The price of every unit where the commitment sets it: that of the last band that it reaches.
fn price_for_all(offer: &Offer, commitment: f64) -> f64 {
    let upto = commitment * (1.0 + ROUNDING) + dust(offer.bands.last().map(|band| band.from));
    let reached = offer.bands.iter().take_while(|band| band.from <= upto);
    reached.last().map_or(offer.list_price().0, |band| band.price.0)
}

/// What is off every order of a group from the producer of an offer, by their total at list prices.
pub(crate) fn off(
    model: &Model,
    commitments: &BTreeMap<(GroupId, OfferId), f64>,
    group: GroupId,
    offer: OfferId,
) -> f64 {
    let by = model.offers[offer].by;
    let discounts = model.groups[group].discounts_with(by);
    if discounts.is_empty() {
        return 0.0;
    }
    let own = commitments.iter().filter(|((buyer, sold), _)| *buyer == group && model.offers[*sold].by == by);
    let total: f64 = own.map(|((_, sold), units)| model.offers[*sold].list_price().0 * units).sum();
    let upto = total * (1.0 + ROUNDING) + dust(discounts.last().map(|discount| discount.from.0));
    let reached = discounts.iter().take_while(|discount| discount.from.0 <= upto);
    reached.last().map_or(0.0, |discount| discount.off.0)
}

/// What a quantity costs where each further unit has the price of its band.
pub(crate) fn cost_of_filling(offer: &Offer, quantity: f64) -> f64 {
    let mut cost = 0.0;
    for (place, band) in offer.bands.iter().enumerate() {
        let end = offer.bands.get(place + 1).map_or(f64::INFINITY, |next| next.from);
        cost += band.price.0 * (quantity.min(end) - band.from).max(0.0);
    }
    cost
}

/// What the orders of an offer cost, MEUR, were only a part of each of them placed, from 0 to 1, at the prices that all of them reach:
/// where each further unit has its own price, the dear ones come first.
#[must_use]
pub fn cost_of_part(model: &Model, terms: &Terms, offer: OfferId, part: f64) -> f64 {
    let entry = &model.offers[offer];
    let groups = terms.commitments.iter().filter(|((_, of), _)| *of == offer);
    let cost = |(&(group, _), &units): (&(GroupId, OfferId), &f64)| {
        let at_list = if entry.incremental {
            cost_of_filling(entry, part * units)
        } else {
            price_for_all(entry, units) * part * units
        };
        at_list * (1.0 - off(model, &terms.commitments, group, offer))
    };
    groups.map(cost).sum()
}

/// What is ordered of an offer in all, units.
#[must_use]
pub fn units_of(terms: &Terms, offer: OfferId) -> f64 {
    terms.commitments.iter().filter(|((_, of), _)| *of == offer).map(|(_, units)| units).sum()
}

/// Payments for orders: each order by itself, but for those that the plan states.
fn payments(model: &Model, plan: &Plan, values: &[f64]) -> Vec<Payment> {
    let stated = |offer: OfferId| {
        plan.payments.is_some() && model.offers[offer].incremental && model.offers[offer].bands.len() > 1
    };
    let mut list: Vec<Payment> = (plan.orders.iter().zip(values))
        .filter(|(order, _)| !stated(order.offer))
        .map(|(order, &amount)| Payment {
            nation: order.nation,
            group: order.group,
            offer: order.offer,
            step: order.step,
            amount,
        })
        .collect();
    list.extend(plan.payments.iter().flatten().copied());
    list
}

/// Payments for set-ups: as the plan states, or shared by units among those who order first.
fn set_ups(model: &Model, plan: &Plan, commitments: &BTreeMap<(GroupId, OfferId), f64>) -> Vec<Payment> {
    if let Some(stated) = &plan.set_ups {
        return stated.clone();
    }
    let mut list = Vec::new();
    for (&(group, offer), _) in commitments.iter().filter(|(_, quantity)| **quantity > 0.0) {
        let cost = model.once(group, offer);
        let own =
            || plan.orders.iter().filter(|order| order.group == group && order.offer == offer && order.quantity > 0.0);
        let Some(first) = own().map(|order| order.step).min() else { continue };
        let all: f64 = own().filter(|order| order.step == first).map(|order| order.quantity).sum();
        if cost > 0.0 {
            for order in own().filter(|order| order.step == first) {
                list.push(Payment {
                    nation: order.nation,
                    group,
                    offer,
                    // Members agree so long before the first order as their pool takes.
                    step: model.horizon.before(first, model.groups[group].delay).unwrap_or(first),
                    amount: cost * order.quantity / all,
                });
            }
        }
    }
    list
}

/// Payments for fielding where the plan does not state them: in the years that are stated, or in that of the nation's first order of the type.
fn fieldings(model: &Model, plan: &Plan) -> Vec<Payment> {
    let mut list = Vec::new();
    for (offer, entry) in model.offers.iter() {
        for (nation, _) in &entry.fielding {
            let own = plan.orders.iter().filter(|o| o.offer == offer && o.nation == *nation && o.quantity > 0.0);
            if let Some(order) = own.min_by_key(|order| order.step) {
                let first = Payment { nation: *nation, group: order.group, offer, step: order.step, amount: 0.0 };
                list.extend(fielding_payments(model, first));
            }
        }
    }
    list
}

/// Fixed costs of the relations that carry any load, by nation.
fn relation_costs(model: &Model, arrivals: &Arrivals) -> Vec<f64> {
    let mut costs = vec![0.0; model.nations.len()];
    if model.relations.is_empty() {
        return costs;
    }
    let scale = ModelScale::of(model);
    for (_, relation) in model.relations.iter().filter(|(_, relation)| relation.fixed_cost.0 > 0.0) {
        if load(model, arrivals, relation) > ROUNDING * scale.producer(relation.from) {
            costs[relation.to.index()] += relation.fixed_cost.0;
        }
    }
    costs
}

/// What a relation carries over the horizon.
pub(crate) fn load(model: &Model, arrivals: &Arrivals, relation: &crate::model::SupplyRelation) -> f64 {
    let nation: NationId = relation.to;
    (model.offers.iter())
        .filter(|(_, offer)| offer.by == relation.from)
        .map(|(id, _)| relation.weight(id) * arrivals.units.slice(ndarray::s![nation.index(), id.index(), ..]).sum())
        .sum()
}
