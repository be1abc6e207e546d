//! The levers that a model has under a proposal.

use serde_json::{Value, json};

use crate::app::levers::{DeskLever, LeverEffect, LeverKind};
use crate::app::library::LoadedModel;
use crate::id::Id;
use crate::model::{ALONE, FigureRecord, Goal, Model, TOGETHER};
use crate::schema::parse_share;

/// Measures that may be goals of a model, as documents write them.
const MEASURES: [&str; 8] = [
    "gap",
    "worst_gap",
    "national_gap",
    "gap_under_denial",
    "worst_gap_under_denial",
    "domestic_volume",
    "cost",
    "us_dependence",
];

/// Kinds of rules whose threshold is a count, with what is counted.
const COUNTS: [(&str, &str); 4] = [
    ("at_least_nations", "nations"),
    ("at_least_suppliers", "suppliers"),
    ("most_types", "types"),
    ("most_programmes", "programmes"),
];

/// Sections of levers in the order of the page.
pub(super) const SECTIONS: [(&str, &str); 8] = [
    ("who", "Who buys together"),
    ("money", "Money"),
    ("rules", "Rules"),
    ("funds", "Funds"),
    ("capabilities", "Capabilities"),
    ("denials", "Denial of support"),
    ("horizon", "Years"),
    ("goals", "Goals"),
];

/// Every lever of a model under a proposal.
pub(super) fn levers_of(loaded: &LoadedModel, proposal: &str) -> Vec<DeskLever> {
    let mut list = who(loaded, proposal);
    list.extend(money(loaded, proposal));
    list.extend(rules(loaded, proposal));
    list.extend(funds(loaded, proposal));
    list.extend(capabilities(&loaded.base));
    list.extend(denials(loaded));
    list.push(last_year(&loaded.base));
    list.push(goals(loaded));
    list
}

fn known_of<'m>(model: &'m Model, figure: &str) -> Option<&'m FigureRecord> {
    model.figures.iter().find(|record| record.figure == figure)
}

/// Puts what is known of a figure to a lever.
fn with_evidence(mut lever: DeskLever, model: &Model, figure: &str) -> DeskLever {
    if let Some(record) = known_of(model, figure) {
        lever.source.clone_from(&record.source);
        lever.confidence = record.confidence.replace('_', " ");
        if let (Some(low), Some(high)) = (record.low, record.high) {
            lever.range_text = format!("{low} to {high} {}", record.unit);
        }
    }
    lever
}

fn who(loaded: &LoadedModel, proposal: &str) -> Vec<DeskLever> {
    let mut choice = DeskLever::new("proposal", "who", "Proposal", LeverEffect::Proposal);
    choice.kind = LeverKind::Choice;
    choice.options = loaded.proposals.iter().map(|(code, name)| (code.clone(), name.clone())).collect();
    choice.was = json!(loaded.usual_proposal());
    let mut list = vec![choice];
    if proposal == ALONE {
        return list;
    }
    if proposal == TOGETHER {
        let mut members = DeskLever::new("members", "who", "Members", LeverEffect::Members(None));
        let codes: Vec<&str> = loaded.base.nations.codes().collect();
        let buyers = loaded.at("buyers").and_then(Value::as_str).map(str::to_owned);
        members.was = json!(buyers.unwrap_or_else(|| format!("{{{}}}", codes.join(", "))));
        list.push(members);
        return list;
    }
    let path = format!("proposals.{proposal}.pools");
    for (place, (code, pool)) in loaded.at(&path).and_then(Value::as_object).into_iter().flatten().enumerate() {
        let id = if place == 0 { "members".to_owned() } else { format!("members:{code}") };
        let label = match pool.get("name").and_then(Value::as_str) {
            Some(name) => format!("Members of {name}"),
            None if place == 0 => "Members".to_owned(),
            None => format!("Members of {}", code.replace('_', " ")),
        };
        let mut lever = DeskLever::new(id, "who", label, LeverEffect::Members(Some(format!("{path}.{code}"))));
        lever.was = pool.get("members").cloned().unwrap_or_else(|| json!(""));
        lever.more = place > 2;
        list.push(lever);
    }
    list
}

