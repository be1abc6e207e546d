//! What questions about plans share: a run that was written, or a model to be solved first; and who denies what.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::out::Out;
use crate::cli::progress::Line;
use crate::cli::reading::read;
use crate::cli::screen::{Terminal, json, print_or_fail, tell, tell_styled};
use crate::cli::{Exit, Format, ModelArgs};
use crate::id::DenialId;
use crate::layout::{Screen, Table};
use crate::legible::Shown;
use crate::model::{Deniable, Denial, Model, Party};
use crate::planning::Run;
use crate::planning::run;
use crate::questions::explain::goal_place;
use crate::report::{read_run, verdict_text, write_answer};
use crate::solve;
use crate::units::Year;

/// A run, or a model.
#[derive(Debug, Args)]
pub(super) struct Subject {
    /// A folder that `solve --out` wrote, or one inside what `compare --out` wrote; or a model's YAML file, which is solved
    /// first.
    #[arg(value_name = "MODEL|RUN")]
    pub path: PathBuf,
    /// Lay a value over the model: `--set nations.DEU.budget=9000`. Can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = super::setting)]
    pub settings: Vec<(String, String)>,
    /// Proposal to put the model under. Default: `together`, all buyers in one pool.
    #[arg(long, value_name = "NAME")]
    pub proposal: Option<String>,
    /// Give up a solve after so many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, allow_negative_numbers = true)]
    pub time_limit: Option<f64>,
}

impl Subject {
    /// The run, read back or solved, whose place the answer will not take; and what is asked of its model, which is told
    /// before anything is solved if it cannot be asked.
    pub fn run<T>(
        &self,
        out: &Out,
        screen: &Terminal,
        ask: impl FnOnce(&mut Model) -> Result<T, Exit>,
    ) -> Result<(Run, T), Exit> {
        if self.path.is_dir() {
            let mut run = self.stored(screen)?;
            let asked = ask(&mut run.model)?;
            return Ok((run, asked));
        }
        let mut model = self.model(out, screen)?;
        let asked = ask(&mut model)?;
        let line = Line::new(screen.progress, &model);
        let told = |progress| line.tell(progress);
        let told: Option<&(dyn Fn(solve::Progress) + Sync)> = if line.is_watched() { Some(&told) } else { None };
        let result = run(&model, self.time_limit, None, told);
        line.end();
        result.map(|run| (run, asked)).map_err(|problem| {
            tell(&format!("error: {problem}"));
            Exit::from(&problem)
        })
    }

    /// The run that was written, if the path leads to a folder.
    pub fn written(&self, screen: &Terminal) -> Result<Option<Run>, Exit> {
        if self.path.is_dir() { self.stored(screen).map(Some) } else { Ok(None) }
    }

    /// The model, and the run that was written, if the path leads to one.
    pub fn model_and_run(&self, out: &Out, screen: &Terminal) -> Result<(Model, Option<Run>), Exit> {
        match self.written(screen)? {
            Some(run) => Ok((run.model.clone(), Some(run))),
            None => Ok((self.model(out, screen)?, None)),
        }
    }

    /// The model, where the path leads to no folder.
    pub fn model(&self, out: &Out, screen: &Terminal) -> Result<Model, Exit> {
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
        let run = read_run(&self.path).map(|stored| stored.run).map_err(|what| {
            tell(&format!("error: {what}"));
            Exit::Trouble
        })?;
        if run.verdict.passed() {
            return Ok(run);
        }
        tell(&format!("error: the plan in {} fails its audit, so that nothing can be said of it", self.path.shown()));
        tell_styled(&verdict_text(&run.verdict, Screen { color: screen.err_color, ..screen.out }));
        Err(Exit::FailedAudit)
    }
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    /// Spare parts, repair and overhaul.
    Maintenance,
    /// Software, data and keys.
    Updates,
    /// What is fired or dropped.
    Munitions,
    /// What the denier provides as enablers.
    Enablers,
    /// Deliveries of what the denier makes, or must agree to.
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
pub(super) struct Denying {
    /// Who denies: codes of countries or producers, with commas between.
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = trimmed)]
    deny: Vec<String>,
    /// What is denied, with commas between. Default: everything.
    #[arg(long, value_enum, value_name = "KINDS", value_delimiter = ',', requires = "deny", conflicts_with = "denial")]
    what: Vec<What>,
    /// Denials of the model, by their ids, with commas between. Default, without `--deny`: all of them.
    #[arg(long, value_name = "IDS", value_delimiter = ',', value_parser = trimmed, conflicts_with = "deny")]
    denial: Vec<String>,
}

/// Who denies what, and when.
#[derive(Debug, Args)]
pub(super) struct DenyingFrom {
    #[command(flatten)]
    who: Denying,
    /// The first year without support. Default: the first of the horizon.
    #[arg(long, value_name = "YEAR", requires = "deny", conflicts_with = "denial")]
    from: Option<i32>,
}

impl DenyingFrom {
    /// The denials that are asked for, added to the model where it does not have them.
    pub fn of(&self, model: &mut Model) -> Result<Vec<DenialId>, Exit> {
        self.who.beginning(model, self.from)
    }
}

