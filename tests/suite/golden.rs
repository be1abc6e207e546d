//! One golden text of the formulation for every family: `tests/golden/<family>.yaml` is a tiny model that shows it, and
//! `tests/golden/<family>.lp` its linear programme. `UPDATE_EXPECT=1 cargo test golden` writes the texts anew.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::path::Path;

use entente::formulation::{FAMILIES, Formulation, lp_text, mps_text, mps_text_of_goals};
use entente::model::{ALONE, Model, Outcomes, Sense, TOGETHER};
use entente::planning::standalone;
use expect_test::expect_file;

use crate::setting::{assert_close, files, model_file, root, small_models, solved};

/// The model of a golden file, under the proposal that it writes, if it writes one, and what everyone comes to alone where a rule
/// asks for that.
pub fn golden_model(family: &str) -> (Model, Option<Outcomes>) {
    let mut model = model_file(&root().join(format!("tests/golden/{family}.yaml")));
    let written = model.proposals.codes().find(|code| ![ALONE, TOGETHER].contains(code)).map(str::to_owned);
    if let Some(proposal) = written {
        model = model.under(model.proposals.find(&proposal).unwrap());
    }
    let mut alone = standalone(&model, entente::budget::Budget::default()).unwrap();
    if let Some(alone) = &mut alone {
        for found in alone.shortfall.iter_mut().chain(&mut alone.paid) {
            // What the solver's tolerance leaves differs between machines.
            *found = (*found * 1e6).round() / 1e6;
        }
    }
    (model, alone)
}

fn texts() -> impl Iterator<Item = (&'static str, String)> {
    FAMILIES.iter().map(|family| {
        let (model, alone) = golden_model(family.name);
        (family.name, lp_text(&model, &Formulation::of(&model, alone.as_ref()), 0))
    })
}

#[test]
fn every_family_writes_its_golden_text() {
    for (family, text) in texts() {
        expect_file![root().join(format!("tests/golden/{family}.lp"))].assert_eq(&text);
    }
}

#[test]
fn every_golden_text_shows_rows_of_its_family() {
    for (family, text) in texts() {
        let mut below = text.lines().skip_while(|line| !line.starts_with(&format!("\\ {family}: ")));
        assert!(below.next().is_some(), "tests/golden/{family}.yaml has no rows of its family");
        let first = below.next().unwrap_or_default();
        assert!(first.starts_with(' ') && first.contains("):"), "under the heading of {family} stands {first}");
    }
}

#[test]
fn every_golden_text_and_model_belongs_to_a_family() {
    for ending in ["lp", "yaml"] {
        let found: BTreeSet<String> = files("tests/golden", ending)
            .iter()
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let families: BTreeSet<String> = FAMILIES.iter().map(|family| family.name.to_owned()).collect();
        assert_eq!(found, families, "each family has one .{ending} in tests/golden, and no other has one");
    }
}

/// What the goals before reached stands in the text of a later goal, below one heading of its own.
#[test]
fn goals_that_are_kept_have_one_heading() {
    let model = model_file(&root().join("models/hard-cases.yaml"));
    let formulation = Formulation::of(&model, None);
    let values = vec![0.0; formulation.columns.len()];
    let kept = entente::planning::keeping_goals(&model, None, formulation, 2, &values);
    let text = lp_text(&model, &kept, 2);
    let below = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((below("\\ kept: "), below(" kept")), (1, 2), "{text}");
    assert!(text.find("\\ kept: ").unwrap() < text.find("\n kept").unwrap());
}

/// The other format: a goal that is maximised, lots and binary decisions, and all goals at once, of which none is.
#[test]
fn programmes_are_written_in_the_other_format() {
    let mut text = String::new();
    for family in ["line", "need", "minimum_order"] {
        let (model, alone) = golden_model(family);
        let formulation = Formulation::of(&model, alone.as_ref());
        let names: Vec<String> = (1..=formulation.goals.len()).map(|place| format!("goal_{place}")).collect();
        text += &mps_text(&model, &formulation, 0);
        text += &mps_text_of_goals(&model, &formulation, &names);
    }
    expect_file![root().join("tests/golden/mps.txt")].assert_eq(&text);
}

/// The optimum of a file as the solver reads it by itself, knowing nothing of our formulation but the text.
#[expect(unsafe_code, reason = "the solver's own reader is to be had through its C interface only")]
fn optimum_of_file(path: &Path) -> (f64, bool) {
    let name = CString::new(path.to_str().unwrap()).unwrap();
    let quiet = CString::new("output_flag").unwrap();
    // SAFETY: the solver lives from create to destroy, and both texts are zero-terminated and outlive the calls.
    unsafe {
        let highs = highs_sys::Highs_create();
        highs_sys::Highs_setBoolOptionValue(highs, quiet.as_ptr(), 0);
        let read = highs_sys::Highs_readModel(highs, name.as_ptr());
        assert_eq!(read, highs_sys::kHighsStatusOk, "cannot read {}", path.display());
        highs_sys::Highs_run(highs);
        let status = highs_sys::Highs_getModelStatus(highs);
        assert_eq!(status, highs_sys::kHighsModelStatusOptimal, "{}", path.display());
        let value = highs_sys::Highs_getObjectiveValue(highs);
        let mut sense = 0;
        highs_sys::Highs_getObjectiveSense(highs, &raw mut sense);
        highs_sys::Highs_destroy(highs);
        (value, sense == highs_sys::kHighsObjSenseMaximize)
    }
}

/// Do both formats say to another reader what our solver was given? Yes: the first goal comes to the same value.
#[test]
fn both_formats_are_read_elsewhere_and_come_to_the_same_value() {
    let folder = tempfile::tempdir().unwrap();
    let models = small_models();
    let maximised = root().join("tests/golden/need.yaml");
    for path in models.into_iter().chain([maximised]) {
        let model = model_file(&path);
        let formulation = Formulation::of(&model, None);
        let reached = solved(&model).stages[0].value;
        for (ending, text) in [("lp", lp_text(&model, &formulation, 0)), ("mps", mps_text(&model, &formulation, 0))] {
            let file = folder.path().join(path.file_name().unwrap()).with_extension(ending);
            std::fs::write(&file, text).unwrap();
            let (optimum, is_maximised) = optimum_of_file(&file);
            assert_close(optimum, reached, 1e-7);
            assert_eq!(is_maximised, model.goals[0].sense == Sense::Maximise, "{}", file.display());
        }
    }
}
