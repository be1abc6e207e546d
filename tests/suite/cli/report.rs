//! `entente report`: the page and the workbook, from outside.

use std::fs;

use entente::input::SourceText;
use expect_test::expect_file;

use super::attempt::{Ran, Try};
use crate::setting::{root, skipped};

mod browser;
mod devtools;
mod hostile;
mod tables;
mod workbook;

/// Says on the screen of whoever tests what a test has seen, or why it has not looked.
#[expect(clippy::print_stderr, reason = "whoever tests must learn that something was not tested")]
fn say(words: &str) {
    eprintln!("{words}");
}

/// A program that is missing, so that a test is skipped.
fn is_missing(program: &str, so_that: &str) {
    skipped(&format!("{program} is missing, so that {so_that}; tools/viewers installs it"));
}

/// A folder with a run and a comparison of a shipped model.
pub(super) fn with_results(model: &str) -> Try {
    let text = fs::read_to_string(root().join("models").join(model)).unwrap();
    let it = Try::new().file("model.yaml", &text);
    it.run(&["solve", "model.yaml", "--out", "run", "--report", "solved.html", "--report", "solved.xlsx"]).succeeds();
    it.run(&["compare", "model.yaml", "--out", "cmp", "--report", "compared.html", "--report", "compared.xlsx"])
        .succeeds();
    it
}

/// The sentences of the answer.
fn sentences(page: &str) -> Vec<String> {
    let list = page.split_once("<ol class=\"answer\">").unwrap().1.split_once("</ol>").unwrap().0;
    list.split("<li>").skip(1).map(|item| item.trim_end_matches("</li>").to_owned()).collect()
}

#[test]
fn the_answer_of_a_run_is_five_sentences_that_can_be_quoted() {
    let it = with_results("shells-for-three.yaml");
    expect_file!["report/run.txt"].assert_eq(&sentences(&it.text("solved.html")).join("\n"));
}

#[test]
fn the_answer_of_a_comparison_is_five_sentences_that_can_be_quoted() {
    let it = with_results("proposals.yaml");
    expect_file!["report/comparison.txt"].assert_eq(&sentences(&it.text("compared.html")).join("\n"));
}

#[test]
fn a_report_of_what_was_written_is_the_report_of_what_was_solved() {
    let it = with_results("joint-discount.yaml");
    it.run(&["report", "run", "--to", "again.html", "--to", "again.xlsx"])
        .succeeds()
        .tells("report written into again.html");
    it.run(&["report", "cmp", "--to", "compared-again.html", "--to", "compared-again.xlsx"])
        .succeeds()
        .prints_nothing();
    it.run(&["report", "model.yaml"]).succeeds().tells("report written into report.html");
    let bytes = |name: &str| fs::read(it.path(name)).unwrap();
    for (one, other) in [
        ("solved.html", "again.html"),
        ("solved.html", "report.html"),
        ("solved.xlsx", "again.xlsx"),
        ("compared.html", "compared-again.html"),
        ("compared.xlsx", "compared-again.xlsx"),
    ] {
        assert!(bytes(one) == bytes(other), "{one} and {other} differ");
    }
}

#[test]
fn a_page_fetches_nothing_and_names_no_folder() {
    let it = with_results("shells-for-three.yaml");
    for name in ["solved.html", "compared.html"] {
        let page = it.text(name);
        // What is ours, without the charting library, which is all in one script.
        let library = include_str!("../../../src/report/page/assets/echarts.min.js");
        let own = page.replace(library, "");
        assert!(own.len() + library.len() == page.len(), "{name} holds the charting library once");
        for word in
            ["http://", "https://", "src=", "<link", "@import", "url(", "fetch(", it.folder.path().to_str().unwrap()]
        {
            assert!(!own.contains(word), "{name} holds {word}");
        }
        assert!(own.contains("default-src 'none'"), "{name} may fetch");
    }
}

#[test]
fn pictures_of_a_comparison_have_one_panel_for_each_proposal() {
    let it = with_results("proposals.yaml");
    let page = it.text("compared.html");
    for id in ["proposals", "gap-by-year", "gap-by-capability", "savings", "money", "map", "volume", "ladder"] {
        assert!(
            page.contains(&format!("<section class=\"picture whole\" id=\"{id}\""))
                || page.contains(&format!("<section class=\"picture\" id=\"{id}\"")),
            "{id} is missing"
        );
    }
    // alone, dear, dear_but_free_to_leave, talks, late
    assert_eq!(page.matches("data-chart=\"gap-by-capability-").count(), 5);
    // What the same orders cost can be told of each of the others, whatever it reaches.
    assert_eq!(page.matches("data-chart=\"savings-").count(), 4);
}

#[test]
fn a_proposal_without_a_result_is_named_with_the_reason() {
    let text = fs::read_to_string(root().join("models/proposals.yaml")).unwrap();
    // Who talks for a year misses half, and so has no plan.
    let it = Try::new().file("model.yaml", &text.replace("goals:\n", "goals:\n  - require: gap\n    at_most: 40 %\n"));
    it.run(&["compare", "model.yaml", "--out", "cmp", "--report", "one.html", "--report", "one.xlsx"]).succeeds();
    it.run(&["report", "cmp", "--to", "other.html"]).succeeds();
    let page = it.text("one.html");
    assert!(page.contains("“talks” has no result: "), "nothing is said of what has no result");
    assert_eq!(page.matches("data-chart=\"gap-by-capability-").count(), 4);
    assert_eq!(page, it.text("other.html"));
    // Where nothing but everyone alone has a plan, there is no comparison to tell of.
    it.run(&["compare", "model.yaml", "--proposals", "talks", "--report", "alone.html"]).succeeds();
    assert!(it.text("alone.html").contains("“talks” has no result: "));
}