fn money(loaded: &LoadedModel, proposal: &str) -> Vec<DeskLever> {
    let model = &loaded.base;
    let unit = format!("{} a year", model.money_unit());
    #[expect(clippy::cast_precision_loss, reason = "years are few")]
    let years = model.horizon.len() as f64;
    let mean = |nation: usize| model.budgets.row(nation).sum() / years;
    let limited: Vec<_> = model.nations.iter().filter(|(id, _)| mean(id.index()).is_finite()).collect();
    if limited.is_empty() {
        return Vec::new();
    }
    let all: f64 = limited.iter().map(|(id, _)| mean(id.index())).sum();
    let mut list = vec![DeskLever::new("budget:all", "money", "All budgets", LeverEffect::AllBudgets).percent_of(
        all,
        &unit,
        [-50.0, 100.0],
    )];
    if proposal != ALONE && proposal != TOGETHER {
        let mut lever = DeskLever::new("budget:pool", "money", "Budgets of the members", LeverEffect::PoolBudgets);
        lever = lever.percent_of(0.0, "", [-50.0, 100.0]);
        lever.amount = None;
        list.push(lever);
    }
    for (id, nation) in limited {
        let code = model.nations.code(id).to_owned();
        let lever =
            DeskLever::new(format!("budget:{code}"), "money", nation.name.clone(), LeverEffect::Budget(code.clone()))
                .percent_of(mean(id.index()), &unit, [-50.0, 100.0]);
        let mut lever = with_evidence(lever, model, &format!("nations.{code}.budget"));
        lever.more = list.len() > 7;
        list.push(lever);
    }
    list
}

fn rules(loaded: &LoadedModel, proposal: &str) -> Vec<DeskLever> {
    let own = format!("proposals.{proposal}.rules");
    let of = |path: &str| loaded.at(path).and_then(Value::as_object).cloned().unwrap_or_default();
    let own_rules = of(&own);
    let mut list = Vec::new();
    for (code, rule) in of("rules").iter().filter(|(code, _)| !own_rules.contains_key(code.as_str())) {
        list.extend(rule_lever(format!("rule:{code}"), format!("rules.{code}"), code, rule));
    }
    for (code, rule) in &own_rules {
        list.extend(rule_lever(format!("rule:{proposal}:{code}"), format!("{own}.{code}"), code, rule));
    }
    list
}

fn rule_lever(id: String, path: String, code: &str, rule: &Value) -> Option<DeskLever> {
    let text = |key: &str| rule.get(key).and_then(Value::as_str).map(str::to_owned);
    let kind = text("rule")?;
    let label = text("name").unwrap_or_else(|| code.replace('_', " "));
    let key = ["at_least", "at_most"].into_iter().find(|key| rule.get(*key).is_some());
    let mut lever = DeskLever::new(id, "rules", label, LeverEffect::Rule(path, key));
    lever.source = text("source").unwrap_or_default();
    lever.note = text("note").unwrap_or_default();
    let on = rule.get("applies").and_then(Value::as_bool).unwrap_or(true);
    let limit = key.and_then(|key| rule.get(key));
    let counted = COUNTS.iter().find(|(of, _)| *of == kind).map(|(_, what)| *what);
    let number = limit.and_then(|limit| limit.as_f64().or_else(|| parse_share(limit.as_str()?)));
    let Some(number) = number else {
        lever.kind = LeverKind::Switch;
        lever.was = json!(on);
        return Some(lever);
    };
    lever.kind = LeverKind::SwitchNumber;
    if let Some(counted) = counted {
        counted.clone_into(&mut lever.unit);
        lever.range = Some([1.0, (2.0 * number).max(10.0), 1.0]);
        lever.typed = Some([0.0, 1000.0]);
        lever.was = json!({ "on": on, "number": number });
    } else {
        "%".clone_into(&mut lever.unit);
        // Shares are written in percent, whose last digits are none of the document's.
        let percent = (number * 1e10).round() / 1e8;
        lever.range = Some([0.0, if percent > 100.0 { (2.0 * percent).ceil() } else { 100.0 }, 1.0]);
        lever.typed = Some([0.0, 100_000.0]);
        lever.was = json!({ "on": on, "number": percent });
    }
    lever.label = format!("{} ({})", lever.label, if key == Some("at_least") { "at least" } else { "at most" });
    Some(lever)
}

