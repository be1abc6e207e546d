//! `--out`: the folder that a command writes into, claimed before anything is solved.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::Exit;
use crate::cli::screen::{tell, trouble};
use crate::disk::{FolderClaim, Making, Written};
use crate::input::{SourceText, Sources};
use crate::legible::Shown;

/// Whether anything may be replaced.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Force {
    /// Replace all contents of the folder of `--out`, after listing them. Without it, only an earlier result of the same
    /// command and model is replaced. Input files are never replaced.
    #[arg(long, requires = "out")]
    force: bool,
}

/// The folder that is asked for, if one is. An earlier result that is not replaced in the end is told to be old.
pub(super) struct Out {
    claim: Option<FolderClaim>,
}

impl Out {
    /// Claims the folder that a command is to write into.
    pub fn claim(out: Option<&PathBuf>, force: Force, command: &str, made_from: &Path) -> Result<Self, Exit> {
        let Some(folder) = out else { return Ok(Self::none()) };
        let claim = FolderClaim::of(folder, command, made_from, force.force).map_err(|what| trouble(&what))?;
        if let Some(removes) = claim.removes() {
            tell(&format!("--force: once there is a new result, this is removed from {}: {removes}", folder.shown()));
        }
        Ok(Self { claim: Some(claim) })
    }

    /// No folder.
    pub const fn none() -> Self {
        Self { claim: None }
    }

    /// Checks that no file that is read would be replaced.
    pub fn spare(&self, sources: &Sources) -> Result<(), Exit> {
        let Some(claim) = &self.claim else { return Ok(()) };
        claim.spare(sources.iter().map(SourceText::file)).map_err(|what| trouble(&what))
    }

    /// Writes a result, and says so or why not.
    pub fn write(&mut self, make: impl FnOnce(&mut Making) -> std::io::Result<()>) -> Exit {
        let Some(claim) = &self.claim else { return Exit::Done };
        match claim.write(make) {
            Ok(Written { folder, files, left }) => {
                tell(&format!("{files} files written into {}", folder.shown()));
                if let Some(left) = left {
                    tell(&format!("the earlier result cannot be removed whole; it is in {}", left.shown()));
                }
                self.claim = None;
                Exit::Done
            }
            Err(error) => {
                tell(&format!("error: cannot write results into {}: {error}", claim.folder().shown()));
                Exit::Trouble
            }
        }
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        if let Some(claim) = self.claim.as_ref().filter(|claim| claim.replaces()) {
            tell(&format!("{} still holds the earlier result", claim.folder().shown()));
        }
    }
}
