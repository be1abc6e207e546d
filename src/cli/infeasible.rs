//! `entente infeasible`: why there is no plan.

use clap::Args;

use crate::cli::asked::{RunOrModel, answer};
use crate::cli::out::Out;
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::questions::infeasible::{Conflict, infeasible, infeasible_text};

/// Arguments of `infeasible`.
#[derive(Debug, Args)]
pub(super) struct Infeasible {
    #[command(flatten)]
    subject: RunOrModel,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Infeasible {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let mut out = Out::none();
        let found = self.subject.answered_of_model(&out, screen, |model, base, budget| match base {
            // A plan that was written and audited is proof enough.
            Some(run) => Ok(Conflict::none(run.model.title.clone())),
            None => infeasible(model, budget),
        })?;
        Ok(answer(self.format, &mut out, "conflict", &found, &[], None, || infeasible_text(&found, screen.out)))
    }
}
