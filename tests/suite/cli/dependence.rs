//! `entente ladder`, `stress`, `timeline` and `independence`: what hangs on others.

mod insured;
mod runs;
mod timelines;
mod trouble;

use serde_json::Value;

use super::attempt::Try;
use super::comparisons::shipped;
use crate::setting::{assert_close, stdout};

/// Solved plans are this close to those worked out by hand.
const CLOSE: f64 = 1e-6;

/// A folder with `model.yaml`, and the answer to a question about it as data.
#[track_caller]
fn asked(text: &str, question: &[&str]) -> Value {
    let it = Try::new().file("model.yaml", text);
    it.run(&[&[question[0], "model.yaml", "--format", "json"], &question[1..]].concat())
        .succeeds()
        .tells_nothing()
        .json()
}

/// A number of an answer.
#[track_caller]
fn number(answer: &Value, place: &str) -> f64 {
    answer.pointer(place).and_then(Value::as_f64).unwrap_or_else(|| panic!("no number at {place} in {answer:#}"))
}

/// One member of every entry of a list.
#[track_caller]
fn numbers(list: &Value, member: &str) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|entry| number(entry, &format!("/{member}"))).collect()
}

#[track_caller]
fn words<'a>(list: &'a Value, member: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|entry| entry[member].as_str().unwrap()).collect()
}

#[track_caller]
fn assert_all_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?} {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert_close(*found, *expected, CLOSE);
    }
}

/// Germany buys 20 guns for 100 and Poland 10 radars for 40, which is all that each may buy, and all that is missing.
const LADDER: &str = "
model: A ladder of two
horizon: 2026..2027
nations:
  DEU: { budget: { 2026: 100, 2027: 0 }, excludes: [overseas] }
  POL: { budget: { 2026: 40, 2027: 0 }, excludes: [works] }
capabilities:
  guns: { us_baseline: 25, held: { DEU: 5 } }
  radars: { us_baseline: { 2026: 15, 2027: 12 } }
holdings:
  old_radar:
    nation: POL
    gives: radars
    quantity: { 2026: 5, 2027: 2 }
    value_added: { POL: 60 %, USA: 40 % }
    authority: [POL, USA]
    without_us: 25 %
producers:
  works: { seat: DEU, owners: { DEU: 50 %, USA: 45 % } }
  overseas: { seat: USA }
offers:
  own_gun: { by: works, gives: guns, price: 5, value_added: { DEU: 80 %, USA: 20 % }, without_us: 50 % }
  far_radar: { by: overseas, gives: radars, price: 4 }
";

/// The line of a ladder: its value, shares rung by rung, and shares each by itself.
#[track_caller]
fn line(ladder: &Value, of: &str, by: &str, id: &str) -> (f64, Vec<f64>, Vec<f64>) {
    let is_it = |line: &&Value| line["of"] == of && line["by"] == by && line["code"] == id;
    let line = ladder["lines"].as_array().unwrap().iter().find(is_it).unwrap_or_else(|| panic!("{of}, {by}, {id}"));
    let shares = |member: &str| line[member].as_array().unwrap().iter().map(|share| share.as_f64().unwrap()).collect();
    (number(line, "/value"), shares("rungs"), shares("alone"))
}

#[test]
fn the_ladder_of_orders_is_that_of_capability_nation_producer_and_offer() {
    let ladder = asked(LADDER, &["ladder"]);
    // Of 140, the 100 for guns have a domestic seat; half of the works is owned inside, 80 % of the value added there, Germany
    // alone must agree, and half works without the United States: 100, 50, 40, 40, 20.
    let (value, rungs, alone) = line(&ladder, "orders", "all", "");
    assert_close(value, 140.0, CLOSE);
    assert_all_close(&rungs, &[100.0, 50.0, 40.0, 40.0, 20.0].map(|part| part / 140.0));
    // By themselves: 80 of the guns' 100 are added inside, and the radars work, as nothing is said against them.
    assert_all_close(&alone, &[100.0, 50.0, 80.0, 100.0, 90.0].map(|part| part / 140.0));
    for (by, guns, radars) in [
        ("capability", "guns", "radars"),
        ("nation", "DEU", "POL"),
        ("producer", "works", "overseas"),
        ("offer", "own_gun", "far_radar"),
    ] {
        let (value, rungs, _) = line(&ladder, "orders", by, guns);
        assert_close(value, 100.0, CLOSE);
        assert_all_close(&rungs, &[1.0, 0.5, 0.4, 0.4, 0.2]);
        let (value, rungs, _) = line(&ladder, "orders", by, radars);
        assert_close(value, 40.0, CLOSE);
        assert_all_close(&rungs, &[0.0; 5]);
    }
}

