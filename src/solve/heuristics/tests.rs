//! Two or three offers with two price tiers each, small enough to be worked out by hand.

use std::ops::Range;

use super::diving::{DecidedTiers, Dive, at_once};
use super::local_search::{BoundTarget, improved};
use crate::formulation::{Columns, Expression, Formulation, Row, RowKey};
use crate::reduction::Choice;
use crate::solve::dual_lifting::TierPlan;
use crate::solve::relaxation::{Relaxation, RunLimits, value};
use crate::solve::tier_search::{TierGoal, TriedPlan, search_tiers};
use crate::solve::{PriceTiers, SearchSettings};

const KEY: RowKey = RowKey::Kept { goal: 0 };
const LIMITS: RunLimits<'_> = RunLimits { left: &|| None, told: None };

/// An offer whose second tier begins at a threshold: its columns in the first and the second tier, and the tier variables.
struct Tiered {
    low: usize,
    high: usize,
    is_low: usize,
    is_high: usize,
    from: f64,
}

impl Tiered {
    fn choice(&self) -> Choice {
        Choice {
            bands: vec![(self.is_low, 0.0), (self.is_high, self.from)],
            ordered: vec![self.low, self.high],
            bought: vec![vec![self.low], vec![self.high]],
        }
    }

    fn rows(&self, needed: f64, others: &[(usize, f64)]) -> [Row; 5] {
        let need = [&[(self.low, 1.0), (self.high, 1.0)], others].concat();
        [
            Row::at_least(KEY, needed, need),
            Row::at_most(KEY, 0.0, vec![(self.low, 1.0), (self.is_low, -1000.0)]),
            Row::at_most(KEY, 0.0, vec![(self.high, 1.0), (self.is_high, -1000.0)]),
            Row::at_least(KEY, 0.0, vec![(self.high, 1.0), (self.is_high, -self.from)]),
            Row::at_most(KEY, 1.0, vec![(self.is_low, 1.0), (self.is_high, 1.0)]),
        ]
    }
}

fn formulation(rows: Vec<Row>) -> Formulation {
    Formulation { columns: Columns::default(), rows, goals: Vec::new(), tie_break: Expression::default() }
}

fn tiers(choices: &[Choice]) -> PriceTiers<'_> {
    PriceTiers { choices, cuts: &[], mip_start: None }
}

/// Two offers, each 10 a unit and 8 from 100 on, of which 90 are needed.
mod two {
    use super::*;

    pub const COSTS: [f64; 8] = [10.0, 8.0, 10.0, 8.0, 0.0, 0.0, 0.0, 0.0];

    /// The rows, the choices and the columns, where lines make so much of both.
    pub fn program(made: f64) -> (Formulation, [Choice; 2], Vec<(bool, f64)>) {
        let offers = [0, 1].map(|offer| Tiered {
            low: 2 * offer,
            high: 2 * offer + 1,
            is_low: 4 + 2 * offer,
            is_high: 5 + 2 * offer,
            from: 100.0,
        });
        let mut rows = vec![Row::at_most(KEY, made, (0..4).map(|column| (column, 1.0)).collect())];
        rows.extend(offers.iter().flat_map(|offer| offer.rows(90.0, &[])));
        let mut columns = vec![(false, f64::INFINITY); 8];
        columns[4..].fill((true, 1.0));
        (formulation(rows), offers.map(|offer| offer.choice()), columns)
    }
}

