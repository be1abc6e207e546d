//! Study documents: what they mean, and what is said of bad ones.

use std::fmt::Write;
use std::fs;

use entente::input::{Fence, read_study_fenced};
use entente::schema::study_schema;
use expect_test::expect_file;

use super::runs::study;
use crate::json_schema::refused;
use crate::libraries::yaml;
use crate::setting::{files, root};

const GOOD: &str = "\
study: Good
model: model.yaml
proposals: [alone, pooled]
stress: [denied]
scenarios:
  crisis: { budget.*: -20 %, nations.POL.budget: 30 }
grid: { price.gun: [x0.9, x1.1], capacity.*: [x1, x2] }
combinations: [{ baseline.guns: 90 }]
subsets: { leave: [DEU, POL], at_most: 1 }
sample:
  n: 10
  figures:
    budget.*: { uniform: [0.8, 1.2], each: true, correlation: 0.2 }
    price.gun: { normal: [1, 0.1] }
  correlations: [{ of: [budget.*, price.gun], is: 0.1 }]
shocks:
  gone: { leave: [POL], from: 2027 }
cross: [sample, shocks]
two_stage: { decide_until: 2026, futures: { base: 2, crisis: 1 } }
";

const MODEL: &str = "\
model: Guns
horizon: 2026..2028
nations: { DEU: { budget: 100 }, POL: { budget: 50 } }
capabilities: { guns: { us_baseline: 100 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: 10, capacity: 50 a year } }
proposals: { pooled: { pools: { all: { members: \"{DEU, POL}\" } } } }
denials: { denied: { by: [USA], from: 2027 } }
";

/// What is exchanged in the good study, and what stands there instead.
const ROWS: &[(&str, &str)] = &[
    ("study: Good\n", ""),
    ("study: Good", "studdy: Good"),
    ("model: model.yaml", "model: modle.yaml"),
    ("model: model.yaml\n", ""),
    ("proposals: [alone, pooled]", "proposals: [alone, poled]"),
    ("proposals: [alone, pooled]", "proposals: [alone, alone]"),
    ("stress: [denied]", "stress: [denyed]"),
    ("  crisis:", "  base:"),
    ("  crisis:", "  gone:"),
    ("  crisis:", "  a/b:"),
    ("budget.*: -20 %", "budgets.*: -20 %"),
    ("budget.*: -20 %", "budget.DUE: -20 %"),
    ("budget.*: -20 %", "budget.*: 80 %"),
    ("budget.*: -20 %", "budget.*: a lot"),
    ("budget.*: -20 %", "budget.*: -120 %"),
    ("budget.*: -20 %", "budget.*: { 2026: 100 }"),
    ("nations.POL.budget: 30", "nations.POL.bugdet: 30"),
    ("nations.POL.budget: 30", "nations.PLO.budget: 30"),
    ("nations.POL.budget: 30", "nations.POL.budget: -30"),
    ("price.gun: [x0.9, x1.1]", "price.gun: []"),
    ("price.gun: [x0.9, x1.1]", "price.gun: [x0.9, x0.9]"),
    ("price.gun: [x0.9, x1.1]", "price.gun: x0.9"),
    ("leave: [DEU, POL], at_most: 1", "leave: [DEU, PLO], at_most: 1"),
    ("at_most: 1", "at_most: 0"),
    ("n: 10", "n: 0"),
    ("n: 10", "n: 70000\n  method: sobol"),
    ("n: 10", "n: 10\n  method: latin"),
    ("uniform: [0.8, 1.2]", "uniform: [1.2, 0.8]"),
    ("uniform: [0.8, 1.2]", "uniform: [0.8, 1.2], normal: [1, 0.1]"),
    ("uniform: [0.8, 1.2], ", ""),
    ("uniform: [0.8, 1.2]", "triangular: [0.8, 1.2]"),
    ("uniform: [0.8, 1.2]", "discrete: { 0.8: 20 %, 1: 70 % }"),
    ("each: true, correlation: 0.2", "correlation: 0.2"),
    ("correlation: 0.2", "correlation: 2"),
    ("of: [budget.*, price.gun]", "of: [budget.*]"),
    ("of: [budget.*, price.gun]", "of: [budget.*, price.*]"),
    ("correlation: 0.2", "correlation: -0.99"),
    ("leave: [POL], from: 2027", "leave: [POL], from: 2040"),
    ("leave: [POL], from: 2027", "from: 2027"),
    ("leave: [POL], from: 2027", "late: [guns]"),
    ("leave: [POL], from: 2027", "deny: [QQQ]"),
    ("leave: [POL], from: 2027", "prices_grow: 300 %"),
    ("leave: [POL], from: 2027", "prices_grow: 3 %, prices_of: [guns, cannon]"),
    ("leave: [POL], from: 2027", "budgets_cut: 0 %"),
    ("cross: [sample, shocks]", "cross: [sample]"),
    ("cross: [sample, shocks]", "cross: [sample, shock]"),
    ("decide_until: 2026", "decide_until: 2030"),
    ("futures: { base: 2, crisis: 1 }", "futures: {}"),
    ("base: 2, crisis: 1", "base: 2, crisis: 0"),
    ("base: 2, crisis: 1", "base: 2, crises: 1"),
    ("nations.POL.budget: 30", "offers.cannon: { by: works, gives: guns, price: 9 }"),
];

fn found(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.yaml"), MODEL).unwrap();
    let path = folder.path().join("study.yaml");
    fs::write(&path, text).unwrap();
    let reading = read_study_fenced(&path, Fence::around(&path).opened(true));
    let shown = reading.render_findings(false).join("\n\n");
    assert_eq!(reading.study.is_some(), shown.is_empty(), "{shown}");
    shown.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn every_bad_study_is_told_so_in_words() {
    assert_eq!(found(GOOD), "");
    let mut page = String::from(
        "What is said of bad studies: each is a good one with one snippet exchanged.\nUPDATE_EXPECT=1 cargo test --test suite studies::documents writes this page; without, it is compared.\n",
    );
    for (old, new) in ROWS {
        assert_eq!(GOOD.matches(old).count(), 1, "`{old}` should stand in the good study once");
        let shown = found(&GOOD.replacen(old, new, 1));
        assert_ne!(shown, "", "`{new}` is let through");
        let _ = write!(page, "\n== {} → {}\n\n{shown}\n", old.trim(), if new.is_empty() { "(nothing)" } else { new });
    }
    expect_file!["../../golden/study-findings.txt"].assert_eq(&page);
}

#[test]
fn scenarios_stand_in_a_stated_order_under_stated_names() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.yaml"), MODEL).unwrap();
    let text = GOOD.replace("model.yaml", folder.path().join("model.yaml").to_str().unwrap());
    let (study, ..) = study(&text);
    let names: Vec<String> = (0..study.scenarios()).map(|number| study.scenario(number).unwrap().name).collect();
    assert_eq!(
        names[..10],
        [
            "base",
            "crisis",
            "combination-1",
            "without_DEU",
            "without_POL",
            "price.gun=x0.9+capacity.*=x1",
            "price.gun=x0.9+capacity.*=x2",
            "price.gun=x1.1+capacity.*=x1",
            "price.gun=x1.1+capacity.*=x2",
            "sample-01",
        ]
    );
    assert_eq!((names.len(), names[19].as_str(), names[28].as_str()), (29, "gone+sample-01", "gone+sample-10"));
    assert_eq!((study.runs(), study.scenario(29)), (58, None));
    let different: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!(different.len(), names.len());
    // The same draw stands with and without the shock.
    let changes = |number: usize| study.scenario(number).unwrap().changes;
    assert_eq!(changes(9)[..], changes(19)[1..]);
    // Proposals run fastest.
    assert_eq!(
        study.run(3).map(|(scenario, proposal)| (scenario.name, proposal.to_owned())),
        Some(("crisis".to_owned(), "pooled".to_owned()))
    );
}

#[test]
fn digests_tell_studies_apart_by_what_they_ask() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.yaml"), MODEL).unwrap();
    let digest = |old: &str, new: &str| {
        let text = GOOD.replace(old, new).replace("model.yaml", folder.path().join("model.yaml").to_str().unwrap());
        let (study, _, read_from) = study(&text);
        study.digest(&read_from)
    };
    let same = digest("", "");
    assert_eq!(same, digest("", ""));
    for (old, new) in [
        ("n: 10", "n: 11"),
        ("n: 10", "n: 10\n  seed: 1"),
        ("-20 %", "-21 %"),
        ("stress: [denied]\n", ""),
        ("leave: [POL], from", "leave: [DEU], from"),
    ] {
        assert_ne!(same, digest(old, new), "{new}");
    }
    fs::write(folder.path().join("model.yaml"), MODEL.replace("budget: 50", "budget: 51")).unwrap();
    assert_ne!(same, digest("", ""), "another model");
}

#[test]
fn every_study_that_is_shipped_is_good() {
    let schema = study_schema().to_value();
    for path in files("examples/studies", "yaml") {
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(refused(&schema, &schema, &yaml(&text), ""), None, "{}", path.display());
        let reading = read_study_fenced(&path, Fence::around(&path).opened(true));
        assert!(reading.study.is_some(), "{}", reading.render_findings(false).join("\n"));
        assert!(text.starts_with("# "), "{} does not say what it is there for", path.display());
    }
    assert_eq!(refused(&schema, &schema, &yaml(GOOD), ""), None);
    for (old, new) in
        [("scenarios:", "scenario:"), ("n: 10", "n: ten"), ("cross: [sample, shocks]", "cross: [sample, shock]")]
    {
        assert!(
            refused(&schema, &schema, &yaml(&GOOD.replace(old, new)), "").is_some(),
            "the schema lets `{new}` through"
        );
    }
    assert!(root().join("examples/studies/european-budgets.yaml").exists());
}

/// What no document may state, no scenario may make: it is said where the scenario stands, in the same words.
#[test]
fn a_change_that_makes_no_model_is_refused_on_its_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.yaml"), MODEL).unwrap();
    for (section, line, what) in [
        ("scenarios:\n  dear: { price.gun: 9e15 }", 4, "beyond anything that this model counts"),
        ("scenarios:\n  more: { budget.*: x1e12 }", 4, "beyond anything that this model counts"),
        ("grid: { baseline.guns: [x1, x0] }", 3, "no capability has a `us_baseline`"),
        ("shocks:\n  stuck: { late: [gun], late_by: 101 }", 4, "is not a time"),
    ] {
        let path = folder.path().join("study.yaml");
        fs::write(&path, format!("study: S\nmodel: model.yaml\n{section}\n")).unwrap();
        let reading = read_study_fenced(&path, Fence::around(&path));
        let told = reading.findings.sorted();
        let found = told.iter().find(|finding| finding.what.contains(what));
        let found = found.unwrap_or_else(|| panic!("{section}: {told:?}"));
        assert_eq!(found.at.line, line, "{section}");
        assert!(reading.study.is_none());
    }
}
