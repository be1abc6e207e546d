//! The program from outside: what each command prints and writes, how it ends, and what it never does.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

mod answers;
mod attempt;
mod comparisons;
mod contract;
mod dependence;
mod disk;
mod escapes;
mod money;
mod questions;
mod report;
mod results;
mod shell;
mod short_lists;
mod strangers;
mod time_limits;

use attempt::{MODEL, Try};

use crate::setting::{assert_close, root, stderr, stdout};

#[test]
fn from_a_new_case_to_an_audited_plan() {
    let it = Try::new();
    it.run(&["new", "case"]).succeeds().prints("entente solve case/model.yaml").tells_nothing();
    it.run(&["check", "case/model.yaml"]).succeeds().prints("case/model.yaml: no findings; ").tells_nothing();
    it.run(&["solve", "case/model.yaml", "--out", "result"])
        .succeeds()
        .prints("every goal proven within")
        .tells("written into result");
    it.run(&["audit", "case/model.yaml", "result"]).succeeds().prints("The plan keeps all ").tells_nothing();
    // The starter enlarges a line, and orders alone do not say so.
    it.run(&["audit", "case/model.yaml", "result/orders.csv"]).ends(8).prints("line of ");
    it.run(&["data", "case/model.yaml"]).succeeds().prints(" figures: ").tells_nothing();
}

#[test]
fn new_keeps_what_is_there() {
    let it = Try::new();
    it.run(&["new", "."]).ends(1).tells("cannot make .").prints_nothing();
    assert_eq!(it.text("model.yaml"), MODEL);
    it.run(&["new", "a/b/c"]).succeeds();
    let written = it.text("a/b/c/model.yaml");
    it.run(&["new", "a/b/c"]).ends(1);
    assert_eq!(it.text("a/b/c/model.yaml"), written);
}

#[test]
fn formulate_writes_lp_and_mps() {
    let it = Try::new();
    it.run(&["formulate", "model.yaml"]).succeeds().prints("Minimize").prints("budget(POL,2027)").tells_nothing();
    it.run(&["formulate", "model.yaml", "--format", "mps"]).succeeds().prints("ROWS").prints("ENDATA").tells_nothing();
    it.run(&["formulate", "model.yaml", "--out", "it.lp"]).succeeds().tells("written to it.lp").prints_nothing();
    it.run(&["formulate", "model.yaml", "--out", "it.mps"]).succeeds().prints_nothing();
    it.run(&["formulate", "model.yaml", "--out", "as-said", "--format", "mps"]).succeeds();
    assert_eq!(it.text("it.lp"), stdout(&it.run(&["formulate", "model.yaml"]).output));
    assert_eq!(it.text("it.mps"), it.text("as-said"));
    assert!(it.text("it.mps").trim_end().ends_with("ENDATA"));
    // Another goal is another objective on the same rows.
    let second = it.run(&["formulate", "model.yaml", "--goal", "2"]).succeeds().prints("Maximize");
    assert_ne!(stdout(&second.output), it.text("it.lp"));
    it.run(&["formulate", "model.yaml", "--goal", "0"]).ends(2).tells("--goal 0 is none of them").prints_nothing();
    it.run(&["formulate", "model.yaml", "--goal", "4"]).ends(2).tells("the model has 3 goals").prints_nothing();
}

/// The file of a later goal keeps what a solution of the one before reaches, and a solution is audited like any plan.
#[test]
fn a_solution_of_another_solver_is_kept_and_audited() {
    let it = Try::new();
    let names = stdout(&it.run(&["formulate", "model.yaml", "--format", "mps"]).output);
    let order = names.split_whitespace().find(|word| word.starts_with("order(")).unwrap();
    std::fs::write(it.path("one.sol"), format!("# Objective value = 1\n{order} 0\n")).unwrap();
    let kept = it.run(&["formulate", "model.yaml", "--goal", "2", "--keep", "one.sol"]).succeeds().prints("kept(1)");
    assert!(!stdout(&kept.output).contains("kept(2)"));
    it.run(&["audit", "model.yaml", "one.sol"]).succeeds().prints("found by another solver").prints("not proven");
    std::fs::write(it.path("wrong.sol"), format!("{order} 0\nother(DEU) 5\n")).unwrap();
    it.run(&["audit", "model.yaml", "wrong.sol"]).ends(3).tells("wrong.sol:2").prints_nothing();
    it.run(&["formulate", "model.yaml", "--goal", "2", "--keep", "none.sol"]).ends(1).tells("cannot read none.sol");
    std::fs::write(it.path("none.sol"), "Model status\nInfeasible\n").unwrap();
    it.run(&["audit", "model.yaml", "none.sol"]).ends(3).tells("found no solution").prints_nothing();
}

