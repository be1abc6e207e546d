//! `entente infeasible`: why there is no plan.

use clap::Args;

use crate::cli::asked::answer;
use crate::cli::reading::read;
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format, ModelArgs};
use crate::report::conflict_text;
use crate::study::{Problem, conflict};

/// Arguments of `infeasible`.
#[derive(Debug, Args)]
pub(super) struct Infeasible {
    #[command(flatten)]
    model: ModelArgs,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Infeasible {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let model = match read(&self.model, screen) {
            Ok(good) => good.model,
            Err(exit) => return exit,
        };
        match conflict(&model) {
            Ok(found) => answer(self.format, None, "conflict", &found, &[], || conflict_text(&found, screen.out)),
            Err(failure) => {
                tell(&format!("error: {failure}"));
                Exit::from(&Problem::Unsolved(failure))
            }
        }
    }
}
