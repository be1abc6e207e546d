//! Results in which somebody has shortened a list, whichever, are read as far as they go or refused, and never a panic.

use serde_json::Value;

use super::attempt::Try;

/// The paths of all lists of a document that hold something, those of one kind once: `goals[].kept`.
fn lists(value: &Value, path: &str, pointer: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Array(list) => {
            if !list.is_empty() && !found.iter().any(|(kind, _)| kind == path) {
                found.push((path.to_owned(), pointer.to_owned()));
            }
            for (place, entry) in list.iter().enumerate() {
                lists(entry, &format!("{path}[]"), &format!("{pointer}/{place}"), found);
            }
        }
        Value::Object(map) => {
            for (key, entry) in map {
                lists(entry, &format!("{path}.{key}"), &format!("{pointer}/{key}"), found);
            }
        }
        _ => {}
    }
}

const MODEL: &str = "\
model: Guns for two
money: MEUR 2025
horizon: 2026..2027
nations:
  DEU: { budget: 100 }
  POL: { budget: 60 }
capabilities:
  guns: { us_baseline: 40, targets: { DEU: 30, POL: 10 } }
producers:
  north: { seat: DEU }
offers:
  gun: { by: north, gives: guns, price: { 0: 8, 10: 7 }, capacity: 10 a year }
proposals:
  fair:
    pools: { all: { members: \"{DEU, POL}\" } }
    rules: { fair: { rule: nobody_worse_off, or_pay: 1 } }
";

/// Shortens each list of some documents of a folder in turn, and asks something of the folder.
fn shortened(folder: &str, documents: &[&str], asked: &[&[&str]]) -> usize {
    let it = Try::new().file("model.yaml", MODEL);
    it.run(&["solve", "model.yaml", "--proposal", "fair", "--out", "run"]).succeeds();
    it.run(&["compare", "model.yaml", "--proposals", "fair", "--out", "cmp"]).succeeds();
    it.run(&["frontier", "model.yaml", "--goals", "gap,cost", "--out", "edge"]).succeeds();
    it.run(&["sensitivity", "run", "--over", "budget.*", "--out", "moves"]).succeeds();
    it.run(&["rules", "run", "--out", "priced"]).succeeds();
    let mut tried = 0;
    for document in documents {
        let name = format!("{folder}/{document}");
        let whole = it.text(&name);
        let value: Value = serde_json::from_str(&whole).unwrap();
        let mut found = Vec::new();
        lists(&value, "", "", &mut found);
        assert!(!found.is_empty(), "{name} has no list");
        for (kind, pointer) in found {
            let mut short = value.clone();
            short.pointer_mut(&pointer).unwrap().as_array_mut().unwrap().pop();
            std::fs::write(it.path(&name), short.to_string()).unwrap();
            it.list_anew(folder);
            for command in asked {
                let ran = it.run(command);
                let said = crate::setting::stderr(&ran.output);
                let code = ran.output.status.code();
                assert!(!said.contains("panicked"), "{name} without the end of {kind}: {}\n{said}", ran.command);
                if code != Some(0) {
                    assert!(
                        said.contains("error: ") && said.contains(".json"),
                        "{name}, {kind}: {}\n{said}",
                        ran.command
                    );
                }
            }
            tried += 1;
        }
        std::fs::write(it.path(&name), whole).unwrap();
        it.list_anew(folder);
    }
    tried
}

#[test]
fn a_run_with_a_short_list_never_ends_in_a_panic() {
    let asked: [&[&str]; 4] = [
        &["report", "run", "--to", "page.html", "--to", "page.xlsx"],
        &["explain", "run"],
        &["why", "run", "nation", "DEU"],
        &["diff", "run", "run"],
    ];
    assert!(shortened("run", &["summary.json", "provenance.json"], &asked) > 10);
}

#[test]
fn answers_with_a_short_list_never_end_in_a_panic() {
    let with = |folder: &str, name: &str| {
        let asked: [&[&str]; 1] = [&["report", "run", "--with", folder, "--to", "page.html", "--to", "page.xlsx"]];
        assert!(shortened(folder, &[name], &asked) > 0);
    };
    with("edge", "frontier.json");
    with("moves", "sensitivity.json");
    with("priced", "rules.json");
}

#[test]
fn a_comparison_with_a_short_list_never_ends_in_a_panic() {
    let asked: [&[&str]; 1] = [&["report", "cmp", "--to", "page.html", "--to", "page.xlsx"]];
    assert!(shortened("cmp", &["comparison.json"], &asked) > 3);
}
