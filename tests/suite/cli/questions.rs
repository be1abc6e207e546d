//! What limits cost, on the command line: of models and of runs that were written, as text, as JSON and as tables.

use super::attempt::Try;
use super::comparisons::shipped;
use crate::setting::root;

/// Every question that can be put to a model and to its run.
const OF_RUNS: [&[&str]; 3] = [&["explain"], &["alternatives"], &["sensitivity", "--over", "budget.*,price.*"]];

/// The words of a question of something.
fn asked<'a>(question: &[&'a str], of: &'a str) -> Vec<&'a str> {
    question[..1].iter().copied().chain([of]).chain(question[1..].iter().copied()).collect()
}

#[test]
fn a_run_answers_as_its_model_does() {
    // One without and one with an integer decision.
    for name in ["shells-for-three.yaml", "joint-discount.yaml"] {
        let it = shipped(name);
        it.run(&["solve", name, "--out", "run"]).succeeds();
        for question in OF_RUNS {
            let json = |of| it.run(&[&asked(question, of)[..], &["--format", "json"]].concat()).succeeds().json();
            assert_eq!(json("run"), json(name), "{name}: {question:?}");
            it.run(&asked(question, "run")).succeeds().tells_nothing();
        }
    }
}

#[test]
fn answers_are_written_as_tables() {
    let it = shipped("shells-for-three.yaml");
    for (question, name) in OF_RUNS.into_iter().zip(["scarce", "alternatives", "sensitivity"]) {
        let args = [&asked(question, "shells-for-three.yaml")[..], &["--out", name]].concat();
        it.run(&args).succeeds();
        for ending in ["csv", "parquet", "json"] {
            assert!(it.path(&format!("{name}/{name}.{ending}")).is_file(), "{name}.{ending}");
        }
        // A result may be replaced by another.
        it.run(&args).succeeds();
    }
}

#[test]
fn explain_ranks_by_unit_or_by_percent_and_checks_its_rates() {
    let it = shipped("shells-for-three.yaml");
    let json = |more: &[&str]| {
        let args = [&["explain", "shells-for-three.yaml", "--format", "json"], more].concat();
        it.run(&args).succeeds().json()
    };
    let first = |json: &serde_json::Value| json["limits"][0]["limit"].as_str().unwrap().to_owned();
    assert_eq!(first(&json(&["--by", "percent"])), "free budget of Germany", "the largest budget");
    for limit in json(&["--check"])["limits"].as_array().unwrap() {
        assert!(limit["checked"].as_f64().unwrap() < 1e-6, "{limit}");
    }
    assert_eq!(json(&["--goal", "cost"])["goal"], "minimise cost");
    assert!(json(&["--years"])["limits"].as_array().unwrap().iter().all(|l| l["years"].as_array().unwrap().len() <= 1));
}

#[test]
fn bad_questions_say_what_would_be_right() {
    let it = shipped("shells-for-three.yaml");
    let name = "shells-for-three.yaml";
    it.run(&["explain", name, "--goal", "beauty"])
        .ends(2)
        .tells("`beauty` is no goal of this model; it has 1 minimise");
    it.run(&["sensitivity", name, "--over", "budget.FRA"])
        .ends(2)
        .tells("`budget.FRA` is no figure of the model")
        .tells("budget.DEU");
    it.run(&["sensitivity", name, "--over", "*", "--by", "120%"])
        .ends(2)
        .tells("write a share above 0 and below 100 %");
    it.run(&["alternatives", name, "--within", "-1%"]).ends(2).tells("write a share from 0 to below 100 %");
    it.run(&["frontier", name, "--goals", "gap,gap"]).ends(2).tells("two of the goals are the same");
}

#[test]
fn models_answer_in_json_what_their_demands_cost_and_why_there_is_no_plan() {
    let multi = std::fs::read_to_string(root().join("models/multi.yaml")).unwrap();
    let offers = std::fs::read_to_string(root().join("models/multi-offers.csv")).unwrap();
    let it = shipped("multi-fixed.yaml").file("multi.yaml", &multi).file("multi-offers.csv", &offers);
    let list = it.run(&["rules", "multi-fixed.yaml", "--pairs", "--format", "json"]).succeeds().json();
    assert_eq!(list["screened"], false);
    assert!(list["lines"].as_array().is_some_and(|lines| !lines.is_empty()));
    let four = ["--set", "supply.routes.customers_at_most=4"];
    let found =
        it.run(&[&["infeasible", "multi-fixed.yaml", "--format", "json"][..], &four].concat()).succeeds().json();
    assert_eq!(found["has_plan"], false);
    it.run(&["solve", "multi-fixed.yaml", "--out", "run"]).succeeds();
    let of_run = it.run(&["rules", "run", "--pairs", "--format", "json"]).succeeds().json();
    assert_eq!(of_run, list);
    it.run(&["infeasible", "run"]).succeeds().prints("There is a plan that keeps every limit");
    let frontier = shipped("two-ends.yaml");
    let found = frontier.run(&["frontier", "two-ends.yaml", "--format", "json"]).succeeds().json();
    assert_eq!(found["exactness"], "corners");
    assert_eq!(found["points"].as_array().unwrap().len(), 2);
}

