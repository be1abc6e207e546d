//! ```text
//! need[k,t,s]: Σ_{g,p with main k,τ} counts(p,τ,t,s) (X[g,p,τ] − Σ_n y[n,g,p,τ]) ≤ room(k,t,s)
//! need[n,k,t,s]: Σ_{g,p with main k,τ} counts(p,τ,t,s) (x[n,g,p,τ] − y[n,g,p,τ]) ≤ room(n,k,t,s)
//! beyond[n,g,p,τ]: y[n,g,p,τ] − x[n,g,p,τ] ≤ 0
//! margin[k,t,s]: Σ_{g,p with main k,τ} counts(p,τ,t,s) y[n,g,p,τ] ≤ largest lump(p), and for each p by itself
//! ```
//!
//! Or "as much domestic volume as can be" would fill warehouses. What is delivered in t…s and still serves in s is at most the
//! largest need of the years in which it serves. y is what of a whole lot or a minimum order goes beyond it.

use crate::formulation::needs::{Window, windows};
use crate::formulation::reach::made_in;
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, GroupId, NationId, OfferId};
use crate::model::{Model, Offer, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in model.capabilities.ids() {
        let limited: Vec<NationId> =
            model.nations.ids().filter(|nation| model.own_need(*nation, capability).is_some()).collect();
        for &nation in &limited {
            of(model, columns, (Some(nation), capability), &mut rows);
        }
        // Shares by gross domestic product add up to all, and targets are each nation's own.
        if limited.len() < model.nations.len() {
            of(model, columns, (None, capability), &mut rows);
        }
    }
    for (key, _) in columns.iter() {
        if let ColumnKey::Beyond { nation, group, offer, step } = key {
            let mut terms = Vec::new();
            columns.push(&mut terms, key, 1.0);
            columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step }, -1.0);
            rows.push(Row::at_most(RowKey::Beyond { nation, group, offer, step }, 0.0, terms));
        }
    }
    rows
}

fn of(model: &Model, columns: &Columns, (nation, capability): (Option<NationId>, CapabilityId), rows: &mut Vec<Row>) {
    let groups: Vec<GroupId> =
        nation.map_or_else(|| model.groups.ids().collect(), |nation| model.groups_of(nation).collect());
    let key = |group, offer, step| match nation {
        Some(nation) => ColumnKey::Order { nation, group, offer, step },
        None => ColumnKey::Pooled { group, offer, step },
    };
    let is_there = |offer, step| groups.iter().any(|group| columns.find(key(*group, offer, step)).is_some());
    let orders = (model.offers.iter().filter(|(_, entry)| entry.main() == capability))
        .flat_map(|(offer, entry)| order_steps(model, entry).map(move |step| (offer, step)))
        .filter(|(offer, step)| is_there(*offer, *step));
    let needs = model.need_table(nation, capability);
    let lumpy = model.offers.iter().any(|(offer, entry)| entry.main() == capability && model.lump(offer) > 0.0);
    let money = affordable(model, columns, nation, capability);
    for window in windows(model, capability, &needs, orders) {
        if !lumpy && is_out_of_reach(model, &window, money) {
            continue;
        }
        let mut terms = Vec::new();
        let mut beyond: Vec<(OfferId, Vec<(usize, f64)>)> = Vec::new();
        for (&(offer, step), &counts) in &window.counts {
            for &group in &groups {
                columns.push(&mut terms, key(group, offer, step), counts);
                let units = window.delivered[&(offer, step)] / unit(&model.offers[offer]);
                let members = model.groups[group].members.iter().filter(|n| nation.is_none_or(|one| one == **n));
                let mut parts = Vec::new();
                for &nation in members {
                    let beyond = ColumnKey::Beyond { nation, group, offer, step };
                    columns.push(&mut terms, beyond, -counts);
                    columns.push(&mut parts, beyond, units);
                }
                match beyond.iter_mut().find(|(there, _)| *there == offer) {
                    Some((_, list)) => list.extend(parts),
                    None => beyond.push((offer, parts)),
                }
            }
        }
        let Window { denial, from, to, room, .. } = window;
        rows.push(Row::at_most(RowKey::Need { nation, denial, capability, from, to }, room, terms));
        margins(model, (nation, denial, capability, from, to), beyond, rows);
    }
}

type Run = (Option<NationId>, Option<crate::id::DenialId>, CapabilityId, Step, Step);

/// What goes beyond a need is less than the largest lot or minimum order, and of one offer less than its own.
fn margins(
    model: &Model,
    (nation, denial, capability, from, to): Run,
    beyond: Vec<(OfferId, Vec<(usize, f64)>)>,
    rows: &mut Vec<Row>,
) {
    let key = |offer| RowKey::Margin { nation, denial, capability, offer, from, to };
    let beyond: Vec<(OfferId, Vec<(usize, f64)>)> = beyond.into_iter().filter(|(_, terms)| !terms.is_empty()).collect();
    if beyond.len() > 1 {
        let worth = |offer: OfferId| unit(&model.offers[offer]);
        let most = beyond.iter().map(|(offer, _)| worth(*offer) * model.lump(*offer)).fold(0.0, f64::max);
        let all = (beyond.iter())
            .flat_map(|(offer, terms)| terms.iter().map(move |(column, units)| (*column, worth(*offer) * units)));
        rows.push(Row::at_most(key(None), most, all.collect()));
    }
    for (offer, terms) in beyond {
        rows.push(Row::at_most(key(Some(offer)), model.lump(offer), terms));
    }
}

/// US-equivalents in one unit of an offer.
fn unit(entry: &Offer) -> f64 {
    entry.gives[0].1 * entry.quality
}

/// Whether lines cannot make, or money cannot buy, as much as is needed in a run of years, so that nothing need be said of it.
pub(super) fn is_out_of_reach(model: &Model, window: &Window, money: f64) -> bool {
    money.min(made(model, window)) <= window.room
}

/// US-equivalents of what counts in a window that lines can deliver in its years.
fn made(model: &Model, window: &Window) -> f64 {
    let mut offers: Vec<OfferId> = window.counts.keys().map(|(offer, _)| *offer).collect();
    offers.dedup();
    offers.iter().map(|offer| made_in(model, *offer, (window.from, window.to)) * unit(&model.offers[*offer])).sum()
}

/// US-equivalents that the free money of a nation, or of all who can order a capability, buys at the best prices; funds are money
/// without limit here.
pub(super) fn affordable(model: &Model, columns: &Columns, nation: Option<NationId>, capability: CapabilityId) -> f64 {
    let offers = || model.offers.iter().filter(|(_, entry)| entry.main() == capability);
    let price = |entry: &Offer| entry.best_price().0 / unit(entry);
    let cheapest = offers().map(|(_, entry)| price(entry)).fold(f64::INFINITY, f64::min);
    // Where further units have their own prices, others of a group may pay for what a nation orders.
    let others_pay = nation.is_some() && offers().any(|(_, entry)| entry.incremental && entry.bands.len() > 1);
    if !model.funds.is_empty() || others_pay || cheapest.is_nan() || cheapest <= 0.0 {
        return f64::INFINITY;
    }
    let orders = |nation: NationId| {
        model.groups_of(nation).any(|group| {
            offers().any(|(offer, entry)| {
                let mut steps = order_steps(model, entry);
                steps.any(|step| columns.find(ColumnKey::Order { nation, group, offer, step }).is_some())
            })
        })
    };
    let buyers = model.nations.ids().filter(|buyer| nation.is_none_or(|nation| nation == *buyer) && orders(*buyer));
    let money: f64 = buyers.map(|nation| model.free_money(nation)).sum();
    money / cheapest
}
