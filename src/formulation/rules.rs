//! What the families of rules share: what a rule judges, and the value of what is ordered under it.

use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, DenialId, GroupId, NationId, OfferId, ProducerId, RuleId};
use crate::model::{Demand, Each, Model, Rule, Step};

/// What one row of a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the fields are the indices that the variant's sentence names")]
pub enum Subject {
    /// Everything that the rule concerns.
    All,
    /// What one nation does.
    Nation(NationId),
    /// What one nation pays.
    Paid(NationId),
    /// What is ordered of one capability.
    Capability(CapabilityId),
    /// What one nation orders of one capability.
    NationOf(NationId, CapabilityId),
    /// The part of it that is delivered in a run of years and serves in the last of them, in normal times or under a denial.
    Run { nation: NationId, capability: CapabilityId, denial: Option<DenialId>, from: Step, to: Step },
    /// What is ordered of one offer through one pool.
    Order(GroupId, OfferId),
    /// The part of one nation in it.
    Part(GroupId, OfferId, NationId),
    /// What is ordered from one producer.
    Producer(ProducerId),
    /// What is ordered of one capability from one producer.
    ProducerOf(CapabilityId, ProducerId),
    /// The part of one producer in it.
    Supplier(CapabilityId, ProducerId),
    /// What there is in one year.
    In(Step),
    /// What there is of one capability in one year.
    CapabilityIn(CapabilityId, Step),
}

impl Subject {
    /// Its name in text: `DEU`, `main_battle_tank,rheinmetall`.
    #[must_use]
    pub fn name(&self, model: &Model) -> String {
        let nation = |id: &NationId| model.nations.code(*id).to_owned();
        let capability = |id: &CapabilityId| model.capabilities.code(*id).to_owned();
        match self {
            Self::All => "all".to_owned(),
            Self::Nation(n) => nation(n),
            Self::Paid(n) => format!("paid,{}", nation(n)),
            Self::Capability(k) => capability(k),
            Self::NationOf(n, k) => format!("{},{}", nation(n), capability(k)),
            Self::Run { nation: n, capability: k, denial, from, to } => {
                let under = denial.map_or_else(String::new, |id| format!("{},", model.denials.code(id)));
                let (from, to) = (model.horizon.year(*from), model.horizon.year(*to));
                format!("{under}{},{},{from},{to}", nation(n), capability(k))
            }
            Self::Order(g, p) => format!("{},{}", model.groups.code(*g), model.offers.code(*p)),
            Self::Part(g, p, n) => {
                format!("{},{},{}", model.groups.code(*g), model.offers.code(*p), nation(n))
            }
            Self::Producer(i) => model.producers.code(*i).to_owned(),
            Self::In(step) => model.horizon.year(*step).to_string(),
            Self::CapabilityIn(k, step) => format!("{},{}", capability(k), model.horizon.year(*step)),
            Self::ProducerOf(k, i) | Self::Supplier(k, i) => format!("{},{}", capability(k), model.producers.code(*i)),
        }
    }

    /// The subject whose shortfall a row counts towards.
    #[must_use]
    pub const fn counted(self) -> Self {
        match self {
            Self::Part(group, offer, _) => Self::Order(group, offer),
            Self::Supplier(capability, _) => Self::Capability(capability),
            Self::Run { nation, capability, .. } => Self::NationOf(nation, capability),
            other => other,
        }
    }
}

