//! `entente solve`: the main job.

use std::path::PathBuf;
use std::time::Instant;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::budget::{Budget, Progress};
use crate::cli::out::{Force, Out};
use crate::cli::progress::Line;
use crate::cli::reading::{Good, read};
use crate::cli::report::Target;
use crate::cli::screen::{Terminal, json, print_or_fail, tell, tell_styled};
use crate::cli::{Exit, Format, ModelArgs};
use crate::planning::{How, Problem, Reduce, run_as};
use crate::report::{Given, Options, Origin, Provenance, Summary, Told, summary_text, verdict_text, write_run};
use crate::solve;

/// Arguments of `solve`.
#[derive(Debug, Args)]
pub(super) struct Solve {
    #[command(flatten)]
    model: ModelArgs,
    /// Write tables (CSV and Parquet), summary, inputs and provenance into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Write a report, too: a page for browsers (.html) or a workbook (.xlsx). Can be repeated.
    #[arg(long, value_name = "FILE", value_parser = super::report::target)]
    report: Vec<Target>,
    /// How to print the summary.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Give up after so many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    time_limit: Option<f64>,
    /// Method to start with. Default: by the size of the model.
    #[arg(long, value_enum)]
    method: Option<MethodName>,
    /// Solver: `microlp` is written in Rust alone, for small models, and checks the result of the usual one.
    #[arg(long, value_name = "NAME", value_parser = solvers(), default_value = solve::Solver::default().code())]
    solver: solve::Solver,
    /// Solve the whole model as it stands, even where nations that are alike could be planned as one.
    #[arg(long)]
    no_reduce: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum MethodName {
    /// Simplex.
    Simplex,
    /// Interior point with crossover.
    InteriorPoint,
}

/// The solvers, by name.
fn solvers() -> impl TypedValueParser<Value = solve::Solver> {
    let names = PossibleValuesParser::new(solve::Solver::ALL.map(solve::Solver::code));
    names.try_map(|name| solve::Solver::find(&name).ok_or("there is no such solver"))
}

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|s| s.is_finite() && *s >= 0.0)
        .ok_or_else(|| "write a number of seconds, 0 or more".to_owned())
}

impl Solve {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let began = Instant::now();
        let mut out = match Out::claim(self.out.as_ref(), self.force, "solve", &self.model.model) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let Good { model, sources, seconds } = match read(&self.model, screen) {
            Ok(good) => good,
            Err(exit) => return exit,
        };
        if let Err(exit) = out.spare(&sources).and_then(|()| super::report::check(&self.report, &sources)) {
            return exit;
        }
        let method = self.method.map(|name| match name {
            MethodName::Simplex => solve::Method::Simplex,
            MethodName::InteriorPoint => solve::Method::InteriorPoint,
        });
        if let Some(method) = method.filter(|method| !self.solver.has(*method)) {
            tell(&format!("error: {} has no {} method; leave out `--method`", self.solver.name(), method.word()));
            return Exit::Usage;
        }
        let line = Line::new(screen.progress, &model);
        let told = |progress: Progress<'_>| line.hear(progress);
        let budget = Budget::of(self.time_limit);
        let budget = if line.is_watched() { budget.telling(&told) } else { budget };
        let reduce = if self.no_reduce { Reduce::Never } else { Reduce::default() };
        let result = run_as(&model, How { budget, method, reduce, solver: self.solver });
        line.end();
        let run = match result {
            Ok(run) => run,
            Err(problem) => {
                tell(&format!("error: {problem}"));
                if let Problem::FailedAudit(verdict) = &problem {
                    tell_styled(&verdict_text(verdict, screen.out));
                }
                return Exit::from(&problem);
            }
        };
        let model = &run.model;
        let summary = Summary::of(model, &run);
        let provenance = Provenance::of(&run, &sources, self.options(), seconds).solved_by(self.solver);
        // A result that cannot be written is printed all the same.
        let written = out.write(|making| write_run(making, model, &run, &summary, &provenance, &sources));
        let told = Told::run(&run, &summary, Origin::of(&provenance), Given::default());
        let reported = super::report::write(&self.report, &told);
        let text = match self.format {
            Format::Text => summary_text(&summary, Some(began.elapsed().as_secs_f64()), screen.out),
            Format::Json => match json(&summary) {
                Ok(text) => text,
                Err(exit) => return exit,
            },
        };
        written.and(reported).and(print_or_fail(&text))
    }

    /// Options that were set, for the provenance.
    fn options(&self) -> Options {
        let mut options = options(&self.model, self.time_limit, self.method);
        let is_usual = self.solver == solve::Solver::default();
        options.others.extend((!is_usual).then(|| format!("--solver {}", self.solver.code())));
        options.others.extend(self.no_reduce.then(|| "--no-reduce".to_owned()));
        options
    }
}

/// Options that were set, as the provenance names them.
pub(super) fn options(model: &ModelArgs, time_limit: Option<f64>, method: Option<MethodName>) -> Options {
    let mut options: Vec<String> = Vec::new();
    options.extend(model.proposal.as_ref().map(|name| format!("--proposal {name}")));
    options.extend(time_limit.map(|limit| format!("--time-limit {limit}")));
    options.extend(method.map(|method| {
        let name = method.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        format!("--method {name}")
    }));
    Options { settings: model.settings.clone(), others: options }
}
