//! `entente results`: what the runs of a study show.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::batch::{Asking, results, results_tables, results_text};
use crate::cli::asked::{answer, trimmed};
use crate::cli::out::{Force, Out};
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format};

/// Arguments of `results`.
#[derive(Debug, Args)]
pub(super) struct ResultsOf {
    /// Folder of the study.
    study: PathBuf,
    /// Group percentiles by proposal (over scenarios) or by scenario (over proposals).
    #[arg(long, value_enum, default_value_t = ResultsBy::Proposal)]
    by: ResultsBy,
    /// Measures, separated by commas, such as `gap,domestic_volume,cost`; the first one decides which plans are good.
    /// Default: gaps, cost, domestic volume by content, and dependence on the United States.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = trimmed)]
    measure: Vec<String>,
    /// Largest distance of a good plan from the best of its scenario, relative to the best.
    #[arg(long, value_name = "SHARE", default_value = "1%", value_parser = near)]
    near: f64,
    /// Write the summary as tables and JSON into this folder, with the data of charts.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Whose percentiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ResultsBy {
    /// By proposal.
    Proposal,
    /// By scenario.
    Scenario,
}

/// A share from 0 on.
fn near(text: &str) -> Result<f64, String> {
    let share = crate::schema::parse_share(text).filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a share from 0 to 100 %, such as 1%".to_owned())
}

impl ResultsOf {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let mut out = match Out::claim(self.out.as_ref(), self.force, "results", &self.study) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let asking =
            Asking { by_scenario: self.by == ResultsBy::Scenario, measures: self.measure.clone(), near: self.near };
        match results(&self.study, &asking) {
            Ok(found) => {
                let text = || results_text(&found, screen.out);
                answer(self.format, &mut out, "results", &found, &results_tables(&found), None, text)
            }
            Err(what) => {
                tell(&format!("error: {what}"));
                Exit::Trouble
            }
        }
    }
}
