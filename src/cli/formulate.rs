//! `entente formulate`: the linear programme as text.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::budget::Budget;
use crate::cli::reading::{read, solution};
use crate::cli::screen::{Terminal, print, tell};
use crate::cli::{Exit, ModelArgs};
use crate::disk::{check_file, write_file};
use crate::formulation::{Formulation, lp_text, mps_text};
use crate::input::SourceText;
use crate::layout::number::count;
use crate::legible::Shown;
use crate::planning::keeping_goals;
use crate::planning::standalone;

/// Arguments of `formulate`.
#[derive(Debug, Args)]
pub(super) struct Formulate {
    #[command(flatten)]
    model: ModelArgs,
    /// File format. Default: by the extension of `--out`, else LP.
    #[arg(long, value_enum)]
    format: Option<FileFormat>,
    /// Number of the goal that becomes the objective, from 1.
    #[arg(long, default_value_t = 1, value_name = "N")]
    goal: usize,
    /// Keep the goals before `--goal` at what they reach in this solution (`.sol`) of the file for the goal before.
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
    /// Write to this file instead of printing.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileFormat {
    /// LP format, which people can read.
    Lp,
    /// Free MPS format.
    Mps,
}

impl Formulate {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let model = match read(&self.model, screen) {
            Ok(good) => good,
            Err(exit) => return exit,
        };
        let read = || model.sources.iter().map(SourceText::file);
        if let Some(Err(what)) = self.out.as_ref().map(|path| check_file(path, read())) {
            tell(&format!("error: {what}"));
            return Exit::Trouble;
        }
        let model = model.model;
        let alone = match standalone(&model, Budget::default()) {
            Ok(alone) => alone,
            Err(problem) => {
                tell(&format!("error: what everyone comes to alone cannot be told: {problem}"));
                return Exit::from(&problem);
            }
        };
        let formulation = Formulation::of(&model, alone.as_ref());
        if self.goal == 0 || self.goal > formulation.goals.len() {
            tell(&format!(
                "error: the model has {} goals; --goal {} is none of them",
                formulation.goals.len(),
                self.goal
            ));
            return Exit::Usage;
        }
        let formulation = match &self.keep {
            None => formulation,
            Some(path) => match solution(&model, &formulation, path) {
                Ok(values) => keeping_goals(&model, alone.as_ref(), formulation, self.goal - 1, &values),
                Err(exit) => return exit,
            },
        };
        let ends_in_mps = self
            .out
            .as_ref()
            .and_then(|path| path.extension())
            .is_some_and(|ending| ending.eq_ignore_ascii_case("mps"));
        let format = self.format.unwrap_or(if ends_in_mps { FileFormat::Mps } else { FileFormat::Lp });
        let text = match format {
            FileFormat::Lp => lp_text(&model, &formulation, self.goal - 1),
            FileFormat::Mps => mps_text(&model, &formulation, self.goal - 1),
        };
        let done = match &self.out {
            None => print(&text),
            Some(path) => write_file(path, |file| file.write_all(text.as_bytes())).map(|_| ()),
        };
        match done {
            Ok(()) => {
                if let Some(path) = &self.out {
                    let size = format!(
                        "{} rows, {} columns, {} coefficients",
                        count(formulation.rows.len()),
                        count(formulation.columns.len()),
                        count(formulation.non_zeros())
                    );
                    tell(&format!("{size} written to {}", path.shown()));
                }
                Exit::Done
            }
            Err(error) => {
                let place = self.out.as_ref().map_or_else(|| "the output".to_owned(), |path| path.shown());
                tell(&format!("error: cannot write into {place}: {error}"));
                Exit::Trouble
            }
        }
    }
}
