//! `entente explain`: what is scarce, in sentences.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::cli::asked::{RunOrModel, answer};
use crate::cli::out::{Force, Out};
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::model::Model;
use crate::questions::explain::{Explaining, RankedBy, explain, explain_tables, explain_text};
use crate::questions::goals::goal_named;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    subject: RunOrModel,
    /// Goal, by its number or a word of it, such as `cost`. Default: the first.
    #[arg(long, value_name = "GOAL", default_value = "1")]
    goal: String,
    /// Largest number of constraints to show.
    #[arg(long, value_name = "NUMBER", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    most: u16,
    /// Rank by the value of one more unit of a limit, or of one percent more.
    #[arg(long, value_enum, default_value_t = ExplainBy::Unit)]
    by: ExplainBy,
    /// Treat each year as a separate limit; by default, the years of a limit change together.
    #[arg(long)]
    years: bool,
    /// Verify every shadow price by cold-start solves with slightly larger and smaller limits.
    #[arg(long)]
    check: bool,
    /// Write the tables (CSV and Parquet) into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExplainBy {
    Unit,
    Percent,
}

impl Explain {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let mut out = Out::claim(self.out.as_ref(), self.force, "explain", &self.subject.path)?;
        let ask = |model: &mut Model| goal_named(model, &self.goal);
        let found = self.subject.answered(&out, screen, ask, |run, goal, budget| {
            let by = if self.by == ExplainBy::Unit { RankedBy::Unit } else { RankedBy::Percent };
            let asked = Explaining { goal, most: usize::from(self.most), by, by_year: self.years, check: self.check };
            explain(run, asked, budget)
        })?;
        let text = || explain_text(&found, began.elapsed().as_secs_f64(), screen.out);
        let unfinished = found.unfinished.as_deref();
        Ok(answer(self.format, &mut out, "scarce", &found, &explain_tables(&found), unfinished, text))
    }
}
