//! What limits cost: price lists, conflicts and frontiers against published answers, and against answers worked by hand.

use entente::budget::Budget;
use entente::input;
use entente::model::{Goal, Model};
use entente::questions::frontier::{Exactness, Tracing, frontier};
use entente::questions::infeasible::infeasible;
use entente::questions::rules::{Pricing, rules};

use crate::setting::{assert_close, model, root};

/// A shipped model, with settings.
fn shipped(name: &str, settings: &[(&str, &str)]) -> Model {
    let settings: Vec<(String, String)> =
        settings.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    input::read_file(&root().join("models").join(name), &settings).model.unwrap()
}

fn goals(model: &Model, words: &[&str]) -> Vec<Goal> {
    words.iter().map(|word| Goal::named(model, word).unwrap()).collect()
}

const LADDER: [(&str, &str); 2] = [("supply.routes.at_least", "375"), ("supply.routes.customers_at_most", "5")];

#[test]
fn the_price_list_climbs_the_published_ladder() {
    // AMPL, multi and multmip1 to 3: what is demanded, then fixed costs, least loads, and five customers at most.
    let model = shipped("multi-fixed.yaml", &LADDER);
    let list = rules(&model, Pricing::default(), Budget::default()).unwrap();
    let in_turn: Vec<f64> = list.lines.iter().map(|line| line.in_turn.goals[0]).collect();
    assert_eq!(in_turn.len(), 6, "{in_turn:?}");
    for (found, published) in in_turn[2..].iter().zip([199_500.0, 229_850.0, 233_150.0, 235_625.0]) {
        assert_close(*found, published, 1e-6);
    }
    assert_close(list.all.goals[0], 235_625.0, 1e-6);
    assert_close(list.none.goals[0], 0.0, 1e-6);
    // Without the most customers: multmip2.
    assert_close(list.lines[5].dropped.goals[0], 233_150.0, 1e-6);
}

#[test]
fn the_conflict_names_what_cannot_hold_with_four_customers() {
    let settings = [LADDER[0], ("supply.routes.customers_at_most", "4")];
    for settings in [&settings[..], &settings[1..]] {
        let found = infeasible(&shipped("multi-fixed.yaml", settings), Budget::default()).unwrap();
        assert!(!found.has_plan);
        let customers = found.parties.iter().find(|party| party.demand == "most customers of a producer").unwrap();
        // One customer more is enough, a quarter more than four.
        assert_close(customers.enough.unwrap(), 0.25, 1e-3);
        assert!(found.parties.iter().all(|party| !party.places.is_empty()), "{found:?}");
        assert!(found.parties.iter().any(|party| party.demand.starts_with("required targets of")), "{found:?}");
    }
    let found = infeasible(&shipped("multi-fixed.yaml", &LADDER), Budget::default()).unwrap();
    assert!(found.has_plan && found.parties.is_empty());
}

#[test]
fn a_conflict_is_minimal_and_says_what_is_enough() {
    // 10 guns at 2 MEUR cost 20, the budget is 15, and the line makes 8: each alone stands against the target. With the line
    // let go, the budget still does; so there are two conflicts, and the target is in both.
    let text = "
model: Guns
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 15 } }
capabilities: { guns: { targets: { DEU: 10 }, targets_are: required } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: 2, capacity: 8 } }
goals: [{ minimise: cost }]
";
    let found = infeasible(&model(text), Budget::default()).unwrap();
    assert_eq!(found.parties.len(), 2, "{found:?}");
    let target = found.parties.iter().find(|party| party.demand == "required targets of guns").unwrap();
    // 7.5 guns are paid for.
    assert_close(target.enough_is.unwrap(), 7.5, 1e-6);
    let other = found.parties.iter().find(|party| party.demand != target.demand).unwrap();
    // Neither more money nor a larger line alone is enough.
    assert!(other.enough_is.is_none() && other.enough.is_none(), "{other:?}");

    // With a line of 12 the budget alone is to blame: 20 MEUR would be enough, or 7.5 guns.
    let found = infeasible(&model(&text.replace("capacity: 8", "capacity: 12")), Budget::default()).unwrap();
    let budget = found.parties.iter().find(|party| party.demand == "budgets").unwrap();
    assert_close(budget.enough_is.unwrap(), 20.0, 1e-6);
    assert_eq!(budget.places.len(), 1);
    assert_close(budget.places[0].stands_at, 15.0, 1e-9);
}

