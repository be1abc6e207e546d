//! What a plan comes to by each rule, worked out from the orders and the model alone.

use std::collections::BTreeMap;

use crate::id::{CapabilityId, Id, NationId, OfferId, ProducerId, RuleId};
use crate::measures::outcome::outcome_of;
use crate::measures::{Counting, MeasuredPlan, NeedRun, Stocks, Terms, counted, need_runs, stocks_under};
use crate::model::{Demand, Each, Model, ModelScale, Outcomes, Rule, Step};
use crate::plan::{Order, Plan};

/// What is less than this of what counts as one is no order.
const NOTHING: f64 = 1e-6;

/// One thing that a rule judges.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The rule.
    pub rule: RuleId,
    /// What is judged: `DEU`, `Main battle tanks`, `Leopard 2A8 by the pool`.
    pub subject: String,
    /// The nation that it is about, where it is about one.
    pub nation: Option<NationId>,
    /// What the rule asks for: a share, or a number.
    pub limit: f64,
    /// What the plan has of it.
    pub found: f64,
    /// What is missing, in the rule's unit; 0 where it is met.
    pub missing: f64,
}

/// What the rules make of a plan.
struct Ledger<'a> {
    model: &'a Model,
    plan: &'a Plan,
    terms: &'a Terms,
    scale: ModelScale,
}

/// Every judgement of every rule that a plan gives rise to. Things of which nothing is ordered are passed over.
#[must_use]
pub fn judgements(model: &Model, plan: &Plan, known: MeasuredPlan<'_>) -> Vec<Judgement> {
    let MeasuredPlan { terms, stocks, spending, arrivals, alone } = known;
    let ledger = Ledger { model, plan, terms, scale: ModelScale::of(model) };
    let mut list = Vec::new();
    for (id, rule) in model.rules.iter() {
        match (&rule.demand, rule.each) {
            (Demand::DesignAuthority | Demand::ExcludedProducers, _)
            | (Demand::EuropeanContent { .. }, Each::Offer) => {
                ledger.by_offer(id, rule, &mut list);
            }
            (Demand::EuropeanContent { at_least, rung }, _) => {
                let inside = |order: &Order| model.share_inside(&model.offers[order.offer], *rung, &rule.inside);
                for (subject, nation, orders) in ledger.baskets(rule) {
                    let all = ledger.reference(&orders, |_| 1.0);
                    let good = ledger.reference(&orders, inside);
                    list.push(at_least_share(id, subject, nation, at_least.0, good, all));
                }
            }
            (Demand::AtLeastNations { nations, units }, _) => ledger.nations(id, rule, *nations, *units, &mut list),
            (Demand::JusteRetour { at_least }, _) => {
                for &nation in &rule.nations {
                    let country = model.nations[nation].country;
                    let (mut work, mut paid) = (0.0, 0.0);
                    // Where members share a bill freely, work follows what the rule's nations pay, as their bill does.
                    for payment in &terms.payments {
                        if rule.covers(model, payment.nation, payment.group, payment.offer) {
                            let added = &model.offers[payment.offer].value_added;
                            let here: f64 = added.iter().filter(|(c, _)| *c == country).map(|(_, s)| s.0).sum();
                            work += payment.amount * here;
                            paid += if payment.nation == nation { payment.amount } else { 0.0 };
                        }
                    }
                    let name = model.nations[nation].name.clone();
                    list.push(at_least_share(id, name, Some(nation), at_least.0, work, paid));
                }
            }
            (Demand::LargestShare { at_most }, _) => ledger.producers(id, rule, at_most.0, &mut list),
            (Demand::SecondSource { at_least }, _) => ledger.producers(id, rule, 1.0 - at_least.0, &mut list),
            (Demand::AtLeastSuppliers { suppliers, units }, _) => {
                ledger.suppliers(id, rule, *suppliers, *units, &mut list);
            }
            (Demand::MostProgrammes { programmes }, _) => {
                let counted = plan.starts.iter().filter(|start| rule.counts(model.programmes.code(start.programme)));
                #[expect(clippy::cast_precision_loss, reason = "programmes are few")]
                let (limit, found) = (*programmes as f64, counted.count() as f64);
                let missing = (found - limit).max(0.0);
                list.push(Judgement {
                    rule: id,
                    subject: "programmes".to_owned(),
                    nation: None,
                    limit,
                    found,
                    missing,
                });
            }
            (Demand::MostTypes { types }, each) => ledger.types(id, rule, *types, each, &mut list),
            (Demand::HomePreference { at_least }, _) => {
                for &nation in &rule.nations {
                    let own = ledger.orders_of(rule, nation, |order| !model.groups[order.group].is_pool);
                    let all = ledger.reference(&own, |_| 1.0);
                    let home = ledger.reference(&own, |order| {
                        if model.is_at_home(model.offers[order.offer].by, nation) { 1.0 } else { 0.0 }
                    });
                    let name = model.nations[nation].name.clone();
                    list.push(at_least_share(id, name, Some(nation), at_least.0, home, all));
                }
            }
            (Demand::ThroughPool { at_least }, _) => {
                for &nation in &rule.nations {
                    let all = ledger.orders_of(rule, nation, |_| true);
                    let pooled =
                        ledger.reference(&all, |o| if rule.counts_as_pooled(model, o.group) { 1.0 } else { 0.0 });
                    let name = model.nations[nation].name.clone();
                    let all = ledger.reference(&all, |_| 1.0);
                    list.push(at_least_share(id, name, Some(nation), at_least.0, pooled, all));
                }
            }
            (Demand::OwnShare { at_most }, _) => ledger.own_shares(id, rule, at_most.0, &mut list),
            (Demand::LostWhenDenied { at_most, denial, from }, _) => {
                let left = stocks_under(model, plan, arrivals, stocks, &model.denials[*denial]);
                for step in model.horizon.steps().filter(|step| step >= from) {
                    list.extend(when_denied(model, id, rule, at_most.0, stocks, &left, step));
                }
            }
            (Demand::NobodyWorseOff, _) => {
                if let Some(alone) = alone {
                    worse_off(model, id, rule, &outcome_of(model, stocks, spending), alone, &mut list);
                }
            }
        }
    }
    list
}

