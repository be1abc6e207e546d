//! `entente rules`: the price list of what a model demands.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::{Subject, answer};
use crate::cli::out::{Force, Out};
use crate::cli::progress::Steps;
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format};
use crate::report::{price_list_tables, price_list_text};
use crate::study::{Pricing, price_list};

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub(super) struct RulesOf {
    #[command(flatten)]
    subject: Subject,
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
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let began = Instant::now();
        let mut out = match Out::claim(self.out.as_ref(), self.force, "rules", &self.subject.path) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let (model, base) = match self.subject.model_and_run(&out, screen) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let steps = Steps::new(screen.progress);
        let told = |words: &str| steps.say(words);
        let told: Option<&dyn Fn(&str)> = if screen.progress { Some(&told) } else { None };
        let time_limit = self.subject.time_limit;
        let list = price_list(
            &model,
            Pricing { pairs: self.pairs, proven: self.proven, base: base.as_ref(), time_limit, told },
        );
        steps.end();
        match list {
            Ok(list) => {
                let text = || price_list_text(&list, began.elapsed().as_secs_f64(), screen.out);
                answer(self.format, &mut out, "rules", &list, &price_list_tables(&list), text)
            }
            Err(problem) => {
                tell(&format!("error: {problem}"));
                Exit::from(&problem)
            }
        }
    }
}
