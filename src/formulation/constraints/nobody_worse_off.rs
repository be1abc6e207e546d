//! ```text
//! nobody_worse_off[r,n]: short[r,n] − Σ_{k,t} weight(k) s[n,k,t] / (Σ weight × years × target[n,k,t]) ≥ −shortfall alone(n)
//! nobody_worse_off[r,paid,n]: short[r,paid,n] − Σ_t paid[n,t] / unit(n) ≥ −paid alone(n) / unit(n), where n alone has no
//!   shortfall; unit(n) = max(one, paid alone(n)), where one is what counts as one of money
//! ```
//!
//! What n comes to alone is worked out before, by the same goals with everyone buying alone. A nation that reaches its
//! targets alone must not pay more for them.

use crate::formulation::constraints::payments;
use crate::formulation::rules::{Subject, at_least, of_kind};
use crate::formulation::{ColumnKey, Columns, Row};
use crate::id::{CapabilityId, Id, NationId};
use crate::model::{Model, ModelScale, Outcomes};

/// Room for rounding in what nations come to alone.
const ROUNDING: f64 = 1e-6;

pub(super) fn rows(model: &Model, columns: &Columns, alone: &Outcomes) -> Vec<Row> {
    let mut rows = Vec::new();
    let money = ModelScale::of(model).money;
    for (id, rule) in of_kind(model, "nobody_worse_off") {
        for &nation in &rule.nations {
            let shortfall = alone.shortfall[nation.index()];
            let terms = shortfall_of(model, columns, nation);
            rows.push(at_least(columns, id, rule, Subject::Nation(nation), -shortfall - ROUNDING, terms));
            if shortfall <= ROUNDING {
                let paid = alone.paid[nation.index()];
                let unit = paid.max(money);
                let mut terms = Vec::new();
                for step in model.horizon.steps() {
                    terms.extend(payments(model, columns, nation, step).into_iter().map(|(c, a)| (c, -a / unit)));
                }
                let terms = summed(terms);
                rows.push(at_least(columns, id, rule, Subject::Paid(nation), -paid / unit - ROUNDING, terms));
            }
        }
    }
    rows
}

fn shortfall_of(model: &Model, columns: &Columns, nation: NationId) -> Vec<(usize, f64)> {
    let mut terms = Vec::new();
    let mut weights = 0.0;
    for (capability, entry) in model.capabilities.iter() {
        let targets: Vec<f64> = model.horizon.steps().map(|t| target(model, nation, capability, t.index())).collect();
        let years = targets.iter().filter(|&&target| target > 0.0).count();
        if years == 0 {
            continue;
        }
        weights += entry.weight;
        for step in model.horizon.steps().filter(|step| targets[step.index()] > 0.0) {
            #[expect(clippy::cast_precision_loss, reason = "a horizon has at most 200 years")]
            let share = entry.weight / (years as f64 * targets[step.index()]);
            for (band, _) in (0..).zip(&entry.gap_bands) {
                columns.push(&mut terms, ColumnKey::NationalMissing { nation, capability, step, band }, -share);
            }
        }
    }
    for (_, coefficient) in &mut terms {
        *coefficient /= weights;
    }
    terms
}

fn target(model: &Model, nation: NationId, capability: CapabilityId, year: usize) -> f64 {
    let target = model.targets[[nation.index(), capability.index(), year]];
    if target.is_nan() { 0.0 } else { target }
}

/// One term for each column.
fn summed(mut terms: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    terms.sort_by_key(|(column, _)| *column);
    terms.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
    terms
}
