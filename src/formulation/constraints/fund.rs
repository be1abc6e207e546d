//! ```text
//! fund_rate[n,t,F]: Σ_{f ∈ F} φ[n,f,t] − Σ_{g,p} min(1, Σ_{f ∈ F that pays for g,p} rate(f)) paid[n,g,p,t] ≤ 0
//! fund_allocation[n,f]: Σ_t φ[n,f,t] ≤ allocation[n,f]
//! fund_envelope[f]: Σ_{n,t} φ[n,f,t] ≤ envelope(f)
//! ```
//!
//! For every set F of funds: together they pay no more than their rates, and no more than what is paid, of orders that
//! they may pay for. The rows say exactly that the φ can be shared out over orders (a cut of every network of funds and
//! orders), and need no column for each of them.

use crate::formulation::constraints::{OrderKey, push_paid};
use crate::formulation::schedule::{due, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{FundId, GroupId, Id, NationId, OfferId};
use crate::model::{Model, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    let pays: Vec<Vec<Vec<bool>>> = (model.funds.iter())
        .map(|(_, fund)| {
            let by_group = |group: GroupId| {
                model.offers.ids().map(|offer| model.refusals(fund, group, offer).is_empty()).collect()
            };
            model.groups.ids().map(by_group).collect()
        })
        .collect();
    for nation in model.nations.ids() {
        for step in model.horizon.steps() {
            for set in 1..(1_u32 << model.funds.len()) {
                rows.extend(rate(model, columns, &pays, nation, step, set));
            }
        }
    }
    for (fund, entry) in model.funds.iter() {
        let mut all = Vec::new();
        for nation in model.nations.ids() {
            let mut own = Vec::new();
            for step in model.horizon.steps() {
                columns.push(&mut own, ColumnKey::Funded { nation, fund, step }, 1.0);
            }
            all.extend_from_slice(&own);
            let allocation = entry.allocations[nation.index()];
            if allocation.is_finite() {
                rows.push(Row::at_most(RowKey::FundAllocation { nation, fund }, allocation, own));
            }
        }
        rows.push(Row::at_most(RowKey::FundEnvelope { fund }, entry.envelope.0, all));
    }
    rows
}

fn rate(
    model: &Model,
    columns: &Columns,
    pays: &[Vec<Vec<bool>>],
    nation: NationId,
    year: Step,
    set: u32,
) -> Option<Row> {
    let members: Vec<FundId> = model.funds.ids().filter(|fund| set & (1 << fund.index()) != 0).collect();
    let mut terms = Vec::new();
    for &fund in &members {
        // A set with a fund that pays nothing in this year says no more than the set without it.
        terms.push((columns.find(ColumnKey::Funded { nation, fund, step: year })?, 1.0));
    }
    let part = |group: GroupId, offer: OfferId| -> f64 {
        let rates = members.iter().filter(|f| pays[f.index()][group.index()][offer.index()]);
        rates.map(|fund| model.funds[*fund].rate.0).sum::<f64>().min(1.0)
    };
    for (group, _) in model.groups.iter().filter(|(_, pool)| pool.members.contains(&nation)) {
        for (offer, entry) in model.offers.iter() {
            let part = part(group, offer);
            if part > 0.0 {
                for ordered in order_steps(model, entry).filter(|ordered| *ordered <= year) {
                    let share = due(model, entry, ordered, year);
                    push_paid(
                        model,
                        columns,
                        &mut terms,
                        OrderKey { nation, group, offer, step: ordered },
                        -part * share,
                    );
                }
            }
        }
    }
    Some(Row::at_most(RowKey::FundRate { nation, step: year, set }, 0.0, terms))
}
