//! `entente report`: a result as a page to look at and as a workbook.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::asked::{failed, passed};
use crate::cli::progress::watched;
use crate::cli::reading::{Good, read};
use crate::cli::screen::{Terminal, tell, trouble};
use crate::cli::{Exit, ModelArgs};
use crate::disk::check_file;
use crate::input::{SourceText, Sources};
use crate::legible::Shown;
use crate::planning::{Approach, plan};
use crate::report::{
    Given, Origin, Provenance, ReportForm, ReportSide, Summary, Told, holds_comparison, read_comparison, read_kept_run,
    write_report,
};

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(super) struct ReportOf {
    /// A folder written by `solve --out` or `compare --out`; or a model's YAML file, which is solved first.
    #[arg(value_name = "RUN|COMPARISON|MODEL")]
    path: PathBuf,
    /// Output file: a page for browsers (.html) or a workbook (.xlsx). Can be repeated. Default: `report.html`.
    #[arg(long, value_name = "FILE", value_parser = target)]
    to: Vec<ReportTarget>,
    /// Language of the report.
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
    /// Include the results of `frontier --out`, `rules --out` or `sensitivity --out` from this folder. Can be repeated.
    #[arg(long, value_name = "DIR")]
    with: Vec<PathBuf>,
    /// Override one value of the model: `--set nations.DEU.budget=9000`. Can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = super::setting)]
    settings: Vec<(String, String)>,
    /// Proposal to apply: one from the model, `alone` or `together`. Default: `together`, all buyers in one pool.
    #[arg(long, value_name = "NAME")]
    proposal: Option<String>,
    /// Time limit for the whole command, in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, allow_negative_numbers = true)]
    time_limit: Option<f64>,
}

/// A file to be written, whose name says what it is to be.
#[derive(Debug, Clone)]
pub(super) struct ReportTarget {
    path: PathBuf,
    form: ReportForm,
}

/// What a file of this name is to be.
pub(super) fn target(text: &str) -> Result<ReportTarget, String> {
    let path = PathBuf::from(text);
    let form = ReportForm::of(&path).ok_or("name a file that ends in .html or .xlsx")?;
    Ok(ReportTarget { path, form })
}

/// A language that reports can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Language {
    /// English.
    En,
}

impl ReportOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        // There is one so far; whoever adds the next finds what must hear of it here.
        let Language::En = self.lang;
        let mut given = Given::default();
        for folder in &self.with {
            given.add(folder).map_err(|what| trouble(&what))?;
        }
        let targets = if self.to.is_empty() {
            vec![ReportTarget { path: PathBuf::from("report.html"), form: ReportForm::Page }]
        } else {
            self.to.clone()
        };
        if !self.path.is_dir() {
            return self.of_model(screen, &targets, given);
        }
        if !self.settings.is_empty() || self.proposal.is_some() {
            tell(
                "error: a result that was written has its model and proposal; `--set` and `--proposal` are for models",
            );
            return Err(Exit::Usage);
        }
        if holds_comparison(&self.path) {
            let kept = read_comparison(&self.path).map_err(|what| trouble(&what))?;
            for (code, one) in &kept.runs {
                passed(&one.run, &self.path.join(code), screen)?;
            }
            given.is_about(&kept.summary.title).map_err(|what| trouble(&what))?;
            let sides: Vec<ReportSide<'_>> = (kept.runs.iter())
                .map(|(code, kept)| ReportSide::of(code.clone(), &kept.run, &kept.summary, kept.origin.clone()))
                .collect();
            let told = Told::comparison(&kept.summary, &sides, given)
                .ok_or_else(|| trouble(format!("{} holds no proposal with a result", self.path.shown())))?;
            return Ok(write(&targets, &told));
        }
        let kept = read_kept_run(&self.path).map_err(|what| trouble(&what))?;
        passed(&kept.run, &self.path, screen)?;
        given.is_about(&kept.summary.title).map_err(|what| trouble(&what))?;
        Ok(write(&targets, &Told::run(&kept.run, &kept.summary, kept.origin, given)))
    }

    /// A model is solved first.
    fn of_model(&self, screen: &Terminal, targets: &[ReportTarget], given: Given) -> Result<Exit, Exit> {
        let args =
            ModelArgs { model: self.path.clone(), settings: self.settings.clone(), proposal: self.proposal.clone() };
        let Good { model, sources, seconds } = read(&args, screen)?;
        check(targets, &sources)?;
        given.is_about(&model.title).map_err(|what| trouble(&what))?;
        let run = watched(screen, self.time_limit, &model.goals, |budget| plan(&model, Approach::within(budget)))
            .map_err(failed)?;
        let summary = Summary::of(&run.model, &run);
        let options = super::solve::options(&args, self.time_limit, None);
        let origin = Origin::of(&Provenance::of(&run, &sources, options, seconds));
        Ok(write(targets, &Told::run(&run, &summary, origin, given)))
    }
}

/// Checks that every report can be written, and that none takes the place of a file that is read.
pub(super) fn check(targets: &[ReportTarget], sources: &Sources) -> Result<(), Exit> {
    let read = || sources.iter().map(SourceText::file);
    targets.iter().try_for_each(|target| check_file(&target.path, read()).map_err(|what| trouble(&what)))
}

/// Writes a report into every file that is asked for.
pub(super) fn write(targets: &[ReportTarget], told: &Told<'_>) -> Exit {
    targets.iter().fold(Exit::Done, |end, target| end.and(written(&target.path, target.form, told)))
}

fn written(path: &Path, form: ReportForm, told: &Told<'_>) -> Exit {
    match write_report(path, form, told) {
        Ok(()) => {
            tell(&format!("report written into {}", path.shown()));
            Exit::Done
        }
        Err(error) => trouble(format!("cannot write the report into {}: {error}", path.shown())),
    }
}