fn funds(loaded: &LoadedModel, proposal: &str) -> Vec<DeskLever> {
    let Some(model) = loaded.under(proposal) else { return Vec::new() };
    let unit = model.money_unit().to_owned();
    let funds = model.funds.iter().map(|(id, fund)| {
        let code = model.funds.code(id).to_owned();
        let path = format!("proposals.{proposal}.funds.{code}");
        let id = format!("fund:{proposal}:{code}");
        let lever = DeskLever::new(id, "funds", fund.name.clone(), LeverEffect::Fund(path.clone(), code));
        let mut lever =
            with_evidence(lever.percent_of(fund.most(), &unit, [-100.0, 100.0]), &model, &format!("{path}.envelope"));
        if lever.source.is_empty() {
            loaded
                .at(&format!("{path}.source"))
                .and_then(Value::as_str)
                .unwrap_or_default()
                .clone_into(&mut lever.source);
        }
        lever
    });
    funds.collect()
}

fn capabilities(model: &Model) -> Vec<DeskLever> {
    let mut list = Vec::new();
    for (id, capability) in model.capabilities.iter() {
        if !model.has_baseline(id) {
            continue;
        }
        let code = model.capabilities.code(id).to_owned();
        let mut counts = DeskLever::new(
            format!("counts:{code}"),
            "capabilities",
            capability.name.clone(),
            LeverEffect::Counts(code.clone()),
        );
        counts.kind = LeverKind::Switch;
        counts.was = json!(capability.weight > 0.0);
        "Off: its gap counts for nothing.".clone_into(&mut counts.note);
        list.push(counts);
        #[expect(clippy::cast_precision_loss, reason = "years are few")]
        let mean = model.baselines.row(id.index()).sum() / model.horizon.len() as f64;
        let label = format!("{}: US baseline", capability.name);
        let lever =
            DeskLever::new(format!("baseline:{code}"), "capabilities", label, LeverEffect::Baseline(code.clone()))
                .percent_of(mean, &capability.unit, [-50.0, 100.0]);
        let mut lever = with_evidence(lever, model, &format!("capabilities.{code}.us_baseline"));
        lever.more = true;
        list.push(lever);
    }
    list
}

fn denials(loaded: &LoadedModel) -> Vec<DeskLever> {
    let model = &loaded.base;
    let (first, last) = (f64::from(model.horizon.first.0), f64::from(model.horizon.last.0));
    let used = model.looks_at_denials();
    let levers = model.denials.iter().map(|(id, denial)| {
        let code = model.denials.code(id);
        let label = format!("{}: first year", denial.name);
        let mut lever = DeskLever::new(
            format!("denial:{code}"),
            "denials",
            label,
            LeverEffect::Year(format!("denials.{code}.from")),
        );
        lever.kind = LeverKind::Number;
        lever.was = json!(f64::from(model.horizon.year(denial.from).0));
        "year".clone_into(&mut lever.unit);
        lever.range = Some([first, last, 1.0]);
        lever.typed = Some([first, last]);
        if !used {
            "No goal and no rule of the model looks at it: it changes what is told of a denial, and not the plan. \
                          Add the goal “minimise gap under denial” to plan for it."
                .clone_into(&mut lever.note);
        }
        lever
    });
    levers.collect()
}

fn last_year(model: &Model) -> DeskLever {
    let (first, last) = (f64::from(model.horizon.first.0), f64::from(model.horizon.last.0));
    let mut lever = DeskLever::new("horizon", "horizon", "Last year", LeverEffect::LastYear);
    lever.kind = LeverKind::Number;
    lever.was = json!(last);
    "year".clone_into(&mut lever.unit);
    lever.range = Some([first, last, 1.0]);
    lever.typed = Some([first, last]);
    lever.note = format!("The model starts in {first:.0}; its data end in {last:.0}.");
    lever
}

fn goals(loaded: &LoadedModel) -> DeskLever {
    let model = &loaded.base;
    let mut lever = DeskLever::new("goals", "goals", "Goals, most important first", LeverEffect::Goals);
    lever.kind = LeverKind::Order;
    let own: Vec<(String, String)> =
        (1..).zip(&model.goals).map(|(number, goal)| (format!("goal_{number}"), goal.words())).collect();
    lever.was = own.iter().map(|(id, _)| json!(id)).collect();
    let further = MEASURES.iter().filter_map(|name| {
        let words = Goal::named(model, name)?.words();
        let there = own.iter().any(|(_, known)| *known == words);
        (!there).then(|| ((*name).to_owned(), words))
    });
    lever.options = own.iter().cloned().chain(further).collect();
    "Later goals give up nothing of what earlier ones reach, but what the model permits.".clone_into(&mut lever.note);
    lever
}
