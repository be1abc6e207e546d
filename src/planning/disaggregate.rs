//! The plan of the smaller model, in which nations that are alike are one, as a plan of the model itself.
//!
//! Every nation takes the same part of everything that its class orders in a year: its share of the free money of the class, as
//! nearly as its budgets allow (`formulation::share_out`). Where that cannot be, parts may differ by what funds pay for, then by
//! capability, then by offer. What comes out is audited like any other plan.

use std::collections::BTreeMap;

use crate::audit::recompute;
use crate::formulation::{Class, ColumnKey, Formulation, LimitUse, OrderRun, runs};
use crate::id::{FundId, GroupId, Id, NationId, RuleId};
use crate::measures::{Spending, Terms, arrivals, spending};
use crate::model::{Demand, Model, ModelScale, OwnNeed, Step};
use crate::plan::{LEAST_ORDER, Order, PaidShare, Payment, Plan};
use crate::reduction::Reduction;
use crate::solve::{Options, solve};

/// Parts below this are rounding.
const DUST: f64 = 1e-9;

/// How one class shares out.
#[derive(Default)]
struct Shares {
    /// Which basket holds each order of the smaller plan.
    baskets: Vec<Option<usize>>,
    /// Part of each member in each basket.
    parts: BTreeMap<(NationId, usize), f64>,
    /// Part of each member in what is paid beside in a year.
    pots: BTreeMap<(NationId, Step), f64>,
    /// What funds pay each member.
    funded: Vec<PaidShare<FundId>>,
}

/// How finely orders are told apart when they are shared out.
#[derive(Clone, Copy)]
enum Fineness {
    Year,
    Fund,
    Capability,
    Offer,
}

/// The model, and what is known of the smaller model's plan.
struct Known<'a> {
    full: &'a Model,
    model: &'a Model,
    plan: &'a Plan,
    terms: Terms,
    /// What nations of the model pay by fixed keys, nation × year.
    fixed: ndarray::Array2<f64>,
}

/// The plan of the model, from that of the smaller one.
///
/// # Errors
/// The nations of a class that cannot share out what the class does.
#[tracing::instrument(skip_all, name = "share out")]
pub(crate) fn share_out(model: &Model, reduction: &Reduction, smaller: &Plan) -> Result<Plan, Vec<NationId>> {
    let terms = recompute(&reduction.model, smaller, None).terms;
    let known = Known { full: model, model: &reduction.model, plan: smaller, terms, fixed: by_key(model, smaller) };
    let mut shares = Vec::new();
    for (place, members) in reduction.classes.iter().enumerate() {
        let class = NationId::from_index(place);
        shares.push(if let [only] = members[..] {
            alone(model, smaller, class, only)
        } else {
            let shared = [Fineness::Year, Fineness::Fund, Fineness::Capability, Fineness::Offer]
                .into_iter()
                .find_map(|fineness| apart(&known, class, members, fineness));
            shared.ok_or_else(|| members.clone())?
        });
    }
    Ok(spread(model, reduction, smaller, &shares))
}

/// What nations pay by fixed keys, nation × year.
fn by_key(model: &Model, plan: &Plan) -> ndarray::Array2<f64> {
    let only = Plan { enlargements: plan.enlargements.clone(), starts: plan.starts.clone(), ..Plan::default() };
    recompute(model, &only, None).spending.paid()
}

