//! `entente completions`: a script with which a shell completes commands and options.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::screen::print_or_fail;
use crate::cli::{Cli, Exit};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell: for bash, for example, `source <(entente completions bash)`.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Exit {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "entente", &mut script);
        print_or_fail(&String::from_utf8_lossy(&script))
    }
}
