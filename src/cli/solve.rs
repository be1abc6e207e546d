//! `entente solve`: the main job.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::cli::out::{Force, Out};
use crate::cli::progress::Line;
use crate::cli::reading::{Good, read};
use crate::cli::report::Target;
use crate::cli::screen::{Terminal, json, print_or_fail, tell, tell_styled};
use crate::cli::{Exit, Format, ModelArgs};
use crate::report::{Given, Options, Origin, Provenance, Summary, Told, summary_text, verdict_text, write_run};
use crate::solve;
use crate::study::{How, Problem, Reduce, run_as};

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
        let line = Line::new(screen.progress, &model);
        let told = |progress| line.tell(progress);
        let told: Option<&(dyn Fn(solve::Progress) + Sync)> = if line.is_watched() { Some(&told) } else { None };
        let reduce = if self.no_reduce { Reduce::Never } else { Reduce::default() };
        let result =
            run_as(&model, How { time_limit: self.time_limit, method, progress: told, reduce, ..How::default() });
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
        let provenance = Provenance::of(&run, &sources, self.options(), seconds);
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
