//! `entente why`: what stands behind an order, an offer or a nation of a run.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::screen::{Terminal, json, print_or_fail, tell};
use crate::cli::{Exit, Format};
use crate::id::{Id, Registry};
use crate::planning::Run;
use crate::questions::why::answer_text;
use crate::questions::why::{Answer, why_nation, why_offer, why_order};
use crate::report::read_run;
use crate::results::ResultData;
use crate::units::Year;

/// Arguments of `why`.
#[derive(Debug, Args)]
pub(super) struct Why {
    /// A run: a folder that `solve --out` wrote, or one inside what `compare --out` wrote.
    run: PathBuf,
    #[command(subcommand)]
    about: About,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text, global = true)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum About {
    /// Why a nation orders so much of an offer in a year, or nothing.
    Order {
        /// Code of the nation.
        nation: String,
        /// Id of the offer.
        offer: String,
        /// Year of the order.
        year: i32,
    },
    /// Who orders an offer, at what price, and what stands against it.
    Offer {
        /// Id of the offer.
        offer: String,
    },
    /// What a nation pays and orders, and what holds it back.
    Nation {
        /// Code of the nation.
        nation: String,
    },
}

impl Why {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let stored = match read_run(&self.run) {
            Ok(stored) => stored,
            Err(what) => {
                tell(&format!("error: {what}"));
                return Exit::Trouble;
            }
        };
        let answer = match self.answer(&stored.run) {
            Ok(answer) => answer,
            Err(what) => {
                tell(&format!("error: {what}"));
                return Exit::Trouble;
            }
        };
        match self.format {
            Format::Text => print_or_fail(&answer_text(&answer, screen.out)),
            Format::Json => match json(&answer.stamped()) {
                Ok(text) => print_or_fail(&text),
                Err(exit) => exit,
            },
        }
    }

    fn answer(&self, run: &Run) -> Result<Answer, String> {
        let model = &run.model;
        Ok(match &self.about {
            About::Offer { offer } => why_offer(run, find(&model.offers, "offer", offer)?),
            About::Nation { nation } => why_nation(run, find(&model.nations, "buying nation", nation)?),
            About::Order { nation, offer, year } => {
                let (first, last) = (model.horizon.first, model.horizon.last);
                let step = (model.horizon.step_of(Year(*year)))
                    .ok_or_else(|| format!("{year} is no year of the horizon {first}..{last}"))?;
                let nation = find(&model.nations, "buying nation", nation)?;
                why_order(run, nation, find(&model.offers, "offer", offer)?, step)
            }
        })
    }
}

/// The entry of a code, or what there is.
fn find<I: Id, T>(registry: &Registry<I, T>, what: &str, code: &str) -> Result<I, String> {
    registry.find(code).ok_or_else(|| {
        let known: Vec<&str> = registry.codes().take(40).collect();
        format!("the run has no {what} `{code}`; it has {}", known.join(", "))
    })
}
