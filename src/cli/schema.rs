//! `entente schema`: the JSON Schema of model documents, and of studies.

use clap::Args;

use crate::batch::study_page;
use crate::cli::Exit;
use crate::cli::screen::{json, print_or_fail};
use crate::schema::{file_format_page, json_schema, study_format_page, study_schema};

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Print the schema of studies instead of models.
    #[arg(long)]
    study: bool,
    /// Print the reference page in Markdown: docs/file-format.md, or docs/study-format.md with `--study`.
    #[arg(long)]
    page: bool,
}

impl Schema {
    pub(super) fn run(&self) -> Exit {
        if self.page {
            return print_or_fail(&if self.study { study_format_page(&study_page()) } else { file_format_page() });
        }
        match json(&if self.study { study_schema() } else { json_schema() }) {
            Ok(text) => print_or_fail(&text),
            Err(exit) => exit,
        }
    }
}
