//! ```text
//! largest_share[r,k,i]: share Σ_{p for k} reference(p) X[p] − Σ_{p for k by i} reference(p) X[p] + short[r,k,i] ≥ 0
//! ```
//!
//! No producer i has more than a share of what is ordered of a capability, or of everything; X[p] over all groups and
//! years that the rule concerns.

use crate::formulation::rules::{
    Subject, at_least, judged_capabilities, judged_producers, of_kind, ordered, reference,
};
use crate::formulation::{Columns, Row};
use crate::id::{CapabilityId, ProducerId, RuleId};
use crate::model::{Demand, Each, Model, Rule};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "largest_share") {
        if let Demand::LargestShare { at_most } = rule.demand {
            rows.extend(at_most_of_each(model, columns, id, rule, at_most.0));
        }
    }
    rows
}

/// Rows that hold every producer to a share.
pub(super) fn at_most_of_each(model: &Model, columns: &Columns, id: RuleId, rule: &Rule, most: f64) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut hold = |subject, of: Option<CapabilityId>, producer: ProducerId| {
        let terms = ordered(model, columns, rule, None, |_, offer| {
            let entry = &model.offers[offer];
            if of.is_some_and(|capability| entry.main() != capability) {
                return 0.0;
            }
            reference(model, offer) * (most - if entry.by == producer { 1.0 } else { 0.0 })
        });
        rows.push(at_least(columns, id, rule, subject, 0.0, terms));
    };
    if rule.each == Each::Capability {
        for capability in judged_capabilities(model, rule) {
            for producer in judged_producers(model, rule, Some(capability)) {
                hold(Subject::ProducerOf(capability, producer), Some(capability), producer);
            }
        }
    } else {
        for producer in judged_producers(model, rule, None) {
            hold(Subject::Producer(producer), None, producer);
        }
    }
    rows
}
