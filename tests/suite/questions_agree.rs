//! What questions and first screens say of a plan is spelled alike and means what the model means: its years, its goals, its targets.

use crate::answers_agree::Written;
use crate::setting::{assert_close, entente, stdout};

#[test]
fn years_are_spelled_alike_in_every_answer() {
    // Of 10 a year nothing is carried, and the line makes 5 guns of 2 a year: money and line are used up in every year.
    let model = Written::new(
        "
model: every year
money: MEUR 2025
horizon: 2026..2029
nations: { DEU: { budget: 10 } }
capabilities: { guns: { us_baseline: 100 } }
producers: { rhine: { seat: DEU } }
offers: { gun: { by: rhine, gives: guns, price: 2, capacity: 5 a year } }
goals: [ { minimise: gap } ]
",
    );
    let run = model.path("run");
    model.asked("solve", &["--out", &run]);
    let nation = stdout(&entente(["why", &run, "nation", "DEU"]));
    assert!(nation.contains("all its money of 2026–29 is spent"), "{nation}");
    let offer = stdout(&entente(["why", &run, "offer", "gun"]));
    assert!(offer.contains("is full in 2026–29\n") && offer.contains("DEU 20 in 2026–29\n"), "{offer}");
}

#[test]
fn shares_that_a_rule_judges_by_ask_for_nothing_that_is_missing() {
    // All four guns of the baseline are there. Two nations share it by gross domestic product, by which the rule judges; that one
    // has none of its share is no gap that money could close.
    let text = "
model: shares
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 10, gdp: 50 }, FRA: { budget: 10, gdp: 50 } }
capabilities: { guns: { us_baseline: 4, held: { DEU: 4 } } }
producers: { rhine: { seat: DEU } }
offers: { gun: { by: rhine, gives: guns, price: 1 } }
proposals: { p: { pools: { all: { members: '{DEU, FRA}' } }, rules: { fair: { rule: nobody_worse_off } } } }
goals: [ { minimise: gap }, { minimise: cost } ]
";
    let model = Written::new(text);
    let screen = model.asked("solve", &["--proposal", "p"]);
    assert!(screen.contains("nothing missing could still be ordered with it"), "{screen}");
    // A target of its own is missing to France, whose money could still buy it.
    let own = Written::new(&text.replace("held: { DEU: 4 }", "held: { DEU: 4 }, targets: { FRA: 2 }"));
    let screen = own.asked("solve", &["--proposal", "p"]);
    assert!(screen.contains("with 10.0 m of it something missing could still be ordered"), "{screen}");
}

#[test]
fn a_frontier_counts_domestic_volume_as_the_goal_of_the_model_does() {
    // The works are owned at home, and all their work is done abroad.
    let text = "
model: owned
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 10 } }
capabilities: { guns: { us_baseline: 10 } }
producers: { rhine: { seat: DEU }, us: { seat: USA } }
offers:
  gun: { by: rhine, gives: guns, price: 2, value_added: { USA: 100 % } }
  us_gun: { by: us, gives: guns, price: 1 }
goals: [ { minimise: gap }, { maximise: domestic_volume, rung: ownership } ]
";
    let model = Written::new(text);
    let screen = model.asked("frontier", &["--goals", "gap,domestic_volume", "--points", "3"]);
    assert!(screen.contains("domestic volume by ownership"), "{screen}");
    // Of another rung where that is asked for, and of the usual one where the model has no such goal or two.
    let screen = model.asked("frontier", &["--goals", "gap,domestic_volume:headline", "--points", "3"]);
    assert!(screen.contains("domestic volume by headline"), "{screen}");
    let two = Written::new(&text.replace("ownership }", "ownership }, { maximise: domestic_volume, rung: assured }"));
    let screen = two.asked("frontier", &["--goals", "gap,domestic_volume", "--points", "3"]);
    assert!(screen.contains("domestic volume by content"), "{screen}");
}

