//! ```text
//! budget[n,t]: Σ_{g,p,τ} (1 + overhead(g)) price(p) due(p,t−τ) x[n,g,p,τ] + Σ_{g,p,τ} bring(n,p) part(p,t−τ) x[n,g,p,τ]
//!   + Σ_l h[n,l,t] + Σ_d c[n,d,t] + Σ_{g,p} set_up[n,g,p,t] + Σ_p cost(n,p) (f[n,p,t] − f[n,p,t−1]) + Σ_p yearly(n,p) serves[n,p,t]
//!   + Σ_r pay[r,n,t] + support[n,t] − Σ_f φ[n,f,t] + r[n,t] − r[n,t−1]
//!   ≤ budget[n,t] − committed[n,t]
//! carry_over[n,t]: r[n,t] − carry share × r[n,t−1] ≤ carry share × budget[n,t]
//! ```
//!
//! Where prices hang on quantity, x at the price of its band, or what n pays of it, stands for price × x; fixed costs of
//! supply relations are paid in the first year. Bringing a unit to n is paid on delivery. Where a fixed key shares an expansion, share × cost × e stands for h.

use crate::formulation::constraints::fielding::push_fielding;
use crate::formulation::constraints::programme::push_cost;
use crate::formulation::schedule::{delivered, due, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{GroupId, Id, NationId, OfferId};
use crate::model::{Model, Offer, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (nation, _) in model.nations.iter() {
        for year in model.horizon.steps() {
            let place = [nation.index(), year.index()];
            let budget = model.budgets[place];
            if budget.is_finite() {
                let mut terms = payments(model, columns, nation, year);
                columns.push(&mut terms, ColumnKey::Carried { nation, step: year }, 1.0);
                if let Some(before) = model.horizon.before(year, 1) {
                    columns.push(&mut terms, ColumnKey::Carried { nation, step: before }, -1.0);
                }
                for fund in model.funds.ids() {
                    columns.push(&mut terms, ColumnKey::Funded { nation, fund, step: year }, -1.0);
                }
                rows.push(Row::at_most(RowKey::Budget { nation, step: year }, budget - model.committed[place], terms));
                rows.extend(carry_over(model, columns, nation, year));
            }
        }
    }
    rows
}

/// What a nation carries out of a year is at most a share of what it had. The first year's limit is that of the column, and whoever
/// may carry all has the budget alone.
pub(in crate::formulation) fn carry_over(
    model: &Model,
    columns: &Columns,
    nation: NationId,
    year: Step,
) -> Option<Row> {
    let carried = columns.find(ColumnKey::Carried { nation, step: year })?;
    let before = columns.find(ColumnKey::Carried { nation, step: model.horizon.before(year, 1)? })?;
    let share = model.nations[nation].carry_over.0;
    let most = share * model.budgets[[nation.index(), year.index()]];
    let terms = vec![(carried, 1.0), (before, -share)];
    (share < 1.0).then(|| Row::at_most(RowKey::CarryOver { nation, step: year }, most, terms))
}

/// What a nation pays in a year, without what it carries over and what funds take over.
pub(in crate::formulation) fn payments(
    model: &Model,
    columns: &Columns,
    nation: NationId,
    year: Step,
) -> Vec<(usize, f64)> {
    let mut terms = Vec::new();
    let groups: Vec<GroupId> = model.groups_of(nation).collect();
    for (offer, entry) in model.offers.iter() {
        let bring = bring(model, nation, offer, entry);
        for ordered in order_steps(model, entry).filter(|ordered| *ordered <= year) {
            let share = due(model, entry, ordered, year);
            let brought = if bring > 0.0 { bring * delivered(model, entry, ordered, year) } else { 0.0 };
            for &group in &groups {
                push_paid(model, columns, &mut terms, OrderKey { nation, group, offer, step: ordered }, share);
                columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step: ordered }, brought);
            }
        }
        for &group in &groups {
            columns.push(&mut terms, ColumnKey::SetUp { nation, group, offer, step: year }, 1.0);
        }
        push_fielding(columns, &mut terms, model, nation, offer, year);
    }
    if model.horizon.before(year, 1).is_none() {
        for (relation, entry) in model.relations.iter().filter(|(_, entry)| entry.to == nation) {
            columns.push(&mut terms, ColumnKey::Supplies { relation }, entry.fixed_cost.0);
        }
    }
    for (line, entry) in model.lines.iter() {
        columns.push(&mut terms, ColumnKey::Contribution { nation, line, step: year }, 1.0);
        if let Some(expansion) = &entry.expansion
            && let Some(shares) = expansion.funding.shares()
            && let Some((_, share)) = shares.iter().find(|(payer, _)| *payer == nation)
        {
            columns.push(&mut terms, ColumnKey::Extra { line, step: year }, share.0 * expansion.cost.0);
        }
    }
    for (programme, entry) in model.programmes.iter() {
        columns.push(&mut terms, ColumnKey::ProgrammeShare { nation, programme, step: year }, 1.0);
        if let Some(shares) = entry.funding.shares()
            && let Some((_, share)) = shares.iter().find(|(payer, _)| *payer == nation)
        {
            push_cost(model, columns, &mut terms, programme, year, share.0);
        }
    }
    for rule in model.rules.ids() {
        columns.push(&mut terms, ColumnKey::Penalty { rule, nation, step: year }, 1.0);
    }
    columns.push(&mut terms, ColumnKey::Support { nation, step: year }, 1.0);
    terms
}

