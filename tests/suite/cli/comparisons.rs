//! `entente compare`, and `solve` and `audit` under a proposal.

use serde_json::Value;

use super::attempt::Try;
use super::results::{TABLES, parquet_says_what_csv_says};
use crate::setting::{assert_close, root};

/// A folder with the shipped model of that name in it.
pub(super) fn shipped(name: &str) -> Try {
    let text = std::fs::read_to_string(root().join("models").join(name)).unwrap();
    Try::new().file(name, &text)
}

/// The row of one proposal.
fn row<'a>(comparison: &'a Value, proposal: &str) -> &'a Value {
    let rows = comparison["proposals"].as_array().unwrap();
    rows.iter().find(|row| row["proposal"] == proposal).unwrap_or_else(|| panic!("no {proposal} in {comparison}"))
}

fn codes(comparison: &Value) -> Vec<&str> {
    comparison["proposals"].as_array().unwrap().iter().map(|row| row["proposal"].as_str().unwrap()).collect()
}

#[test]
fn compare_prints_every_proposal_of_the_model_beside_everyone_alone() {
    let it = shipped("proposals.yaml");
    let ran = it.run(&["compare", "proposals.yaml"]).succeeds().tells_nothing();
    let ran = ran
        .prints("Who buys with whom · 2026–2027 · MEUR 2025")
        .prints("everyone alone")
        .prints("35.0 %, +10.0 points")
        .prints("least cost at 25.0 %")
        .prints("2.00 × 26.0");
    let text = crate::setting::stdout(&ran.output);
    for code in ["dear", "dear_but_free_to_leave", "talks", "late"] {
        assert!(text.contains(code), "{code} is not in\n{text}");
    }
    // Nobody asked for it.
    assert!(!text.contains("all together"), "{text}");
}

#[test]
fn compare_puts_alone_first_and_then_the_smallest_gap() {
    let it = shipped("proposals.yaml");
    let all = it.run(&["compare", "proposals.yaml", "--format", "json"]).succeeds().tells_nothing().json();
    assert_eq!(codes(&all), ["alone", "dear_but_free_to_leave", "dear", "late", "talks"]);
    for (code, gap) in
        [("alone", 0.25), ("dear_but_free_to_leave", 0.25), ("dear", 0.35), ("late", 0.375), ("talks", 0.5)]
    {
        let row = row(&all, code);
        assert_close(row["gap"].as_f64().unwrap(), gap, 1e-6);
        // Only the last year has a baseline.
        assert_close(row["last_gap"].as_f64().unwrap(), gap, 1e-6);
        assert!(row["failed"].is_null(), "{row}");
        // A gun costs 2, and 40 are wanted.
        assert_close(row["orders"].as_f64().unwrap(), 80.0 * (1.0 - gap), 1e-6);
    }
    assert_eq!(all["saving_goal"], "minimise capability gap");
    assert_close(all["saving_at"].as_f64().unwrap(), 0.25, 1e-6);
    // Whoever reaches less than everyone alone has no cost at which it reaches the same.
    assert!(row(&all, "talks")["least_cost"].is_null() && row(&all, "talks")["saving"].is_null());
    assert_close(row(&all, "alone")["least_cost"].as_f64().unwrap(), 80.0, 1e-6);
}

