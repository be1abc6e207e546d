//! `entente solve`: the main job.

use std::path::PathBuf;
use std::time::Instant;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::cli::out::{Force, Out};
use crate::cli::progress::watched;
use crate::cli::prove::Certified;
use crate::cli::reading::{Good, read};
use crate::cli::report::ReportTarget;
use crate::cli::screen::{Terminal, json, print_or_fail, tell, tell_styled};
use crate::cli::{Exit, Format, ModelArgs};
use crate::planning::{Approach, Problem, Reduce, plan};
use crate::questions::Unanswered;
use crate::questions::first::{orders_by_goal, unsettled_gaps};
use crate::questions::prove::{ProofFiles, prove};
use crate::report::{CommandOptions, Given, Origin, Provenance, Summary, Told, summary_text, verdict_text, write_run};
use crate::results::ResultData;
use crate::solve::{self, Stage};

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
    /// Also write what `entente prove` writes into the folder `proof` of the run, and its digests into the provenance.
    #[arg(long, requires = "out")]
    prove: bool,
    /// Also write a report: a page for browsers (.html) or a workbook (.xlsx). Can be repeated.
    #[arg(long, value_name = "FILE", value_parser = super::report::target)]
    report: Vec<ReportTarget>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Time limit for all goals, in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    time_limit: Option<f64>,
    /// Solution method to start with. Default: by the size of the model.
    #[arg(long, value_enum)]
    method: Option<SolverMethod>,
    /// Solver: `microlp`, in pure Rust, is for small models and checks the result of the default.
    #[arg(long, value_name = "NAME", value_parser = solvers(), default_value = solve::SolverKind::default().code())]
    solver: solve::SolverKind,
    /// Solve the full model, without aggregating interchangeable nations.
    #[arg(long)]
    no_reduce: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SolverMethod {
    /// Simplex.
    Simplex,
    /// Interior point with crossover.
    InteriorPoint,
}

/// The solvers, by name.
fn solvers() -> impl TypedValueParser<Value = solve::SolverKind> {
    let names = PossibleValuesParser::new(solve::SolverKind::ALL.map(solve::SolverKind::code));
    names.try_map(|name| solve::SolverKind::find(&name).ok_or("there is no such solver"))
}

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|s| s.is_finite() && *s >= 0.0)
        .ok_or_else(|| "write a number of seconds, 0 or more".to_owned())
}

impl Solve {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let mut out = Out::claim(self.out.as_ref(), self.force, "solve", &self.model.model)?;
        let Good { model, sources, seconds } = read(&self.model, screen)?;
        out.spare(&sources)?;
        super::report::check(&self.report, &sources)?;
        let method = self.method.map(|name| match name {
            SolverMethod::Simplex => solve::Method::Simplex,
            SolverMethod::InteriorPoint => solve::Method::InteriorPoint,
        });
        let solver = self.solver;
        if let Some(method) = method.filter(|method| !solver.has(*method)) {
            tell(&format!("error: {} has no {} method; leave out `--method`", solver.name(), method.word()));
            return Err(Exit::Usage);
        }
        let reduce = if self.no_reduce { Reduce::Never } else { Reduce::default() };
        let (run, first, proven) = watched(screen, self.time_limit, &model.goals, |budget| {
            let approach = Approach { budget, method, solver, reduce, ..Approach::default() };
            let run = plan(&model, approach)?;
            // A plan without these is a plan: what the time there is does not suffice for is left out.
            let first =
                (orders_by_goal(&run, approach).unwrap_or_default(), unsettled_gaps(&run, budget).unwrap_or_default());
            let proven = self.prove.then(|| prove(&run, budget));
            Ok((run, first, proven))
        })
        .map_err(|problem| {
            tell(&format!("error: {problem}"));
            if let Problem::FailedAudit(verdict) = &problem {
                tell_styled(&verdict_text(verdict, screen.out));
            }
            Exit::from(&problem)
        })?;
        let model = &run.model;
        let mut summary = Summary::of(model, &run);
        (summary.orders_by_goal, summary.unsettled) = first;
        let (certified, proved) = certified(proven);
        let digests = certified.as_ref().map(Certified::digests);
        let provenance = Provenance::of(&run, &sources, self.options(), seconds).solved_by(solver).proven_by(digests);
        // A result that cannot be written is printed all the same.
        let written = out.write(|making| {
            write_run(making, model, &run, &summary, &provenance, &sources)?;
            certified.map_or(Ok(()), |proof| making.result("proof", "prove", |making| proof.write(making)))
        });
        let told = Told::run(&run, &summary, Origin::of(&provenance), Given::default());
        let reported = super::report::write(&self.report, &told);
        let text = match self.format {
            Format::Text => summary_text(&summary, Some(began.elapsed().as_secs_f64()), screen.out),
            Format::Json => json(&summary.stamped())?,
        };
        let ended = written.and(reported).and(proved).and(print_or_fail(&text));
        // The plan keeps every limit, but not all was done that was asked for.
        let goals = |is_open: fn(&Stage) -> bool| {
            run.stages
                .iter()
                .filter(|stage| is_open(stage))
                .map(|stage| stage.goal.clone())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let without = goals(|stage| !stage.proof_gap.is_finite());
        let far = goals(|stage| stage.proof_gap.is_finite() && stage.is_cut_short);
        for (what, of) in [("had a bound", &without), ("were proven as nearly as is asked for", &far)] {
            if !of.is_empty() {
                tell(&format!("error: time ran out before these goals {what}: {of}; the plan is audited"));
            }
        }
        Ok(if without.is_empty() && far.is_empty() { ended } else { ended.and(Exit::TimeLimit) })
    }

    /// Options that were set, for the provenance.
    fn options(&self) -> CommandOptions {
        let mut options = options(&self.model, self.time_limit, self.method);
        let is_usual = self.solver == solve::SolverKind::default();
        options.others.extend((!is_usual).then(|| format!("--solver {}", self.solver.code())));
        options.others.extend(self.no_reduce.then(|| "--no-reduce".to_owned()));
        options.others.extend(self.prove.then(|| "--prove".to_owned()));
        options
    }
}

/// The certificate, if one was asked for, and how asking ended: a plan without one is a plan.
fn certified(proven: Option<Result<ProofFiles, Unanswered>>) -> (Option<Certified>, Exit) {
    match proven {
        None => (None, Exit::Done),
        Some(Ok(files)) => Certified::of(files).map_or_else(|exit| (None, exit), |proof| (Some(proof), Exit::Done)),
        Some(Err(problem)) => {
            tell(&format!("error: there is no certificate: {problem}; the plan is audited"));
            (None, Exit::from(&problem))
        }
    }
}

/// Options that were set, as the provenance names them.
pub(super) fn options(model: &ModelArgs, time_limit: Option<f64>, method: Option<SolverMethod>) -> CommandOptions {
    let mut options: Vec<String> = Vec::new();
    options.extend(model.proposal.as_ref().map(|name| format!("--proposal {name}")));
    options.extend(time_limit.map(|limit| format!("--time-limit {limit}")));
    options.extend(method.map(|method| {
        let name = method.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        format!("--method {name}")
    }));
    CommandOptions { settings: model.settings.clone(), others: options }
}
