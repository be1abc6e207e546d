//! A tree tells no bound that one of its leaves does not have.

use super::{GoalProgram, Nearness, Searched, TreeBound, TreeSearch};
use crate::engine::{Engine, Watch};
use crate::formulation::{Row, RowKey};
use exact_bound::{Limits, Program};

const KEY: RowKey = RowKey::Kept { goal: 0 };

/// x ≤ y + 1 and 2 y ≤ x + 4 allow x and y up to 6 each, but no row alone limits either; z is whole and of no account. Most of x within an effort.
fn most_of_x(most: i64) -> Searched {
    let rows = [Row::at_most(KEY, 1.0, vec![(0, 1.0), (1, -1.0)]), Row::at_most(KEY, 4.0, vec![(0, -1.0), (1, 2.0)])];
    let columns = [(false, f64::INFINITY), (false, f64::INFINITY), (true, 1.0)];
    let mut engine = Engine::of(&columns, &rows).unwrap();
    engine.relax_integers();
    engine.set_costs(&[-1.0, 0.0, 0.0]);
    let limits = Limits { lower: vec![0.0; 3], upper: vec![f64::INFINITY, f64::INFINITY, 1.0] };
    let sides = rows.iter().map(|row| exact_bound::Row { lower: row.lower, upper: row.upper, terms: &row.terms });
    let program = Program { rows: sides.collect(), limits: limits.clone(), is_integer: vec![false, false, true] };
    let goal = GoalProgram { program, costs: vec![(0, -1.0)], scale: 1.0, own: 2, factors: &[] };
    let near = Nearness { relative: 1e-4, absolute: 1e-9 };
    let watch = Watch::default();
    let incumbent = f64::INFINITY;
    TreeSearch { goal: &goal, limits, implied: &[], engine: &mut engine, incumbent, near, most, watch }.run()
}

#[test]
fn a_leaf_without_a_bound_leaves_nothing_proven() {
    // With no effort at all the root has no multipliers, and what is minimised leans on a limit that there is not.
    let Searched { proven, found, is_cut_short, .. } = most_of_x(0);
    assert!(proven.is_none() && found.is_none() && is_cut_short);
}

#[test]
fn a_tree_that_ends_has_the_bound_of_its_best_point() {
    let Searched { proven, found, is_cut_short, .. } = most_of_x(1000);
    let TreeBound { bound, .. } = proven.unwrap();
    assert!((bound.unwrap().rounded_down() + 6.0).abs() < 1e-9 && (found.unwrap().0 + 6.0).abs() < 1e-9);
    assert!(!is_cut_short);
}

/// The least z with 2 (x₁ + … + xₙ) + z = n for odd n is 1, which takes a tree of half of all subsets.
fn odd(most: i64) -> Searched {
    const COUNT: usize = 15;
    let sum = (0..COUNT).map(|column| (column, 2.0)).chain([(COUNT, 1.0)]);
    let rows = [Row::equal(KEY, 15.0, sum.collect())];
    let columns: Vec<(bool, f64)> = (0..=COUNT).map(|column| (column < COUNT, 1.0)).collect();
    let mut engine = Engine::of(&columns, &rows).unwrap();
    engine.relax_integers();
    let mut costs = [0.0; COUNT + 1];
    costs[COUNT] = 1.0;
    engine.set_costs(&costs);
    let limits = Limits { lower: vec![0.0; COUNT + 1], upper: vec![1.0; COUNT + 1] };
    let side = exact_bound::Row { lower: 15.0, upper: 15.0, terms: &rows[0].terms };
    let is_integer = columns.iter().map(|(is_integer, _)| *is_integer).collect();
    let program = Program { rows: vec![side], limits: limits.clone(), is_integer };
    let goal = GoalProgram { program, costs: vec![(COUNT, 1.0)], scale: 1.0, own: 1, factors: &[] };
    let near = Nearness { relative: 1e-4, absolute: 1e-9 };
    let watch = Watch::default();
    TreeSearch { goal: &goal, limits, implied: &[], engine: &mut engine, incumbent: 1.0, near, most, watch }.run()
}

#[test]
fn a_search_costs_what_it_may() {
    for most in [500, 3000] {
        let Searched { proven, is_cut_short, work, .. } = odd(most);
        assert!(is_cut_short && work >= most && work <= most + 500, "{work}");
        let bound = proven.unwrap().bound.unwrap().rounded_down();
        assert!((-1e-9..=1e-9).contains(&bound), "{bound}");
    }
}
