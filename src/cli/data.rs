//! `entente data`: the figures of a model with what is known about each.

use clap::Args;

use crate::cli::data_update::{self, TableUpdate};
use crate::cli::reading::read;
use crate::cli::screen::{Terminal, json, print_or_fail};
use crate::cli::{Exit, Format, ModelArgs};
use crate::layout::number::count;
use crate::model::FigureRecord;
use crate::report::{FigureLine, figure_table, figures_text};

/// Arguments of `data`.
#[derive(Debug, Args)]
pub(super) struct Data {
    #[command(flatten)]
    model: ModelArgs,
    /// List only values without a verified source.
    #[arg(long)]
    unverified: bool,
    /// List only values whose name contains this text, such as `offers.` or `.price`.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Compare with a table of new figures (CSV file or sheet), show each figure that would change with both sources, and change nothing.
    /// The file or sheet is named as its table is, such as `nations.csv`; else write `nations=FILE`.
    #[arg(long, value_name = "FILE", value_parser = data_update::parse, conflicts_with_all = ["unverified", "only", "format"])]
    update: Option<TableUpdate>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Data {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        if let Some(update) = &self.update {
            return update.run(&self.model, screen);
        }
        let model = match read(&self.model, screen) {
            Ok(good) => good.model,
            Err(exit) => return exit,
        };
        let all = model.figures.len();
        let is_wanted = |figure: &&FigureRecord| {
            (!self.unverified || figure.is_unverified())
                && self.only.as_ref().is_none_or(|text| figure.figure.contains(text))
        };
        let figures: Vec<&FigureRecord> = model.figures.iter().filter(is_wanted).collect();
        let text = match self.format {
            Format::Json => match json(&FigureLine::of(figures.iter().copied())) {
                Ok(text) => text,
                Err(exit) => return exit,
            },
            Format::Text => {
                let mut counts: Vec<(&str, usize)> = Vec::new();
                for figure in &figures {
                    match counts.iter_mut().find(|(word, _)| *word == figure.confidence) {
                        Some((_, count)) => *count += 1,
                        None => counts.push((figure.confidence, 1)),
                    }
                }
                counts.sort_unstable();
                let counted: Vec<String> =
                    counts.iter().map(|(word, some)| format!("{} {}", count(*some), word.replace('_', " "))).collect();
                format!(
                    "{}\n\n{} of {} figures: {}\n",
                    figures_text(&figure_table(figures.iter().copied()), screen.out),
                    count(figures.len()),
                    count(all),
                    counted.join(", ")
                )
            }
        };
        print_or_fail(&text)
    }
}
