//! `entente check`: every finding, no solving.

use clap::Args;

use crate::cli::screen::{Terminal, print, tell};
use crate::cli::{Exit, ModelArgs};
use crate::input;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    model: ModelArgs,
}

impl Check {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let reading = input::read_file(&self.model.model, &self.model.settings);
        let findings = reading.render_findings(screen.err_color);
        for finding in &findings {
            tell(&format!("{finding}\n"));
        }
        let counted = match findings.len() {
            0 => "no findings".to_owned(),
            1 => "1 finding".to_owned(),
            n => format!("{n} findings"),
        };
        let Some(model) = &reading.model else {
            tell(&format!("{}: {counted}", self.model.model.display()));
            return Exit::BadModel;
        };
        let line = format!(
            "{}: {counted}; {} nations, {} capabilities, {} offers of {} producers, {} holdings, {} years, {} figures\n",
            self.model.model.display(),
            model.nations.len(),
            model.capabilities.len(),
            model.offers.len(),
            model.producers.len(),
            model.holdings.len(),
            model.horizon.len(),
            model.figures.len()
        );
        if print(&line).is_err() { Exit::Trouble } else { Exit::Done }
    }
}
