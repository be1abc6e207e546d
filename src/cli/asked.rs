//! What questions about plans share: a run that was written, or a model to be solved first; who denies what; and how an answer is
//! printed.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::budget::Budget;
use crate::cli::out::Out;
use crate::cli::progress::watched;
use crate::cli::reading::read;
use crate::cli::screen::{Terminal, json, print_or_fail, tell, tell_styled, trouble};
use crate::cli::{Exit, Format, ModelArgs};
use crate::layout::{Screen, Table};
use crate::legible::Shown;
use crate::model::{Deniable, Model};
use crate::planning::{Approach, Run, plan};
use crate::questions::Unanswered;
use crate::questions::denying::Denying;
use crate::report::{Stored, read_run, verdict_text, write_answer};
use crate::results::ResultData;

/// A run, or a model.
#[derive(Debug, Args)]
pub(super) struct RunOrModel {
    /// A folder written by `solve --out`, or a proposal's folder inside one written by `compare --out`; or a model's YAML
    /// file, which is solved first.
    #[arg(value_name = "MODEL|RUN")]
    pub path: PathBuf,
    /// Override one value of the model: `--set nations.DEU.budget=9000`. Can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = super::setting)]
    pub settings: Vec<(String, String)>,
    /// Proposal to apply: one from the model, `alone` or `together`. Default: `together`, all buyers in one pool.
    #[arg(long, value_name = "NAME")]
    pub proposal: Option<String>,
    /// Time limit for the whole command, in seconds. What is known by then is the answer, which says that it is not all.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, allow_negative_numbers = true)]
    pub time_limit: Option<f64>,
}

impl RunOrModel {
    /// The answer about the run that was written, whose place the answer will not take, or about the plan of the model. What is asked
    /// of a model is told before anything is solved if it cannot be asked.
    pub fn answered<T, A>(
        &self,
        out: &Out,
        screen: &Terminal,
        ask: impl FnOnce(&mut Model) -> Result<T, Unanswered>,
        question: impl FnOnce(&Run, T, Budget<'_>) -> Result<A, Unanswered>,
    ) -> Result<A, Exit> {
        if self.path.is_dir() {
            let mut run = self.stored(screen)?;
            let asked = ask(&mut run.model).map_err(failed)?;
            let goals = run.model.goals.clone();
            return watched(screen, self.time_limit, &goals, |budget| question(&run, asked, budget)).map_err(failed);
        }
        let mut model = self.model(out, screen)?;
        let asked = ask(&mut model).map_err(failed)?;
        watched(screen, self.time_limit, &model.goals, |budget| {
            let run = plan(&model, Approach::within(budget))?;
            question(&run, asked, budget)
        })
        .map_err(failed)
    }

    /// The answer about a model, and the run that was written, if the path leads to one.
    pub fn answered_of_model<A, E>(
        &self,
        out: &Out,
        screen: &Terminal,
        question: impl FnOnce(&Model, Option<&Run>, Budget<'_>) -> Result<A, E>,
    ) -> Result<A, Exit>
    where
        Unanswered: From<E>,
    {
        let (model, run) = if self.path.is_dir() {
            let run = self.stored(screen)?;
            (run.model.clone(), Some(run))
        } else {
            (self.model(out, screen)?, None)
        };
        watched(screen, self.time_limit, &model.goals, |budget| question(&model, run.as_ref(), budget))
            .map_err(|error| failed(Unanswered::from(error)))
    }

    /// The model, where the path leads to no folder.
    fn model(&self, out: &Out, screen: &Terminal) -> Result<Model, Exit> {
        let args =
            ModelArgs { model: self.path.clone(), settings: self.settings.clone(), proposal: self.proposal.clone() };
        let good = read(&args, screen)?;
        out.spare(&good.sources)?;
        Ok(good.model)
    }

    fn stored(&self, screen: &Terminal) -> Result<Run, Exit> {
        if !self.settings.is_empty() || self.proposal.is_some() {
            tell("error: a run that was written has its model and proposal; `--set` and `--proposal` are for models");
            return Err(Exit::Usage);
        }
        Ok(audited(&self.path, screen)?.run)
    }
}

/// A run that was written, whose plan passes its audit: of any other nothing can be said.
pub(super) fn audited(path: &Path, screen: &Terminal) -> Result<Stored, Exit> {
    let stored = read_run(path).map_err(trouble)?;
    passed(&stored.run, path, screen)?;
    Ok(stored)
}

/// Refuses a run whose plan fails its audit.
pub(super) fn passed(run: &Run, path: &Path, screen: &Terminal) -> Result<(), Exit> {
    if run.verdict.passed() {
        return Ok(());
    }
    tell(&format!("error: the plan in {} fails its audit, so that nothing can be said of it", path.shown()));
    tell_styled(&verdict_text(&run.verdict, Screen { color: screen.err_color, ..screen.out }));
    Err(Exit::FailedAudit)
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    /// Spare parts, repair and overhaul.
    Maintenance,
    /// Software, data and keys.
    Updates,
    /// Ammunition and other consumables.
    Munitions,
    /// Enablers that the denier provides.
    Enablers,
    /// Deliveries of products that the denier makes or must approve.
    Deliveries,
}

impl From<What> for Deniable {
    fn from(what: What) -> Self {
        match what {
            What::Maintenance => Self::Maintenance,
            What::Updates => Self::Updates,
            What::Munitions => Self::Munitions,
            What::Enablers => Self::Enablers,
            What::Deliveries => Self::Deliveries,
        }
    }
}

/// Who denies what.
#[derive(Debug, Args)]
pub(super) struct DenyingArgs {
    /// Denying countries or producers, separated by commas.
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = trimmed)]
    deny: Vec<String>,
    /// Kinds of support denied, separated by commas. Default: all.
    #[arg(long, value_enum, value_name = "KINDS", value_delimiter = ',', requires = "deny", conflicts_with = "denial")]
    what: Vec<What>,
    /// Denials of the model, by id, separated by commas. Default without `--deny`: all of them.
    #[arg(long, value_name = "IDS", value_delimiter = ',', value_parser = trimmed, conflicts_with = "deny")]
    denial: Vec<String>,
}