impl Known<'_> {
    /// The baskets of a class: which holds each order of the plan, and how many there are.
    fn baskets(&self, class: NationId, fineness: Fineness) -> (Vec<Option<usize>>, usize) {
        let mut numbers = BTreeMap::new();
        let basket = |order: &Order| {
            if order.nation != class {
                return None;
            }
            let pays = |fund: &crate::model::Fund| self.model.refusals(fund, order.group, order.offer).is_empty();
            let funds: Vec<bool> = match fineness {
                Fineness::Year => Vec::new(),
                _ => self.model.funds.iter().map(|(_, fund)| pays(fund)).collect(),
            };
            let capability = match fineness {
                Fineness::Capability | Fineness::Offer => Some(self.model.offers[order.offer].main()),
                _ => None,
            };
            let offer = matches!(fineness, Fineness::Offer).then_some((order.group, order.offer));
            let next = numbers.len();
            Some(*numbers.entry((order.step, funds, capability, offer)).or_insert(next))
        };
        let of: Vec<Option<usize>> = self.plan.orders.iter().map(basket).collect();
        (of, numbers.len())
    }

    /// What the orders of a basket cost, each payment times a part of it.
    fn cost(&self, of: &[Option<usize>], basket: usize, part: impl Fn(&Order) -> f64) -> Spending {
        let own = || self.plan.orders.iter().zip(of).filter(|(_, own)| **own == Some(basket)).map(|(order, _)| order);
        let only = Plan { orders: own().copied().collect(), ..Plan::default() };
        let mut payments = Vec::new();
        for order in own() {
            let same = |paid: &&Payment| {
                (paid.nation, paid.group, paid.offer, paid.step) == (order.nation, order.group, order.offer, order.step)
            };
            let list = self.model.offers[order.offer].list_price().0 * order.quantity;
            let listed = self.model.groups[order.group].pays_list_prices;
            payments.extend(self.terms.payments.iter().filter(same).map(|paid| {
                // What nations that buy alone at list prices order together reaches no band.
                let amount = if listed { list } else { paid.amount };
                Payment { amount: amount * part(order), ..*paid }
            }));
        }
        let terms = Terms {
            values: Vec::new(),
            payments,
            set_ups: Vec::new(),
            fieldings: Vec::new(),
            relation_costs: Vec::new(),
            commitments: BTreeMap::new(),
        };
        spending(self.model, &only, &arrivals(self.model, &only), &terms)
    }

    /// What a class does, as its members must share it out, and which basket holds each order.
    fn class_of(&self, class: NationId, members: &[NationId], fineness: Fineness) -> (Class, Vec<Option<usize>>) {
        let Self { full: model, model: smaller, plan, .. } = *self;
        let (of, count) = self.baskets(class, fineness);
        let years = model.horizon.len();
        let whole: Vec<Spending> = (0..count).map(|basket| self.cost(&of, basket, |_| 1.0)).collect();
        let due: Vec<Vec<f64>> = whole.iter().map(|spending| spending.paid().row(class.index()).to_vec()).collect();
        let free = members.iter().map(|nation| {
            let n = nation.index();
            (0..years).map(|t| model.budgets[[n, t]] - model.committed[[n, t]] - self.fixed[[n, t]]).collect()
        });
        let mut made = Class {
            members: members.to_vec(),
            baskets: due.iter().map(|due| due.iter().sum()).collect(),
            due,
            free: free.collect(),
            pot: pot(smaller, plan, class),
            ..Class::default()
        };
        made.taken = self.taken(class, &made, &of);
        for part in plan.funded.iter().filter(|part| part.nation == class) {
            let place = made.drawn.iter().position(|(fund, _)| *fund == part.of).unwrap_or_else(|| {
                made.drawn.push((part.of, vec![0.0; years]));
                made.drawn.len() - 1
            });
            made.drawn[place].1[part.step.index()] += part.amount;
        }
        for set in 1..(1_u32 << made.drawn.len()) {
            let funds = made.drawn.iter().enumerate().filter(|(place, _)| set & (1 << place) != 0);
            let funds: Vec<FundId> = funds.map(|(_, (fund, _))| *fund).collect();
            let part = |order: &Order| {
                let pays =
                    |fund: &&FundId| smaller.refusals(&smaller.funds[**fund], order.group, order.offer).is_empty();
                funds.iter().filter(pays).map(|fund| smaller.funds[*fund].rate.0).sum::<f64>().min(1.0)
            };
            let by_basket = (0..count).map(|basket| {
                let spending = self.cost(&of, basket, part);
                (&spending.orders + &spending.overhead).row(class.index()).to_vec()
            });
            made.fundable.push((set, by_basket.collect()));
        }
        (made, of)
    }

    /// What the class's orders count towards limits that each member has for itself: by a rule, or by what it needs.
    fn taken(&self, class: NationId, made: &Class, of: &[Option<usize>]) -> Vec<LimitUse> {
        let model = self.full;
        let own_shares = (model.rules.iter().filter(|(_, entry)| entry.is_hard())).filter_map(|(rule, entry)| {
            let Demand::OwnShare { at_most } = entry.demand else { return None };
            Some((Some(rule), at_most.0))
        });
        let mut list = Vec::new();
        for (rule, times) in own_shares.chain([(None, 1.0)]) {
            for capability in model.capabilities.ids() {
                let share = |nation: NationId| match rule {
                    Some(_) => Some(model.free_budget_share(nation)),
                    None => match model.own_need(nation, capability) {
                        Some(OwnNeed::Share(share)) => Some(share),
                        // Nations with targets are classes of their own.
                        _ => None,
                    },
                };
                let shares: Option<Vec<f64>> = made.members.iter().map(|nation| share(*nation)).collect();
                let Some(shares) = shares else { continue };
                let is_of = |order: &Order| order.nation == class && model.offers[order.offer].main() == capability;
                let ordered = self.plan.orders.iter().any(is_of);
                for run in runs(model, capability).into_iter().filter(|_| ordered) {
                    let amounts = self.amounts(class, made, rule, &run, of);
                    if amounts.iter().any(|amount| *amount > 0.0) {
                        let most = shares.iter().map(|share| times * run.room * share).collect();
                        list.push(LimitUse { rule, run, amounts, most });
                    }
                }
            }
        }
        list
    }

    /// US-equivalents of a class's orders that count in a run of years, by basket.
    fn amounts(
        &self,
        class: NationId,
        made: &Class,
        rule: Option<RuleId>,
        run: &OrderRun,
        of: &[Option<usize>],
    ) -> Vec<f64> {
        let smaller = self.model;
        let mut amounts = vec![0.0; made.baskets.len()];
        for (order, basket) in self.plan.orders.iter().zip(of).filter(|(order, _)| order.nation == class) {
            let counts = rule.is_none_or(|rule| smaller.rules[rule].covers(smaller, class, order.group, order.offer));
            if let (Some(basket), Some(worth), true) = (basket, run.counts.get(&(order.offer, order.step)), counts) {
                amounts[*basket] += worth * order.quantity;
            }
        }
        amounts
    }
}

