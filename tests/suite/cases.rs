//! Small models, each of which shows one kind of fault that was once made: with the answer that its head comment works out.

use std::fmt::Write;

use entente::input::{self, Setting, read_file};
use entente::model::{ALONE, Model, TOGETHER};
use entente::planning::Approach;
use entente::planning::Run;
use entente::questions::compare::compare;
use entente::questions::compare::{Comparison, Contender};
use entente::questions::compare::{ComparisonSummary, comparison_text};

use crate::models::{near, put_under};
use crate::setting::{assert_close, entente, files, model, root, solved, stdout};

/// A model of `tests/cases`, the proposal, what is set otherwise, and the values of its goals.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static [f64]);

const ROWS: &[Row] = &[
    ("satellites-that-wear-out", TOGETHER, &[], &[0.1, 30.0, 30.0]),
    ("firm-orders", TOGETHER, &[], &[0.3, 0.0, 0.0]),
    ("bridging", TOGETHER, &[], &[0.1, 100.0, 100.0]),
    ("built-ahead", TOGETHER, &[], &[0.0, 100.0]),
    ("special-fund", TOGETHER, &[], &[0.0]),
    ("special-fund", TOGETHER, &[("nations.DEU.carry_over", "10 %")], &[0.99]),
    ("slow-yard", TOGETHER, &[], &[0.985, 0.0, 1000.0]),
    ("slow-yard", TOGETHER, &[("offers.boat.capacity", "1 a year")], &[0.97, 0.0, 2000.0]),
    ("less-capacity", TOGETHER, &[], &[1.0 - 0.1 / 3.0]),
    ("less-capacity", TOGETHER, &[("offers.t.capacity.2026", "1")], &[1.0 - 0.1 / 3.0]),
    ("lots-of-ten", TOGETHER, &[], &[90.0]),
    ("lots-of-ten", TOGETHER, &[("offers.lot.lots_of", "7")], &[84.0]),
    ("minimum-orders", TOGETHER, &[], &[0.0, 10.0, 10.0]),
    ("insured", TOGETHER, &[], &[0.0]),
    ("shells-with-support", TOGETHER, &[], &[0.0, 216.0]),
    ("a-rule-gives-room", "plain", &[], &[0.0, 8.0]),
    ("a-rule-gives-room", "fair", &[], &[0.0, 8.0]),
    ("use-of-ones-own", TOGETHER, &[], &[0.0, 3.0]),
    (
        "use-of-ones-own",
        TOGETHER,
        &[("nations.DEU.gdp", "1"), ("nations.FRA.gdp", "1"), ("capabilities.missiles.held.FRA", "9")],
        &[0.0, 4.0],
    ),
    ("use-and-shares", TOGETHER, &[], &[0.532_219_749_640_141_8]),
    ("cut-off-by-presolve", TOGETHER, &[], &[0.210_153_012_4, 193.603_978_1]),
    ("cut-off-with-minimum-orders", TOGETHER, &[], &[0.068_929_612_66, 75.053_060_2]),
    ("in-millions", TOGETHER, &[], &[0.734_562_3]),
];

fn case(file: &str, settings: &[(&str, &str)]) -> Model {
    let settings: Vec<Setting> =
        settings.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    let reading = read_file(&root().join(format!("tests/cases/{file}.yaml")), &settings);
    let findings = reading.render_findings(false).join("\n");
    reading.model.unwrap_or_else(|| panic!("{file}: {findings}"))
}

fn compared(model: &Model, proposals: &[&str]) -> Comparison {
    let contender =
        |code: &&str| Contender { code: (*code).to_owned(), name: (*code).to_owned(), model: put_under(model, code) };
    let all: Vec<Contender> = [ALONE].iter().chain(proposals).map(contender).collect();
    compare(&all, Approach::default())
}

fn said(comparison: &Comparison) -> String {
    comparison_text(
        &ComparisonSummary::of(comparison, "case").unwrap(),
        0.0,
        entente::layout::Screen { width: None, color: false },
    )
}

fn units(run: &Run) -> f64 {
    run.plan.orders.iter().map(|order| order.quantity).sum()
}

/// What the program prints of a case.
fn printed(command: &str, file: &str, more: &[&str]) -> String {
    let path = format!("tests/cases/{file}.yaml");
    stdout(&entente([command, &path].into_iter().chain(more.iter().copied())))
}

