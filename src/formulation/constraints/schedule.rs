//! When orders arrive, serve and retire: what the families share about time.

use crate::model::{Kind, Model, Offer, Step};

/// The change that one unit ordered in a step makes to what serves in a year: plus its deliveries of that year, less
/// what retires in it. For a flow only deliveries count.
pub(super) fn change(model: &Model, offer: &Offer, kind: Kind, ordered: Step, year: Step) -> f64 {
    offer
        .deliveries(ordered, model.horizon)
        .map(|delivery| {
            let arrives = if delivery.step == year { delivery.part } else { 0.0 };
            let retires = match (kind, offer.service_life) {
                (Kind::Stock, Some(life)) if model.horizon.after(delivery.step, life) == Some(year) => delivery.part,
                _ => 0.0,
            };
            arrives - retires
        })
        .sum()
}

/// The part of one unit ordered in a step that is delivered in a year.
pub(super) fn delivered(model: &Model, offer: &Offer, ordered: Step, year: Step) -> f64 {
    offer.deliveries(ordered, model.horizon).filter(|delivery| delivery.step == year).map(|delivery| delivery.part).sum()
}

/// The share of the price of an order of one step that falls due in a year; instalments beyond the horizon fall in its
/// last year.
pub(super) fn due(model: &Model, offer: &Offer, ordered: Step, year: Step) -> f64 {
    let last = model.horizon.last_step();
    offer
        .payment
        .iter()
        .enumerate()
        .filter(|(later, _)| model.horizon.after(ordered, *later).unwrap_or(last) == year)
        .map(|(_, share)| share.0)
        .sum()
}