/// The place of a goal of a model by its number or a word of it.
pub(super) fn goal_of(model: &Model, word: &str) -> Result<usize, Exit> {
    goal_place(model, word).ok_or_else(|| {
        let goals: Vec<String> =
            (1..).zip(&model.goals).map(|(number, goal)| format!("{number} {}", goal.words())).collect();
        tell(&format!("error: `{word}` is no goal of this model; it has {}", goals.join(", ")));
        Exit::Usage
    })
}

/// A share: `2%`, `2 %` or `0.02`.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let (number, unit) = text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |number| (number.trim(), 0.01));
    match number.parse::<f64>() {
        Ok(value) if value > 0.0 && value * unit < 1.0 => Ok(value * unit),
        _ => Err("write a share above 0 and below 100 %, such as 2%".to_owned()),
    }
}

/// A code between commas, without the blanks around it.
#[expect(clippy::unnecessary_wraps, reason = "what clap asks for")]
pub(super) fn trimmed(text: &str) -> Result<String, String> {
    Ok(text.trim().to_owned())
}

impl Denying {
    /// The same for whoever asks of every year: when a denial begins does not matter.
    pub fn of(&self, model: &mut Model) -> Result<Vec<DenialId>, Exit> {
        self.beginning(model, None)
    }

    fn beginning(&self, model: &mut Model, from: Option<i32>) -> Result<Vec<DenialId>, Exit> {
        self.found(model, from).map_err(|what| {
            tell(&format!("error: {what}"));
            Exit::Usage
        })
    }

    fn found(&self, model: &mut Model, from: Option<i32>) -> Result<Vec<DenialId>, String> {
        if self.deny.is_empty() {
            let known: Vec<&str> = model.denials.codes().collect();
            let known = known.join(", ");
            if known.is_empty() {
                return Err("the model has no `denials`; say who denies, such as `--deny USA`".to_owned());
            }
            let all: Vec<DenialId> = model.denials.ids().collect();
            if self.denial.is_empty() {
                return Ok(all);
            }
            let find = |code: &String| {
                model.denials.find(code).ok_or_else(|| format!("the model has no denial `{code}`; it has {known}"))
            };
            return self.denial.iter().map(find).collect();
        }
        let denial = self.new_one(model, from)?;
        // What the model states already is that one, whose name is known; and a plan may say what it does about it.
        let same = |there: &Denial| (&there.by, there.from, &there.what) == (&denial.by, denial.from, &denial.what);
        if let Some((id, _)) = model.denials.iter().find(|(_, there)| same(there)) {
            return Ok(vec![id]);
        }
        let mut code = format!("deny_{}", self.deny.join("_").to_lowercase());
        while model.denials.find(&code).is_some() {
            code.push('_');
        }
        let (with, id) = model.with_denial(&code, denial).map_err(|refusal| refusal.to_string())?;
        *model = with;
        Ok(vec![id])
    }

    fn new_one(&self, model: &Model, from: Option<i32>) -> Result<Denial, String> {
        let mut by = Vec::new();
        for code in &self.deny {
            let producer = model.producers.find(code).map(Party::Producer);
            let party = producer.or_else(|| model.countries.find(code).map(Party::Country));
            by.push(party.ok_or_else(|| unknown(model, code))?);
        }
        let (first, last) = (model.horizon.first, model.horizon.last);
        let from = match from {
            None => model.horizon.first_step(),
            Some(year) => (model.horizon.step_of(Year(year)))
                .ok_or_else(|| format!("{year} is no year of the horizon {first}..{last}"))?,
        };
        let what: Vec<Deniable> = self.what.iter().map(|what| Deniable::from(*what)).collect();
        let names: Vec<&str> = by.iter().map(|party| model.party_name(*party)).collect();
        let mut denial = model.denial(String::new(), &by, from, &what, 1.0);
        denial.name =
            format!("{} denied by {} from {} on", denial.what_words(), names.join(" and "), model.horizon.year(from));
        Ok(denial)
    }
}

/// That nobody has this code, and whose is like it.
fn unknown(model: &Model, code: &str) -> String {
    let asked = code.to_lowercase();
    let is_like = |known: &str, name: &str| {
        let (known, name) = (known.to_lowercase(), name.to_lowercase());
        !asked.is_empty() && (known.contains(&asked) || asked.contains(&known) || name.contains(&asked))
    };
    let producers = model.producers.iter().map(|(id, entry)| (model.producers.code(id), &entry.name));
    let countries = model.countries.iter().map(|(id, entry)| (model.countries.code(id), &entry.name));
    let like = producers.chain(countries).filter(|(known, name)| is_like(known, name)).take(5);
    let like: Vec<String> = like.map(|(known, _)| format!("`{known}`")).collect();
    let remedy = if like.is_empty() {
        "nothing of the model hangs on it, or it has another code".to_owned()
    } else {
        format!("did you mean {}?", like.join(" or "))
    };
    format!("the model knows no country and no producer `{code}`; {remedy}")
}

/// Prints an answer, and writes its tables where that is asked for.
pub(super) fn answer(
    format: Format,
    out: &mut Out,
    name: &str,
    data: &impl Serialize,
    tables: &[Table],
    text: impl FnOnce() -> String,
) -> Exit {
    // What cannot be written is printed all the same.
    let written = out.write(|making| write_answer(making, tables, name, data));
    let printed = match format {
        Format::Text => print_or_fail(&text()),
        Format::Json => match json(data) {
            Ok(text) => print_or_fail(&text),
            Err(exit) => exit,
        },
    };
    written.and(printed)
}
