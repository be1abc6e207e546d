//! What one screen or page says agrees with what another says, and with the model: whose money is spent, which goal is meant, what is
//! first among equals, what is enough.

use serde_json::Value;

use crate::setting::{assert_close, entente, stdout};

/// A model in a folder of its own.
struct Written {
    folder: tempfile::TempDir,
}

impl Written {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("model.yaml"), text).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    /// What a command prints of the model.
    fn asked(&self, command: &str, settings: &[&str]) -> String {
        let model = self.path("model.yaml");
        let output = entente([command, &model].iter().chain(settings).copied());
        // Spaces within a figure do not break, and lines do.
        stdout(&output).replace('\u{a0}', " ")
    }

    fn json(&self, command: &str, settings: &[&str]) -> Value {
        let text = self.asked(command, &[settings, &["--format", "json"]].concat());
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"))
    }

    /// The page of a plan, in words.
    fn page(&self, settings: &[&str]) -> String {
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
    let says = "Budgets come to 20.0 m EUR: 20.0 m of them are spent and nothing is left; 28.0 m are paid in all, 8.00 m by funds of it.";
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
