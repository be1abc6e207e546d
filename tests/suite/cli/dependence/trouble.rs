//! What goes wrong when plans are asked for dependence, and names that are not to be trusted.

use std::fs;

use super::FLEETS;
use crate::cli::attempt::{MODEL, Try};
use crate::setting::{stderr, stdout};

/// Two questions that take a denial.
const COMMANDS: [&str; 3] = ["stress", "timeline", "independence"];

#[test]
fn a_denier_or_a_denial_that_is_not_there_is_told() {
    let it = Try::new().file("model.yaml", FLEETS);
    for command in COMMANDS {
        for (question, told) in [
            (
                &["--deny", "CHN"][..],
                "the model knows no country and no producer `CHN`; nothing of the model hangs on it",
            ),
            (&["--deny", "tur"], "`tur`; did you mean `TUR`?"),
            (&["--deny", "USA,work"], "`work`; did you mean `works`?"),
            (&["--deny", "Germany"], "`Germany`; did you mean `DEU`?"),
            (&["--deny", ""], "no country and no producer ``"),
            (&["--denial", "us,them"], "no denial `them`; it has us"),
            (&["--denial", "us", "--deny", "USA"], "cannot be used with"),
            (
                &["--deny", "USA", "--what", "parts"],
                "possible values: maintenance, updates, munitions, enablers, deliveries",
            ),
            (&["--what", "updates"], "--deny <CODES>"),
            (&["--denial", "us", "--what", "updates"], "cannot be used with"),
        ] {
            it.run(&[&[command, "model.yaml"], question].concat()).ends(2).prints_nothing().tells(told);
        }
    }
}

#[test]
fn a_year_must_be_of_the_horizon_and_of_a_denial() {
    let it = Try::new().file("model.yaml", FLEETS);
    for command in ["stress", "independence"] {
        for (question, told) in [
            (&["--deny", "USA", "--from", "2025"][..], "2025 is no year of the horizon 2026..2028"),
            (&["--deny", "USA", "--from", "2029"], "2029 is no year of the horizon 2026..2028"),
            (&["--deny", "USA", "--from", "soon"], "invalid value 'soon' for '--from <YEAR>'"),
            (&["--from", "2027"], "--deny <CODES>"),
            (&["--denial", "us", "--from", "2027"], "cannot be used with"),
        ] {
            it.run(&[&[command, "model.yaml"], question].concat()).ends(2).prints_nothing().tells(told);
        }
    }
    // Nothing is solved before what is asked is known to make sense.
    for question in
        [&["--deny", "USA", "--from", "2029"][..], &["--deny", "CHN"], &["--deny", "USA", "--nation", "FRA"]]
    {
        it.run(&[&["stress", "model.yaml", "--time-limit", "0"], question].concat()).ends(2).prints_nothing();
    }
    // The last year is one.
    it.run(&["stress", "model.yaml", "--deny", "USA", "--from", "2028"]).succeeds();
}

#[test]
fn without_denials_somebody_must_be_named() {
    let it = Try::new();
    for command in COMMANDS {
        it.run(&[command, "model.yaml"])
            .ends(2)
            .prints_nothing()
            .tells("the model has no `denials`; say who denies, such as `--deny USA`");
        it.run(&[command, "model.yaml", "--deny", "USA"]).succeeds().tells_nothing();
    }
    // A ladder takes none.
    it.run(&["ladder", "model.yaml"]).succeeds();
    it.run(&["ladder", "model.yaml", "--deny", "USA"]).ends(2);
}

#[test]
fn a_run_has_its_own_settings_and_proposal() {
    let it = Try::new().file("model.yaml", FLEETS);
    it.run(&["solve", "model.yaml", "--out", "run"]).succeeds();
    for command in ["ladder", "stress", "timeline"] {
        for option in [["--set", "offers.new_jet.price=6"], ["--proposal", "alone"]] {
            it.run(&[command, "run", option[0], option[1]])
                .ends(2)
                .prints_nothing()
                .tells("a run that was written has its model and proposal");
        }
    }
}

