//! The commands by purpose: one table, from which the first help screen is made and with which the pages are compared.

use std::fmt::Write as _;

use clap::Subcommand;
use clap::builder::Styles;

/// A heading, and the commands below it in reading order.
pub type Group = (&'static str, &'static [&'static str]);

/// Every command, by purpose.
pub const GROUPS: &[Group] = &[
    ("Model", &["new", "check", "data", "workbook", "groups", "schema", "formulate"]),
    ("Plan", &["app", "solve", "compare", "audit", "prove", "report"]),
    ("Explain", &["why", "diff", "explain", "infeasible"]),
    ("Dependence", &["ladder", "stress", "timeline", "independence"]),
    ("Trade-offs", &["sensitivity", "alternatives", "frontier", "rules"]),
    ("Coalitions", &["coalition", "join"]),
    ("Studies", &["batch", "gather", "results", "hedge"]),
    ("Shell", &["completions", "man"]),
];

/// Returns the template of the first help screen. Clap can give headings to options, but not to commands.
pub(super) fn template() -> String {
    let command = super::Command::augment_subcommands(clap::Command::new("entente"));
    let styles = Styles::styled();
    let (header, literal) = (styles.get_header(), styles.get_literal());
    let width = command.get_subcommands().map(|command| command.get_name().len()).max().unwrap_or_default();
    let mut text = String::from("{about-with-newline}\n{usage-heading} {usage}\n");
    for (heading, names) in GROUPS {
        let _ = write!(text, "\n{header}{heading}:{header:#}\n");
        for name in *names {
            let about = command.find_subcommand(name).and_then(clap::Command::get_about).cloned().unwrap_or_default();
            let _ = writeln!(text, "  {literal}{name:width$}{literal:#}  {about}");
        }
    }
    let _ = write!(text, "\n`entente help COMMAND` explains a command and its options.\n");
    let _ = write!(text, "\n{header}Options:{header:#}\n{{options}}{{after-help}}");
    text
}
