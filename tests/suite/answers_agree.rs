//! What one screen or page says agrees with what another says, and with the model: whose money is spent, which goal is meant, what is
//! first among equals, what is enough.

use serde_json::Value;

use crate::setting::{assert_close, entente, stdout};

/// A model in a folder of its own.
pub(crate) struct Written {
    folder: tempfile::TempDir,
}

impl Written {
    pub(crate) fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("model.yaml"), text).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    /// What a command prints of the model.
    pub(crate) fn asked(&self, command: &str, settings: &[&str]) -> String {
        let model = self.path("model.yaml");
        let output = entente([command, &model].iter().chain(settings).copied());
        // Spaces within a figure do not break, and lines do.
        stdout(&output).replace('\u{a0}', " ")
    }

    pub(crate) fn json(&self, command: &str, settings: &[&str]) -> Value {
        let text = self.asked(command, &[settings, &["--format", "json"]].concat());
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"))
    }

    /// The page of a plan, in words.
    pub(crate) fn page(&self, settings: &[&str]) -> String {
        let page = self.path("page.html");
        self.asked("solve", &[settings, &["--report", &page]].concat());
        std::fs::read_to_string(page).unwrap().replace('\u{a0}', " ")
    }
}

const FUNDS: &str = "
model: funds
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 10 }, FRA: { budget: 10 } }
capabilities: { guns: { us_baseline: 100 } }
producers: { rhine: { seat: DEU } }
offers: { gun: { by: rhine, gives: guns, price: 1 } }
proposals:
  p: { pools: { all: { members: '{DEU, FRA}' } }, funds: { safe: { kind: grant, envelope: 8, rate: 50 % } } }
goals: [ { minimise: gap } ]
";

#[test]
fn of_budgets_is_spent_what_budgets_pay() {
    let model = Written::new(FUNDS);
    let screen = model.asked("solve", &["--proposal", "p"]);
    assert!(screen.contains("of budgets of 20.0 m, 20.0 m are paid, 0 m are left"), "{screen}");
    assert!(screen.contains("paid in all 28.0 m: funds take over 8.00 m of it"), "{screen}");
    let page = model.page(&["--proposal", "p"]);
    let says = "Budgets come to 20.0 m EUR: 20.0 m of them are spent and nothing is left; 28.0 m are paid in all, 8.00 m of it by funds.";
    assert!(page.contains(says), "{page:.9000}");
    // A nation without a limit pays for the guns that it orders, and not out of a budget.
    let endless = FUNDS.replace("FRA: { budget: 10 }", "FRA: { budget: unlimited }");
    let endless = endless.replace("us_baseline: 100", "us_baseline: 50");
    let model = Written::new(&endless);
    for proposal in ["p", "alone", "together"] {
        let found = model.json("solve", &["--proposal", proposal]);
        let of = |key: &str| found["spending"][key].as_f64().unwrap();
        let kinds = ["orders", "support", "contributions", "overhead", "programmes", "penalties"];
        let paid: f64 = kinds.iter().map(|kind| of(kind)).sum();
        assert_close(paid, 50.0, 1e-5);
        // What budgets pay, what lapses and what is left are the budgets.
        let of_budgets = paid - of("funded") - of("without_limit");
        assert_close(of_budgets + of("lapsed") + of("left"), of("budget") - of("committed"), 1e-5);
        let screen = model.asked("solve", &["--proposal", proposal]);
        assert!(!screen.contains("50.0 m are paid, "), "{screen}");
        assert!(screen.contains("paid in all 50.0 m: "), "{screen}");
        assert!(screen.contains("buyers without a limit pay "), "{screen}");
    }
}

#[test]
fn a_denial_that_is_borne_at_first_is_not_called_hard_in_every_year() {
    let model = Written::new(
        "
model: no year
money: MEUR 2025
horizon: 2026..2029
nations: { DEU: { budget: 40 } }
capabilities: { guns: { us_baseline: 40, held: { DEU: 10 } } }
producers: { rhine: { seat: DEU }, us: { seat: USA } }
offers:
  us_gun: { by: us, gives: guns, price: 4, open: 2028..2029, without_us: 50 % }
denials: { us: { by: [USA], from: 2026, what: [maintenance] } }
goals: [ { minimise: gap } ]
",
    );
    let page = model.page(&[]);
    assert!(page.contains("would take 0.0 % of what is usable"), "{page:.9000}");
    assert!(!page.contains("in no year of the horizon would it take less"), "{page:.9000}");
    assert!(
        page.contains("there is no year of the horizon from which on it would take less than 10 %"),
        "{page:.9000}"
    );
}

