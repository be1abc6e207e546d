//! Who pays for broken rules of a plan that does not say: those that miss something, or all that the rule concerns, from
//! the money that they have left.

use std::collections::BTreeMap;

use crate::audit::recompute;
use crate::id::{Id, NationId, RuleId};
use crate::model::{Model, Outcomes};
use crate::plan::{PaidShare, Plan};

/// The plan with payments for every rule that it breaks and that has a price. What nobody has money for falls in the
/// last year, where the audit finds it.
pub(crate) fn with_penalties(model: &Model, mut plan: Plan, alone: Option<&Outcomes>) -> Plan {
    if plan.penalties.is_some() || model.rules.iter().all(|(_, rule)| rule.price().is_none()) {
        return plan;
    }
    let known = recompute(model, &plan, alone);
    let mut owed: BTreeMap<(RuleId, Option<NationId>), f64> = BTreeMap::new();
    for judgement in &known.judgements {
        let rule = &model.rules[judgement.rule];
        let Some(price) = rule.price() else { continue };
        let who = judgement.nation.filter(|_| rule.pays_nation_by_nation());
        *owed.entry((judgement.rule, who)).or_default() += price * judgement.missing;
    }
    let mut left = known.spending.left.clone();
    let last = model.horizon.last_step();
    let mut list = Vec::new();
    for ((rule, who), mut amount) in owed {
        let payers = who.map_or_else(|| model.rules[rule].nations.clone(), |nation| vec![nation]);
        for &nation in &payers {
            for step in model.horizon.steps() {
                let place = [nation.index(), step.index()];
                let part = amount.min(left[place].max(0.0));
                if part > 0.0 {
                    left[place] -= part;
                    amount -= part;
                    list.push(PaidShare { nation, of: rule, step, amount: part });
                }
            }
        }
        if amount > 1e-9
            && let Some(&nation) = payers.first()
        {
            list.push(PaidShare { nation, of: rule, step: last, amount });
        }
    }
    plan.penalties = Some(list);
    plan
}