#[test]
fn producers_that_get_all_and_as_much_are_not_called_those_that_get_most() {
    let model = Written::new(
        "
model: halves
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 10 } }
capabilities: { guns: { us_baseline: 5 }, radios: { us_baseline: 5 } }
producers: { rhine: { seat: DEU }, us: { seat: USA } }
offers: { gun: { by: rhine, gives: guns, price: 1 }, radio: { by: us, gives: radios, price: 1 } }
goals: [ { minimise: gap } ]
",
    );
    let page = model.page(&[]);
    assert!(page.contains("is value added inside; it goes to rhine and us (5.00 m EUR each)."), "{page:.9000}");
}

#[test]
fn what_is_enough_of_a_line_that_makes_whole_lots_is_enough() {
    // Money of 2026 buys one lot of 2 tanks. In 2027 the line makes 7 and works ahead for one lot, so 8 come and 10 are required: it must
    // make 8, 14.3 % more.
    let text = "
model: lots
money: MEUR 2025
horizon: 2026..2027
nations: { DEU: { budget: { 2026: 2, 2027: 100 } } }
capabilities: { tanks: { us_baseline: { 2026: 0, 2027: 20 } } }
producers: { rhine: { seat: DEU } }
offers: { tank: { by: rhine, gives: tanks, price: 1, capacity: 7 a year, lots_of: 2 } }
goals: [ { require: gap, at_most: 40 % }, { minimise: cost } ]
";
    let found = Written::new(text).json("infeasible", &[]);
    let parties = found["parties"].as_array().unwrap();
    let line = parties.iter().find(|party| party["demand"] == "capacity of lines").unwrap();
    assert_close(line["enough"].as_f64().unwrap(), 1.0 / 7.0, 1e-4);
    assert_eq!(line["places"][0]["stands_at"], 7.0, "{line}");
    assert_close(line["places"][0]["enough_is"].as_f64().unwrap(), 8.0, 1e-3);
    let with = |capacity: &str| Written::new(&text.replace("7 a year", capacity));
    assert!(with("8.001 a year").asked("solve", &[]).contains("proven"));
    assert_eq!(with("7.9 a year").json("infeasible", &[])["has_plan"], false);
}

#[test]
fn insurance_never_takes_safety_away() {
    // The plan that looks at no denial is safer than later goals would leave the insured one: it is insured as well as it is.
    let model = Written::new(
        "
model: random 2007
money: MEUR 2025
horizon: 2026..2028
nations:
  DEU: {budget: 31.62, gdp: 778, name: Germany, source: a budget law, confidence: cited}
  FRA: {budget: 32.77, gdp: 785}
  POL: {budget: 24.63, gdp: 531, source: a budget law, confidence: cited}
  EST: {budget: 49.64, gdp: 349, name: Estonia, source: a budget law, confidence: cited}
capabilities:
  cap0: {us_baseline: 38.28, weight: 0.5}
  cap1: {us_baseline: 49.43, weight: 2.96}
producers:
  firm0: {seat: KOR}
  firm1: {seat: EST}
  firm2:
    seat: DEU
    owners: {firm1: 50 %, USA: 50 %}
domestic: '{FRA, DEU, POL}'
offers:
  off0:
    by: firm2
    gives: cap0
    price: {0: 3.83, 7.79: 3.37, 12.54: 2.26}
    support: 0.23
    value_added: {POL: 62 %, USA: 38 %}
    without_us: 0.93
    name: Leopard 2A8
  off1:
    by: firm1
    gives: cap1
    price: 4.69
    value_added: {FRA: 23 %, EST: 77 %}
  off2:
    by: firm0
    gives: cap0
    price: {0: 4.85, 4.78: 3.395}
    support: 0.1
    name: Patriot PAC-3
  off3:
    by: firm1
    gives: cap1
    price: {0: 5.24, 10.55: 4.664, 19.1: 2.62}
    capacity: 21.59 a year
    sustained_by: {KOR: 30 %}
    name: Gripen E
  off4:
    by: firm0
    gives: cap1
    price: {0: 7.87, 7.87: 5.902}
    without_us: 0.82
    name: Type 212
denials:
  us:
    by: [USA]
    from: 2028
    what: [deliveries, munitions, enablers]
  kor:
    by: [KOR]
    from: 2028
    weight: 1.27
    name: KOR denies
decay:
  maintenance:
    share: 52 %
    gone: {0: 0 %, 2: 100 %}
  updates:
    share: 48 %
    gone: {0: 8 %, 1: 100 %}
proposals:
  prop:
    pools:
      pool0: {members: '{FRA, DEU, EST}'}
goals:
- minimise: gap_under_denial
  under: [us]
- {minimise: gap}
- {maximise: domestic_volume}
- {minimise: cost}
",
    );
    let found = model.json("independence", &["--proposals", "prop", "--points", "2"]);
    let gap = |place: usize| found["points"][place]["gap_when_denied"].as_f64().unwrap();
    assert!(gap(1) <= gap(0) + 1e-5, "{} {}", gap(0), gap(1));
}