fn dived(made: f64) -> (Vec<f64>, f64) {
    let (formulation, choices, columns) = two::program(made);
    let settings = SearchSettings { dive_one_in: 1, dive_one_in_of_few: 1, ..SearchSettings::DEFAULT };
    let mut relaxation = Relaxation::of_columns(&columns, &formulation, &tiers(&choices), &settings).unwrap();
    relaxation.set_objective(&two::COSTS);
    let at = relaxation.solve(LIMITS).unwrap();
    assert!((relaxation.value(&at) - 1440.0).abs() < 1e-6, "the relaxation has the best price for all: {at:?}");
    let basis = relaxation.basis();
    let found = Dive { up_from: 0.8, incumbent: None }.run(&mut relaxation, &at, LIMITS).unwrap();
    let plan = improved(&mut relaxation, found, BoundTarget { bound: 1440.0, gap: 1.0 }, LIMITS);
    let cost = value(&two::COSTS, &plan.proof.unwrap().point.columns);
    // Tiers are relaxed again, from the same basis.
    relaxation.open_tiers(basis);
    let again = relaxation.resolve(LIMITS).unwrap();
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
    let (formulation, choices, columns) = two::program(200.0);
    let first = |mip_start: Option<&[usize]>| {
        let settings = SearchSettings::DEFAULT;
        let mut relaxation = Relaxation::of_columns(&columns, &formulation, &tiers(&choices), &settings).unwrap();
        let mut tried = Vec::new();
        let goal = TierGoal { costs: &two::COSTS, gap: 0.5, incumbent: None, wants_vertex: true, mip_start };
        search_tiers(&mut relaxation, goal, LIMITS, &mut |plan, _| {
            tried.push((plan.fixed[4..].to_vec(), plan.proof.is_some()));
            let value = value(&two::COSTS, &plan.proof.as_ref()?.point.columns);
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

/// What a unit of three offers costs in a first tier, and in a second one. Another unit of the first offer's kind costs 9, of which there are 50.
const COSTS: [f64; 13] = [10.0, 8.0, 7.0, 5.0, 10.0, 9.9, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];

/// The first and the third offer in their first tiers, the second in its second, and the plan that local search finds from there.
fn improved_within(gap: f64) -> TierPlan {
    let from = [60.0, 80.0, 100.0];
    let offers = [0, 1, 2].map(|offer| Tiered {
        low: 2 * offer,
        high: 2 * offer + 1,
        is_low: 7 + 2 * offer,
        is_high: 8 + 2 * offer,
        from: from[offer],
    });
    let others: [&[(usize, f64)]; 3] = [&[(6, 1.0)], &[], &[]];
    let needed = [100.0, 20.0, 55.0];
    let rows = offers.iter().zip(needed).zip(others).flat_map(|((offer, needed), others)| offer.rows(needed, others));
    let formulation = formulation(rows.collect());
    let choices = offers.map(|offer| offer.choice());
    let mut columns = vec![(false, f64::INFINITY); 13];
    columns[6].1 = 50.0;
    columns[7..].fill((true, 1.0));
    let settings = SearchSettings::DEFAULT;
    let mut relaxation = Relaxation::of_columns(&columns, &formulation, &tiers(&choices), &settings).unwrap();
    relaxation.set_objective(&COSTS);
    let decided: Vec<Range<usize>> = vec![0..1, 1..2, 0..1];
    improved(
        &mut relaxation,
        DecidedTiers { at: vec![0.0; 13], tiers: decided },
        BoundTarget { bound: 1.0, gap },
        LIMITS,
    )
}

#[test]
fn tiers_that_make_the_plan_better_are_taken_and_no_others() {
    // The first offer saves 2 a unit on 50, and 1 on the 50 that were bought otherwise; the second need not buy 80 for 20; of the third
    // 100 for 990 are no help where 55 cost 550.
    let found = improved_within(0.0);
    assert_eq!(found.fixed[7..], [0.0, 1.0, 1.0, 0.0, 1.0, 0.0]);
    let at = found.proof.unwrap().point.columns;
    assert!((value(&COSTS, &at) - (800.0 + 140.0 + 550.0)).abs() < 1e-6, "{at:?}");
}

#[test]
fn a_plan_within_the_permitted_gap_stays_as_it_is() {
    let found = improved_within(1.0);
    assert_eq!(found.fixed[7..], [1.0, 0.0, 0.0, 1.0, 1.0, 0.0]);
    let at = found.proof.unwrap().point.columns;
    assert!((value(&COSTS, &at) - (500.0 + 450.0 + 400.0 + 550.0)).abs() < 1e-6, "{at:?}");
}
