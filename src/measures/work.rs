//! Where the work goes that orders pay for.

use crate::id::{CountryId, Id};
use crate::measures::Terms;
use crate::model::Model;
use crate::plan::Plan;
use crate::units::Money;

/// Work placed in a country against what it pays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkShare {
    /// The country.
    pub country: CountryId,
    /// Value added there by all orders.
    pub work: Money,
    /// Value of the orders that it places itself; zero for countries that do not buy.
    pub orders: Money,
}

/// Work and orders of every country that has either, in the order of the model.
#[must_use]
pub fn work_shares(model: &Model, plan: &Plan, terms: &Terms) -> Vec<WorkShare> {
    let mut work = vec![Money::ZERO; model.countries.len()];
    let mut orders = vec![Money::ZERO; model.countries.len()];
    for (order, &value) in plan.orders.iter().zip(&terms.values) {
        let entry = &model.offers[order.offer];
        let value = Money(value);
        orders[model.nations[order.nation].country.index()] += value;
        for &(country, share) in &entry.value_added {
            work[country.index()] += value * share;
        }
    }
    model
        .countries
        .ids()
        .map(|country| WorkShare { country, work: work[country.index()], orders: orders[country.index()] })
        .filter(|share| share.work.0 > 0.0 || share.orders.0 > 0.0)
        .collect()
}
