//! The model in which nations that are alike are one.

use ndarray::{Array2, Array3, Axis};

use super::AggregatedIds;
use crate::id::{Id, NationId, Registry};
use crate::model::{Funding, Measure, Model, ModelDraft, ModelParts, Outcomes, Refusal};
use crate::units::Share;

/// The smaller model, and who became who. Its results are never reported.
///
/// # Errors
/// What was put together is no sound model.
pub(super) fn lumped(model: &Model, classes: &[Vec<NationId>]) -> Result<(Model, AggregatedIds), Refusal> {
    let mut draft = ModelDraft::of(model);
    let smaller = draft.parts();
    let mut nations = vec![NationId::from_index(0); model.nations.len()];
    smaller.nations = Registry::default();
    for class in classes {
        let mut nation = model.nations[class[0]].clone();
        nation.stands_for = class.len();
        nation.gdp = class.iter().map(|member| model.nations[*member].gdp).sum();
        let id = smaller.nations.add(model.nations.code(class[0]), nation);
        for member in class {
            nations[member.index()] = id;
        }
    }
    smaller.budgets = rows_added(&model.budgets, classes);
    smaller.committed = rows_added(&model.committed, classes);
    smaller.held = blocks_added(&model.held, classes);
    smaller.held_equivalents = blocks_added(&model.held_equivalents, classes);
    if !model.used.is_empty() {
        smaller.used = blocks_added(&model.used, classes);
    }
    smaller.targets = blocks_added(&model.targets, classes);
    // It stays under the proposal that it is under: what others would change speaks of nations that it does not have.
    for proposal in model.proposals.ids() {
        smaller.proposals[proposal].pools.clear();
        smaller.proposals[proposal].funds.clear();
        smaller.proposals[proposal].programmes.clear();
    }
    let groups = groups(model, smaller, &nations);
    let of = |list: &[NationId]| -> Vec<NationId> {
        let mut list: Vec<NationId> = list.iter().map(|nation| nations[nation.index()]).collect();
        list.sort_unstable();
        list.dedup();
        list
    };
    let funding = |funding: &Funding| match funding {
        Funding::Free(payers) => Funding::Free(of(payers)),
        Funding::Shares(shares) | Funding::ByBudget(shares) => {
            let mut added: Vec<(NationId, Share)> = Vec::new();
            for (payer, share) in shares {
                let payer = nations[payer.index()];
                match added.iter_mut().find(|(there, _)| *there == payer) {
                    Some((_, sum)) => *sum = Share(sum.0 + share.0),
                    None => added.push((payer, *share)),
                }
            }
            Funding::Shares(added)
        }
    };
    for line in model.lines.ids() {
        if let Some(expansion) = &mut smaller.lines[line].expansion {
            expansion.funding = funding(&expansion.funding);
        }
    }
    for programme in model.programmes.ids() {
        smaller.programmes[programme].funding = funding(&model.programmes[programme].funding);
    }
    for rule in model.rules.ids() {
        smaller.rules[rule].nations = of(&model.rules[rule].nations);
    }
    for fund in model.funds.ids() {
        let all = &model.funds[fund].allocations;
        let sum = |class: &Vec<NationId>| class.iter().map(|nation| all[nation.index()]).sum();
        smaller.funds[fund].allocations = classes.iter().map(sum).collect();
        for (rule, full) in smaller.funds[fund].asks.iter_mut().zip(&model.funds[fund].asks) {
            rule.nations = of(&full.nations);
        }
    }
    let goals = smaller.goals.iter_mut().chain(smaller.required.iter_mut().map(|required| &mut required.goal));
    for term in goals.flat_map(|goal| &mut goal.terms) {
        if let Measure::CostOf(payers) = &mut term.measure {
            *payers = of(payers);
        }
    }
    for relation in model.relations.ids() {
        smaller.relations[relation].to = nations[model.relations[relation].to.index()];
    }
    for offer in model.offers.ids() {
        for (to, _) in &mut smaller.offers[offer].delivery_cost {
            *to = nations[to.index()];
        }
        for (nation, _) in &mut smaller.offers[offer].fielding {
            *nation = nations[nation.index()];
        }
    }
    for holding in model.holdings.ids() {
        smaller.holdings[holding].nation = nations[model.holdings[holding].nation.index()];
    }
    Ok((draft.finish()?, AggregatedIds { nations, groups }))
}

/// What classes come to if everyone buys alone. A nation that a rule judges by that is a class of its own.
pub(super) fn outcomes_of(alone: &Outcomes, classes: &[Vec<NationId>]) -> Outcomes {
    Outcomes {
        shortfall: classes.iter().map(|class| alone.shortfall[class[0].index()]).collect(),
        paid: classes.iter().map(|class| alone.paid[class[0].index()]).collect(),
    }
}

/// Pools keep their ids in the order of the model; nations alone that are alike become one buyer at list prices.
fn groups(model: &Model, smaller: &mut ModelParts, nations: &[NationId]) -> Vec<crate::id::GroupId> {
    smaller.groups = Registry::default();
    let mut names = Vec::new();
    for (group, entry) in model.groups.iter() {
        let mut members: Vec<NationId> = entry.members.iter().map(|nation| nations[nation.index()]).collect();
        members.sort_unstable();
        members.dedup();
        let code = if entry.is_pool {
            model.groups.code(group).to_owned()
        } else {
            smaller.nations.code(members[0]).to_owned()
        };
        if let Some(there) = smaller.groups.find(&code) {
            smaller.groups[there].pays_list_prices = true;
            names.push(there);
        } else {
            let mut entry = entry.clone();
            entry.members = members;
            names.push(smaller.groups.add(code, entry));
        }
    }
    names
}

fn rows_added(table: &Array2<f64>, classes: &[Vec<NationId>]) -> Array2<f64> {
    let years = table.len_of(Axis(1));
    Array2::from_shape_fn((classes.len(), years), |(c, t)| classes[c].iter().map(|n| table[[n.index(), t]]).sum())
}

fn blocks_added(table: &Array3<f64>, classes: &[Vec<NationId>]) -> Array3<f64> {
    let (_, capabilities, years) = table.dim();
    Array3::from_shape_fn((classes.len(), capabilities, years), |(c, k, t)| {
        classes[c].iter().map(|n| table[[n.index(), k, t]]).sum()
    })
}