#[test]
fn an_offer_is_ordered_once_a_year() {
    // The pool is dearer, but a fund pays half of the first guns through it: DEU orders through it and alone in one year.
    let model = Written::new(
        "
model: two ways
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 10 }, FRA: { budget: 0 } }
capabilities: { guns: { us_baseline: 40 } }
producers: { rhine: { seat: DEU } }
offers: { gun: { by: rhine, gives: guns, price: 1 } }
goals: [ { minimise: gap } ]
proposals:
  p:
    pools: { one: { members: '{DEU, FRA}', overhead: 20 % } }
    funds: { safe: { kind: grant, envelope: 2, rate: 50 %, pools: [one] } }
",
    );
    let run = model.path("run");
    model.asked("solve", &["--proposal", "p", "--out", &run]);
    let orders = std::fs::read_to_string(model.path("run/orders.csv")).unwrap();
    assert_eq!(orders.lines().filter(|line| line.starts_with("DEU,")).count(), 2, "{orders}");
    let says = stdout(&entente(["why", &run, "offer", "gun"]));
    assert!(says.contains(" in 2026\n") && !says.contains("2026, 2026"), "{says}");
}

#[test]
fn large_counts_are_spelled_alike_on_screen_and_page() {
    let names: Vec<String> =
        (0..40).map(|place| format!("g{place}: {{ by: rhine, gives: k{place}, price: 1 }}")).collect();
    let capabilities: Vec<String> = (0..40).map(|place| format!("k{place}: {{ us_baseline: 40 }}")).collect();
    let text = format!(
        "
model: many
money: MEUR 2025
horizon: 2026..2035
nations: {{ DEU: {{ budget: 10 }}, FRA: {{ budget: 10 }}, POL: {{ budget: 10 }} }}
capabilities: {{ {} }}
producers: {{ rhine: {{ seat: DEU }} }}
offers: {{ {} }}
goals: [ {{ minimise: gap }} ]
",
        capabilities.join(", "),
        names.join(", ")
    );
    let model = Written::new(&text);
    let found = model.json("solve", &[]);
    let limits = found["audited_limits"].as_u64().unwrap();
    assert!((1000..1_000_000).contains(&limits), "{limits}");
    let spelled = format!("{} {:03} limits", limits / 1000, limits % 1000);
    let run = model.path("run");
    let screen = model.asked("solve", &["--out", &run]);
    let page = model.page(&[]);
    let audit = model.asked("audit", &[&run]);
    for told in [&screen, &page, &audit] {
        assert!(told.contains(&spelled), "{spelled}: {told:.4000}");
        assert!(!told.contains(&format!("{limits} limits")), "{told:.4000}");
    }
}

const SOME: &str = "
model: of
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 40 } }
capabilities: { a: { us_baseline: 10 }, b: { us_baseline: 10 }, c: { us_baseline: 10, held: { DEU: 10 } } }
producers: { here: { seat: DEU }, far: { seat: USA } }
offers:
  gun: { by: here, gives: a, price: 4 }
  tank: { by: here, gives: b, price: 4 }
denials: { us: { by: [USA], from: 2026 }, works: { by: [here], from: 2026 } }
goals:
  - { minimise: worst_gap, of: [a] }
  - { minimise: gap_under_denial, of: [a, b], under: [us] }
  - { minimise: gap }
";

#[test]
fn a_goal_that_looks_at_some_names_them() {
    let model = Written::new(SOME);
    let found = model.json("solve", &[]);
    let goal = |place: usize| found["goals"][place]["goal"].as_str().unwrap().to_owned();
    assert_eq!(goal(0), "minimise worst capability gap of a");
    assert_eq!(goal(1), "minimise gap under denial of a, b under us");
    // One that looks at all says nothing of it.
    assert_eq!(goal(2), "minimise capability gap");
    // Whoever names all of them means all.
    let all = Written::new(&SOME.replace("of: [a]", "of: [a, b, c]").replace("under: [us]", "under: [us, works]"));
    let found = all.json("solve", &[]);
    assert_eq!(found["goals"][0]["goal"], "minimise worst capability gap");
    assert_eq!(found["goals"][1]["goal"], "minimise gap under denial of a, b");
    // Words find it as before.
    let named = model.asked("explain", &["--goal", "worst_gap"]);
    assert!(named.contains("worst capability gap of a"), "{named}");
    // Of many, only how many they are.
    let names: Vec<String> = (1..=9).map(|place| format!("k{place}")).collect();
    let many: Vec<String> = names.iter().map(|name| format!("{name}: {{ us_baseline: 10 }}")).collect();
    let text = SOME.replace("a: { us_baseline: 10 },", &format!("a: {{ us_baseline: 10 }}, {},", many.join(", ")));
    let text = text.replace("of: [a]", &format!("of: [{}]", names.join(", ")));
    let found = Written::new(&text).json("solve", &[]);
    assert_eq!(found["goals"][0]["goal"], "minimise worst capability gap of 9 of 12 capabilities");
}

