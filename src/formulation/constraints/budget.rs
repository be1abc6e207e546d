//! ```text
//! budget[n,t]: Σ_{g,p,τ} price(p) due(p,t−τ) x[n,g,p,τ] + Σ_{g,p,τ} bring(n,p) part(p,t−τ) x[n,g,p,τ] + Σ_l h[n,l,t]
//!   + Σ_{g,p} set_up[n,g,p,t] + support[n,t] + r[n,t] − r[n,t−1] ≤ budget[n,t] − committed[n,t]
//! ```
//!
//! Where prices hang on quantity, x at the price of its band, or what n pays of it, stands for price × x; fixed costs of
//! supply relations are paid in the first year. Bringing a unit to n is paid on delivery. Where a fixed key shares an expansion, share × cost × e stands for h.

use crate::formulation::schedule::{delivered, due, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{GroupId, Id, NationId, OfferId};
use crate::model::{Funding, Model, Offer, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (nation, _) in model.nations.iter() {
        for year in model.horizon.steps() {
            let place = [nation.index(), year.index()];
            let budget = model.budgets[place];
            if budget.is_finite() {
                let terms = payments(model, columns, nation, year);
                rows.push(Row::at_most(RowKey::Budget { nation, step: year }, budget - model.committed[place], terms));
            }
        }
    }
    rows
}

fn payments(model: &Model, columns: &Columns, nation: NationId, year: Step) -> Vec<(usize, f64)> {
    let mut terms = Vec::new();
    for (offer, entry) in model.offers.iter() {
        let bring = bring(model, nation, offer, entry);
        for ordered in order_steps(model, entry).filter(|ordered| *ordered <= year) {
            let share = due(model, entry, ordered, year);
            let brought = if bring > 0.0 { bring * delivered(model, entry, ordered, year) } else { 0.0 };
            for group in model.groups.ids() {
                push_price(model, columns, &mut terms, (nation, group, offer, ordered), share);
                columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step: ordered }, brought);
            }
            if ordered == year && entry.set_up.0 > 0.0 {
                for group in model.groups.ids() {
                    columns.push(&mut terms, ColumnKey::SetUp { nation, group, offer, step: year }, 1.0);
                }
            }
        }
    }
    if model.horizon.before(year, 1).is_none() {
        for (relation, entry) in model.relations.iter().filter(|(_, entry)| entry.to == nation) {
            columns.push(&mut terms, ColumnKey::Supplies { relation }, entry.fixed_cost.0);
        }
    }
    for (line, entry) in model.lines.iter() {
        columns.push(&mut terms, ColumnKey::Contribution { nation, line, step: year }, 1.0);
        if let Some(expansion) = &entry.expansion
            && let Funding::Shares(shares) = &expansion.funding
            && let Some((_, share)) = shares.iter().find(|(payer, _)| *payer == nation)
        {
            columns.push(&mut terms, ColumnKey::Extra { line, step: year }, share.0 * expansion.cost.0);
        }
    }
    columns.push(&mut terms, ColumnKey::Support { nation, step: year }, 1.0);
    columns.push(&mut terms, ColumnKey::Carried { nation, step: year }, 1.0);
    if let Some(before) = model.horizon.before(year, 1) {
        columns.push(&mut terms, ColumnKey::Carried { nation, step: before }, -1.0);
    }
    terms
}

/// What an order costs, times a share of it: its list price less what its band saves, or what the nation pays for it
/// where each further unit has its own price.
pub(in crate::formulation) fn push_price(
    model: &Model,
    columns: &Columns,
    terms: &mut Vec<(usize, f64)>,
    (nation, group, offer, step): (NationId, GroupId, OfferId, Step),
    share: f64,
) {
    let entry = &model.offers[offer];
    let list = entry.list_price().0;
    if entry.bands.len() == 1 {
        columns.push(terms, ColumnKey::Order { nation, group, offer, step }, share * list);
    } else if entry.incremental {
        columns.push(terms, ColumnKey::Paid { nation, group, offer, step }, share);
    } else {
        for (band, limits) in (0..).zip(&entry.bands) {
            columns.push(terms, ColumnKey::Banded { nation, group, offer, step, band }, share * limits.price.0);
        }
    }
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