#[test]
fn a_gap_when_denied_is_told_plain_beside_the_plain_gap() {
    // A missing gun of ten is 10 %, and the goal counts it five times. The denial takes nothing.
    let model = Written::new(
        "
model: bands
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 9 } }
capabilities: { guns: { us_baseline: 10, gap_bands: { 10 %: 5, 100 %: 6 } } }
producers: { rhine: { seat: DEU } }
offers: { gun: { by: rhine, gives: guns, price: 1 } }
denials: { us: { by: [USA], from: 2026 } }
goals: [ { minimise: gap } ]
",
    );
    let found = model.json("independence", &["--proposals", "together", "--points", "2"]);
    for point in found["points"].as_array().unwrap() {
        assert_close(point["gap"].as_f64().unwrap(), 0.1, 1e-6);
        assert_close(point["gap_when_denied"].as_f64().unwrap(), 0.1, 1e-6);
    }
}

#[test]
fn a_goal_that_counts_by_bands_says_so_wherever_it_is_told_and_a_plain_gap_is_plain() {
    // Of ten guns nine can be bought: a missing gun is 10 % of the baseline, and the goal counts it five times.
    let text = "
model: bands
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 9 } }
capabilities: { guns: { us_baseline: 10, gap_bands: { 10 %: 5, 100 %: 6 } } }
producers: { rhine: { seat: DEU } }
offers: { gun: { by: rhine, gives: guns, price: 1 } }
goals: [ { minimise: gap }, { minimise: cost } ]
";
    let model = Written::new(text);
    let run = model.path("run");
    model.asked("solve", &["--out", &run]);
    let frontier = stdout(&entente(["frontier", &run, "--goals", "gap,cost", "--points", "3"]));
    assert!(frontier.contains("minimise capability gap by bands") && frontier.contains("50.00 %"), "{frontier}");
    // A study's `gap` is that of the tables.
    let study = model.path("study.yaml");
    std::fs::write(&study, "study: S\nmodel: model.yaml\ngrid: { budget.DEU: [x1, x0.5] }\n").unwrap();
    let out = model.path("out");
    let batch = entente(["batch", &study, "--out", &out]);
    assert!(batch.status.success(), "{}", crate::setting::stderr(&batch));
    let told = stdout(&entente(["results", &out, "--measure", "gap", "--format", "json"]));
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let gap = told["percentiles"].as_array().unwrap().iter().find(|row| row["measure"] == "gap").unwrap();
    assert_close(gap["at"][0].as_f64().unwrap(), 0.1, 1e-6);
    assert_close(gap["at"][6].as_f64().unwrap(), 0.55, 1e-6);
}

#[test]
fn a_nation_without_a_name_is_called_as_people_call_it() {
    let text = "
model: names
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 9 }, POL: { budget: 5, name: Polska }, X1: { budget: 3 } }
capabilities: { guns: { us_baseline: 100 } }
producers: { rhine: { seat: DEU } }
offers: { gun: { by: rhine, gives: guns, price: 1 } }
goals: [ { minimise: gap } ]
";
    let screen = Written::new(text).asked("solve", &["--proposal", "alone"]);
    assert!(screen.contains("most by    Germany 9.00 m · Polska 5.00 m · X1 3.00 m"), "{screen}");
    assert!(screen.contains("most work  Germany 17.0 m"), "{screen}");
}
