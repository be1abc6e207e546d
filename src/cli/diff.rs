//! `entente diff`: how one run differs from another.

use std::path::PathBuf;

use clap::Args;

use crate::cli::asked::audited;
use crate::cli::screen::{Terminal, json, print_or_fail};
use crate::cli::{Exit, Format};
use crate::questions::diff::difference;
use crate::questions::diff::difference_text;
use crate::results::ResultData;

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// First run: a folder written by `solve --out`, or a proposal's folder inside one written by `compare --out`.
    first: PathBuf,
    /// Second run.
    second: PathBuf,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Diff {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let read = |path| audited(path, screen);
        let (first, second) = match (read(&self.first), read(&self.second)) {
            (Ok(first), Ok(second)) => (first, second),
            (Err(exit), _) | (_, Err(exit)) => return exit,
        };
        let difference = difference(&first.run, &second.run);
        match self.format {
            Format::Text => {
                let name = |path: &PathBuf, proposal: &str| {
                    let folder = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                    if folder == proposal { folder } else { format!("{folder} ({proposal})") }
                };
                let names = (name(&self.first, &first.proposal), name(&self.second, &second.proposal));
                print_or_fail(&difference_text(&difference, &names.0, &names.1, screen.out))
            }
            Format::Json => match json(&difference.stamped()) {
                Ok(text) => print_or_fail(&text),
                Err(exit) => exit,
            },
        }
    }
}
