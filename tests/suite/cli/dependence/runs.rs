//! Runs that were written give the answers of their models, and answers are written as tables.

use std::fs;

use serde_json::Value;

use super::{FLEETS, LADDER, assert_all_close, numbers, words};
use crate::cli::attempt::Try;
use crate::cli::comparisons::shipped;
use crate::cli::results::parquet_says_what_csv_says;
use crate::setting::assert_close;

/// The same tree, with numbers as close as tables keep them.
#[track_caller]
fn assert_same(a: &Value, b: &Value, place: &str) {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0), "{place}: {a} and {b}");
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{place}");
            for (number, (a, b)) in a.iter().zip(b).enumerate() {
                assert_same(a, b, &format!("{place}/{number}"));
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            assert!(a.keys().eq(b.keys()), "{place}");
            for (key, value) in a {
                assert_same(value, &b[key], &format!("{place}/{key}"));
            }
        }
        _ => assert_eq!(a, b, "{place}"),
    }
}

const QUESTIONS: [&[&str]; 4] = [
    &["ladder"],
    &["stress", "--deny", "USA"],
    &["stress", "--deny", "USA", "--what", "updates,enablers"],
    &["timeline", "--deny", "USA", "--below", "30 %"],
];

/// Every question asked of two subjects.
#[track_caller]
fn ask_both(it: &Try, first: &[&str], second: &[&str]) {
    for question in QUESTIONS {
        let ask = |subject: &[&str]| {
            it.run(&[&question[..1], subject, &question[1..], &["--format", "json"]].concat())
                .succeeds()
                .tells_nothing()
                .json()
        };
        assert_same(&ask(first), &ask(second), &question.join(" "));
    }
}

#[test]
fn a_run_has_the_answers_of_its_model() {
    for name in [
        "leaving-a-cloud.yaml",
        "three-on-one-link.yaml",
        "spare-parts.yaml",
        "hard-cases.yaml",
        "robust-plan.yaml",
        "enablers.yaml",
    ] {
        let it = shipped(name);
        it.run(&["solve", name, "--out", "run"]).succeeds();
        ask_both(&it, &[name], &["run"]);
        // Its own denials, where it has any.
        if it.text(name).contains("\ndenials:") {
            let own = |subject: &str| it.run(&["stress", subject, "--format", "json"]).succeeds().json();
            assert_same(&own(name), &own("run"), name);
        }
        // A run is asked when its model is gone.
        fs::remove_file(it.path(name)).unwrap();
        it.run(&["stress", "run", "--deny", "USA"]).succeeds();
    }
}

#[test]
fn settings_and_proposals_stand_in_the_run() {
    let it = Try::new().file("model.yaml", FLEETS);
    let settings = ["--set", "offers.new_jet.price=6", "--set", "holdings.old_jet.without_us=0 %"];
    it.run(&[&["solve", "model.yaml", "--out", "run"], &settings[..]].concat()).succeeds();
    ask_both(&it, &[&["model.yaml"], &settings[..]].concat(), &["run"]);
    let it = shipped("not-all-at-once.yaml");
    it.run(&["compare", "not-all-at-once.yaml", "--out", "all"]).succeeds();
    for proposal in ["alone", "quarter", "priced"] {
        let run = format!("all/{proposal}");
        ask_both(&it, &["not-all-at-once.yaml", "--proposal", proposal], &[&run]);
    }
    // The rule holds: a quarter is lost, and not everything.
    let lost = |run: &str| {
        let answer = it.run(&["stress", run, "--format", "json"]).succeeds().json();
        // Nobody has a baseline in the first year.
        assert!(answer[0]["years"][0]["lost"].is_null(), "{answer}");
        answer[0]["years"][1]["lost"].as_f64().unwrap()
    };
    assert_close(lost("all/quarter"), 0.25, 1e-6);
    assert_close(lost("all/alone"), 1.0, 1e-6);
    it.run(&["ladder", "all/alone/at_least_cost"]).succeeds().prints("Not all at once");
    it.run(&["ladder", "all"])
        .ends(1)
        .prints_nothing()
        .tells("all holds no run; name a folder that `solve --out` wrote");
}

/// How the plan gives out enablers that are too few is read back; it could be done otherwise, and is where nothing says so.
#[test]
fn what_enablers_are_given_to_whom_is_read_back() {
    let it = shipped("three-on-one-link.yaml");
    it.run(&["solve", "three-on-one-link.yaml", "--out", "run"]).succeeds();
    let left = || {
        let answer = it.run(&["stress", "run", "--denial", "us", "--format", "json"]).succeeds().json();
        let list = answer[0]["capabilities"].as_array().unwrap().clone();
        let of = |code: &str| list.iter().find(|line| line["capability"] == code).unwrap()["left"].as_f64().unwrap();
        ["drones", "guns", "ships"].map(of)
    };
    // All guns, all drones that work, and half a ship.
    assert_all_close(&left(), &[12.0, 40.0, 0.5]);
    // 11 links for 6 + 4 + 10, alike: 55 % of all.
    let usable = it.text("run/usable.csv");
    let kept: Vec<&str> = usable.lines().filter(|line| !line.starts_with("us,")).collect();
    fs::write(it.path("run/usable.csv"), kept.join("\n")).unwrap();
    it.list_anew("run");
    assert_all_close(&left(), &[6.6, 22.0, 2.75]);
    it.run(&["stress", "run", "--denial", "us"]).succeeds().prints("Too few enablers are shared alike");
    fs::remove_file(it.path("run/usable.csv")).unwrap();
    it.list_anew("run");
    assert_all_close(&left(), &[6.6, 22.0, 2.75]);
}

