//! Two offers with two price tiers each, small enough to be worked out by hand.

use super::diving::{Dive, at_once};
use crate::engine::Watch;
use crate::formulation::{Columns, Expression, Formulation, Row, RowKey};
use crate::reduction::Choice;
use crate::solve::relaxation::{Relaxation, value};
use crate::solve::tier_search::{TierGoal, TriedPlan, search_tiers};
use crate::solve::{PriceTiers, SearchSettings};

const KEY: RowKey = RowKey::Kept { goal: 0 };

/// What a unit of two offers costs in each tier; then the tier variables.
const COSTS: [f64; 8] = [10.0, 8.0, 10.0, 8.0, 0.0, 0.0, 0.0, 0.0];

/// Two offers, each 10 a unit and 8 from 100 on, of which 90 are needed; lines make so much of both.
fn program(made: f64) -> (Formulation, [Choice; 2], Vec<(bool, f64)>) {
    let mut rows = vec![Row::at_most(KEY, made, (0..4).map(|column| (column, 1.0)).collect())];
    let choices = [0, 1].map(|offer| {
        let (low, high, is_low, is_high) = (2 * offer, 2 * offer + 1, 4 + 2 * offer, 5 + 2 * offer);
        rows.push(Row::at_least(KEY, 90.0, vec![(low, 1.0), (high, 1.0)]));
        rows.push(Row::at_most(KEY, 0.0, vec![(low, 1.0), (is_low, -1000.0)]));
        rows.push(Row::at_most(KEY, 0.0, vec![(high, 1.0), (is_high, -1000.0)]));
        rows.push(Row::at_least(KEY, 0.0, vec![(high, 1.0), (is_high, -100.0)]));
        rows.push(Row::at_most(KEY, 1.0, vec![(is_low, 1.0), (is_high, 1.0)]));
        Choice {
            bands: vec![(is_low, 0.0), (is_high, 100.0)],
            ordered: vec![low, high],
            bought: vec![vec![low], vec![high]],
        }
    });
    let mut columns = vec![(false, f64::INFINITY); 8];
    columns[4..].fill((true, 1.0));
    let (none, tie_break) = (Columns::default(), Expression::default());
    (Formulation { columns: none, rows, goals: Vec::new(), tie_break }, choices, columns)
}

fn tiers(choices: &[Choice]) -> PriceTiers<'_> {
    PriceTiers { choices, cuts: &[], mip_start: None }
}

fn dived(made: f64) -> (Vec<f64>, f64) {
    let (formulation, choices, columns) = program(made);
    let settings = SearchSettings { dive_one_in: 1, dive_one_in_of_few: 1, ..SearchSettings::DEFAULT };
    let mut relaxation = Relaxation::of_columns(&columns, &formulation, &tiers(&choices), &settings).unwrap();
    relaxation.set_objective(&COSTS);
    let at = relaxation.solve(Watch::default()).unwrap().at;
    assert!((relaxation.value(&at) - 1440.0).abs() < 1e-6, "the relaxation has the best price for all: {at:?}");
    let basis = relaxation.basis();
    let plan = Dive { up_from: 0.8, incumbent: None }.run(&mut relaxation, &at, Watch::default()).unwrap();
    let cost = value(&COSTS, &plan.proof.unwrap().point.columns);
    // Tiers are relaxed again, from the same basis.
    relaxation.open_tiers(basis);
    let again = relaxation.resolve(Watch::default()).unwrap().at;
    assert_eq!((again, relaxation.plan_at_hand(at.clone()).proof.unwrap().effort.iterations), (at, 0));
    (plan.fixed[4..].to_vec(), cost)
}

#[test]
fn half_are_decided_at_once_and_a_quarter_where_few_are_left() {
    let at_once = |fractional, sure| at_once(&SearchSettings::DEFAULT, fractional, sure);
    let cases = [(100, 100), (60, 60), (59, 59), (59, 1), (59, 0), (1, 1)];
    assert_eq!(cases.map(|(fractional, sure)| at_once(fractional, sure)), [50, 30, 15, 1, 15, 1]);
}

#[test]
fn tiers_of_another_plan_are_tried_before_others() {
    let (formulation, choices, columns) = program(200.0);
    let first = |mip_start: Option<&[usize]>| {
        let settings = SearchSettings::DEFAULT;
        let mut relaxation = Relaxation::of_columns(&columns, &formulation, &tiers(&choices), &settings).unwrap();
        let mut tried = Vec::new();
        let goal = TierGoal { costs: &COSTS, gap: 0.5, incumbent: None, wants_vertex: true, start: None, mip_start };
        search_tiers(&mut relaxation, goal, Watch::default(), &mut |plan, _| {
            tried.push((plan.fixed[4..].to_vec(), plan.proof.is_some()));
            let value = value(&COSTS, &plan.proof.as_ref()?.point.columns);
            Some(TriedPlan { value, point: plan.fixed.clone() })
        });
        tried
    };
    // One offer at its better price and the other not is no rounding of the relaxation, but near enough to its bound.
    assert_eq!(first(Some(&[1, 0])), [(vec![0.0, 1.0, 1.0, 0.0], true)]);
    assert_ne!(first(None)[0].0, [0.0, 1.0, 1.0, 0.0]);
}

#[test]
fn orders_near_their_threshold_are_raised_to_it() {
    assert_eq!(dived(200.0), (vec![0.0, 1.0, 0.0, 1.0], 1600.0));
}

#[test]
fn decisions_without_a_plan_are_taken_one_by_one_and_the_other_way() {
    // Both would need 200: one goes up to 100, and the other stays at 90 for 10 each.
    let (tiers, cost) = dived(195.0);
    assert!((cost - 1700.0).abs() < 1e-6, "{cost}");
    assert!(tiers == [0.0, 1.0, 1.0, 0.0] || tiers == [1.0, 0.0, 0.0, 1.0], "{tiers:?}");
}