#[test]
fn a_rule_in_conflict_says_how_much_of_it_would_have_to_be_given_up() {
    // All 10 guns must come, and from the far works; 65 % of what is ordered must be inside.
    let text = "
model: Guns
money: MEUR 2025
horizon: 2026
domestic: \"{DEU}\"
nations: { DEU: { budget: 40 } }
capabilities: { guns: { targets: { DEU: 10 }, targets_are: required } }
producers: { near: { seat: DEU }, far: { seat: USA } }
offers:
  near_gun: { by: near, gives: guns, price: 2, capacity: 4 }
  far_gun: { by: far, gives: guns, price: 2 }
rules: { inside: { rule: european_content, of: basket, at_least: 65 % } }
goals: [{ minimise: cost }]
";
    let found = infeasible(&model(text), Budget::default()).unwrap();
    let rule = found.parties.iter().find(|party| party.demand == "rule inside").unwrap();
    // Of 20 MEUR 13 must be inside, and the near line makes 8: 5 are missing.
    assert_close(rule.enough_is.unwrap(), 5.0, 1e-6);
    let line = found.parties.iter().find(|party| party.demand == "capacity of lines").unwrap();
    // 6.5 near guns would be enough.
    assert_close(line.enough_is.unwrap(), 6.5, 1e-6);
}

#[test]
fn the_frontier_of_a_linear_model_has_the_published_ends() {
    let model = shipped("two-ends.yaml", &[]);
    let found = frontier(
        &model,
        &goals(&model, &["gap", "domestic_volume"]),
        Tracing { points: 25, proven: false, base: None },
        Budget::default(),
    )
    .unwrap();
    assert_eq!(found.exactness, Exactness::Corners);
    let points: Vec<[f64; 2]> =
        found.points.iter().map(|point| [40.0 * (1.0 - point.values[0]), point.values[1]]).collect();
    assert_eq!(points.len(), 2, "{points:?}");
    for (found, published) in points.iter().zip([[20.0, 160.0], [8.0, 184.0]]) {
        assert_close(found[0], published[0], 1e-6);
        assert_close(found[1], published[1], 1e-6);
    }
}

#[test]
fn every_corner_of_a_frontier_is_found() {
    // Three guns of each kind, dearer and dearer: each kind adds a corner. By hand: cost 0, 3, 9, 18 for 0, 3, 6, 9 of 9.
    let text = "
model: Guns
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 100 } }
capabilities: { guns: { us_baseline: 9 } }
producers: { works: { seat: DEU } }
offers:
  first: { by: works, gives: guns, price: 1, capacity: 3 }
  second: { by: works, gives: guns, price: 2, capacity: 3 }
  third: { by: works, gives: guns, price: 3, capacity: 3 }
goals: [{ minimise: gap }]
";
    let model = model(text);
    let found = frontier(
        &model,
        &goals(&model, &["gap", "cost"]),
        Tracing { points: 25, proven: false, base: None },
        Budget::default(),
    )
    .unwrap();
    let expected = [[0.0, 18.0], [1.0 / 3.0, 9.0], [2.0 / 3.0, 3.0], [1.0, 0.0]];
    assert_eq!(found.points.len(), expected.len());
    for (point, expected) in found.points.iter().zip(expected) {
        assert_close(point.values[0], expected[0], 1e-6);
        assert_close(point.values[1], expected[1], 1e-6);
    }
    // Fewer points than there are: it says so.
    let found = frontier(
        &model,
        &goals(&model, &["gap", "cost"]),
        Tracing { points: 3, proven: false, base: None },
        Budget::default(),
    )
    .unwrap();
    assert!(found.cut && found.points.len() == 3);
}

#[test]
fn the_knapsack_has_exactly_its_published_points() {
    // 2kp50: 35 efficient plans.
    let published = "2103 1529 2090 1531 2089 1577 2087 1588 2079 1589 2075 1635 2070 1636 2062 1662 2059 1694 2038 1708 2029 1715 \
        2028 1716 2015 1730 2009 1735 2003 1755 1993 1761 1987 1769 1982 1772 1975 1773 1973 1808 1956 1827 1931 1857 1893 1902 \
        1862 1909 1830 1914 1826 1917 1822 1929 1814 1949 1783 1965 1755 1969 1742 1986 1711 2002 1639 2003 1636 2012 1547 2020";
    let published: Vec<f64> = published.split_whitespace().map(|word| word.parse().unwrap()).collect();
    let model = shipped("knapsack.yaml", &[]);
    let asked = goals(&model, &["domestic_volume", "gap"]);
    let found = frontier(&model, &asked, Tracing { points: 50, proven: false, base: None }, Budget::default()).unwrap();
    assert_eq!(found.exactness, Exactness::Plans);
    assert!(!found.cut);
    let points: Vec<f64> =
        found.points.iter().flat_map(|point| [point.values[0], 3000.0 * (1.0 - point.values[1])]).collect();
    assert_eq!(points.len(), published.len());
    for (found, published) in points.iter().zip(&published) {
        assert_close(*found, *published, 1e-6);
    }
}

