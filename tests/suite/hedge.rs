//! One plan for several futures: the farmer of Birge and Louveaux, and laws that every such plan keeps.

use std::fmt::Write;

use entente::input::{read_file, read_study};
use entente::planning::Approach;
use entente::questions::hedge::hedge;
use entente::questions::hedge::{Hedge, HedgeFuture, HedgeProblem, NoMean, futures_of};
use entente::scenario::Models;
use entente::units::Year;
use proptest::prelude::*;

use crate::setting::{assert_close, entente, law, model, root, solved, stderr, stdout};

/// The plan for the futures of a study.
fn planned(study: &str) -> Hedge {
    let reading = read_study(&root().join(study));
    let told = reading.render_findings(false).join("\n");
    let (study, base, _) = reading.study.unwrap_or_else(|| panic!("{told}"));
    let reads = |settings: &[(String, String)]| Ok(read_file(&reading.model_path, settings).model.unwrap());
    let models = Models::of(base, &reads);
    let futures = futures_of(&study, &models, &study.proposals[0]).unwrap();
    hedge(&futures, Year(study.two_stage.unwrap().decide_until), Approach::default(), None).unwrap()
}

/// Units of an offer ordered in a future.
fn ordered(hedge: &Hedge, future: usize, offer: &str) -> f64 {
    let future = &hedge.futures[future];
    let offer = future.model.offers.find(offer).unwrap();
    future.plan.orders.iter().filter(|order| order.offer == offer).map(|order| order.quantity).sum()
}

#[test]
fn the_farmer_of_birge_and_louveaux() {
    let hedge = planned("examples/studies/farmer.yaml");
    let goal = &hedge.goals[0];
    let profit = |value: f64| 906_000.0 - value;
    let is = |found: f64, published: f64| assert!((found - published).abs() < 0.01, "{found}, not {published}");
    is(profit(goal.recourse.value), 108_390.0);
    is(profit(goal.wait_and_see.value), 115_405.555_6);
    is(profit(goal.mean.unwrap().value), 118_600.0);
    is(profit(goal.mean_held.unwrap().value), 107_240.0);
    is(goal.of_knowing().value, 7_015.555_6);
    is(goal.of_planning().unwrap().value, 1_150.0);
    for future in 0..3 {
        let acres = ["wheat_acre", "corn_acre", "beets_acre"].map(|offer| ordered(&hedge, future, offer));
        for (found, published) in acres.into_iter().zip([170.0, 80.0, 250.0]) {
            assert_close(found, published, 1e-6);
        }
    }
    let names: Vec<&str> = hedge.futures.iter().map(|future| future.name.as_str()).collect();
    assert_eq!(names, ["poor", "base", "rich"]);
}

#[test]
fn guns_are_ordered_before_it_is_known_how_many_are_needed() {
    let hedge = planned("examples/studies/before-the-crisis.yaml");
    let goal = &hedge.goals[0];
    assert_close(goal.recourse.value, 100.0, 1e-6);
    assert_close(goal.wait_and_see.value, 250.0 / 3.0, 1e-6);
    assert_close(goal.mean_held.unwrap().value, 310.0 / 3.0, 1e-6);
    assert_close(goal.of_knowing().value, 50.0 / 3.0, 1e-6);
    assert_close(goal.of_planning().unwrap().value, 10.0 / 3.0, 1e-6);
    assert_close(ordered(&hedge, 0, "ordered_ahead"), 20.0, 1e-6);
}

/// A plan for a mean that one future cannot keep: more is ordered now than may ever stand there.
#[test]
fn a_mean_plan_that_a_future_cannot_keep_is_told() {
    let text = |target: f64| {
        let text = std::fs::read_to_string(root().join("models/before-the-crisis.yaml")).unwrap();
        text.replace("overshoot: 200 %", "overshoot: 100 %").replace("2027: 10", &format!("2027: {target}"))
    };
    let future = |name: &str, target| HedgeFuture { name: name.to_owned(), weight: 1.0, model: model(&text(target)) };
    let hedge = hedge(&[future("peace", 10.0), future("crisis", 20.0)], Year(2026), Approach::default(), None).unwrap();
    assert_eq!(hedge.no_mean, Some(NoMean::Breaks(vec!["peace".to_owned()])));
    assert_close(hedge.goals[0].recourse.value, (50.0 + 50.0 + 90.0) / 2.0, 1e-6);
    assert!(hedge.goals[0].mean.is_some() && hedge.goals[0].of_planning().is_none());
}

#[test]
fn futures_that_do_not_fit_together_are_refused() {
    let text = std::fs::read_to_string(root().join("models/before-the-crisis.yaml")).unwrap();
    let future = |weight, text: &str| HedgeFuture { name: "this".to_owned(), weight, model: model(text) };
    let refused = |futures: &[HedgeFuture], until| match hedge(futures, Year(until), Approach::default(), None) {
        Err(HedgeProblem::Futures(what)) => what,
        other => panic!("{other:?}"),
    };
    assert!(refused(&[], 2026).contains("no futures"));
    assert!(refused(&[future(0.0, &text)], 2026).contains("not above 0"));
    assert!(refused(&[future(1.0, &text)], 2030).contains("the horizon is 2026..2027"));
    let other = text.replace("  from_stock:", "  from_depot:");
    assert!(refused(&[future(1.0, &text), future(1.0, &other)], 2026).contains("a further offer, `from_depot`"));
}

