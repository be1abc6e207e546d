//! `entente alternatives`: what plans that are nearly as good have in common.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::{RunOrModel, answer, from_zero};
use crate::cli::out::{Force, Out};
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::questions::alternatives::{Near, alternatives, alternatives_tables, alternatives_text};

/// Arguments of `alternatives`.
#[derive(Debug, Args)]
pub(super) struct AlternativesOf {
    #[command(flatten)]
    subject: RunOrModel,
    /// Permitted degradation of each goal, as a share of what it gains over the do-nothing plan.
    #[arg(long, value_name = "SHARE", default_value = "2%", value_parser = from_zero, allow_hyphen_values = true)]
    within: f64,
    /// Solve every subproblem as a MIP; by default, larger models use the LP relaxation.
    #[arg(long)]
    proven: bool,
    /// Write the tables (CSV and Parquet) into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl AlternativesOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let mut out = Out::claim(self.out.as_ref(), self.force, "alternatives", &self.subject.path)?;
        let found = self.subject.answered(
            &out,
            screen,
            |_| Ok(()),
            |run, (), budget| alternatives(run, Near { within: self.within, proven: self.proven }, budget),
        )?;
        let text = || alternatives_text(&found, began.elapsed().as_secs_f64(), screen.out);
        Ok(answer(self.format, &mut out, "alternatives", &found, &alternatives_tables(&found), None, text))
    }
}
