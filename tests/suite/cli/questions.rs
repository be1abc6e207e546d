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
    assert_eq!(first(&json(&["--by", "percent"])), "free budget of DEU", "the largest budget");
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
    it.run(&["alternatives", name, "--within", "-1%"]).ends(2).tells("write a share above 0 and below 100 %");
    it.run(&["frontier", name, "--goals", "gap,gap"]).ends(2).tells("the two goals are the same");
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
