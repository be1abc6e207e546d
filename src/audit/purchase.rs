//! Terms of purchase: minimum orders, what is paid together, least loads and counts of supply relations.

use std::collections::BTreeMap;

use crate::audit::{Recomputed, Verdict};
use crate::id::{GroupId, OfferId};
use crate::measures::{cost_of_filling, load};
use crate::model::Model;
use crate::plan::Plan;

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

/// What is to be paid together is: bands of further units, and set-ups.
pub(super) fn payments(model: &Model, plan: &Plan, known: &Recomputed, verdict: &mut Verdict) {
    let mut paid: BTreeMap<(GroupId, OfferId), f64> = BTreeMap::new();
    for payment in &known.terms.payments {
        *paid.entry((payment.group, payment.offer)).or_default() += payment.amount;
    }
    let mut set_ups: BTreeMap<(GroupId, OfferId), f64> = BTreeMap::new();
    for payment in &known.terms.set_ups {
        *set_ups.entry((payment.group, payment.offer)).or_default() += payment.amount;
        let first =
            plan.orders.iter().filter(|o| o.group == payment.group && o.offer == payment.offer).map(|o| o.step).min();
        let late = first.is_some_and(|first| payment.step > first) && payment.amount > NOTHING;
        let words = || format!("set-up of {}: paid before the first order", model.offers[payment.offer].name);
        verdict.at_most(words, if late { payment.amount } else { 0.0 }, 0.0, "MEUR");
    }
    for (&(group, offer), &committed) in known.terms.commitments.iter().filter(|(_, committed)| **committed > NOTHING) {
        let entry = &model.offers[offer];
        let of = |table: &BTreeMap<(GroupId, OfferId), f64>| table.get(&(group, offer)).copied().unwrap_or_default();
        if entry.incremental {
            let words = || format!("bands of {} for {}: unpaid", entry.name, model.groups[group].name);
            verdict.at_most(words, cost_of_filling(entry, committed) - of(&paid), 0.0, "MEUR");
        }
        if entry.set_up.0 > 0.0 {
            let words = || format!("set-up of {} for {}: unpaid", entry.name, model.groups[group].name);
            verdict.at_most(words, entry.set_up.0 - of(&set_ups), 0.0, "MEUR");
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
