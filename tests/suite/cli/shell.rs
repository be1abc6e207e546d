//! What is made from the definition of the command line: help, completions, manual pages, and the page on commands.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::Write as _;
use std::process::{Command, Stdio};

use clap::CommandFactory;
use entente::cli::{Cli, GROUPS};
use expect_test::expect_file;

use super::attempt::Try;
use crate::setting::{skipped, stdout};

fn definition() -> clap::Command {
    let mut command = Cli::command();
    command.build();
    command
}

/// Every command and what stands below it, as it is typed: `why`, `why order`.
fn typed(command: &clap::Command, before: &str, found: &mut Vec<String>) {
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        let name = format!("{before}{}", below.get_name());
        found.push(name.clone());
        typed(below, &format!("{name} "), found);
    }
}

#[test]
fn every_command_is_in_one_group_and_in_its_order() {
    let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
    let command = Cli::command();
    let defined: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    assert_eq!(grouped, defined, "the table GROUPS on the left, the commands of the command line on the right");
}

#[test]
fn help_says_what_each_command_does() {
    let it = Try::new();
    let mut commands = vec![String::new()];
    typed(&definition(), "", &mut commands);
    let mut page = String::new();
    for command in commands {
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let ran = it.run(&args).succeeds().tells_nothing();
        let lines: Vec<String> = stdout(&ran.output).lines().map(|line| line.trim_end().to_owned()).collect();
        let _ = write!(page, "$ {}\n\n{}\n\n\n", ran.command, lines.join("\n").trim_end());
        let words: Vec<&str> = ["help"].into_iter().chain(command.split_whitespace()).collect();
        assert_eq!(stdout(&it.run(&words).succeeds().output), stdout(&ran.output), "help {command}");
    }
    expect_file!["../../golden/help.txt"].assert_eq(&page);
    let version = it.run(&["--version"]).succeeds();
    assert_eq!(stdout(&version.output), format!("entente {}\n", env!("CARGO_PKG_VERSION")));
}

/// Every option of every command appears in the script of every shell, and bash can read its own.
#[test]
fn completions_know_every_command_and_option() {
    let it = Try::new();
    let command = definition();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = it.run(&["completions", shell]).succeeds().tells_nothing();
        let script = stdout(&ran.output);
        for below in command.get_subcommands() {
            assert!(script.contains(below.get_name()), "{shell}: {}", below.get_name());
            for long in below.get_arguments().filter(|option| !option.is_hide_set()).filter_map(clap::Arg::get_long) {
                assert!(script.contains(long), "{shell}: {} --{long}", below.get_name());
            }
        }
        if shell == "bash" {
            bash_can_read(&script);
        }
    }
    it.run(&["completions", "csh"]).ends(2).tells("possible values").prints_nothing();
}

fn bash_can_read(script: &str) {
    let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() else {
        skipped("bash is missing, so that no shell reads its completions");
        return;
    };
    bash.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success(), "bash cannot read its script");
}

#[test]
fn manual_pages_are_written_for_every_command_and_replace_nothing_else() {
    let it = Try::new();
    it.run(&["man"]).succeeds().prints(".TH entente 1").prints("Exit codes").tells_nothing();
    it.run(&["man", "--out", "man1"]).succeeds().tells("manual pages written into man1").prints_nothing();
    let mut expected = BTreeSet::from(["entente.1".to_owned()]);
    let mut commands = Vec::new();
    typed(&definition(), "", &mut commands);
    expected.extend(commands.iter().map(|command| format!("entente-{}.1", command.replace(' ', "-"))));
    let written = it.files("man1");
    assert_eq!(written.keys().cloned().collect::<BTreeSet<_>>(), expected);
    it.run(&["man", "--out", "man1"]).succeeds();
    assert_eq!(it.files("man1"), written, "pages are the same each time");
    let it = it.file("man1/entente-why.1", "somebody's notes");
    it.run(&["man", "--out", "man1"]).ends(1).tells("is not a manual page of Entente").prints_nothing();
    assert_eq!(it.text("man1/entente-why.1"), "somebody's notes");
}

/// `UPDATE_EXPECT=1` writes the page.
#[test]
fn the_page_on_commands_is_made_from_the_command_line() {
    let command = definition();
    let mut page = String::from(
        "# Commands\n\nThis page is made from the definition of the command line. `entente help COMMAND` prints the same; \
         `entente completions SHELL` and `entente man` make completions and manual pages of it.\n",
    );
    for (heading, names) in GROUPS {
        let _ = write!(page, "\n## {heading}\n");
        for name in *names {
            let below = command.find_subcommand(name).unwrap();
            let _ = write!(page, "\n### {name}\n\n{}.\n\n{}", below.get_about().unwrap(), usage(below));
            for deeper in below.get_subcommands().filter(|deeper| deeper.get_name() != "help") {
                let _ = write!(
                    page,
                    "\n`{name} {}`: {}.\n\n{}",
                    deeper.get_name(),
                    deeper.get_about().unwrap(),
                    usage(deeper)
                );
            }
        }
    }
    let _ = write!(page, "\n## Options of every command\n\n{}", options(&command));
    expect_file!["../../../docs/commands.md"].assert_eq(&page);
}

fn usage(command: &clap::Command) -> String {
    let usage = command.clone().render_usage().to_string();
    format!("```text\n{}\n```\n\n{}", usage.trim_start_matches("Usage: "), options(command))
}

/// A list of the arguments of a command, but for those of every command.
fn options(command: &clap::Command) -> String {
    let everywhere: Vec<String> = Cli::command().get_arguments().map(|option| option.get_id().to_string()).collect();
    let own_page = command.get_name() == "entente";
    let mut list = String::new();
    for option in command.get_arguments().filter(|option| !option.is_hide_set()) {
        let id = option.get_id().as_str();
        if matches!(id, "help" | "version") || !own_page && everywhere.iter().any(|other| other == id) {
            continue;
        }
        let mut notes = option.get_help().map(ToString::to_string).unwrap_or_default();
        let values: Vec<String> = option
            .get_value_parser()
            .possible_values()
            .filter(|_| option.get_action().takes_values())
            .into_iter()
            .flatten()
            .map(|value| format!("`{}`", value.get_name()))
            .collect();
        if !notes.ends_with('.') {
            notes.push('.');
        }
        if values.len() > 1 {
            let _ = write!(notes, " One of {}.", values.join(", "));
        }
        if let [default] = option.get_default_values()
            && option.get_action().takes_values()
        {
            let _ = write!(notes, " Default: `{}`.", default.to_string_lossy());
        }
        let _ = writeln!(list, "* `{}`: {notes}", option.to_string().replace("...", "…"));
    }
    list
}
