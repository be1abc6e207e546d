//! `entente sensitivity`: what moves a plan.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::{RunOrModel, answer, share, trimmed};
use crate::cli::out::{Force, Out};
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::model::Model;
use crate::questions::goals::goal_named;
use crate::questions::sensitivity::{Varying, figures_named, sensitivity, sensitivity_tables, sensitivity_text};

/// Arguments of `sensitivity`.
#[derive(Debug, Args)]
pub(super) struct SensitivityOf {
    #[command(flatten)]
    subject: RunOrModel,
    /// Values to vary, separated by commas, with `*` for any letters: `budget.DEU,capacity.*,price.*`. Kinds are `budget`,
    /// `committed`, `capacity`, `price`, `baseline` and `fund`, each followed by an id, and `target` with a nation and a capability:
    /// `target.DEU.guns`. `committed` is what signed contracts take, no more than the budget. `price` is what is paid: the reference price, at
    /// which domestic volume is valued, stays. `fund` is what a fund can pay, in all and to each nation.
    #[arg(long, value_name = "FIGURES", value_delimiter = ',', required = true, value_parser = trimmed)]
    over: Vec<String>,
    /// Share by which values are decreased and increased.
    #[arg(long, value_name = "SHARE", default_value = "10%", value_parser = share, allow_hyphen_values = true)]
    by: f64,
    /// Goal, by its number or a word of it, such as `cost`. Default: the first.
    #[arg(long, value_name = "GOAL", default_value = "1")]
    goal: String,
    /// Compute the range in which the plan stays optimal, as for smaller models by default.
    #[arg(long)]
    ranges: bool,
    /// Write the tables (CSV and Parquet) into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl SensitivityOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let mut out = Out::claim(self.out.as_ref(), self.force, "sensitivity", &self.subject.path)?;
        let ask = |model: &mut Model| Ok((goal_named(model, &self.goal)?, figures_named(model, &self.over)?));
        let found = self.subject.answered(&out, screen, ask, |run, (goal, over), budget| {
            let ranges = self.ranges.then_some(true);
            sensitivity(run, Varying { over: &over, by: self.by, goal, ranges }, budget)
        })?;
        let text = || sensitivity_text(&found, began.elapsed().as_secs_f64(), screen.out);
        let unfinished = found.unfinished.as_deref();
        Ok(answer(self.format, &mut out, "sensitivity", &found, &sensitivity_tables(&found), unfinished, text))
    }
}