#[test]
fn a_second_solver_is_chosen_by_name() {
    let it = Try::new();
    let goals = |solver: &str| {
        let ended = it.run(&["solve", "model.yaml", "--format", "json", "--solver", solver]).succeeds();
        ended.json()["goals"].as_array().unwrap().iter().map(|goal| goal["value"].as_f64().unwrap()).collect::<Vec<_>>()
    };
    for (first, second) in goals("highs").into_iter().zip(goals("microlp")) {
        assert!((first - second).abs() <= 1e-6 * first.abs().max(1.0), "{first} {second}");
    }
    it.run(&["solve", "model.yaml", "--solver", "microlp", "--out", "out"]).succeeds();
    assert!(it.text("out/provenance.json").contains("\"solver\": \"microlp\""));
    it.run(&["solve", "model.yaml", "--solver", "microlp", "--method", "interior-point"])
        .ends(2)
        .tells("microlp has no interior point method")
        .prints_nothing();
    it.run(&["solve", "model.yaml", "--solver", "nosuch"]).ends(2).tells("microlp").prints_nothing();
}

#[test]
fn schema_prints_json_and_the_page() {
    let it = Try::new();
    let schema = it.run(&["schema"]).succeeds().tells_nothing().json();
    assert_eq!(schema["title"], "Entente model");
    it.run(&["schema", "--page"]).succeeds().prints("# The file format").tells_nothing();
}

#[test]
fn data_can_be_narrowed_down() {
    let it = Try::new();
    let all = it.run(&["data", "model.yaml", "--format", "json"]).succeeds().json();
    let prices = it.run(&["data", "model.yaml", "--format", "json", "--only", ".price"]).succeeds().json();
    let names: Vec<&str> = prices.as_array().unwrap().iter().map(|figure| figure["figure"].as_str().unwrap()).collect();
    assert_eq!(names, ["offers.east_gun.price", "offers.north_gun.price"]);
    assert!(all.as_array().unwrap().len() > names.len());
    // A figure that a source vouches for is not among the unverified.
    let vouched = MODEL.replace("price: 8", "price: { value: 8, source: contract notice }");
    let it = Try::new().file("model.yaml", &vouched);
    it.run(&["data", "model.yaml", "--only", ".price"]).succeeds().prints("1 assumption, 1 cited");
    let doubtful = it.run(&["data", "model.yaml", "--unverified", "--only", ".price", "--format", "json"]).json();
    assert_eq!(doubtful.as_array().unwrap().len(), 1);
}

#[test]
fn audit_judges_tables_of_orders() {
    let heading = "nation,offer,year,quantity\n";
    let it = Try::new()
        .file("good.csv", &format!("{heading}DEU,north_gun,2026,10\nPOL,east_gun,2027,4\n"))
        // Columns in another order, headings in capitals, one column more.
        .file("mixed.csv", "Quantity,Remark,YEAR,Offer,Nation\n10,so be it,2026,north_gun,DEU\n")
        .file("dear.csv", &format!("{heading}POL,north_gun,2026,9\n"))
        .file("much.csv", &format!("{heading}DEU,north_gun,2026,7\nPOL,north_gun,2026,4\n"))
        .file("late.csv", &format!("{heading}DEU,east_gun,2028,1\n"));
    it.run(&["audit", "model.yaml", "good.csv"]).succeeds().prints("The plan keeps all ").tells_nothing();
    it.run(&["audit", "model.yaml", "mixed.csv"]).succeeds();
    it.run(&["audit", "model.yaml", "dear.csv"]).ends(8).prints("The plan breaks 1 of ").prints("budget of POL, 2026");
    it.run(&["audit", "model.yaml", "much.csv"]).ends(8).prints("line of north_gun, 2026");
    it.run(&["audit", "model.yaml", "late.csv"]).ends(8).prints("delivered after the horizon");
    let verdict = it.run(&["audit", "model.yaml", "dear.csv", "--format", "json"]).ends(8).json();
    let breach = &verdict["verdict"]["breaches"][0];
    assert_eq!(breach["limit"], "budget of POL, 2026");
    assert_close(breach["allowed"].as_f64().unwrap(), 60.0, 1e-9);
    assert_close(breach["found"].as_f64().unwrap(), 72.0, 1e-9);
}

