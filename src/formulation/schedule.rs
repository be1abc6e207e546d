//! When orders can be placed, arrive, serve, retire and fall due: what columns, families and goals share about time.

use crate::model::{Kind, Model, Offer, Step};

/// Steps in which an offer can be ordered so that all of it is delivered inside the horizon.
pub(super) fn order_steps(model: &Model, offer: &Offer) -> impl Iterator<Item = Step> + use<> {
    offer.order_steps(model.horizon)
}

/// When an order of a step is delivered, and which part of it: all at once, or over two years where the lead time has a
/// part of a year.
pub(super) fn deliveries(model: &Model, offer: &Offer, ordered: Step) -> impl Iterator<Item = (Step, f64)> + use<> {
    let (whole, part) = offer.lead_time.split();
    let first = model.horizon.after(ordered, whole).map(|step| (step, 1.0 - part));
    let second = if part > 0.0 { model.horizon.after(ordered, whole + 1).map(|step| (step, part)) } else { None };
    first.into_iter().chain(second)
}

/// The change that one unit ordered in a step makes to what serves in a year: plus its deliveries of that year, less
/// what retires in it. For a flow only deliveries count.
pub(super) fn change(model: &Model, offer: &Offer, kind: Kind, ordered: Step, year: Step) -> f64 {
    change_before(model, offer, kind, ordered, year, None)
}

/// The same where deliveries stop from a step on.
pub(super) fn change_before(
    model: &Model,
    offer: &Offer,
    kind: Kind,
    ordered: Step,
    year: Step,
    stopped: Option<Step>,
) -> f64 {
    deliveries(model, offer, ordered)
        .filter(|(delivered, _)| stopped.is_none_or(|stopped| *delivered < stopped))
        .map(|(delivered, part)| {
            let arrives = if delivered == year { part } else { 0.0 };
            let retires = match (kind, offer.service_life) {
                (Kind::Stock, Some(life)) if model.horizon.after(delivered, life) == Some(year) => part,
                _ => 0.0,
            };
            arrives - retires
        })
        .sum()
}

/// The part of one unit ordered in a step that serves in a year; of a flow, the part that is delivered in it.
pub(super) fn serving(model: &Model, offer: &Offer, kind: Kind, ordered: Step, year: Step) -> f64 {
    let counts = |step: &Step| *step <= year && (kind == Kind::Stock || *step == year);
    model.horizon.steps().filter(counts).map(|step| change(model, offer, kind, ordered, step)).sum()
}

/// The change that one unit ordered in a step makes to what is supported in a year: what mainly gives a flow is used up in the year
/// of its delivery, and leaves in the next.
pub(super) fn change_in_use(model: &Model, offer: &Offer, ordered: Step, year: Step) -> f64 {
    match model.capabilities[offer.main()].kind {
        Kind::Stock => change(model, offer, Kind::Stock, ordered, year),
        Kind::Flow => {
            let before = model.horizon.before(year, 1).map_or(0.0, |before| delivered(model, offer, ordered, before));
            delivered(model, offer, ordered, year) - before
        }
    }
}

/// The part of one unit ordered in a step that is delivered in a year.
pub(super) fn delivered(model: &Model, offer: &Offer, ordered: Step, year: Step) -> f64 {
    deliveries(model, offer, ordered).filter(|(step, _)| *step == year).map(|(_, part)| part).sum()
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