#[test]
fn a_run_that_does_not_say_what_it_decides_is_told_so() {
    let it: Try = shipped("joint-discount.yaml");
    it.run(&["solve", "joint-discount.yaml", "--out", "run"]).succeeds();
    std::fs::remove_file(it.path("run/decisions.csv")).unwrap();
    it.list_anew("run");
    it.run(&["explain", "run"]).ends(1).tells("the run does not say its integer decisions; solve its model again");
}

#[test]
fn plans_as_good_as_the_best_are_looked_at_without_any_room() {
    for name in ["shells-for-three.yaml", "joint-discount.yaml", "guns-for-three.yaml"] {
        let it = shipped(name);
        let json = it.run(&["alternatives", name, "--within", "0 %", "--format", "json"]).succeeds().json();
        for goal in json["goals"].as_array().unwrap() {
            // The value and what plans may take it to.
            assert_eq!(goal[2], goal[3], "{name}");
        }
        assert!(!json["lines"].as_array().unwrap().is_empty());
    }
}

#[test]
fn targets_can_be_varied() {
    let it = shipped("transport.yaml");
    let args = ["sensitivity", "transport.yaml", "--over", "target.*", "--by", "1 %", "--format", "json"];
    let json = it.run(&args).succeeds().json();
    let line = json["lines"].as_array().unwrap().iter().find(|line| line["figure"] == "target.NYC.goods");
    // Of 325 cases one percent less saves 3.25 at Dantzig's price of 0.225.
    let down = line.unwrap_or_else(|| panic!("{json}"))["down"].as_f64().unwrap();
    assert!((down - (153.675 - 3.25 * 0.225)).abs() < 1e-6, "{down}");
}

#[test]
fn limits_are_counted_alike_by_solve_and_by_audit() {
    for name in ["shells-for-three.yaml", "common-money.yaml", "fielding.yaml", "enablers.yaml", "leaving-a-cloud.yaml"]
    {
        let it = shipped(name);
        let solved = it.run(&["solve", name, "--out", "run", "--format", "json"]).succeeds().json();
        let audited = it.run(&["audit", name, "run", "--format", "json"]).succeeds().json();
        assert_eq!(solved["audited_limits"], audited["verdict"]["checked"], "{name}");
    }
}

#[test]
fn a_plan_that_fails_its_audit_is_no_answer_of_any_question() {
    let it = shipped("shells-for-three.yaml");
    it.run(&["solve", "shells-for-three.yaml", "--out", "run"]).succeeds();
    it.run(&["solve", "shells-for-three.yaml", "--out", "good"]).succeeds();
    // Orders a hundred times as large, as if they had been written so.
    let orders = it.path("run/orders.csv");
    let text = std::fs::read_to_string(&orders).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap().to_owned();
    let place = head.split(',').position(|name| name == "quantity").unwrap();
    let larger = lines.map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells[place] = (100.0 * cells[place].parse::<f64>().unwrap()).to_string();
        cells.join(",")
    });
    let changed = std::iter::once(head).chain(larger).collect::<Vec<_>>().join("\n");
    std::fs::write(&orders, changed).unwrap();
    it.list_anew("run");
    for args in [
        &["ladder", "run"][..],
        &["why", "run", "nation", "DEU"],
        &["diff", "run", "good"],
        &["diff", "good", "run"],
        &["report", "run", "--to", "page.html"],
    ] {
        it.run(args).ends(8).tells("fails its audit");
    }
    assert!(!it.path("page.html").exists());
}

#[test]
fn what_is_unlike_in_two_runs_is_said_first() {
    let it = shipped("shells-for-three.yaml");
    it.run(&["solve", "shells-for-three.yaml", "--out", "one"]).succeeds();
    let text = std::fs::read_to_string(it.path("shells-for-three.yaml")).unwrap();
    let other = text.replace("horizon: 2026..2029", "horizon: 2026..2030");
    assert_ne!(text, other);
    std::fs::write(it.path("other.yaml"), other).unwrap();
    it.run(&["solve", "other.yaml", "--out", "two"]).succeeds();
    let said = crate::setting::stdout(&it.command(&["diff", "one", "two"]).output().unwrap());
    let place = |what: &str| said.find(what).unwrap_or_else(|| panic!("{what}: {said}"));
    assert!(place("The horizons differ: 2026–2029 and 2026–2030.") < place("Goals that both have"), "{said}");
}

