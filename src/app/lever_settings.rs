//! From what levers say to settings of the model, as `--set` writes them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::app::levers::{DeskLever, LeverEffect};
use crate::app::library::LoadedModel;
use crate::id::Id;
use crate::input::Setting;
use crate::model::{Model, TOGETHER};

/// What levers say that differ from the model, by lever.
pub(super) type LeverValues = BTreeMap<String, Value>;

/// The code of the proposal in which chosen members buy together, where the model's own is all together.
pub(super) const OWN_PROPOSAL: &str = "our_pool";

/// The proposal that applies: that of the lever, or the desk's own where members of all together were chosen.
pub(super) fn applied_proposal(loaded: &LoadedModel, values: &LeverValues) -> String {
    let chosen = chosen_proposal(loaded, values);
    if chosen == TOGETHER && values.contains_key("members") { OWN_PROPOSAL.to_owned() } else { chosen }
}

/// The proposal that is chosen.
pub(super) fn chosen_proposal(loaded: &LoadedModel, values: &LeverValues) -> String {
    values.get("proposal").and_then(Value::as_str).map_or_else(|| loaded.usual_proposal().to_owned(), str::to_owned)
}

/// The settings of some values. `members` are the nations of the proposal's pools, where a lever asks for them.
pub(super) fn settings_of(
    loaded: &LoadedModel,
    levers: &[DeskLever],
    values: &LeverValues,
    members: &[String],
) -> Vec<Setting> {
    let mut list = Vec::new();
    let mut budgets: BTreeMap<String, f64> = BTreeMap::new();
    let mut pools: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let model = &loaded.base;
    let last = values.get("horizon").and_then(Value::as_f64);
    #[expect(clippy::cast_possible_truncation, reason = "a year")]
    let last = last.map_or(model.horizon.last.0, |year| year as i32);
    for lever in levers {
        let Some(value) = values.get(&lever.id) else { continue };
        let factor = 1.0 + value.as_f64().unwrap_or_default() / 100.0;
        let mut scale = |codes: &mut dyn Iterator<Item = String>| {
            codes.for_each(|code| *budgets.entry(code).or_insert(1.0) *= factor);
        };
        match &lever.effect {
            LeverEffect::Proposal => {}
            LeverEffect::Members(Some(path)) => {
                list.push((format!("{path}.members"), text(value)));
                if let Some(proposal) = path.split('.').nth(1) {
                    pools.entry(proposal).or_default().push(value.as_str().unwrap_or_default());
                }
            }
            LeverEffect::Members(None) => list.push((format!("proposals.{OWN_PROPOSAL}"), own_pool(value))),
            LeverEffect::AllBudgets => scale(&mut model.nations.codes().map(str::to_owned)),
            LeverEffect::PoolBudgets => scale(&mut members.iter().cloned()),
            LeverEffect::Budget(code) => scale(&mut std::iter::once(code.clone())),
            LeverEffect::Rule(path, key) => {
                let on = value.as_bool().or_else(|| value.get("on")?.as_bool()).unwrap_or(true);
                let was = lever.was.as_bool().or_else(|| lever.was.get("on")?.as_bool()).unwrap_or(true);
                if on != was {
                    list.push((format!("{path}.applies"), on.to_string()));
                }
                let number = value.get("number").filter(|number| lever.was.get("number") != Some(number));
                if let (Some(key), Some(number)) = (key, number.and_then(Value::as_f64)) {
                    let unit = if lever.unit == "%" { " %" } else { "" };
                    list.push((format!("{path}.{key}"), format!("{number}{unit}")));
                }
            }
            LeverEffect::Fund(path, code) => list.extend(fund(loaded, path, code, factor)),
            LeverEffect::Counts(code) => {
                let weight = if value.as_bool() == Some(true) { "1" } else { "0" };
                list.push((format!("capabilities.{code}.weight"), weight.to_owned()));
            }
            LeverEffect::Baseline(code) => {
                if let Some(id) = model.capabilities.find(code) {
                    let years =
                        by_year(model, last, model.baselines.row(id.index()).iter().map(|amount| amount * factor));
                    list.push((format!("capabilities.{code}.us_baseline"), years));
                }
            }
            LeverEffect::Year(path) => list.push((path.clone(), whole(value))),
            LeverEffect::LastYear => {
                list.push(("horizon".to_owned(), format!("{}..{}", model.horizon.first.0, whole(value))));
            }
            LeverEffect::Goals => list.push(("goals".to_owned(), goals(loaded, value))),
        }
    }
    // What has other members is not called what it was, wherever it is told.
    for (code, members) in pools {
        if let Some(proposal) = model.proposals.find(code) {
            let name = format!("{}, members changed to {}", model.proposals[proposal].name, members.join(", "));
            list.push((format!("proposals.{code}.name"), json!(name).to_string()));
        }
    }
    for (code, factor) in budgets.iter().filter(|(_, factor)| **factor != 1.0) {
        let Some(id) = model.nations.find(code) else { continue };
        let row = model.budgets.row(id.index());
        if row.iter().all(|amount| amount.is_finite()) {
            let years = by_year(model, last, row.iter().map(|amount| amount * factor));
            list.push((format!("nations.{code}.budget"), years));
        }
    }
    list
}

