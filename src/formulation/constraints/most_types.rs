//! ```text
//! most_types[r,k]: short[r,k] − Σ_{p for k} v[r,p] ≥ −types(r)
//! in_use[r,p]: Σ_{n,g,t} x[n,g,p,t] − most(p) v[r,p] ≤ 0
//! ```
//!
//! So many offers at most are ordered of a capability, by all nations of the rule, or by each of them.

use crate::formulation::reach::{most_made, most_units};
use crate::formulation::rules::{Subject, at_least, judged_capabilities, of_kind, ordered};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{GroupId, NationId, RuleId};
use crate::model::{Demand, Each, Model, Rule};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, rule) in of_kind(model, "most_types") {
        let Demand::MostTypes { types } = rule.demand else { continue };
        if rule.each == Each::Nation {
            for &nation in &rule.nations {
                rows.extend(counted(model, columns, id, rule, Some(nation), types));
            }
        } else {
            rows.extend(counted(model, columns, id, rule, None, types));
        }
    }
    rows
}

fn counted(model: &Model, columns: &Columns, id: RuleId, rule: &Rule, of: Option<NationId>, types: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in judged_capabilities(model, rule) {
        let mut used = Vec::new();
        for (offer, _) in model.offers.iter().filter(|(_, offer)| offer.main() == capability) {
            let key = ColumnKey::InUse { rule: id, offer, nation: of };
            let Some(column) = columns.find(key) else { continue };
            used.push((column, -1.0));
            let mut terms = ordered(model, columns, rule, of, |_, other| if other == offer { 1.0 } else { 0.0 });
            let buys = |group: &GroupId| of.is_none_or(|nation| model.groups[*group].members.contains(&nation));
            let most: f64 = model.groups.ids().filter(buys).map(|group| most_units(model, group, offer)).sum();
            let most = most.min(most_made(model, offer));
            terms.push((column, -most));
            rows.push(Row::at_most(RowKey::InUse { rule: id, offer, nation: of }, 0.0, terms));
        }
        let subject = of.map_or(Subject::Capability(capability), |nation| Subject::NationOf(nation, capability));
        #[expect(clippy::cast_precision_loss, reason = "at most 1000")]
        rows.push(at_least(columns, id, rule, subject, -(types as f64), used));
    }
    rows
}
