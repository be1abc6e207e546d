//! No question contradicts a fresh solve: what is said of a changed model is compared with a plan of that model.

use entente::budget::Budget;
use entente::layout::Screen;
use entente::model::{Model, Parameter, Sense};
use entente::planning::{Approach, Problem, Run, plan};
use entente::questions::explain::{
    Explaining, OneSide, RankedBy, RateBasis, ScarceLimit, Scarcity, explain, explain_text,
};
use entente::questions::infeasible::{infeasible, infeasible_text};
use entente::questions::rules::{Outcome, Pricing, rules};
use entente::questions::sensitivity::{Sensitivity, Varying, sensitivity};
use entente::solve::Failure;

pub mod small;

use small::Small;

use crate::models::put_under;
use crate::setting::{assert_close, model, root, solved};

/// The best of each goal in its turn; `None` where there is no plan.
fn fresh(model: &Model) -> Option<Vec<f64>> {
    match plan(model, Approach::default()) {
        Ok(run) => Some(run.stages.iter().map(|stage| stage.value).collect()),
        Err(Problem::Unsolved(Failure::Infeasible)) => None,
        Err(problem) => panic!("{problem}"),
    }
}

fn explained(run: &Run, goal: usize) -> Scarcity {
    let asked = Explaining { goal, most: 50, by: RankedBy::Unit, by_year: false, check: true };
    explain(run, asked, Budget::default()).unwrap()
}

fn limit<'a>(found: &'a Scarcity, words: &str) -> &'a ScarceLimit {
    found.limits.iter().find(|limit| limit.limit.starts_with(words)).unwrap_or_else(|| panic!("{words}: {found:?}"))
}

fn case(name: &str) -> Model {
    let path = root().join("tests/cases").join(name);
    crate::setting::model_file(&path)
}

#[test]
fn one_more_of_what_is_required_has_a_plan() {
    // Ten guns at 3 are required. One more of them costs 3 more, as a solve of that model says.
    let found = explained(&solved(&case("one-more-is-possible.yaml")), 0);
    let target = limit(&found, "target of Austria");
    assert_close(target.more.change.unwrap(), 3.0, 1e-9);
    assert!(target.checked.unwrap() < 1e-6);
}

#[test]
fn what_is_held_is_part_of_a_target() {
    let text = "
model: Held
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 1000 } }
capabilities: { guns: { held: { DEU: 50 }, targets: { DEU: 100 }, targets_are: required } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: 10 } }
goals: [{ minimise: cost }]
";
    let found = explained(&solved(&model(text)), 0);
    let target = limit(&found, "target of Germany");
    assert_close(target.stands_at, 100.0, 1e-9);
    assert_close(target.more.change.unwrap(), 10.0, 1e-9);
    // One percent of what was asked is one gun.
    assert_close(target.one_percent, -10.0, 1e-6);
}

#[test]
fn a_price_band_that_cannot_be_filled_any_more_is_decided_anew() {
    // 36 buy nine guns at 4; 35 buy seven at 5. So there is a plan with one less, and it lacks two guns more of twenty.
    let text = "
model: Bands
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 36 } }
capabilities: { guns: { us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: { 0: 5, 9: 4 } } }
goals: [{ minimise: gap }]
";
    let run = solved(&model(text));
    let found = explained(&run, 0);
    let budget = limit(&found, "free budget of Germany");
    assert_eq!(budget.less.by, RateBasis::Anew, "{budget:?}");
    assert_close(budget.less.change.unwrap(), 0.1, 1e-6);
    assert_close(budget.more.change.unwrap(), -1.0 / 80.0, 1e-6);
    let said = explain_text(&found, 0.0, Screen { width: None, color: false });
    assert!(
        said.contains("One MEUR less, with everything decided anew, raises capability gap by 10.00 points to 65.0 %."),
        "{said}"
    );
    assert!(said.contains("55.0 % at best, with the integer decisions of the plan."), "{said}");
    assert!(said.contains("1 limit binds"), "{said}");
    // A tenth less of the budget, 32.4, buys 6.48 guns.
    let over = Parameter::of(&run.model);
    let found = varied(&run, &over, 0);
    let budget = found.lines.iter().find(|line| line.figure == "budget.DEU").unwrap();
    assert_close(budget.down.unwrap(), 1.0 - 6.48 / 20.0, 1e-6);
}

fn varied(run: &Run, over: &[Parameter], goal: usize) -> Sensitivity {
    sensitivity(run, Varying { over, by: 0.1, goal, ranges: Some(false) }, Budget::default()).unwrap()
}

#[test]
fn a_plan_stays_only_as_long_as_no_other_decision_is_better() {
    // Ten guns: of the first offer for 50, or of the second, whose minimum order is ten, for 60. At more than 6/5 of its price the
    // first is dearer than the second, which is another decision.
    let text = "
model: Two offers
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 1000 } }
capabilities: { guns: { targets: { DEU: 10 }, targets_are: required } }
producers: { works: { seat: DEU } }
offers:
  first: { by: works, gives: guns, price: 5 }
  second: { by: works, gives: guns, price: 6, minimum_order: 10 }