#[test]
fn audit_says_which_columns_it_does_not_read() {
    let it = shipped("transport.yaml");
    it.run(&["solve", "transport.yaml", "--out", "run"]).succeeds();
    let text = std::fs::read_to_string(it.path("run/orders.csv")).unwrap();
    std::fs::write(it.path("mine.csv"), text).unwrap();
    it.run(&["audit", "transport.yaml", "mine.csv"])
        .succeeds()
        .tells("mine.csv: the columns producer, capability, value are not read");
    // What a run holds beside its orders follows from them.
    it.run(&["audit", "transport.yaml", "run"]).succeeds().tells_nothing();
}

#[test]
fn audit_says_what_has_changed_since_a_run_was_written() {
    let it = shipped("shells-for-three.yaml");
    let (model, since) = ("shells-for-three.yaml", "changed_since");
    it.run(&["solve", model, "--out", "run"]).succeeds();
    let said = |args: &[&str]| -> Vec<String> {
        let json = it.run(&[&["audit"], args, &["--format", "json"]].concat()).json();
        serde_json::from_value(json[since].clone()).unwrap()
    };
    assert!(said(&[model, "run"]).is_empty());
    // Another place of the same file is no change, and whoever brings a table alone is told nothing.
    std::fs::create_dir(it.path("moved")).unwrap();
    std::fs::copy(it.path(model), it.path("moved/named-otherwise.yaml")).unwrap();
    assert!(said(&["moved/named-otherwise.yaml", "run"]).is_empty());
    std::fs::copy(it.path("run/orders.csv"), it.path("orders.csv")).unwrap();
    assert!(said(&[model, "orders.csv"]).is_empty());
    // Other values and another proposal.
    let settings = said(&[model, "run", "--set", "nations.DEU.budget=100000"]);
    assert_eq!(settings.len(), 1, "{settings:?}");
    assert!(settings[0].contains("no value overridden") && settings[0].contains("--set nations.DEU.budget=100000"));
    // Of a plan that does not fit, that may be why.
    it.run(&["audit", model, "run", "--proposal", "alone"])
        .ends(3)
        .tells("note: The run was made under the proposal together, and is audited under alone.");
    // Another table.
    let orders = it.path("run/orders.csv");
    let written = std::fs::read_to_string(&orders).unwrap();
    std::fs::write(&orders, written.trim_end_matches('\n')).unwrap();
    let table = said(&[model, "run"]);
    assert!(table.len() == 1 && table[0].contains("orders.csv"), "{table:?}");
    std::fs::write(&orders, written).unwrap();
    // Another model, which the plan keeps: the audit passes, and says so on the screen.
    let text = std::fs::read_to_string(it.path(model)).unwrap();
    std::fs::write(it.path(model), format!("{text}\n# A remark.\n")).unwrap();
    it.run(&["audit", model, "run"])
        .succeeds()
        .prints(&format!("The model or its data have changed since the run was written: {model} is another."));
    // A folder that does not say what it was made from.
    std::fs::remove_file(it.path("run/provenance.json")).unwrap();
    let unknown = said(&[model, "run"]);
    assert!(unknown.len() == 1 && unknown[0].contains("cannot be told"), "{unknown:?}");
    std::fs::remove_file(it.path("run/contents.json")).unwrap();
    let unknown = said(&[model, "run"]);
    assert!(unknown.len() == 1 && unknown[0].contains("cannot be told"), "{unknown:?}");
}

#[test]
fn a_difference_of_goals_is_told_as_far_as_it_is_proven() {
    let it = Try::new();
    let text = "
model: Nearly the same
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 100 } }
capabilities: { guns: { us_baseline: 100 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: 2 } }
goals: [{ minimise: gap, within: 10 % }, { minimise: cost }]
";
    std::fs::write(it.path("near.yaml"), text).unwrap();
    for (run, budget) in [("one", "100"), ("near", "101"), ("far", "140")] {
        let set = format!("nations.DEU.budget={budget}");
        it.run(&["solve", "near.yaml", "--set", &set, "--out", run]).succeeds();
    }
    // A goal may give up a tenth of what it gains, 5 points of 50: one MEUR, half a gun of a hundred, is less than that.
    it.run(&["diff", "one", "near"]).succeeds().prints("same ± 5.05 points");
    it.run(&["diff", "one", "far"]).succeeds().prints("−18.0 points ± 7.00 points");
    it.run(&["diff", "far", "one"]).succeeds().prints("+18.0 points ± 7.00 points");
}