#[test]
fn audit_tells_every_bad_row_of_a_table() {
    let it = Try::new()
        .file(
            "bad.csv",
            "nation,offer,year,quantity\n\
             DEU,north_gun,2026,1\n\
             FRA,north_gun,2026,1\n\
             DEU,gun,2026,1\n\
             DEU,north_gun,2036,1\n\
             DEU,north_gun,2026,-1\n\
             DEU,north_gun,2026,many\n\
             DEU,north_gun\n",
        )
        .file("empty.csv", "")
        .file("other.csv", "nation,offer,year\nDEU,north_gun,2026\n");
    it.run(&["audit", "model.yaml", "bad.csv"])
        .ends(3)
        .prints_nothing()
        .tells("bad.csv:3: `FRA` is no buying nation")
        .tells("bad.csv:4: `gun` is no offer")
        .tells("bad.csv:5: `2036` is no year of the horizon 2026..2028")
        .tells("bad.csv:6: `-1` is no quantity")
        .tells("bad.csv:7: `many` is no quantity")
        .tells("bad.csv:8: this row has another number of cells");
    for table in ["empty.csv", "other.csv"] {
        it.run(&["audit", "model.yaml", table]).ends(3).tells("columns headed nation, offer, year and quantity");
    }
    it.run(&["audit", "model.yaml", "none.csv"]).ends(1).tells("cannot read none.csv").prints_nothing();
}

#[test]
fn audit_tells_the_line_of_a_table_from_a_spreadsheet() {
    let it =
        Try::new().file("bad.csv", "nation,offer,year,quantity\r\nDEU,north_gun,2026,1\r\nFRA,north_gun,2026,1\r\n");
    it.run(&["audit", "model.yaml", "bad.csv"]).ends(3).tells("bad.csv:3: `FRA` is no buying nation");
}

#[test]
fn every_way_to_end_has_its_code() {
    let impossible = MODEL.replace("POL: 10 }", "POL: 1000 }, targets_are: required");
    let it = Try::new()
        .file("impossible.yaml", &impossible)
        .file("typo.yaml", &MODEL.replace("budget", "bugdet"))
        .file("dear.csv", "nation,offer,year,quantity\nPOL,north_gun,2026,9\n");
    it.run(&["solve", "model.yaml"]).ends(0).tells_nothing();
    it.run(&["solve", "model.yaml", "--out", "model.yaml/result"]).ends(1).prints_nothing();
    it.run(&["audit", "model.yaml", "none.csv"]).ends(1);
    it.run(&["solve"]).ends(2).tells("Usage: entente solve").prints_nothing();
    it.run(&["sovle", "model.yaml"]).ends(2).tells("solve").prints_nothing();
    it.run(&["solve", "model.yaml", "--time-limit", "soon"]).ends(2).tells("write a number of seconds");
    it.run(&["solve", "typo.yaml"]).ends(3).tells("did you mean `budget`?").prints_nothing();
    it.run(&["check", "typo.yaml"]).ends(3).tells("typo.yaml: 2 findings").prints_nothing();
    it.run(&["solve", "impossible.yaml"]).ends(4).tells("no plan keeps every limit and demand").prints_nothing();
    it.run(&["solve", "model.yaml", "--time-limit", "0"]).ends(6).tells("the time limit of 0 s ended").prints_nothing();
    it.run(&["audit", "model.yaml", "dear.csv"]).ends(8);
    // The help names 5 and 7 too, which no model is known to reach.
    let help = stdout(&it.run(&["--help"]).output).split_whitespace().collect::<Vec<_>>().join(" ");
    for code in
        ["0 done", "1 a result", "2 invalid", "3 the model", "4 no feasible", "5 a goal", "6 time", "7 num", "8 a plan"]
    {
        assert!(help.contains(code), "{code}: {help}");
    }
}

#[test]
fn a_failed_solve_leaves_no_result() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--time-limit", "0", "--out", "result"]).ends(6);
    assert_eq!(it.files(".").into_keys().collect::<Vec<_>>(), ["model.yaml"]);
}

#[test]
fn both_methods_reach_the_same() {
    let it = Try::new();
    let reached = |method: &str| {
        let summary = it.run(&["solve", "model.yaml", "--method", method, "--format", "json"]).succeeds().json();
        let values = summary["goals"].as_array().unwrap().iter().map(|goal| goal["value"].as_f64().unwrap());
        values.collect::<Vec<f64>>()
    };
    let (simplex, interior) = (reached("simplex"), reached("interior-point"));
    assert_eq!(simplex.len(), 3);
    for (a, b) in simplex.into_iter().zip(interior) {
        assert_close(a, b, 1e-6);
    }
}

#[test]
fn json_is_for_programs() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "result"]).succeeds();
    let summary = it.run(&["solve", "model.yaml", "--format", "json"]).succeeds().tells_nothing().json();
    assert_eq!(summary["title"], "Guns for two");
    let written: Value = serde_json::from_str(&it.text("result/summary.json")).unwrap();
    assert_eq!(summary, written);
    let audit = it.run(&["audit", "model.yaml", "result", "--format", "json"]).succeeds().tells_nothing().json();
    assert_eq!(audit["verdict"]["breaches"], Value::Array(Vec::new()));
    assert!(it.run(&["data", "model.yaml", "--format", "json"]).succeeds().tells_nothing().json().is_array());
}

