//! A second solver, which shares nothing with the first but the model, finds the same.

use entente::budget::Budget;
use entente::planning::{Approach, Problem, plan};
use entente::solve::{Failure, SolverKind};

use crate::setting::{files, model, model_file, small_models};

/// Two values of a goal that was proven to this gap by both.
fn is_same(a: f64, b: f64, gap: f64) -> bool {
    (a - b).abs() <= (1e-6 + gap) * a.abs().max(b.abs()).max(1.0)
}

/// Every small model has the same values of all goals, proven, by both solvers; and the same plan where one has none.
#[test]
fn both_solvers_find_the_same_values() {
    let mut same = 0;
    for path in small_models() {
        let model = model_file(&path);
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let of = |solver| plan(&model, Approach { solver, budget: Budget::of(Some(120.0)), ..Approach::default() });
        match (of(SolverKind::Highs), of(SolverKind::Microlp)) {
            (Ok(first), Ok(second)) => {
                assert!(second.verdict.passed(), "{name}");
                assert_eq!(first.stages.len(), second.stages.len());
                for (first, second) in first.stages.iter().zip(&second.stages) {
                    assert!(second.certificate.holds(), "{name}: {second:?}");
                    let gap = first.proof_gap.max(second.proof_gap);
                    assert!(gap <= 1e-4, "{name}: {gap}");
                    assert!(is_same(first.value, second.value, gap), "{name}: {} {}", first.value, second.value);
                    assert!(is_same(first.bound, second.bound, gap), "{name}: {} {}", first.bound, second.bound);
                }
                same += 1;
            }
            (Err(Problem::Unsolved(first)), Err(Problem::Unsolved(second))) => assert_eq!(first, second, "{name}"),
            (first, second) => {
                let told = |result: Result<_, Problem>| result.err().map(|problem| problem.to_string());
                panic!("{name}: {:?} by the first, {:?} by the second", told(first), told(second));
            }
        }
    }
    assert!(same > 40, "{same}");
}

/// What has no plan has none by either.
#[test]
fn both_solvers_say_that_there_is_no_plan() {
    let mut none = 0;
    for path in files("tests/infeasible", "yaml").into_iter().filter(|path| !path.ends_with("european-gap.yaml")) {
        let model = model_file(&path);
        let of = |solver| {
            plan(&model, Approach { solver, ..Approach::default() }).map(|_| ()).map_err(|problem| problem.to_string())
        };
        let name = path.file_stem().unwrap().display().to_string();
        let (first, second) = (of(SolverKind::Highs), of(SolverKind::Microlp));
        assert_eq!(first, second, "{name}");
        none += usize::from(first.is_err());
    }
    assert!(none > 5, "{none}");
}

#[test]
fn the_second_solver_keeps_its_budget() {
    let flag = std::sync::atomic::AtomicBool::new(true);
    let model = model(
        "model: Ten tanks\nhorizon: 2026..2027\nnations: { DEU: { budget: 100 } }\n\
         capabilities: { tanks: { us_baseline: 10 } }\nproducers: { works: { seat: DEU } }\n\
         offers: { tank: { by: works, gives: tanks, price: 20 } }\n",
    );
    let of = |budget| plan(&model, Approach { solver: SolverKind::Microlp, budget, ..Approach::default() });
    let cancelled = of(Budget::default().cancelled_by(&flag));
    assert!(matches!(cancelled, Err(Problem::Unsolved(Failure::Cancelled))), "{cancelled:?}");
}
