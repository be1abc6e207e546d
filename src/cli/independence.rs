//! `entente independence`: what it costs to be insured against denials.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::{DenyingFromArgs, answer, failed};
use crate::cli::out::{Force, Out};
use crate::cli::progress::watched;
use crate::cli::reading::read;
use crate::cli::screen::Terminal;
use crate::cli::{Exit, Format, ModelArgs};
use crate::legible::Shown;
use crate::questions::Unanswered;
use crate::questions::independence::{Insuring, independence, independence_tables, independence_text, proposals_named};
use crate::schema::parse_share;

/// Arguments of `independence`.
#[derive(Debug, Args)]
pub(super) struct IndependenceOf {
    /// The model's YAML file.
    model: PathBuf,
    /// Override one value of the model: `--set nations.DEU.budget=9000`. Can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = super::setting)]
    settings: Vec<(String, String)>,
    /// Proposals, separated by commas. Default: `together`, all buyers in one pool.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    proposals: Vec<String>,
    #[command(flatten)]
    denying: DenyingFromArgs,
    /// Number of plans for each proposal, from an unprotected to a fully protected one.
    #[arg(long, value_name = "NUMBER", default_value_t = 3, value_parser = clap::value_parser!(u8).range(2..=100))]
    points: u8,
    /// Shares of all budgets for which to compute protected plans and their first tolerable year, separated by commas:
    /// `80 %,100 %,120 %`.
    #[arg(long, value_name = "SHARES", value_delimiter = ',', value_parser = factor)]
    budgets: Vec<f64>,
    /// Largest tolerable loss of operational capability during a denial.
    #[arg(long, value_name = "SHARE", default_value = "10 %", value_parser = super::timeline::share)]
    below: f64,
    /// Time limit for the whole command, in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, allow_negative_numbers = true)]
    time_limit: Option<f64>,
    /// Write the tables (CSV and Parquet) into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

fn factor(text: &str) -> Result<f64, String> {
    parse_share(text.trim())
        .filter(|share| *share > 0.0 && *share <= 100.0)
        .ok_or_else(|| "write a share above 0 %, such as `120 %`".to_owned())
}

impl IndependenceOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let mut out = Out::claim(self.out.as_ref(), self.force, "independence", &self.model)?;
        if self.model.is_dir() {
            let what = format!("{} is a folder; `independence` solves, and needs a model's file", self.model.shown());
            return Err(failed(Unanswered::Asked(what)));
        }
        let args = ModelArgs { model: self.model.clone(), settings: self.settings.clone(), proposal: None };
        let good = read(&args, screen)?;
        out.spare(&good.sources)?;
        let mut model = good.model;
        let denials = self.denying.words().of(&mut model).map_err(failed)?;
        let list = proposals_named(&model, &self.proposals).map_err(failed)?;
        let asked =
            Insuring { denials: &denials, points: usize::from(self.points), budgets: &self.budgets, below: self.below };
        let found = watched(screen, self.time_limit, &model.goals, |budget| independence(&list, asked, budget));
        if let Some(problem) = found.problem() {
            return Err(failed(problem.clone()));
        }
        let text = || independence_text(&found, began.elapsed().as_secs_f64(), screen.out);
        let unfinished = found.unfinished();
        let tables = independence_tables(&found);
        Ok(answer(self.format, &mut out, "independence", &found, &tables, unfinished.as_deref(), text))
    }
}
