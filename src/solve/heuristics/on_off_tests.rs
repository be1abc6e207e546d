//! On/off decisions: their structure, and dives and local search beside all combinations, on programs small enough to try them all.

use super::on_off::OnOffDecisions;
use super::on_off_dive::OnOffDive;
use super::on_off_local_search::{LocalSearch, OnOffPlan};
use crate::engine::Watch;
use crate::formulation::{Columns, Expression, Formulation, Row, RowKey};
use crate::solve::relaxation::Relaxation;
use crate::solve::{PriceTiers, SearchSettings};

const KEY: RowKey = RowKey::Kept { goal: 0 };

fn of_rows(rows: Vec<Row>) -> Formulation {
    Formulation { columns: Columns::default(), rows, goals: Vec::new(), tie_break: Expression::default() }
}

#[test]
fn what_hangs_on_what_is_seen_in_the_rows() {
    // Ordered in two years, on from the first or from the second on, 4 at least; serving costs something; beside it a set of two tiers.
    let columns = [false, false, true, true, true, false, false, true, true].map(|is_integer| (is_integer, 1.0));
    let rows = [
        Row::at_most(KEY, 0.0, vec![(0, 1.0), (2, -9.0)]),
        Row::at_most(KEY, 0.0, vec![(1, 1.0), (3, -9.0)]),
        Row::at_most(KEY, 0.0, vec![(2, 1.0), (3, -1.0)]),
        Row::at_least(KEY, 0.0, vec![(0, 1.0), (1, 1.0), (3, -4.0)]),
        Row::at_most(KEY, 0.0, vec![(0, 1.0), (4, -9.0)]),
        Row::at_most(KEY, 0.0, vec![(5, 1.0), (7, -50.0)]),
        Row::at_most(KEY, 0.0, vec![(6, 1.0), (8, -90.0)]),
        Row::at_least(KEY, 0.0, vec![(6, 1.0), (8, -50.0)]),
        Row::at_most(KEY, 1.0, vec![(7, 1.0), (8, 1.0)]),
    ];
    let decisions = OnOffDecisions::of(&columns, &rows).unwrap();
    assert_eq!(
        (0..decisions.len()).map(|place| decisions.is_root(place)).collect::<Vec<_>>(),
        [false, true, false, true, true]
    );
    assert_eq!(decisions.with_root(1).collect::<Vec<_>>(), [1, 0, 2]);
    assert_eq!(decisions.others_of_set(3).collect::<Vec<_>>(), [4]);
    // 3 of 4 are ordered, and 40 of 50; what depends on the first waits.
    let at = [1.0, 2.0, 0.2, 0.75, 0.2, 0.0, 40.0, 0.0, 0.8];
    let open = |fixed: [Option<bool>; 5]| -> Vec<(usize, f64)> {
        decisions.open(&at, &fixed.to_vec()).iter().map(|one| (one.place, one.reached)).collect()
    };
    assert_eq!(open([None; 5]), [(1, 0.75), (4, 0.8)]);
    assert_eq!(open([None, Some(true), None, None, Some(false)]), [(0, 1.0), (2, 1.0)]);
    assert_eq!(open([None, Some(false), None, None, Some(false)]), [(0, 0.0), (2, 0.0)]);
    let lots = [(false, f64::INFINITY), (true, 3.0)];
    assert!(OnOffDecisions::of(&lots, &[]).is_none(), "whole lots are no yes or no");
    assert!(OnOffDecisions::of(&lots[..1], &[]).is_none(), "nothing is decided");
}

/// The next number of a sequence, from 0 up to but not including `to`.
fn next(state: &mut u64, to: u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    f64::from(u32::try_from((*state >> 33) % to).unwrap())
}

/// Two buyers and so many sellers, each with a line: least orders, a cost of each pair, and what is missing costs 30 a unit. Columns: orders, then
/// decisions, then what is missing to each buyer.
fn market(seed: u64, sellers: usize) -> (Formulation, Vec<(bool, f64)>, Vec<f64>) {
    let mut state = seed;
    let pairs = 2 * sellers;
    let (mut rows, mut costs) = (Vec::new(), vec![0.0; 2 * pairs + 2]);
    for pair in 0..pairs {
        let (least, most) = (2.0 + next(&mut state, 5), 7.0 + next(&mut state, 6));
        rows.push(Row::at_most(KEY, 0.0, vec![(pair, 1.0), (pairs + pair, -most)]));
        rows.push(Row::at_least(KEY, 0.0, vec![(pair, 1.0), (pairs + pair, -least)]));
        costs[pair] = 5.0 + next(&mut state, 10);
        costs[pairs + pair] = next(&mut state, 40);
    }
    for seller in 0..sellers {
        rows.push(Row::at_most(KEY, 4.0 + next(&mut state, 8), vec![(2 * seller, 1.0), (2 * seller + 1, 1.0)]));
    }
    for buyer in 0..2 {
        let needed = 8.0 + next(&mut state, 10);
        let mut terms: Vec<_> = (0..sellers).map(|seller| (2 * seller + buyer, 1.0)).collect();
        terms.push((2 * pairs + buyer, 1.0));
        rows.push(Row::equal(KEY, needed, terms));
        costs[2 * pairs + buyer] = 30.0;
    }
    let mut columns = vec![(false, f64::INFINITY); 2 * pairs + 2];
    columns[pairs..2 * pairs].fill((true, 1.0));
    (of_rows(rows), columns, costs)
}

