//! Prices and decisions of the smaller model, in which nations that are alike are one, in the words of the model itself.

use crate::formulation::{ColumnKey, RowKey, Subject};
use crate::id::{GroupId, Id, NationId};
use crate::model::Model;
use crate::plan::{Limit, Price};
use crate::reduction::Reduction;

/// Prices of limits of the smaller model as prices of the limits that they stand for. Of what only ties columns together there
/// is no other one.
pub(crate) fn spread_prices(model: &Model, reduction: &Reduction, prices: &[Price]) -> Vec<Price> {
    let mut list = Vec::new();
    for price in prices.iter().filter(|price| price.limit.is_somebodys()) {
        let members = |class: NationId| reduction.classes[class.index()].iter().copied();
        match price.limit.0 {
            RowKey::Budget { nation, step } => list.extend(members(nation).map(|nation| {
                let place = [nation.index(), step.index()];
                let amount = model.budgets[place] - model.committed[place];
                Price { limit: Limit(RowKey::Budget { nation, step }), amount, ..*price }
            })),
            RowKey::CarryOver { nation, step } => list.extend(members(nation).map(|nation| {
                let amount = model.nations[nation].carry_over.0 * model.budgets[[nation.index(), step.index()]];
                Price { limit: Limit(RowKey::CarryOver { nation, step }), amount, ..*price }
            })),
            RowKey::Need { nation: Some(nation), denial, capability, from, to } => {
                let share = |nation| model.gdp_share(nation, capability).unwrap_or(0.0);
                let key = |nation| RowKey::Need { nation: Some(nation), denial, capability, from, to };
                list.extend(parts(price, members(nation), share, key));
            }
            RowKey::Rule { family, rule, subject: Subject::NationOf(nation, capability) } => {
                let share = |nation| model.free_budget_share(nation);
                let key = |nation| RowKey::Rule { family, rule, subject: Subject::NationOf(nation, capability) };
                list.extend(parts(price, members(nation), share, key));
            }
            RowKey::Rule { family, rule, subject: Subject::Run { nation, capability, denial, from, to } } => {
                let share = |nation| model.free_budget_share(nation);
                let subject = |nation| Subject::Run { nation, capability, denial, from, to };
                let key = |nation| RowKey::Rule { family, rule, subject: subject(nation) };
                list.extend(parts(price, members(nation), share, key));
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

/// The price of a limit of nations that were put together as one of each nation's, by its share in the limit.
fn parts(
    price: &Price,
    members: impl Iterator<Item = NationId> + Clone,
    share: impl Fn(NationId) -> f64,
    key: impl Fn(NationId) -> RowKey,
) -> Vec<Price> {
    let all: f64 = members.clone().map(&share).sum();
    let part = |nation| if all > 0.0 { share(nation) / all } else { 1.0 };
    let own = |nation| Price { limit: Limit(key(nation)), amount: price.amount * part(nation), ..*price };
    members.map(own).collect()
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
#[expect(clippy::too_many_lines, reason = "one arm for each kind of row, so that none is forgotten")]
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
        Subject::Run { nation, capability, denial, from, to } => {
            Some(Subject::Run { nation: n(nation)?, capability, denial, from, to })
        }
        Subject::All
        | Subject::Capability(_)
        | Subject::Producer(_)
        | Subject::ProducerOf(..)
        | Subject::Supplier(..)
        | Subject::In(_)
        | Subject::CapabilityIn(..) => Some(subject),
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
        K::FieldedLeast { nation, offer } => K::FieldedLeast { nation: n(nation)?, offer },
        K::Used { nation, capability, step } => K::Used { nation: n(nation)?, capability, step },
        K::AboveMinimum { group, offer } => K::AboveMinimum { group: g(group)?, offer },
        K::Margin { nation: Some(nation), capability, offer, from, to } => {
            K::Margin { nation: Some(n(nation)?), capability, offer, from, to }
        }
        K::MarginOfLots { nation: Some(nation), capability, group, offer, from, to } => {
            K::MarginOfLots { nation: Some(n(nation)?), capability, group: g(group)?, offer, from, to }
        }
        K::MarginOfLots { nation: None, capability, group, offer, from, to } => {
            K::MarginOfLots { nation: None, capability, group: g(group)?, offer, from, to }
        }
        K::Uneven { nation, basket } => K::Uneven { nation: n(nation)?, basket },
        // Of these, nations that were put together have none, or they are spread by their own words above.
        K::Budget { .. } | K::CarryOver { .. } | K::Need { nation: Some(_), .. } | K::FundAllocation { .. } => {
            return None;
        }
        // What only ties columns together has no price that anybody reads.
        K::Pooled { .. }
        | K::Split { .. }
        | K::BandFrom { .. }
        | K::BandTo { .. }
        | K::OneBand { .. }
        | K::LineOfBand { .. }
        | K::DiscountSplit { .. }
        | K::BusinessFrom { .. }
        | K::BusinessTo { .. }
        | K::OneDiscount { .. }
        | K::Filled { .. }
        | K::FullBand { .. }
        | K::NextBand { .. }
        | K::PaidTogether { .. }
        | K::SetUpFirst { .. }
        | K::SetUpStays { .. }
        | K::SetUpPaid { .. }
        | K::FieldedFirst { .. }
        | K::FieldedStays { .. }
        | K::FieldedServes { .. }
        | K::Support { .. }
        | K::NationalStock { .. }
        | K::Beyond { .. } => return None,
        K::Link { .. }
        | K::LeastLoad { .. }
        | K::RelationCount { .. }
        | K::Line { .. }
        | K::LineRun { .. }
        | K::LineBegun { .. }
        | K::Expansion { .. }
        | K::Ramp { .. }
        | K::Funding { .. }
        | K::Supply { .. }
        | K::Stock { .. }
        | K::InService { .. }
        | K::Ceiling { .. }
        | K::Serving { .. }
        | K::Usable { .. }
        | K::Enabler { .. }
        | K::Switched { .. }
        | K::NotMore { .. }
        | K::Gap { .. }
        | K::Need { nation: None, .. }
        | K::Margin { nation: None, .. }
        | K::WorstGap { .. }
        | K::WorstDenial { .. }
        | K::ProgrammeOnce { .. }
        | K::ProgrammePaid { .. }
        | K::FundEnvelope { .. }
        | K::SupplierLeast { .. }
        | K::SupplierMost { .. }
        | K::InUse { nation: None, .. }
        | K::Required { .. }
        | K::Shared { .. }
        | K::SharedPot { .. }
        | K::SharedFund { .. }
        | K::Kept { .. }
        | K::Held { .. } => key,
    })
}

/// The integer decisions in the smaller model, in the words of the model.
pub(crate) fn spread_decisions(reduction: &Reduction, full: &[(ColumnKey, f64)]) -> Vec<(ColumnKey, f64)> {
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
            K::Fielded { nation, offer, step } => {
                list.extend(n(nation).map(|nation| (K::Fielded { nation, offer, step }, value)));
            }
            K::Serves { nation, offer, step } => {
                list.extend(n(nation).map(|nation| (K::Serves { nation, offer, step }, value)));
            }
            K::AboveMinimum { group, offer } => {
                list.extend(groups(group).map(|group| (K::AboveMinimum { group, offer }, value)));
            }
            K::Business { group, producer, band } => {
                list.extend(groups(group).map(|group| (K::Business { group, producer, band }, value)));
            }
            other => list.push((other, value)),
        }
    }
    list
}