fn whole(value: &Value) -> String {
    format!("{:.0}", value.as_f64().unwrap_or_default())
}

/// A text as a value of YAML: bare where it is plainly a set of countries.
fn text(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    let is_set = |c: char| c.is_ascii_alphanumeric() || "_@ {},+-".contains(c);
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_set) {
        text.to_owned()
    } else {
        json!(text).to_string()
    }
}

fn own_pool(value: &Value) -> String {
    let members = value.as_str().unwrap_or_default();
    json!({ "name": "Our pool", "pools": { "ours": { "members": members, "exclusive": true } } }).to_string()
}

/// Amounts by year up to the last one, without digits that only multiplying left.
fn by_year(model: &Model, last: i32, amounts: impl Iterator<Item = f64>) -> String {
    let neat = |amount: f64| (amount * 1e6).round() / 1e6;
    let years = model.horizon.steps().zip(amounts);
    let within = years.filter(|(step, _)| model.horizon.year(*step).0 <= last);
    let points: Vec<String> =
        within.map(|(step, amount)| format!("{}: {}", model.horizon.year(step).0, neat(amount))).collect();
    format!("{{{}}}", points.join(", "))
}

/// What a fund can pay, in all and to each nation, as far as the model says so.
fn fund(loaded: &LoadedModel, path: &str, code: &str, factor: f64) -> Vec<Setting> {
    let Some(proposal) = path.split('.').nth(1).and_then(|proposal| loaded.base.proposals.find(proposal)) else {
        return Vec::new();
    };
    let of_proposal = &loaded.base.proposals[proposal].funds;
    let Some((_, fund)) = of_proposal.iter().find(|(own, _)| own == code) else { return Vec::new() };
    let mut list = vec![(format!("{path}.envelope"), format!("{}", fund.envelope.0 * factor))];
    // A nation to which nothing can be paid may never draw on the fund, which is another thing than an empty fund.
    if factor > 0.0 {
        let stated = loaded.at(&format!("{path}.allocations")).and_then(Value::as_object);
        for nation in stated.into_iter().flatten().map(|(nation, _)| nation) {
            if let Some(id) = loaded.base.nations.find(nation) {
                let amount = fund.allocations[id.index()] * factor;
                list.push((format!("{path}.allocations.{nation}"), format!("{amount}")));
            }
        }
    }
    list
}

/// The list of goals, with what is required in any case.
fn goals(loaded: &LoadedModel, value: &Value) -> String {
    let written: Vec<&Value> = loaded.at("goals").and_then(Value::as_array).into_iter().flatten().collect();
    let (required, own): (Vec<&Value>, Vec<&Value>) =
        written.into_iter().partition(|goal| goal.get("require").is_some());
    let usual = loaded.usual_goals();
    let mut list: Vec<Value> = Vec::new();
    for id in value.as_array().into_iter().flatten().filter_map(Value::as_str) {
        match id.strip_prefix("goal_").and_then(|number| number.parse::<usize>().ok()) {
            Some(number) => {
                let place = number.saturating_sub(1);
                list.extend(own.get(place).map(|goal| (*goal).clone()).or_else(|| usual.get(place).cloned()));
            }
            None => {
                let verb = if id == "domestic_volume" { "maximise" } else { "minimise" };
                list.push(json!({ verb: id }));
            }
        }
    }
    list.extend(required.into_iter().cloned());
    Value::Array(list).to_string()
}
