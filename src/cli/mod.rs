//! The command line: one file per command. The only room that prints, reads the environment and picks exit codes.

mod alternatives;
mod app;
mod asked;
mod audit;
mod batch;
mod batch_forecast;
mod batch_progress;
mod check;
mod coalition;
mod compare;
mod completions;
mod country_groups;
mod data;
mod data_update;
mod diff;
mod exit;
mod explain;
mod formulate;
mod frontier;
mod gather;
mod groups;
mod hedge;
mod independence;
mod infeasible;
mod ladder;
mod man;
mod model_book;
mod new;
mod out;
mod progress;
mod prove;
mod reading;
mod report;
mod results;
mod rules;
mod schema;
mod screen;
mod sensitivity;
mod slurm;
mod solve;
mod stress;
mod timeline;
mod why;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
pub use exit::Exit;
pub use groups::{GROUPS, Group};

use crate::legible::legible;

/// Joint defence procurement, computed: pooled orders that close capability gaps and fill domestic order books.
#[derive(Debug, Parser)]
#[command(name = "entente", version, about, max_term_width = 100, help_template = groups::template(), after_help = exit::HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Report each step and its time; repeat for more detail.
    #[arg(short, long, action = ArgAction::Count, global = true)]
    verbose: u8,
    /// When to use colour.
    #[arg(long, value_enum, default_value_t = When::Auto, global = true)]
    color: When,
    /// Allow models and studies to read files outside their own folder and the current one; use only with trusted files.
    #[arg(long, global = true)]
    allow_outside: bool,
}

/// In the order of [`GROUPS`].
#[derive(Debug, Subcommand)]
enum Command {
    /// Create a commented starter model.
    New(new::New),
    /// Validate a model and list all errors with their fixes.
    Check(check::Check),
    /// List input values with source, unit and confidence.
    Data(data::Data),
    /// Write a model as one workbook to edit, or a workbook as YAML.
    Workbook(model_book::ModelBookOf),
    /// List the built-in groups of countries, such as EU27 and NATO.
    Groups(country_groups::CountryGroups),
    /// Print the JSON Schema for models or studies.
    Schema(schema::Schema),
    /// Export the optimisation model in LP or MPS format.
    Formulate(formulate::Formulate),
    /// Try, compare and explain proposals in the browser.
    App(app::App),
    /// Compute the optimal procurement plan.
    Solve(solve::Solve),
    /// Compare pooling proposals with standalone procurement.
    Compare(compare::Compare),
    /// Recompute a plan and check every constraint.
    Audit(audit::Audit),
    /// Write a certificate of what is proven, for others to check.
    Prove(prove::Prove),
    /// Create an HTML page or a spreadsheet workbook.
    Report(report::ReportOf),
    /// Explain an order, an offer or a nation's result.
    Why(why::Why),
    /// Compare two runs: orders, winners, losers and causes.
    Diff(diff::Diff),
    /// Rank binding constraints by shadow price.
    Explain(explain::Explain),
    /// Find an irreducible set of conflicting requirements.
    Infeasible(infeasible::Infeasible),
    /// Show domestic shares along the dependence ladder.
    Ladder(ladder::LadderOf),
    /// Measure the loss if foreign support is denied.
    Stress(stress::StressOf),
    /// Show dependence by year and the first tolerable year.
    Timeline(timeline::TimelineOf),
    /// Compute the cost of protection against denials.
    Independence(independence::IndependenceOf),
    /// Vary inputs one at a time and draw a tornado chart.
    Sensitivity(sensitivity::SensitivityOf),
    /// Find the orders common to all near-optimal plans.
    Alternatives(alternatives::AlternativesOf),
    /// Trace the Pareto frontier of two or three goals.
    Frontier(frontier::FrontierOf),
    /// Compute the cost of each rule and requirement.
    Rules(rules::RulesOf),
    /// Show who gains from a pool, who would leave, and who pays whom.
    Coalition(coalition::CoalitionOf),
    /// Compute what a nation's joining is worth, and at which fee.
    Join(coalition::JoinOf),
    /// Solve all scenarios with all proposals.
    Batch(batch::BatchOf),
    /// Merge shards and check for missing or duplicate runs.
    Gather(gather::GatherOf),
    /// Summarise a study: percentiles, regret, common orders.
    Results(results::ResultsOf),
    /// Solve a two-stage stochastic program over weighted scenarios.
    Hedge(hedge::HedgeOf),
    /// Print a script that completes commands in a shell.
    Completions(completions::Completions),
    /// Print or write manual pages.
    Man(man::ManOf),
}

/// When to do something that depends on the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// Only on a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A model, the values that override it, and a proposal.
#[derive(Debug, Args)]
struct ModelArgs {
    /// The model's YAML file.
    model: PathBuf,
    /// Override one value of the model: `--set nations.DEU.budget=9000`. Can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,
    /// Proposal to apply: one from the model, `alone` or `together`. Default: `together`, all buyers in one pool.
    #[arg(long, value_name = "NAME")]
    proposal: Option<String>,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (path, value) = text.split_once('=').ok_or("write it as PATH=VALUE")?;
    if path.trim().is_empty() || path.split('.').any(str::is_empty) {
        return Err("the path has an empty step; write it as nations.DEU.budget".to_owned());
    }
    Ok((path.trim().to_owned(), value.to_owned()))
}

impl Cli {
    /// What the command line asks for.
    ///
    /// # Errors
    /// It is wrong, which has been told.
    pub fn of_command_line() -> Result<Self, Exit> {
        Self::try_parse().map_err(|error| {
            // A message repeats what was typed, or what a shell put there for a pattern: names of files of strangers.
            if error.use_stderr()
                && std::env::args_os().any(|word| legible(&word.to_string_lossy()) != word.to_string_lossy())
            {
                screen::tell(error.render().to_string().trim_end());
                return Exit::Usage;
            }
            error.exit()
        })
    }

    /// Does what was asked.
    #[must_use]
    pub fn run(self) -> Exit {
        let screen = screen::Terminal::new(self.color, self.allow_outside);
        screen::trace(self.verbose, screen.err_color);
        match self.command {
            Command::New(command) => command.run(),
            Command::Check(command) => command.run(&screen),
            Command::Data(command) => command.run(&screen),
            Command::Workbook(command) => command.run(&screen),
            Command::Groups(command) => command.run(),
            Command::Schema(command) => command.run(),
            Command::Formulate(command) => command.run(&screen),
            Command::App(command) => command.run(&screen),
            Command::Solve(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Compare(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Audit(command) => command.run(&screen),
            Command::Report(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Why(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Diff(command) => command.run(&screen),
            Command::Explain(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Infeasible(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Ladder(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Prove(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Stress(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Timeline(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Independence(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Sensitivity(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Alternatives(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Frontier(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Rules(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Coalition(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Join(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Batch(command) => command.run(&screen),
            Command::Gather(command) => command.run(),
            Command::Results(command) => command.run(&screen),
            Command::Hedge(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Completions(command) => command.run(),
            Command::Man(command) => command.run(),
        }
    }
}
