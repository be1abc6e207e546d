//! Plans that nobody would make, of every model of the repository: what they cost, count and break, added up. No solver is asked, so that each
//! part of what is measured and audited is tried far from any optimum. `UPDATE_EXPECT=1 cargo test made_up_plans` writes the text anew.

use std::collections::BTreeMap;
use std::fmt::Write;

use entente::audit::Breach;
use entente::formulation::refusals;
use entente::id::Id;
use entente::layout::{Cell, Screen};
use entente::measures::{goal_size, goal_value};
use entente::model::{Funding, Model};
use entente::plan::{Contribution, Enlargement, Order, PaidShare, Plan, Start};
use entente::planning::{Run, judge};
use entente::report::{Summary, summary_text, tables};
use expect_test::expect_file;
use serde_json::Value;

use crate::laws_of_sentences::page_of;
use crate::linear_programs::{Sums, small_models, some_outcomes};
use crate::setting::root;

/// Orders of every nation, group, offer and year for which `quantity` says how much, by a number that counts them.
fn orders(model: &Model, quantity: impl Fn(usize, bool) -> f64) -> Vec<Order> {
    let mut found = Vec::new();
    let mut number = 0;
    for (nation, group) in model.nations.ids().flat_map(|n| model.groups.ids().map(move |g| (n, g))) {
        for (offer, step) in model.offers.ids().flat_map(|o| model.horizon.steps().map(move |t| (o, t))) {
            number += 1;
            let may_be = refusals(model, nation, group, offer, step).is_empty();
            let quantity = quantity(number, may_be);
            if quantity > 0.0 {
                let beyond = if number % 4 == 0 { 0.25 * quantity } else { 0.0 };
                found.push(Order { nation, group, offer, step, quantity, beyond });
            }
        }
    }
    found
}

/// So many units, between a half and three and a half.
fn some(number: usize) -> f64 {
    0.5 + f64::from(u32::try_from(number % 7).unwrap()) / 2.0
}

/// Orders of exactly what a limit speaks of, of less than counts and of a little more, and of nothing.
fn at_limits(model: &Model) -> Vec<Order> {
    let mut all = orders(model, |number, may_be| if may_be { some(number) } else { 0.0 });
    for (number, order) in all.iter_mut().enumerate() {
        let entry = &model.offers[order.offer];
        let mut limits = vec![0.0, 1e-9, 3e-7, 1e-5, 1e-3, entry.minimum_order, entry.lots_of, 1.5 * entry.lots_of];
        limits.extend(entry.bands.iter().map(|band| band.from));
        let discounts = model.groups[order.group].discounts.iter().flat_map(|(_, discounts)| discounts);
        limits.extend(discounts.map(|discount| discount.from.0 / entry.list_price().0.max(1.0)));
        // One is as large as its limit asks for, and most others are nothing, so that sums are what they are alone.
        order.quantity = if number % 3 == 0 { limits[number / 3 % limits.len()] } else { 0.0 };
        order.beyond = 0.0;
    }
    all
}

/// What a plan decides beside its orders: each programme started, each line enlarged, each fund drawn on, by whoever may, and by `strangers`.
fn with_money(model: &Model, orders: Vec<Order>, strangers: bool) -> Plan {
    let mut plan = Plan { orders, ..Plan::default() };
    let first = model.horizon.first_step();
    for (number, (line, entry)) in model.lines.iter().enumerate() {
        let Some(expansion) = &entry.expansion else { continue };
        plan.enlargements.push(Enlargement { line, step: first, amount: some(number) });
        if let Funding::Free(payers) = &expansion.funding {
            let amount = some(number) * expansion.cost.0 / some(payers.len());
            let payers = model.nations.ids().filter(|nation| strangers || payers.contains(nation));
            plan.contributions.extend(payers.map(|nation| Contribution { nation, line, step: first, amount }));
        }
    }
    for (programme, entry) in model.programmes.iter() {
        let step = if strangers { model.horizon.last_step() } else { entry.open.0 };
        plan.starts.push(Start { programme, step });
        if let Funding::Free(payers) = &entry.funding {
            let payers = model.nations.ids().filter(|nation| strangers || payers.contains(nation));
            plan.programme_shares.extend(payers.map(|nation| PaidShare { nation, of: programme, step, amount: 1.5 }));
        }
    }
    for (number, (fund, entry)) in model.funds.iter().enumerate() {
        for nation in model.nations.ids() {
            let most = entry.allocations[nation.index()];
            if most > 0.0 || strangers {
                let amount = if strangers { 1.25 * some(number) } else { 0.25 * most.min(some(number)) };
                plan.funded.push(PaidShare { nation, of: fund, step: first, amount });
            }
        }
    }
    plan
}

