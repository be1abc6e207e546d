//! Every solver behind the trait: the same optima on small models, and an end as soon as its budget is over.

use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use crate::budget::{Budget, Progress};
use crate::engine::{Ending, Engine, Method, Watch};
use crate::formulation::{Row, RowKey};

const KEY: RowKey = RowKey::Kept { goal: 0 };

/// So many sellers and buyers, each trade at a price of its own.
fn market(size: usize) -> (Vec<(bool, f64)>, Vec<Row>, Vec<f64>) {
    let place = |seller: usize, buyer: usize| size * seller + buyer;
    let number = |place: usize| f64::from(u32::try_from(place).unwrap());
    let costs = (0..size * size).map(|at| number((at / size * 71 + at % size * 53) % 101 + 1)).collect();
    let mut rows = Vec::new();
    for one in 0..size {
        rows.push(Row::at_most(KEY, number(one % 5 + 3), (0..size).map(|buyer| (place(one, buyer), 1.0)).collect()));
        rows.push(Row::at_least(KEY, number(one % 3 + 1), (0..size).map(|seller| (place(seller, one), 1.0)).collect()));
    }
    (vec![(false, f64::INFINITY); size * size], rows, costs)
}

/// A knapsack with several limits, which branch and bound does not solve at its root.
fn knapsack() -> (Vec<(bool, f64)>, Vec<Row>, Vec<f64>) {
    let number = |place: usize| f64::from(u32::try_from(place).unwrap());
    let weight = |row: usize, item: usize| number((item * 37 + row * 61 + item * item * 11) % 97 + 3);
    let rows = (0..6).map(|row| {
        let terms: Vec<_> = (0..60).map(|item| (item, weight(row, item))).collect();
        Row::at_most(KEY, terms.iter().map(|(_, weight)| weight).sum::<f64>() / 3.1, terms)
    });
    let costs = (0..60).map(|item| -number((item * 29 + 17) % 53 + 20)).collect();
    (vec![(true, 1.0); 60], rows.collect(), costs)
}

/// Cancels as soon as the solver tells of so many iterations; returns how the run ended, and the iterations that were told last.
fn cancelled_after(iterations: i64, run: impl FnOnce(Watch<'_>) -> Ending) -> (Ending, i64) {
    let (flag, last) = (AtomicBool::new(false), AtomicI64::new(0));
    let hear = |progress: Progress<'_>| {
        let told = progress.solver.unwrap().iterations;
        last.store(told, Ordering::Relaxed);
        if told >= iterations {
            flag.store(true, Ordering::Relaxed);
        }
    };
    let budget = Budget::default().cancelled_by(&flag).telling(&hear);
    (run(Watch::of(budget, 0, 1.0)), last.into_inner())
}

#[test]
fn a_solver_that_is_cancelled_ends_within_200_iterations() {
    let (columns, rows, costs) = market(40);
    let mut engine = Engine::of(&columns, &rows).unwrap();
    engine.set_costs(&costs);
    let whole = Cell::new(0);
    for method in [Method::Simplex, Method::InteriorPoint] {
        let after = if method == Method::Simplex { 20 } else { 2 };
        let (ending, last) = cancelled_after(after, |watch| engine.run(method, true, false, watch));
        assert_eq!(ending, Ending::Cancelled, "{method:?}");
        assert!(last < after + 200, "{method:?}: {last}");
        assert_eq!(engine.run(method, true, false, Watch::default()), Ending::Optimal);
        whole.set(engine.iterations());
        assert!(whole.get() > last, "{method:?} would have ended by itself: {} {last}", whole.get());
    }
    // Our own method, which looks before each iteration.
    let mut told = 0;
    let flag = AtomicBool::new(false);
    let count = Mutex::new(0);
    let hear = |_: Progress<'_>| {
        *count.lock().unwrap() += 1;
        flag.store(true, Ordering::Relaxed);
    };
    let watch = Watch::of(Budget::default().cancelled_by(&flag).telling(&hear), 0, 1.0);
    assert!(engine.interior(None, watch).is_none());
    told += *count.lock().unwrap();
    assert_eq!(told, 1);
}

#[test]
fn branch_and_bound_tells_its_bound_in_the_unit_of_the_goal_and_ends_when_it_is_cancelled() {
    let (columns, rows, costs) = knapsack();
    let mut engine = Engine::of(&columns, &rows).unwrap();
    engine.set_costs(&costs);
    engine.set_proof_gap(0.0);
    let heard = Mutex::new(Vec::new());
    let hear = |progress: Progress<'_>| heard.lock().unwrap().push(progress.solver.unwrap());
    // As of a goal that is maximised, with costs ten times as large as what it counts.
    let watch = Watch::of(Budget::default().telling(&hear), 3, -10.0);
    assert_eq!(engine.search(watch), Ending::Optimal);
    let best = engine.search_bound();
    let heard = heard.into_inner().unwrap();
    let bounds: Vec<f64> = heard.iter().filter_map(|told| told.bound).filter(|bound| bound.is_finite()).collect();
    assert!(heard.iter().all(|told| told.goal == 3 && told.gap.is_some()));
    assert!(!bounds.is_empty() && bounds.iter().all(|bound| *bound >= -best / 10.0 - 1e-6), "{bounds:?} {best}");
    let (ending, _) = cancelled_after(0, |watch| engine.search(watch));
    assert_eq!(ending, Ending::Cancelled);
}

#[test]
fn a_deadline_that_is_over_ends_every_run() {
    let (columns, rows, costs) = market(40);
    let mut engine = Engine::of(&columns, &rows).unwrap();
    engine.set_costs(&costs);
    for method in [Method::Simplex, Method::InteriorPoint] {
        let watch = Watch::of(Budget::of(Some(0.0)), 0, 1.0);
        assert_eq!(engine.run(method, true, false, watch), Ending::TimeLimit, "{method:?}");
    }
}
