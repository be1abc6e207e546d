//! `entente timeline`: dependence by year, and the first year in which a denial is borne.

use std::path::PathBuf;

use clap::Args;

use crate::cli::asked::{DenyingArgs, RunOrModel, answer};
use crate::cli::out::{Force, Out};
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::model::Model;
use crate::questions::timeline::{timeline_tables, timeline_text, timelines};
use crate::schema::parse_share;

/// Arguments of `timeline`.
#[derive(Debug, Args)]
pub(super) struct TimelineOf {
    #[command(flatten)]
    subject: RunOrModel,
    #[command(flatten)]
    denying: DenyingArgs,
    /// Largest tolerable loss of operational capability during a denial.
    #[arg(long, value_name = "SHARE", default_value = "10 %", value_parser = share)]
    below: f64,
    /// Write the tables (CSV and Parquet) into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// A share such as `10 %` or `0.1`.
pub(super) fn share(text: &str) -> Result<f64, String> {
    parse_share(text)
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "write a share such as `10 %`".to_owned())
}

impl TimelineOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let mut out = Out::claim(self.out.as_ref(), self.force, "timeline", &self.subject.path)?;
        let ask = |model: &mut Model| self.denying.words().of(model);
        let list =
            self.subject.answered(&out, screen, ask, |run, denials, _| Ok(timelines(run, &denials, self.below)))?;
        let text = || timeline_text(&list, screen.out);
        Ok(answer(self.format, &mut out, "timeline", &list, &timeline_tables(&list), None, text))
    }
}
