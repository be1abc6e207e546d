//! `entente schema`: the JSON Schema of model documents, of studies, and of results.

use clap::Args;

use crate::batch::study_page;
use crate::cli::Exit;
use crate::cli::screen::{json, print_or_fail};
use crate::contract::{results_format_page, results_schema};
use crate::schema::{file_format_page, json_schema, study_format_page, study_schema};

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Print the schema of studies instead of models.
    #[arg(long)]
    study: bool,
    /// Of results instead: every JSON document with its version, and every table with its columns.
    #[arg(long, conflicts_with = "study")]
    results: bool,
    /// Print the page docs/file-format.md instead, or docs/study-format.md or docs/results-format.md, which are made from the
    /// schemas.
    #[arg(long)]
    page: bool,
}

impl Schema {
    pub(super) fn run(&self) -> Exit {
        if self.results {
            if self.page {
                return print_or_fail(&results_format_page());
            }
            return match json(&results_schema()) {
                Ok(text) => print_or_fail(&text),
                Err(exit) => exit,
            };
        }
        if self.page {
            return print_or_fail(&if self.study { study_format_page(&study_page()) } else { file_format_page() });
        }
        match json(&if self.study { study_schema() } else { json_schema() }) {
            Ok(text) => print_or_fail(&text),
            Err(exit) => exit,
        }
    }
}
