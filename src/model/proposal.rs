//! What a proposal changes: who buys with whom, under which rules, with whose money. Nothing here changes what is
//! measured.

use ndarray::Array3;

use crate::id::{CapabilityId, GroupId, Id, NationId, OfferId, ProducerId, ProposalId, Registry};
use crate::model::{Demand, Funding, Model, Rule, Step};
use crate::units::{Money, Share};

/// What is off every order of a group from a producer, from a total on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Discount {
    /// From how many MEUR of orders at list prices on.
    pub from: Money,
    /// What is off.
    pub off: Share,
}

/// Nations that buy together, or one that buys alone.
#[derive(Debug, Clone)]
pub struct BuyingGroup {
    /// Its name in reports.
    pub name: String,
    /// Who is in it.
    pub members: Vec<NationId>,
    /// What it buys; empty: everything.
    pub covers: Vec<CapabilityId>,
    /// The first step in which it can order.
    pub opens: Step,
    /// Whether its members buy what it covers through it alone.
    pub exclusive: bool,
    /// What buying through it costs on top, as a share of payments for orders.
    pub overhead: Share,
    /// Discounts on its total business with producers, each from nothing for nothing on.
    pub discounts: Vec<(ProducerId, Vec<Discount>)>,
    /// Paid once for each offer that it orders.
    pub harmonisation: Money,
    /// Whole years from agreeing on an offer to its first order.
    pub delay: usize,
    /// Whether it is a pool, and not one nation alone.
    pub is_pool: bool,
    /// Whether it stands in for nations that reach no better price than that of the first unit, each by itself.
    pub pays_list_prices: bool,
}

impl BuyingGroup {
    /// One nation by itself.
    #[must_use]
    pub fn alone(name: String, nation: NationId, first: Step) -> Self {
        Self { is_pool: false, ..Self::pool(name, vec![nation], first) }
    }

    /// A pool without any cost or delay.
    #[must_use]
    pub const fn pool(name: String, members: Vec<NationId>, first: Step) -> Self {
        Self {
            name,
            members,
            covers: Vec::new(),
            opens: first,
            exclusive: false,
            overhead: Share::NONE,
            discounts: Vec::new(),
            harmonisation: Money::ZERO,
            delay: 0,
            is_pool: true,
            pays_list_prices: false,
        }
    }

    /// Its discounts with a producer; none where there are none.
    #[must_use]
    pub fn discounts_with(&self, producer: ProducerId) -> &[Discount] {
        self.discounts.iter().find(|(of, _)| *of == producer).map_or(&[], |(_, list)| list)
    }

    /// Whether it is open, and its members have agreed on what to order, in a step.
    #[must_use]
    pub const fn orders_in(&self, step: Step) -> bool {
        self.opens.index() + self.delay <= step.index()
    }

    /// Whether it buys a capability.
    #[must_use]
    pub fn buys(&self, capability: CapabilityId) -> bool {
        self.covers.is_empty() || self.covers.contains(&capability)
    }
}

/// Common money.
#[derive(Debug, Clone)]
pub struct Fund {
    /// Its name in reports.
    pub name: String,
    /// Whether it is paid back.
    pub is_loan: bool,
    /// All that it can pay, MEUR.
    pub envelope: Money,
    /// The largest share of a payment that it takes over.
    pub rate: Share,
    /// Most for each nation, MEUR; 0 for those that get nothing.
    pub allocations: Vec<f64>,
    /// First and last step in which it pays.
    pub open: (Step, Step),
    /// Codes of the pools for whose orders it pays; empty: all orders.
    pub pools: Vec<String>,
    /// What an order must meet.
    pub asks: Vec<Rule>,
}

impl Fund {
    /// What it can pay in all: its envelope, or less where the nations may draw less, MEUR.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.allocations.iter().sum::<f64>().min(self.envelope.0)
    }

    /// Multiplies what it can pay, in all and to each nation.
    pub(crate) fn scale(&mut self, factor: f64) {
        self.envelope = Money(self.envelope.0 * factor);
        self.allot(factor);
    }

    /// Puts what it can pay in all to an amount; nations may draw as much more or less as the fund can then pay.
    pub(crate) fn put(&mut self, value: f64) {
        let most = self.most();
        self.envelope = Money(value);
        if most > 0.0 {
            self.allot(value / most);
        }
    }

    fn allot(&mut self, factor: f64) {
        // Of an empty envelope nobody draws anything; an allocation of 0 would say that the nation may never draw on the fund.
        if factor > 0.0 {
            self.allocations.iter_mut().for_each(|amount| *amount *= factor);
        }
    }
}