/// Of some parts, how many are as large as each must be; nothing where there is none at all.
fn taking_part(rule: RuleId, subject: String, parts: &[f64], wanted: usize, units: f64, one: f64) -> Option<Judgement> {
    let nothing = NOTHING * one;
    let some = parts.iter().filter(|quantity| **quantity > nothing).count();
    let taking = parts.iter().filter(|quantity| **quantity >= units * (1.0 - 1e-6) - nothing).count();
    // Whoever has less than its part does not take part, and may have nothing at all.
    let stray = some - taking.min(some);
    #[expect(clippy::cast_precision_loss, reason = "parts are few")]
    let (limit, found, stray) = (wanted as f64, taking as f64, stray as f64);
    let missing = (limit - found).max(0.0) + stray;
    (some > 0).then_some(Judgement { rule, subject, nation: None, limit, found, missing })
}

/// A share of a whole that must be reached; what is missing is money.
fn at_least_share(
    rule: RuleId,
    subject: String,
    nation: Option<NationId>,
    limit: f64,
    part: f64,
    all: f64,
) -> Judgement {
    let found = if all > 0.0 { part / all } else { limit };
    Judgement { rule, subject, nation, limit, found, missing: (limit * all - part).max(0.0) }
}

/// What a denial takes in a year, of each capability or of all together.
fn when_denied(
    model: &Model,
    id: RuleId,
    rule: &Rule,
    limit: f64,
    normal: &Stocks,
    left: &Stocks,
    step: Step,
) -> Vec<Judgement> {
    let concerned = rule.with_baseline(model, step);
    let weight = |k: &CapabilityId| model.capabilities[*k].weight;
    let baskets: Vec<Vec<CapabilityId>> = match rule.each {
        Each::Capability => concerned.iter().map(|k| vec![*k]).collect(),
        // What counts nothing beside others is not among them; by itself it counts like any other.
        _ => vec![concerned.into_iter().filter(|k| weight(k) > 0.0).collect()],
    };
    let judged = baskets.into_iter().filter(|basket| !basket.is_empty()).map(|basket| {
        let all: f64 = if basket.len() == 1 { 1.0 } else { basket.iter().map(weight).sum() };
        let (there, kept) = counted(model, normal, left, basket.iter().copied(), step, Counting::All);
        let year = model.horizon.year(step);
        let subject = match basket.as_slice() {
            [one] if rule.each == Each::Capability => format!("{}, {year}", model.capabilities[*one].name),
            _ => year.to_string(),
        };
        let found = if there > 0.0 { (there - kept) / there } else { 0.0 };
        let missing = (((1.0 - limit) * there - kept) / all).max(0.0);
        Judgement { rule: id, subject, nation: None, limit, found, missing }
    });
    judged.collect()
}

