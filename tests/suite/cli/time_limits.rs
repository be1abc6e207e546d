//! Every command that solves keeps its time limit: one that is over at once ends with exit code 6.

use clap::CommandFactory;
use entente::cli::Cli;

use super::attempt::Try;

/// For each command with a time limit, what else it is asked.
const ASKED: &[(&str, &[&str])] = &[
    ("alternatives", &["model.yaml"]),
    ("coalition", &["model.yaml", "--proposal", "together"]),
    ("compare", &["model.yaml"]),
    ("explain", &["model.yaml"]),
    ("frontier", &["model.yaml", "--goals", "gap,cost"]),
    ("hedge", &["study.yaml"]),
    ("independence", &["model.yaml", "--deny", "USA"]),
    ("infeasible", &["model.yaml"]),
    (
        "join",
        &["model.yaml", "--set", "nations.FRA={ budget: 20 }", "--set", FEW, "--proposal", "few", "--nation", "POL"],
    ),
    ("ladder", &["model.yaml"]),
    ("prove", &["model.yaml"]),
    ("report", &["model.yaml"]),
    ("rules", &["model.yaml"]),
    ("sensitivity", &["model.yaml", "--over", "budget.*"]),
    ("solve", &["model.yaml"]),
    ("stress", &["model.yaml", "--deny", "USA"]),
    ("timeline", &["model.yaml", "--deny", "USA"]),
];

const FEW: &str = "proposals={ few: { pools: { all: { members: '{DEU, FRA}' } } } }";

const STUDY: &str = "\
study: Two futures
model: model.yaml
proposals: [together]
scenarios:
  dear: { price.north_gun: x1.2 }
  poor: { budget.DEU: x0.9 }
two_stage: { decide_until: 2026, futures: { dear: 1, poor: 1 } }
";

fn tried() -> Try {
    Try::new().file("study.yaml", STUDY)
}

#[test]
fn the_list_names_every_command_with_a_time_limit() {
    let cli = Cli::command();
    let limited = cli.get_subcommands().filter(|command| command.get_arguments().any(|a| a.get_id() == "time_limit"));
    // The application goes on: its limit is that of each of its solves.
    let mut limited: Vec<&str> = limited.map(clap::Command::get_name).filter(|name| *name != "app").collect();
    limited.sort_unstable();
    assert_eq!(limited, ASKED.iter().map(|(command, _)| *command).collect::<Vec<_>>());
}

#[test]
fn a_time_limit_of_nothing_ends_every_command() {
    let it = tried();
    for (command, asked) in ASKED {
        it.run(&[&[*command][..], asked, &["--time-limit", "0"]].concat())
            .ends(6)
            .prints_nothing()
            .tells("the time limit of 0 s ended");
    }
}

/// A plan that was written needs no solve to be read, so that only those that ask the solver more end.
#[test]
fn a_time_limit_of_nothing_ends_every_question_about_a_run() {
    let it = tried();
    it.run(&["solve", "model.yaml", "--out", "run"]).succeeds();
    for command in ["alternatives", "explain", "frontier", "rules", "sensitivity"] {
        let over: &[&str] = if command == "sensitivity" { &["--over", "budget.*"] } else { &[] };
        it.run(&[&[command, "run"], over, &["--time-limit", "0"]].concat())
            .ends(6)
            .prints_nothing()
            .tells("the time limit of 0 s ended");
    }
}

#[test]
fn a_time_limit_that_is_not_reached_changes_nothing() {
    let it = tried();
    for (command, asked) in ASKED.iter().filter(|(command, _)| *command != "report") {
        let json =
            |more: &[&str]| it.run(&[&[*command][..], asked, &["--format", "json"], more].concat()).succeeds().json();
        assert_eq!(json(&[]), json(&["--time-limit", "600"]), "{command}");
    }
}
