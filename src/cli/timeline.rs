//! `entente timeline`: dependence by year, and the first year in which a denial is borne.

use std::path::PathBuf;

use clap::Args;

use crate::cli::asked::{Denying, Subject, answer};
use crate::cli::out::{Force, Out};
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format};
use crate::report::{timeline_tables, timeline_text};
use crate::schema::parse_share;
use crate::study::{Timeline, timeline};

/// Arguments of `timeline`.
#[derive(Debug, Args)]
pub(super) struct TimelineOf {
    #[command(flatten)]
    subject: Subject,
    #[command(flatten)]
    denying: Denying,
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
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let mut out = match Out::claim(self.out.as_ref(), self.force, "timeline", &self.subject.path) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let (run, denials) = match self.subject.run(&out, screen, |model| self.denying.of(model)) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        // When a denial begins is what the timeline runs through.
        let mut list: Vec<Timeline> = Vec::new();
        for denial in denials {
            let line = timeline(&run, &run.model.denials[denial], self.below);
            if !list.iter().any(|there| there.by == line.by && there.what == line.what) {
                list.push(line);
            }
        }
        let text = || timeline_text(&list, screen.out);
        answer(self.format, &mut out, "timeline", &list, &timeline_tables(&list), text)
    }
}
