//! `entente ladder`: what of a plan is domestic, rung by rung.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::asked::{RunOrModel, answer};
use crate::cli::out::{Force, Out};
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::questions::ladder::{ladder_tables, ladder_text, ladders};

/// Arguments of `ladder`.
#[derive(Debug, Args)]
pub(super) struct LadderOf {
    #[command(flatten)]
    subject: RunOrModel,
    /// Also show the ladder of orders by these, separated by commas.
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    by: Vec<LadderBy>,
    /// Write the tables (CSV and Parquet) into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LadderBy {
    Capability,
    Nation,
    Producer,
    Offer,
}

impl LadderOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let mut out = Out::claim(self.out.as_ref(), self.force, "ladder", &self.subject.path)?;
        let ladders = self.subject.answered(&out, screen, |_| Ok(()), |run, (), _| Ok(ladders(run)))?;
        let by: Vec<String> =
            (self.by.iter()).filter_map(|by| by.to_possible_value().map(|value| value.get_name().to_owned())).collect();
        let text = || ladder_text(&ladders, &by, screen.out);
        Ok(answer(self.format, &mut out, "ladder", &ladders, &ladder_tables(&ladders), None, text))
    }
}