/// What nations come to under the plan, compared with what they come to alone.
fn worse_off(model: &Model, id: RuleId, rule: &Rule, now: &Outcomes, alone: &Outcomes, list: &mut Vec<Judgement>) {
    let one = ModelScale::of(model).money;
    for &nation in &rule.nations {
        let n = nation.index();
        let name = &model.nations[nation].name;
        let (limit, found) = (alone.shortfall[n], now.shortfall[n]);
        let missing = (found - limit - 1e-6).max(0.0);
        list.push(Judgement { rule: id, subject: name.clone(), nation: Some(nation), limit, found, missing });
        if limit <= 1e-6 {
            let (limit, found) = (alone.paid[n], now.paid[n]);
            let missing = ((found - limit) / limit.max(one) - 1e-6).max(0.0);
            let subject = format!("what {name} pays");
            list.push(Judgement { rule: id, subject, nation: Some(nation), limit, found, missing });
        }
    }
}

impl<'a> Ledger<'a> {
    /// Orders that a rule concerns, with what is paid for them.
    fn concerned(&self, rule: &'a Rule) -> impl Iterator<Item = (&'a Order, f64)> + use<'a> {
        let model = self.model;
        (self.plan.orders.iter().zip(self.terms.values.iter().copied()))
            .filter(move |(order, _)| rule.covers(model, order.nation, order.group, order.offer))
    }

    fn orders_of(&self, rule: &'a Rule, nation: NationId, wanted: impl Fn(&Order) -> bool) -> Vec<&'a Order> {
        let own = self.concerned(rule).map(|(order, _)| order);
        own.filter(|order| order.nation == nation && wanted(order)).collect()
    }

    /// Σ quantity × reference price × part.
    fn reference(&self, orders: &[&Order], part: impl Fn(&Order) -> f64) -> f64 {
        orders.iter().map(|o| o.quantity * self.model.offers[o.offer].reference_price.0 * part(o)).sum()
    }

    /// Orders by what a rule judges at a time.
    fn baskets(&self, rule: &'a Rule) -> Vec<(String, Option<NationId>, Vec<&'a Order>)> {
        let model = self.model;
        let all: Vec<&Order> = self.concerned(rule).map(|(order, _)| order).collect();
        match rule.each {
            Each::Nation => (rule.nations.iter())
                .map(|&nation| {
                    let own = all.iter().copied().filter(|order| order.nation == nation).collect();
                    (model.nations[nation].name.clone(), Some(nation), own)
                })
                .collect(),
            Each::Capability => {
                let mut by: BTreeMap<CapabilityId, Vec<&Order>> = BTreeMap::new();
                for order in all {
                    by.entry(model.offers[order.offer].main()).or_default().push(order);
                }
                by.into_iter().map(|(k, orders)| (model.capabilities[k].name.clone(), None, orders)).collect()
            }
            Each::Offer | Each::Basket => vec![("everything".to_owned(), None, all)],
        }
    }

    /// What each nation orders of offers that fall short by themselves.
    fn by_offer(&self, id: RuleId, rule: &'a Rule, list: &mut Vec<Judgement>) {
        for &nation in &rule.nations {
            let own = self.orders_of(rule, nation, |_| true);
            let all = self.reference(&own, |_| 1.0);
            let missing = self.reference(&own, |order| rule.missing_share(self.model, order.offer));
            let good = self
                .reference(&own, |order| if rule.missing_share(self.model, order.offer) > 1e-12 { 0.0 } else { 1.0 });
            list.push(Judgement {
                rule: id,
                subject: self.model.nations[nation].name.clone(),
                nation: Some(nation),
                limit: 1.0,
                found: if all > 0.0 { good / all } else { 1.0 },
                missing,
            });
        }
    }

    /// What each nation orders of a capability, in the run of years in which it comes nearest to its share of what is needed.
    fn own_shares(&self, id: RuleId, rule: &'a Rule, factor: f64, list: &mut Vec<Judgement>) {
        let model = self.model;
        for &nation in &rule.nations {
            let times = factor * model.free_budget_share(nation);
            let own: Vec<Order> = self.orders_of(rule, nation, |_| true).into_iter().copied().collect();
            let mut capabilities: Vec<CapabilityId> = own.iter().map(|o| model.offers[o.offer].main()).collect();
            capabilities.sort_unstable();
            capabilities.dedup();
            for capability in capabilities {
                let needs = model.need_table(None, capability).times(times);
                let runs = need_runs(model, &own, capability, &needs, &|_| true);
                let over = |run: &NeedRun| run.found - run.room;
                let Some(worst) = runs.into_iter().max_by(|a, b| over(a).total_cmp(&over(b))) else { continue };
                list.push(Judgement {
                    rule: id,
                    subject: format!("{}, {}", model.nations[nation].name, model.capabilities[capability].name),
                    nation: Some(nation),
                    limit: worst.room,
                    found: worst.found,
                    missing: (worst.found - worst.room * (1.0 + 1e-6)).max(0.0),
                });
            }
        }
    }

    fn nations(&self, id: RuleId, rule: &'a Rule, wanted: usize, units: f64, list: &mut Vec<Judgement>) {
        let model = self.model;
        let mut by: BTreeMap<_, BTreeMap<NationId, f64>> = BTreeMap::new();
        for (order, _) in self.concerned(rule).filter(|(order, _)| model.groups[order.group].is_pool) {
            *by.entry((order.group, order.offer)).or_default().entry(order.nation).or_default() += order.quantity;
        }
        for ((group, offer), parts) in by {
            let subject = format!("{} by {}", model.offers[offer].name, model.groups[group].name);
            let (parts, one) = (parts.into_values().collect::<Vec<f64>>(), self.scale.offer(offer));
            list.extend(taking_part(id, subject, &parts, wanted, units, one));
        }
    }

    fn suppliers(&self, id: RuleId, rule: &'a Rule, wanted: usize, units: f64, list: &mut Vec<Judgement>) {
        let model = self.model;
        let mut by: BTreeMap<CapabilityId, BTreeMap<ProducerId, f64>> = BTreeMap::new();
        for (order, _) in self.concerned(rule) {
            let offer = &model.offers[order.offer];
            *by.entry(offer.main()).or_default().entry(offer.by).or_default() += order.quantity;
        }
        for (capability, parts) in by {
            let subject = model.capabilities[capability].name.clone();
            let (parts, one) = (parts.into_values().collect::<Vec<f64>>(), self.scale.capability(capability));
            list.extend(taking_part(id, subject, &parts, wanted, units, one));
        }
    }

    fn producers(&self, id: RuleId, rule: &'a Rule, most: f64, list: &mut Vec<Judgement>) {
        let model = self.model;
        for (subject, _, orders) in self.baskets(rule) {
            let all = self.reference(&orders, |_| 1.0);
            let mut by: BTreeMap<ProducerId, f64> = BTreeMap::new();
            for order in &orders {
                let offer = &model.offers[order.offer];
                *by.entry(offer.by).or_default() += order.quantity * offer.reference_price.0;
            }
            for (producer, part) in by.into_iter().filter(|(producer, _)| rule.holds(*producer)) {
                list.push(Judgement {
                    rule: id,
                    subject: format!("{}, {subject}", model.producers[producer].name),
                    nation: None,
                    limit: most,
                    found: if all > 0.0 { part / all } else { 0.0 },
                    missing: (part - most * all).max(0.0),
                });
            }
        }
    }

    fn types(&self, id: RuleId, rule: &'a Rule, most: usize, each: Each, list: &mut Vec<Judgement>) {
        let model = self.model;
        let mut by: BTreeMap<(Option<NationId>, CapabilityId), BTreeMap<OfferId, f64>> = BTreeMap::new();
        let is_ordered = |offer: OfferId, sum: f64| sum > NOTHING * self.scale.offer(offer);
        for (order, _) in self.concerned(rule) {
            let who = (each == Each::Nation).then_some(order.nation);
            let types = by.entry((who, model.offers[order.offer].main())).or_default();
            *types.entry(order.offer).or_default() += order.quantity;
        }
        for ((who, capability), types) in by {
            let name = &model.capabilities[capability].name;
            #[expect(clippy::cast_precision_loss, reason = "types are few")]
            let (limit, found) =
                (most as f64, types.iter().filter(|(offer, sum)| is_ordered(**offer, **sum)).count() as f64);
            list.push(Judgement {
                rule: id,
                subject: who.map_or_else(|| name.clone(), |n| format!("{}, {name}", model.nations[n].name)),
                nation: who,
                limit,
                found,
                missing: (found - limit).max(0.0),
            });
        }
    }
}
