//! Orders, money, supply, targets and requirements.

use crate::audit::{Checks, Recomputed};
use crate::id::{CapabilityId, Id, NationId};
use crate::measures::{need_runs, over_margin};
use crate::model::{MARGIN, Model};
use crate::plan::Plan;
use crate::units::MONEY;

/// Orders are what can be ordered, when it can be, by whom it can be, and arrive in time.
pub(super) fn orders(model: &Model, plan: &Plan, known: &Recomputed, checks: &mut Checks) {
    for (place, order) in plan.orders.iter().enumerate() {
        let entry = &model.offers[order.offer];
        let who = model.nations.code(order.nation);
        let what = || format!("order of {} by {who}, {}", entry.name, model.horizon.year(order.step));
        let not = |yes: bool| if yes { order.quantity } else { 0.0 };
        let one = checks.scale.offer(order.offer);
        checks.within(|| format!("{}: not less than nothing", what()), -order.quantity, 0.0, one, "units");
        let closed = order.step < entry.open.0 || order.step > entry.open.1;
        checks.within(|| format!("{}: the offer is not open in that year", what()), not(closed), 0.0, one, "units");
        checks.within(
            || format!("{}: delivered after the horizon", what()),
            not(known.arrivals.late.contains(&place)),
            0.0,
            one,
            "units",
        );
        let shunned = model.nations[order.nation].excludes.contains(&entry.by);
        checks.within(
            || format!("{}: the nation buys nothing from {}", what(), model.producers[entry.by].name),
            not(shunned),
            0.0,
            one,
            "units",
        );
        let buyer = &model.nations[order.nation];
        let unwanted = buyer.forgoes.contains(&entry.main()) || buyer.declines.contains(&order.offer);
        checks.within(|| format!("{}: the nation does not buy it", what()), not(unwanted), 0.0, one, "units");
        let group = &model.groups[order.group];
        checks.within(
            || format!("{}: the nation is not in the group {}", what(), group.name),
            not(!group.members.contains(&order.nation)),
            0.0,
            one,
            "units",
        );
    }
}

/// What is used up is there, and no more stands ready than may.
pub(super) fn stocks(model: &Model, known: &Recomputed, checks: &mut Checks) {
    for ((n, k, t), &missing) in known.stocks.overdrawn.indexed_iter() {
        if !model.used.is_empty() && model.used[[n, k, t]] > 0.0 {
            let (nation, capability) = (NationId::from_index(n), CapabilityId::from_index(k));
            let words = || {
                let (who, what) = (model.nations.code(nation), &model.capabilities[capability].name);
                format!("{what} used up by {who} by {}: missing", model.horizon.first.0 + i32::try_from(t).unwrap_or(0))
            };
            checks.within(words, missing, 0.0, model.used[[n, k, t]], "US-equivalents");
        }
    }
    let there = known.stocks.all_equivalents();
    for capability in model.capabilities.ids() {
        for step in model.horizon.steps() {
            let place = [capability.index(), step.index()];
            if model.ceilings[place].is_finite() {
                let held = model.held_left(None, capability, None, step);
                let words =
                    || format!("ceiling of {}, {}", model.capabilities[capability].name, model.horizon.year(step));
                let one = checks.scale.capability(capability);
                checks.within(words, there[place], model.ceilings[place].max(held), one, "US-equivalents");
            }
        }
    }
}

/// Nobody pays more than it has, or carries more than it may.
pub(super) fn budgets(model: &Model, known: &Recomputed, checks: &mut Checks) {
    let paid = known.spending.paid();
    for (nation, entry) in model.nations.iter() {
        let n = nation.index();
        let mut before = 0.0;
        for step in model.horizon.steps() {
            let place = [n, step.index()];
            let budget = model.budgets[place];
            let carried = known.spending.carried[place];
            if budget.is_finite() {
                let year = model.horizon.year(step);
                let has = budget - model.committed[place] + before;
                checks.at_most(
                    || format!("budget of {}, {year}", model.nations.code(nation)),
                    paid[place] + carried - known.spending.funded[place],
                    has,
                    MONEY,
                );
                checks.at_most(
                    || format!("carry-over of {}, {year}", model.nations.code(nation)),
                    carried,
                    entry.carry_over.0 * (budget + before),
                    MONEY,
                );
                checks.at_most(
                    || format!("carry-over of {}, {year}: not less than nothing", model.nations.code(nation)),
                    -carried,
                    0.0,
                    MONEY,
                );
            }
            before = carried;
        }
    }
}

