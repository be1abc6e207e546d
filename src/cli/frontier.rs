//! `entente frontier`: the trade-off between two or three goals.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::{RunOrModel, answer};
use crate::cli::out::{Force, Out};
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::questions::frontier::{FrontierData, Tracing, frontier, frontier_tables, frontier_text, goals_named};

/// Arguments of `frontier`.
#[derive(Debug, Args)]
pub(super) struct FrontierOf {
    #[command(flatten)]
    subject: RunOrModel,
    /// The two or three goals to trade off, separated by commas; further goals break ties.
    #[arg(long, value_name = "GOALS", value_delimiter = ',', default_value = "gap,domestic_volume")]
    goals: Vec<String>,
    /// Largest number of points.
    #[arg(long, value_name = "NUMBER", default_value_t = 25, value_parser = clap::value_parser!(u16).range(2..=10_000))]
    points: u16,
    /// Prove every point of a larger model as finely as one of a small model, however long it takes.
    #[arg(long)]
    proven: bool,
    /// Write the tables (CSV and Parquet) into this folder: points, and the orders at each.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl FrontierOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let mut out = Out::claim(self.out.as_ref(), self.force, "frontier", &self.subject.path)?;
        let found = self.subject.answered_of_model(&out, screen, |model, base, budget| {
            let goals = goals_named(model, &self.goals)?;
            let asked = Tracing { points: usize::from(self.points), proven: self.proven, base };
            frontier(model, &goals, asked, budget)
        })?;
        let data = FrontierData::of(&found);
        let text = || frontier_text(&found, began.elapsed().as_secs_f64(), screen.out);
        let unfinished = found.unfinished.as_deref();
        Ok(answer(self.format, &mut out, "frontier", &data, &frontier_tables(&found), unfinished, text))
    }
}