#[test]
fn the_ladder_of_what_is_held_and_stands_ready_counts_in_baselines() {
    let ladder = asked(LADDER, &["ladder"]);
    // Guns: 5 of 25, all their nation's own. Radars: 5 of 15, 60 % of which is Polish, and America must agree to changes.
    let (value, rungs, _) = line(&ladder, "held today", "all", "");
    assert_close(value, 1.0 / 5.0 + 1.0 / 3.0, CLOSE);
    assert_all_close(&rungs, &[1.0, 1.0, 0.4 / value, 0.2 / value, 0.2 / value]);
    // In 2027, 2 of 12 are left.
    let (value, rungs, _) = line(&ladder, "held", "all", "");
    assert_close(value, 1.0 / 5.0 + 1.0 / 6.0, CLOSE);
    assert_all_close(&rungs, &[1.0, 1.0, 0.3 / value, 0.2 / value, 0.2 / value]);
    // With 20 guns of 25, 0.8, and 10 American radars of 12.
    let (value, rungs, _) = line(&ladder, "stock", "all", "");
    assert_close(value, 2.0, CLOSE);
    let parts = [1.1 / 3.0 + 0.8, 1.1 / 3.0 + 0.4, 0.3 + 0.32, 0.2 + 0.32, 0.2 + 0.16];
    assert_all_close(&rungs, &parts.map(|part| part / 2.0));
    // By nation: Poland has its old radars and the American ones.
    let (value, rungs, _) = line(&ladder, "stock", "nation", "POL");
    assert_close(value, 1.0, CLOSE);
    assert_all_close(&rungs, &[1.0 / 6.0, 1.0 / 6.0, 0.1, 0.0, 0.0]);
}

#[test]
fn the_ladder_says_what_falls_on_which_step_and_why() {
    let ladder = asked(LADDER, &["ladder"]);
    assert_eq!(words(&ladder["falls"], "offer"), ["own_gun", "far_radar"]);
    assert_eq!(words(&ladder["falls"], "rung"), ["ownership", "headline"]);
    assert_all_close(&numbers(&ladder["falls"], "lost"), &[50.0, 40.0]);
    assert_all_close(&numbers(&ladder["falls"], "value"), &[100.0, 40.0]);
    assert_eq!(
        words(&ladder["falls"], "why"),
        ["works is owned by United States 45 %, unknown 5 %", "overseas has its seat in United States"]
    );
    let it = Try::new().file("model.yaml", LADDER);
    let text = stdout(&it.run(&["ladder", "model.yaml"]).succeeds().tells_nothing().output);
    for part in [
        "what is ordered                   140 m           71 %          36 %         29 %",
        "Each by itself, of what is ordered: domestic seat 71 %, owned inside 36 %, value added 57 %",
        "own_gun          owned inside   50.0 m   100 m  works is owned by",
    ] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    assert!(!text.contains("by nation"), "{text}");
    it.run(&["ladder", "model.yaml", "--by", "nation,offer"])
        .succeeds()
        .prints("by nation, domestic on every count up to   value")
        .prints("held in 2026: all of these")
        .prints("by offer, domestic on every count up to   value");
    it.run(&["ladder", "model.yaml", "--by", "rung"])
        .ends(2)
        .tells("possible values: capability, nation")
        .prints_nothing();
}

