//! `entente compare`: proposals side by side, against everyone alone.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::out::{Force, Out};
use crate::cli::progress::Steps;
use crate::cli::reading::{Good, read};
use crate::cli::report::Target;
use crate::cli::screen::{Terminal, json, print_or_fail, tell};
use crate::cli::{Exit, Format, ModelArgs};
use crate::input::Sources;
use crate::model::{ALONE, Model, TOGETHER};
use crate::report::{
    ComparisonSummary, Given, Options, Origin, Provenance, ReportSide, Summary, Told, comparison_text, write_comparison,
};
use crate::solve;
use crate::study::{Comparison, Contender, Solving, Told as Teller, compare};

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The model's YAML file.
    model: PathBuf,
    /// Lay a value over every model: `--set nations.DEU.budget=9000`. Can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = super::setting)]
    settings: Vec<(String, String)>,
    /// Proposals to compare, with commas between; everyone alone is always there. Default: all that the model writes, or
    /// `together` where it writes none.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    proposals: Vec<String>,
    /// Further models whose proposals are held against the same, with commas between.
    #[arg(long, value_name = "FILES", value_delimiter = ',')]
    models: Vec<PathBuf>,
    /// Write tables and the result of every proposal into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Write a report, too: a page for browsers (.html) or a workbook (.xlsx). Can be repeated.
    #[arg(long, value_name = "FILE", value_parser = super::report::target)]
    report: Vec<Target>,
    /// How to print the comparison.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Give up a solve after so many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, allow_negative_numbers = true)]
    time_limit: Option<f64>,
}

impl Compare {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let began = Instant::now();
        let mut out = match Out::claim(self.out.as_ref(), self.force, "compare", &self.model) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let first = match read(&self.args(self.model.clone()), screen) {
            Ok(good) => good,
            Err(exit) => return exit,
        };
        let mut contenders = match contenders(&first.model, &self.proposals, None) {
            Ok(list) => list,
            Err(exit) => return exit,
        };
        let mut others = Vec::new();
        for path in &self.models {
            match read(&self.args(path.clone()), screen) {
                Ok(Good { model, sources, .. }) => others.push((model, sources)),
                Err(exit) => return exit,
            }
        }
        let mut sources = vec![&first.sources; contenders.len()];
        for (place, (path, (other, read_from))) in self.models.iter().zip(&others).enumerate() {
            let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            let taken = self.models[..place].iter().any(|earlier| earlier.file_stem() == path.file_stem());
            let stem = if taken { format!("{stem}_{}", place + 1) } else { stem };
            match self::contenders(other, &self.proposals, Some(&stem)) {
                Ok(list) => contenders.extend(list),
                Err(exit) => return exit,
            }
            sources.resize(contenders.len(), read_from);
        }
        let spared = sources
            .iter()
            .try_for_each(|sources| out.spare(sources).and_then(|()| super::report::check(&self.report, sources)));
        if let Err(exit) = spared {
            return exit;
        }
        let steps = Steps::new(screen.progress);
        let told = |code: &str, cheapest: bool, progress: solve::Progress| steps.tell(code, cheapest, progress);
        let told: Option<&Teller<'_>> = if screen.progress { Some(&told) } else { None };
        let comparison = compare(
            &contenders,
            Solving { time_limit: self.time_limit, method: None, progress: told, ..Solving::default() },
        );
        steps.end();
        let Some(summary) = ComparisonSummary::of(&comparison, &first.model.title) else {
            let problem = comparison.sides.into_iter().next().and_then(|side| side.run.err());
            return problem.map_or(Exit::Trouble, |problem| {
                tell(&format!("error: there is no plan with everyone buying alone to compare with: {problem}"));
                Exit::from(&problem)
            });
        };
        // A result that cannot be written is printed all the same.
        let written = out.write(|making| write_comparison(making, &comparison, &summary, &sources, &self.options()));
        let reported = self.reported(&comparison, &summary, &sources);
        let text = match self.format {
            Format::Text => comparison_text(&summary, began.elapsed().as_secs_f64(), screen.out),
            Format::Json => match json(&summary) {
                Ok(text) => text,
                Err(exit) => return exit,
            },
        };
        written.and(reported).and(print_or_fail(&text))
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
            .map(|(code, run, summary, origin)| ReportSide {
                code: code.clone(),
                name: String::new(),
                run,
                summary,
                origin: origin.clone(),
            })
            .collect();
        let told = Told::comparison(summary, &sides, Given::default());
        told.map_or(Exit::Done, |told| super::report::write(&self.report, &told))
    }

    fn args(&self, model: PathBuf) -> ModelArgs {
        ModelArgs { model, settings: self.settings.clone(), proposal: None }
    }

    /// Options that were set, for the provenance.
    fn options(&self) -> Options {
        let others = self.time_limit.map(|limit| format!("--time-limit {limit}")).into_iter().collect();
        Options { settings: self.settings.clone(), others }
    }
}

/// Everyone alone, and the proposals that are named; all of the model's own where none is, or all together where it has
/// none. Of a further model, all that are named or its own.
pub(super) fn contenders(model: &Model, named: &[String], of: Option<&str>) -> Result<Vec<Contender>, Exit> {
    let own = || model.proposals.codes().filter(|code| ![ALONE, TOGETHER].contains(code)).map(str::to_owned);
    let mut codes: Vec<String> = if named.is_empty() { own().collect() } else { named.to_vec() };
    if codes.is_empty() {
        codes.push(TOGETHER.to_owned());
    }
    let mut seen = Vec::new();
    codes.retain(|code| {
        let new = code != ALONE && !seen.contains(code);
        seen.push(code.clone());
        new
    });
    if of.is_none() || named.iter().any(|code| code == ALONE) {
        codes.insert(0, ALONE.to_owned());
    }
    codes
        .into_iter()
        .map(|code| {
            let Some(id) = model.proposals.find(&code) else {
                let known: Vec<&str> = model.proposals.codes().collect();
                tell(&format!("error: the model has no proposal `{code}`; it has {}", known.join(", ")));
                return Err(Exit::BadModel);
            };
            let name = &model.proposals[id].name;
            Ok(Contender {
                code: of.map_or_else(|| code.clone(), |of| format!("{of}.{code}")),
                name: of.map_or_else(|| name.clone(), |of| format!("{name} ({of})")),
                model: model.under(id),
            })
        })
        .collect()
}