#[test]
fn a_folder_that_is_no_run_is_told() {
    let it = Try::new().file("model.yaml", FLEETS);
    fs::create_dir(it.path("empty")).unwrap();
    it.run(&["stress", "model.yaml", "--out", "answer"]).succeeds();
    for command in ["ladder", "stress", "timeline"] {
        for folder in ["empty", "answer", "."] {
            it.run(&[command, folder]).ends(1).prints_nothing().tells(&format!("{folder} holds no run; name a folder"));
        }
        it.run(&[command, "none"]).ends(3).prints_nothing().tells("cannot read none");
        it.run(&[command]).ends(2).prints_nothing();
        it.run(&[command, "model.yaml", "--proposal", "many"]).ends(3).prints_nothing().tells("no proposal `many`");
        it.run(&[command, "model.yaml", "--time-limit", "0"])
            .ends(6)
            .prints_nothing()
            .tells("the time limit of 0 s ended");
    }
    // A run whose tables say what its model does not know.
    it.run(&["solve", "model.yaml", "--out", "run"]).succeeds();
    let orders = it.text("run/orders.csv");
    fs::write(it.path("run/orders.csv"), orders.replace("new_jet", "newer_jet")).unwrap();
    it.run(&["stress", "run"]).ends(1).prints_nothing().tells("run/orders.csv has been changed since it was written");
    it.list_anew("run");
    it.run(&["stress", "run"]).ends(1).prints_nothing().tells("orders.csv:2: `newer_jet` is no offer of the model");
    // More than Germany can pay.
    let columns: Vec<&str> = orders.lines().next().unwrap().split(',').collect();
    assert!(columns.starts_with(&["nation"]), "{columns:?}");
    fs::write(it.path("run/orders.csv"), "nation,offer,year,quantity\nDEU,new_jet,2026,11\n").unwrap();
    for name in ["payments", "line_expansion", "programmes", "funding", "penalties", "usable"] {
        fs::remove_file(it.path(&format!("run/{name}.csv"))).unwrap();
    }
    it.run(&["stress", "run"]).ends(1).prints_nothing();
    it.list_anew("run");
    it.run(&["stress", "run"]).ends(8).prints_nothing().tells("the plan in run fails its audit").tells("budget of ");
}

#[test]
fn colour_is_for_those_who_ask_for_it() {
    let it = Try::new().file("model.yaml", FLEETS);
    for command in ["ladder", "stress", "timeline", "independence"] {
        let plain = it.run(&[command, "model.yaml"]).succeeds();
        assert!(!stdout(&plain.output).contains('\u{1b}'));
        it.run(&[command, "model.yaml", "--color", "always"]).succeeds().prints("\u{1b}[1m");
    }
}

/// Names are shown, and neither move the cursor nor pretend to be lines of their own.
#[test]
fn hostile_names_are_text() {
    let bad = r"\e[2J\e]0;x\a\r\nDone: nothing is lost\u202E\0";
    let model = FLEETS
        .replace("model: Two fleets", &format!("model: \"Two{bad}\""))
        .replace("name: Germany", &format!("name: \"Germany{bad}\""))
        .replace("name: no support from 2027 on", &format!("name: \"none{bad}\""))
        .replace("old_jet: { nation: POL,", &format!("old_jet: {{ nation: POL, name: \"old{bad}\","))
        .replace(
            "works: { seat: DEU }",
            &format!("works: {{ seat: DEU, name: \"works{bad}\", owners: {{ USA: 100 % }} }}"),
        )
        .replace("new_jet: { by: works,", &format!("new_jet: {{ by: works, name: \"new{bad}\","))
        .replace("jets: { us_baseline: 20,", &format!("jets: {{ name: \"jets{bad}\", us_baseline: 20,"))
        + &format!("proposals:\n  odd: {{ name: \"odd{bad}\" }}\n");
    let it = Try::new().file("model.yaml", &model);
    let is_safe = |c: char| c == '\n' || !(c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
    for question in [
        &["ladder", "model.yaml", "--by", "capability,nation,producer,offer"][..],
        &["stress", "model.yaml", "--nation", "DEU"],
        &["stress", "model.yaml", "--deny", "works,USA"],
        &["timeline", "model.yaml"],
        &["timeline", "model.yaml", "--deny", "works"],
        &["independence", "model.yaml", "--proposals", "odd,alone", "--budgets", "90 %"],
    ] {
        let ran = it.run(&[question, &["--out", "answer", "--force"]].concat()).succeeds();
        let text = stdout(&ran.output) + &stderr(&ran.output);
        assert!(text.chars().all(is_safe), "{question:?}:\n{text:?}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("Done")), "{question:?}:\n{text}");
        // Data keep the name as it is, and can be read.
        it.run(&[question, &["--format", "json"]].concat()).succeeds().json();
        for (name, bytes) in it.files("answer") {
            if name.split('.').next_back() == Some("csv") {
                assert!(csv::Reader::from_reader(&bytes[..]).records().all(|row| row.is_ok()), "{name}");
            }
        }
    }
}

#[test]
fn the_first_screen_tells_of_every_denial() {
    let it = Try::new().file("model.yaml", FLEETS);
    let ran = it.run(&["solve", "model.yaml"]).succeeds().prints("no support from 2027 on: 30.9 %; 21.0 %");
    assert!(stdout(&ran.output).contains("entente stress"));
    let summary = it.run(&["solve", "model.yaml", "--format", "json"]).succeeds().json();
    assert_eq!(summary["denials"][0]["denial"], "us");
    // Without any, nothing is said of them.
    let it = Try::new().file("model.yaml", MODEL);
    assert!(!stdout(&it.run(&["solve", "model.yaml"]).succeeds().output).contains("denied"));
}