#[test]
fn a_frontier_trades_off_the_goal_that_the_model_has() {
    let model = Written::new(SOME);
    let found = model.json("frontier", &["--goals", "worst_gap,gap", "--points", "3"]);
    let text = found.to_string();
    assert!(text.contains("minimise worst capability gap of a\""), "{text}");
    // Of a alone nothing need be missing.
    let screen = model.asked("frontier", &["--goals", "worst_gap,gap", "--points", "3"]);
    assert!(screen.contains("worst capability gap of a"), "{screen}");
    assert!(screen.contains("0.00 %"), "{screen}");
    // Where the model has two, neither is meant.
    let two = Written::new(
        &SOME.replace("  - { minimise: gap }", "  - { minimise: gap }\n  - { minimise: worst_gap, of: [b] }"),
    );
    let screen = two.asked("frontier", &["--goals", "worst_gap,gap", "--points", "3"]);
    assert!(!screen.contains("worst capability gap of"), "{screen}");
}

const EQUALS: &str = "
model: equals
money: MEUR 2025
horizon: 2026..2027
nations: { DEU: { budget: 5 }, FRA: { budget: 5 }, POL: { budget: 1 } }
capabilities: { guns: { us_baseline: 40 }, radios: { us_baseline: 40 } }
producers: { rhine: { seat: DEU }, rhone: { seat: FRA }, us: { seat: USA }, sea: { seat: GBR } }
offers:
  gun: { by: rhine, gives: guns, price: 1, capacity: 3 a year }
  radio: { by: rhone, gives: radios, price: 1, capacity: 3 a year }
  us_gun: { by: us, gives: guns, price: 1, capacity: 2 a year, at_most: 2 }
  sea_radio: { by: sea, gives: radios, price: 1, capacity: 2 a year }
proposals: { p: { pools: { all: { members: '{DEU, FRA, POL}' } } } }
goals: [ { minimise: gap }, { minimise: cost } ]
";

#[test]
fn among_equals_none_is_named_as_first() {
    let text = EQUALS.replace(", at_most: 2", "");
    let model = Written::new(&text);
    let page = model.page(&["--proposal", "together"]);
    let lines: Vec<&str> = page.split('<').filter(|part| part.contains("most ")).collect();
    let has = |words: &str| page.contains(words);
    // DEU and FRA have the same budgets, and the works of both make as much of what is missing alike.
    assert!(
        has("most is paid by France and Germany (9.09 m EUR each), and most goes to rhine and rhone (6.00 m EUR each)"),
        "{lines:#?}"
    );
    assert!(
        has("France and Germany (9.09 m EUR each) order most and get most of the work (6.00 m EUR each)"),
        "{lines:#?}"
    );
    assert!(has("most is missing of guns and radios, 75 % of the baseline of each"), "{lines:#?}");
    assert!(has("most goes to rhine and rhone, 6.00 m each"), "{lines:#?}");
    assert!(has("most of it to rhine and rhone."), "{lines:#?}");
    let abroad = page.split("domestic, most of it to ").nth(1).unwrap().split(')').next().unwrap();
    assert!(abroad.contains(" and ") && abroad.ends_with("(4.00 m EUR each"), "{abroad}");
}