#[test]
fn compare_takes_the_proposals_that_are_named() {
    let it = shipped("proposals.yaml");
    let named = |names: &str| {
        let json = it.run(&["compare", "proposals.yaml", "--proposals", names, "--format", "json"]).succeeds().json();
        codes(&json).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(named("late,dear"), ["alone", "dear", "late"]);
    assert_eq!(named("alone,together"), ["alone", "together"]);
    it.run(&["compare", "proposals.yaml", "--proposals", "dear,cheap"])
        .ends(3)
        .prints_nothing()
        .tells("no proposal `cheap`; it has alone, together, dear, dear_but_free_to_leave, talks, late");
    // A model without proposals: everyone alone and all together.
    let json = it.run(&["compare", "model.yaml", "--format", "json"]).succeeds().json();
    assert_eq!(codes(&json), ["alone", "together"]);
}

#[test]
fn compare_shows_prices_types_and_nations_of_every_proposal() {
    let it = shipped("learning-curve.yaml");
    let json = it.run(&["compare", "learning-curve.yaml", "--format", "json"]).succeeds().json();
    let of = |table: &str, proposal: &str| -> Vec<Value> {
        let rows = json[table].as_array().unwrap().iter().filter(|row| row["proposal"] == proposal);
        rows.cloned().collect()
    };
    // Alone 189 MEUR buy 21 for 6 each and 7.875 for 8 each, together 42 for 4.5 each.
    let offers = of("offers", "together");
    assert_eq!(offers.len(), 1);
    assert_close(offers[0]["unit_price"].as_f64().unwrap(), 4.5, 1e-6);
    assert_close(offers[0]["unit_price_alone"].as_f64().unwrap(), 189.0 / 28.875, 1e-6);
    assert_close(offers[0]["units"].as_f64().unwrap(), 42.0, 1e-6);
    assert_eq!(of("types", "alone")[0]["types"], 1);
    let nations = of("nations", "together");
    let paid: f64 = nations.iter().map(|nation| nation["paid"].as_f64().unwrap()).sum();
    assert_close(paid, 189.0, 1e-6);
    assert_eq!(nations.iter().map(|nation| nation["nation"].as_str().unwrap()).collect::<Vec<_>>(), ["DEU", "EST"]);
}

/// What a comparison writes of one run.
fn run_files(code: &str, inputs: &[&str]) -> Vec<String> {
    let tables = TABLES.iter().flat_map(|name| [format!("{name}.csv"), format!("{name}.parquet")]);
    let inputs = inputs.iter().map(|name| format!("inputs/{name}"));
    let others = ["contents.json", "provenance.json", "summary.json"].map(str::to_owned);
    tables.chain(inputs).chain(others).map(|name| format!("{code}/{name}")).collect()
}

#[test]
fn compare_writes_its_tables_and_every_run() {
    let it = shipped("proposals.yaml");
    let command = ["compare", "proposals.yaml", "--proposals", "dear,late,together", "--out", "all"];
    // Four tables in two formats, the summary, six runs of 36 files, and the list of all of it.
    it.run(&command).succeeds().tells("226 files written into all");
    let tables = ["comparison", "comparison_nations", "comparison_offers", "comparison_types"];
    let mut expected: Vec<String> =
        tables.iter().flat_map(|name| [format!("{name}.csv"), format!("{name}.parquet")]).collect();
    expected.extend(["comparison.json", "contents.json"].map(str::to_owned));
    // Under `dear` and `late`, nobody reaches what everyone alone reaches, whatever it costs.
    for code in ["alone", "alone/at_least_cost", "dear", "late", "together", "together/at_least_cost"] {
        expected.extend(run_files(code, &["01-proposals.yaml"]));
    }
    expected.sort();
    let found = it.files("all");
    assert_eq!(found.keys().cloned().collect::<Vec<_>>(), expected);
    assert_eq!(parquet_says_what_csv_says(&it, "all", &tables), tables.len());
    // The same again, but for times.
    it.run(&command).succeeds();
    for (name, bytes) in it.files("all") {
        let timed = ["provenance.json", "contents.json", "comparison.json"].iter().any(|end| name.ends_with(end));
        assert!(timed || bytes == found[&name], "{name} differs from one run to the next");
    }
    // The runs are runs: they say under which proposal, and pass their audit.
    for code in ["alone", "dear", "late", "together"] {
        let provenance: Value = serde_json::from_str(&it.text(&format!("all/{code}/provenance.json"))).unwrap();
        assert_eq!(provenance["proposal"], code);
        it.run(&["audit", "proposals.yaml", &format!("all/{code}"), "--proposal", code]).succeeds();
    }
    it.run(&["compare", "proposals.yaml", "--out", "."]).ends(1).tells("holds proposals.yaml, which is read");
}

#[test]
fn the_table_of_a_comparison_holds_it_against_everyone_alone() {
    let it = shipped("proposals.yaml");
    it.run(&["compare", "proposals.yaml", "--out", "all"]).succeeds();
    let text = it.text("all/comparison.csv");
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    let headings: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(headings, ["proposal", "name", "measure", "unit", "value", "against_alone", "plus_minus"]);
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    let cell = |proposal: &str, measure: &str, place: usize| -> Option<f64> {
        let row = rows.iter().find(|row| &row[0] == proposal && &row[2] == measure).unwrap();
        row[place].parse().ok()
    };
    assert_close(cell("talks", "gap", 4).unwrap(), 0.5, 1e-6);
    assert_close(cell("talks", "gap", 5).unwrap(), 0.25, 1e-6);
    assert_close(cell("late", "cost", 4).unwrap(), 80.0, 1e-6);
    assert_eq!(cell("dear", "less_than_alone", 4), None);
    assert_close(cell("dear_but_free_to_leave", "less_than_alone", 4).unwrap(), 0.0, 1e-6);
    // 25 % of 60 and 5 for agreeing, less one set-up.
    assert_close(cell("dear", "saving", 4).unwrap(), -10.0, 1e-6);
    assert_close(cell("dear", "saving_pool_costs", 4).unwrap(), -20.0, 1e-6);
    assert_close(cell("dear_but_free_to_leave", "saving", 4).unwrap(), 0.0, 1e-6);
    assert_eq!(cell("alone", "gap", 5), Some(0.0));
}

#[test]
fn compare_lays_settings_over_the_model_and_keeps_them_in_its_runs() {
    let it = shipped("proposals.yaml");
    let set = ["--set", "nations.DEU.budget=30", "--set", "nations.POL.budget=30"];
    let command = [&["compare", "proposals.yaml", "--format", "json", "--out", "all"], &set[..]].concat();
    let json = it.run(&command).succeeds().json();
    // Each can buy (60 - 10) / 2 = 25 alone, more than is wanted of it.
    assert_close(row(&json, "alone")["gap"].as_f64().unwrap(), 0.0, 1e-6);
    let provenance: Value = serde_json::from_str(&it.text("all/late/provenance.json")).unwrap();
    let options = provenance["options"].as_array().unwrap();
    for option in ["--set nations.DEU.budget=30", "--set nations.POL.budget=30"] {
        assert!(options.iter().any(|there| there == option), "{option} is not among {options:?}");
    }
    it.run(&["why", "all/late", "nation", "DEU"]).succeeds().prints("MEUR for orders");
}

#[test]
fn compare_holds_proposals_of_another_model_beside() {
    let it = shipped("proposals.yaml");
    let richer = it.text("proposals.yaml").replace("DEU: { budget: 20 }", "DEU: { budget: 25 }");
    let it = it.file("richer.yaml", &richer);
    let named = ["compare", "proposals.yaml", "--models", "richer.yaml", "--proposals", "together", "--format", "json"];
    let json = it.run(&named).succeeds().json();
    assert_eq!(codes(&json), ["alone", "richer.together", "together"]);
    // (90 - 10) / 2 = 40 of 40 against (80 - 10) / 2 = 35.
    assert_close(row(&json, "richer.together")["gap"].as_f64().unwrap(), 0.0, 1e-6);
    assert_close(row(&json, "together")["gap"].as_f64().unwrap(), 0.125, 1e-6);
    assert_eq!(row(&json, "richer.together")["name"], "all together (richer)");
    // Everyone alone of the other model only if it is named.
    let both = ["compare", "proposals.yaml", "--models", "richer.yaml", "--proposals", "alone", "--format", "json"];
    assert_eq!(codes(&it.run(&both).succeeds().json()), ["alone", "richer.alone"]);
    it.run(&["compare", "proposals.yaml", "--models", "none.yaml"])
        .ends(3)
        .tells("cannot read none.yaml")
        .prints_nothing();
}

/// Models that have nothing in common but the question.
#[test]
fn compare_of_models_with_other_offers_is_no_fault() {
    let it = shipped("common-money.yaml");
    let other = std::fs::read_to_string(root().join("models/learning-curve.yaml")).unwrap();
    let it = it.file("learning-curve.yaml", &other);
    it.run(&["compare", "common-money.yaml", "--models", "learning-curve.yaml", "--out", "all"]).succeeds();
    it.run(&["why", "all/learning-curve.together", "offer", "launcher"]).succeeds().prints("launcher");
}

#[test]
fn a_proposal_without_a_plan_stands_beside_the_others_with_the_reason() {
    let it = shipped("proposals.yaml");
    let set = [
        "--set",
        "capabilities.guns.targets={ DEU: { 2026: 0, 2027: 14 }, POL: { 2026: 0, 2027: 14 } }",
        "--set",
        "capabilities.guns.targets_are=required",
    ];
    // Under `dear`, 26 guns can be paid, and 28 must be there.
    it.run(&[&["compare", "proposals.yaml", "--proposals", "together,dear"], &set[..]].concat())
        .succeeds()
        .prints("all together")
        .prints("dear has no result: no plan keeps every limit and demand");
    let args = ["compare", "proposals.yaml", "--proposals", "together,dear", "--format", "json", "--out", "all"];
    let json = it.run(&[&args, &set[..]].concat()).succeeds().json();
    assert_eq!(codes(&json), ["alone", "together", "dear"]);
    assert!(row(&json, "dear")["failed"].is_string() && row(&json, "dear")["gap"].is_null());
    assert!(!it.path("all/dear").exists() && it.path("all/together").exists());
}

#[test]
fn without_a_plan_alone_there_is_nothing_to_compare_with() {
    let it = shipped("proposals.yaml");
    let set = [
        "--set",
        "capabilities.guns.targets={ DEU: { 2026: 0, 2027: 16 }, POL: { 2026: 0, 2027: 16 } }",
        "--set",
        "capabilities.guns.targets_are=required",
    ];
    it.run(&[&["compare", "proposals.yaml", "--out", "all"], &set[..]].concat())
        .ends(4)
        .prints_nothing()
        .tells("there is no plan with everyone buying alone to compare with");
    it.run(&["compare", "proposals.yaml", "--time-limit", "0", "--out", "all"]).ends(6).prints_nothing();
    assert!(!it.path("all").exists());
    it.run(&["compare", "none.yaml"]).ends(3).tells("cannot read none.yaml").prints_nothing();
}

#[test]
fn solve_and_audit_work_under_a_proposal() {
    let it = shipped("proposals.yaml");
    for unknown in ["solve", "check", "formulate", "data"] {
        it.run(&[unknown, "proposals.yaml", "--proposal", "cheap"])
            .ends(3)
            .prints_nothing()
            .tells("no proposal `cheap`; it has alone, together, dear");
    }
    it.run(&["solve", "proposals.yaml", "--proposal", "dear", "--out", "dear"]).succeeds().prints("35 %");
    let provenance: Value = serde_json::from_str(&it.text("dear/provenance.json")).unwrap();
    assert_eq!(provenance["proposal"], "dear");
    assert_eq!(provenance["options"], serde_json::json!(["--proposal dear"]));
    it.run(&["audit", "proposals.yaml", "dear", "--proposal", "dear"]).succeeds().prints("The plan keeps all ");
    // Under another proposal there is no such pool.
    it.run(&["audit", "proposals.yaml", "dear"])
        .ends(3)
        .tells("`office` is no buying group of the proposal; it has joint");
    // Orders that do not say through whom go the usual way; under `talks`, there is none before 2027.
    let it = it.file("orders.csv", "nation,offer,year,quantity\nDEU,gun,2026,4\n");
    it.run(&["audit", "proposals.yaml", "orders.csv", "--proposal", "alone"]).succeeds();
    it.run(&["audit", "proposals.yaml", "orders.csv", "--proposal", "talks"])
        .ends(3)
        .tells("orders.csv:2: this nation cannot buy this in this year, through a pool or alone");
    // Without a name, all buyers are one pool.
    it.run(&["solve", "proposals.yaml", "--out", "joint"]).succeeds();
    let provenance: Value = serde_json::from_str(&it.text("joint/provenance.json")).unwrap();
    assert_eq!(provenance["proposal"], "together");
    it.run(&["formulate", "proposals.yaml", "--proposal", "alone"]).succeeds().prints("order(DEU@DEU,gun,2026)");
}
