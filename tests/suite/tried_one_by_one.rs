//! Random models with integer decisions, small enough that the answer is found by trying every choice: whole lots, price tiers, minimum orders,
//! set-ups, and money that is not enough for all. Values are the best there are, bounds are true, and false hopes are found out.

use std::fmt::Write;

use entente::model::Model;
use entente::planning::{Approach, plan};
use proptest::prelude::*;

use crate::setting::{law, model};

/// What is on offer.
#[derive(Debug, Clone)]
struct Offer {
    price: u8,
    /// From so many units on, all cost one less for each.
    tier: Option<u8>,
    lot: u8,
    least: u8,
    set_up: u8,
    quality: u8,
}

/// Offers, and the money, which is far from enough for what is needed.
#[derive(Debug, Clone)]
struct Asked {
    offers: Vec<Offer>,
    budget: u8,
}

fn asked() -> impl Strategy<Value = Asked> {
    let offer = (3_u8..9, prop::option::of(4_u8..9), 1_u8..4, prop_oneof![Just(0_u8), 2_u8..7], 0_u8..7, 1_u8..3)
        .prop_map(|(price, tier, lot, least, set_up, quality)| Offer { price, tier, lot, least, set_up, quality });
    (prop::collection::vec(offer, 1..4), 10_u8..70).prop_map(|(offers, budget)| Asked { offers, budget })
}

impl Offer {
    /// What so many units cost; `None` where so few cannot be ordered.
    fn cost(&self, units: u32) -> Option<u32> {
        if units == 0 {
            return Some(0);
        }
        let less = u32::from(self.tier.is_some_and(|tier| units >= u32::from(tier)));
        (units >= u32::from(self.least)).then(|| units * (u32::from(self.price) - less) + u32::from(self.set_up))
    }
}

impl Asked {
    fn text(&self) -> String {
        let mut offers = String::new();
        for (place, offer) in self.offers.iter().enumerate() {
            let Offer { price, tier, lot, least, set_up, quality } = offer;
            let price = tier.map_or(price.to_string(), |tier| format!("{{ 0: {price}, {tier}: {} }}", price - 1));
            write!(offers, "  offer{place}: {{ by: works, gives: guns, price: {price}, lots_of: {lot}").unwrap();
            writeln!(offers, ", minimum_order: {least}, set_up: {set_up}, quality: {quality} }}").unwrap();
        }
        format!(
            "model: Tried\nhorizon: 2026\nnations: {{ DEU: {{ budget: {} }} }}\ncapabilities: {{ guns: {{ us_baseline: 500 }} }}\nproducers: {{ works: {{ seat: DEU }} }}\noffers:\n{offers}goals: [minimise: gap, minimise: cost]\n",
            self.budget
        )
    }

    /// What every choice gives and costs.
    fn choices(&self) -> Vec<(u32, u32)> {
        let mut found = vec![(0, 0)];
        for offer in &self.offers {
            let lot = u32::from(offer.lot);
            let many = (0..=40).map(|lots| lots * lot);
            let each: Vec<(u32, u32)> =
                many.filter_map(|units| Some((units * u32::from(offer.quality), offer.cost(units)?))).collect();
            found = (found.iter())
                .flat_map(|(given, cost)| each.iter().map(move |(more, dearer)| (given + more, cost + dearer)))
                .filter(|(_, cost)| *cost <= u32::from(self.budget))
                .collect();
            found.sort_unstable();
            found.dedup();
        }
        found
    }
}

/// The values and bounds of the goals of a model, with the shares within which they are proven.
fn goals(model: &Model) -> Vec<(f64, f64, f64)> {
    let run = plan(model, Approach::default()).unwrap();
    assert!(run.verdict.passed(), "{:?}", run.verdict);
    run.stages.iter().map(|stage| (stage.value, stage.bound, stage.proof_gap)).collect()
}

/// Whether a value that is least is the best one as nearly as is proven, and no bound is above the best.
fn is_right((value, bound, gap): (f64, f64, f64), best: f64) -> bool {
    let near = 1e-7 * best.abs().max(1.0);
    bound <= best + near && value >= best - near && value - best <= gap * value.abs() + near && gap <= 1e-3
}

proptest! {
    #![proptest_config(law(60, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/tried_one_by_one.txt")))]

    #[test]
    fn integer_decisions_are_the_best_of_all(asked in asked()) {
        let model = model(&asked.text());
        let found = goals(&model);
        let choices = asked.choices();
        let most = choices.iter().map(|(given, _)| *given).max().unwrap();
        let gap = 1.0 - f64::from(most) / 500.0;
        prop_assert!(is_right(found[0], gap), "{:?}, best {}", found, gap);
        // Later goals are kept to what the first one reached.
        let reached = 500.0 * (1.0 - found[0].0) - 1e-3;
        let as_good = choices.iter().filter(|(given, _)| f64::from(*given) >= reached);
        let best = as_good.map(|(_, cost)| *cost).min().unwrap();
        prop_assert!(is_right(found[1], f64::from(best)), "{:?}, best {}", found, best);
    }
}
