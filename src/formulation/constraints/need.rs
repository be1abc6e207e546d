//! ```text
//! need[k,t,s]: Σ_{g,p with main k,τ} counts(p,τ,t,s) (X[g,p,τ] − Σ_n y[n,g,p,τ]) ≤ room(k,t,s)
//! need[n,k,t,s]: Σ_{g,p with main k,τ} counts(p,τ,t,s) (x[n,g,p,τ] − y[n,g,p,τ]) ≤ room(n,k,t,s)
//! beyond[n,g,p,τ]: y[n,g,p,τ] − x[n,g,p,τ] ≤ 0
//! margin[k,t,s]: Σ_{g,p with main k,τ} counts(p,τ,t,s) y[n,g,p,τ] ≤ largest lump(p), and for each p by itself
//! margin_of_lots[g,p,t,s]: Σ_τ counts(p,τ,t,s) Σ_n y[n,g,p,τ] + (lump(p) − lot(p)) a[g,p] ≤ lump(p)
//! above_minimum[g,p]: Σ_t X[g,p,t] − (most(g,p) − minimum(p)) a[g,p] ≤ minimum(p)
//! ```
//!
//! Or "as much domestic volume as can be" would fill warehouses. What is delivered in t…s and still serves in s is at most the
//! largest need of the years in which it serves. y is what of a whole lot or a minimum order goes beyond it.

use std::collections::BTreeMap;

use crate::formulation::needs::{Window, windows};
use crate::formulation::reach::{made_in, most_units};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, GroupId, Id, NationId, OfferId};
use crate::model::{Model, Offer, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in model.capabilities.ids() {
        let limited: Vec<NationId> =
            model.nations.ids().filter(|nation| model.own_need(*nation, capability).is_some()).collect();
        for &nation in &limited {
            Limited::of(model, columns, Some(nation), capability).push_rows(&mut rows);
        }
        // Shares by gross domestic product add up to all, and targets are each nation's own.
        if limited.len() < model.nations.len() {
            Limited::of(model, columns, None, capability).push_rows(&mut rows);
        }
    }
    for (key, _) in columns.iter() {
        if let ColumnKey::Beyond { nation, group, offer, step } = key {
            let mut terms = Vec::new();
            columns.push(&mut terms, key, 1.0);
            columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step }, -1.0);
            rows.push(Row::at_most(RowKey::Beyond { nation, group, offer, step }, 0.0, terms));
        }
        if let ColumnKey::AboveMinimum { group, offer } = key {
            let (most, least) = (most_units(model, group, offer), model.offers[offer].minimum_order);
            let mut terms = Vec::new();
            for step in order_steps(model, &model.offers[offer]) {
                columns.push(&mut terms, ColumnKey::Pooled { group, offer, step }, 1.0);
            }
            columns.push(&mut terms, key, least - most);
            rows.push(Row::at_most(RowKey::AboveMinimum { group, offer }, least, terms));
        }
    }
    rows
}

/// The orders for a capability that are limited by what is needed: those of a nation, or of all.
struct Limited<'a> {
    model: &'a Model,
    columns: &'a Columns,
    nation: Option<NationId>,
    capability: CapabilityId,
    /// The buying groups through which they order.
    groups: Vec<GroupId>,
}

impl<'a> Limited<'a> {
    fn of(model: &'a Model, columns: &'a Columns, nation: Option<NationId>, capability: CapabilityId) -> Self {
        let groups = nation.map_or_else(|| model.groups.ids().collect(), |nation| model.groups_of(nation).collect());
        Self { model, columns, nation, capability, groups }
    }

    fn push_rows(&self, rows: &mut Vec<Row>) {
        let Self { model, columns, nation, capability, ref groups } = *self;
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
        let mut lumps: BTreeMap<(Step, Step), BTreeMap<(OfferId, Step), f64>> = BTreeMap::new();
        for window in windows(model, capability, &needs, orders) {
            if !lumpy && is_out_of_reach(model, &window, money) {
                continue;
            }
            let mut terms = Vec::new();
            for (&(offer, step), &counts) in &window.counts {
                for &group in groups {
                    columns.push(&mut terms, key(group, offer, step), counts);
                    for beyond in self.beyond(group, offer, step) {
                        terms.push((beyond, -counts));
                    }
                }
            }
            let Window { denial, from, to, room, .. } = window;
            rows.push(Row::at_most(RowKey::Need { nation, denial, capability, from, to }, room, terms));
            lumps.entry((from, to)).or_default().extend(window.delivered.iter().map(|(order, worth)| (*order, *worth)));
        }
        for ((from, to), delivered) in lumps {
            self.push_margins(from, to, &delivered, rows);
        }
    }

