//! `entente stress`: what a plan would lose if support were denied.

use std::path::PathBuf;

use clap::Args;

use crate::cli::asked::{DenyingFromArgs, RunOrModel, answer, trimmed};
use crate::cli::out::{Force, Out};
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::model::Model;
use crate::questions::stress::{nations_named, stress, stress_tables, stress_text};

/// Arguments of `stress`.
#[derive(Debug, Args)]
pub(super) struct StressOf {
    #[command(flatten)]
    subject: RunOrModel,
    #[command(flatten)]
    denying: DenyingFromArgs,
    /// Show the losses of these nations by capability: codes, separated by commas.
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = trimmed)]
    nation: Vec<String>,
    /// Write the tables (CSV and Parquet) into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl StressOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let mut out = Out::claim(self.out.as_ref(), self.force, "stress", &self.subject.path)?;
        let ask = |model: &mut Model| {
            nations_named(model, &self.nation)?;
            self.denying.words().of(model)
        };
        let list = self.subject.answered(&out, screen, ask, |run, denials, _| {
            Ok(denials.iter().map(|denial| stress(run, *denial)).collect::<Vec<_>>())
        })?;
        let one = |stress| stress_text(stress, &self.nation, screen.out);
        let text = || list.iter().map(one).collect::<Vec<_>>().join("\n");
        Ok(answer(self.format, &mut out, "stress", &list, &stress_tables(&list), None, text))
    }
}
