//! What a proposal sets: who may buy through whom and when, whole lots, programmes, and funds.

use crate::audit::{Checks, Recomputed};
use crate::id::{FundId, GroupId, Id, OfferId};
use crate::measures::programme_dues;
use crate::model::{Funding, Model, Step};
use crate::plan::Plan;
use crate::units::MONEY;

/// Orders go through groups that are open for them.
pub(super) fn groups(model: &Model, plan: &Plan, checks: &mut Checks) {
    for order in &plan.orders {
        let (group, offer) = (&model.groups[order.group], &model.offers[order.offer]);
        let who = model.nations.code(order.nation);
        let what = || format!("order of {} by {who}, {}", offer.name, model.horizon.year(order.step));
        let not = |yes: bool| if yes { order.quantity } else { 0.0 };
        let one = checks.scale.offer(order.offer);
        let covered = group.covers.is_empty() || group.covers.contains(&offer.gives[0].0);
        checks.within(|| format!("{}: {} does not buy this", what(), group.name), not(!covered), 0.0, one, "units");
        let early = order.step.index() < group.opens.index() + group.delay;
        checks.within(|| format!("{}: {} does not order yet", what(), group.name), not(early), 0.0, one, "units");
        let elsewhere = !group.is_pool
            && model.groups.iter().any(|(_, pool)| {
                pool.is_pool
                    && pool.exclusive
                    && pool.opens <= order.step
                    && pool.members.contains(&order.nation)
                    && (pool.covers.is_empty() || pool.covers.contains(&offer.gives[0].0))
            });
        checks.within(|| format!("{}: it buys this through a pool alone", what()), not(elsewhere), 0.0, one, "units");
    }
}

/// Orders are whole lots.
pub(super) fn lots(model: &Model, plan: &Plan, checks: &mut Checks) {
    for order in plan.orders.iter().filter(|order| model.offers[order.offer].lots_of > 0.0) {
        let offer = &model.offers[order.offer];
        let lots = order.quantity / offer.lots_of;
        let (who, year) = (model.nations.code(order.nation), model.horizon.year(order.step));
        // Of very many lots the last digit of a plan is more than a millionth of one.
        checks.within(
            || format!("order of {} by {who}, {year}: no whole lots", offer.name),
            (lots - lots.round()).abs(),
            0.0,
            (1e-4 * lots).max(1.0),
            "lots",
        );
    }
}

/// Programmes start once, when they can, are paid for, and are over before what needs them is ordered.
pub(super) fn programmes(model: &Model, plan: &Plan, checks: &mut Checks) {
    for (programme, entry) in model.programmes.iter() {
        let starts: Vec<Step> = plan.starts.iter().filter(|s| s.programme == programme).map(|s| s.step).collect();
        #[expect(clippy::cast_precision_loss, reason = "a programme has few starts")]
        checks.at_most(|| format!("starts of {}", entry.name), starts.len() as f64, 1.0, "");
        for &step in &starts {
            let closed = step < entry.open.0 || step > entry.open.1;
            let words = || format!("{} starts when it cannot", entry.name);
            checks.at_most(words, if closed { 1.0 } else { 0.0 }, 0.0, "");
        }
        if let Funding::Free(payers) = &entry.funding {
            let mut due = vec![0.0; model.horizon.len()];
            for start in plan.starts.iter().filter(|start| start.programme == programme) {
                for (year, amount) in programme_dues(model, *start) {
                    due[year] += amount;
                }
            }
            for step in model.horizon.steps() {
                let mut paid = 0.0;
                for part in plan.programme_shares.iter().filter(|p| p.of == programme && p.step == step) {
                    paid += if payers.contains(&part.nation) { part.amount } else { 0.0 };
                    checks.at_most(|| format!("payment for {}: backwards", entry.name), -part.amount, 0.0, MONEY);
                }
                let year = model.horizon.year(step);
                let words = || format!("cost of {}, {year}: unpaid", entry.name);
                checks.paid(words, due[step.index()], paid);
            }
        }
    }
    for order in &plan.orders {
        let offer = &model.offers[order.offer];
        let is_over = |needs: &String| {
            model.programmes.find(needs).is_some_and(|programme| {
                let duration = model.programmes[programme].duration;
                plan.starts.iter().any(|s| s.programme == programme && s.step.index() + duration <= order.step.index())
            })
        };
        if offer.needs.is_empty() {
            continue;
        }
        let over = offer.needs.iter().all(is_over);
        let year = model.horizon.year(order.step);
        let words = || format!("order of {}, {year}: its programme is not over", offer.name);
        let early = if over { 0.0 } else { order.quantity };
        checks.within(words, early, 0.0, checks.scale.offer(order.offer), "units");
    }
}