/// Capabilities that a rule concerns.
pub(super) fn judged_capabilities(model: &Model, rule: &Rule) -> Vec<CapabilityId> {
    let mut list: Vec<CapabilityId> =
        model.offers.iter().filter(|(_, offer)| rule.concerns(offer)).map(|(_, offer)| offer.main()).collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// Producers of what a rule concerns, of one capability or of all.
pub(super) fn judged_producers(model: &Model, rule: &Rule, of: Option<CapabilityId>) -> Vec<ProducerId> {
    let mut list: Vec<ProducerId> = (model.offers.iter())
        .filter(|(_, offer)| rule.concerns(offer) && rule.holds(offer.by) && of.is_none_or(|k| offer.main() == k))
        .map(|(_, offer)| offer.by)
        .collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// Nations that pay where a rule is broken at a price.
pub(super) fn judged_nations(rule: &Rule) -> impl Iterator<Item = NationId> + use<> {
    rule.nations.clone().into_iter()
}

/// Everything whose shortfall to a rule is counted by itself.
pub(super) fn subjects(model: &Model, rule: &Rule) -> Vec<Subject> {
    let nations = || rule.nations.iter().map(|&n| Subject::Nation(n)).collect();
    match (&rule.demand, rule.each) {
        (Demand::NobodyWorseOff, _) => {
            rule.nations.iter().flat_map(|&n| [Subject::Nation(n), Subject::Paid(n)]).collect()
        }
        (Demand::AtLeastNations { .. }, _) => (model.groups.iter())
            .filter(|(group, pool)| pool.is_pool && rule.reaches(model, *group))
            .flat_map(|(group, _)| {
                let offers = model.offers.iter().filter(|(_, offer)| rule.concerns(offer));
                offers.map(move |(offer, _)| Subject::Order(group, offer))
            })
            .collect(),
        (Demand::LostWhenDenied { from, .. }, each) => (model.horizon.steps())
            .filter(|step| step >= from)
            .flat_map(|step| match each {
                Each::Capability => {
                    rule.with_baseline(model, step).into_iter().map(|k| Subject::CapabilityIn(k, step)).collect()
                }
                _ => vec![Subject::In(step)],
            })
            .collect(),
        (Demand::MostTypes { .. }, Each::Nation) | (Demand::OwnShare { .. }, _) => (rule.nations.iter())
            .flat_map(|&n| judged_capabilities(model, rule).into_iter().map(move |k| Subject::NationOf(n, k)))
            .collect(),
        (Demand::MostTypes { .. }, _) => {
            judged_capabilities(model, rule).into_iter().map(Subject::Capability).collect()
        }
        (Demand::LargestShare { .. } | Demand::SecondSource { .. }, Each::Capability) => {
            judged_capabilities(model, rule)
                .into_iter()
                .flat_map(|k| {
                    judged_producers(model, rule, Some(k)).into_iter().map(move |i| Subject::ProducerOf(k, i))
                })
                .collect()
        }
        (Demand::LargestShare { .. } | Demand::SecondSource { .. }, _) => {
            judged_producers(model, rule, None).into_iter().map(Subject::Producer).collect()
        }
        // What single offers miss is counted with the nation that orders them.
        (_, Each::Offer | Each::Nation) => nations(),
        (_, Each::Capability) => judged_capabilities(model, rule).into_iter().map(Subject::Capability).collect(),
        (_, Each::Basket) => vec![Subject::All],
    }
}

/// The rules of one kind, with their ids.
pub(super) fn of_kind<'m>(model: &'m Model, word: &'static str) -> impl Iterator<Item = (RuleId, &'m Rule)> {
    model.rules.iter().filter(move |(_, rule)| rule.demand.word() == word)
}

/// A row of a rule: terms, and what is missing where it may be broken, are at least a limit.
pub(super) fn at_least(
    columns: &Columns,
    id: RuleId,
    rule: &Rule,
    subject: Subject,
    lower: f64,
    mut terms: Vec<(usize, f64)>,
) -> Row {
    columns.push(&mut terms, ColumnKey::Short { rule: id, subject: subject.counted() }, 1.0);
    Row::at_least(RowKey::Rule { family: rule.demand.word(), rule: id, subject }, lower, terms)
}

/// Σ worth(group, offer) × x over what a rule concerns; of one nation, or of all of the rule's nations.
pub(super) fn ordered(
    model: &Model,
    columns: &Columns,
    rule: &Rule,
    of: Option<NationId>,
    worth: impl Fn(GroupId, OfferId) -> f64,
) -> Vec<(usize, f64)> {
    let mut terms = Vec::new();
    let judged = |nation: &NationId| of.map_or_else(|| rule.nations.contains(nation), |one| one == *nation);
    for (group, pool) in model.groups.iter().filter(|(group, _)| rule.reaches(model, *group)) {
        let members: Vec<NationId> = pool.members.iter().copied().filter(judged).collect();
        if members.is_empty() {
            continue;
        }
        let whole = of.is_none() && pool.members.iter().all(|nation| rule.nations.contains(nation));
        for (offer, entry) in model.offers.iter().filter(|(_, offer)| rule.concerns(offer)) {
            let worth = worth(group, offer);
            if worth == 0.0 {
                continue;
            }
            for step in order_steps(model, entry) {
                if whole {
                    columns.push(&mut terms, ColumnKey::Pooled { group, offer, step }, worth);
                    continue;
                }
                for &nation in &members {
                    columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step }, worth);
                }
            }
        }
    }
    terms
}

/// What an offer is worth at its reference price, MEUR a unit.
pub(super) fn reference(model: &Model, offer: OfferId) -> f64 {
    model.offers[offer].reference_price.0
}

/// Rows for rules that judge every offer by itself and may be broken: what a nation orders of offers that fall short.
pub(super) fn judged_by_offer(model: &Model, columns: &Columns, word: &'static str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, word).filter(|(_, rule)| rule.judges_offers() && !rule.is_hard()) {
        for &nation in &rule.nations {
            let terms = ordered(model, columns, rule, Some(nation), |_, offer| {
                -reference(model, offer) * rule.missing_share(model, offer)
            });
            rows.push(at_least(columns, id, rule, Subject::Nation(nation), 0.0, terms));
        }
    }
    rows
}
