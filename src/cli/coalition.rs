//! `entente coalition` and `entente join`: what members of a proposal gain together, and what a newcomer is worth.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::cli::asked::{answer, failed};
use crate::cli::out::{Force, Out};
use crate::cli::progress::watched;
use crate::cli::reading::{Good, read, text_of};
use crate::cli::screen::{Terminal, tell, trouble};
use crate::cli::{Exit, Format, ModelArgs};
use crate::disk::{NumberedResults, digest};
use crate::input::{KnownGroup, Sources};
use crate::model::Model;
use crate::questions::Unanswered;
use crate::questions::coalition::{
    Asked, CoalitionStudy, Gain, Keeper, PlannedCoalition, ShareRule, coalition, coalition_tables, coalition_text,
    join, join_tables, join_text, players_of,
};
use crate::solve::SolverKind;

/// Whose coalitions.
#[derive(Debug, Args)]
struct CoalitionArgs {
    /// The model's YAML file.
    model: PathBuf,
    /// Override one value of the model: `--set nations.DEU.budget=9000`. Can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = super::setting)]
    settings: Vec<(String, String)>,
    /// The proposal whose pools are joined or left.
    #[arg(long, value_name = "NAME")]
    proposal: String,
    /// Members that act as one: names of country groups such as `NB8`, separated by commas, or a file with a line
    /// `NAME: CODE CODE` for each bloc. Members in no bloc act by themselves.
    #[arg(long, value_name = "NAMES|FILE")]
    blocs: Option<String>,
    /// Prove plans of a larger model as finely as those of a small one, however long it takes.
    #[arg(long)]
    proven: bool,
    /// Time limit for the whole command, in seconds. Plans that are finished by then stay in the folder of --out.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, allow_negative_numbers = true)]
    time_limit: Option<f64>,
    /// Folder of the study: keeps each coalition's plan as it is finished, continues where it was interrupted, and holds
    /// the tables (CSV and Parquet) of the latest answer in `answer`.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What a coalition gains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GainWord {
    /// Money saved at the capability that standalone procurement reaches.
    Money,
    /// What the first goal is better by with the same budgets.
    Gap,
    /// Domestic volume, at the capability that standalone procurement reaches.
    Volume,
}

/// A rule by which all is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RuleWord {
    /// What each adds on average over all orders of joining.
    Shapley,
    /// The most dissatisfied coalition is as little dissatisfied as possible, then the next.
    Nucleolus,
    /// In proportion to payments alone.
    Proportional,
    /// All pay one price, by volume.
    EqualPrice,
    /// The most dissatisfied coalition is as little dissatisfied as possible.
    LeastCore,
    /// Between what each can ask for at most and claim at least.
    Tau,
}

/// Arguments of `coalition`.
#[derive(Debug, Args)]
pub(super) struct CoalitionOf {
    #[command(flatten)]
    whose: CoalitionArgs,
    /// What a coalition gains.
    #[arg(long, value_enum, default_value_t = GainWord::Money)]
    gain: GainWord,
    /// Share out what all gain by this rule, and test whether anybody would leave.
    #[arg(long, value_enum, value_name = "RULE")]
    share: Option<RuleWord>,
    /// Part of what all gain that the smallest coalition must reach.
    #[arg(long, value_name = "SHARE", default_value = "90%", value_parser = super::asked::share)]
    reach: f64,
    /// Leave out nations in no pool of the proposal, each of which might join.
    #[arg(long)]
    members_only: bool,
}

/// Arguments of `join`.
#[derive(Debug, Args)]
pub(super) struct JoinOf {
    #[command(flatten)]
    whose: CoalitionArgs,
    /// Code of the nation that joins.
    #[arg(long, value_name = "CODE")]
    nation: String,
    /// Fee that the nation pays the members, in millions or with a unit: `2bn`, `10m`.
    #[arg(long, value_name = "AMOUNT", value_parser = fee)]
    fee: Option<f64>,
}

/// An amount of money, in millions: `2bn`, `10m`, `6500`.
fn fee(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let (number, unit) = text
        .strip_suffix("bn")
        .map(|number| (number, 1000.0))
        .or_else(|| text.strip_suffix('m').map(|number| (number, 1.0)))
        .unwrap_or((text, 1.0));
    match number.trim().parse::<f64>() {
        Ok(value) if value.is_finite() && (0.0..1e12).contains(&value) => Ok(value * unit),
        _ => Err("write an amount such as 2bn, 10m or 6500 (millions)".to_owned()),
    }
}

/// Blocs of a file or of known groups.
fn blocs_of(named: Option<&str>) -> Result<Vec<(String, Vec<String>)>, String> {
    let Some(named) = named else { return Ok(Vec::new()) };
    let path = Path::new(named);
    if path.is_file() {
        return text_of(path)?
            .lines()
            .enumerate()
            .filter_map(|(place, line)| bloc_of_line(named, place + 1, line))
            .collect();
    }
    let of = |name: &str| match KnownGroup::asked(name) {
        Ok(group) => Ok((name.to_owned(), group.members().map(str::to_owned).collect())),
        Err(what) => Err(format!("{what}, and there is no file `{named}`")),
    };
    named.split(',').map(str::trim).filter(|name| !name.is_empty()).map(of).collect()
}

/// A line `NAME: CODE CODE`; nothing of an empty line or a comment.
fn bloc_of_line(file: &str, number: usize, line: &str) -> Option<Result<(String, Vec<String>), String>> {
    let line = line.split('#').next().unwrap_or_default().trim();
    if line.is_empty() {
        return None;
    }
    let codes = |list: &str| -> Vec<String> {
        list.split([' ', ',']).map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect()
    };
    let bloc = line.split_once(':').map(|(name, list)| (name.trim().to_owned(), codes(list)));
    let bloc = bloc.filter(|(name, list)| !name.is_empty() && !list.is_empty());
    Some(bloc.ok_or_else(|| format!("{file}:{number}: `{line}` is no bloc; write `NAME: CODE CODE`")))
}

