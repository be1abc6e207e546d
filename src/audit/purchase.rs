//! Terms of purchase: minimum orders, what is paid together, least loads and counts of supply relations.

use crate::audit::{Checks, Recomputed};
use crate::id::RelationId;
use crate::measures::{cost_of_filling, load};
use crate::model::{Model, Step};
use crate::plan::{Payment, Plan};
use crate::units::MONEY;

/// Less than this of what counts as one is no order.
const NOTHING: f64 = 1e-6;

/// A group that orders commits to the minimum.
pub(super) fn minimum_orders(model: &Model, known: &Recomputed, checks: &mut Checks) {
    for (&(group, offer), &committed) in &known.terms.commitments {
        let entry = &model.offers[offer];
        if entry.minimum_order > 0.0 && committed > NOTHING * checks.scale.offer(offer) {
            let words = || format!("minimum order of {} by {}: missing", entry.name, model.groups[group].name);
            let size = entry.minimum_order.max(checks.scale.offer(offer));
            checks.within(words, entry.minimum_order - committed, 0.0, size, "units");
        }
    }
}

/// What is to be paid together is, year by year: bands of further units, and set-ups; by members, and never backwards.
pub(super) fn payments(model: &Model, plan: &Plan, known: &Recomputed, checks: &mut Checks) {
    for payment in known.terms.payments.iter().chain(&known.terms.set_ups).chain(&known.terms.fieldings) {
        let (offer, nation) = (&model.offers[payment.offer].name, model.nations.code(payment.nation));
        checks.at_most(|| format!("payment of {nation} for {offer}: less than nothing"), -payment.amount, 0.0, MONEY);
        let member = model.groups[payment.group].members.contains(&payment.nation);
        let stray = if member { 0.0 } else { payment.amount };
        checks.at_most(|| format!("payment of {nation} for {offer}: by no member"), stray, 0.0, MONEY);
    }
    for (&(group, offer), &committed) in &known.terms.commitments {
        let least = NOTHING * checks.scale.offer(offer);
        if committed <= least {
            continue;
        }
        let entry = &model.offers[offer];
        let upto = |list: &[Payment], step: Step| -> f64 {
            (list.iter()).filter(|p| p.group == group && p.offer == offer && p.step <= step).map(|p| p.amount).sum()
        };
        for step in model.horizon.steps() {
            let ordered: f64 = (plan.orders.iter())
                .filter(|order| order.group == group && order.offer == offer && order.step <= step)
                .map(|order| order.quantity)
                .sum();
            let year = model.horizon.year(step);
            if entry.incremental {
                let words = || format!("bands of {} for {}, {year}: unpaid", entry.name, model.groups[group].name);
                checks.paid(words, cost_of_filling(entry, ordered), upto(&known.terms.payments, step));
            }
            let once = model.once(group, offer);
            if once > 0.0 && ordered > least {
                let words = || format!("set-up of {} for {}, {year}: unpaid", entry.name, model.groups[group].name);
                let agreed = model.horizon.before(step, model.groups[group].delay).unwrap_or(step);
                checks.paid(words, once, upto(&known.terms.set_ups, agreed));
            }
        }
    }
}

/// A nation that orders a type orders what is useful to it at least, and has paid for fielding it by then.
pub(super) fn fieldings(model: &Model, plan: &Plan, known: &Recomputed, checks: &mut Checks) {
    for (offer, entry) in model.offers.iter() {
        let least = NOTHING * checks.scale.offer(offer);
        for &(nation, fielding) in &entry.fielding {
            let until = |step: Step| -> f64 {
                let own = plan.orders.iter().filter(|o| o.nation == nation && o.offer == offer && o.step <= step);
                own.map(|order| order.quantity).sum()
            };
            let all = until(model.horizon.last_step());
            let who = model.nations.code(nation);
            if all > least {
                let words = || format!("least useful quantity of {} for {who}: missing", entry.name);
                let size = fielding.at_least.max(checks.scale.offer(offer));
                checks.within(words, fielding.at_least - all, 0.0, size, "units");
            }
            let paid_by = |step: Step| -> f64 {
                let own = known.terms.fieldings.iter().filter(|p| p.nation == nation && p.offer == offer);
                own.filter(|payment| payment.step <= step).map(|payment| payment.amount).sum()
            };
            for step in model.horizon.steps() {
                let asked = match fielding.instalment() {
                    Some(part) if all > least => {
                        let due = model.horizon.steps().filter(|year| *year <= step && part.is_due(*year));
                        due.map(|_| part.amount.0).sum()
                    }
                    None if until(step) > least => fielding.cost.0,
                    _ => continue,
                };
                let words = || format!("fielding of {} by {who}, {}: unpaid", entry.name, model.horizon.year(step));
                checks.paid(words, asked, paid_by(step));
            }
        }
    }
}

/// Relations that are used carry their least load, and no more of them are used than may be.
pub(super) fn relations(model: &Model, known: &Recomputed, checks: &mut Checks) {
    for (_, relation) in model.relations.iter().filter(|(_, relation)| relation.at_least > 0.0) {
        let load = load(model, &known.arrivals, relation);
        let one = checks.scale.producer(relation.from);
        if load > NOTHING * one {
            let (from, to) = (&model.producers[relation.from].name, model.nations.code(relation.to));
            checks.within(
                || format!("least load from {from} to {to}: missing"),
                relation.at_least - load,
                0.0,
                relation.at_least.max(one),
                "units",
            );
        }
    }
    for count in &model.relation_counts {
        let is_used = |id: &&RelationId| {
            let relation = &model.relations[**id];
            load(model, &known.arrivals, relation) > NOTHING * checks.scale.producer(relation.from)
        };
        let used = count.relations.iter().filter(is_used).count();
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        checks.at_most(|| count.words.clone(), used as f64, count.at_most as f64, "");
    }
}
