//! Prices and decisions of the smaller model, in which nations that are alike are one, in the words of the model itself.

use crate::formulation::{ColumnKey, RowKey, Subject};
use crate::id::{GroupId, Id, NationId};
use crate::model::Model;
use crate::plan::{Limit, Price};
use crate::reduction::Reduction;

/// Prices of limits of the smaller model as prices of the limits that they stand for. Of what only ties columns together there
/// is no other one.
pub(super) fn spread_prices(model: &Model, reduction: &Reduction, prices: &[Price]) -> Vec<Price> {
    let mut list = Vec::new();
    for price in prices.iter().filter(|price| price.limit.is_somebodys()) {
        let members = |class: NationId| reduction.classes[class.index()].iter().copied();
        match price.limit.0 {
            RowKey::Budget { nation, step } => list.extend(members(nation).map(|nation| {
                let place = [nation.index(), step.index()];
                let amount = model.budgets[place] - model.committed[place];
                Price { limit: Limit(RowKey::Budget { nation, step }), amount, ..*price }
            })),
            RowKey::Rule { family, rule, subject: Subject::NationOf(nation, capability) } => {
                let all: f64 = members(nation).map(|nation| model.free_budget_share(nation)).sum();
                list.extend(members(nation).map(|nation| {
                    let part = if all > 0.0 { model.free_budget_share(nation) / all } else { 1.0 };
                    let subject = Subject::NationOf(nation, capability);
                    let limit = Limit(RowKey::Rule { family, rule, subject });
                    Price { limit, amount: price.amount * part, ..*price }
                }));
            }
            RowKey::FundAllocation { nation, fund } => list.extend(members(nation).map(|nation| {
                let amount = model.funds[fund].allocations[nation.index()];
                Price { limit: Limit(RowKey::FundAllocation { nation, fund }), amount, ..*price }
            })),
            other => list.extend(renamed_row(reduction, other).map(|key| Price { limit: Limit(key), ..*price })),
        }
    }
    list
}

/// The nation of the model for one of the smaller model, where it stands for one alone.
fn only(reduction: &Reduction, class: NationId) -> Option<NationId> {
    if let [only] = reduction.classes[class.index()][..] { Some(only) } else { None }
}

/// The group of the model for one of the smaller model, where it stands for one alone.
fn only_group(reduction: &Reduction, group: GroupId) -> Option<GroupId> {
    let mut groups = reduction.names.groups.iter().enumerate().filter(|(_, own)| **own == group);
    let first = groups.next().map(|(place, _)| GroupId::from_index(place));
    if groups.next().is_none() { first } else { None }
}

/// A limit of the smaller model as one of the model; nothing where it speaks of nations that were put together.
fn renamed_row(reduction: &Reduction, key: RowKey) -> Option<RowKey> {
    use RowKey as K;
    let n = |nation| only(reduction, nation);
    let g = |group| only_group(reduction, group);
    let subject = |subject| match subject {
        Subject::Nation(nation) => n(nation).map(Subject::Nation),
        Subject::Paid(nation) => n(nation).map(Subject::Paid),
        Subject::NationOf(nation, capability) => Some(Subject::NationOf(n(nation)?, capability)),
        Subject::Order(group, offer) => Some(Subject::Order(g(group)?, offer)),
        Subject::Part(group, offer, nation) => Some(Subject::Part(g(group)?, offer, n(nation)?)),
        other => Some(other),
    };
    Some(match key {
        K::MinimumOrder { group, offer } => K::MinimumOrder { group: g(group)?, offer },
        K::Committed { group, offer } => K::Committed { group: g(group)?, offer },
        K::NationalTarget { nation, capability, step } => K::NationalTarget { nation: n(nation)?, capability, step },
        K::Lots { nation, group, offer, step } => K::Lots { nation: n(nation)?, group: g(group)?, offer, step },
        K::ProgrammeOver { group, offer, programme, step } => {
            K::ProgrammeOver { group: g(group)?, offer, programme, step }
        }
        K::FundRate { nation, step, set } => K::FundRate { nation: n(nation)?, step, set },
        K::Rule { family, rule, subject: own } => K::Rule { family, rule, subject: subject(own)? },
        K::TakesPartLeast { rule, nation, group, offer } => {
            K::TakesPartLeast { rule, nation: n(nation)?, group: g(group)?, offer }
        }
        K::TakesPartMost { rule, nation, group, offer } => {
            K::TakesPartMost { rule, nation: n(nation)?, group: g(group)?, offer }
        }
        K::InUse { rule, offer, nation: Some(nation) } => K::InUse { rule, offer, nation: Some(n(nation)?) },
        K::Spent { rule, group, offer } => K::Spent { rule, group: g(group)?, offer },
        K::Penalty { rule, subject: own } => K::Penalty { rule, subject: subject(own)? },
        K::FairShare { nation, capability } => K::FairShare { nation: n(nation)?, capability },
        other => other,
    })
}

/// What was decided by yes or no in the smaller model, in the words of the model.
pub(super) fn spread_decisions(reduction: &Reduction, full: &[(ColumnKey, f64)]) -> Vec<(ColumnKey, f64)> {
    use ColumnKey as K;
    let n = |nation| only(reduction, nation);
    let mut list = Vec::new();
    for &(key, value) in full {
        // One price for all of them is the same decision for each of the groups that were put together.
        let groups = |group: GroupId| {
            let own = reduction.names.groups.iter().enumerate().filter(move |(_, own)| **own == group);
            own.map(|(place, _)| GroupId::from_index(place))
        };
        match key {
            K::Band { group, offer, band } => {
                list.extend(groups(group).map(|group| (K::Band { group, offer, band }, value)));
            }
            K::Full { group, offer, step, band } => {
                list.extend(groups(group).map(|group| (K::Full { group, offer, step, band }, value)));
            }
            K::Started { group, offer, step } => {
                list.extend(groups(group).map(|group| (K::Started { group, offer, step }, value)));
            }
            K::Lots { nation, group, offer, step } => {
                if let (Some(nation), Some(group)) = (n(nation), only_group(reduction, group)) {
                    list.push((K::Lots { nation, group, offer, step }, value));
                }
            }
            K::TakesPart { rule, nation, group, offer } => {
                if let (Some(nation), Some(group)) = (n(nation), only_group(reduction, group)) {
                    list.push((K::TakesPart { rule, nation, group, offer }, value));
                }
            }
            K::InUse { rule, offer, nation: Some(nation) } => {
                list.extend(n(nation).map(|nation| (K::InUse { rule, offer, nation: Some(nation) }, value)));
            }
            other => list.push((other, value)),
        }
    }
    list
}
