//! Which nations a model cannot tell apart.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::settings::SymmetrySettings;
use crate::formulation::reaches_one_price;
use crate::id::{Id, NationId};
use crate::model::{Demand, Each, Funding, Measure, Model};

/// Nations by class, each class in the order of the model; a nation that can be told apart is a class of its own.
pub(super) fn classes(model: &Model, apart: &[NationId]) -> Vec<Vec<NationId>> {
    let mut by_mark: BTreeMap<String, Vec<NationId>> = BTreeMap::new();
    for nation in model.nations.ids() {
        let mark = if apart.contains(&nation) || is_alone(model, nation) {
            format!("alone {}", nation.index())
        } else {
            mark(model, nation)
        };
        by_mark.entry(mark).or_default().push(nation);
    }
    let mut classes: Vec<Vec<NationId>> = by_mark.into_values().flat_map(|class| by_years(model, class)).collect();
    classes.sort();
    classes
}

/// Nations that buy by themselves, once more by the years in which they have their money: few of them, each with other years,
/// seldom manage to share out what their money buys together.
fn by_years(model: &Model, class: Vec<NationId>) -> Vec<Vec<NationId>> {
    let single =
        |nation: NationId| model.groups.iter().any(|(_, group)| !group.is_pool && group.members.contains(&nation));
    if !class.iter().any(|nation| single(*nation)) {
        return vec![class];
    }
    let years = |nation: NationId| {
        let free =
            (model.budgets.row(nation.index()).to_owned() - model.committed.row(nation.index())).mapv(|it| it.max(0.0));
        let all = free.sum();
        if all > 0.0 { free / all } else { free }
    };
    let mut alike: Vec<(ndarray::Array1<f64>, Vec<NationId>)> = Vec::new();
    for nation in class {
        let own = years(nation);
        let near = |(other, _): &&mut (ndarray::Array1<f64>, _)| {
            (&own - other).mapv(f64::abs).sum() <= SymmetrySettings::DEFAULT.other_years
        };
        match alike.iter_mut().find(near) {
            Some((_, members)) => members.push(nation),
            None => alike.push((own, vec![nation])),
        }
    }
    alike.into_iter().map(|(_, members)| members).collect()
}

/// Whether something depends on the nation alone: targets, what it uses up, supply, fielding, whole lots, a rule that judges nation by nation, or
/// prices by quantity, set-ups and minimum orders where it buys by itself.
fn is_alone(model: &Model, nation: NationId) -> bool {
    let n = nation.index();
    let targets = model.targets.slice(ndarray::s![n, .., ..]).iter().any(|target| *target > 0.0);
    // What one must make up for leaves the others less to share out.
    let uses = model.used.iter().any(|used| *used > 0.0);
    let boundless = model.budgets.row(n).iter().any(|budget| !budget.is_finite());
    let supplied = model.relations.iter().any(|(_, relation)| relation.to == nation);
    let delivered = model.offers.iter().any(|(_, offer)| offer.delivery_cost.iter().any(|(to, _)| *to == nation));
    let fields = model.offers.iter().any(|(_, offer)| offer.fielding_of(nation).is_some());
    let lots = model.offers.iter().any(|(_, offer)| offer.lots_of > 0.0);
    let judged = model.rules.iter().any(|(_, rule)| {
        let each = match rule.demand {
            Demand::AtLeastNations { .. } => true,
            // What each may order adds up to what all may.
            Demand::OwnShare { .. } => !rule.is_hard(),
            _ => rule.each == Each::Nation || (rule.judges_offers() && !rule.is_hard()),
        };
        each && rule.nations.contains(&nation)
    });
    let single = model.groups.iter().any(|(group, own)| {
        !own.is_pool
            && own.members.contains(&nation)
            && model.offers.iter().any(|(offer, entry)| {
                model.once(group, offer) > 0.0 || entry.minimum_order > 0.0 || !reaches_one_price(model, group, offer)
            })
    });
    targets || uses || boundless || supplied || delivered || fields || lots || judged || single
}

/// What tells nations apart that money alone does not: groups, rules, producers that they shun, what they pay towards,
/// funds on which they may draw, and what they may carry over.
fn mark(model: &Model, nation: NationId) -> String {
    let entry = &model.nations[nation];
    let mut mark = format!(
        "carry {:?} shuns {:?} forgoes {:?} declines {:?}",
        entry.carry_over.0.to_bits(),
        entry.excludes,
        entry.forgoes,
        entry.declines
    );
    for (group, pool) in model.groups.iter() {
        if pool.members.contains(&nation) {
            if pool.is_pool {
                let _ = write!(mark, " in {}", group.index());
            } else {
                mark += " single";
            }
        }
    }
    for (id, rule) in model.rules.iter() {
        let _ = write!(mark, " rule {} {}", id.index(), rule.nations.contains(&nation));
    }
    let goals = model.goals.iter().chain(model.required.iter().map(|required| &required.goal));
    for term in goals.flat_map(|goal| &goal.terms) {
        if let Measure::CostOf(payers) = &term.measure {
            mark += if payers.contains(&nation) { " cost" } else { " no cost" };
        }
    }
    let pays = |funding: &Funding| match funding {
        Funding::Free(payers) => payers.contains(&nation),
        Funding::Shares(shares) | Funding::ByBudget(shares) => shares.iter().any(|(payer, _)| *payer == nation),
    };
    for (_, line) in model.lines.iter() {
        if let Some(expansion) = &line.expansion {
            mark += if pays(&expansion.funding) { " +" } else { " -" };
        }
    }
    for (_, programme) in model.programmes.iter() {
        mark += if pays(&programme.funding) { " +" } else { " -" };
    }
    for (_, fund) in model.funds.iter() {
        let allocation = fund.allocations[nation.index()];
        if !allocation.is_finite() {
            mark += " all";
        } else if allocation > 0.0 {
            let own = model.free_money(nation);
            let _ = write!(
                mark,
                " {}",
                SymmetrySettings::DEFAULT.drawn.iter().filter(|part| allocation > *part * own).count()
            );
        } else {
            mark += " none";
        }
    }
    mark
}