/// Who denies what, and when.
#[derive(Debug, Args)]
pub(super) struct DenyingFromArgs {
    #[command(flatten)]
    who: DenyingArgs,
    /// First year of the denial. Default: the first year of the horizon.
    #[arg(long, value_name = "YEAR", requires = "deny", conflicts_with = "denial")]
    from: Option<i32>,
}

impl DenyingFromArgs {
    /// The same in words.
    pub fn words(&self) -> Denying {
        Denying { from: self.from, ..self.who.words() }
    }
}

impl DenyingArgs {
    /// The same in words, for whoever asks of every year: when a denial begins does not matter.
    pub fn words(&self) -> Denying {
        Denying {
            deny: self.deny.clone(),
            what: self.what.iter().map(|what| Deniable::from(*what)).collect(),
            from: None,
            denial: self.denial.clone(),
        }
    }
}

/// A share: `2%`, `2 %` or `0.02`.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let (number, unit) = text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |number| (number.trim(), 0.01));
    match number.parse::<f64>() {
        Ok(value) if value > 0.0 && value * unit < 1.0 => Ok(value * unit),
        _ => Err("write a share above 0 and below 100 %, such as 2%".to_owned()),
    }
}

/// The same from 0 on.
pub(super) fn from_zero(text: &str) -> Result<f64, String> {
    let value = crate::schema::parse_share(text).filter(|share| (0.0..1.0).contains(share));
    value.ok_or_else(|| "write a share from 0 to below 100 %, such as 2%".to_owned())
}

/// A code between commas, without the blanks around it.
#[expect(clippy::unnecessary_wraps, reason = "what clap asks for")]
pub(super) fn trimmed(text: &str) -> Result<String, String> {
    Ok(text.trim().to_owned())
}

/// Tells why a command ends, and with which exit code.
pub(super) fn failed(error: impl Display + Into<Unanswered>) -> Exit {
    tell(&format!("error: {error}"));
    Exit::from(&error.into())
}

/// Prints an answer, and writes its tables where that is asked for.
pub(super) fn answer(
    format: Format,
    out: &mut Out,
    name: &str,
    data: &impl ResultData,
    tables: &[Table],
    unfinished: Option<&str>,
    text: impl FnOnce() -> String,
) -> Exit {
    // What cannot be written is printed all the same.
    let written = out.write(|making| write_answer(making, tables, name, data));
    let printed = match format {
        Format::Text => print_or_fail(&match unfinished {
            Some(what) => format!("{}\n{what}\n", text()),
            None => text(),
        }),
        Format::Json => json(&data.stamped()).map_or_else(|exit| exit, |text| print_or_fail(&text)),
    };
    let finished = unfinished.map_or(Exit::Done, |what| {
        tell(&format!("error: {what}"));
        Exit::TimeLimit
    });
    written.and(printed).and(finished)
}
