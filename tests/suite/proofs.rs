//! What is said to be proven is: certificates hold in exact arithmetic, and carry over from smaller models to the models themselves.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use entente::budget::Budget;
use entente::formulation::{Formulation, Row};
use entente::planning::{Approach, Reduce, Run, plan};
use entente::questions::prove::{CertificateData, TreeNode, proof_text, prove};
use entente::solve::{Proof, kept_goal, minimised, proven_program, sum_rows};
use expect_test::expect_file;

use crate::setting::{files, model, model_file, root, small_models};

/// Small models that have a plan.
fn with_a_plan() -> Vec<PathBuf> {
    let all = small_models().into_iter().chain(files("tests/cases", "yaml"));
    all.filter(|path| !path.ends_with("never-ends.yaml")).collect()
}

fn solved(path: &Path, reduce: Reduce) -> Option<Run> {
    let approach = Approach { reduce, budget: Budget::of(Some(120.0)), ..Approach::default() };
    plan(&model_file(path), approach).ok()
}

/// The bound that a proof has, in the unit of the goal.
fn bound(full: &Formulation, goal: usize, proof: &Proof) -> f64 {
    let keeps = |&(place, limit): &(usize, f64)| {
        let (goal, expression) = &full.goals[place];
        kept_goal(expression, goal.sense, limit)
    };
    let kept: Vec<Row> = proof.kept.iter().map(keeps).collect();
    let (goal, expression) = &full.goals[goal];
    let sums = sum_rows(full.columns.len(), &proof.sums);
    let mut program = proven_program(full, &sums, &kept);
    program.move_limits(&proof.moved);
    let least = proof.certificate.bound(&program, &minimised(expression, goal.sense)).unwrap().unwrap().rounded_down();
    if goal.sense == entente::model::Sense::Minimise { least } else { -least }
}

/// Every goal of every small model has a proof whose bound is the one that is told, exactly; that of a linear program is its value.
#[test]
fn what_is_told_is_what_is_proven() {
    let mut goals = 0;
    for path in with_a_plan() {
        let Some(run) = solved(&path, Reduce::Never) else { continue };
        let mut full = Formulation::of(&run.model, run.known.alone.as_ref());
        let _ = full.take_fair_rows();
        for (place, stage) in run.stages.iter().enumerate() {
            let name = format!("{}, goal {}", path.display(), place + 1);
            let proof = stage.proof.as_deref().unwrap_or_else(|| panic!("{name} has no proof"));
            let exact = bound(&full, place, proof);
            assert_eq!(exact, stage.bound, "{name}");
            let (goal, _) = &full.goals[place];
            let better =
                if goal.sense == entente::model::Sense::Minimise { exact - stage.value } else { stage.value - exact };
            assert!(better <= 1e-6 * stage.value.abs().max(1.0), "{name}: {} is better than {exact}", stage.value);
            if !full.has_integers() {
                assert!(
                    (exact - stage.value).abs() <= 1e-9 * stage.value.abs().max(1.0),
                    "{name}: {exact} {}",
                    stage.value
                );
            }
            goals += 1;
        }
    }
    assert!(goals > 100, "{goals}");
}

/// What is proven with nations put together that are alike is proven for the nations themselves.
#[test]
fn proofs_of_smaller_models_carry_over() {
    let mut carried = 0;
    for path in with_a_plan() {
        let Some(run) = solved(&path, Reduce::Always).filter(|run| run.nations.is_some()) else { continue };
        let name = path.display();
        let proven = prove(&run, Budget::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(proven.certificate.violation <= 1e-6, "{name}: {}", proven.certificate.violation);
        for (claim, stage) in proven.certificate.goals.iter().zip(&run.stages) {
            let apart = (claim.bound.unwrap() - stage.bound).abs();
            assert!(apart <= 1e-9 * stage.bound.abs().max(1.0), "{name}: {:?} {}", claim.bound, stage.bound);
        }
        carried += 1;
    }
    assert!(carried > 10, "{carried}");
}

/// A search over integer decisions ends in a tree whose leaves are all there.
#[test]
fn integer_decisions_are_proven_by_a_tree() {
    let run = solved(Path::new("tests/cases/wrongly-proven.yaml"), Reduce::Large).unwrap();
    let CertificateData { goals, .. } = prove(&run, Budget::default()).unwrap().certificate;
    let last = goals.last().unwrap();
    assert!(
        (last.value - 240.0).abs() < 1e-6 && (last.bound.unwrap() - 240.0).abs() < 1e-4,
        "{} {:?}",
        last.value,
        last.bound
    );
    assert_eq!(last.kept.len(), 2);
    let branches = last.tree.iter().filter(|node| matches!(node, TreeNode::Branch { .. })).count();
    assert_eq!(last.leaves(), branches + 1);
}

/// Three nations may order lots of 1.5 from a line that makes 4.46 a year: 2, 5 and 8 lots so far, whoever orders them. A tree that could only branch
/// on the lots of one nation would have to try every way to share them out.
const LOTS: &str = "
model: Lots of three nations
money: MEUR 2025
horizon: 2026..2028
proof_gap: 1.0e-09
nations: { DEU: { budget: 40, gdp: 110 }, FRA: { budget: 78, gdp: 290 }, POL: { budget: 82, gdp: 620 } }
capabilities: { guns: { us_baseline: 40 } }
producers: { works: { seat: POL } }
offers: { gun: { by: works, gives: guns, price: 6.2, capacity: 4.46 a year, lots_of: 1.5 } }
goals: [ { minimise: gap } ]
";

#[test]
fn lots_of_all_nations_are_branched_on_together() {
    let run = plan(&model(LOTS), Approach::default()).unwrap();
    let proven = prove(&run, Budget::default()).unwrap();
    let [goal] = &proven.certificate.goals[..] else { panic!("one goal") };
    // Missing are 37, 32.5 and 28 of 40.
    let value = (37.0 + 32.5 + 28.0) / 120.0;
    assert!((goal.value - value).abs() < 1e-6 && (goal.bound.unwrap() - value).abs() < 1e-6, "{}", goal.value);
    // By year, and up to the second and third one.
    assert_eq!(goal.sums.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 6, 3, 9]);
    assert!(goal.leaves() <= 20, "{}", goal.leaves());
}

/// A word, which has no more digits than any machine finds if it is a number.
fn steady(word: &str) -> String {
    let bare = word.trim_end_matches(',');
    match bare.parse::<f64>() {
        Ok(number) if bare.len() > 8 => format!("{}{}", (number * 1e6).round() / 1e6, &word[bare.len()..]),
        _ => word.to_owned(),
    }
}

/// The text of `prove`: one vector or a tree, the same to nine digits or apart, and goals that later ones may take back.
#[test]
fn proofs_are_told_as_expected() {
    let mut text = String::new();
    let models =
        ["models/two-ends.yaml", "models/ranked-rules.yaml", "models/fielding.yaml", "tests/cases/wrongly-proven.yaml"];
    for path in models {
        let run = solved(Path::new(path), Reduce::Large).unwrap();
        let proven = prove(&run, Budget::default()).unwrap();
        let told = proof_text(&proven.certificate);
        // By how much the plan violates anything is another number on another machine.
        for line in told.lines().filter(|line| !line.contains("The plan violates")) {
            let words: Vec<String> = line.split(' ').map(steady).collect();
            writeln!(text, "{}", words.join(" ")).unwrap();
        }
    }
    expect_file![root().join("tests/golden/proofs.txt")].assert_eq(&text);
}
