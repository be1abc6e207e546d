//! `entente independence`: plans between the one that looks at no denial and the one that is insured as well as can be.

use super::{CLOSE, asked, assert_all_close, number, numbers, words};
use crate::cli::attempt::Try;
use crate::setting::{assert_close, stdout};

/// Twenty guns are wanted from 2027 on, and the money comes in 2026. American ones cost half, and stop for good.
const INSURE: &str = "
model: To be insured
horizon: 2026..2027
nations: { NLD: { budget: { 2026: 60, 2027: 0 } } }
capabilities: { guns: { us_baseline: { 2026: 0, 2027: 20 } } }
producers:
  overseas: { seat: USA }
  works: { seat: NLD }
offers:
  american: { by: overseas, gives: guns, price: 3, without_us: 0 % }
  own: { by: works, gives: guns, price: 6 }
denials: { us: { by: [USA], from: 2027 } }
proposals:
  home: { name: at home, rules: { not_overseas: { rule: excluded_producers, producers: [overseas] } } }
goals: [minimise: gap, minimise: cost]
";

#[test]
fn independence_goes_from_no_insurance_to_all_of_it() {
    let told = asked(INSURE, &["independence"]);
    let points = &told["points"];
    assert_eq!(words(points, "proposal"), ["together"; 3]);
    assert_all_close(&numbers(points, "insured"), &[0.0, 0.5, 1.0]);
    // At no denial: 20 American ones for 60; without support nothing works.
    // As well as can be: 10 own ones for 60. Later goals may give up 2 % of the half that this gains: 0.2 own ones less buy 0.4
    // American ones: 10.2 of 20 in normal times, 9.8 when denied.
    // Half way, at most (1 + 0.51) / 2 are missing: 4.9 own ones for 29.4, and 10.2 American ones for the other 30.6.
    assert_all_close(&numbers(points, "gap"), &[0.0, 0.245, 0.49]);
    assert_all_close(&numbers(points, "gap_when_denied"), &[1.0, 0.755, 0.51]);
    assert_all_close(&numbers(points, "lost_in_last_year"), &[1.0, 10.2 / 15.1, 0.4 / 10.2]);
    assert_all_close(&numbers(points, "orders"), &[60.0; 3]);
    assert_all_close(&numbers(points, "cost"), &[60.0; 3]);
    for (place, own) in [0.0, 29.4, 58.8].into_iter().enumerate() {
        for rung in 0..5 {
            assert_close(number(points, &format!("/{place}/domestic/{rung}")), own, CLOSE);
        }
    }
    // 4 % are lost of the last, less than the 10 % that are borne, in whichever year it begins.
    assert_eq!(points[0]["independent_from"], serde_json::Value::Null);
    assert_eq!(points[2]["independent_from"], 2026);
    assert_eq!(told["by_budget"], serde_json::json!([]));
    assert_eq!(told["denials"], serde_json::json!(["us"]));
}

#[test]
fn independence_has_as_many_points_as_are_asked_for() {
    let two = asked(INSURE, &["independence", "--points", "2"]);
    assert_all_close(&numbers(&two["points"], "gap_when_denied"), &[1.0, 0.51]);
    let five = asked(INSURE, &["independence", "--points", "5"]);
    // A step is 0.49 / 4.
    let steps = [1.0, 0.8775, 0.755, 0.6325, 0.51];
    assert_all_close(&numbers(&five["points"], "gap_when_denied"), &steps);
    assert_all_close(&numbers(&five["points"], "gap"), &steps.map(|gap| 1.0 - gap));
}

#[test]
fn independence_by_budget_is_that_of_insured_plans() {
    let told = asked(INSURE, &["independence", "--points", "2", "--budgets", "50 %,100 %,200 %"]);
    let by_budget = &told["by_budget"];
    assert_all_close(&numbers(by_budget, "budgets"), &[0.5, 1.0, 2.0]);
    assert_all_close(&numbers(by_budget, "insured"), &[1.0; 3]);
    // 30 buy 5 own ones, and 2 % of a quarter may be given up: 4.9 and 0.2 American ones.
    // 120 buy 20 own ones; 2 % are 0.4 of them, so 19.6, and 0.4 American ones close the gap: 117.6 + 1.2.
    assert_all_close(&numbers(by_budget, "gap"), &[0.745, 0.49, 0.0]);
    assert_all_close(&numbers(by_budget, "gap_when_denied"), &[0.755, 0.51, 0.02]);
    assert_all_close(&numbers(by_budget, "cost"), &[30.0, 60.0, 118.8]);
    assert_eq!(by_budget[1], told["points"][1]);
}

#[test]
fn independence_holds_proposals_beside_each_other() {
    let told = asked(INSURE, &["independence", "--points", "2", "--proposals", "home,together"]);
    assert_eq!(words(&told["points"], "proposal"), ["home", "home", "together", "together"]);
    assert_eq!(words(&told["points"], "name")[0], "at home");
    // Whoever may not buy overseas is insured already, at half of what is wanted.
    assert_all_close(&numbers(&told["points"], "gap"), &[0.5, 0.5, 0.0, 0.49]);
    assert_all_close(&numbers(&told["points"], "gap_when_denied"), &[0.5, 0.5, 1.0, 0.51]);
    // Everyone alone is a proposal like the others, where it is named.
    let alone = asked(INSURE, &["independence", "--points", "2", "--proposals", "alone"]);
    assert_eq!(words(&alone["points"], "proposal"), ["alone"; 2]);
}