#[test]
fn goals_come_to_what_is_right() {
    let mut faults = String::new();
    for (file, proposal, settings, right) in ROWS {
        let run = solved(&put_under(&case(file, settings), proposal));
        let found: Vec<f64> = run.stages.iter().map(|stage| stage.value).collect();
        if found.len() != right.len() || !found.iter().zip(*right).all(|(f, r)| near(*f, *r)) {
            let _ = writeln!(faults, "{file} {proposal} {settings:?}: found {found:?}, right {right:?}");
        }
        if !run.verdict.passed() {
            let _ = writeln!(faults, "{file}: {:?}", run.verdict.breaches);
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// The middle of the horizon is past, and from 2030 on nothing is delivered any more.
#[test]
fn what_bridges_until_a_firm_order_comes_is_ordered_before_it() {
    let run = solved(&put_under(&case("bridging", &[]), TOGETHER));
    let years: Vec<i32> = run.plan.orders.iter().map(|order| run.model.horizon.year(order.step).0).collect();
    assert!(years.iter().all(|year| (2026..=2028).contains(year)), "{years:?}");
    assert_close(units(&run), 100.0, 1e-6);
}

/// Room beyond the need of normal times is given only to what still works under the denial that a goal looks at.
#[test]
fn what_stops_whole_is_not_bought_as_insurance() {
    let run = solved(&put_under(&case("insured", &[]), TOGETHER));
    assert_close(units(&run), 20.0, 1e-6);
    let goals = ("goals", "[{ minimise: gap_under_denial }, { maximise: domestic_volume }]");
    let stopped = solved(&put_under(&case("insured", &[("offers.eu.without_us", "0 %"), goals]), TOGETHER));
    assert_close(units(&stopped), 2.0, 1e-6);
    // A denial at which nothing looks gives no room.
    let named = ("goals", "[{ minimise: gap }, { maximise: domestic_volume, rung: headline }]");
    assert_close(units(&solved(&put_under(&case("insured", &[named]), TOGETHER))), 2.0, 1e-6);
}

/// More capacity is never worse.
#[test]
fn a_yard_of_twice_the_capacity_builds_twice_as_much() {
    for lots in ["", "1"] {
        let gap = |capacity: &str| {
            let mut settings = vec![("offers.boat.capacity", capacity), ("offers.boat.lead_time", "2 years")];
            if !lots.is_empty() {
                settings.push(("offers.boat.lots_of", lots));
            }
            solved(&put_under(&case("slow-yard", &settings), TOGETHER)).stages[0].value
        };
        let gaps: Vec<f64> = ["0.3 a year", "0.5 a year", "0.9 a year", "1 a year", "1.4 a year"].map(gap).to_vec();
        assert!(gaps.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{lots}: {gaps:?}");
    }
}

/// Half a boat a year in whole boats: work begins with the order, so that one is delivered every second year.
#[test]
fn whole_boats_of_half_a_yard_come_every_second_year() {
    let settings = [("offers.boat.lots_of", "1"), ("offers.boat.lead_time", "0 years"), ("horizon", "2026..2031")];
    let run = solved(&put_under(&case("slow-yard", &settings), TOGETHER));
    let mut years: Vec<i32> = run.plan.orders.iter().map(|order| run.model.horizon.year(order.step).0).collect();
    years.sort_unstable();
    assert_eq!(years, [2027, 2029, 2031]);
    assert_close(units(&run), 3.0, 1e-9);
}

#[test]
fn alone_nobody_buys_for_all_at_the_price_of_quantity() {
    let comparison = compared(&case("one-buys-for-all", &[]), &["pool"]);
    let saving = comparison.sides[1].saving.unwrap();
    assert_close(saving.total, 600.0 - 480.0 * 1.01, 1e-6);
    assert!(!said(&comparison).contains("what pooling saves cannot be told"));
    // Without a gross domestic product of every buyer it cannot be told.
    let text = std::fs::read_to_string(root().join("tests/cases/one-buys-for-all.yaml")).unwrap();
    let without = compared(&model(&text.replace(", gdp: 500", "")), &["pool"]);
    assert!(said(&without).contains("what pooling saves cannot be told"));
}

/// There is one plan of everyone alone: by the rule that refers to it nobody is worse off as the comparison shows it.
#[test]
fn under_a_rule_that_nobody_is_worse_off_nobody_is() {
    let model = case("fair", &[]);
    let comparison = compared(&model, &["fair", "plain"]);
    let fair = comparison.sides[1].run.as_ref().unwrap();
    assert!(fair.known.judgements.iter().all(|judgement| judgement.missing <= 1e-6), "{:?}", fair.known.judgements);
    let text = said(&comparison);
    assert!(text.contains("nobody is worse off") && !text.contains("1 worse off"), "{text}");
    let alone = comparison.sides[0].outcomes.as_ref().unwrap();
    assert_eq!(fair.known.alone.as_ref().unwrap(), alone);
}

#[test]
fn without_a_gdp_nobody_is_said_to_be_no_worse_off() {
    let text = said(&compared(&case("gdp-missing", &[]), &["dear"]));
    assert!(text.contains("Who is worse off cannot be told") && text.contains("POL"), "{text}");
    assert!(!text.contains("nobody is worse off"), "{text}");
}

#[test]
fn everyone_alone_reaches_what_everyone_alone_reaches() {
    let comparison = compared(&case("alone-reaches-itself", &[]), &[]);
    let cheapest = comparison.sides[0].cheapest.as_ref().unwrap().as_ref().unwrap();
    assert_close(cheapest.known.spending.paid().sum(), 169.46, 1e-4);
}

/// Somebody wrote euros where the model says millions: that is found, and the model is solved all the same.
#[test]
fn budgets_in_euros_are_found() {
    let told = input::read_file(&root().join("tests/cases/in-euros.yaml"), &[]);
    let findings = told.render_findings(false).join("\n");
    assert!(told.model.is_some() && findings.contains("more than any nation has"), "{findings}");
    let gap = solved(&put_under(&told.model.unwrap(), TOGETHER)).stages[0].value;
    // Known until proofs are exact: in millions it is 73.4562 %.
    assert!((gap - 0.734_562_3).abs() > 1e-6, "mended: {gap}");
}

/// Cases that other work will mend: what is right, and that it is not so yet. Whoever mends one moves its row.
#[test]
fn known_faults_are_still_there() {
    let mut mended = Vec::new();
    let mut known = |file: &str, right: bool| {
        if right {
            mended.push(file.to_owned());
        }
    };
    known("made-at-home", {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.html");
        printed("compare", "made-at-home", &["--report", page.to_str().unwrap()]);
        !std::fs::read_to_string(page).unwrap().contains("of the money for orders buys what still works")
    });
    known("no-baseline", !printed("timeline", "no-baseline", &["--deny", "USA"]).contains("0 %"));
    known("unused-pool", {
        let comparison = compared(&case("unused-pool", &[]), &["prop"]);
        comparison.sides[1].saving.is_some_and(|saving| saving.pools.abs() < 1e-6)
    });
    known("one-holding-two-spellings", {
        // The same holding in another spelling loses as much.
        let text = printed("stress", "one-holding-two-spellings", &["--deny", "FRA"]);
        text.lines().any(|line| line.trim_start().starts_with("a ") && line.contains("100 %"))
            || !text.lines().any(|line| line.trim_start().starts_with("b ") && line.contains("100 %"))
    });
    known(
        "fund-allocations",
        !printed("sensitivity", "fund-allocations", &["--proposal", "p", "--over", "fund.*"])
            .contains("None of these figures moves it"),
    );
    known("why-carry-over", {
        let folder = tempfile::tempdir().unwrap();
        let run = folder.path().join("run");
        printed("solve", "why-carry-over", &["--out", run.to_str().unwrap()]);
        let why = stdout(&entente(["why", run.to_str().unwrap(), "nation", "DEU"]));
        !why.contains("all its money is spent or carried over in 2026, 2027")
    });
    assert!(mended.is_empty(), "mended, so move them: {mended:?}");
}

#[test]
fn every_case_is_spoken_of() {
    let text = std::fs::read_to_string(root().join("tests/suite/cases.rs")).unwrap();
    let later = ["in-euros"];
    for path in files("tests/cases", "yaml") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let elsewhere = [
            "never-ends",
            "no-plan-it-says",
            "wrongly-proven",
            "one-more-is-possible",
            "infeasible-held",
            "infeasible-bands",
        ]
        .contains(&name.as_str());
        assert!(elsewhere || later.contains(&name.as_str()) || text.contains(&format!("\"{name}\"")), "{name}");
    }
}
