//! `entente why` and `entente diff`: questions about runs that were written.

use super::attempt::{MODEL, Try};
use super::comparisons::shipped;
use crate::setting::{assert_close, stdout};

/// A folder with a run of its model in `run`.
fn with_run() -> Try {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "run"]).succeeds();
    it
}

#[test]
fn why_says_what_stands_behind_an_order() {
    let it = with_run();
    let ran = it.run(&["why", "run", "order", "DEU", "north_gun", "2026"]).succeeds().tells_nothing();
    ran.prints("north_gun ordered by Germany in 2026")
        .prints("In the plan")
        .prints("through all together: nothing stands against it")
        .prints("8 MEUR for every unit");
    // Delivered a year after the order, and the horizon ends with 2028.
    it.run(&["why", "run", "order", "DEU", "east_gun", "2028"])
        .succeeds()
        .prints("no such order")
        .prints("an order must be delivered by 2028");
    let json = it.run(&["why", "run", "order", "DEU", "north_gun", "2026", "--format", "json"]).succeeds().json();
    assert_eq!(json["about"], "north_gun ordered by Germany in 2026");
    let headings: Vec<&str> =
        json["parts"].as_array().unwrap().iter().map(|part| part["heading"].as_str().unwrap()).collect();
    assert_eq!(headings[..3], ["In the plan", "Eligible", "Price"]);
}

#[test]
fn why_says_how_an_offer_and_a_nation_fare() {
    let it = with_run();
    it.run(&["why", "run", "offer", "east_gun"])
        .succeeds()
        .tells_nothing()
        .prints("east_gun by east for guns")
        .prints("Ordered")
        .prints("7 MEUR for every unit")
        // What competes with it, by what a US-equivalent costs.
        .prints("north_gun: 8 MEUR for a US-equivalent");
    it.run(&["why", "run", "nation", "POL"]).succeeds().tells_nothing().prints("Pays").prints("MEUR for orders");
    let json = it.run(&["why", "run", "nation", "POL", "--format", "json"]).succeeds().json();
    assert_eq!(json["about"], "Poland");
    // The format may be named before the question, too.
    assert_eq!(it.run(&["why", "run", "--format", "json", "nation", "POL"]).succeeds().json(), json);
}

/// The rule, and not the price, keeps the best offer out.
#[test]
fn why_names_the_rule_that_forbids_an_order() {
    let it = shipped("rules-of-origin.yaml");
    it.run(&["compare", "rules-of-origin.yaml", "--out", "all"]).succeeds();
    it.run(&["why", "all/each_offer", "offer", "cheap"])
        .succeeds()
        .prints("Ordered\n  by nobody")
        .prints("it can be ordered in 0 ways")
        .prints("not by DEU through Germany alone: content: 0.0 % by content are inside, and 60.0 % are asked for");
    // Three quarters are enough, and alone there is no such rule.
    for (run, offer) in [("each_offer", "licensed"), ("alone", "cheap")] {
        let told = stdout(&it.run(&["why", &format!("all/{run}"), "offer", offer]).succeeds().output);
        assert!(told.contains("it can be ordered in 1 ways") && !told.contains("not by"), "{run}: {told}");
    }
}

#[test]
fn why_tells_what_it_does_not_know() {
    let it = with_run();
    for (question, told) in [
        (&["nation", "FRA"][..], "no buying nation `FRA`; it has DEU, POL"),
        (&["offer", "gun"], "no offer `gun`; it has north_gun, east_gun"),
        (&["order", "DEU", "gun", "2026"], "no offer `gun`"),
        (&["order", "FRA", "north_gun", "2026"], "no buying nation `FRA`"),
        (&["order", "DEU", "north_gun", "2036"], "2036 is no year of the horizon 2026..2028"),
    ] {
        it.run(&[&["why", "run"], question].concat()).ends(1).prints_nothing().tells(told);
    }
    std::fs::create_dir(it.path("empty")).unwrap();
    for folder in ["empty", "none", "model.yaml"] {
        it.run(&["why", folder, "nation", "DEU"]).ends(1).prints_nothing().tells(&format!("{folder} holds no run"));
    }
    it.run(&["why", "run"]).ends(2).prints_nothing();
    it.run(&["why", "run", "order", "DEU", "north_gun", "soon"]).ends(2).prints_nothing();
}