/// Funds pay no more than they may, for what they may.
pub(super) fn funds(model: &Model, plan: &Plan, known: &Recomputed, checks: &mut Checks) {
    if model.funds.is_empty() {
        return;
    }
    for part in &plan.funded {
        let fund = &model.funds[part.of];
        checks.at_most(|| format!("{}: pays less than nothing", fund.name), -part.amount, 0.0, MONEY);
        let closed = part.step < fund.open.0 || part.step > fund.open.1;
        let paid = if closed { part.amount } else { 0.0 };
        checks.at_most(|| format!("{}: pays in a year in which it does not", fund.name), paid, 0.0, MONEY);
    }
    let sum = |wanted: &dyn Fn(&crate::plan::PaidShare<FundId>) -> bool| -> f64 {
        plan.funded.iter().filter(|part| wanted(part)).map(|part| part.amount).sum()
    };
    for (id, fund) in model.funds.iter() {
        checks.at_most(|| format!("envelope of {}", fund.name), sum(&|part| part.of == id), fund.envelope.0, MONEY);
        for nation in model.nations.ids() {
            let words = || format!("allocation of {} to {}", fund.name, model.nations.code(nation));
            let paid = sum(&|part| part.of == id && part.nation == nation);
            checks.at_most(words, paid, fund.allocations[nation.index()], MONEY);
        }
    }
    for nation in model.nations.ids() {
        for step in model.horizon.steps() {
            let drawn: Vec<f64> = (model.funds.ids())
                .map(|fund| sum(&|part| part.of == fund && part.nation == nation && part.step == step))
                .collect();
            if drawn.iter().all(|amount| *amount <= 0.0) {
                continue;
            }
            let year = model.horizon.year(step);
            let words = || format!("funds of {}, {year}: more than they may pay of orders", model.nations.code(nation));
            checks.within(words, unplaced(model, known, nation, step, &drawn), 0.0, drawn.iter().sum(), MONEY);
        }
    }
}

/// What of the money drawn from funds cannot be laid on payments of orders: the most that any set of funds has left
/// over, the cut of the network of funds and bills.
fn unplaced(model: &Model, known: &Recomputed, nation: crate::id::NationId, year: Step, drawn: &[f64]) -> f64 {
    let last = model.horizon.last_step().index();
    let mut bills: Vec<(GroupId, OfferId, f64)> = Vec::new();
    for payment in known.terms.payments.iter().filter(|payment| payment.nation == nation) {
        let due: f64 = (model.offers[payment.offer].payment.iter().enumerate())
            .filter(|(later, _)| (payment.step.index() + later).min(last) == year.index())
            .map(|(_, share)| share.0)
            .sum();
        let amount = due * payment.amount * (1.0 + model.groups[payment.group].overhead.0);
        if amount > 0.0 {
            bills.push((payment.group, payment.offer, amount));
        }
    }
    let funds: Vec<FundId> = model.funds.ids().collect();
    let mut worst = 0.0_f64;
    for set in 1..(1_usize << funds.len()) {
        let chosen: Vec<FundId> = funds.iter().copied().filter(|fund| set & (1 << fund.index()) != 0).collect();
        let asked: f64 = chosen.iter().map(|fund| drawn[fund.index()]).sum();
        let room: f64 = (bills.iter())
            .map(|(group, offer, amount)| {
                let may = chosen.iter().filter(|f| model.refusals(&model.funds[**f], *group, *offer).is_empty());
                amount * may.map(|fund| model.funds[*fund].rate.0).sum::<f64>().min(1.0)
            })
            .sum();
        worst = worst.max(asked - room);
    }
    worst
}
