//! How much can be ordered at all: the big bounds, each the tightest that requirements, money and lines prove.

use crate::formulation::columns::most_carried;
use crate::formulation::needs::{most_needed, most_needed_of};
use crate::formulation::schedule::{deliveries, due, order_steps};
use crate::id::{GroupId, Id, NationId, OfferId, RelationId};
use crate::model::{Model, Step};

/// The most units that a group can order of an offer over the horizon: what is needed, what its members can pay at the best
/// price, and what the offer's lines can make.
pub(super) fn most_units(model: &Model, group: GroupId, offer: OfferId) -> f64 {
    let paid = paid_by(model, &model.groups[group].members, offer);
    let opens = model.groups[group].opens.index() + model.groups[group].delay;
    paid.min(made_from(model, offer, opens)).min(most_needed(model, Some(group), offer))
}

/// The most units that nations can pay of an offer at its best price, with all that is free to them over the horizon.
fn paid_by(model: &Model, nations: &[NationId], offer: OfferId) -> f64 {
    let own: f64 = (nations.iter())
        .flat_map(|nation| model.horizon.steps().map(move |step| free_money(model, *nation, step)))
        .sum();
    let drawn = |(_, fund): (crate::id::FundId, &crate::model::Fund)| -> f64 {
        let most: f64 = nations.iter().map(|nation| fund.allocations[nation.index()]).sum();
        most.min(fund.envelope.0)
    };
    let money = own + model.funds.iter().map(drawn).sum::<f64>();
    let best = model.best_price(offer);
    if best > 0.0 { money / best } else { f64::INFINITY }
}

/// What is free of a nation's budget of a year.
fn free_money(model: &Model, nation: NationId, step: Step) -> f64 {
    let place = [nation.index(), step.index()];
    (model.budgets[place] - model.committed[place]).max(0.0)
}

/// The most units of an offer that a nation can order over the horizon through all its groups: what it needs itself, what it can pay, and
/// what lines can make. Where the price of a group's further units is shared by its members as they like, others may pay.
pub(super) fn most_of_nation(model: &Model, nation: NationId, offer: OfferId) -> f64 {
    let through = |group: GroupId| {
        let group = &model.groups[group];
        let payers = if model.offers[offer].incremental { &group.members[..] } else { &[nation] };
        paid_by(model, payers, offer).min(made_from(model, offer, group.opens.index() + group.delay))
    };
    let through: f64 = model.groups_of(nation).map(through).sum();
    through.min(made_from(model, offer, 0)).min(most_needed_of(model, &[nation], None, offer))
}

/// The most of these units that a nation can order in one year: what lines can make in the years of delivery, and what it can pay in the
/// years in which instalments fall due, with what it may carry into them.
pub(super) fn most_in_year(model: &Model, nation: NationId, offer: OfferId, ordered: Step, most: f64) -> f64 {
    let entry = &model.offers[offer];
    let mut most = most;
    if !entry.lines.iter().any(|(line, _)| model.lines[*line].makes_lots) {
        for (year, part) in deliveries(model, entry, ordered).filter(|(_, part)| *part > 0.0) {
            most = most.min(made_in(model, offer, year, year) / part);
        }
    }
    let price = model.best_price(offer);
    let draws = model.funds.iter().any(|(_, fund)| fund.allocations[nation.index()] > 0.0);
    // Several groups pay from one purse, but each at its own price.
    if !entry.incremental && !draws && price > 0.0 {
        for year in model.horizon.steps() {
            let falls_due = price * due(model, entry, ordered, year);
            if falls_due > 0.0 {
                let carried = model.horizon.before(year, 1).and_then(|before| most_carried(model, nation, before));
                most = most.min((free_money(model, nation, year) + carried.unwrap_or(0.0)) / falls_due);
            }
        }
    }
    most
}

/// The most units that all together can order of an offer: what is needed, and what its lines can make.
pub(super) fn most_made(model: &Model, offer: OfferId) -> f64 {
    made_from(model, offer, 0).min(most_needed(model, None, offer))
}

/// The most units that the lines of an offer can deliver in a run of years.
pub(super) fn made_in(model: &Model, offer: OfferId, from: Step, to: Step) -> f64 {
    let years = from.index()..=to.index();
    let made = |(line, amount): &(crate::id::LineId, f64)| {
        let line = &model.lines[*line];
        let extra = |t: usize| line.expansion.as_ref().filter(|it| it.lead <= t).map_or(0.0, |it| it.at_most);
        years.clone().map(|t| line.free[t] + extra(t)).sum::<f64>() / amount
    };
    model.offers[offer].lines.iter().map(made).fold(f64::INFINITY, f64::min)
}

/// The most units that the lines of an offer can make for orders from a step on.
pub(super) fn made_from(model: &Model, offer: OfferId, opens: usize) -> f64 {
    let entry = &model.offers[offer];
    let programme = model.programmes_over(entry);
    let over = programme.unwrap_or(0);
    let first_order = entry.open.0.index().max(opens).max(over);
    let first_delivery = first_order + entry.lead_time.split().0;
    (entry.lines.iter())
        .map(|(line, amount)| {
            let line = &model.lines[*line];
            // Before a programme is over nothing is made; elsewhere the plain sum was measured to search faster. Work on whole
            // lots begins with their first order.
            let from = match (line.makes_lots, programme) {
                (true, _) => first_order.min(first_delivery),
                (false, None) => 0,
                (false, Some(_)) => first_delivery,
            };
            let free: f64 = line.free.iter().skip(from).sum();
            let years = model.horizon.len();
            #[expect(clippy::cast_precision_loss, reason = "a horizon has at most 200 years")]
            let extra = (line.expansion.as_ref())
                .map_or(0.0, |expansion| expansion.at_most * years.saturating_sub(expansion.lead.max(from)) as f64);
            (free + extra) / amount
        })
        .fold(f64::INFINITY, f64::min)
}

/// The price bands of an offer that a group can reach. The first is always among them.
#[must_use]
pub fn bands_in_reach(model: &Model, group: GroupId, offer: OfferId) -> std::ops::Range<u32> {
    let bands = &model.offers[offer].bands;
    let listed = model.groups[group].pays_list_prices;
    let most = if listed { 0.0 } else { most_units(model, group, offer) };
    let reached = bands.iter().filter(|band| band.from <= most * (1.0 + 1e-9)).count().max(1);
    0..u32::try_from(reached).unwrap_or(u32::MAX)
}

/// Whether a group pays the same for every unit of an offer, however much of it it can order.
#[must_use]
pub fn reaches_one_price(model: &Model, group: GroupId, offer: OfferId) -> bool {
    bands_in_reach(model, group, offer).len() == 1
}

/// Where a band ends: at the next one, or at what can be ordered at all.
pub(super) fn end(model: &Model, group: GroupId, offer: OfferId, band: u32) -> f64 {
    let most = most_units(model, group, offer);
    // Nations put together each pay the first price up to where it ends, and together that is farther.
    if model.groups[group].pays_list_prices {
        return most;
    }
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
