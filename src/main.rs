//! The program: everything is in the library.

use entente::cli::{Cli, Exit};

fn main() -> Exit {
    Cli::of_command_line().map_or_else(|exit| exit, Cli::run)
}