/// One order: who buys what through which group, and when.
#[derive(Debug, Clone, Copy)]
pub(in crate::formulation) struct OrderKey {
    pub nation: NationId,
    pub group: GroupId,
    pub offer: OfferId,
    pub step: Step,
}

/// What an order costs, times a share of it: its list price less what its band or a discount saves, or what the nation pays for it
/// where each further unit has its own price.
pub(in crate::formulation) fn push_price(
    model: &Model,
    columns: &Columns,
    terms: &mut Vec<(usize, f64)>,
    order: OrderKey,
    share: f64,
) {
    let OrderKey { nation, group, offer, step } = order;
    let entry = &model.offers[offer];
    let list = entry.list_price().0;
    let banded = |band| ColumnKey::Banded { nation, group, offer, step, band };
    if entry.incremental && entry.bands.len() > 1 {
        columns.push(terms, ColumnKey::Paid { nation, group, offer, step }, share);
    } else if columns.find(banded(0)).is_some() {
        for (band, limits) in (0..).zip(&entry.bands) {
            columns.push(terms, banded(band), share * limits.price.0);
        }
    } else if columns.find(ColumnKey::Discounted { nation, group, offer, step, band: 0 }).is_some() {
        for (band, discount) in (0..).zip(model.groups[group].discounts_with(entry.by)) {
            let key = ColumnKey::Discounted { nation, group, offer, step, band };
            columns.push(terms, key, share * list * (1.0 - discount.off.0));
        }
    } else {
        columns.push(terms, ColumnKey::Order { nation, group, offer, step }, share * list);
    }
}

/// The same with what buying through the group costs on top.
pub(in crate::formulation) fn push_paid(
    model: &Model,
    columns: &Columns,
    terms: &mut Vec<(usize, f64)>,
    order: OrderKey,
    share: f64,
) {
    push_price(model, columns, terms, order, share * (1.0 + model.groups[order.group].overhead.0));
}

/// What it costs to bring one unit of an offer to a nation.
pub(in crate::formulation) fn bring(model: &Model, nation: NationId, offer: OfferId, entry: &Offer) -> f64 {
    let own: f64 = entry.delivery_cost.iter().filter(|(to, _)| *to == nation).map(|(_, cost)| cost.0).sum();
    let relations: f64 = model
        .relations
        .iter()
        .filter(|(_, relation)| relation.from == entry.by && relation.to == nation)
        .map(|(_, relation)| relation.cost.0 * relation.weight(offer))
        .sum();
    own + relations
}
