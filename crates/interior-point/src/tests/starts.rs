//! Programs that the first starting point does not solve.

use super::{FREE, find, goal, program};

#[test]
fn dual_values_that_grow_far_cause_a_restart_and_are_found() {
    // What is needed of a costs 1, but only through a column that gives a ten thousandth of it: the row is worth 10 000.
    let made = program(
        &[(1.0, 0.0, FREE), (1.0, 0.0, 4.0), (0.001, 0.0, FREE)],
        &[(1.0, FREE, vec![(0, 1e-4), (1, 0.1)]), (-FREE, 1e5, vec![(0, 1.0), (2, -1.0)])],
    );
    let found = find(&made).unwrap();
    // 0.4 come from the second column, 6 000 of the first give the rest.
    assert!((goal(&made, &found) - 6004.0).abs() < 1e-2, "{:?}", found.columns);
    assert!((found.duals[0] - 1e4).abs() < 1.0, "{:?}", found.duals);
}

#[test]
fn where_steps_from_one_start_become_short_another_start_is_tried() {
    // The first row asks for a tenth of a at least, which is a little more than the second allows, but for one of b: points have hardly any room.
    let made = program(
        &[(5000.0, 0.0, 1.0), (3.0, 0.0, 2.0), (900.0, 0.0, FREE)],
        &[(-FREE, -20.0, vec![(0, -200.0), (2, 0.3)]), (-FREE, 399.998, vec![(0, 4000.0), (1, -0.002), (2, 1e-4)])],
    );
    let found = find(&made).unwrap();
    // 500 for a, 3 for b.
    assert!((goal(&made, &found) - 503.0).abs() < 1e-2, "{:?}", found.columns);
}
