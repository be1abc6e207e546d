//! ```text
//! lost_when_denied[r,k,t]: (E[d,k,t] − (1 − share(r)) E[k,t]) / baseline[k,t] + short[r,k,t] ≥ 0, for each capability
//! lost_when_denied[r,t]: Σ_k weight(k) / Σ weight × the same, for all together
//! ```
//!
//! From a year on, a denial takes no more than a share of what is usable, counted in baselines. Of a capability that needs no
//! other, E[k,t] is what serves, `S[k,t]` + Σ held: all of it is usable, and none may be left idle so that less is lost.

use crate::formulation::constraints::enabler::held;
use crate::formulation::rules::{Subject, at_least, of_kind};
use crate::formulation::{ColumnKey, Columns, Row};
use crate::id::{CapabilityId, DenialId, Id};
use crate::model::{Demand, Each, Model, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "lost_when_denied") {
        let Demand::LostWhenDenied { at_most, denial, from } = rule.demand else { continue };
        let spared = Spared { model, columns, denial, share: 1.0 - at_most.0 };
        for step in model.horizon.steps().filter(|step| *step >= from) {
            let concerned = rule.with_baseline(model, step);
            let all: f64 = concerned.iter().map(|&k| model.capabilities[k].weight).sum();
            let mut together = (Vec::new(), 0.0);
            for &capability in &concerned {
                let mut terms = Vec::new();
                if rule.each == Each::Capability {
                    let there = spared.push(capability, step, 1.0, &mut terms);
                    rows.push(at_least(columns, id, rule, Subject::CapabilityIn(capability, step), there, terms));
                } else if all > 0.0 {
                    let part = model.capabilities[capability].weight / all;
                    together.1 += spared.push(capability, step, part, &mut together.0);
                }
            }
            if !together.0.is_empty() {
                rows.push(at_least(columns, id, rule, Subject::In(step), together.1, together.0));
            }
        }
    }
    rows
}

/// What a denial must spare: a share of what is usable in normal times.
struct Spared<'a> {
    model: &'a Model,
    columns: &'a Columns,
    denial: DenialId,
    share: f64,
}

impl Spared<'_> {
    /// Appends what the denial leaves of a capability in a year less what it must spare, times a factor. Returns what of the latter is
    /// held, which goes to the right side.
    fn push(&self, capability: CapabilityId, step: Step, factor: f64, terms: &mut Vec<(usize, f64)>) -> f64 {
        let Self { model, columns, denial, share } = *self;
        let worth = factor / model.baselines[[capability.index(), step.index()]];
        columns.push(terms, ColumnKey::Usable { denial: Some(denial), capability, step }, worth);
        if model.capabilities[capability].needs.is_empty() {
            columns.push(terms, ColumnKey::Stock { capability, step }, -share * worth);
            share * worth * held(model, capability, step)
        } else {
            columns.push(terms, ColumnKey::Usable { denial: None, capability, step }, -share * worth);
            0.0
        }
    }
}