/// What the best orders cost with these decisions; `None` where there are none.
fn cost(relaxation: &mut Relaxation<'_>, first: usize, decided: impl Iterator<Item = f64>) -> Option<f64> {
    relaxation.bound(decided.enumerate().map(|(place, at)| (first + place, at, at)).collect());
    let at = relaxation.resolve(Watch::default())?.at;
    Some(relaxation.value(&at))
}

#[test]
fn dives_and_local_search_end_between_the_bound_and_the_plans_and_near_the_best() {
    let (mut dived, mut improved, mut optimal) = (0.0, 0.0, 0.0);
    let settings = SearchSettings::DEFAULT;
    for seed in 0..40 {
        let (formulation, columns, costs) = market(seed, 4);
        let decisions = OnOffDecisions::of(&columns, &formulation.rows).unwrap();
        let tiers = PriceTiers { choices: &[], cuts: &[], mip_start: None };
        let mut relaxation = Relaxation::of_columns(&columns, &formulation, &tiers, &settings).unwrap();
        relaxation.set_objective(&costs);
        let at = relaxation.solve(Watch::default()).unwrap().at;
        let (bound, basis) = (relaxation.value(&at), relaxation.basis());
        let dive = OnOffDive { decisions: &decisions, up_from: 0.8, incumbent: None, most: 10_000 };
        let fixed = dive.run(&mut relaxation, &at, vec![None; decisions.len()], Watch::default()).unwrap();
        assert!(fixed[8..16].iter().all(|value| *value == 0.0 || *value == 1.0), "{fixed:?}");
        let value = cost(&mut relaxation, 8, fixed[8..16].iter().copied()).unwrap();
        let search = LocalSearch { decisions: &decisions, up_from: 0.8, most: 10_000, patience: 10_000, worth: 1e-6 };
        let plan = OnOffPlan { fixed, value };
        let better = search.run(&mut relaxation, &plan, Watch::default(), |_| false).unwrap();
        let told = cost(&mut relaxation, 8, better.fixed[8..16].iter().copied()).unwrap();
        assert!((told - better.value).abs() < 1e-6, "{seed}: {told} is not {}", better.value);
        relaxation.open_integers();
        relaxation.return_to(&basis);
        let again = relaxation.resolve(Watch::default()).unwrap().at;
        assert!((relaxation.value(&again) - bound).abs() < 1e-6, "the relaxation is as it was");
        let all =
            (0..256_u32).filter_map(|code| cost(&mut relaxation, 8, (0..8).map(|place| f64::from(code >> place & 1))));
        let best = all.fold(f64::INFINITY, f64::min);
        assert!(
            bound <= best + 1e-6 && best <= better.value + 1e-6 && better.value <= value + 1e-6,
            "{seed}: {bound} {best} {value}"
        );
        (dived, improved, optimal) = (dived + value, improved + better.value, optimal + best);
    }
    assert!(dived < 1.10 * optimal, "dives: {dived}, at best {optimal}");
    assert!(improved < 1.03 * optimal && improved < dived, "local search: {improved}, at best {optimal}");
}

#[test]
fn a_dead_end_is_backed_out_of() {
    // 4 of each of two offers at least, in the first year or the second; the first year has no money for having a type, the second no line for 4. So
    // the first offer, of which the relaxation has half, can be had at no time, and the second offer comes from elsewhere.
    let (first, second, early, late, other, is_other, missing) = (0, 1, 2, 3, 4, 5, 6);
    let rows = vec![
        Row::at_most(KEY, 0.0, vec![(first, 1.0), (early, -10.0)]),
        Row::at_most(KEY, 0.0, vec![(second, 1.0), (late, -10.0)]),
        Row::at_most(KEY, 0.0, vec![(early, 1.0), (late, -1.0)]),
        Row::at_least(KEY, 0.0, vec![(first, 1.0), (second, 1.0), (late, -4.0)]),
        Row::at_most(KEY, 0.5, vec![(early, 1.0)]),
        Row::at_most(KEY, 3.0, vec![(second, 1.0)]),
        Row::at_most(KEY, 0.0, vec![(other, 1.0), (is_other, -5.0)]),
        Row::at_least(KEY, 0.0, vec![(other, 1.0), (is_other, -2.0)]),
        Row::at_least(KEY, 12.0, vec![(first, 1.0), (second, 1.0), (other, 1.0), (missing, 1.0)]),
    ];
    let mut columns = vec![(false, f64::INFINITY); 7];
    for column in [early, late, is_other] {
        columns[column] = (true, 1.0);
    }
    let costs = [1.0, 1.0, 0.0, 1.0, 2.0, 1.0, 10.0];
    let formulation = of_rows(rows);
    let settings = SearchSettings::DEFAULT;
    let decisions = OnOffDecisions::of(&columns, &formulation.rows).unwrap();
    let tiers = PriceTiers { choices: &[], cuts: &[], mip_start: None };
    let mut relaxation = Relaxation::of_columns(&columns, &formulation, &tiers, &settings).unwrap();
    relaxation.set_objective(&costs);
    let at = relaxation.solve(Watch::default()).unwrap().at;
    let dive = OnOffDive { decisions: &decisions, up_from: 0.8, incumbent: None, most: 10_000 };
    let fixed = dive.run(&mut relaxation, &at, vec![None; 3], Watch::default()).unwrap();
    assert_eq!([fixed[early], fixed[late], fixed[is_other]], [0.0, 0.0, 1.0], "from {at:?}");
}
