//! Why there is no plan: `tests/infeasible/<name>.yaml` is a model that has none, with the reason by hand, and
//! `tests/infeasible/<name>.txt` what is said of it. `UPDATE_EXPECT=1 cargo test infeasible` writes the texts anew.

use entente::budget::Budget;
use entente::layout::Screen;
use entente::model::{ALONE, Model, TOGETHER};
use entente::planning::Problem;
use entente::planning::{Approach, plan};
use entente::questions::infeasible::{WayOut, infeasible, infeasible_text};
use entente::solve::Failure;
use expect_test::expect_file;

use crate::setting::{assert_close, files, model_file, root};

/// The only one that takes longer than a moment.
const EUROPEAN: &str = "european-gap";

/// A model of the folder, under the proposal that it writes, if it writes one.
fn without_plan(name: &str) -> Model {
    let model = model_file(&root().join(format!("tests/infeasible/{name}.yaml")));
    let written = model.proposals.codes().find(|code| ![ALONE, TOGETHER].contains(code)).map(str::to_owned);
    match written.filter(|_| name != EUROPEAN) {
        Some(proposal) => model.under(model.proposals.find(&proposal).unwrap()),
        None => model,
    }
}

fn names() -> Vec<String> {
    let stem = |path: &std::path::PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files("tests/infeasible", "yaml").iter().map(stem).filter(|name| name != EUROPEAN).collect()
}

#[test]
fn every_conflict_is_told_as_expected() {
    assert!(names().len() >= 12);
    for name in names() {
        let model = without_plan(&name);
        assert!(matches!(plan(&model, Approach::default()), Err(Problem::Unsolved(Failure::Infeasible))), "{name}");
        let text =
            infeasible_text(&infeasible(&model, Budget::default()).unwrap(), Screen { color: false, width: None });
        expect_file![root().join(format!("tests/infeasible/{name}.txt"))].assert_eq(&text);
    }
}

#[test]
fn what_would_be_enough_is_enough_and_no_more_than_that() {
    // Every threshold of a rule that is said to be enough gives a plan, and a little less of it does not.
    let mut asked = 0;
    for name in names() {
        let model = without_plan(&name);
        for party in infeasible(&model, Budget::default()).unwrap().parties {
            let Some(rule) = model.rules.ids().find(|id| party.demand == format!("rule {}", model.rules[*id].name))
            else {
                continue;
            };
            let plan_with = |change: &dyn Fn(&mut Model)| {
                let mut other = model.clone();
                change(&mut other);
                plan(&other, Approach::default()).is_ok()
            };
            match party.way_out {
                Some(WayOut::Share { is, enough }) => {
                    assert!(plan_with(&|other| other.rules[rule].demand.set_share(enough)), "{name}: {}", party.demand);
                    let hard = enough + 2e-3 * (is - enough).signum();
                    assert!(!plan_with(&|other| other.rules[rule].demand.set_share(hard)), "{name}: {}", party.demand);
                }
                Some(WayOut::Count { is, enough }) => {
                    assert!(plan_with(&|other| other.rules[rule].demand.set_count(enough)), "{name}: {}", party.demand);
                    let hard = if enough > is { enough - 1 } else { enough + 1 };
                    assert!(!plan_with(&|other| other.rules[rule].demand.set_count(hard)), "{name}: {}", party.demand);
                }
                _ => continue,
            }
            asked += 1;
        }
    }
    assert!(asked >= 8, "{asked}");
}

#[test]
fn three_rules_that_clash_are_all_named() {
    for name in names().iter().filter(|name| name.starts_with("three-rules")) {
        let found = infeasible(&without_plan(name), Budget::default()).unwrap();
        let rules = found.parties.iter().filter(|party| party.demand.starts_with("rule ")).count();
        assert_eq!(rules, 3, "{name}: {found:?}");
    }
}

#[test]
fn a_conflict_of_a_large_model_names_budgets_lines_and_the_gap() {
    let found = infeasible(&without_plan(EUROPEAN), Budget::default()).unwrap();
    assert!(!found.has_plan && found.relaxed && found.heaviest);
    let demands: Vec<&str> = found.parties.iter().map(|party| party.demand.as_str()).collect();
    let expected = ["budgets", "capacity of lines", "required: minimise capability gap"];
    assert_eq!(demands, expected);
    // The best mean gap of the years, which a solve of the model finds, is within half a percent of what would be enough.
    let enough = found.parties[2].enough_is.unwrap();
    assert_close(enough, 0.4255, 2e-3);
    assert!(found.parties[1].places.iter().all(|place| place.limit.starts_with("line of ")));
}
