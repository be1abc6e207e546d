//! `entente new`: a commented starter case.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::cli::Exit;
use crate::cli::screen::{print_or_fail, tell};
use crate::disk::write_new_file;
use crate::legible::Shown;

/// The starter case, which tests solve.
const STARTER: &str = include_str!("starter.yaml");

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(super) struct New {
    /// Folder to create.
    folder: PathBuf,
}

impl New {
    pub(super) fn run(&self) -> Exit {
        match self.write() {
            Ok(model) => {
                let shown = model.shown();
                let text = format!("{shown} is ready. Next:\n\n  entente check {shown}\n  entente solve {shown}\n");
                print_or_fail(&text)
            }
            Err(error) => {
                tell(&format!("error: cannot make {}: {error}", self.folder.shown()));
                Exit::Trouble
            }
        }
    }

    fn write(&self) -> std::io::Result<PathBuf> {
        fs::create_dir_all(&self.folder)?;
        let model = self.folder.join("model.yaml");
        // An existing case is somebody's work.
        write_new_file(&model, STARTER.as_bytes())?;
        Ok(model)
    }
}
