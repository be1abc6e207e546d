//! Rules hold, or what is missing is paid for, or has given way as little as was reached.

use std::collections::BTreeMap;

use crate::audit::{Checks, Recomputed};
use crate::id::{NationId, RuleId};
use crate::model::{Demand, Hold, Model};
use crate::plan::Plan;
use crate::units::MONEY;

/// Room for rounding in money, nations and types.
const ROUNDING: f64 = 1e-6;

/// Every rule that must hold holds, and every one that may be broken is paid for.
pub(super) fn rules(model: &Model, plan: &Plan, known: &Recomputed, checks: &mut Checks) {
    let value: f64 = known.terms.values.iter().sum();
    for (_, rule) in model.rules.iter().filter(|(_, rule)| matches!(rule.demand, Demand::NobodyWorseOff)) {
        let unknown = if known.alone.is_none() { 1.0 } else { 0.0 };
        let words = || format!("rule {}: what everyone comes to alone is not known", rule.name);
        checks.at_most(words, unknown, 0.0, "");
    }
    let mut missing: BTreeMap<(RuleId, Option<NationId>), f64> = BTreeMap::new();
    for judgement in &known.judgements {
        let rule = &model.rules[judgement.rule];
        let unit = rule.demand.unit();
        // Money is judged beside all that is paid, so that dust of the solver is no breach.
        let one = checks.scale.rule(rule);
        let room = ROUNDING * if unit == MONEY { value.max(one) } else { one };
        if rule.hold == Hold::Hard {
            let words = || format!("rule {}, {}: missing", rule.name, judgement.subject);
            checks.within(words, (judgement.missing - room).max(0.0), 0.0, one, unit);
        } else if rule.price().is_some() {
            let who = judgement.nation.filter(|_| rule.pays_nation_by_nation());
            *missing.entry((judgement.rule, who)).or_default() += (judgement.missing - room).max(0.0);
        }
    }
    let Some(stated) = &plan.penalties else { return };
    for ((id, who), missing) in missing {
        let rule = &model.rules[id];
        let paid: f64 = (stated.iter())
            .filter(|part| part.of == id && who.is_none_or(|nation| nation == part.nation))
            .map(|part| part.amount)
            .sum();
        let owed = missing * rule.price().unwrap_or_default();
        let of = who.map_or_else(String::new, |nation| format!(" by {}", model.nations.code(nation)));
        checks.paid(|| format!("rule {}, broken{of}: unpaid", rule.name), owed, paid);
    }
    for part in stated {
        let words = || format!("payment for rule {}: backwards", model.rules[part.of].name);
        checks.at_most(words, -part.amount, 0.0, MONEY);
    }
}
