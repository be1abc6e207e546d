//! `entente explain`: what is scarce, in sentences.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::cli::asked::{Subject, answer, goal_of};
use crate::cli::out::{Force, Out};
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format};
use crate::questions::explain::explain;
use crate::questions::explain::{Explaining, RankedBy};
use crate::questions::explain::{explain_tables, explain_text};

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    subject: Subject,
    /// The goal: its number, or a word of it, such as `cost`. Default: the first.
    #[arg(long, value_name = "GOAL", default_value = "1")]
    goal: String,
    /// How many limits to show.
    #[arg(long, value_name = "NUMBER", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    most: u16,
    /// What limits are ranked by: one more unit of them, or one percent.
    #[arg(long, value_enum, default_value_t = By::Unit)]
    by: By,
    /// Take every year for a limit of its own; without it, the years of one limit move together.
    #[arg(long)]
    years: bool,
    /// Work every rate out anew, from plans that are solved from the start with limits a little larger and smaller.
    #[arg(long)]
    check: bool,
    /// Write the tables (CSV and Parquet) into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Unit,
    Percent,
}

impl Explain {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let began = Instant::now();
        let mut out = match Out::claim(self.out.as_ref(), self.force, "explain", &self.subject.path) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let (run, goal) = match self.subject.run(&out, screen, |model| goal_of(model, &self.goal)) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let by = if self.by == By::Unit { RankedBy::Unit } else { RankedBy::Percent };
        let asked = Explaining { goal, most: usize::from(self.most), by, by_year: self.years, check: self.check };
        match explain(&run, asked) {
            Ok(found) => {
                let text = || explain_text(&found, began.elapsed().as_secs_f64(), screen.out);
                answer(self.format, &mut out, "scarce", &found, &explain_tables(&found), text)
            }
            Err(what) => {
                tell(&format!("error: {what}"));
                Exit::Trouble
            }
        }
    }
}
