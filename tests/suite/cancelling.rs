//! A computation that its caller cancels, or whose time is over, ends wherever it is and says why.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use entente::budget::{Budget, Progress};
use entente::formulation::Formulation;
use entente::planning::{Approach, Problem, plan};
use entente::solve::{Explorer, Failure};

use crate::setting::{model_file, small_models};

/// At whichever telling it is cancelled, each model ends so, and none goes on to another method, goal or formulation.
#[test]
fn every_model_ends_where_it_is_cancelled() {
    let mut ended = 0;
    for path in small_models() {
        let model = model_file(&path);
        let of = |flag: &AtomicBool, at: usize| {
            let told = AtomicUsize::new(0);
            let hear = |_: Progress<'_>| {
                if told.fetch_add(1, Ordering::Relaxed) >= at {
                    flag.store(true, Ordering::Relaxed);
                }
            };
            let budget = Budget::default().cancelled_by(flag).telling(&hear);
            let result = plan(&model, Approach { budget, ..Approach::default() });
            (result, told.load(Ordering::Relaxed))
        };
        let (done, told) = of(&AtomicBool::new(false), usize::MAX);
        let flag = AtomicBool::new(true);
        if done.is_ok() {
            let (result, _) = of(&flag, 0);
            assert!(matches!(result, Err(Problem::Unsolved(Failure::Cancelled))), "{}: {result:?}", path.display());
        }
        for at in [0, told / 2] {
            let (result, after) = of(&AtomicBool::new(false), at);
            match result {
                Err(Problem::Unsolved(Failure::Cancelled)) => ended += 1,
                // One that is told of its last iteration is done.
                Ok(_) => {}
                Err(other) => assert!(done.is_err(), "{}: {other}", path.display()),
            }
            assert!(after <= told, "{}: {after} tellings instead of {told}", path.display());
        }
    }
    assert!(ended > 20, "{ended}");
}

#[test]
fn questions_to_a_formulation_end_when_they_are_cancelled_or_late() {
    let model = model_file(&crate::setting::root().join("models/transport.yaml"));
    let formulation = Formulation::of(&model, None);
    let (goal, expression) = formulation.goals[0].clone();
    let flag = AtomicBool::new(false);
    let mut explorer = Explorer::of(formulation.clone()).unwrap().within(Budget::default().cancelled_by(&flag));
    assert!(explorer.optimise(&expression, goal.sense).is_ok());
    flag.store(true, Ordering::Relaxed);
    let ended = explorer.optimise(&expression, goal.sense);
    assert!(matches!(ended, Err(Failure::Cancelled)), "{ended:?}");
    let mut explorer = Explorer::of(formulation).unwrap().within(Budget::of(Some(0.0)));
    let ended = explorer.optimise(&expression, goal.sense);
    assert!(matches!(ended, Err(Failure::TimeLimit { seconds: 0.0, .. })), "{ended:?}");
}
