//! Budgets as people quote them, and models in which money is no limit.

use entente::input::{self, Severity};
use entente::layout::Screen;
use entente::model::Model;
use entente::report::{Summary, summary_text};

use crate::setting::{assert_close, findings, model, solved};

/// A model with one budget exchanged.
fn with(nations: &str) -> String {
    format!(
        "model: Budgets\nmoney: MEUR 2025\nhorizon: 2026..2028\nnations: {nations}\n\
         capabilities: {{ guns: {{ us_baseline: 10 }} }}\nproducers: {{ works: {{ seat: DEU }} }}\n\
         offers: {{ gun: {{ by: works, gives: guns, price: 10 }} }}\ngoals: [{{ minimise: gap }}]\n"
    )
}

/// The figure of a path as it was written.
fn written(model: &Model, path: &str) -> String {
    model.figures.iter().find(|figure| figure.figure == path).unwrap().written.clone()
}

/// The first screen of a model's plan.
fn screen(model: &Model) -> String {
    summary_text(&Summary::of(model, &solved(model)), None, Screen { width: None, color: false })
}

#[test]
fn a_budget_may_be_a_share_of_gross_domestic_product() {
    for budget in ["2.1 % of gdp × 30 %", "2.1 % of gdp x 30 %", "'2.1% of GDP * 30%'"] {
        let model = model(&with(&format!("{{ DEU: {{ gdp: 4330000, budget: {budget} }} }}")));
        assert_close(model.budgets[[0, 2]], 4_330_000.0 * 0.021 * 0.3, 1e-12);
        let written = written(&model, "nations.DEU.budget");
        assert!(written.ends_with("= 27 279 MEUR"), "{written}");
    }
}

#[test]
fn shares_of_gross_domestic_product_may_differ_from_year_to_year() {
    let years = "{ 2026: 2 % of gdp × 30 %, 2028: 2.5 % of gdp × 40 %, source: a speech }";
    let model = model(&with(&format!("{{ DEU: {{ gdp: 100000, budget: {years} }} }}")));
    assert_eq!(model.budgets.row(0).to_vec(), [600.0, 800.0, 1000.0]);
    assert_eq!(
        written(&model, "nations.DEU.budget"),
        "2026: 2 % of gdp × 30 % = 600 MEUR, 2028: 2.5 % of gdp × 40 % = 1 000 MEUR"
    );
}

#[test]
fn a_gdp_in_another_money_is_converted_before_its_share_is_taken() {
    let text = with("{ DEU: { gdp: { value: 200000, money: USD 2024 }, budget: 2 % of gdp × 25 % } }");
    let model = model(&format!("{text}rates: {{ USD 2024: 0.9 }}\n"));
    assert_close(model.budgets[[0, 0]], 900.0, 1e-12);
}

#[test]
fn where_no_buyer_has_a_budget_the_first_screen_says_that_money_is_no_limit() {
    let none = model(&with("{ DEU: {}, FRA: {} }"));
    assert!(screen(&none).contains("No buyer has a budget: money is no limit."));
    assert!(Summary::of(&none, &solved(&none)).money_is_no_limit);
    let some = model(&with("{ DEU: { budget: unlimited }, FRA: { budget: 5 } }"));
    let shown = screen(&some);
    assert!(shown.contains("Money is no limit for Germany, by `budget: unlimited`."), "{shown}");
    let all = model(&with("{ DEU: { budget: 5 }, FRA: { budget: 5 } }"));
    assert!(!screen(&all).contains("no limit"));
}

#[test]
fn an_unlimited_budget_is_no_limit() {
    let model = model(&with("{ DEU: { budget: unlimited }, FRA: { budget: 0 } }"));
    assert!(model.budgets.row(0).iter().all(|budget| budget.is_infinite()));
    assert_eq!(model.budgets.row(1).sum(), 0.0);
}

#[test]
fn a_buyer_without_a_budget_is_an_error_where_others_have_one() {
    let shown = findings(&with("{ DEU: { budget: 5 }, FRA: {}, POL: { budget: }, EST: { budget: unlimited } }"));
    assert_eq!(shown.matches("has no budget, and other buyers have one").count(), 2, "{shown}");
    // Who does not buy in this model needs none.
    assert_eq!(findings(&format!("{}buyers: '{{DEU}}'\n", with("{ DEU: { budget: 5 }, FRA: {} }"))), "");
}

#[test]
fn an_empty_setting_does_not_make_money_endless() {
    for (nations, value) in [("{ DEU: { budget: 5 } }", ""), ("{ DEU: { budget: 5 }, FRA: { budget: 5 } }", "null")] {
        let setting = ("nations.DEU.budget".to_owned(), value.to_owned());
        let reading = input::read_text("model.yaml", &with(nations), &[setting]);
        assert!(reading.model.is_none(), "`{value}` is let through");
    }
}

#[test]
fn budgets_in_euros_are_warned_of_and_the_model_is_solved() {
    let text = with("{ DEU: { budget: 3857000000 } }");
    let reading = input::read_text("model.yaml", &text, &[]);
    let found = reading.findings.sorted();
    assert_eq!(found.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [Severity::Warning]);
    assert!(found[0].remedy.ends_with("write 3857"), "{}", found[0].remedy);
    assert!(solved(&model(&text)).verdict.passed());
}
