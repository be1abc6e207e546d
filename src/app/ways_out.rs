//! Why there is no plan, and the cheapest ways out as moves of levers.

use serde_json::{Value, json};

use crate::app::answer::no_plan;
use crate::app::lever_settings::LeverValues;
use crate::app::levers::{DeskLever, LeverEffect};
use crate::app::planned::StateReading;
use crate::app::tables::paragraphs;
use crate::budget::Budget;
use crate::layout::Screen;
use crate::layout::number::short;
use crate::planning::Problem;
use crate::questions::infeasible::{ConflictParty, WayOut, infeasible, infeasible_text};

/// The answer of a model without a plan: the demands that cannot hold together, and what would be enough of each.
pub(super) fn tell_conflict(
    values: &LeverValues,
    reading: &StateReading,
    problem: &Problem,
    revision: u64,
    budget: Budget<'_>,
) -> Value {
    let mut answer = no_plan(revision, "no_plan", problem);
    let conflict = match infeasible(&reading.model, budget) {
        Ok(conflict) => conflict,
        Err(failure) => {
            answer["sentences"] = json!([
                { "text": "No plan keeps every limit and demand." },
                { "text": format!("What stands in its way was not found: {failure}.") }
            ]);
            return answer;
        }
    };
    let text = infeasible_text(&conflict, Screen { width: None, color: false });
    let sentences: Vec<Value> = paragraphs(&text).into_iter().skip(1).map(|text| json!({ "text": text })).collect();
    let ways: Vec<Value> = conflict.parties.iter().flat_map(|party| ways(values, reading, party)).collect();
    answer["sentences"] = json!(sentences);
    answer["ways_out"] = json!(ways);
    answer
}

/// Moves that are enough by themselves, for one of the demands.
fn ways(values: &LeverValues, reading: &StateReading, party: &ConflictParty) -> Vec<Value> {
    let mut list = Vec::new();
    if let Some(lever) = rule_lever(reading, party) {
        let number = match (&party.way_out, lever.unit.as_str()) {
            // Rounded to the easier side, so that it is enough.
            (Some(WayOut::Share { is, enough }), "%") => {
                Some(if enough > is { (enough * 1e4).ceil() / 100.0 } else { (enough * 1e4).floor() / 100.0 })
            }
            #[expect(clippy::cast_precision_loss, reason = "counts are small")]
            (Some(WayOut::Count { enough, .. }), _) => Some(*enough as f64),
            _ => None,
        };
        if let Some(number) = number {
            let unit = if lever.unit == "%" { " %".to_owned() } else { format!(" {}", lever.unit) };
            list.push(json!({
                "text": format!("Set {} to {}{unit}", lever.label, short(number)),
                "edits": [{ "lever": lever.id, "value": { "on": true, "number": number } }],
            }));
        }
        let off = if lever.was.is_boolean() { json!(false) } else { json!({ "on": false }) };
        list.push(
            json!({ "text": format!("Drop the rule {}", lever.label), "edits": [{ "lever": lever.id, "value": off }] }),
        );
    }
    if party.demand == "budgets"
        && let Some(enough) = party.enough
    {
        let now = values.get("budget:all").and_then(Value::as_f64).unwrap_or_default();
        let (by, to) = (raised(0.0, enough), raised(now, enough));
        if reading.levers.iter().any(|lever| lever.effect == LeverEffect::AllBudgets) && by.is_finite() {
            list.push(json!({
                "text": format!("Raise all budgets by {} %", short(by)),
                "edits": [{ "lever": "budget:all", "value": to }],
            }));
        }
    }
    list
}

/// A change in percent that is raised by a share of what it comes to, rounded up so that it is enough.
fn raised(percent: f64, share: f64) -> f64 {
    let change = (1.0 + percent / 100.0) * (1.0 + share) - 1.0;
    // What only multiplying left is no further hundredth.
    (change * 1e4 - 1e-6).ceil() / 100.0
}

/// The lever of the rule that a demand is.
fn rule_lever<'r>(reading: &'r StateReading, party: &ConflictParty) -> Option<&'r DeskLever> {
    let name = party.demand.strip_prefix("rule ")?;
    let (rule, _) = reading.model.rules.iter().find(|(_, rule)| rule.name == name)?;
    let code = reading.model.rules.code(rule);
    let of_proposal = format!("rule:{}:{code}", reading.proposal);
    let of_model = format!("rule:{code}");
    reading
        .levers
        .iter()
        .find(|lever| lever.id == of_proposal)
        .or_else(|| reading.levers.iter().find(|lever| lever.id == of_model))
}

#[cfg(test)]
mod tests {
    use super::raised;

    #[test]
    fn what_is_raised_already_is_raised_further() {
        assert!((raised(0.0, 0.2) - 20.0).abs() < 1e-9);
        // A fifth more of what is a tenth more.
        assert!((raised(10.0, 0.2) - 32.0).abs() < 1e-9);
        assert!((raised(-50.0, 0.5) + 25.0).abs() < 1e-9);
        // Never less than what is enough.
        assert!(raised(0.0, 0.123_456) >= 12.3456);
    }
}
