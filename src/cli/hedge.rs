//! `entente hedge`: one plan for the weighted futures of a study.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::answer;
use crate::cli::out::{Force, Out};
use crate::cli::progress::watched;
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format, batch};
use crate::planning::Approach;
use crate::questions::hedge::{hedge_study, hedge_tables, hedge_text};
use crate::scenario::Models;

/// Arguments of `hedge`.
#[derive(Debug, Args)]
pub(super) struct HedgeOf {
    /// The study's YAML file. Its section `two_stage` names the weighted scenarios and the last year of the first stage.
    study: PathBuf,
    /// Proposal to apply. Default: the first of the study.
    #[arg(long, value_name = "NAME")]
    proposal: Option<String>,
    /// Time limit for the whole command, in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, allow_negative_numbers = true)]
    time_limit: Option<f64>,
    /// Write the tables (CSV and Parquet) into this folder: values, futures, and the decisions of both stages.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl HedgeOf {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let began = Instant::now();
        let mut out = Out::claim(self.out.as_ref(), self.force, "hedge", &self.study)?;
        let good = batch::read(&self.study, screen)?;
        out.spare(&good.sources)?;
        let reads = |settings: &[(String, String)]| good.with(settings);
        let models = Models::of(good.model.clone(), &reads);
        let data = watched(screen, self.time_limit, &good.model.goals, |budget| {
            hedge_study(&good.study, &models, self.proposal.as_deref(), Approach::within(budget))
        })
        .map_err(|problem| {
            tell(&format!("error: {problem}"));
            Exit::from(&problem)
        })?;
        let text = || hedge_text(&data, began.elapsed().as_secs_f64(), screen.out);
        Ok(answer(self.format, &mut out, "hedge", &data, &hedge_tables(&data), None, text))
    }
}
