//! ```text
//! penalty[r,n]: Σ_t pay[r,n,t] − price(r) Σ_{q of n} short[r,q] = 0, for rules that judge nation by nation
//! penalty[r]: Σ_{n,t} pay[r,n,t] − price(r) Σ_q short[r,q] = 0, for all others
//! ```
//!
//! A rule that may be broken at a price is paid for from the budgets of the nations that it concerns, in any year.

use crate::formulation::rules::{Subject, subjects};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{NationId, RuleId};
use crate::model::Model;

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in model.rules.iter() {
        let Some(price) = rule.price().filter(|price| *price > 0.0) else { continue };
        let all = subjects(model, rule);
        if rule.pays_nation_by_nation() {
            for &nation in &rule.nations {
                let own: Vec<Subject> = all.iter().copied().filter(|subject| is_of(*subject, nation)).collect();
                rows.push(row(model, columns, id, price, Subject::Nation(nation), &[nation], &own));
            }
        } else {
            rows.push(row(model, columns, id, price, Subject::All, &rule.nations, &all));
        }
    }
    rows
}

fn row(
    model: &Model,
    columns: &Columns,
    rule: RuleId,
    price: f64,
    subject: Subject,
    payers: &[NationId],
    broken: &[Subject],
) -> Row {
    let mut terms = Vec::new();
    for &nation in payers {
        for step in model.horizon.steps() {
            columns.push(&mut terms, ColumnKey::Penalty { rule, nation, step }, 1.0);
        }
    }
    for &subject in broken {
        columns.push(&mut terms, ColumnKey::Short { rule, subject }, -price);
    }
    Row::equal(RowKey::Penalty { rule, subject }, 0.0, terms)
}

fn is_of(subject: Subject, nation: NationId) -> bool {
    match subject {
        Subject::Nation(n) | Subject::Paid(n) | Subject::NationOf(n, _) => n == nation,
        _ => false,
    }
}