/// What a class pays beside its orders, as suits it.
fn pot(smaller: &Model, plan: &Plan, class: NationId) -> Vec<f64> {
    let mut pot = vec![0.0; smaller.horizon.len()];
    let mut add = |nation: NationId, step: Step, amount: f64| {
        if nation == class {
            pot[step.index()] += amount;
        }
    };
    for paid in &plan.contributions {
        add(paid.nation, paid.step, paid.amount);
    }
    for paid in &plan.programme_shares {
        add(paid.nation, paid.step, paid.amount);
    }
    for paid in plan.set_ups.iter().flatten() {
        add(paid.nation, paid.step, paid.amount);
    }
    for paid in plan.penalties.iter().flatten() {
        add(paid.nation, paid.step, paid.amount);
    }
    pot
}

/// One nation does all that its class does.
fn alone(model: &Model, plan: &Plan, class: NationId, only: NationId) -> Shares {
    let mut shares = Shares {
        baskets: plan.orders.iter().map(|order| (order.nation == class).then_some(0)).collect(),
        ..Shares::default()
    };
    shares.parts.insert((only, 0), 1.0);
    for step in model.horizon.steps() {
        shares.pots.insert((only, step), 1.0);
    }
    let own = plan.funded.iter().filter(|part| part.nation == class);
    shares.funded = own.map(|part| PaidShare { nation: only, ..*part }).collect();
    shares
}

/// Several nations share out what their class does; nothing where their budgets or limits do not allow it.
fn apart(known: &Known<'_>, class: NationId, members: &[NationId], fineness: Fineness) -> Option<Shares> {
    let model = known.full;
    let (class, baskets) = known.class_of(class, members, fineness);
    let formulation = Formulation::share_out(model, &class);
    let solution = match solve(&formulation, &Options::default()) {
        Ok(solution) => solution,
        Err(failure) => {
            let nations: Vec<&str> = class.members.iter().map(|nation| model.nations.code(*nation)).collect();
            let baskets = class.baskets.len();
            tracing::debug!(%failure, baskets, ?nations, "a class of nations cannot share out what it does");
            return None;
        }
    };
    let mut shares = Shares { baskets, ..Shares::default() };
    for ((key, _), &value) in formulation.columns.iter().zip(&solution.values) {
        match key {
            ColumnKey::Part { nation, basket } if value > DUST => {
                shares.parts.insert((nation, basket as usize), value);
            }
            ColumnKey::Pot { nation, step } if value > 0.0 => {
                shares.pots.insert((nation, step), value / class.pot[step.index()]);
            }
            ColumnKey::Funded { nation, fund, step } if value > DUST => {
                shares.funded.push(PaidShare { nation, of: fund, step, amount: value });
            }
            _ => {}
        }
    }
    even(&mut shares.parts);
    even(&mut shares.pots);
    Some(shares)
}

