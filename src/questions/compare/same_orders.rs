//! What the standalone orders cost under a proposal: the same goods, from the same sellers, for the same nations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{GroupId, Id, NationId, OfferId};
use crate::measures::{Terms, arrivals, terms};
use crate::model::{Model, Step};
use crate::plan::{Order, Plan};
use crate::planning::Run;

/// The orders of the standalone plan, bought under a proposal, MEUR. Nothing is optimised, so that nothing is open; the parts sum to the
/// saving. A proposal's rules, funds, delays and limits are not applied to these orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SameOrders {
    /// What they cost under the proposal: prices, set-ups, fielding, fixed costs of supply relations, and what pools cost.
    pub cost: f64,
    /// What they cost alone, less that.
    pub saved: f64,
    /// By other prices.
    pub price: f64,
    /// By set-ups that are paid once for several nations, and by supply relations.
    pub fixed: f64,
    /// What is paid for pools: overhead and harmonisation. It lowers the saving.
    pub pools: f64,
}

impl SameOrders {
    /// What is saved as a share of what the orders cost alone; `None` where they cost nothing.
    #[must_use]
    pub fn part(&self) -> Option<f64> {
        let alone = self.cost + self.saved;
        (alone > 0.0).then(|| self.saved / alone)
    }
}

/// What orders cost, by kind, MEUR.
#[derive(Clone, Copy)]
struct Costs {
    goods: f64,
    fixed: f64,
    pools: f64,
}

impl Costs {
    fn of(model: &Model, terms: &Terms) -> Self {
        let overhead = terms.payments.iter().map(|paid| paid.amount * model.groups[paid.group].overhead.0).sum::<f64>();
        let agreeing =
            terms.set_ups.iter().filter(|paid| paid.amount > 0.0).map(|paid| {
                paid.amount * model.groups[paid.group].harmonisation.0 / model.once(paid.group, paid.offer)
            });
        let agreeing = agreeing.sum::<f64>();
        let once = terms.set_ups.iter().chain(&terms.fieldings).map(|paid| paid.amount).sum::<f64>();
        Self {
            goods: terms.payments.iter().map(|paid| paid.amount).sum(),
            fixed: once - agreeing + terms.relation_costs.iter().sum::<f64>(),
            pools: overhead + agreeing,
        }
    }

    fn all(self) -> f64 {
        self.goods + self.fixed + self.pools
    }
}

/// Sums that are nearer than this, relative, are the same.
const DIGITS: f64 = 1e-12;

/// The orders of one run under the model of another; `None` where a nation or offer does not exist there, or where nobody there may
/// place one of them.
pub(super) fn same_orders(alone: &Run, other: &Model) -> Option<SameOrders> {
    let orders =
        (alone.plan.orders.iter()).map(|order| placed(order, &alone.model, other)).collect::<Option<Vec<_>>>()?;
    let before = Costs::of(&alone.model, &alone.known.terms);
    let after = cheapest_groups(other, orders);
    // What sums of many payments differ by in their last digits is no difference.
    let part = |before: f64, after: f64| {
        if (before - after).abs() > DIGITS * (before.abs() + after.abs()) { before - after } else { 0.0 }
    };
    let (price, fixed) = (part(before.goods, after.goods), part(before.fixed, after.fixed));
    let pools = part(after.pools, before.pools);
    Some(SameOrders { cost: after.all(), saved: price + fixed - pools, price, fixed, pools })
}

/// An order in the other model, through the first pool that may place it, else by the nation itself. Where nobody may yet, in the first
/// year in which somebody may.
fn placed(order: &Order, from: &Model, to: &Model) -> Option<Order> {
    let nation = to.nations.find(from.nations.code(order.nation))?;
    let offer = to.offers.find(from.offers.code(order.offer))?;
    let year = from.horizon.year(order.step);
    let steps = to.horizon.steps().filter(|step| to.horizon.year(*step) >= year);
    let (step, group) = steps.into_iter().find_map(|step| Some((step, group_of(to, nation, offer, step)?)))?;
    Some(Order { nation, group, offer, step, ..*order })
}

fn group_of(model: &Model, nation: NationId, offer: OfferId, step: Step) -> Option<GroupId> {
    let capability = model.offers[offer].main();
    let group = model.group_for(nation, capability, step)?;
    (model.groups[group].is_pool || !model.is_bound(nation, capability, step)).then_some(group)
}

/// What orders cost where members use a pool that they may leave for those offers alone of which that is cheaper.
fn cheapest_groups(model: &Model, orders: Vec<Order>) -> Costs {
    let cost = |orders: &[Order]| {
        let plan = Plan { orders: orders.to_vec(), ..Plan::default() };
        Costs::of(model, &terms(model, &plan, &arrivals(model, &plan)))
    };
    let mut offers: Vec<OfferId> = orders.iter().map(|order| order.offer).collect();
    offers.sort_unstable_by_key(|offer| offer.index());
    offers.dedup();
    let mut best = (cost(&orders), orders);
    for (pool, _) in model.groups.iter().filter(|(_, group)| group.is_pool && !group.exclusive) {
        for offer in &offers {
            let outside = without(model, &best.1, pool, *offer);
            if outside != best.1 {
                let found = cost(&outside);
                if found.all() < best.0.all() {
                    best = (found, outside);
                }
            }
        }
    }
    best.0
}

/// The orders where nobody who may leave a pool buys an offer through it.
fn without(model: &Model, orders: &[Order], pool: GroupId, offer: OfferId) -> Vec<Order> {
    let own = |order: &Order| {
        let bound = model.is_bound(order.nation, model.offers[offer].main(), order.step);
        let groups =
            model.groups.iter().filter(|(_, group)| !bound && !group.is_pool && group.members.contains(&order.nation));
        groups.map(|(group, _)| group).next()
    };
    let other = |order: &Order| (order.group == pool && order.offer == offer).then(|| own(order)).flatten();
    orders.iter().map(|order| Order { group: other(order).unwrap_or(order.group), ..*order }).collect()
}
