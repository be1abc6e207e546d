//! Every table of a run as it is written: a golden text in which no two columns are alike, so that none can stand for another.

use std::collections::BTreeSet;
use std::fmt::Write;

use entente::formulation::FAMILIES;
use entente::layout::{Cell, Table, csv_text};
use entente::model::Model;
use entente::plan::Plan;
use entente::planning::{Run, judge};
use entente::report::{RUN_SHAPES, Summary, tables};
use expect_test::expect_file;
use serde_json::Value;

use crate::golden::golden_model;
use crate::models::for_every_answer;
use crate::setting::{model, root, solved};

/// Answers whose tables are shown: together they fill every column of every table.
const SHOWN: [&str; 12] = [
    "instalments.yaml --set offers.boat.payment=[100 %]",
    "not-all-at-once.yaml --proposal priced",
    "common-money.yaml --proposal funded",
    "fielding.yaml --set capabilities.tanks.us_baseline={ 2026: 0, 2027: 0, 2028: 16 }",
    "better-not-more.yaml --proposal pool",
    "shared-line.yaml",
    "discounts.yaml",
    "rules-of-origin.yaml",
    "enablers.yaml --set capabilities.tankers.us_provides=0",
    "buying-at-home.yaml --proposal way_round",
    "shells-for-three.yaml",
    "transport.yaml",
];

/// Figures with a range, and units of more than usual quality that an enabler serves.
const MIXED: &str = "
model: Mixed
money: MEUR 2025
horizon: 2026..2027
nations: { DEU: { budget: 100 } }
capabilities:
  jets: { us_baseline: 10, needs: { links: 0.5 } }
  links: { us_provides: 5 }
producers: { home: { seat: DEU } }
offers:
  jet:
    by: home
    gives: jets
    quality: 1.2
    price:
      { value: 4.4, low: 4, high: 5.7, year: 2024, source: a notice, confidence: cited, basis: fly-away, currency: USD, price_year: 2023,
        quantity: 38, address: \"https://example.org/notice\", read: 2026-11-30 }
goals: [minimise: gap]
";

/// Pairs of columns by their headings.
type Pairs = BTreeSet<(&'static str, &'static str, &'static str)>;

/// A table with as many digits as no solver's tolerance changes, and paths as they are in the repository.
fn steady(table: &Table) -> Table {
    let mut table = table.neat();
    let here = format!("{}/", root().display());
    for cell in table.rows.iter_mut().flatten() {
        match cell {
            Cell::Number(number) => *number = steady_number(*number),
            Cell::Text(text) => *text = text.replace(&here, ""),
            _ => {}
        }
    }
    table
}

/// Writes the tables of a run, and takes from the pairs those whose columns differ in some row.
fn written(name: &str, model: &Model, run: &Run, text: &mut String, alike: &mut Pairs) {
    writeln!(text, "# {name}").unwrap();
    for table in tables(model, run).iter().map(steady).filter(|table| !table.rows.is_empty()) {
        // Figures are those of the document, and one model shows them.
        if table.name != "figures" || model.figures.iter().any(|figure| figure.low.is_some()) {
            writeln!(text, "\n{}\n{}", table.name, csv_text(&table).unwrap().trim_end()).unwrap();
        }
        let place = |heading: &str| table.columns.iter().position(|column| column.name == heading).unwrap();
        alike.retain(|(of, one, other)| {
            let differ =
                |(one, other)| table.rows.iter().any(|row| format!("{:?}", row[one]) != format!("{:?}", row[other]));
            *of != table.name || !differ((place(one), place(other)))
        });
    }
    text.push('\n');
}

/// A number with as many digits as no solver's tolerance changes.
fn steady_number(number: f64) -> f64 {
    if number.abs() < 1e-6 { 0.0 } else { format!("{number:.5e}").parse().unwrap() }
}

/// The same for all numbers of a document.
fn steady_document(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => *value = steady_number(number.as_f64().unwrap()).into(),
        Value::Array(list) => list.iter_mut().for_each(steady_document),
        Value::Object(map) => map.values_mut().for_each(steady_document),
        _ => {}
    }
}

#[test]
fn every_summary_says_what_is_expected() {
    let mut text = String::new();
    let mut add = |name: &str, model: &Model, run: &Run| {
        let mut summary = serde_json::to_value(Summary::of(model, run)).unwrap();
        steady_document(&mut summary);
        writeln!(text, "# {name}").unwrap();
        // A line for each key.
        for (key, value) in summary.as_object().unwrap() {
            writeln!(text, "{key}: {value}").unwrap();
        }
    };
    for_every_answer(|model, run, answer, _| {
        if SHOWN.contains(&answer.name().as_str()) {
            add(&answer.name(), model, run);
        }
    });
    for family in FAMILIES {
        let (model, _) = golden_model(family.name);
        add(family.name, &model, &solved(&model));
    }
    // Shares of nothing are nothing.
    let (model, alone) = golden_model("pooled");
    add("nothing ordered", &model, &judge(&model, Plan::default(), alone.as_ref()));
    expect_file![root().join("tests/golden/summaries.txt")].assert_eq(&text);
}

#[test]
fn every_table_is_written_as_expected_and_no_two_columns_are_alike() {
    let mut alike = Pairs::new();
    for shape in RUN_SHAPES {
        let names: Vec<&str> = shape.columns.iter().map(|column| column.name).collect();
        for (place, one) in names.iter().enumerate() {
            alike.extend(names[place + 1..].iter().map(|other| (shape.name, *one, *other)));
        }
    }
    let (mut text, mut found) = (String::new(), 0);
    for_every_answer(|model, run, answer, _| {
        if SHOWN.contains(&answer.name().as_str()) {
            found += 1;
            written(&answer.name(), model, run, &mut text, &mut alike);
        }
    });
    assert_eq!(found, SHOWN.len());
    // A tiny model for each family of rows.
    for family in FAMILIES {
        let (model, _) = golden_model(family.name);
        written(family.name, &model, &solved(&model), &mut text, &mut alike);
    }
    let mixed = model(MIXED);
    written("mixed", &mixed, &solved(&mixed), &mut text, &mut alike);
    expect_file![root().join("tests/golden/tables.txt")].assert_eq(&text);
    assert_eq!(alike, Pairs::new());
}
