//! Orders, money, supply, targets and requirements.

use crate::audit::{Recomputed, Verdict};
use crate::id::{CapabilityId, Id, NationId};
use crate::model::{Denial, Kind, Model, Since};
use crate::plan::Plan;

/// Orders are what can be ordered, when it can be, by whom it can be, and arrive in time.
pub(super) fn orders(model: &Model, plan: &Plan, known: &Recomputed, verdict: &mut Verdict) {
    for (place, order) in plan.orders.iter().enumerate() {
        let entry = &model.offers[order.offer];
        let who = model.nations.code(order.nation);
        let what = || format!("order of {} by {who}, {}", entry.name, model.horizon.year(order.step));
        let not = |yes: bool| if yes { order.quantity } else { 0.0 };
        verdict.at_most(|| format!("{}: not less than nothing", what()), -order.quantity, 0.0, "units");
        let closed = order.step < entry.open.0 || order.step > entry.open.1;
        verdict.at_most(|| format!("{}: the offer is not open in that year", what()), not(closed), 0.0, "units");
        verdict.at_most(
            || format!("{}: delivered after the horizon", what()),
            not(known.arrivals.late.contains(&place)),
            0.0,
            "units",
        );
        let shunned = model.nations[order.nation].excludes.contains(&entry.by);
        verdict.at_most(
            || format!("{}: the nation buys nothing from {}", what(), model.producers[entry.by].name),
            not(shunned),
            0.0,
            "units",
        );
        let group = &model.groups[order.group];
        verdict.at_most(
            || format!("{}: the nation is not in the group {}", what(), group.name),
            not(!group.members.contains(&order.nation)),
            0.0,
            "units",
        );
    }
}

/// Nobody pays more than it has, or carries more than it may.
pub(super) fn budgets(model: &Model, plan: &Plan, known: &Recomputed, verdict: &mut Verdict) {
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
                verdict.at_most(
                    || format!("budget of {}, {year}", model.nations.code(nation)),
                    paid[place] + carried - known.spending.funded[place],
                    has,
                    "MEUR",
                );
                if plan.carried.is_some() {
                    verdict.at_most(
                        || format!("carry-over of {}, {year}", model.nations.code(nation)),
                        carried,
                        entry.carry_over.0 * budget,
                        "MEUR",
                    );
                    verdict.at_most(
                        || format!("carry-over of {}, {year}: not less than nothing", model.nations.code(nation)),
                        -carried,
                        0.0,
                        "MEUR",
                    );
                }
            }
            before = carried;
        }
    }
}

/// No relation carries more than it can.
pub(super) fn supply(model: &Model, known: &Recomputed, verdict: &mut Verdict) {
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
            verdict.at_most(
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
                "units",
            );
        }
    }
}

/// Targets that must be met are.
pub(super) fn required_targets(model: &Model, known: &Recomputed, verdict: &mut Verdict) {
    for (capability, entry) in model.capabilities.iter().filter(|(_, entry)| entry.targets_required) {
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
                    verdict.at_most(words, target - known.stocks.equivalents[place], 0.0, &entry.unit);
                }
            }
        }
    }
}

/// Deliveries stop where the largest requirement is covered.
pub(super) fn overshoot(model: &Model, plan: &Plan, verdict: &mut Verdict) {
    let mut delivered = vec![0.0; model.capabilities.len()];
    for order in &plan.orders {
        let offer = &model.offers[order.offer];
        let (main, amount) = offer.gives[0];
        delivered[main.index()] += amount * offer.quality * order.quantity;
    }
    for (capability, entry) in model.capabilities.iter() {
        let there = |by_year: Vec<f64>| match entry.kind {
            Kind::Stock => by_year.into_iter().fold(f64::INFINITY, f64::min),
            Kind::Flow => by_year.into_iter().sum(),
        };
        let mut least = there(model.horizon.steps().map(|t| held(model, capability, t.index())).collect());
        // Where plans must stand a denial, what it takes may be replaced.
        for denial in model.denials_with_room() {
            let denial = &model.denials[denial];
            let left = |step| match denial.since(step) {
                Some(since) => still_held(model, denial, since, capability, step.index()),
                None => held(model, capability, step.index()),
            };
            least = least.min(there(model.horizon.steps().map(left).collect()));
        }
        let together = entry.overshoot.0 * model.largest_requirement(capability) - least;
        let room = together.max(national_room(model, capability)).max(0.0);
        verdict.at_most(
            || format!("most that is needed of {}", entry.name),
            delivered[capability.index()],
            room,
            &entry.unit,
        );
    }
}

/// What the targets of the nations leave room for, each by itself.
fn national_room(model: &Model, capability: CapabilityId) -> f64 {
    let entry = &model.capabilities[capability];
    let mut room = 0.0;
    for nation in model.nations.ids() {
        let (mut wanted, mut least) = (0.0_f64, f64::INFINITY);
        let (mut all_wanted, mut all_held) = (0.0, 0.0);
        for t in 0..model.horizon.len() {
            let place = [nation.index(), capability.index(), t];
            let target = if model.targets[place].is_nan() { 0.0 } else { model.targets[place] };
            wanted = wanted.max(target);
            least = least.min(model.held_equivalents[place]);
            all_wanted += target;
            all_held += model.held_equivalents[place];
        }
        let (wanted, held) = if entry.kind == Kind::Stock { (wanted, least) } else { (all_wanted, all_held) };
        room += (entry.overshoot.0 * wanted - held).max(0.0);
    }
    room
}

fn held(model: &Model, capability: CapabilityId, year: usize) -> f64 {
    model.nations.ids().map(|nation: NationId| model.held_equivalents[[nation.index(), capability.index(), year]]).sum()
}

/// What all nations hold that still works some time after a denial.
fn still_held(model: &Model, denial: &Denial, since: Since, capability: CapabilityId, year: usize) -> f64 {
    let mut listed = 0.0;
    let mut left = 0.0;
    for (_, holding) in model.holdings.iter().filter(|(_, holding)| holding.gives == capability) {
        let equivalents = holding.quantity[year].0 * holding.quality;
        listed += equivalents;
        left += equivalents * model.holding_left(holding, denial, since);
    }
    held(model, capability, year) - listed + left
}
