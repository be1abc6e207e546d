//! `entente rules`: the price list of what a model demands.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::{RunOrModel, answer};
use crate::cli::out::{Force, Out};
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::questions::rules::{Pricing, rules, rules_tables, rules_text};

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub(super) struct RulesOf {
    #[command(flatten)]
    subject: RunOrModel,
    /// Also report pairs of constraints that cost more together than separately.
    #[arg(long)]
    pairs: bool,
    /// Solve every plan as a MIP; by default, larger models keep the integer decisions of the plan with all requirements.
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

impl RulesOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let mut out = Out::claim(self.out.as_ref(), self.force, "rules", &self.subject.path)?;
        let found = self.subject.answered_of_model(&out, screen, |model, base, budget| {
            rules(model, Pricing { pairs: self.pairs, proven: self.proven, base }, budget)
        })?;
        let text = || rules_text(&found, began.elapsed().as_secs_f64(), screen.out);
        let unfinished = found.unfinished.as_deref();
        Ok(answer(self.format, &mut out, "rules", &found, &rules_tables(&found), unfinished, text))
    }
}