/// A development programme.
#[derive(Debug, Clone)]
pub struct Programme {
    /// Its name in reports.
    pub name: String,
    /// What it costs in all.
    pub cost: Money,
    /// Whole years from its start to the first order.
    pub duration: usize,
    /// Shares of the cost from the year of the start on, summing to 1.
    pub payment: Vec<Share>,
    /// First and last step in which it can start.
    pub open: (Step, Step),
    /// Who pays.
    pub funding: Funding,
}

/// A proposal.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// Its name in reports.
    pub name: String,
    /// What it proposes.
    pub about: String,
    /// Its pools, with their codes.
    pub pools: Vec<(String, BuyingGroup)>,
    /// All that it demands, rules of the model among them, with their codes.
    pub rules: Vec<(String, Rule)>,
    /// Common money, with codes.
    pub funds: Vec<(String, Fund)>,
    /// Development programmes, those of the model among them, with codes.
    pub programmes: Vec<(String, Programme)>,
}

/// The code of the proposal in which every nation buys by itself.
pub const ALONE: &str = "alone";

/// The code of the proposal in which all buyers form one pool.
pub const TOGETHER: &str = "together";

impl Model {
    /// The model under a proposal: its groups, rules, funds and programmes. What is measured stays as it is.
    #[must_use]
    pub fn under(&self, proposal: ProposalId) -> Self {
        let entry = &self.proposals[proposal];
        let first = self.horizon.first_step();
        let mut model = self.clone();
        let parts = &mut model.parts;
        parts.proposal = Some(proposal);
        if parts.targets_stand_in {
            parts.targets.fill(f64::NAN);
            parts.targets_stand_in = false;
        }
        parts.groups = Registry::default();
        for (code, pool) in &entry.pools {
            parts.groups.add(code.clone(), pool.clone());
        }
        // Where one pool buys everything for a nation, that nation buys nothing by itself.
        let binds = |pool: &BuyingGroup| pool.exclusive && pool.covers.is_empty() && pool.opens == first;
        let pools = entry.pools.iter().map(|(_, pool)| pool).filter(|pool| binds(pool));
        let bound: std::collections::HashSet<NationId> = pools.flat_map(|pool| pool.members.iter().copied()).collect();
        for (nation, buyer) in self.nations.iter() {
            if !bound.contains(&nation) {
                let group = BuyingGroup::alone(format!("{} alone", buyer.name), nation, first);
                parts.groups.add(self.nations.code(nation), group);
            }
        }
        parts.rules = Registry::default();
        // Alone, nobody is worse off than alone.
        let is_alone = self.proposals.code(proposal) == ALONE;
        let judges = |rule: &Rule| !(is_alone && matches!(rule.demand, Demand::NobodyWorseOff));
        for (code, rule) in entry.rules.iter().filter(|(_, rule)| judges(rule)) {
            parts.rules.add(code.clone(), rule.clone());
        }
        parts.funds = Registry::default();
        for (code, fund) in &entry.funds {
            parts.funds.add(code.clone(), fund.clone());
        }
        parts.programmes = Registry::default();
        for (code, programme) in &entry.programmes {
            parts.programmes.add(code.clone(), programme.clone());
        }
        model.with_stand_ins().with_ranked_rules()
    }

    /// The model with everyone buying alone: the one plan with which proposals are compared, and to which a rule refers by which
    /// nobody is worse off.
    #[must_use]
    pub fn alone(&self) -> Self {
        self.proposals.find(ALONE).map_or_else(|| self.clone(), |alone| self.under(alone))
    }

    /// What nations want: their targets, or shares of the baselines by gross domestic product where nobody has any and every
    /// nation states one. Nation × capability × year, in US-equivalents; NaN where there is none.
    #[must_use]
    pub fn wanted(&self) -> Array3<f64> {
        if self.targets.iter().any(|target| *target > 0.0) {
            return self.targets.clone();
        }
        let all_buy = self.nations.iter().all(|(_, nation)| nation.forgoes.is_empty());
        let capabilities = if all_buy { 1 } else { self.capabilities.len() };
        let shares: Vec<Vec<f64>> = (0..capabilities)
            .map(|k| {
                let own = |nation| self.gdp_share(nation, CapabilityId::from_index(k)).unwrap_or(0.0);
                self.nations.ids().map(own).collect()
            })
            .collect();
        Array3::from_shape_fn(self.targets.raw_dim(), |(n, k, t)| {
            let share = self.baselines[[k, t]] * shares[if all_buy { 0 } else { k }][n];
            if share > 0.0 { share } else { f64::NAN }
        })
    }