goals: [{ minimise: cost }]
";
    let run = solved(&model(text));
    let over = Parameter::of(&run.model);
    let found = sensitivity(&run, Varying { over: &over, by: 0.1, goal: 0, ranges: None }, Budget::default()).unwrap();
    let price = found.lines.iter().find(|line| line.figure == "price.first").unwrap();
    assert_close(price.stays.unwrap().to.unwrap(), 1.2, 1e-3);
}

/// That a side of a limit is what a fresh solve finds.
fn holds(small: &Small, found: &Scarcity, entry: &ScarceLimit, way: f64, linear: bool) -> u32 {
    let side: &OneSide = if way > 0.0 { &entry.more } else { &entry.less };
    let step = match (side.change, side.by) {
        (Some(_), RateBasis::Plan) => side.until.unwrap().min(1.0) * 0.9,
        (Some(_), RateBasis::Anew) => side.until.unwrap(),
        (None, _) => 0.3,
    };
    if step < 1e-3 {
        return 0;
    }
    let Some(other) = small.moved(&entry.limit, way * step) else { return 0 };
    if other.nations.iter().any(|nation| nation[0] < 0.0 || nation[1] <= 0.0)
        || other.offers.iter().any(|o| o.capacity < 0.0)
    {
        return 0;
    }
    let there = fresh(&other.model()).map(|values| values[0]);
    let near = |one: f64, other: f64| (one - other).abs() <= 3e-4 * one.abs().max(1e-3);
    match (side.change, there) {
        (Some(rate), Some(there)) => {
            let told = found.value + rate * step;
            let minimised = small.model().goals[0].sense == Sense::Minimise;
            let no_better =
                if minimised { there <= told + 3e-4 * told.abs().max(1e-3) } else { there >= told - 3e-4 * told.abs() };
            assert!(no_better, "{entry:?} {way}: a fresh solve finds {there}, told {told}\n{}", small.text());
            if linear || side.by == RateBasis::Anew {
                assert!(near(told, there), "{entry:?} {way}: {told} is not {there}\n{}", small.text());
            }
            1
        }
        (None, None) => 1,
        (told, there) => panic!("{entry:?} {way}: told {told:?}, fresh {there:?}\n{}", small.text()),
    }
}

#[test]
fn every_figure_of_explain_is_one_that_a_fresh_solve_finds() {
    let (mut sides, mut without) = (0, 0);
    for seed in 0..250 {
        let small = Small::drawn(seed);
        let model = small.model();
        let Ok(run) = plan(&model, Approach::default()) else { continue };
        let found = explained(&run, 0);
        let linear = !found.decided;
        if linear {
            assert_close(found.value, run.stages[0].value, 1e-6);
        }
        for entry in &found.limits {
            for way in [1.0, -1.0] {
                sides += holds(&small, &found, entry, way, linear);
                without += u32::from(if way > 0.0 { &entry.more } else { &entry.less }.change.is_none());
            }
        }
    }
    assert!(sides > 100, "{sides} sides");
    assert!(without > 0, "no side had no plan");
}

#[test]
fn every_row_of_sensitivity_is_one_that_a_fresh_solve_finds() {
    let (mut rows, mut without) = (0, 0);
    for seed in 0..20 {
        let small = Small::drawn(seed);
        let model = small.model();
        let Ok(run) = plan(&model, Approach::default()) else { continue };
        let over = Parameter::of(&model);
        for goal in 0..model.goals.len() {
            let found =
                sensitivity(&run, Varying { over: &over, by: 0.15, goal, ranges: Some(false) }, Budget::default())
                    .unwrap();
            assert_near(found.value, run.stages[goal].value, &small);
            for line in &found.lines {
                let parameter = over.iter().find(|parameter| parameter.name(&model) == line.figure).unwrap();
                for (factor, told) in [(0.85, line.down), (1.15, line.up)] {
                    let there = parameter
                        .scaled(&model, factor)
                        .ok()
                        .and_then(|other| fresh(&other))
                        .map(|values| values[goal]);
                    assert_eq!(
                        told.is_some(),
                        there.is_some(),
                        "{} × {factor}: {told:?}, {there:?}\n{}",
                        line.figure,
                        small.text()
                    );
                    if let (Some(told), Some(there)) = (told, there) {
                        assert_near(told, there, &small);
                    }
                    rows += 1;
                    without += u32::from(told.is_none());
                }
            }
        }
    }
    assert!(rows > 80, "{rows} rows");
    assert!(without > 0, "no row had no plan");
}

fn assert_near(one: f64, other: f64, small: &Small) {
    assert!((one - other).abs() <= 3e-4 * other.abs().max(1e-3), "{one} is not {other}\n{}", small.text());
}

