//! `entente workbook`: a model as one workbook, and a workbook as one document.

use std::path::PathBuf;

use clap::Args;

use crate::cli::screen::{Terminal, print_or_fail, tell, tell_styled};
use crate::cli::{Exit, ModelArgs};
use crate::disk::write_new_file;
use crate::input::ModelBook;
use crate::legible::Shown;
use crate::report::model_workbook;

/// Arguments of `workbook`.
#[derive(Debug, Args)]
pub(super) struct ModelBookOf {
    #[command(flatten)]
    model: ModelArgs,
    /// File to write: a workbook (`.xlsx`), or one YAML document (`.yaml`). An existing file is not replaced.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

impl ModelBookOf {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        if self.model.proposal.is_some() {
            tell("error: a workbook holds all proposals of a model; leave `--proposal` out");
            return Exit::Usage;
        }
        let (book, reading) = ModelBook::of(&self.model.model, &self.model.settings, &screen.fence(&self.model.model));
        for finding in reading.render_findings(screen.err_color) {
            tell_styled(&format!("{finding}\n"));
        }
        let Some(book) = book else { return Exit::BadModel };
        let ending = self.to.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        let made = match ending.as_deref().and_then(std::ffi::OsStr::to_str) {
            Some("xlsx") => model_workbook(&book.sheets())
                .map_err(|error| error.to_string())
                .and_then(|bytes| book.check_workbook(&bytes).map(|()| bytes)),
            Some("yaml" | "yml") => Ok(book.yaml()).and_then(|text| book.check_yaml(&text).map(|()| text.into_bytes())),
            _ => {
                tell("error: `--to` names neither a workbook nor a document; end it with `.xlsx` or `.yaml`");
                return Exit::Usage;
            }
        };
        let shown = self.to.shown();
        // What could not be read back as it is would be lost.
        let written = made.and_then(|bytes| write_new_file(&self.to, &bytes).map_err(|error| error.to_string()));
        match written {
            Ok(()) => print_or_fail(&format!("{shown} is written. Check it with `entente check {shown}`.\n")),
            Err(what) => {
                tell(&format!("error: cannot write {shown}: {what}"));
                Exit::Trouble
            }
        }
    }
}