/// Whether one point is at least as good by every goal as another, and better by one.
fn dominates(asked: &[Goal], one: &[f64], other: &[f64]) -> bool {
    let sign = |goal: &Goal| if goal.sense == entente::model::Sense::Minimise { 1.0 } else { -1.0 };
    let by: Vec<f64> =
        asked.iter().zip(one.iter().zip(other)).map(|(goal, (one, other))| sign(goal) * (other - one)).collect();
    by.iter().all(|better| *better >= -1e-9) && by.iter().any(|better| *better > 1e-5)
}

#[test]
fn a_frontier_by_samples_has_both_ends_and_no_point_that_another_one_beats() {
    for (name, words) in [
        ("development.yaml", ["gap", "cost"]),
        ("guns-for-three.yaml", ["gap", "cost"]),
        ("opening-lines.yaml", ["gap", "cost"]),
        ("fielding.yaml", ["gap", "cost"]),
    ] {
        let model = shipped(name, &[]);
        let asked = goals(&model, &words);
        let traced =
            frontier(&model, &asked, Tracing { points: 5, proven: false, base: None }, Budget::default()).unwrap();
        assert!(traced.points.len() >= 2, "{name}: {:?}", traced.points.len());
        // The ends are what a solve of the goals in either order finds.
        for (place, order) in [(0, [0, 1]), (traced.points.len() - 1, [1, 0])] {
            let ordered = order.map(|goal: usize| asked[goal].clone()).to_vec();
            let run = crate::setting::solved(&model.with_goals(ordered).unwrap());
            let value = run.stages[0].value;
            let point = traced.points[place].values[order[0]];
            assert!((point - value).abs() <= 3e-4 * value.abs().max(1e-3), "{name}: {point} is not {value}");
        }
        for (i, one) in traced.points.iter().enumerate() {
            for (j, other) in traced.points.iter().enumerate() {
                assert!(i == j || !dominates(&asked, &one.values, &other.values), "{name}: {i} beats {j}");
            }
        }
    }
}

#[test]
fn three_goals_are_traded_off_as_well_as_two() {
    // Nine guns: inside for 2 each, outside for 1. Any number of either can be bought, so that gap, domestic volume and cost pull apart.
    let text = "
model: Guns
money: MEUR 2025
horizon: 2026
domestic: \"{DEU}\"
nations: { DEU: { budget: 100 } }
capabilities: { guns: { us_baseline: 9 } }
producers: { near: { seat: DEU }, far: { seat: USA } }
offers:
  near_gun: { by: near, gives: guns, price: 2 }
  far_gun: { by: far, gives: guns, price: 1 }
goals: [{ minimise: gap }]
";
    let model = model(text);
    let asked = goals(&model, &["gap", "domestic_volume", "cost"]);
    let traced =
        frontier(&model, &asked, Tracing { points: 19, proven: false, base: None }, Budget::default()).unwrap();
    assert_eq!(traced.exactness, Exactness::Samples);
    assert!(traced.points.len() >= 8, "{:?}", traced.points.len());
    // By hand: with n near and f far guns, n + f at most 9, the gap is 1 − (n + f) / 9, volume 2 n and cost 2 n + f.
    for point in &traced.points {
        let [gap, volume, cost] = [point.values[0], point.values[1], point.values[2]];
        assert_close(cost, volume + (9.0 * (1.0 - gap) - volume / 2.0), 1e-6);
    }
    let seen: Vec<&[f64]> = traced.points.iter().map(|point| &point.values[..]).collect();
    for (i, one) in seen.iter().enumerate() {
        for (j, other) in seen.iter().enumerate() {
            assert!(i == j || !dominates(&asked, one, other), "{one:?} beats {other:?}");
        }
    }
    // What is cheap without being domestic, which no frontier of two of the goals alone has beside the rest.
    assert!(seen.iter().any(|values| values[1] > 1.0 && values[1] < 17.0 && values[0] > 0.05 && values[0] < 0.9));
}

#[test]
fn a_goal_that_is_not_there_is_answered_by_those_that_are() {
    let found = crate::setting::entente(["frontier", "models/two-ends.yaml", "--goals", "gap,gap_under_denial"]);
    let told = crate::setting::stderr(&found);
    assert!(told.contains("it has gap, worst_gap, national_gap, domestic_volume, us_dependence, cost ("), "{told}");
}