/// The other reasons for a fall: value added abroad, a foreign yes, what does not work without the United States.
#[test]
fn the_ladder_names_every_kind_of_reason() {
    let it = shipped("hard-cases.yaml");
    let ladder = it.run(&["ladder", "hard-cases.yaml", "--format", "json"]).succeeds().json();
    let why = |offer: &str| {
        let fall = ladder["falls"].as_array().unwrap().iter().find(|fall| fall["offer"] == offer).unwrap();
        (fall["rung"].as_str().unwrap(), fall["why"].as_str().unwrap())
    };
    assert_eq!(why("missile"), ("ownership", "bavaria is owned by United States 100 %"));
    assert_eq!(why("frigate"), ("authority", "United States must agree to changes and exports"));
    assert_eq!(why("radar").0, "ownership");
    let it = Try::new().file("model.yaml", LADDER);
    let why = |set: &[&str]| {
        let owners = ["--set", "producers.works.owners.USA=0 %", "--set", "producers.works.owners.DEU=100 %"];
        let ran = it.run(&[&["ladder", "model.yaml", "--format", "json"], &owners[..], set].concat());
        let falls = ran.succeeds().json()["falls"].clone();
        let own = falls.as_array().unwrap().iter().find(|fall| fall["offer"] == "own_gun").unwrap().clone();
        own["why"].as_str().unwrap().to_owned()
    };
    assert_eq!(why(&[]), "50 % still work without the United States");
    let abroad = "offers.own_gun.value_added={ DEU: 40 %, USA: 35 %, TUR: 25 % }";
    assert_eq!(why(&["--set", abroad]), "value is added in United States 35 %, Türkiye 25 %");
}

/// What is used up counts in its year alone, and what has served its life no more.
#[test]
fn what_is_used_up_or_worn_out_stands_ready_no_more() {
    let model = "
model: Used up and worn out
horizon: 2026..2028
nations: { DEU: { budget: 20 } }
capabilities:
  drones: { kind: flow, us_baseline: 10 }
  carts: { us_baseline: 10, overshoot: 300 % }
producers: { works: { seat: DEU } }
offers:
  drone: { by: works, gives: drones, price: 1 }
  cart: { by: works, gives: carts, price: 1, service_life: 1 }
";
    let ladder = asked(model, &["ladder"]);
    // Ten of each every year, and the last ten of each stand ready.
    assert_close(line(&ladder, "orders", "all", "").0, 60.0, CLOSE);
    assert_close(line(&ladder, "stock", "capability", "drones").0, 1.0, CLOSE);
    assert_close(line(&ladder, "stock", "capability", "carts").0, 1.0, CLOSE);
}

/// Germany buys ten new jets in 2026. With ten old ones, half of which stop for good, jets lack nothing; of ships half is
/// missing. Jets count three times.
const FLEETS: &str = "
model: Two fleets
horizon: 2026..2028
nations:
  DEU: { name: Germany, budget: { 2026: 30, 2027: 0 } }
  POL: { name: Poland, budget: 0 }
capabilities:
  jets: { us_baseline: 20, weight: 3 }
  ships: { us_baseline: 10, held: { POL: 5 } }
holdings:
  old_jet: { nation: POL, gives: jets, quantity: 10, without_us: 50 % }
producers:
  works: { seat: DEU }
  ankara: { seat: TUR }
offers:
  new_jet: { by: works, gives: jets, price: 3, value_added: { DEU: 80 %, TUR: 20 % }, without_us: 80 % }
decay:
  maintenance: { share: 60 %, gone: { 0: 0 %, 2: 100 % } }
  updates: { share: 40 % }
denials:
  us: { name: no support from 2027 on, by: [USA], from: 2027 }
";

/// What is usable of both, counted in baselines by weight: 20 x 3 / 20 and 5 / 10.
const USABLE: f64 = 3.5;

