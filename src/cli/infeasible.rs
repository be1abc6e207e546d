//! `entente infeasible`: why there is no plan.

use clap::Args;

use crate::cli::asked::{Subject, answer};
use crate::cli::out::Out;
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format};
use crate::planning::Problem;
use crate::questions::infeasible::Conflict;
use crate::questions::infeasible::infeasible;
use crate::questions::infeasible::infeasible_text;

/// Arguments of `infeasible`.
#[derive(Debug, Args)]
pub(super) struct Infeasible {
    #[command(flatten)]
    subject: Subject,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Infeasible {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let found = match self.subject.written(screen) {
            // A plan that was written and audited is proof enough.
            Ok(Some(run)) => Ok(Conflict::none(run.model.title.clone())),
            Ok(None) => match self.subject.model(&Out::none(), screen) {
                Ok(model) => infeasible(&model),
                Err(exit) => return exit,
            },
            Err(exit) => return exit,
        };
        match found {
            Ok(found) => {
                answer(self.format, &mut Out::none(), "conflict", &found, &[], || infeasible_text(&found, screen.out))
            }
            Err(failure) => {
                tell(&format!("error: {failure}"));
                Exit::from(&Problem::Unsolved(failure))
            }
        }
    }
}
