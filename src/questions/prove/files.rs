//! The program and the plan of a certificate, as files.

use std::fmt::Write;

use crate::formulation::{Formulation, mps_text_of_goals};
use crate::model::Model;

/// The name of a goal among the objectives.
pub(super) fn objective(place: usize) -> String {
    format!("goal_{}", place + 1)
}

/// The program in free MPS format, with every goal as an objective; the first counts for whoever reads only one.
#[must_use]
pub fn program_text(model: &Model, formulation: &Formulation) -> String {
    let names: Vec<String> = (0..formulation.goals.len()).map(objective).collect();
    mps_text_of_goals(model, formulation, &names)
}

/// The plan: a line with name and value of every column, in the order of the program.
#[must_use]
pub fn plan_text(model: &Model, formulation: &Formulation, point: &[f64]) -> String {
    let mut text = String::new();
    for ((key, _), value) in formulation.columns.iter().zip(point) {
        let _ = writeln!(text, "{} {value}", key.name(model));
    }
    text
}
