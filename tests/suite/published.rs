//! Optima that somebody else published, prices too.

use std::collections::BTreeMap;

use entente::formulation::RowKey;
use entente::input::{Setting, read_file};
use entente::model::Model;
use entente::planning::Approach;
use entente::planning::Run;

use crate::setting::{self, assert_close, model_file, root, solved};

fn transport(settings: &[(&str, &str)]) -> (Model, Run) {
    let settings: Vec<Setting> = settings.iter().map(|(p, v)| ((*p).to_owned(), (*v).to_owned())).collect();
    let model = read_file(&root().join("models/transport.yaml"), &settings).model.unwrap();
    let run = solved(&model);
    (model, run)
}

/// What one more unit of each nation's target changes the cost by.
fn target_prices(model: &Model, run: &Run) -> BTreeMap<String, f64> {
    run.prices
        .iter()
        .filter(|price| price.goal == 0)
        .filter_map(|price| match price.limit.0 {
            RowKey::NationalTarget { nation, .. } => Some((model.nations.code(nation).to_owned(), price.change)),
            _ => None,
        })
        .collect()
}

#[test]
fn dantzig_transport_costs_153_675() {
    let (_, run) = transport(&[]);
    assert_close(run.stages[0].value, 153.675, 1e-9);
}

#[test]
fn dantzig_markets_pay_what_was_published_and_plants_earn_nothing() {
    let (model, run) = transport(&[]);
    let prices = target_prices(&model, &run);
    assert_eq!(prices.keys().collect::<Vec<_>>(), ["CHI", "NYC", "TOP"]);
    for (nation, published) in [("NYC", 0.225), ("CHI", 0.153), ("TOP", 0.126)] {
        assert_close(prices[nation], published, 1e-9);
    }
    let supply: Vec<_> = run.prices.iter().filter(|price| price.limit.0.family() == "line").collect();
    assert!(supply.is_empty(), "950 can be made and 900 are wanted: {supply:?}");
}

/// Is a price the change of the goal for one more unit, with this sign? Yes: the model with that unit says so.
#[test]
fn one_more_unit_changes_the_cost_by_its_price() {
    let (model, run) = transport(&[]);
    let prices = target_prices(&model, &run);
    for (nation, one_more) in [("NYC", "326"), ("CHI", "301"), ("TOP", "276")] {
        let (_, more) = transport(&[(&format!("capabilities.goods.targets.{nation}"), one_more)]);
        assert_close(more.stages[0].value - run.stages[0].value, prices[nation], 1e-7);
    }
}

#[test]
fn ampl_multi_costs_199_500() {
    let run = solved(&model_file(&root().join("models/multi.yaml")));
    assert_close(run.stages[0].value, 199_500.0, 1e-9);
}

/// The plan that was published, not only its cost: 7 500 from A though 6 000 are needed.
#[test]
fn lindo_buys_more_than_is_needed_because_it_is_cheaper() {
    let model = model_file(&root().join("models/discounts.yaml"));
    let run = solved(&model);
    assert_close(run.stages[0].value, 37_500.0, 1e-9);
    let [order] = run.plan.orders.as_slice() else { panic!("{:?}", run.plan.orders) };
    assert_eq!(model.offers.code(order.offer), "from_a");
    assert_close(order.quantity, 7_500.0, 1e-9);
}

#[test]
fn bracken_and_mccormick_place_three_bids() {
    let model = model_file(&root().join("models/bid.yaml"));
    let run = solved(&model);
    assert_close(run.stages[0].value, 15_210_109.512, 1e-9);
    let bought: BTreeMap<&str, f64> =
        run.plan.orders.iter().map(|o| (model.offers.code(o.offer), o.quantity)).collect();
    assert_eq!(bought.keys().copied().collect::<Vec<_>>(), ["from_a", "from_c", "from_e"]);
    for (offer, published) in [("from_a", 33_000.0), ("from_c", 165_600.0), ("from_e", 41_000.48)] {
        assert_close(bought[offer], published, 1e-9);
    }
}

/// The ladder of the AMPL book, each rule on top of the one before, down to where there is no plan.
#[test]
fn ampl_routes_cost_more_with_every_rule() {
    let path = root().join("models/multi-fixed.yaml");
    let cost = |settings: &[(&str, &str)]| {
        let settings: Vec<Setting> = settings.iter().map(|(p, v)| ((*p).to_owned(), (*v).to_owned())).collect();
        let model = read_file(&path, &settings).model.unwrap();
        entente::planning::plan(&model, Approach::default()).map(|run| run.stages[0].value)
    };
    let least = ("supply.routes.at_least", "375");
    assert_close(cost(&[]).unwrap(), 229_850.0, 1e-9);
    assert_close(cost(&[least]).unwrap(), 233_150.0, 1e-9);
    assert_close(cost(&[least, ("supply.routes.customers_at_most", "5")]).unwrap(), 235_625.0, 1e-9);
    for none in [&[("supply.routes.customers_at_most", "4")][..], &[least, ("supply.routes.customers_at_most", "4")]] {
        let problem = cost(none).unwrap_err();
        assert!(
            matches!(problem, entente::planning::Problem::Unsolved(entente::solve::Failure::Infeasible)),
            "{problem}"
        );
    }
}

/// Prices of a plan with integer decisions hold with these decisions fixed: one more unit of demand costs what the route costs.
#[test]
fn prices_with_decisions_fixed_are_those_of_the_linear_programme_that_is_left() {
    let model = model_file(&root().join("models/joint-discount.yaml"));
    let run = solved(&model);
    let budgets: Vec<f64> = (run.prices.iter())
        .filter(|price| matches!(price.limit.0, RowKey::Budget { .. }))
        .map(|price| price.change)
        .collect();
    // With the cheaper band fixed, one more MEUR buys half a radar of fifty: one hundredth of the gap.
    assert_eq!(budgets.len(), 2);
    for change in budgets {
        assert_close(change, -0.01, 1e-9);
    }
}

/// A target that may be missed has no row of its own. Is its price still the change of the goal for one more unit of it? Lines
/// make more than the first year asks for, and less than the others do.
#[test]
fn one_more_unit_of_a_target_that_may_be_missed_changes_the_goal_by_its_price() {
    let targets = |targets: [f64; 3]| {
        let [first, second, third] = targets;
        solved(&setting::model(&format!(
            "model: Targets that may be missed
money: MEUR 2025
horizon: 2026..2028
nations: {{ DEU: {{}} }}
capabilities:
  jets:
    missing_unit_worth: 5
    targets: {{ DEU: {{ 2026: {first}, 2027: {second}, 2028: {third} }} }}
    held: {{ DEU: 1 }}
producers: {{ works: {{ seat: DEU }} }}
offers:
  jet: {{ by: works, gives: jets, price: 2, capacity: 3, quality: 0.5 }}
goals: [minimise: {{ cost: 0.1, national_shortfall: 1 }}]
"
        )))
    };
    let asked = [2.0, 5.0, 6.0];
    let run = targets(asked);
    for (place, binds) in [(0, false), (1, true), (2, true)] {
        let mut more = asked;
        more[place] += 0.25;
        let change = targets(more).stages[0].value - run.stages[0].value;
        let is_its = |key| matches!(key, RowKey::NationalTarget { step, .. } if step.index() == place);
        let price = run.prices.iter().find(|price| is_its(price.limit.0));
        assert_eq!(price.is_some(), binds);
        assert_close(change, 0.25 * price.map_or(0.0, |price| price.change), 1e-7);
        assert!(price.is_none_or(|price| price.amount == asked[place] - 1.0), "what is held is no part of it");
    }
}