#[test]
fn stress_goes_by_year_capability_kind_nation_and_thing() {
    let all = asked(FLEETS, &["stress"]);
    let us = &all[0];
    assert_eq!((us["denial"].as_str(), us["name"].as_str()), (Some("us"), Some("no support from 2027 on")));
    assert_eq!((us["from"].as_i64(), us["what"].as_str()), (Some(2027), Some("everything")));
    // Updates, 40 % of the loss, are gone at once; spare parts, 60 %, last two years. So 40 % of it is gone in 2027 and
    // 70 % in 2028: of the old jets 5 x 0.4 and 5 x 0.7, of the new ones 2 x 0.4 and 2 x 0.7.
    let (first, second) = ((2.0 + 0.8) * 0.15, (3.5 + 1.4) * 0.15);
    assert_all_close(&numbers(&us["years"], "lost"), &[0.0, first / USABLE, second / USABLE]);
    assert_all_close(&numbers(&us["years"], "gap"), &[0.125; 3]);
    assert_all_close(&numbers(&us["years"], "gap_when_denied"), &[0.125, 0.125 + first / 4.0, 0.125 + second / 4.0]);
    assert_eq!(words(&us["capabilities"], "capability"), ["jets", "ships"]);
    for (member, expected) in [
        ("usable", [20.0, 5.0]),
        ("left", [15.1, 5.0]),
        ("lost", [0.245, 0.0]),
        ("lost_by_enablers", [0.0, 0.0]),
        ("gap", [0.0, 0.5]),
        ("gap_when_denied", [0.245, 0.5]),
    ] {
        assert_all_close(&numbers(&us["capabilities"], member), &expected);
    }
    // Spare parts alone: half of 60 %, of 5 + 2. Updates: 40 % of them. Together as much as all.
    assert_eq!(words(&us["kinds"], "kind"), ["maintenance", "updates", "munitions", "enablers", "deliveries"]);
    assert_all_close(&numbers(&us["kinds"], "lost"), &[2.1 * 0.15 / USABLE, 2.8 * 0.15 / USABLE, 0.0, 0.0, 0.0]);
    // Poland has ten jets and five ships, 1.5 + 0.5, and loses 3.5 jets; Germany has ten jets and loses 1.4.
    assert_eq!(words(&us["nations"], "nation"), ["POL", "DEU"]);
    assert_all_close(&numbers(&us["nations"], "lost"), &[3.5 * 0.15 / 2.0, 0.14]);
    let poland = &us["nations"][0]["capabilities"];
    assert_eq!(words(poland, "capability"), ["jets", "ships"]);
    assert_all_close(&numbers(poland, "there"), &[10.0, 5.0]);
    assert_all_close(&numbers(poland, "left"), &[6.5, 5.0]);
    assert_all_close(&numbers(poland, "lost"), &[0.35, 0.0]);
    assert_eq!(words(&us["things"], "name"), ["old_jet", "new_jet"]);
    assert_eq!(words(&us["things"], "of"), ["held", "ordered"]);
    assert_all_close(&numbers(&us["things"], "equivalents"), &[3.5, 1.4]);
    assert_all_close(&numbers(&us["things"], "share"), &[3.5 / 4.9, 1.4 / 4.9]);
    assert_close(number(us, "/estimated"), 0.0, CLOSE);
}

#[test]
fn stress_prints_what_it_found() {
    let it = Try::new().file("model.yaml", FLEETS);
    it.run(&["stress", "model.yaml"])
        .succeeds()
        .tells_nothing()
        .prints("Two fleets · no support from 2027 on\nDenied by United States: everything, from 2027 on.")
        .prints("In 2028 that takes 21.0 % of what is usable and needed; the gap to the US baselines is 30.9 % instead of 12.5 %.")
        .prints("Each denied alone would take in 2028: maintenance 9.0 %, updates 12.0 %.")
        .prints("Nations that lose most of their own, enablers apart: Poland 26 %, Germany 14 %.");
    let poland = it.run(&["stress", "model.yaml", "--nation", "POL"]).succeeds();
    poland
        .prints("What Poland has in 2028, enablers apart")
        .prints("jets                                               10.0  6.50    35 %");
    it.run(&["stress", "model.yaml", "--nation", "POL,FRA"]).ends(2).tells("no buying nation `FRA`; it has DEU, POL");
}

/// Any denier, kind and year, beside those of the model.
#[test]
fn stress_takes_any_denial() {
    let lost = |question: &[&str]| numbers(&asked(FLEETS, &[&["stress"], question].concat())[0]["years"], "lost");
    let jets = |lost: f64| lost * 0.15 / USABLE;
    // From the first year of the horizon: 40, 70 and 100 % of 7 jets.
    assert_all_close(&lost(&["--deny", "USA"]), &[jets(2.8), jets(4.9), jets(7.0)]);
    assert_all_close(&lost(&["--deny", "USA", "--from", "2028", "--what", "updates"]), &[0.0, 0.0, jets(2.8)]);
    assert_all_close(&lost(&["--deny", "USA", "--what", "munitions,enablers,deliveries"]), &[0.0; 3]);
    // Nothing is stated of Turkey, which adds 20 % to the new jets: 2 jets, 40 and 70 % of them.
    assert_all_close(&lost(&["--deny", "TUR", "--from", "2027"]), &[0.0, jets(0.8), jets(1.4)]);
    // Their maker adds 80 %, and delivers nothing more; all ten come in 2026.
    assert_all_close(&lost(&["--deny", "works", "--from", "2027"]), &[0.0, jets(3.2), jets(5.6)]);
    assert_all_close(&lost(&["--deny", "works", "--what", "deliveries"]), &[jets(10.0); 3]);
    // What several leave multiplies: of the new jets 86 % and 86 % in 2028, of the old ones 65 %.
    let both = lost(&["--deny", " USA, TUR", "--from", "2027"]);
    assert_close(both[2], jets(3.5 + 10.0 * (1.0 - 0.86 * 0.86)), CLOSE);
}

