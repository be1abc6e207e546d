//! ```text
//! line[l,t]: Σ_{g,p,τ} use(p,l) part(p,t−τ) X[g,p,τ] − built[l,t] ≤ max(0, capacity[l,t] − backlog[l,t]), p without whole lots
//! line_run[l,s,t]: Σ_{g,p,τ} use(p,l) Σ_{s ≤ u ≤ t} part(p,u−τ) X[g,p,τ] − Σ_{s ≤ u ≤ t} built[l,u] ≤ Σ_{s ≤ u ≤ t} free[l,u] + lot(l)
//! line_begun[l,s,t]: the same without lot(l), for p whose orders begin in s or later
//! ```
//!
//! What a line leaves unused in a year is lost, but for whole lots, on which it works for longer: over any run of years they take
//! its capacity rounded up to whole lots, and from the first year in which they can be ordered rounded down.

use crate::formulation::schedule::{delivered, order_steps};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{LineId, OfferId};
use crate::model::{Model, Offer, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, entry) in model.lines.iter() {
        for year in model.horizon.steps() {
            let mut terms = load(model, columns, line, year, year, |_, made| made.lots_of <= 0.0);
            columns.push(&mut terms, ColumnKey::Built { line, step: year }, -1.0);
            rows.push(Row::at_most(RowKey::Line { line, step: year }, entry.free[year.index()], terms));
        }
        if entry.makes_lots {
            runs(model, columns, line, &mut rows);
        }
    }
    rows
}

/// The limits of a line that makes whole lots, over runs of years.
fn runs(model: &Model, columns: &Columns, line: LineId, rows: &mut Vec<Row>) {
    let uses = |made: &Offer| made.lines.iter().find(|(used, _)| *used == line).map(|(_, amount)| *amount);
    // What comes in lots and can be ordered, with what one lot takes of the line and the first year in which it can be ordered.
    let lots: Vec<(OfferId, f64, Step)> = (model.offers.iter().filter(|(_, made)| made.lots_of > 0.0))
        .filter_map(|(offer, made)| Some((offer, uses(made)? * made.lots_of, first_order(model, columns, offer)?)))
        .collect();
    let largest = lots.iter().map(|(_, amount, _)| *amount).fold(0.0, f64::max);
    let mut begun: Vec<Step> = lots.iter().map(|(_, _, first)| *first).collect();
    begun.sort_unstable();
    begun.dedup();
    let free = |from: Step, to: Step| -> f64 { model.lines[line].free[from.index()..=to.index()].iter().sum() };
    let mut push = |key: RowKey, (from, to): (Step, Step), more: f64, mut terms: Vec<(usize, f64)>| {
        if !terms.is_empty() {
            for step in model.horizon.steps().filter(|step| from <= *step && *step <= to) {
                columns.push(&mut terms, ColumnKey::Built { line, step }, -1.0);
            }
            rows.push(Row::at_most(key, free(from, to) + more, terms));
        }
    };
    for from in model.horizon.steps() {
        for to in model.horizon.steps().filter(|to| from <= *to) {
            // All that is made for the first time from here on was not worked on before.
            if begun.first().is_some_and(|first| from > *first) {
                let all = load(model, columns, line, from, to, |_, _| true);
                let some = load(model, columns, line, from, to, |_, made| made.lots_of > 0.0);
                if !some.is_empty() {
                    push(RowKey::LineRun { line, from, step: to }, (from, to), crate::model::MARGIN * largest, all);
                }
            }
            if begun.contains(&from) {
                let is_first = begun.first() == Some(&from);
                let begins = |offer, _: &Offer| {
                    is_first || lots.iter().any(|(other, _, first)| *other == offer && *first >= from)
                };
                push(
                    RowKey::LineBegun { line, from, step: to },
                    (from, to),
                    0.0,
                    load(model, columns, line, from, to, begins),
                );
            }
        }
    }
}

/// The first year in which anybody can order an offer.
fn first_order(model: &Model, columns: &Columns, offer: OfferId) -> Option<Step> {
    order_steps(model, &model.offers[offer])
        .find(|&step| model.groups.ids().any(|group| columns.find(ColumnKey::Pooled { group, offer, step }).is_some()))
}

/// What the deliveries of a run of years take of a line.
fn load(
    model: &Model,
    columns: &Columns,
    line: LineId,
    from: Step,
    to: Step,
    counts: impl Fn(OfferId, &Offer) -> bool,
) -> Vec<(usize, f64)> {
    let mut terms = Vec::new();
    for (offer, made) in model.offers.iter().filter(|(offer, made)| counts(*offer, made)) {
        let Some((_, amount)) = made.lines.iter().find(|(used, _)| *used == line) else { continue };
        for ordered in order_steps(model, made).filter(|ordered| *ordered <= to) {
            let years = model.horizon.steps().filter(|year| from <= *year && *year <= to);
            let part: f64 = years.map(|year| amount * delivered(model, made, ordered, year)).sum();
            for group in model.groups.ids() {
                columns.push(&mut terms, ColumnKey::Pooled { group, offer, step: ordered }, part);
            }
        }
    }
    terms
}
