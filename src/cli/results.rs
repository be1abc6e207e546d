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
    /// The folder of the study.
    study: PathBuf,
    /// Whose percentiles: each proposal's over the scenarios, or each scenario's over the proposals.
    #[arg(long, value_enum, default_value_t = By::Proposal)]
    by: By,
    /// Measures, with commas between, such as `gap,domestic_volume,cost`; the first of them says which plans are good. Default:
    /// gaps, cost, domestic volume by content, and dependence on the United States.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = trimmed)]
    measure: Vec<String>,
    /// How near to the best of its scenario a plan is good, as a share of what the best has.
    #[arg(long, value_name = "SHARE", default_value = "1%", value_parser = near)]
    near: f64,
    /// Write the answer as tables and as data into this folder, with the data of pictures.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Whose percentiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Each proposal's.
    Proposal,
    /// Each scenario's.
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
        let asking = Asking { by_scenario: self.by == By::Scenario, measures: self.measure.clone(), near: self.near };
        match results(&self.study, &asking) {
            Ok(found) => {
                let text = || results_text(&found, screen.out);
                answer(self.format, &mut out, "results", &found, &results_tables(&found), text)
            }
            Err(what) => {
                tell(&format!("error: {what}"));
                Exit::Trouble
            }
        }
    }
}