    /// The share of a nation in what all want of a capability, over the years; where nobody wants any, its share of the
    /// free budgets.
    #[must_use]
    pub fn wanted_share(&self, nation: NationId, capability: CapabilityId) -> f64 {
        let wanted = self.wanted();
        let of = |n: usize| -> f64 {
            wanted.slice(ndarray::s![n, capability.index(), ..]).iter().filter(|x| x.is_finite()).sum()
        };
        let all: f64 = (0..self.nations.len()).map(of).sum();
        #[expect(clippy::cast_precision_loss, reason = "nations are few")]
        let even = 1.0 / self.nations.len().max(1) as f64;
        if all > 0.0 {
            of(nation.index()) / all
        } else if self.budgets.iter().all(|budget| budget.is_finite()) {
            self.free_budget_share(nation)
        } else {
            even
        }
    }

    /// The same with shares by gross domestic product where a rule judges by targets and nobody has any.
    fn with_stand_ins(mut self) -> Self {
        let judged = self.rules.iter().any(|(_, rule)| matches!(rule.demand, Demand::NobodyWorseOff));
        if judged && !self.targets_stand_in && !self.targets.iter().any(|target| *target > 0.0) {
            self.parts.targets = self.wanted();
            self.parts.targets_stand_in = true;
        }
        self
    }

    /// The code of the proposal that the model is under.
    #[must_use]
    pub fn proposal_code(&self) -> &str {
        self.proposal.map_or(TOGETHER, |proposal| self.proposals.code(proposal))
    }

    /// The lowest price of an offer that any group reaches, discounts on its business with the producer included, MEUR a unit.
    #[must_use]
    pub fn best_price(&self, offer: OfferId) -> f64 {
        let entry = &self.offers[offer];
        let discounts = self.groups.iter().flat_map(|(_, group)| group.discounts_with(entry.by));
        let most_off = discounts.map(|discount| discount.off.0).fold(0.0, f64::max);
        entry.best_price().0 * (1.0 - most_off)
    }

    /// What a group pays once for an offer that it orders at all, MEUR.
    #[must_use]
    pub fn once(&self, group: GroupId, offer: OfferId) -> f64 {
        self.offers[offer].set_up.0 + self.groups[group].harmonisation.0
    }

    /// Whether a nation's own purchases of a capability are closed in a step, because a pool buys it for the nation.
    #[must_use]
    pub fn is_bound(&self, nation: NationId, capability: CapabilityId, step: Step) -> bool {
        self.groups.iter().any(|(_, group)| {
            group.is_pool
                && group.exclusive
                && group.buys(capability)
                && group.opens <= step
                && group.members.contains(&nation)
        })
    }

    /// The group by which a nation would buy an offer, if it orders in a step: the first pool that may, else itself.
    #[must_use]
    pub fn group_for(&self, nation: NationId, capability: CapabilityId, step: Step) -> Option<GroupId> {
        let may =
            |group: &BuyingGroup| group.members.contains(&nation) && group.buys(capability) && group.orders_in(step);
        let first = |pools: bool| self.groups.iter().find(|(_, group)| group.is_pool == pools && may(group));
        first(true).or_else(|| first(false)).map(|(group, _)| group)
    }

    /// Whether a fund can pay for a group's orders of an offer at all, whoever orders; if not, what stands against it.
    #[must_use]
    pub fn refusals(&self, fund: &Fund, group: GroupId, offer: OfferId) -> Vec<String> {
        let pool = &self.groups[group];
        let mut against = Vec::new();
        let named = fund.pools.iter().any(|code| code == self.groups.code(group));
        if !fund.pools.is_empty() && !named {
            against.push(format!("it pays for orders through {} alone", fund.pools.join(", ")));
        }
        if pool.members.iter().all(|nation| fund.allocations[nation.index()] <= 0.0) {
            against.push("no member of the group may draw on it".to_owned());
        }
        for rule in &fund.asks {
            against.extend(rule.refusal(self, group, offer));
        }
        against
    }

    /// Whether a producer is seated in a nation.
    #[must_use]
    pub fn is_at_home(&self, producer: ProducerId, nation: NationId) -> bool {
        self.producers[producer].seat == self.nations[nation].country
    }
}
