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