/// Makes parts sum to 1, which rounding may have spoilt.
fn even<K: Copy + Ord>(parts: &mut BTreeMap<(NationId, K), f64>) {
    let mut sums: BTreeMap<K, f64> = BTreeMap::new();
    for ((_, of), part) in parts.iter() {
        *sums.entry(*of).or_default() += part;
    }
    for ((_, of), part) in parts.iter_mut() {
        *part /= sums[of];
    }
}

/// Everything that the smaller plan does, by those who do it.
fn spread(model: &Model, reduction: &Reduction, smaller: &Plan, shares: &[Shares]) -> Plan {
    let mut plan = Plan {
        enlargements: smaller.enlargements.clone(),
        starts: smaller.starts.clone(),
        usable: smaller.usable.clone(),
        usable_under: smaller.usable_under.clone(),
        ..Plan::default()
    };
    // The group through which a member orders what its class orders through one.
    let group_of = |group: GroupId, nation: NationId| {
        model.groups.iter().find(|(full, entry)| {
            reduction.names.groups[full.index()] == group && (entry.is_pool || entry.members.contains(&nation))
        })
    };
    let members = |class: NationId| reduction.classes[class.index()].iter().copied();
    let part = |class: NationId, nation: NationId, place: usize| {
        let shares = &shares[class.index()];
        shares.baskets[place].and_then(|basket| shares.parts.get(&(nation, basket)).copied()).unwrap_or(0.0)
    };
    let pot = |class: NationId, nation: NationId, step: Step| {
        shares[class.index()].pots.get(&(nation, step)).copied().unwrap_or(0.0)
    };
    let scale = ModelScale::of(model);
    for (place, order) in smaller.orders.iter().enumerate() {
        for nation in members(order.nation) {
            let taken = part(order.nation, nation, place);
            let (quantity, beyond) = (order.quantity * taken, order.beyond * taken);
            let least = LEAST_ORDER * scale.offer(order.offer);
            if let Some((group, _)) = group_of(order.group, nation).filter(|_| quantity >= least) {
                plan.orders.push(Order { nation, group, quantity, beyond, ..*order });
            }
        }
    }
    for paid in &smaller.contributions {
        for nation in members(paid.nation) {
            let amount = paid.amount * pot(paid.nation, nation, paid.step);
            plan.contributions.push(crate::plan::Contribution { nation, amount, ..*paid });
        }
    }
    plan.contributions.retain(|paid| paid.amount > 0.0);
    let payments = |list: &Option<Vec<Payment>>, of: &dyn Fn(&Payment, NationId) -> f64| {
        list.as_ref().map(|list| {
            let mut spread = Vec::new();
            for paid in list {
                for nation in members(paid.nation) {
                    let amount = paid.amount * of(paid, nation);
                    if let Some((group, _)) = group_of(paid.group, nation).filter(|_| amount > 0.0) {
                        spread.push(Payment { nation, group, amount, ..*paid });
                    }
                }
            }
            spread
        })
    };
    // Whoever takes part in an order pays the same part of it.
    plan.payments = payments(&smaller.payments, &|paid, nation| {
        let same = |order: &Order| {
            (order.nation, order.group, order.offer, order.step) == (paid.nation, paid.group, paid.offer, paid.step)
        };
        smaller.orders.iter().position(same).map_or(0.0, |place| part(paid.nation, nation, place))
    });
    plan.set_ups = payments(&smaller.set_ups, &|paid, nation| pot(paid.nation, nation, paid.step));
    plan.fieldings = payments(&smaller.fieldings, &|_, _| 1.0);
    for paid in &smaller.programme_shares {
        for nation in members(paid.nation) {
            let amount = paid.amount * pot(paid.nation, nation, paid.step);
            plan.programme_shares.push(PaidShare { nation, amount, ..*paid });
        }
    }
    plan.programme_shares.retain(|paid| paid.amount > 0.0);
    plan.penalties = smaller.penalties.as_ref().map(|list| {
        let each = list.iter().flat_map(|paid| {
            let amount = |nation| paid.amount * pot(paid.nation, nation, paid.step);
            members(paid.nation).map(move |nation| PaidShare { nation, amount: amount(nation), ..*paid })
        });
        each.filter(|paid| paid.amount > 0.0).collect()
    });
    plan.funded = shares.iter().flat_map(|shares| shares.funded.iter().copied()).collect();
    plan.sort();
    // As much as may be is carried over.
    plan.carried = Some(recompute(model, &plan, None).spending.carried);
    plan
}
