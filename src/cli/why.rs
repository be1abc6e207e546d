//! `entente why`: what stands behind an order, an offer or a nation of a run.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::asked::{audited, failed};
use crate::cli::screen::{Terminal, json, print_or_fail};
use crate::cli::{Exit, Format};
use crate::questions::why::{AskedAbout, answer_text, why};
use crate::results::ResultData;

/// Arguments of `why`.
#[derive(Debug, Args)]
pub(super) struct Why {
    /// Run: a folder written by `solve --out`, or a proposal's folder inside one written by `compare --out`.
    run: PathBuf,
    #[command(subcommand)]
    about: About,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text, global = true)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum About {
    /// Explain the quantity that a nation orders of an offer in a year, or why it orders none.
    Order {
        /// Code of the nation.
        nation: String,
        /// Id of the offer.
        offer: String,
        /// Year of the order.
        year: i32,
    },
    /// Show who orders an offer, at what price, and what prevents further orders.
    Offer {
        /// Id of the offer.
        offer: String,
    },
    /// Show what a nation pays and orders, and what limits it.
    Nation {
        /// Code of the nation.
        nation: String,
    },
}

impl Why {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let run = audited(&self.run, screen)?.run;
        let about = match &self.about {
            About::Order { nation, offer, year } => {
                AskedAbout::Order { nation: nation.clone(), offer: offer.clone(), year: *year }
            }
            About::Offer { offer } => AskedAbout::Offer(offer.clone()),
            About::Nation { nation } => AskedAbout::Nation(nation.clone()),
        };
        let answer = why(&run, &about).map_err(failed)?;
        let text = match self.format {
            Format::Text => answer_text(&answer, screen.out),
            Format::Json => json(&answer.stamped())?,
        };
        Ok(print_or_fail(&text))
    }
}