    /// The columns of what goes beyond a need of an order through a group in a year.
    fn beyond(&self, group: GroupId, offer: OfferId, step: Step) -> Vec<usize> {
        let is_limited = |member: &&NationId| self.nation.is_none_or(|nation| nation == **member);
        let members = self.model.groups[group].members.iter().filter(is_limited);
        let column = |nation: NationId| self.columns.find(ColumnKey::Beyond { nation, group, offer, step });
        members.filter_map(|member| column(*member)).collect()
    }

    /// What goes beyond the need in a run of years is less than the largest lot or minimum order, and of one offer less than its own; an
    /// order above its minimum has the margin of its lots alone.
    fn push_margins(&self, from: Step, to: Step, delivered: &BTreeMap<(OfferId, Step), f64>, rows: &mut Vec<Row>) {
        let Self { model, columns, nation, capability, ref groups } = *self;
        let mut by_offer: BTreeMap<OfferId, Vec<(usize, f64)>> = BTreeMap::new();
        let worth = |offer: OfferId| unit(&model.offers[offer]);
        for &group in groups {
            let mut own: BTreeMap<OfferId, Vec<(usize, f64)>> = BTreeMap::new();
            for (&(offer, step), counts) in delivered {
                let columns = self.beyond(group, offer, step);
                own.entry(offer).or_default().extend(columns.into_iter().map(|column| (column, *counts)));
            }
            for (offer, mut terms) in own {
                by_offer.entry(offer).or_default().extend(&terms);
                if let Some(above) =
                    columns.find(ColumnKey::AboveMinimum { group, offer }).filter(|_| !terms.is_empty())
                {
                    terms.push((above, worth(offer) * (model.lump(offer) - model.lot(offer))));
                    let key = RowKey::MarginOfLots { nation, capability, group, offer, from, to };
                    rows.push(Row::at_most(key, worth(offer) * model.lump(offer), terms));
                }
            }
        }
        by_offer.retain(|_, terms| !terms.is_empty());
        let key = |offer| RowKey::Margin { nation, capability, offer, from, to };
        if by_offer.len() > 1 {
            let most = by_offer.keys().map(|offer| worth(*offer) * model.lump(*offer)).fold(0.0, f64::max);
            rows.push(Row::at_most(key(None), most, by_offer.values().flatten().copied().collect()));
        }
        for (offer, terms) in by_offer {
            rows.push(Row::at_most(key(Some(offer)), worth(offer) * model.lump(offer), terms));
        }
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
    offers.iter().map(|offer| made_in(model, *offer, window.from, window.to) * unit(&model.offers[*offer])).sum()
}

/// US-equivalents that the free money of a nation, or of all who can order a capability, and what funds may add buy at the best
/// prices.
pub(super) fn affordable(model: &Model, columns: &Columns, nation: Option<NationId>, capability: CapabilityId) -> f64 {
    let offers = || model.offers.iter().filter(|(_, entry)| entry.main() == capability);
    let cheapest = offers().map(|(offer, entry)| model.best_price(offer) / unit(entry)).fold(f64::INFINITY, f64::min);
    // Where further units have their own prices, others of a group may pay for what a nation orders.
    let others_pay = nation.is_some() && offers().any(|(_, entry)| entry.incremental && entry.bands.len() > 1);
    if others_pay || cheapest.is_nan() || cheapest <= 0.0 {
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
    let buyers: Vec<NationId> =
        model.nations.ids().filter(|buyer| nation.is_none_or(|nation| nation == *buyer) && orders(*buyer)).collect();
    let money: f64 = buyers.iter().map(|nation| model.free_money(*nation)).sum();
    let drawn = model.funds.iter().map(|(_, fund)| {
        let most: f64 = buyers.iter().map(|nation| fund.allocations[nation.index()]).sum();
        most.min(fund.envelope.0)
    });
    (money + drawn.sum::<f64>()) / cheapest
}