#[test]
fn further_answers_are_taken_in() {
    let text = fs::read_to_string(root().join("models/required-gap.yaml")).unwrap();
    let it = Try::new().file("model.yaml", &text);
    it.run(&["rules", "model.yaml", "--out", "rules"]).succeeds();
    it.run(&["frontier", "model.yaml", "--goals", "gap,cost", "--out", "frontier"]).succeeds();
    it.run(&["report", "model.yaml", "--with", "rules", "--with", "frontier"]).succeeds();
    let page = it.text("report.html");
    assert!(page.contains("The price list of rules"), "no price list");
    assert!(page.contains("The trade-off between two goals"), "no frontier");
    let moved = r#"{ "title": "A gap that must be reached", "goal": "minimise cost", "unit": "MEUR", "value": 60.0, "by": 0.1,
        "decided": true, "solves": 5, "lines": [
        { "figure": "capacity", "words": "what the cheap line can make", "down": 64.0, "up": 56.0 },
        { "figure": "budget", "words": "the budget of DEU", "down": null, "up": 60.0 } ] }"#;
    fs::create_dir(it.path("moved")).unwrap();
    fs::write(it.path("moved/sensitivity.json"), moved).unwrap();
    let list = r#"{ "version": "", "holds": "sensitivity", "made_from": "", "files": { "sensitivity.json": "" } }"#;
    fs::write(it.path("moved/contents.json"), list).unwrap();
    it.list_anew("moved");
    it.run(&["report", "model.yaml", "--with", "moved", "--to", "moved.html"]).succeeds();
    let says = "Most hangs on what the cheap line can make: with 10\u{a0}% less of it, cost comes to 64.0\u{a0}m";
    assert!(it.text("moved.html").contains(says), "no tornado");
    let it = it.file("other.yaml", &text.replace("A gap that must be reached", "Another"));
    it.run(&["report", "other.yaml", "--with", "rules"]).ends(1).tells("is about “A gap that must be reached”");
    it.run(&["report", "model.yaml", "--with", "."]).ends(1).tells("holds no answer that a report takes in");
    fs::write(it.path("rules/rules.json"), "{").unwrap();
    it.run(&["report", "model.yaml", "--with", "rules"]).ends(1).tells("rules/rules.json:1 has been changed");
    it.list_anew("rules");
    it.run(&["report", "model.yaml", "--with", "rules"]).ends(1).tells("rules/rules.json:1: cannot be read back");
}

#[test]
fn what_cannot_be_reported_is_told() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "run"]).succeeds();
    let never = |ran: Ran| ran.prints_nothing();
    never(it.run(&["report", "run", "--to", "report.pdf"]).ends(2).tells("ends in .html or .xlsx"));
    never(it.run(&["report", "nowhere"]).ends(3));
    never(it.run(&["report", "."]).ends(1).tells("holds no run"));
    never(
        it.run(&["report", "run", "--set", "nations.DEU.budget=1"])
            .ends(2)
            .tells("`--set` and `--proposal` are for models"),
    );
    fs::create_dir(it.path("taken.html")).unwrap();
    never(it.run(&["report", "run", "--to", "taken.html"]).ends(1).tells("it is a folder; name a file"));
    fs::write(it.path("run/summary.json"), "{}").unwrap();
    never(it.run(&["report", "run"]).ends(1).tells("run/summary.json has been changed since it was written"));
    it.list_anew("run");
    never(it.run(&["report", "run"]).ends(1).tells("run/summary.json:1: cannot be read back"));
    fs::create_dir(it.path("cmp")).unwrap();
    fs::write(it.path("cmp/comparison.json"), "[]").unwrap();
    never(it.run(&["report", "cmp"]).ends(1).tells("cmp/contents.json is missing"));
    // Nothing half written is left.
    let left = fs::read_dir(it.path("."))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(left.count(), 0);
}

#[test]
fn a_comparison_leads_to_no_folder_outside_itself() {
    let it = with_results("joint-discount.yaml");
    let text = it.text("cmp/comparison.json").replace("\"together\"", "\"../run\"");
    fs::write(it.path("cmp/comparison.json"), text).unwrap();
    it.run(&["report", "cmp"]).ends(1).tells("cmp/comparison.json has been changed since it was written");
    it.list_anew("cmp");
    it.run(&["report", "cmp"]).ends(1).tells("is no code of a proposal");
}

#[test]
fn what_was_taken_in_from_others_is_what_its_page_says() {
    for (page, folder) in [
        ("src/report/page/assets/README.md", "src/report/page/assets"),
        ("tests/suite/cli/report/README.md", "tests/suite/cli/report"),
    ] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let mut digests = 0;
        for line in text.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<&str> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            let bytes = fs::read(root().join(folder).join(cells[1])).unwrap();
            let digest =
                SourceText { name: String::new(), path: None, text: String::from_utf8(bytes).unwrap() }.digest();
            assert_eq!(cells[cells.len() - 2], digest, "{}", cells[1]);
            digests += 1;
        }
        assert!(digests > 0, "{page} names no file");
    }
}
