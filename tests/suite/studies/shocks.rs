//! What scenarios change of a model, against answers by hand.

use entente::batch::Status;
use entente::scenario::{Amount, ModelChange, Shock, apply, figures};

use super::runs::{all_runs, study, value};
use crate::setting::{assert_close, model, model_file, root};

/// One nation, 100 MEUR a year from 2026 to 2028, guns for 10 that come a year after they are ordered.
const GUNS: &str = "
model: Guns
horizon: 2026..2028
nations: { DEU: { budget: { 2026: 100, 2027: 100, 2028: 200 }, committed: 20 }, USA: {} }
buyers: \"{DEU}\"
capabilities: { guns: { us_baseline: 100 } }
producers: { works: { seat: DEU }, depot: { seat: USA } }
offers:
  gun: { by: works, gives: guns, price: { 0: 10, 100: 8 }, capacity: 50 a year, lead_time: 1 year }
  us_gun: { by: depot, gives: guns, price: 20, without_us: 0 % }
proposals: { pooled: { pools: { all: { members: \"{DEU}\" } }, funds: { common: { kind: grant, envelope: 50 } } } }
goals: [ { minimise: gap } ]
";

fn changed(change: ModelChange) -> entente::scenario::Applied {
    let model = model(GUNS);
    apply(&model, &figures(&model), &[change]).unwrap()
}

fn figure(name: &str, text: &str) -> entente::model::Model {
    changed(ModelChange::Figure { name: name.to_owned(), amount: Amount::parse(text).unwrap() }).model
}

#[test]
fn changes_of_figures_are_read_as_they_are_written() {
    for (text, amount) in [
        ("x1.2", Amount::Times(1.2)),
        ("×0.5", Amount::Times(0.5)),
        ("+5 %", Amount::Times(1.05)),
        ("-20%", Amount::Times(0.8)),
        (" 900 ", Amount::To(900.0)),
    ] {
        assert_eq!(Amount::parse(text), Ok(amount));
    }
    for bad in ["80 %", "x", "x-1", "-5", "+", "1,2", "-120 %", "NaN", "xinf", ""] {
        assert!(Amount::parse(bad).is_err(), "`{bad}` is let through");
    }
}

#[test]
fn figures_are_changed_in_every_year() {
    assert_eq!(figure("budget.*", "x1.5").budgets.row(0).to_vec(), [150.0, 150.0, 300.0]);
    assert_eq!(figure("budget.DEU", "70").budgets.row(0).to_vec(), [70.0; 3]);
    // Contracts take no more than there is.
    assert_eq!(figure("budget.DEU", "x0.1").committed.row(0).to_vec(), [10.0, 10.0, 20.0]);
    let prices = |model: &entente::model::Model| -> Vec<f64> {
        model.offers[model.offers.find("gun").unwrap()].bands.iter().map(|band| band.price.0).collect()
    };
    assert_eq!(prices(&figure("price.gun", "+10 %")), [11.0, 8.8]);
    assert_eq!(prices(&figure("price.*", "5")), [5.0, 4.0]);
    let line = figure("capacity.gun", "x0.5");
    assert_eq!(line.lines[line.lines.find("gun").unwrap()].free, [25.0; 3]);
    assert_eq!(figure("baseline.guns", "30").baselines.row(0).to_vec(), [30.0; 3]);
    let fund = figure("fund.common", "x2");
    let under = fund.under(fund.proposals.find("pooled").unwrap());
    assert_eq!(under.funds[under.funds.find("common").unwrap()].envelope.0, 100.0);
}

#[test]
fn shocks_do_what_they_say() {
    let deu = || vec!["DEU".to_owned()];
    let budgets = |shock: Shock| changed(ModelChange::Shock(shock)).model.budgets.row(0).to_vec();
    assert_eq!(budgets(Shock::Leave { nations: deu(), from: 2027 }), [100.0, 20.0, 20.0]);
    assert_eq!(budgets(Shock::BudgetsSlip { nations: deu(), years: 1 }), [100.0, 100.0, 100.0]);
    assert_eq!(budgets(Shock::BudgetsCut { nations: deu(), by: 0.1, from: 2028 }), [100.0, 100.0, 180.0]);
    let late = changed(ModelChange::Shock(Shock::Late { lines: vec!["gun".to_owned()], years: 2 })).model;
    assert_eq!(late.offers[late.offers.find("gun").unwrap()].lead_time.0, 3.0);
    assert_eq!(late.offers[late.offers.find("us_gun").unwrap()].lead_time.0, 0.0);
    let dear = changed(ModelChange::Shock(Shock::PricesGrow { offers: vec!["us_gun".to_owned()], by: 0.1 })).model;
    assert_close(
        dear.offers[dear.offers.find("us_gun").unwrap()].list_price().0,
        20.0 * (1.0 + 1.1 + 1.21) / 3.0,
        1e-12,
    );
    // What comes a year later can be ordered in the first two years alone; what then comes two years later still, in the first.
    let grown = |changes: &[ModelChange]| {
        let model = model(GUNS);
        let model = apply(&model, &figures(&model), changes).unwrap().model;
        model.offers[model.offers.find("gun").unwrap()].list_price().0
    };
    let grow = ModelChange::Shock(Shock::PricesGrow { offers: vec!["gun".to_owned()], by: 0.1 });
    let late = |years| ModelChange::Shock(Shock::Late { lines: vec!["gun".to_owned()], years });
    assert_close(grown(std::slice::from_ref(&grow)), 10.0 * (1.0 + 1.1) / 2.0, 1e-12);
    assert_close(grown(&[grow.clone(), late(1)]), 10.0, 1e-12);
    assert_close(grown(&[late(1), grow.clone()]), 10.0, 1e-12);
    // Where no order comes in time, no price grows, and none is lost.
    assert_close(grown(&[grow, late(5)]), 10.0, 1e-12);
    let apart = changed(ModelChange::Shock(Shock::LeavePools(deu()))).model;
    assert!(apart.proposals[apart.proposals.find("pooled").unwrap()].pools.is_empty());
}

/// When the United States deny support, what works without it is what counts, for the plan and for its gap.
#[test]
fn a_denial_that_happens_is_what_the_plan_looks_at() {
    let text = "study: S\nmodel: MODELS/robust-plan.yaml\nproposals: [together]\nshocks: { denied: { deny: [USA], from: 2026 } }\n";
    let model = model_file(&root().join("models/robust-plan.yaml"));
    assert_eq!(model.horizon.first.0, 2026);
    let (study, model, _) = study(text);
    let runs = all_runs(&study, &model);
    assert!(runs.iter().all(|run| run.status == Status::Solved), "{:?}", runs[1].reason);
    assert!(value(&runs[1], "gap") >= value(&runs[0], "gap") - 1e-9, "less is missing when support is denied");
}
