//! Terms of purchase: minimum orders, what is paid together, least loads and counts of supply relations.

use crate::audit::{Recomputed, Verdict};
use crate::measures::{cost_of_filling, load};
use crate::model::{Model, Step};
use crate::plan::{Payment, Plan};
use crate::units::MONEY;

/// Less than this is no order.
const NOTHING: f64 = 1e-6;

/// A group that orders commits to the minimum.
pub(super) fn minimum_orders(model: &Model, known: &Recomputed, verdict: &mut Verdict) {
    for (&(group, offer), &committed) in &known.terms.commitments {
        let entry = &model.offers[offer];
        if entry.minimum_order > 0.0 && committed > NOTHING {
            let words = || format!("minimum order of {} by {}: missing", entry.name, model.groups[group].name);
            verdict.at_most(words, entry.minimum_order - committed, 0.0, "units");
        }
    }
}

/// What is to be paid together is, year by year: bands of further units, and set-ups; by members, and never backwards.
pub(super) fn payments(model: &Model, plan: &Plan, known: &Recomputed, verdict: &mut Verdict) {
    for payment in known.terms.payments.iter().chain(&known.terms.set_ups).chain(&known.terms.fieldings) {
        let (offer, nation) = (&model.offers[payment.offer].name, model.nations.code(payment.nation));
        verdict.at_most(|| format!("payment of {nation} for {offer}: less than nothing"), -payment.amount, 0.0, MONEY);
        let member = model.groups[payment.group].members.contains(&payment.nation);
        let stray = if member { 0.0 } else { payment.amount };
        verdict.at_most(|| format!("payment of {nation} for {offer}: by no member"), stray, 0.0, MONEY);
    }
    for (&(group, offer), _) in known.terms.commitments.iter().filter(|(_, committed)| **committed > NOTHING) {
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
                let unpaid = cost_of_filling(entry, ordered) - upto(&known.terms.payments, step);
                verdict.at_most(words, unpaid, 0.0, MONEY);
            }
            let once = model.once(group, offer);
            if once > 0.0 && ordered > NOTHING {
                let words = || format!("set-up of {} for {}, {year}: unpaid", entry.name, model.groups[group].name);
                let agreed = model.horizon.before(step, model.groups[group].delay).unwrap_or(step);
                verdict.at_most(words, once - upto(&known.terms.set_ups, agreed), 0.0, MONEY);
            }
        }
    }
}

/// A nation that orders a type orders what is useful to it at least, and has paid for fielding it by then.
pub(super) fn fieldings(model: &Model, plan: &Plan, known: &Recomputed, verdict: &mut Verdict) {
    for (offer, entry) in model.offers.iter() {
        for &(nation, fielding) in &entry.fielding {
            let until = |step: Step| -> f64 {
                let own = plan.orders.iter().filter(|o| o.nation == nation && o.offer == offer && o.step <= step);
                own.map(|order| order.quantity).sum()
            };
            let all = until(model.horizon.last_step());
            let who = model.nations.code(nation);
            if all > NOTHING {
                let words = || format!("least useful quantity of {} for {who}: missing", entry.name);
                verdict.at_most(words, fielding.at_least - all, 0.0, "units");
            }
            for step in model.horizon.steps().filter(|step| until(*step) > NOTHING) {
                let paid =
                    known.terms.fieldings.iter().filter(|p| p.nation == nation && p.offer == offer && p.step <= step);
                let unpaid = fielding.cost.0 - paid.map(|payment| payment.amount).sum::<f64>();
                let words = || format!("fielding of {} by {who}, {}: unpaid", entry.name, model.horizon.year(step));
                verdict.at_most(words, unpaid, 0.0, MONEY);
            }
        }
    }
}

/// Relations that are used carry their least load, and no more of them are used than may be.
pub(super) fn relations(model: &Model, known: &Recomputed, verdict: &mut Verdict) {
    for (_, relation) in model.relations.iter().filter(|(_, relation)| relation.at_least > 0.0) {
        let load = load(model, &known.arrivals, relation);
        if load > NOTHING {
            let (from, to) = (&model.producers[relation.from].name, model.nations.code(relation.to));
            verdict.at_most(
                || format!("least load from {from} to {to}: missing"),
                relation.at_least - load,
                0.0,
                "units",
            );
        }
    }
    for count in &model.relation_counts {
        let used =
            count.relations.iter().filter(|&&id| load(model, &known.arrivals, &model.relations[id]) > NOTHING).count();
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        verdict.at_most(|| count.words.clone(), used as f64, count.at_most as f64, "");
    }
}
