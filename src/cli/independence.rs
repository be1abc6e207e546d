//! `entente independence`: what it costs to be insured against denials.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::{DenyingFrom, answer};
use crate::cli::compare::contenders;
use crate::cli::out::{Force, Out};
use crate::cli::progress::Steps;
use crate::cli::reading::read;
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format, ModelArgs};
use crate::legible::Shown;
use crate::model::{ALONE, TOGETHER};
use crate::report::{independence_tables, independence_text};
use crate::schema::parse_share;
use crate::study::{Asked, independence};

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
    denying: DenyingFrom,
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
    /// Time limit for each solve, in seconds.
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
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let began = Instant::now();
        let mut out = match Out::claim(self.out.as_ref(), self.force, "independence", &self.model) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        if self.model.is_dir() {
            tell(&format!(
                "error: {} is a folder; `independence` solves, and needs a model's file",
                self.model.shown()
            ));
            return Exit::Usage;
        }
        let args = ModelArgs { model: self.model.clone(), settings: self.settings.clone(), proposal: None };
        let mut model = match read(&args, screen).and_then(|good| out.spare(&good.sources).map(|()| good.model)) {
            Ok(model) => model,
            Err(exit) => return exit,
        };
        let denials = match self.denying.of(&mut model) {
            Ok(denials) => denials,
            Err(exit) => return exit,
        };
        let named = if self.proposals.is_empty() { vec![TOGETHER.to_owned()] } else { self.proposals.clone() };
        let mut list = match contenders(&model, &named, None) {
            Ok(list) => list,
            Err(exit) => return exit,
        };
        list.retain(|contender| named.contains(&contender.code) || contender.code != ALONE);
        let steps = Steps::new(screen.progress);
        let told = |words: &str| steps.say(words);
        let asked = Asked {
            denials: &denials,
            points: usize::from(self.points),
            budgets: &self.budgets,
            below: self.below,
            time_limit: self.time_limit,
            told: if screen.progress { Some(&told) } else { None },
        };
        let found = independence(&list, asked);
        steps.end();
        if let Some(problem) = found.problem() {
            tell(&format!("error: {problem}"));
            return Exit::from(problem);
        }
        let text = || independence_text(&found, began.elapsed().as_secs_f64(), screen.out);
        answer(self.format, &mut out, "independence", &found, &independence_tables(&found), text)
    }
}