#[test]
fn what_is_enough_of_required_targets_lets_there_be_a_plan() {
    // DEU can pay for 4 of the 6 guns that it must have. FRA orders no more than its own target, so that with both a third lower the
    // gap of 40 % is out of reach, and with that of DEU alone it is not.
    let text = |of_deu: f64, of_fra: f64| {
        format!(
            "
model: targets and gap
money: MEUR 2025
horizon: 2026
nations: {{ DEU: {{ budget: 4 }}, FRA: {{ budget: 100 }} }}
capabilities: {{ guns: {{ us_baseline: 10, targets: {{ DEU: {of_deu}, FRA: {of_fra} }}, targets_are: required }} }}
producers: {{ rhine: {{ seat: DEU }} }}
offers: {{ gun: {{ by: rhine, gives: guns, price: 1 }} }}
goals: [ {{ require: gap, at_most: 40 % }}, {{ minimise: cost }} ]
"
        )
    };
    let solves = |of_deu: f64, of_fra: f64| {
        let model = Written::new(&text(of_deu, of_fra));
        entente(["solve", &model.path("model.yaml"), "--proposal", "alone"]).status.success()
    };
    assert!(!solves(6.0, 2.0) && !solves(4.0, 4.0 / 3.0) && solves(4.0, 2.0));
    let model = Written::new(&text(6.0, 2.0));
    let told = model.json("infeasible", &["--proposal", "alone"]);
    let screen = model.asked("infeasible", &["--proposal", "alone"]);
    let party = told["parties"].as_array().unwrap().iter().find(|party| party["demand"] == "required targets of guns");
    let party = party.unwrap_or_else(|| panic!("{told:#}"));
    assert!(party["enough"].is_null(), "{party:#}");
    let places = party["places"].as_array().unwrap();
    assert!(
        places.iter().any(|place| place["enough_is"].as_f64().is_some_and(|is| (is - 4.0).abs() < 1e-4)),
        "{party:#}"
    );
    assert!(screen.contains("target of Germany for guns, 2026: 6.00 US-equivalents; enough would be 4.00"), "{screen}");
    assert!(!screen.contains("less of each") && !screen.contains("no change of"), "{screen}");
    // Where the gap leaves room for it, a third less of each is enough, and it is said.
    let model = Written::new(&text(6.0, 2.0).replace("at_most: 40 %", "at_most: 60 %"));
    let screen = model.asked("infeasible", &["--proposal", "alone"]);
    assert!(screen.contains("enough would be 33.3 % less of each"), "{screen}");
    // Where even that of DEU alone leaves too little, nothing is said to be enough.
    let model = Written::new(&text(6.0, 2.0).replace("at_most: 40 %", "at_most: 38 %"));
    let told = model.json("infeasible", &["--proposal", "alone"]);
    for party in told["parties"].as_array().unwrap() {
        assert!(!party["demand"].as_str().unwrap().contains("targets") || party["enough"].is_null(), "{party:#}");
    }
}

const UNBASED: &str = "
model: no baseline
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 10 } }
capabilities: { guns: { targets: { DEU: 20 } }, radios: { } }
producers: { works: { seat: DEU }, us: { seat: USA } }
offers: { gun: { by: works, gives: guns, price: 1 }, us_gun: { by: us, gives: guns, price: 1, without_us: 0 % } }
denials: { us: { by: [USA], from: 2026 } }
goals: [ { minimise: national_gap } ]
";

#[test]
fn without_a_baseline_there_is_no_gap_to_it_in_facts() {
    let model = Written::new(UNBASED);
    let study = model.path("study.yaml");
    let measures = "measures: [gap, worst_gap, national_gap, gap_under_denial, cost]";
    std::fs::write(&study, format!("study: none\nmodel: model.yaml\n{measures}\nstress: [us]\n")).unwrap();
    let out = model.path("out");
    let ran = entente(["batch", &study, "--out", &out, "--progress", "none"]);
    assert!(ran.status.success(), "{ran:?}");
    let found = entente(["results", &out, "--format", "json"]);
    let found: Value = serde_json::from_str(&stdout(&found)).unwrap_or_else(|_| panic!("{found:?}"));
    let text = found.to_string();
    assert!(text.contains("\"cost\""), "{found:#}");
    assert!(!text.contains("\"gap\"") && !text.contains("gap_under_denial:us"), "{found:#}");
}

#[test]
fn a_rule_on_losses_needs_a_baseline() {
    let rule = "rules: { borne: { rule: lost_when_denied, at_most: 10 %, under: us } }\n";
    let model = Written::new(&format!("{UNBASED}{rule}"));
    let output = entente(["check", &model.path("model.yaml")]);
    let told = format!("{}{}", stdout(&output), String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("has a `us_baseline`"), "{told}");
}