/// A small model and what two futures make of it.
#[derive(Debug, Clone)]
struct World {
    /// By nation: money a year.
    budgets: [f64; 2],
    /// By offer: price, units a year, lead time in years, and the smallest order, if there is one.
    offers: [(f64, f64, u32, Option<f64>); 3],
    baseline: f64,
    /// By future: what becomes of the later budgets, of the baseline, and of what the third line makes.
    futures: [(f64, f64, f64); 2],
    weights: (f64, f64),
}

impl World {
    fn text(&self, future: usize) -> String {
        let (money, needed, made) = self.futures[future];
        let mut text = "model: Random\nhorizon: 2026..2028\nnations:\n".to_owned();
        for (code, budget) in ["DEU", "POL"].iter().zip(self.budgets) {
            let later = budget * money;
            let _ = writeln!(text, "  {code}: {{ budget: {{ 2026: {budget}, 2027: {later}, 2028: {later} }} }}");
        }
        let baseline = self.baseline * needed;
        let _ = writeln!(text, "capabilities: {{ guns: {{ us_baseline: {baseline}, overshoot: 500 % }} }}");
        let _ = writeln!(text, "producers: {{ works: {{ seat: DEU }} }}\noffers:");
        for (place, (price, capacity, lead, least)) in self.offers.iter().enumerate() {
            let capacity = if place == 2 { capacity * made } else { *capacity };
            let _ =
                write!(text, "  offer_{place}: {{ by: works, gives: guns, price: {price}, capacity: {capacity} a year");
            let _ = write!(text, ", lead_time: {lead} years");
            if let Some(least) = least {
                let _ = write!(text, ", minimum_order: {least}");
            }
            let _ = writeln!(text, " }}");
        }
        text + "goals: [{ minimise: gap }]\n"
    }

    fn future(&self, future: usize, weight: f64) -> HedgeFuture {
        HedgeFuture { name: format!("future {future}"), weight, model: model(&self.text(future)) }
    }

    fn both(&self, times: f64) -> [HedgeFuture; 2] {
        [self.future(0, self.weights.0 * times), self.future(1, self.weights.1 * times)]
    }
}

fn world() -> impl Strategy<Value = World> {
    let offer = (2.0..12.0, 5.0..60.0, 0u32..2, prop_oneof![2 => Just(None), 1 => (3.0..25.0).prop_map(Some)]);
    let future = (0.2..2.0, 0.5..1.5, 0.3..1.5);
    (
        prop::array::uniform2(20.0..300.0),
        prop::array::uniform3(offer),
        30.0..150.0,
        prop::array::uniform2(future),
        (0.2..3.0, 0.2..3.0),
    )
        .prop_map(|(budgets, offers, baseline, futures, weights)| World {
            budgets,
            offers,
            baseline,
            futures,
            weights,
        })
}

fn of(futures: &[HedgeFuture], until: i32) -> Hedge {
    hedge(futures, Year(until), Approach::default(), None).unwrap_or_else(|problem| panic!("{problem}"))
}

/// What searches over integer decisions leave open.
const OPEN: f64 = 3e-4;

proptest! {
    #![proptest_config(law(24, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/hedge.txt")))]

    /// Who knows what comes does no worse than who plans for all of it, who does no worse than who plans for the mean; and who
    /// must decide more now does no better.
    #[test]
    fn to_know_is_better_than_to_plan_and_to_plan_better_than_to_hope(world in world()) {
        let found = of(&world.both(1.0), 2026);
        let goal = &found.goals[0];
        prop_assert!(goal.wait_and_see.value <= goal.recourse.value + OPEN, "{goal:?}");
        prop_assert!(goal.of_knowing().most >= -1e-7, "{goal:?}");
        if let Some(held) = goal.mean_held {
            prop_assert!(goal.recourse.value <= held.value + OPEN, "{goal:?}");
        }
        let later = of(&world.both(1.0), 2027);
        prop_assert!(goal.recourse.value <= later.goals[0].recourse.value + OPEN, "{goal:?} {:?}", later.goals[0]);
        // What is decided now is the same, and the value is what the futures come to.
        let now = |future: usize| -> Vec<_> {
            let plan = &found.futures[future].plan;
            plan.orders.iter().filter(|order| order.step.index() == 0).copied().collect()
        };
        prop_assert_eq!(now(0), now(1));
        let mean: f64 = found.futures.iter().map(|future| future.share * future.values[0]).sum();
        assert_close(mean, goal.recourse.value, 1e-5);
    }

    /// One future, or the same twice, is the plain model; and only relations of weights count.
    #[test]
    fn one_future_is_the_plain_model(world in world()) {
        let plain = solved(&model(&world.text(0))).stages[0].value;
        let one = of(&[world.future(0, 1.0)], 2026);
        let same = of(&[world.future(0, 1.0), world.future(0, 2.0)], 2026);
        for found in [&one, &same] {
            let goal = &found.goals[0];
            prop_assert!((goal.recourse.value - plain).abs() <= OPEN, "{goal:?}, not {plain}");
            prop_assert!(goal.of_knowing().value.abs() <= OPEN, "{goal:?}");
            let planning = goal.of_planning().map(|worth| worth.value);
            prop_assert!(planning.is_some_and(|worth| worth.abs() <= OPEN), "{goal:?} {:?}", found.no_mean);
        }
        // With every integer decision of the plain plan, it comes to the same.
        let decided = solved(&model(&world.text(0))).decisions;
        let held = hedge(&[world.future(0, 1.0)], Year(2026), Approach::default(), Some(&decided)).unwrap();
        prop_assert!((held.goals[0].recourse.value - plain).abs() <= OPEN, "{:?}, not {plain}", held.goals[0]);
        let (once, sevenfold) = (of(&world.both(1.0), 2026), of(&world.both(7.0), 2026));
        prop_assert!((once.goals[0].recourse.value - sevenfold.goals[0].recourse.value).abs() <= OPEN);
    }
}