#[test]
fn a_table_of_enablers_that_was_changed_is_told() {
    let it = shipped("three-on-one-link.yaml");
    it.run(&["solve", "three-on-one-link.yaml", "--out", "run"]).succeeds();
    let usable = it.text("run/usable.csv");
    // Half a ship becomes three: more than links serve, though not more than there are.
    let row = usable.lines().find(|line| line.starts_with("us,ships,2027,")).unwrap();
    let put = |row: &str, other: &str| {
        fs::write(it.path("run/usable.csv"), usable.replace(row, other)).unwrap();
        it.list_anew("run");
    };
    put(row, "us,ships,2027,3,3");
    it.run(&["audit", "three-on-one-link.yaml", "run"]).ends(8).prints("links as an enabler, 2027, us");
    for question in QUESTIONS {
        it.run(&[&question[..1], &["run"], &question[1..], &["--out", "answer"]].concat())
            .ends(8)
            .prints_nothing()
            .tells("the plan in run fails its audit, so that nothing can be said of it")
            .tells("links as an enabler, 2027, us");
    }
    assert!(!it.path("answer").exists());
    for (other, what) in [
        ("us,ships,2027,many,3", "this is no usable capability of the model"),
        ("us,ships,2027,-1,3", "this is no usable capability of the model"),
        ("us,ships,2036,1,1", "this is no usable capability of the model"),
        ("them,ships,2027,1,1", "this is no usable capability of the model"),
        ("us,boats,2027,1,1", "this is no usable capability of the model"),
        ("us,ships", "a row has another number of cells than the heading"),
    ] {
        put(row, other);
        it.run(&["stress", "run"]).ends(1).prints_nothing().tells("usable").tells(what);
    }
    fs::write(it.path("run/usable.csv"), &usable).unwrap();
    it.list_anew("run");
    it.run(&["stress", "run"]).succeeds();
}

/// Files of an answer: tables in two formats, and the same as data.
fn files(tables: &[&str], name: &str) -> Vec<String> {
    let mut list: Vec<String> =
        tables.iter().flat_map(|name| [format!("{name}.csv"), format!("{name}.parquet")]).collect();
    list.extend([format!("{name}.json"), "contents.json".to_owned()]);
    list.sort();
    list
}

