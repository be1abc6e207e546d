//! A model solved elsewhere: written as a file, solved by a program that knows only the file, and its solution read back and judged.

use std::ffi::CString;
use std::fmt::Write;
use std::path::Path;

use entente::budget::Budget;
use entente::formulation::{Formulation, lp_text, mps_text};
use entente::measures::goal_value;
use entente::model::Model;
use entente::plan::{Plan, values_from_solution};
use entente::planning::{Run, judge, keeping_goals, standalone};
use entente::solve::Solution;

use crate::setting::{model_file, root, small_models, solved};

/// The solution that HiGHS writes for a file, as its own program does.
#[expect(unsafe_code, reason = "the solver's own reader and writer are to be had through its C interface only")]
fn solution_of_file(path: &Path) -> String {
    let name = |path: &Path| CString::new(path.to_str().unwrap()).unwrap();
    let written = path.with_extension("sol");
    // SAFETY: the solver lives from create to destroy, and all texts are zero-terminated and outlive the calls.
    unsafe {
        let highs = highs_sys::Highs_create();
        highs_sys::Highs_setBoolOptionValue(highs, c"output_flag".as_ptr(), 0);
        highs_sys::Highs_setDoubleOptionValue(highs, c"mip_rel_gap".as_ptr(), 1e-9);
        highs_sys::Highs_setDoubleOptionValue(highs, c"mip_feasibility_tolerance".as_ptr(), 1e-9);
        assert_eq!(highs_sys::Highs_readModel(highs, name(path).as_ptr()), highs_sys::kHighsStatusOk);
        highs_sys::Highs_run(highs);
        let status = highs_sys::Highs_getModelStatus(highs);
        assert_eq!(status, highs_sys::kHighsModelStatusOptimal, "{}", path.display());
        highs_sys::Highs_writeSolution(highs, name(&written).as_ptr());
        highs_sys::Highs_destroy(highs);
    }
    std::fs::read_to_string(written).unwrap()
}

/// Solves the goals of a model in order, each in a file of its own that keeps those before; returns the plan.
fn elsewhere(model: &Model, folder: &Path, write: fn(&Model, &Formulation, usize) -> String, ending: &str) -> Plan {
    let alone = standalone(model, Budget::default()).unwrap();
    let alone = alone.as_ref();
    let formulation = Formulation::of(model, alone);
    let mut values = vec![0.0; formulation.columns.len()];
    for goal in 0..formulation.goals.len() {
        let kept = keeping_goals(model, alone, formulation.clone(), goal, &values);
        let file = folder.join(format!("goal-{goal}.{ending}"));
        std::fs::write(&file, write(model, &kept, goal)).unwrap();
        let text = solution_of_file(&file);
        values = values_from_solution(model, &formulation, &text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
    }
    Plan::of(model, &formulation, &Solution::at(values))
}

#[test]
fn goals_solved_elsewhere_in_order_come_to_the_same_and_pass_the_audit() {
    let folder = tempfile::tempdir().unwrap();
    for path in small_models() {
        let model = model_file(&path);
        let alone = standalone(&model, Budget::default()).unwrap();
        let own = solved(&model);
        for (write, ending) in [(lp_text as fn(&Model, &Formulation, usize) -> String, "lp"), (mps_text, "mps")] {
            let run = judge(&model, elsewhere(&model, folder.path(), write, ending), alone.as_ref());
            let name = path.file_stem().unwrap().display();
            assert!(run.verdict.passed(), "{name} {ending}: {:?}", run.verdict.breaches);
            for (place, stage) in own.stages.iter().enumerate() {
                let value = |run: &Run| goal_value(&run.model, &run.plan, run.known.known(), &run.model.goals[place]);
                let (ours, theirs) = (value(&own), value(&run));
                let within = 1e-5 + stage.proof_gap + (stage.value - stage.kept_to).abs() / stage.value.abs().max(1.0);
                assert!((ours - theirs).abs() <= within * ours.abs().max(1.0), "{name} {ending}: {ours} {theirs}");
            }
        }
    }
}

#[test]
fn solutions_of_four_solvers_are_read() {
    let model = model_file(&root().join("models/transport.yaml"));
    let formulation = Formulation::of(&model, None);
    let value = |place: usize| f64::from(u32::try_from(place * 7 % 5).unwrap()) / 4.0;
    let names: Vec<String> = formulation.columns.iter().map(|(key, _)| key.name(&model)).collect();
    let wanted: Vec<f64> = (0..names.len()).map(value).collect();
    let [mut highs, mut gurobi, mut cbc, mut scip] = [
        "Model status\nOptimal\n\n# Primal solution values\nFeasible\nObjective 153.675\nObjective_bound 153.675\nMIP_rel_gap 0\n# Columns 6\n",
        "# Solution for model entente\n# Objective value = 153.675\n",
        "Optimal - objective value 153.67500000\n",
        "solution status: optimal\nobjective value:    153.675\n",
    ]
    .map(str::to_owned);
    for (place, (name, value)) in names.iter().zip(&wanted).enumerate() {
        writeln!(highs, "{name} {value}").unwrap();
        writeln!(gurobi, "{name} {value}").unwrap();
        if *value != 0.0 {
            writeln!(cbc, "{} {place:6} {name}  {value}   0.25", if place == 1 { "**" } else { "" }).unwrap();
            writeln!(scip, "{name}      {value}  \t(obj:0.5)").unwrap();
        }
    }
    highs.push_str(
        "# Rows 1\nbudget(DEU,2026) 5\n\n# Dual solution values\nFeasible\n# Columns 6\n# Basis\nHiGHS v1\nValid\n",
    );
    for text in [highs, gurobi, cbc, scip] {
        assert_eq!(values_from_solution(&model, &formulation, &text).unwrap(), wanted, "{text}");
    }
}

#[test]
fn what_is_no_solution_of_the_model_is_refused_with_its_line() {
    let model = model_file(&root().join("models/transport.yaml"));
    let formulation = Formulation::of(&model, None);
    let name = formulation.columns.key(0).name(&model);
    for (text, line, told) in [
        (format!("# x\n{name} 1\nother 2\n"), 3, "no column of the model"),
        (format!("{name} 1\n{name} 2\n"), 2, "there before"),
        (format!("{name}\n"), 1, "value of"),
        (format!("{name} many\n"), 1, "not a number"),
        (format!("{name} NaN\n"), 1, "not a number"),
        (format!("{name} 1e999\n"), 1, "not a number"),
        ("Model status\nInfeasible\n".to_owned(), 2, "found no solution"),
        ("Infeasible - objective value 0\n".to_owned(), 1, "found no solution"),
        (String::new(), 1, "names no column"),
        ("\u{1b}[31m\n".to_owned(), 1, "no column of the model"),
    ] {
        let faults = values_from_solution(&model, &formulation, &text).unwrap_err();
        assert_eq!(faults[0].line, line, "{text}");
        assert!(faults[0].what.contains(told), "{text}: {}", faults[0].what);
    }
    let many = "other 1\n".repeat(1000);
    assert!(values_from_solution(&model, &formulation, &many).unwrap_err().len() < 10);
}
