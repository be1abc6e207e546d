//! What can be ordered at all, by whom, through which group and when; and if not, why not. The columns of orders are
//! what nothing stands against, and whoever asks why an order is not there is told by the same lines.

use crate::formulation::needs::has_room;
use crate::formulation::reach::most_of_nation;
use crate::formulation::schedule::order_steps;
use crate::id::{GroupId, Id, NationId, OfferId};
use crate::model::{Model, Step};

/// By so much less than is useful, relative, is surely less.
const SURELY: f64 = 1e-6;

/// What stands against an order, in words; nothing where it can be placed.
#[must_use]
pub fn refusals(model: &Model, nation: NationId, group: GroupId, offer: OfferId, step: Step) -> Vec<String> {
    let mut against = of_offer(model, group, offer);
    against.extend(of_order(model, nation, group, offer, step));
    if is_too_little(model, nation, offer) {
        let (who, what) = (&model.nations[nation].name, &model.offers[offer].name);
        against.push(format!("less of {what} than is useful to {who} is needed, can be paid or can be made"));
    }
    against
}

/// Whether a nation cannot order as much of an offer as is useful to it at least.
pub(super) fn is_too_little(model: &Model, nation: NationId, offer: OfferId) -> bool {
    let least = model.offers[offer].fielding_of(nation).map_or(0.0, |fielding| fielding.at_least);
    least > 0.0 && most_of_nation(model, nation, offer) < least * (1.0 - SURELY)
}

/// What stands against an order of an offer against which nothing stands as such.
fn of_order(model: &Model, nation: NationId, group: GroupId, offer: OfferId, step: Step) -> Vec<String> {
    let entry = &model.offers[offer];
    let mut against = Vec::new();
    let pool = &model.groups[group];
    let year = |step: Step| model.horizon.year(step);
    if !pool.members.contains(&nation) {
        against.push(format!("{} is no member of {}", model.nations.code(nation), pool.name));
    }
    let possible = order_steps(model, entry).any(|possible| possible == step);
    if !possible {
        against.push(format!(
            "it cannot be ordered in {}: it is open from {} to {}, and an order must be delivered by {}",
            year(step),
            year(entry.open.0),
            year(entry.open.1),
            model.horizon.last
        ));
    }
    if !pool.orders_in(step) {
        let ready = model.horizon.after(pool.opens, pool.delay);
        let when = ready.map_or_else(|| "never in these years".to_owned(), |step| format!("in {}", year(step)));
        against.push(format!("{} places its first orders {when}", pool.name));
    }
    for programme in entry.needs.iter().filter_map(|needs| model.programmes.find(needs)) {
        let programme = &model.programmes[programme];
        if step.index() < programme.open.0.index() + programme.duration {
            against.push(format!("{} cannot be over by {}", programme.name, year(step)));
        }
    }
    if !pool.is_pool && model.is_bound(nation, entry.main(), step) {
        against.push(format!("{} buys this through a pool alone", model.nations[nation].name));
    }
    if model.nations[nation].excludes.contains(&entry.by) {
        against.push(format!("{} buys nothing from {}", model.nations[nation].name, model.producers[entry.by].name));
    }
    if model.nations[nation].forgoes.contains(&entry.main()) {
        let (who, what) = (&model.nations[nation].name, &model.capabilities[entry.main()].name);
        against.push(format!("{who} does not buy {what}"));
    }
    if model.nations[nation].declines.contains(&offer) {
        against.push(format!("{} does not buy {}", model.nations[nation].name, entry.name));
    }
    if (model.relations.iter()).any(|(_, relation)| {
        relation.from == entry.by && relation.to == nation && relation.at_most <= 0.0 && relation.weight(offer) > 0.0
    }) {
        against.push(format!("{} brings nothing to {}", model.producers[entry.by].name, model.nations[nation].name));
    }
    for (_, rule) in model.rules.iter().filter(|(_, rule)| rule.is_hard() && rule.judges_offers()) {
        if rule.nations.contains(&nation) {
            against.extend(rule.refusal(model, group, offer));
        }
    }
    if possible && !has_room(model, nation, offer, step) {
        against.push(format!(
            "nothing more is needed of {} when it would be delivered",
            model.capabilities[entry.main()].name
        ));
    }
    if !has_money(model, nation, offer, step) {
        against.push(format!("{} has no free money in the years in which it would pay", model.nations[nation].name));
    }
    against
}

/// What stands against any order of an offer through a group.
fn of_offer(model: &Model, group: GroupId, offer: OfferId) -> Vec<String> {
    let entry = &model.offers[offer];
    let pool = &model.groups[group];
    let mut against = Vec::new();
    if !pool.buys(entry.main()) {
        against.push(format!("{} does not buy {}", pool.name, model.capabilities[entry.main()].name));
    }
    for needs in entry.needs.iter().filter(|needs| model.programmes.find(needs).is_none()) {
        against.push(format!("it needs the programme `{needs}`, which this proposal does not have"));
    }
    against
}

/// Whether an order can be placed, of an offer that is not closed. What is told of closed ones would be worked out anew for each
/// nation and year.
pub(super) fn may_order(model: &Model, nation: NationId, group: GroupId, offer: OfferId, step: Step) -> bool {
    of_order(model, nation, group, offer, step).is_empty()
}

/// Whether anything stands against all orders of an offer through a group.
pub(super) fn is_closed(model: &Model, group: GroupId, offer: OfferId) -> bool {
    !of_offer(model, group, offer).is_empty()
}

/// Whether some money of a nation is free in a year in which it would pay for an order.
fn has_money(model: &Model, nation: NationId, offer: OfferId, step: Step) -> bool {
    let entry = &model.offers[offer];
    if entry.best_price().0 <= 0.0 {
        return true;
    }
    let n = nation.index();
    if model.funds.iter().any(|(_, fund)| fund.allocations[n] > 0.0) {
        return true;
    }
    let last = model.horizon.last_step().index();
    let first = if model.nations[nation].carry_over.0 > 0.0 { 0 } else { step.index() };
    (first..=(step.index() + entry.payment.len() - 1).min(last))
        .any(|t| model.budgets[[n, t]] - model.committed[[n, t]] > 0.0)
}
