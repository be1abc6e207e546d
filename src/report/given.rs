//! Answers to further questions that a report takes in: the frontier, the price list of rules, and what moves a plan, read
//! from where they were written.

use std::path::Path;

use crate::disk::Contents;
use crate::legible::{Shown, legible};
use crate::questions::frontier::FrontierData;
use crate::questions::rules::PriceList;
use crate::questions::sensitivity::Sensitivity;
use crate::report::kept::data;

/// What is given beside runs.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Trade-offs between goals.
    pub frontiers: Vec<FrontierData>,
    /// What rules cost.
    pub price_lists: Vec<PriceList>,
    /// What moves plans.
    pub sensitivities: Vec<Sensitivity>,
}

impl Given {
    /// Takes in what a folder holds.
    ///
    /// # Errors
    /// It holds nothing that a report shows, or something that cannot be read; in words.
    pub fn add(&mut self, folder: &Path) -> Result<(), String> {
        let holds = |name: &str| Contents::holds(folder, &format!("{name}.json"));
        if !["frontier", "rules", "sensitivity"].into_iter().any(holds) {
            return Err(format!(
                "{} holds no answer that a report takes in; name a folder that `frontier --out`, `rules --out` or `sensitivity --out` wrote",
                folder.shown()
            ));
        }
        if holds("frontier") {
            self.frontiers.push(data(folder)?);
        }
        if holds("rules") {
            self.price_lists.push(data(folder)?);
        }
        if holds("sensitivity") {
            self.sensitivities.push(data(folder)?);
        }
        Ok(())
    }

    /// Whether everything is about the model of a report.
    ///
    /// # Errors
    /// Something is about another model; in words.
    pub fn is_about(&self, title: &str) -> Result<(), String> {
        let titles = self.frontiers.iter().map(|it| &it.title).chain(self.price_lists.iter().map(|it| &it.title));
        let titles = titles.chain(self.sensitivities.iter().map(|it| &it.title));
        let mut titles = titles;
        match titles.find(|other| legible(other) != legible(title)) {
            Some(other) => Err(format!(
                "what `--with` names is about “{}”, and the report about “{}”",
                legible(other),
                legible(title)
            )),
            None => Ok(()),
        }
    }
}
