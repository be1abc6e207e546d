//! `entente stress`: what a plan would lose if support were denied.

use std::path::PathBuf;

use clap::Args;

use crate::cli::asked::{DenyingFrom, Subject, answer, trimmed};
use crate::cli::out::{Force, Out};
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format};
use crate::id::DenialId;
use crate::model::Model;
use crate::report::{stress_tables, stress_text};
use crate::study::{Stress, stress};

/// Arguments of `stress`.
#[derive(Debug, Args)]
pub(super) struct StressOf {
    #[command(flatten)]
    subject: Subject,
    #[command(flatten)]
    denying: DenyingFrom,
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
    fn asked(&self, model: &mut Model) -> Result<Vec<DenialId>, Exit> {
        if let Some(code) = self.nation.iter().find(|code| model.nations.find(code).is_none()) {
            let known: Vec<&str> = model.nations.codes().collect();
            tell(&format!("error: the model has no buying nation `{code}`; it has {}", known.join(", ")));
            return Err(Exit::Usage);
        }
        self.denying.of(model)
    }

    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let mut out = match Out::claim(self.out.as_ref(), self.force, "stress", &self.subject.path) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let (run, denials) = match self.subject.run(&out, screen, |model| self.asked(model)) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let list: Vec<Stress> = denials.iter().map(|denial| stress(&run, *denial)).collect();
        let one = |stress| stress_text(stress, &self.nation, screen.out);
        let text = || list.iter().map(one).collect::<Vec<_>>().join("\n");
        answer(self.format, &mut out, "stress", &list, &stress_tables(&list), text)
    }
}