/// Every number of a document, by the key under which it stands.
fn numbers(key: &str, value: &Value, sums: &mut BTreeMap<String, Sums>) {
    match value {
        Value::Number(number) => sums.entry(key.to_owned()).or_default().add(number.as_f64().unwrap()),
        Value::Array(list) => list.iter().for_each(|value| numbers(key, value, sums)),
        Value::Object(map) => map.iter().for_each(|(key, value)| numbers(key, value, sums)),
        _ => {}
    }
}

/// What a page shows, without its tags, scripts and styles.
fn shown(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        text.push(' ');
        rest = &rest[at..];
        let end = ["<script", "<style"].iter().find(|tag| rest.starts_with(**tag)).map_or(">", |tag| match *tag {
            "<script" => "</script>",
            _ => "</style>",
        });
        rest = rest.find(end).map_or("", |at| &rest[at + end.len()..]);
    }
    text + rest
}

/// Every number of a text, and how long the text is.
fn said(text: &str, sums: &mut BTreeMap<String, Sums>) {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    for number in numbers.filter_map(|word| word.trim_matches('.').parse::<f64>().ok()) {
        sums.entry("number".to_owned()).or_default().add(number);
    }
    let words = u32::try_from(text.split_whitespace().count()).unwrap();
    sums.entry("words".to_owned()).or_default().add(f64::from(words));
}

/// What a plan comes to, by table and column, and what of it is broken.
fn count(model: &Model, run: &Run, sums: &mut BTreeMap<String, BTreeMap<String, Sums>>) {
    for table in tables(model, run).into_iter().filter(|table| table.name != "figures") {
        let columns = sums.entry(table.name.to_owned()).or_default();
        for row in &table.rows {
            for (cell, column) in row.iter().zip(table.columns) {
                match cell {
                    Cell::Number(number) => columns.entry(column.name.to_owned()).or_default().add(*number),
                    Cell::Whole(number) => {
                        columns
                            .entry(column.name.to_owned())
                            .or_default()
                            .add(f64::from(i32::try_from(*number).unwrap()));
                    }
                    Cell::Text(text) if !text.is_empty() => {
                        columns
                            .entry(column.name.to_owned())
                            .or_default()
                            .add(f64::from(u32::try_from(text.len()).unwrap()));
                    }
                    _ => {}
                }
            }
        }
    }
    let audit = sums.entry("audit".to_owned()).or_default();
    audit.entry("checked".to_owned()).or_default().add(f64::from(u32::try_from(run.verdict.checked).unwrap()));
    for Breach { allowed, found, unit, .. } in &run.verdict.breaches {
        audit.entry(format!("allowed {unit}")).or_default().add(*allowed);
        audit.entry(format!("found {unit}")).or_default().add(*found);
    }
    let goals = sums.entry("goals".to_owned()).or_default();
    for goal in &model.goals {
        goals.entry("value".to_owned()).or_default().add(goal_value(model, &run.plan, run.known.known(), goal));
        goals.entry("size".to_owned()).or_default().add(goal_size(model, &run.plan, run.known.known(), goal));
    }
    numbers(
        "summary",
        &serde_json::to_value(Summary::of(model, run)).unwrap(),
        sums.entry("summary".to_owned()).or_default(),
    );
}

#[test]
fn made_up_plans_come_to_what_is_expected() {
    let mut text = String::new();
    for (name, under) in small_models() {
        let mut sums = BTreeMap::new();
        for model in &under {
            let alone = some_outcomes(model);
            let plans = [
                with_money(model, orders(model, |number, may_be| if may_be { some(number) } else { 0.0 }), false),
                with_money(model, orders(model, |number, _| if number % 3 == 0 { some(number) } else { 0.0 }), true),
                with_money(model, at_limits(model), false),
                Plan {
                    orders: orders(model, |number, may_be| if may_be && number % 2 == 0 { 0.125 } else { 0.0 }),
                    ..Plan::default()
                },
            ];
            for plan in plans {
                count(model, &judge(model, plan, Some(&alone)), &mut sums);
            }
        }
        // The screen and the page of one of them.
        let model = under.last().unwrap();
        let plan = with_money(model, orders(model, |number, may_be| if may_be { some(number) } else { 0.0 }), false);
        let run = judge(model, plan, Some(&some_outcomes(model)));
        let screen = Screen { width: None, color: false };
        said(&summary_text(&Summary::of(model, &run), None, screen), sums.entry("screen".to_owned()).or_default());
        said(&shown(&page_of(&run)), sums.entry("page".to_owned()).or_default());
        writeln!(text, "{name}").unwrap();
        for (table, columns) in &sums {
            let told: Vec<String> = columns.iter().map(|(column, sums)| format!("{column} {}", sums.told())).collect();
            if !told.is_empty() {
                writeln!(text, "  {table}: {}", told.join("; ")).unwrap();
            }
        }
    }
    expect_file![root().join("tests/golden/made_up_plans.txt")].assert_eq(&text);
}
