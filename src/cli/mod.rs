//! The command line: one file per command. The only room that prints, reads the environment and picks exit codes.

mod alternatives;
mod asked;
mod audit;
mod batch;
mod batch_forecast;
mod batch_progress;
mod check;
mod compare;
mod data;
mod diff;
mod exit;
mod explain;
mod formulate;
mod frontier;
mod gather;
mod hedge;
mod independence;
mod infeasible;
mod ladder;
mod new;
mod out;
mod progress;
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

use crate::legible::legible;

/// Joint defence procurement, computed: pooled orders that close capability gaps and fill domestic order books.
#[derive(Debug, Parser)]
#[command(name = "entente", version, about, max_term_width = 100, after_help = exit::HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Say what is done and how long it takes; twice for more.
    #[arg(short, long, action = ArgAction::Count, global = true)]
    verbose: u8,
    /// When to use colour.
    #[arg(long, value_enum, default_value_t = When::Auto, global = true)]
    color: When,
    /// Let models and studies read files outside their own folder and the current one; only for those that you trust.
    #[arg(long, global = true)]
    allow_outside: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a commented starter case that solves at once.
    New(new::New),
    /// Show everything that is wrong with a model, with file, line and remedy; solve nothing.
    Check(check::Check),
    /// Find the plan that reaches the model's goals.
    Solve(solve::Solve),
    /// Hold pooling proposals against everyone buying alone: gap, cost, savings, prices, work, who is worse off.
    Compare(compare::Compare),
    /// Say what stands behind an order, an offer or a nation of a run: eligible or not and why, price, what is scarce.
    Why(why::Why),
    /// Say how one run differs from another: orders added, dropped and moved, winners and losers, and why.
    Diff(diff::Diff),
    /// Show what of orders and holdings is domestic, rung by rung: seat, owners, value added, authority, works without the
    /// United States.
    Ladder(ladder::LadderOf),
    /// Say what a plan would lose if support were denied: by year, capability, kind of support, nation and type.
    Stress(stress::StressOf),
    /// Show dependence by year, and the first year from which on a denial is borne.
    Timeline(timeline::TimelineOf),
    /// Work out what it costs to be insured against denials: gap, domestic volume, money, and the year of independence.
    Independence(independence::IndependenceOf),
    /// Say in sentences what is scarce: budgets, lines, rules and funds, by what one more unit of each is worth.
    Explain(explain::Explain),
    /// Price what a model demands: every rule dropped alone, added alone, laid on one after another.
    Rules(rules::RulesOf),
    /// Say why there is no plan: the smallest set of limits that cannot hold together, and what would be enough of each.
    Infeasible(infeasible::Infeasible),
    /// Say what plans that are nearly as good have in common: what all of them order, what some, what none.
    Alternatives(alternatives::AlternativesOf),
    /// Show what moves a plan: figures made smaller and larger, and the range in which the plan stays.
    Sensitivity(sensitivity::SensitivityOf),
    /// Trace the exact trade-off between two goals, every point with its plan.
    Frontier(frontier::FrontierOf),
    /// Plan every scenario of a study under every proposal, on all cores, so that nothing finished is ever lost.
    Batch(batch::BatchOf),
    /// Put the shards of a study together into one data set; checked for holes and doubles.
    Gather(gather::GatherOf),
    /// Say what the runs of a study show: percentiles, regret, which proposal wins, what every good plan orders.
    Results(results::ResultsOf),
    /// Make one plan for the weighted futures of a study: what to order now, what to do in each, and what knowing and planning
    /// are worth.
    Hedge(hedge::HedgeOf),
    /// Make a page to look at, or a workbook, of a result: sentences to quote, pictures, tables, sources.
    Report(report::ReportOf),
    /// Write the linear programme as text with names, in LP or MPS format.
    Formulate(formulate::Formulate),
    /// Print the JSON Schema of model documents, or of studies, for completion in editors.
    Schema(schema::Schema),
    /// List the figures of a model with source, year, unit and confidence.
    Data(data::Data),
    /// Recompute a plan, ours or a table of orders, and judge it by every limit of the model.
    Audit(audit::Audit),
}

/// When to do something that depends on the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// When the output is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A model and what is laid over it.
#[derive(Debug, Args)]
struct ModelArgs {
    /// The model's YAML file.
    model: PathBuf,
    /// Lay a value over the model: `--set nations.DEU.budget=9000`. Can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,
    /// Proposal to put the model under: one of the model's, `alone` or `together`. Default: `together`, all buyers in one
    /// pool.
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
            Command::Solve(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Compare(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Why(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Diff(command) => command.run(&screen),
            Command::Ladder(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Stress(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Timeline(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Independence(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Explain(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Alternatives(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Sensitivity(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Rules(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Infeasible(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Frontier(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Batch(command) => command.run(&screen),
            Command::Gather(command) => command.run(),
            Command::Results(command) => command.run(&screen),
            Command::Hedge(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Report(command) => command.run(&screen).unwrap_or_else(|exit| exit),
            Command::Formulate(command) => command.run(&screen),
            Command::Schema(command) => command.run(),
            Command::Data(command) => command.run(&screen),
            Command::Audit(command) => command.run(&screen),
        }
    }
}
