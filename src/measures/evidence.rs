//! How much of a result rests on figures that no source vouches for.

use crate::measures::Terms;
use crate::model::Model;
use crate::plan::Plan;
use crate::units::Money;

/// Orders by how well their prices are known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// Value of all orders.
    pub value: Money,
    /// Of it, orders whose price is an estimate.
    pub unverified: Money,
    /// Figures of the documents.
    pub figures: usize,
    /// Of them, estimates.
    pub unverified_figures: usize,
}

/// How well the orders of a plan, and all figures of its model, are known.
#[must_use]
pub fn evidence(model: &Model, plan: &Plan, terms: &Terms) -> Evidence {
    let mut all = Evidence {
        figures: model.figures.len(),
        unverified_figures: model.figures.iter().filter(|figure| figure.is_unverified()).count(),
        ..Evidence::default()
    };
    for (order, &value) in plan.orders.iter().zip(&terms.values) {
        let entry = &model.offers[order.offer];
        let value = Money(value);
        all.value += value;
        if entry.unverified_price {
            all.unverified += value;
        }
    }
    all
}
