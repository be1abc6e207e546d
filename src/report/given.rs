//! Answers to further questions that a report takes in: the frontier, the price list of rules, and what moves a plan, read
//! from where they were written.

use std::path::Path;

use serde::Deserialize;

use crate::disk::Contents;
use crate::legible::{Shown, legible};
use crate::report::kept::data;

/// What is given beside runs.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Trade-offs between goals.
    pub frontiers: Vec<GivenFrontier>,
    /// What rules cost.
    pub price_lists: Vec<GivenPriceList>,
    /// What moves plans.
    pub sensitivities: Vec<GivenSensitivity>,
}

/// A frontier that was written.
#[derive(Debug, Clone, Deserialize)]
pub struct GivenFrontier {
    /// Title of the model.
    pub title: String,
    /// Goals in words, with units.
    pub goals: Vec<(String, String)>,
    /// Whether there are more points.
    pub cut: bool,
    /// The values of the goals, point by point.
    pub points: Vec<Vec<f64>>,
}

/// What a plan came to, goal by goal.
#[derive(Debug, Clone, Deserialize)]
pub struct GivenOutcome {
    /// The goals; nothing where there is no plan.
    pub goals: Vec<f64>,
    /// All that is paid, MEUR.
    pub cost: Option<f64>,
    /// Why there is no plan.
    pub failed: Option<String>,
}

/// One thing that is demanded.
#[derive(Debug, Clone, Deserialize)]
pub struct GivenDemand {
    /// What, in words.
    pub demand: String,
    /// The plan without it.
    pub dropped: GivenOutcome,
    /// The plan with it alone.
    pub alone: GivenOutcome,
}

/// A price list that was written.
#[derive(Debug, Clone, Deserialize)]
pub struct GivenPriceList {
    /// Title of the model.
    pub title: String,
    /// Goals in words, with units.
    pub goals: Vec<(String, String)>,
    /// The model as it is.
    pub all: GivenOutcome,
    /// The model without any of them.
    pub none: GivenOutcome,
    /// One line for each.
    pub lines: Vec<GivenDemand>,
}

/// What a goal comes to with less and with more of one figure.
#[derive(Debug, Clone, Deserialize)]
pub struct GivenVaried {
    /// The figure in words.
    pub words: String,
    /// With less of it; nothing where there is no plan.
    pub down: Option<f64>,
    /// With more of it; nothing where there is no plan.
    pub up: Option<f64>,
}

/// What moves a plan, as it was written.
#[derive(Debug, Clone, Deserialize)]
pub struct GivenSensitivity {
    /// Title of the model.
    pub title: String,
    /// The goal in words.
    pub goal: String,
    /// Its unit; nothing for a share.
    pub unit: String,
    /// What it comes to as it is.
    pub value: f64,
    /// By which share figures are made smaller and larger.
    pub by: f64,
    /// The figures.
    pub lines: Vec<GivenVaried>,
    /// Whether every yes or no stands as in the plan.
    pub decided: bool,
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
            self.frontiers.push(data(folder, "frontier")?);
        }
        if holds("rules") {
            self.price_lists.push(data(folder, "rules")?);
        }
        if holds("sensitivity") {
            self.sensitivities.push(data(folder, "sensitivity")?);
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