#[test]
fn colour_is_for_terminals_alone() {
    let it = Try::new().file("typo.yaml", &MODEL.replace("budget", "bugdet"));
    let solve: &[&str] = &["solve", "model.yaml"];
    let check: &[&str] = &["check", "typo.yaml"];
    for args in [solve, check, &["data", "model.yaml"]] {
        for color in [&[][..], &["--color", "never"]] {
            let ran = it.run(&[args, color].concat());
            assert!(!(stdout(&ran.output) + &stderr(&ran.output)).contains('\u{1b}'), "{}", ran.command);
        }
    }
    // Whoever asks for colour gets it, in a pipe, too, and even where the environment asks for none.
    it.run(&[solve, &["--color", "always"]].concat()).succeeds().prints("\u{1b}[");
    it.run(&[check, &["--color", "always"]].concat()).ends(3).tells("\u{1b}[");
    let output = it.command(&[solve, &["--color", "always"]].concat()).env("NO_COLOR", "1").output().unwrap();
    assert!(stdout(&output).contains('\u{1b}'));
}

#[test]
fn settings_are_laid_over_the_model() {
    let it = Try::new();
    let cost = |settings: &[&str]| {
        let summary = it.run(&[&["solve", "model.yaml", "--format", "json"], settings].concat()).succeeds().json();
        summary["goals"][2]["value"].as_f64().unwrap()
    };
    assert!(cost(&["--set", "nations.DEU.budget=20"]) < cost(&[]));
    // The last one wins.
    assert_close(cost(&["--set", "nations.DEU.budget=20", "--set", "nations.DEU.budget=100"]), cost(&[]), 1e-9);
    // A value may be anything that a document may hold there, and may make entries.
    it.run(&["check", "model.yaml", "--set", "nations.FRA={ budget: { 2026: 5, 2028: 10 } }"])
        .succeeds()
        .prints("3 nations");
    // But what a step of a path misnames is not made in silence.
    it.run(&["check", "model.yaml", "--set", "nations.DEV.budget=5"]).ends(3).tells("did you mean `DEU`?");
    it.run(&["check", "model.yaml", "--set", "nations.DEU.budget.2027=5"]).ends(3).tells("set it whole");
    it.run(&["solve", "model.yaml", "--set", "goals=[{ minimise: cost }]"]).succeeds().prints("1 minimise cost");
    // An equals sign belongs to the value from the second on.
    it.run(&["solve", "model.yaml", "--set", "model=a=b"]).succeeds().prints("a=b · 2026–2028");
}

#[test]
fn bad_settings_are_refused() {
    let it = Try::new();
    for (setting, code, told) in [
        ("horizon", 2, "write it as PATH=VALUE"),
        ("=3", 2, "the path has an empty step"),
        ("nations..budget=3", 2, "the path has an empty step"),
        ("nations.DEU.=3", 2, "the path has an empty step"),
        ("nations.DEU.budgt=3", 3, "did you mean `budget`?"),
        ("nations.DEU.budget=plenty", 3, "`plenty` is not a budget"),
        ("nations.DEU.budget=", 3, "`nations.DEU.budget` is given no value"),
        ("nations.DEU.budget=-3", 3, "`nations.DEU.budget` is -3"),
        ("nations.DEU.budget=[", 3, "the value cannot be read"),
        ("goals.0.minimise=cost", 3, "`goals`"),
        ("nations=5", 3, "`nations`"),
    ] {
        it.run(&["solve", "model.yaml", "--set", setting]).ends(code).tells(told).prints_nothing();
    }
    it.run(&["solve", "model.yaml", "--set"]).ends(2).tells("a value is required");
}

#[test]
fn whoever_stops_reading_is_no_fault() {
    let it = Try::new();
    let pillar = root().join("models/european-pillar.yaml");
    // More than a pipe holds, so that the program is still writing when its reader goes.
    let mut child = it
        .command(&["data", pillar.to_str().unwrap(), "--allow-outside"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("figure"), "{first}");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
    // And where nobody reads at all, neither results nor messages.
    for (args, code) in [
        (&["solve", "model.yaml"][..], 0),
        (&["formulate", "model.yaml"], 0),
        (&["schema"], 0),
        (&["check", "none.yaml"], 3),
    ] {
        let mut child = it.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(code), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_fault() {
    // A pipe that is closed is one thing; a result that is lost is another.
    let it = Try::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = it.command(&["solve", "model.yaml"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn verbose_tells_stages_on_standard_error() {
    let it = Try::new();
    let quiet = it.run(&["formulate", "model.yaml"]).succeeds().tells_nothing();
    let told = it.run(&["formulate", "model.yaml", "-v"]).succeeds().tells("formulate");
    assert_eq!(stdout(&quiet.output), stdout(&told.output));
}
