//! `entente schema`: the JSON Schema of model documents.

use clap::Args;

use crate::cli::Exit;
use crate::cli::screen::{json, print_or_fail};
use crate::report::file_format_page;
use crate::schema::json_schema;

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Print the page docs/file-format.md instead, which is made from the schema.
    #[arg(long)]
    page: bool,
}

impl Schema {
    pub(super) fn run(&self) -> Exit {
        if self.page {
            return print_or_fail(&file_format_page());
        }
        match json(&json_schema()) {
            Ok(text) => print_or_fail(&text),
            Err(exit) => exit,
        }
    }
}
