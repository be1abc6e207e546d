//! `entente man`: manual pages, made from the definition of the command line.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use crate::cli::screen::{print_or_fail, tell, trouble};
use crate::cli::{Cli, Exit};
use crate::disk::write_file;
use crate::legible::Shown;

/// Arguments of `man`.
#[derive(Debug, Args)]
pub(super) struct ManOf {
    /// Write a page for Entente and for each command into this folder; without it, print the page of Entente. Earlier pages
    /// of Entente are replaced, and no other file.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl ManOf {
    pub(super) fn run(&self) -> Exit {
        let mut command = Cli::command();
        command.build();
        let Some(folder) = &self.out else {
            let mut page = Vec::new();
            return match Man::new(command).render(&mut page) {
                Ok(()) => print_or_fail(&String::from_utf8_lossy(&page)),
                Err(error) => trouble(format!("cannot make the manual page: {error}")),
            };
        };
        match write_pages(&command, folder) {
            Ok(pages) => {
                tell(&format!("{pages} manual pages written into {}", folder.shown()));
                Exit::Done
            }
            Err(error) => trouble(format!("cannot write manual pages into {}: {error}", folder.shown())),
        }
    }
}

/// Writes the page of a command and of each command below it. Returns how many there are.
fn write_pages(command: &clap::Command, folder: &Path) -> io::Result<usize> {
    let mut pages = Vec::new();
    collect(command, &mut pages)?;
    fs::create_dir_all(folder)?;
    for (name, _) in &pages {
        check_is_ours(&folder.join(name))?;
    }
    for (name, page) in &pages {
        write_file(&folder.join(name), |file| file.write_all(page))?;
    }
    Ok(pages.len())
}

fn collect(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page)?;
    pages.push((man.get_filename(), page));
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        collect(below, pages)?;
    }
    Ok(())
}

/// Checks that a file may be replaced: there is none, or it is a manual page of Entente.
fn check_is_ours(path: &Path) -> io::Result<()> {
    if path.symlink_metadata().is_err() || fs::read_to_string(path).is_ok_and(|text| text.contains("\n.TH entente")) {
        return Ok(());
    }
    let what = format!("{} is not a manual page of Entente; remove it or name another folder", path.shown());
    Err(io::Error::new(io::ErrorKind::AlreadyExists, what))
}
