//! `entente timeline`: dependence by year.

use super::{asked, assert_all_close, number, numbers, words};
use crate::cli::attempt::Try;

/// Old jets retire and lent tanks come and go; own jets come in their stead, four in 2027 and six in 2028.
const RETIRE: &str = "
model: A fleet retires
horizon: 2026..2028
nations: { DEU: { budget: { 2026: 0, 2027: 4, 2028: 6 } } }
capabilities:
  jets: { us_baseline: 10 }
  tanks: { us_baseline: 10 }
holdings:
  old_jet: { nation: DEU, gives: jets, quantity: { 2026: 10, 2027: 6, 2028: 0 }, without_us: 0 % }
  own_tank: { nation: DEU, gives: tanks, quantity: 10 }
  lent_tank: { nation: DEU, gives: tanks, quantity: { 2026: 0, 2027: 5, 2028: 0 }, without_us: 0 % }
producers: { works: { seat: DEU } }
offers: { jet: { by: works, gives: jets, price: 1 } }
denials:
  us: { by: [USA], from: 2027 }
  us_later: { by: [USA], from: 2028 }
  parts: { by: [USA], from: 2027, what: [maintenance] }
  data: { by: [USA], from: 2027, what: [updates] }
";

#[test]
fn the_timeline_says_from_when_on_a_denial_is_borne() {
    let list = asked(RETIRE, &["timeline"]);
    // When a denial begins is what it runs through, so that two of these are one.
    assert_eq!(words(&list, "what"), ["everything", "maintenance", "updates"]);
    let us = &list[0];
    // Of 10 + 10; of 10 + 15, of which 5 are beyond the need; and of 20.
    assert_all_close(&numbers(&us["years"], "lost"), &[0.5, 6.0 / 20.0, 0.0]);
    assert_eq!(us["independent_from"], 2028);
    let of = |place: usize| -> Vec<f64> {
        us["capabilities"][place]["lost"].as_array().unwrap().iter().map(|share| share.as_f64().unwrap()).collect()
    };
    assert_all_close(&of(0), &[1.0, 0.6, 0.0]);
    // The tanks that are lent in 2027 are more than is needed, so that nothing of them is lost.
    assert_all_close(&of(1), &[0.0, 0.0, 0.0]);
    assert_eq!(us["capabilities"][1]["independent_from"], 2026);
    // All loss hangs on spare parts where nothing says otherwise.
    assert_eq!(list[1]["years"][0]["lost"], us["years"][0]["lost"]);
    assert_eq!(list[2]["independent_from"], 2026);
    // What works without the United States of what stands ready.
    let works: Vec<f64> = (0..3).map(|year| number(us, &format!("/years/{year}/rungs/4"))).collect();
    assert_all_close(&works, &[0.5, 14.0 / 25.0, 1.0]);
}

#[test]
fn below_says_what_is_borne() {
    let from = |below: &str| {
        let list = asked(RETIRE, &["timeline", "--deny", "USA", "--below", below]);
        assert_eq!(list.as_array().unwrap().len(), 1);
        (list[0]["independent_from"].as_i64(), list[0]["capabilities"][0]["independent_from"].as_i64())
    };
    assert_eq!(from("10 %"), (Some(2028), Some(2028)));
    assert_eq!(from("31 %"), (Some(2027), Some(2028)));
    assert_eq!(from("0.61"), (Some(2026), Some(2027)));
    // Less than nothing is never lost.
    assert_eq!(from("0 %"), (None, None));
    let it = Try::new().file("model.yaml", RETIRE);
    it.run(&["timeline", "model.yaml", "--denial", "us"])
        .succeeds()
        .tells_nothing()
        .prints("all, counted in US baselines   50 %  30 %   0 %             2028")
        .prints("From 2028 on, a denial costs less than 10 % of capability.");
    it.run(&["timeline", "model.yaml", "--denial", "us", "--below", "0 %"])
        .succeeds()
        .prints("From no year of the horizon on does a denial cost less than 0 % of capability.")
        .prints("no year");
    for below in ["10", "-1 %", "much"] {
        it.run(&["timeline", "model.yaml", &format!("--below={below}")]).ends(2).tells("write a share such as `10 %`");
    }
    // When it begins is what a timeline runs through, and no question to it.
    it.run(&["timeline", "model.yaml", "--deny", "USA", "--from", "2027"])
        .ends(2)
        .tells("unexpected argument '--from'");
}
