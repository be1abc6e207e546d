//! `entente compare`: proposals side by side, compared with standalone procurement.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::failed;
use crate::cli::out::{Force, Out};
use crate::cli::progress::watched;
use crate::cli::reading::{Good, read};
use crate::cli::report::ReportTarget;
use crate::cli::screen::{Terminal, json, print_or_fail, tell};
use crate::cli::{Exit, Format, ModelArgs};
use crate::input::Sources;
use crate::planning::Approach;
use crate::questions::compare::{Comparison, ComparisonSummary, compare, comparison_text, contenders};

use crate::report::{CommandOptions, Given, Origin, Provenance, ReportSide, Summary, Told, write_comparison};
use crate::results::ResultData;

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The model's YAML file.
    model: PathBuf,
    /// Override one value of every model: `--set nations.DEU.budget=9000`. Can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = super::setting)]
    settings: Vec<(String, String)>,
    /// Proposals to compare, separated by commas; `alone` is always included. Default: all proposals of the model, or
    /// `together` if it has none.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    proposals: Vec<String>,
    /// Further models whose proposals to include, separated by commas.
    #[arg(long, value_name = "FILES", value_delimiter = ',')]
    models: Vec<PathBuf>,
    /// Write tables and the run of every proposal into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Also write a report: a page for browsers (.html) or a workbook (.xlsx). Can be repeated.
    #[arg(long, value_name = "FILE", value_parser = super::report::target)]
    report: Vec<ReportTarget>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Time limit for the whole command, in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, allow_negative_numbers = true)]
    time_limit: Option<f64>,
}

impl Compare {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let mut out = Out::claim(self.out.as_ref(), self.force, "compare", &self.model)?;
        let first = read(&self.args(self.model.clone()), screen)?;
        let mut list = contenders(&first.model, &self.proposals, None).map_err(failed)?;
        let mut others = Vec::new();
        for path in &self.models {
            let Good { model, sources, .. } = read(&self.args(path.clone()), screen)?;
            others.push((model, sources));
        }
        let mut sources = vec![&first.sources; list.len()];
        for (place, (path, (other, read_from))) in self.models.iter().zip(&others).enumerate() {
            let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            let taken = self.models[..place].iter().any(|earlier| earlier.file_stem() == path.file_stem());
            let stem = if taken { format!("{stem}_{}", place + 1) } else { stem };
            list.extend(contenders(other, &self.proposals, Some(&stem)).map_err(failed)?);
            sources.resize(list.len(), read_from);
        }
        for sources in &sources {
            out.spare(sources)?;
            super::report::check(&self.report, sources)?;
        }
        let comparison =
            watched(screen, self.time_limit, &first.model.goals, |budget| compare(&list, Approach::within(budget)));
        let Some(summary) = ComparisonSummary::of(&comparison, &first.model.title) else {
            let problem = comparison.sides.into_iter().next().and_then(|side| side.run.err());
            return Err(problem.map_or(Exit::Trouble, |problem| {
                tell(&format!("error: there is no plan with everyone buying alone to compare with: {problem}"));
                Exit::from(&problem)
            }));
        };
        // A result that cannot be written is printed all the same.
        let written = out.write(|making| write_comparison(making, &comparison, &summary, &sources, &self.options()));
        let reported = self.reported(&comparison, &summary, &sources);
        let text = match self.format {
            Format::Text => comparison_text(&summary, began.elapsed().as_secs_f64(), screen.out),
            Format::Json => json(&summary.stamped())?,
        };
        Ok(written.and(reported).and(print_or_fail(&text)))
    }

    /// Writes the reports that are asked for.
    fn reported(&self, comparison: &Comparison, summary: &ComparisonSummary, sources: &[&Sources]) -> Exit {
        if self.report.is_empty() {
            return Exit::Done;
        }
        let mut runs = Vec::new();
        for (side, sources) in comparison.sides.iter().zip(sources) {
            if let Ok(run) = &side.run {
                let origin = Origin::of(&Provenance::of(run, sources, self.options(), 0.0));
                runs.push((side.code.clone(), run, Summary::of(&run.model, run), origin));
            }
        }
        let sides: Vec<ReportSide<'_>> = (runs.iter())
            .map(|(code, run, summary, origin)| ReportSide::of(code.clone(), run, summary, origin.clone()))
            .collect();
        let told = Told::comparison(summary, &sides, Given::default());
        told.map_or(Exit::Done, |told| super::report::write(&self.report, &told))
    }

    fn args(&self, model: PathBuf) -> ModelArgs {
        ModelArgs { model, settings: self.settings.clone(), proposal: None }
    }

    /// Options that were set, for the provenance.
    fn options(&self) -> CommandOptions {
        let others = self.time_limit.map(|limit| format!("--time-limit {limit}")).into_iter().collect();
        CommandOptions { settings: self.settings.clone(), others }
    }
}