/// No relation carries more than it can.
pub(super) fn supply(model: &Model, known: &Recomputed, checks: &mut Checks) {
    for (_, relation) in model.relations.iter().filter(|(_, relation)| relation.at_most.is_finite()) {
        for step in model.horizon.steps() {
            let load: f64 = model
                .offers
                .iter()
                .filter(|(_, offer)| offer.by == relation.from)
                .map(|(id, _)| {
                    relation.weight(id) * known.arrivals.units[[relation.to.index(), id.index(), step.index()]]
                })
                .sum();
            let one = checks.scale.producer(relation.from);
            checks.within(
                || {
                    format!(
                        "supply from {} to {}, {}",
                        model.producers[relation.from].name,
                        model.nations.code(relation.to),
                        model.horizon.year(step)
                    )
                },
                load,
                relation.at_most,
                one,
                "units",
            );
        }
    }
}

/// Targets that must be met are.
pub(super) fn required_targets(model: &Model, known: &Recomputed, checks: &mut Checks) {
    for (capability, entry) in model.capabilities.iter().filter(|(_, entry)| entry.targets_required) {
        let one = checks.scale.capability(capability);
        for nation in model.nations.ids() {
            for step in model.horizon.steps() {
                let place = [nation.index(), capability.index(), step.index()];
                let target = model.targets[place];
                if target > 0.0 {
                    let words = || {
                        format!(
                            "target of {} for {}, {}: missing",
                            model.nations.code(nation),
                            entry.name,
                            model.horizon.year(step)
                        )
                    };
                    let missing = target - known.stocks.equivalents[place];
                    checks.within(words, missing, 0.0, target.max(one), &entry.unit);
                }
            }
        }
    }
}

/// What is delivered and serves is needed while it serves: by all, or by each nation for itself, but for less than a whole lot or a
/// minimum order.
pub(super) fn needs(model: &Model, plan: &Plan, known: &Recomputed, checks: &mut Checks) {
    for order in &plan.orders {
        let offer = &model.offers[order.offer];
        let (who, year) = (model.nations.code(order.nation), model.horizon.year(order.step));
        // Beyond a need an order goes by less than a lot or, where all that its group commits to is the minimum, than that.
        let committed = known.terms.commitments.get(&(order.group, order.offer)).copied().unwrap_or_default();
        let at_minimum = committed <= offer.minimum_order * (1.0 + 1e-6);
        let lump = MARGIN * if at_minimum { offer.minimum_order.max(offer.lots_of) } else { offer.lots_of };
        let most = order.quantity.min(lump);
        let words = || format!("order of {} by {who}, {year}: beyond the need", offer.name);
        checks.within(words, order.beyond, most, checks.scale.offer(order.offer), "units");
    }
    for (capability, entry) in model.capabilities.iter() {
        let one = checks.scale.capability(capability);
        let own: Vec<NationId> =
            model.nations.ids().filter(|nation| model.own_need(*nation, capability).is_some()).collect();
        let all = (own.len() < model.nations.len()).then_some(None);
        for nation in own.into_iter().map(Some).chain(all) {
            let whose = nation.map_or_else(String::new, |nation| format!(" by {}", model.nations.code(nation)));
            let runs = need_runs(model, &plan.orders, capability, &model.need_table(nation, capability), &|order| {
                nation.is_none_or(|nation| order.nation == nation)
            });
            for run in runs {
                let (from, to) = (model.horizon.year(run.from), model.horizon.year(run.to));
                let under = run.denial.map_or_else(String::new, |id| format!(", under {}", model.denials[id].name));
                let what = || format!("most that is needed of {}{whose}, delivered {from} to {to}{under}", entry.name);
                checks.within(what, run.found - run.beyond, run.room, one, &entry.unit);
                let more = || format!("{}: beyond the need by less than a lot or minimum order", what());
                checks.within(more, run.lumps, run.lump, one, &entry.unit);
                for (offer, over) in over_margin(model, &run) {
                    let more = || format!("{}: {} by less than its own", what(), model.offers[offer].name);
                    checks.within(more, over, 0.0, checks.scale.offer(offer), "units");
                }
            }
        }
    }
}