/// With a tolerance of 1e-9, presolve cut off the best plan with these decisions held: 0.558 was reported as proven, where 0.541 is right.
#[test]
fn the_best_plan_with_held_decisions_is_found() {
    let world = World {
        budgets: [75.710_920_759_581_61, 217.891_519_587_252_96],
        offers: [
            (9.148_495_985_726_255, 35.175_722_351_755_01, 1, Some(6.382_770_966_481_79)),
            (7.080_777_546_332_756, 39.915_174_398_538_63, 1, None),
            (5.903_126_356_284_65, 39.668_248_920_516_5, 1, None),
        ],
        baseline: 126.749_983_089_974_85,
        futures: [(1.965_032_416_368_760_2, 0.921_615_036_048_944, 0.376_982_343_173_428_66), (0.2, 0.5, 0.3)],
        weights: (0.2, 0.2),
    };
    let found = of(&[world.future(0, 1.0), world.future(0, 2.0)], 2026);
    assert_close(found.goals[0].mean_held.unwrap().value, found.goals[0].recourse.value, 1e-6);
}

#[test]
fn the_command_says_what_to_do_and_what_it_is_worth() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("hedged");
    let farmer = "examples/studies/farmer.yaml";
    let run = |more: &[&str]| entente([&["hedge", farmer], more].concat());
    let text = stdout(&run(&[]));
    for line in [
        "Knowing today which future comes would be worth 7 016 MEUR (EVPI).",
        "Planning for all futures instead of for their mean saves 1 150 MEUR (VSS).",
        " beets_acre  2026    250  FRA 250",
    ] {
        assert!(text.lines().any(|found| found == line), "no line `{line}` in\n{text}");
    }
    // Written twice: what was there is an earlier result.
    for _ in 0..2 {
        let output = run(&["--format", "json", "--out", out.to_str().unwrap()]);
        assert!(output.status.success(), "{}", stderr(&output));
        let data: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        let goal = &data["goals"][0];
        assert_close(goal["recourse"][0].as_f64().unwrap(), 797_610.0, 1e-8);
        assert_close(goal["of_knowing"]["value"].as_f64().unwrap(), 7_015.555_6, 1e-6);
        assert_eq!(data["now"].as_array().unwrap().len(), 3);
        for table in ["hedge", "hedge_futures", "hedge_decisions"] {
            assert!(out.join(table).with_extension("parquet").exists());
            assert!(std::fs::read_to_string(out.join(table).with_extension("csv")).unwrap().lines().count() > 3);
        }
    }
    let told = run(&["--proposal", "none"]);
    assert_eq!(told.status.code(), Some(2));
    assert!(stderr(&told).contains("the model has no proposal `none`; it has alone, together"));
    let told = entente(["hedge", "examples/studies/shells.yaml"]);
    assert!(!told.status.success() && stderr(&told).contains("the study weighs no futures; add `two_stage:"));
}

#[test]
fn weights_are_read_in_percent_too() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(root().join("examples/studies/before-the-crisis.yaml")).unwrap();
    let model = root().join("models/before-the-crisis.yaml");
    let place = format!("model: {}", model.display());
    let of = |weights: &str| {
        let lines = text.lines().map(|line| match line.trim_start() {
            other if other.starts_with("futures:") => format!("  futures: {weights}"),
            other if other.starts_with("model:") => place.clone(),
            _ => line.to_owned(),
        });
        let path = folder.path().join("study.yaml");
        std::fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
        let output = entente(["hedge", path.to_str().unwrap(), "--format", "json", "--allow-outside"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let data: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        data["goals"][0]["recourse"].clone()
    };
    assert_eq!(of("{ base: 1, crisis: 3 }"), of("{ base: 25 %, crisis: 75 % }"));
}
