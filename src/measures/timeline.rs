//! What arrives when.

use ndarray::Array3;

use crate::id::Id;
use crate::model::Model;
use crate::plan::Plan;

/// Units delivered, nation × offer × year; and what comes after the horizon, or out of an offer's order years.
#[derive(Debug, Clone)]
pub struct Arrivals {
    /// Units delivered, nation × offer × year.
    pub units: Array3<f64>,
    /// Places in the plan's list of orders that are not delivered inside the horizon.
    pub late: Vec<usize>,
}

/// When a plan's orders arrive. A lead time of 2.25 years brings three quarters after two years and a quarter after three.
#[must_use]
pub fn arrivals(model: &Model, plan: &Plan) -> Arrivals {
    let years = model.horizon.len();
    let mut units = Array3::zeros((model.nations.len(), model.offers.len(), years));
    let mut late = Vec::new();
    for (place, order) in plan.orders.iter().enumerate() {
        let lead = model.offers[order.offer].lead_time.0;
        // The order is spread over the two whole years around its lead time, as far from each as the lead time is.
        for year in 0..=years + 100 {
            #[expect(clippy::cast_precision_loss, reason = "years are few")]
            let weight = 1.0 - ((order.step.index() as f64 + lead) - year as f64).abs();
            if weight <= 1e-9 {
                continue;
            }
            if year < years {
                units[[order.nation.index(), order.offer.index(), year]] += weight.min(1.0) * order.quantity;
            } else {
                late.push(place);
            }
        }
    }
    Arrivals { units, late }
}
