//! `entente gather`: shards of a study put together.

use std::path::PathBuf;

use clap::Args;

use crate::batch::gather;
use crate::cli::Exit;
use crate::cli::screen::{print_or_fail, tell};
use crate::layout::number::count;
use crate::legible::Shown;

/// Arguments of `gather`.
#[derive(Debug, Args)]
pub(super) struct GatherOf {
    /// Folders of the shards.
    #[arg(required = true, value_name = "DIR")]
    shards: Vec<PathBuf>,
    /// New folder for the merged study.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl GatherOf {
    pub(super) fn run(&self) -> Exit {
        match gather(&self.shards, &self.out) {
            Ok(found) => print_or_fail(&format!(
                "{} runs of {} shards in {}; {} without a plan\n",
                count(found.runs),
                count(found.shards),
                self.out.shown(),
                count(found.failed)
            )),
            Err(what) => {
                tell(&format!("error: {what}"));
                Exit::Trouble
            }
        }
    }
}
