//! ```text
//! fielded_first[n,p,t]: Σ_g x[n,g,p,t] − most(n,p,t) f[n,p,t] ≤ 0
//! fielded_stays[n,p,t]: f[n,p,t−1] − f[n,p,t] ≤ 0
//! fielded_least[n,p]: Σ_{g,t} x[n,g,p,t] − least(n,p) f[n,p,T] ≥ 0
//! fielded_serves[n,p,t]: Σ_{g,τ} serving(p,τ,t) x[n,g,p,τ] − most(n,p) serves[n,p,t] ≤ 0
//! ```
//!
//! Where the years of payment are stated, one f[n,p] stands for all f[n,p,t], as where nothing is paid once, and no serves is needed.
//!
//! A nation orders at least what is useful to it, or nothing; it pays once for having a type, no later than in the year of its first
//! order, and every year while it serves. T is the last year in which the offer can be ordered.

use crate::formulation::reach::{most_in_year, most_of_nation};
use crate::formulation::schedule::{order_steps, serving};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{GroupId, NationId, OfferId};
use crate::model::{Fielding, Model, Step};

/// By so much more than can be ordered in a year at all, so that the limits that say so bind before the row does, and have its shadow price.
const ROOM: f64 = 1.001;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (offer, entry) in model.offers.iter() {
        for &(nation, fielding) in &entry.fielding {
            rows.extend(of_one(model, columns, nation, offer, fielding));
        }
    }
    rows
}

fn of_one(model: &Model, columns: &Columns, nation: NationId, offer: OfferId, fielding: Fielding) -> Vec<Row> {
    let entry = &model.offers[offer];
    let kind = model.capabilities[entry.main()].kind;
    let mut rows = Vec::new();
    let groups: Vec<GroupId> = model.groups_of(nation).collect();
    let most = most_of_nation(model, nation, offer);
    let push = |terms: &mut Vec<(usize, f64)>, step: Step, worth: f64| {
        for &group in &groups {
            columns.push(terms, ColumnKey::Order { nation, group, offer, step }, worth);
        }
    };
    let mut all = Vec::new();
    let mut since: Option<(Step, usize)> = None;
    for step in order_steps(model, entry) {
        push(&mut all, step, 1.0);
        let Some(fielded) = columns.find(ColumnKey::Fielded { nation, offer, step }) else { continue };
        if fielding.depends_on_first_order() {
            let mut first = Vec::new();
            push(&mut first, step, 1.0);
            first.push((fielded, -ROOM * most_in_year(model, nation, offer, step, most)));
            rows.push(Row::at_most(RowKey::FieldedFirst { nation, offer, step }, 0.0, first));
        }
        if let Some((_, before)) = since {
            let stays = vec![(before, 1.0), (fielded, -1.0)];
            rows.push(Row::at_most(RowKey::FieldedStays { nation, offer, step }, 0.0, stays));
        }
        since = Some((step, fielded));
    }
    if let (Some((step, fielded)), false) = (since, fielding.depends_on_first_order()) {
        let ever = all.iter().copied().chain([(fielded, -most)]).collect();
        rows.push(Row::at_most(RowKey::FieldedFirst { nation, offer, step }, 0.0, ever));
    }
    if let (Some((_, fielded)), true) = (since, fielding.at_least > 0.0) {
        all.push((fielded, -fielding.at_least));
        rows.push(Row::at_least(RowKey::FieldedLeast { nation, offer }, 0.0, all));
    }
    for year in model.horizon.steps() {
        let Some(serves) = columns.find(ColumnKey::Serves { nation, offer, step: year }) else { continue };
        let mut terms = Vec::new();
        for ordered in order_steps(model, entry) {
            let part = serving(model, entry, kind, ordered, year);
            push(&mut terms, ordered, part);
        }
        terms.push((serves, -most));
        rows.push(Row::at_most(RowKey::FieldedServes { nation, offer, step: year }, 0.0, terms));
    }
    rows
}

/// What a nation pays in a year for having an offer at all.
pub(in crate::formulation) fn push_fielding(
    columns: &Columns,
    terms: &mut Vec<(usize, f64)>,
    model: &Model,
    nation: NationId,
    offer: OfferId,
    year: Step,
) {
    let Some(fielding) = model.offers[offer].fielding_of(nation) else { return };
    if let Some(part) = fielding.instalment() {
        if part.is_due(year) {
            let decided =
                model.horizon.steps().find_map(|step| columns.find(ColumnKey::Fielded { nation, offer, step }));
            terms.extend(decided.map(|column| (column, part.amount.0)));
        }
        return;
    }
    if fielding.cost.0 > 0.0 && columns.find(ColumnKey::Fielded { nation, offer, step: year }).is_some() {
        columns.push(terms, ColumnKey::Fielded { nation, offer, step: year }, fielding.cost.0);
        // Steps in which nothing can be ordered have no column of their own.
        let earlier = model.horizon.steps().filter(|step| *step < year);
        let is_there = |step: &Step| columns.find(ColumnKey::Fielded { nation, offer, step: *step }).is_some();
        let before = earlier.rev().find(is_there);
        if let Some(step) = before {
            columns.push(terms, ColumnKey::Fielded { nation, offer, step }, -fielding.cost.0);
        }
    }
    columns.push(terms, ColumnKey::Serves { nation, offer, step: year }, fielding.yearly.0);
}
