//! How much can be ordered at all: the big bounds, each the tightest that requirements, money and lines prove.

use crate::formulation::schedule::order_steps;
use crate::id::{CapabilityId, GroupId, Id, NationId, OfferId, RelationId};
use crate::model::{Kind, Model, Step};

/// US-equivalents of a capability that may be delivered over the horizon in all: what the largest requirement, times
/// overshoot, leaves beyond the least that is held in any year; or what the nations' targets leave, each beyond what
/// that nation holds, where that is more. One nation's surplus fills no other nation's target.
pub(super) fn deliverable(model: &Model, capability: CapabilityId) -> f64 {
    let entry = &model.capabilities[capability];
    let k = capability.index();
    let held = |n: NationId, t: Step| model.held_equivalents[[n.index(), k, t.index()]];
    let least = |by_year: &mut dyn Iterator<Item = f64>| match entry.kind {
        Kind::Stock => by_year.fold(f64::INFINITY, f64::min),
        Kind::Flow => by_year.sum(),
    };
    let pooled = least(&mut model.horizon.steps().map(|t| model.nations.ids().map(|n| held(n, t)).sum::<f64>()));
    let together = entry.overshoot.0 * model.largest_requirement(capability) - pooled;
    let apart = model.nations.ids().map(|n| {
        let targets = model.horizon.steps().map(|t| model.targets[[n.index(), k, t.index()]]).filter(|t| t.is_finite());
        let wanted = match entry.kind {
            Kind::Stock => targets.fold(0.0, f64::max),
            Kind::Flow => targets.sum(),
        };
        (entry.overshoot.0 * wanted - least(&mut model.horizon.steps().map(|t| held(n, t)))).max(0.0)
    });
    together.max(apart.sum())
}

/// The most units that a group can order of an offer over the horizon: what the requirement asks for, what its members
/// can pay at the best price, and what the offer's lines can make.
pub(super) fn most_units(model: &Model, group: GroupId, offer: OfferId) -> f64 {
    let entry = &model.offers[offer];
    let (main, amount) = entry.gives[0];
    let worth = amount * entry.quality;
    let wanted = if worth > 0.0 { deliverable(model, main) / worth } else { f64::INFINITY };
    let money: f64 = (model.groups[group].members.iter())
        .flat_map(|nation| model.horizon.steps().map(move |step| [nation.index(), step.index()]))
        .map(|place| (model.budgets[place] - model.committed[place]).max(0.0))
        .sum();
    let best = entry.best_price().0;
    let paid = if best > 0.0 { money / best } else { f64::INFINITY };
    let made = (entry.lines.iter())
        .map(|(line, amount)| {
            let line = &model.lines[*line];
            let free: f64 = line.free.iter().sum();
            let years = model.horizon.len();
            #[expect(clippy::cast_precision_loss, reason = "a horizon has at most 200 years")]
            let extra = line
                .expansion
                .as_ref()
                .map_or(0.0, |expansion| expansion.at_most * years.saturating_sub(expansion.lead) as f64);
            (free + extra) / amount
        })
        .fold(f64::INFINITY, f64::min);
    wanted.min(paid).min(made)
}

/// The price bands of an offer that a group can reach. The first is always among them.
pub(super) fn bands_in_reach(model: &Model, group: GroupId, offer: OfferId) -> impl Iterator<Item = u32> + use<> {
    let most = most_units(model, group, offer);
    let bands = &model.offers[offer].bands;
    let reached = bands.iter().filter(|band| band.from <= most * (1.0 + 1e-9)).count().max(1);
    0..u32::try_from(reached).unwrap_or(u32::MAX)
}

/// Where a band ends: at the next one, or at what can be ordered at all.
pub(super) fn end(model: &Model, group: GroupId, offer: OfferId, band: u32) -> f64 {
    let most = most_units(model, group, offer);
    model.offers[offer].bands.get(band as usize + 1).map_or(most, |next| next.from.min(most))
}

/// How many units fall in a band.
pub(super) fn width(model: &Model, group: GroupId, offer: OfferId, band: u32) -> f64 {
    (end(model, group, offer, band) - model.offers[offer].bands[band as usize].from).max(0.0)
}

/// The largest load that a producer can bring to a nation over the horizon.
pub(super) fn most_load(model: &Model, relation: RelationId) -> f64 {
    let entry = &model.relations[relation];
    #[expect(clippy::cast_precision_loss, reason = "a horizon has at most 200 years")]
    let limit = entry.at_most * model.horizon.len() as f64;
    let ordered: f64 = (model.offers.iter())
        .filter(|(_, offer)| offer.by == entry.from && order_steps(model, offer).next().is_some())
        .map(|(offer, _)| {
            let weight = entry.weight(offer);
            let most: f64 = model.groups.ids().map(|group| most_units(model, group, offer)).sum();
            if weight > 0.0 { weight * most } else { 0.0 }
        })
        .sum();
    limit.min(ordered)
}