/// Rows of a table, by heading.
fn rows(it: &Try, table: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = it.text(table);
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

#[test]
fn answers_are_written_as_tables_and_data() {
    let it = Try::new().file("model.yaml", FLEETS);
    it.run(&["solve", "model.yaml", "--out", "run"]).succeeds();
    for (command, tables) in [
        ("ladder", &["ladder", "ladder_falls"][..]),
        (
            "stress",
            &["stress", "stress_capabilities", "stress_denials", "stress_kinds", "stress_nations", "stress_things"],
        ),
        ("timeline", &["timeline", "timeline_ladder"]),
        ("independence", &["independence"]),
    ] {
        let subject = if command == "independence" { "model.yaml" } else { "run" };
        let told = format!("{} files written into answer", 2 * tables.len() + 2);
        let _ = fs::remove_dir_all(it.path("answer"));
        let ran = it.run(&[command, subject, "--out", "answer", "--format", "json"]).succeeds().tells(&told);
        let found = it.files("answer");
        assert_eq!(found.keys().cloned().collect::<Vec<_>>(), files(tables, command));
        let written: Value = serde_json::from_str(&it.text(&format!("answer/{command}.json"))).unwrap();
        assert_eq!(written, ran.json());
        assert_eq!(parquet_says_what_csv_says(&it, "answer", tables), tables.len(), "{command}");
        // The same again.
        it.run(&[command, subject, "--out", "answer"]).succeeds();
        assert!(command == "independence" || it.files("answer") == found, "{command}");
    }
}

#[test]
fn tables_say_what_the_data_say() {
    let it = Try::new().file("model.yaml", FLEETS);
    let ask = |question: &[&str]| {
        it.run(&[question, &["--out", "answer", "--force", "--format", "json"]].concat()).succeeds().json()
    };
    let column = |table: &str, heading: &str| -> Vec<f64> {
        rows(&it, &format!("answer/{table}.csv")).iter().map(|row| row[heading].parse().unwrap()).collect()
    };
    let names = |table: &str, heading: &str| -> Vec<String> {
        rows(&it, &format!("answer/{table}.csv")).into_iter().map(|row| row[heading].clone()).collect()
    };
    let us = &ask(&["stress", "model.yaml"])[0];
    for (table, list, members) in [
        ("stress", "years", &["gap", "gap_when_denied", "lost"][..]),
        ("stress_capabilities", "capabilities", &["usable", "left", "lost", "lost_by_enablers", "gap_when_denied"]),
        ("stress_kinds", "kinds", &["lost"]),
    ] {
        for member in members {
            assert_all_close(&column(table, member), &numbers(&us[list], member));
        }
        assert_eq!(names(table, "denial"), vec!["us"; us[list].as_array().unwrap().len()]);
    }
    assert_all_close(&column("stress_things", "lost"), &numbers(&us["things"], "equivalents"));
    assert_eq!(names("stress_denials", "name"), ["no support from 2027 on"]);
    // Each nation's own line first, then its capabilities.
    assert_eq!(names("stress_nations", "nation"), ["POL", "POL", "POL", "DEU", "DEU"]);
    assert_eq!(names("stress_nations", "capability"), ["", "jets", "ships", "", "jets"]);
    assert_close(column("stress_nations", "lost")[3], 0.14, 1e-6);

    let line = &ask(&["timeline", "model.yaml"])[0];
    let all: Vec<_> = rows(&it, "answer/timeline.csv").into_iter().filter(|row| row["capability"].is_empty()).collect();
    let lost: Vec<f64> = all.iter().map(|row| row["lost"].parse().unwrap()).collect();
    assert_all_close(&lost, &numbers(&line["years"], "lost"));
    assert_eq!(names("timeline_ladder", "rung")[..5], ["headline", "ownership", "content", "authority", "assured"]);
    let rungs: Vec<f64> = (line["years"].as_array().unwrap().iter())
        .flat_map(|year| year["rungs"].as_array().unwrap().iter().map(|share| share.as_f64().unwrap()))
        .collect();
    assert_all_close(&column("timeline_ladder", "share"), &rungs);

    let it = Try::new().file("model.yaml", LADDER);
    let ladder = it.run(&["ladder", "model.yaml", "--out", "answer", "--format", "json"]).succeeds().json();
    let of_orders: Vec<f64> =
        rows(&it, "answer/ladder.csv")[..5].iter().map(|row| row["share"].parse().unwrap()).collect();
    let rungs = ladder["lines"][0]["rungs"].as_array().unwrap();
    assert_all_close(&of_orders, &rungs.iter().map(|share| share.as_f64().unwrap()).collect::<Vec<_>>());
    let because: Vec<String> =
        rows(&it, "answer/ladder_falls.csv").into_iter().map(|row| row["because"].clone()).collect();
    assert_eq!(because, words(&ladder["falls"], "why"));
}

/// With all of the budgets, the plan by budget is the insured one, and stands in the table once.
#[test]
fn the_table_of_independence_has_every_plan_once() {
    let it = Try::new().file("model.yaml", FLEETS);
    it.run(&["independence", "model.yaml", "--points", "2", "--budgets", "50 %,100 %", "--out", "answer"]).succeeds();
    let plans: Vec<(String, String)> = rows(&it, "answer/independence.csv")
        .into_iter()
        .map(|row| (row["insured"].clone(), row["budgets"].clone()))
        .collect();
    assert_eq!(plans, [("0", "1"), ("1", "1"), ("1", "0.5")].map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn an_answer_takes_the_place_of_nothing_else() {
    let it = Try::new().file("model.yaml", FLEETS).file("notes.txt", "mine");
    it.run(&["solve", "model.yaml", "--out", "all/run"]).succeeds();
    let before = it.files("all");
    for question in QUESTIONS {
        let ask = |out: &str| it.run(&[&question[..1], &["all/run"], &question[1..], &["--out", out]].concat());
        // Not of the run that is asked, nor of what it lies in.
        for place in ["all/run", "all", "all/../all/run/"] {
            ask(place).ends(1).prints_nothing().tells("which is read; name another folder");
        }
        for place in [".", "notes.txt"] {
            ask(place).ends(1).prints_nothing();
        }
        fs::create_dir_all(it.path("work")).unwrap();
        fs::write(it.path("work/notes.txt"), "mine").unwrap();
        ask("work").ends(1).prints_nothing().tells("it holds something that is no result of entente");
        assert_eq!(it.text("work/notes.txt"), "mine");
    }
    assert_eq!(it.files("all"), before);
    assert_eq!(it.text("notes.txt"), "mine");
    // An empty folder and a new one may be used, and nothing of the making is left over.
    fs::create_dir(it.path("empty")).unwrap();
    it.run(&["stress", "all/run", "--out", "empty"]).succeeds();
    it.run(&["stress", "all/run", "--out", "a/new/one"]).succeeds();
    assert_eq!(fs::read_dir(it.path("a/new")).unwrap().count(), 1);
}
