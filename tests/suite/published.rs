//! Optima that somebody else published, prices too.

use std::collections::BTreeMap;

use entente::formulation::RowKey;
use entente::input::{Setting, read_file};
use entente::model::Model;
use entente::study::Run;

use crate::setting::{assert_close, model_file, root, solved};

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