/// A run is read from its own copies, so that it can be asked after its model has gone.
#[test]
fn a_run_answers_when_its_model_is_gone() {
    let it = with_run();
    let before = stdout(&it.run(&["why", "run", "nation", "DEU"]).succeeds().output);
    std::fs::remove_file(it.path("model.yaml")).unwrap();
    assert_eq!(stdout(&it.run(&["why", "run", "nation", "DEU"]).succeeds().output), before);
    std::fs::write(it.path("run/inputs/01-model.yaml"), "model: [").unwrap();
    it.run(&["why", "run", "nation", "DEU"])
        .ends(1)
        .prints_nothing()
        .tells("run/inputs/01-model.yaml has been changed");
    it.list_anew("run");
    // The provenance has its digest, too.
    it.run(&["why", "run", "nation", "DEU"]).ends(1).prints_nothing().tells("by its digest in provenance.json");
    std::fs::write(it.path("run/provenance.json"), "{}").unwrap();
    it.run(&["why", "run", "nation", "DEU"]).ends(1).prints_nothing().tells("run/provenance.json has been changed");
    it.list_anew("run");
    it.run(&["why", "run", "nation", "DEU"])
        .ends(1)
        .prints_nothing()
        .tells("run/provenance.json:1: cannot be read back");
}

#[test]
fn diff_of_a_run_with_itself_says_so() {
    let it = with_run();
    it.run(&["diff", "run", "run"])
        .succeeds()
        .tells_nothing()
        .prints("run (together) against run (together)")
        .prints("Nothing differs.");
    let json = it.run(&["diff", "run", "run", "--format", "json"]).succeeds().json();
    for part in ["orders", "nations", "figures"] {
        assert_eq!(json[part], serde_json::json!([]), "{part}");
    }
    assert_close(json["value"].as_f64().unwrap(), 0.0, 1e-12);
}

#[test]
fn diff_shows_the_figure_that_was_set_and_what_came_of_it() {
    let it = with_run();
    it.run(&["solve", "model.yaml", "--set", "nations.DEU.budget=40", "--out", "poorer"]).succeeds();
    it.run(&["diff", "run", "poorer"])
        .succeeds()
        .tells_nothing()
        .prints("poorer (together) against run (together)")
        .prints("Figures that differ:\n  nations.DEU.budget: 100 → 40")
        .prints("Most of the change of ");
    let json = it.run(&["diff", "run", "poorer", "--format", "json"]).succeeds().json();
    assert_eq!(json["figures"], serde_json::json!([["nations.DEU.budget", "100", "40"]]));
    let part = |name: &str| json[name].as_f64().unwrap();
    assert!(part("value") < -1.0, "{json}");
    assert_close(part("by_price") + part("by_quantity"), part("value"), 1e-9);
    // No price hangs on quantity here.
    assert_close(part("by_price"), 0.0, 1e-9);
    let changes: f64 = json["orders"].as_array().unwrap().iter().map(|order| order["value"].as_f64().unwrap()).sum();
    assert_close(changes, part("value"), 1e-6);
}

/// Orders of one nation and one offer under another price.
#[test]
fn diff_tells_other_prices_from_other_quantities() {
    let it = shipped("learning-curve.yaml");
    it.run(&["compare", "learning-curve.yaml", "--out", "all"]).succeeds();
    let json = it.run(&["diff", "all/alone", "all/together", "--format", "json"]).succeeds().json();
    // Alone Germany buys 21 for 6 each and Estonia 7.875 for 8 each; together all 42 cost 4.5 each. So the 28.875 that both buy cost
    // 28.875 × 4.5 - 189 = -59.0625 by other prices, and 13.125 more at 4.5 make the whole 189 again.
    assert_close(json["by_price"].as_f64().unwrap(), -59.0625, 1e-5);
    assert_close(json["by_quantity"].as_f64().unwrap(), 59.0625, 1e-5);
    assert_close(json["value"].as_f64().unwrap(), 0.0, 1e-5);
    let back = it.run(&["diff", "all/together", "all/alone", "--format", "json"]).succeeds().json();
    assert_close(back["by_price"].as_f64().unwrap(), 59.0625, 1e-5);
    assert_close(back["by_quantity"].as_f64().unwrap(), -59.0625, 1e-5);
    it.run(&["diff", "all/alone", "all/together"]).succeeds().prints("together against alone").prints("2 grown");
}

#[test]
fn diff_names_the_folder_that_is_no_run() {
    let it = with_run();
    it.run(&["diff", "run", "none"]).ends(1).prints_nothing().tells("none holds no run");
    it.run(&["diff", "none", "run"]).ends(1).prints_nothing().tells("none holds no run");
    it.run(&["diff", "run"]).ends(2).prints_nothing();
    // Two models need not have the same offers.
    let it = it.file("model.yaml", &MODEL.replace("east_gun", "south_gun"));
    it.run(&["solve", "model.yaml", "--out", "other"]).succeeds();
    it.run(&["diff", "run", "other"]).succeeds().prints("added").prints("dropped");
}
