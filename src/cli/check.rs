//! `entente check`: every finding, no solving.

use clap::Args;

use crate::cli::reading::under;
use crate::cli::screen::{Terminal, print_or_fail, tell, tell_styled};
use crate::cli::{Exit, ModelArgs};
use crate::input;
use crate::legible::Shown;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    model: ModelArgs,
}

impl Check {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let reading = input::read_fenced(&self.model.model, &self.model.settings, &screen.fence(&self.model.model));
        let findings = reading.render_findings(screen.err_color);
        for finding in &findings {
            tell_styled(&format!("{finding}\n"));
        }
        let counted = match findings.len() {
            0 => "no findings".to_owned(),
            1 => "1 finding".to_owned(),
            n => format!("{n} findings"),
        };
        let Some(model) = reading.model else {
            tell(&format!("{}: {counted}", self.model.model.shown()));
            return Exit::BadModel;
        };
        let model = match under(model, self.model.proposal.as_deref()) {
            Ok(model) => model,
            Err(exit) => return exit,
        };
        let line = format!(
            "{}: {counted}; {}, {}, {} of {}, {}, {}, {}\n",
            self.model.model.shown(),
            count(model.nations.len(), "nation", "nations"),
            count(model.capabilities.len(), "capability", "capabilities"),
            count(model.offers.len(), "offer", "offers"),
            count(model.producers.len(), "producer", "producers"),
            count(model.holdings.len(), "holding", "holdings"),
            count(model.horizon.len(), "year", "years"),
            count(model.figures.len(), "figure", "figures")
        );
        print_or_fail(&line)
    }
}

/// `1 nation`, `3 nations`.
fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", crate::layout::number::count(number), if number == 1 { one } else { many })
}