/// Keeps plans in a folder, or only as long as the command runs.
struct KeptPlans(Option<NumberedResults<PlannedCoalition>>);

impl Keeper for KeptPlans {
    fn known(&self) -> BTreeMap<u64, PlannedCoalition> {
        self.0.as_ref().map_or_else(BTreeMap::new, |ledger| ledger.known().clone())
    }

    fn keep(&mut self, number: u64, planned: &PlannedCoalition) -> Result<(), String> {
        let Some(ledger) = &mut self.0 else { return Ok(()) };
        ledger.keep(number, planned).map_err(|error| format!("cannot keep a plan: {error}"))
    }
}

/// What a command has read and claimed.
struct Prepared {
    model: Model,
    asked: Asked,
    kept: KeptPlans,
    out: Out,
}

impl CoalitionArgs {
    fn prepare(&self, gain: Gain, outsiders: bool, screen: &Terminal) -> Result<Prepared, Exit> {
        let args = ModelArgs { model: self.model.clone(), settings: self.settings.clone(), proposal: None };
        let Good { model, sources, .. } = read(&args, screen)?;
        let blocs = blocs_of(self.blocs.as_deref()).map_err(|what| {
            tell(&format!("error: {what}"));
            Exit::Usage
        })?;
        let (proposal, players) = players_of(&model, &self.proposal, &blocs).map_err(failed)?;
        let members = model.members_of(proposal);
        let outsiders = if outsiders {
            model.nations.ids().filter(|nation| !members.contains(nation)).collect()
        } else {
            Vec::new()
        };
        let asked = Asked { proposal, players, outsiders, gain, proven: self.proven };
        let solver = format!("{} {}", SolverKind::default().name(), SolverKind::default().version());
        let study = CoalitionStudy::of(&model, &asked, self.digest(&sources), solver);
        let (kept, answer) = match &self.out {
            None => (None, None),
            Some(folder) => {
                let ledger = NumberedResults::open(folder, &study).map_err(|what| trouble(&what))?;
                ledger.notes().iter().for_each(|note| tell(&format!("note: {note}")));
                (Some(ledger), Some(folder.join("answer")))
            }
        };
        let out = Out::claim(answer.as_ref(), self.force, "coalition", &self.model)?;
        out.spare(&sources)?;
        Ok(Prepared { model, asked, kept: KeptPlans(kept), out })
    }

    /// Of the texts that the model was read from, and of values that were set.
    fn digest(&self, sources: &Sources) -> String {
        let mut all = String::new();
        for source in sources.iter() {
            all += &digest(source.text.as_bytes());
        }
        for (path, value) in &self.settings {
            all.extend(["\n", path, "=", value]);
        }
        digest(all.as_bytes())
    }
}

impl KeptPlans {
    /// Puts what is kept in order, whatever came of the question.
    fn settle(&mut self) -> Result<(), Exit> {
        let Some(ledger) = &mut self.0 else { return Ok(()) };
        ledger.settle().map_err(|error| trouble(format!("cannot put the study in order: {error}")))
    }
}

/// Tells how many plans were kept where the command ends before its answer.
fn ended(kept: &KeptPlans, error: Unanswered) -> Exit {
    if let Some(ledger) = &kept.0 {
        tell(&format!("{} plans are kept; run the same command again to continue", ledger.known().len()));
    }
    failed(error)
}

impl CoalitionOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let gain = match self.gain {
            GainWord::Money => Gain::Money,
            GainWord::Gap => Gain::Gap,
            GainWord::Volume => Gain::Volume,
        };
        let rule = self.share.map(|word| match word {
            RuleWord::Shapley => ShareRule::Shapley,
            RuleWord::Nucleolus => ShareRule::Nucleolus,
            RuleWord::Proportional => ShareRule::Proportional,
            RuleWord::EqualPrice => ShareRule::EqualPrice,
            RuleWord::LeastCore => ShareRule::LeastCore,
            RuleWord::Tau => ShareRule::Tau,
        });
        let Prepared { model, asked, mut kept, mut out } = self.whose.prepare(gain, !self.members_only, screen)?;
        let found = watched(screen, self.whose.time_limit, &model.goals, |budget| {
            coalition(&model, &asked, rule, self.reach, &mut kept, budget)
        });
        kept.settle()?;
        let data = found.map_err(|error| ended(&kept, error))?;
        let text = || coalition_text(&data, began.elapsed().as_secs_f64(), screen.out);
        Ok(answer(self.whose.format, &mut out, "coalition", &data, &coalition_tables(&data), None, text))
    }
}

impl JoinOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let Prepared { model, asked, mut kept, mut out } = self.whose.prepare(Gain::Money, true, screen)?;
        let Some(nation) = model.nations.find(&self.nation) else {
            let known: Vec<&str> = model.nations.codes().collect();
            tell(&format!("error: the model has no nation `{}`; it has {}", self.nation, known.join(", ")));
            return Err(Exit::BadModel);
        };
        let found = watched(screen, self.whose.time_limit, &model.goals, |budget| {
            join(&model, &asked, nation, self.fee, &mut kept, budget)
        });
        kept.settle()?;
        let data = found.map_err(|error| ended(&kept, error))?;
        let text = || join_text(&data, began.elapsed().as_secs_f64(), screen.out);
        Ok(answer(self.whose.format, &mut out, "join", &data, &join_tables(&data), None, text))
    }
}