#[test]
fn every_plan_without_a_rule_is_one_that_a_fresh_solve_finds() {
    let mut plans = 0;
    for seed in 0..60 {
        let small = Small::drawn(seed);
        let model = small.model();
        let list = rules(&model, Pricing::default(), Budget::default()).unwrap();
        let mut agree = |told: &Outcome, other: &Small| {
            let there = fresh(&other.model());
            assert_eq!(told.failed.is_none(), there.is_some(), "{told:?}\n{}", other.text());
            for (told, there) in told.goals.iter().zip(there.iter().flatten()) {
                assert_near(*told, *there, other);
            }
            plans += 1;
        };
        agree(&list.all, &small);
        let without = Small { rules: "{}", ..small.clone() };
        for line in list.lines.iter().filter(|line| line.demand.starts_with("rule ")) {
            agree(&line.dropped, &without);
        }
        // What is required is met as a target that may be missed would be.
        if !small.required {
            agree(&list.none, &without);
        }
    }
    assert!(plans > 100, "{plans} plans");
}

#[test]
fn what_is_enough_is_enough_and_no_less_is() {
    let mut asked = 0;
    for seed in 0..150 {
        let mut small = Small::drawn(seed);
        small.required = true;
        let model = small.model();
        if fresh(&model).is_some() {
            continue;
        }
        let found = infeasible(&model, Budget::default()).unwrap();
        assert!(!found.has_plan, "{}", small.text());
        for party in &found.parties {
            let [place] = &party.places[..] else { continue };
            let Some(enough) = party.enough_is.or(place.enough_is) else { continue };
            let by = enough - place.stands_at;
            let (Some(there), Some(before)) =
                (small.moved(&place.limit, by + by.signum() * 1e-4), small.moved(&place.limit, 0.97 * by))
            else {
                continue;
            };
            if there.nations.iter().any(|nation| nation[1] < 0.0) {
                continue;
            }
            assert!(fresh(&there.model()).is_some(), "{enough} of {place:?} is not enough\n{}", small.text());
            assert!(fresh(&before.model()).is_none(), "less than {enough} of {place:?} is enough\n{}", small.text());
            asked += 1;
        }
    }
    assert!(asked > 15, "{asked}");
}

#[test]
fn lots_and_minimum_orders_are_causes() {
    // 23 are required and come by tens at 3 each: 30 cost 90, and there are 80. In any quantity they would cost 69.
    let text = std::fs::read_to_string(root().join("tests/cases/lots-of-ten.yaml")).unwrap();
    let poor = text.replace("{ AUT: {} }", "{ AUT: { budget: 80 } }");
    let found = infeasible(&model(&poor), Budget::default()).unwrap();
    let named: Vec<&str> = found.parties.iter().map(|party| party.demand.as_str()).collect();
    assert_eq!(named, ["budgets", "whole lots", "required targets of guns"]);
    let said = infeasible_text(&found, Screen { width: None, color: false });
    assert!(said.contains("whole lots of lot for Austria, 2026: 10.0 units"), "{said}");
    assert!(said.contains("enough would be orders in any quantity"), "{said}");
    assert!(said.contains("free budget of Austria, 2026: 80.0 m; enough would be 90.0 m"), "{said}");
    let least = poor.replace("lots_of: 10", "minimum_order: 28");
    let found = infeasible(&model(&least), Budget::default()).unwrap();
    let party = found.parties.iter().find(|party| party.demand == "minimum orders").unwrap();
    assert_close(party.enough_is.unwrap(), 80.0 / 3.0, 1e-6);
}

#[test]
fn what_is_enough_counts_what_is_held_and_bands_out_of_reach() {
    let said = |name: &str| {
        infeasible_text(&infeasible(&case(name), Budget::default()).unwrap(), Screen { width: None, color: false })
    };
    let held = said("infeasible-held.yaml");
    assert!(held.contains("target of Germany for guns, 2026: 100 US-equivalents; enough would be 60.0"), "{held}");
    let bands = said("infeasible-bands.yaml");
    assert!(bands.contains("free budget of Germany, 2026: 20.0 m; enough would be 40.0 m"), "{bands}");
}

/// That nobody is worse off than alone is a demand like others.
#[test]
fn being_no_worse_off_than_alone_is_a_cause() {
    let text = "model: alone\nhorizon: 2026\nnations: { DEU: { budget: 10, gdp: 1 }, FRA: { budget: 10, gdp: 1 } }\n\
        capabilities: { guns: { us_baseline: 10 } }\nproducers: { far: { seat: KOR } }\n\
        offers: { gun: { by: far, gives: guns, price: 1 } }\nproposals:\n  p:\n    pools: { all: { members: \"{DEU, FRA}\" } }\n    \
        rules:\n      content: { rule: european_content, at_least: 50 %, of: basket }\n      fair: { rule: nobody_worse_off }\n\
        goals: [ { minimise: gap } ]\n";
    let asked = put_under(&model(text), "p");
    assert!(matches!(plan(&asked, Approach::default()), Err(Problem::Unsolved(Failure::Infeasible))));
    let conflict = infeasible(&asked, Budget::default()).unwrap();
    let parties: Vec<&str> = conflict.parties.iter().map(|party| party.demand.as_str()).collect();
    assert_eq!(parties, ["rule content", "rule fair"]);
}
