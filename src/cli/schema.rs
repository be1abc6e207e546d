//! `entente schema`: the JSON Schema of model documents.

use clap::Args;

use crate::cli::Exit;
use crate::cli::screen::{print, tell};
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
            return if print(&file_format_page()).is_err() { Exit::Trouble } else { Exit::Done };
        }
        match serde_json::to_string_pretty(&json_schema()) {
            Ok(text) => {
                if print(&(text + "\n")).is_err() {
                    Exit::Trouble
                } else {
                    Exit::Done
                }
            }
            Err(error) => {
                tell(&format!("error: {error}"));
                Exit::Trouble
            }
        }
    }
}
