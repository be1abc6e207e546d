//! `entente groups`: the groups of countries that every model knows.

use std::fmt::Write as _;

use clap::Args;

use crate::cli::Exit;
use crate::cli::screen::{print_or_fail, tell};
use crate::input::KnownGroup;

/// Arguments of `groups`.
#[derive(Debug, Args)]
pub(super) struct CountryGroups {
    /// Groups to list, such as `NATO` or `EU27@2020`; all of them by default.
    names: Vec<String>,
}

impl CountryGroups {
    pub(super) fn run(&self) -> Exit {
        let mut listed: Vec<&KnownGroup> = Vec::new();
        for name in &self.names {
            match KnownGroup::asked(name) {
                Ok(group) => listed.push(group),
                Err(what) => {
                    tell(&format!("error: {what}"));
                    return Exit::Trouble;
                }
            }
        }
        if self.names.is_empty() {
            listed.extend(KnownGroup::all());
        }
        let mut text = String::new();
        for group in listed {
            let members: Vec<&str> = group.members().collect();
            let (name, years, count, about) = (group.name, group.years(), members.len(), group.about);
            let _ = writeln!(text, "{name}, {years}: {about}, {count}\n  {}", members.join(", "));
        }
        print_or_fail(&text)
    }
}