/// What is an estimate from value added is told: not what is stated of the United States, nor what is not delivered.
#[test]
fn stress_says_how_much_rests_on_value_added() {
    let estimated = |question: &[&str]| number(&asked(FLEETS, &[&["stress"], question].concat())[0], "/estimated");
    assert_close(estimated(&["--deny", "TUR", "--from", "2027"]), 1.0, CLOSE);
    assert_close(estimated(&["--deny", "works", "--what", "deliveries"]), 0.0, CLOSE);
    // Of 3.5 + 2.604 jets, Turkey takes 8.6 x 0.14 beside what the United States take.
    assert_close(estimated(&["--deny", "USA,TUR", "--from", "2027"]), 8.6 * 0.14 / (3.5 + 2.604), CLOSE);
    let it = Try::new().file("model.yaml", FLEETS);
    it.run(&["stress", "model.yaml", "--deny", "TUR", "--from", "2027"])
        .succeeds()
        .prints("100 % is an estimate: what the denier adds in value, because nothing else is stated.");
    let text = stdout(&it.run(&["stress", "model.yaml"]).succeeds().output);
    assert!(!text.contains("estimate"), "{text}");
}

/// Tankers for 16 of 20 fighters; without the two of the United States for 12.
#[test]
fn stress_tells_what_is_lost_for_want_of_enablers() {
    let it = shipped("enablers.yaml");
    let answer = it.run(&["stress", "enablers.yaml", "--deny", "USA", "--format", "json"]).succeeds().json();
    assert_close(number(&answer[0], "/years/0/gap_when_denied"), 0.4, CLOSE);
    assert_close(number(&answer[0], "/years/0/lost"), 0.25, CLOSE);
    assert_close(number(&answer[0], "/capabilities/0/lost_by_enablers"), 0.25, CLOSE);
    assert_eq!(answer[0]["things"], serde_json::json!([]));
    it.run(&["stress", "enablers.yaml", "--deny", "USA"])
        .succeeds()
        .prints("for want of enablers")
        .prints("Too few enablers are shared alike by what needs them");
}

#[test]
fn stress_names_the_switch_that_is_open() {
    // A plan that looks at no denial has no reason to leave the cloud.
    let it = shipped("leaving-a-cloud.yaml");
    let plain =
        it.run(&["stress", "leaving-a-cloud.yaml", "--set", "goals=[minimise: gap]", "--format", "json"]).json();
    assert_all_close(&numbers(&plain[0]["years"], "lost"), &[0.0, 0.0, 0.0, 1.0, 1.0]);
    let open = plain[0]["open_switches"][0].as_str().unwrap();
    assert!(open.starts_with("side_by_side is not over by 2030"), "{open}");
    // One that looks at it leaves it in time, and has too little in 2029 alone.
    let it = shipped("leaving-a-cloud.yaml");
    let careful = it.run(&["stress", "leaving-a-cloud.yaml", "--format", "json"]).succeeds().json();
    assert_all_close(&numbers(&careful[0]["years"], "lost"), &[0.0, 0.0, 0.0, 0.25, 0.0]);
    assert_eq!(careful[0]["open_switches"], serde_json::json!([]));
}

/// What the model names already is that denial, however it is asked for; and no kind takes more than all together.
#[test]
fn the_same_denial_has_the_same_answer() {
    let it = shipped("three-on-one-link.yaml");
    let ask = |more: &[&str]| {
        let question = [&["stress", "three-on-one-link.yaml", "--format", "json"], more].concat();
        it.run(&question).succeeds().json()
    };
    let named = ask(&["--denial", "us"]);
    assert_eq!(ask(&["--deny", "USA", "--from", "2027"]), named);
    assert_eq!(ask(&[]), named);
    // A quarter of the drones, and nine tenths of the ships: 0.25 and 0.9 of three.
    assert_close(number(&named[0], "/years/1/lost"), 1.15 / 3.0, CLOSE);
    assert!(numbers(&named[0]["kinds"], "lost").iter().all(|lost| *lost <= 1.15 / 3.0 + CLOSE));
    assert_eq!(named[0]["shared_alike"], false);
}
