//! The program: everything is in the library.

use clap::Parser;
use entente::cli::{Cli, Exit};

fn main() -> Exit {
    Cli::parse().run()
}