#[test]
fn independence_prints_the_premium() {
    let it = Try::new().file("model.yaml", INSURE);
    let ran = it.run(&["independence", "model.yaml", "--budgets", "200 %"]).succeeds().tells_nothing();
    ran.prints("To be insured · MEUR · what independence costs, ")
        .prints("Insured against: us.")
        .prints(
            "Insured but for 2 %, all together: gap when denied −49.0 points, gap in normal times +49.0 points, orders by \
             value added inside +58.8 m, paid 0.",
        )
        .prints("Insured but for 2 %, by budgets")
        .prints("all together    200 %  0.0 %            2.0 %              2.0 %             2026   119 m");
}

/// Several denials: the worst of them counts, each by all of its own.
#[test]
fn independence_from_several_deniers_looks_at_the_worst() {
    let model = "
model: Two deniers
horizon: 2026..2027
nations: { ROU: { budget: { 2026: 112, 2027: 0 } } }
capabilities: { radars: { us_baseline: { 2026: 0, 2027: 20 } } }
producers: { overseas: { seat: USA }, neighbour: { seat: TUR }, works: { seat: ROU } }
offers:
  american: { by: overseas, gives: radars, price: 4, without_us: 0 % }
  turkish: { by: neighbour, gives: radars, price: 5 }
  own: { by: works, gives: radars, price: 10 }
denials: { us: { by: [USA], from: 2027 }, turkey: { by: [TUR], from: 2027 } }
goals: [minimise: gap, minimise: cost]
";
    // models/robust-plan.yaml works it out: 8, 8 and 4; the worst is 40 %, and later goals may give up 2 % of 60 %.
    let told = asked(model, &["independence", "--points", "2"]);
    assert_all_close(&numbers(&told["points"], "gap_when_denied"), &[1.0, 0.412]);
    assert_all_close(&numbers(&told["points"], "gap"), &[0.0, 0.0]);
    // 20 American ones cost 80.
    assert_close(number(&told["points"], "/0/cost"), 80.0, CLOSE);
    // Against Turkey alone there is nothing to pay.
    let turkey = asked(model, &["independence", "--points", "2", "--denial", "turkey"]);
    assert_all_close(&numbers(&turkey["points"], "gap_when_denied"), &[0.0, 0.0]);
    assert_all_close(&numbers(&turkey["points"], "cost"), &[80.0, 80.0]);
    let asked_for = asked(model, &["independence", "--points", "2", "--deny", "TUR", "--from", "2027"]);
    assert_eq!(asked_for["points"], turkey["points"]);
}

/// A proposal without a plan stands beside the others with its reason; where none has a plan, that is how it ends.
#[test]
fn what_has_no_plan_says_why() {
    let it = Try::new().file("model.yaml", INSURE);
    let wanted = "capabilities.guns.targets={ NLD: { 2026: 0, 2027: 15 } }";
    let required = ["--set", wanted, "--set", "capabilities.guns.targets_are=required"];
    let ask = |more: &[&str]| it.run(&[&["independence", "model.yaml", "--points", "2"], more, &required].concat());
    let ran = ask(&["--proposals", "together,home"]).succeeds().tells("above the 15 of all national targets");
    let text = stdout(&ran.output);
    assert_eq!(
        text.matches("at home, insured 0 %, budgets 100 %: no plan keeps every limit and demand").count(),
        1,
        "{text}"
    );
    let json = ask(&["--proposals", "together,home", "--format", "json"]).succeeds().json();
    assert!(json["points"][0]["failed"].is_null() && json["points"][2]["failed"].is_string(), "{json:#}");
    assert!(json["points"][2]["gap"].is_null(), "{json:#}");
    ask(&["--proposals", "home"]).ends(4).prints_nothing().tells("error: no plan keeps every limit and demand");
    it.run(&["independence", "model.yaml", "--time-limit", "0", "--out", "answer"])
        .ends(6)
        .prints_nothing()
        .tells("the time limit of 0 s ended");
    assert!(!it.path("answer").exists());
}

#[test]
fn independence_tells_what_it_cannot_be_asked() {
    let it = Try::new().file("model.yaml", INSURE);
    for (question, code, told) in [
        (&["--points", "1"][..], 2, "1 is not in 2..=100"),
        (&["--budgets", "0 %"], 2, "write a share above 0 %, such as `120 %`"),
        (&["--budgets", "more"], 2, "write a share above 0 %, such as `120 %`"),
        (&["--below", "200 %"], 2, "write a share such as `10 %`"),
        (&["--proposals", "abroad"], 3, "no proposal `abroad`; it has alone, together, home"),
        (&["--denial", "turkey"], 2, "no denial `turkey`; it has us"),
        (&["--deny", "USA", "--from", "2036"], 2, "2036 is no year of the horizon 2026..2027"),
    ] {
        it.run(&[&["independence", "model.yaml"], question].concat()).ends(code).prints_nothing().tells(told);
    }
    // It solves, and needs a model for that.
    it.run(&["solve", "model.yaml", "--out", "run"]).succeeds();
    it.run(&["independence", "run"]).ends(2).prints_nothing().tells("run is a folder; `independence` solves");
}
