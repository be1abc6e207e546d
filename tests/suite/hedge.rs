//! One plan for several futures: the farmer of Birge and Louveaux, and laws that every such plan keeps.

use entente::input::read_study;
use entente::scenario::{apply, figures};
use entente::study::{Hedge, HedgeFuture, How, hedge};
use entente::units::Year;

use crate::setting::{assert_close, root};

/// The futures of a study under its first proposal, each a model.
fn futures(study: &str) -> (Vec<HedgeFuture>, Year) {
    let reading = read_study(&root().join(study));
    let told = reading.render_findings(false).join("\n");
    let (study, base, _) = reading.study.unwrap_or_else(|| panic!("{told}"));
    let asked = study.two_stage.unwrap();
    let of = |future: entente::scenario::WeightedScenario| {
        let settings: Vec<(String, String)> =
            study.settings.iter().cloned().chain(future.scenario.settings()).collect();
        let read = entente::input::read_file(&reading.model_path, &settings).model.unwrap();
        let model = apply(&read, &figures(&read), &future.scenario.changes).unwrap().model;
        let model = model.under(base.proposals.find(&study.proposals[0]).unwrap());
        HedgeFuture { name: future.scenario.name, weight: future.weight, model }
    };
    (asked.futures.into_iter().map(of).collect(), Year(asked.decide_until))
}

/// Units of an offer ordered in a future.
fn ordered(hedge: &Hedge, future: usize, offer: &str) -> f64 {
    let future = &hedge.futures[future];
    let offer = future.model.offers.find(offer).unwrap();
    future.plan.orders.iter().filter(|order| order.offer == offer).map(|order| order.quantity).sum()
}

#[test]
fn the_farmer_of_birge_and_louveaux() {
    let (futures, until) = futures("examples/studies/farmer.yaml");
    let hedge = hedge(&futures, until, How::default()).unwrap();
    let goal = &hedge.goals[0];
    let profit = |value: f64| 906_000.0 - value;
    let is = |found: f64, published: f64| assert!((found - published).abs() < 0.01, "{found}, not {published}");
    is(profit(goal.recourse.value), 108_390.0);
    is(profit(goal.wait_and_see.value), 115_405.555_6);
    is(profit(goal.mean.unwrap().value), 118_600.0);
    is(profit(goal.mean_held.unwrap().value), 107_240.0);
    is(goal.of_knowing().value, 7_015.555_6);
    is(goal.of_planning().unwrap().value, 1_150.0);
    for future in 0..3 {
        let acres = ["wheat_acre", "corn_acre", "beets_acre"].map(|offer| ordered(&hedge, future, offer));
        for (found, published) in acres.into_iter().zip([170.0, 80.0, 250.0]) {
            assert_close(found, published, 1e-6);
        }
    }
    let names: Vec<&str> = hedge.futures.iter().map(|future| future.name.as_str()).collect();
    assert_eq!(names, ["poor", "base", "rich"]);
}
