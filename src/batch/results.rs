//! What the runs of a study show: percentiles of measures, the regret of each proposal over the futures, and what all good
//! plans order.

use std::collections::BTreeMap;
use std::path::Path;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::batch::journal::{Header, REMEDY, journal_of};
use crate::batch::results_read::{Read, less_is_better};
use crate::legible::Shown;
use crate::results::ResultDocument;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// Whether percentiles are of scenarios, over proposals, instead of proposals, over scenarios.
    pub by_scenario: bool,
    /// Measures, with or without what stands after a colon; none: the usual ones that are there.
    pub measures: Vec<String>,
    /// How near to the best of its scenario a good plan is, relative.
    pub near: f64,
}

/// How a measure is spread.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Percentiles {
    /// The measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Of which proposal, or scenario.
    pub of: String,
    /// How many runs count: of a proposal, those in whose scenario every proposal has a value; of a scenario, all that have one.
    pub runs: usize,
    /// Runs that are finished, those without a value among them.
    #[serde(default)]
    pub finished: usize,
    /// Of them, those without a value: no plan, or none that could be proven.
    #[serde(default)]
    pub without: usize,
    /// Mean; nothing where no run counts.
    pub mean: Option<f64>,
    /// Smallest value, the values below which 5, 25, 50, 75 and 95 % lie, and the largest value; nothing where no
    /// run counts.
    pub at: Option<[f64; 7]>,
    /// The value below which each percent of all lies, from 0 to 100: the data of a curve.
    #[serde(skip)]
    pub curve: Vec<f64>,
}

/// What one proposal has of a measure against the best of each scenario.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ProposalResult {
    /// The measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Whether less of it is better.
    pub less_is_better: bool,
    /// The proposal.
    pub proposal: String,
    /// Scenarios in which it has a plan.
    pub scenarios: usize,
    /// Scenarios in which it has none, and another one has.
    pub without_plan: usize,
    /// Share of the scenarios in which it is the best, or as good as the best.
    pub wins: f64,
    /// Mean of what the best of each scenario has over it.
    pub mean_regret: f64,
    /// The most that the best of a scenario has over it.
    pub largest_regret: f64,
    /// How far off a regret may be, by the proofs of the plans that are compared: the most of any scenario.
    #[serde(default)]
    pub plus_minus: f64,
    /// In which scenario.
    pub worst_in: String,
    /// Whether no other proposal with plans everywhere has a smaller largest regret.
    pub least_largest: bool,
    /// Whether no other proposal with plans everywhere has a smaller mean regret.
    pub least_mean: bool,
}

/// An offer in the good plans.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CommonOrder {
    /// The offer.
    pub offer: String,
    /// Unit of what it gives.
    pub unit: String,
    /// Share of the good plans that order it.
    pub share: f64,
    /// Fewest units in any good plan.
    pub least: f64,
    /// Mean of the good plans.
    pub mean: f64,
    /// Most units in any good plan.
    pub most: f64,
}

/// What a study shows.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Results {
    /// Name of the study.
    pub study: String,
    /// What it asks.
    pub about: String,
    /// Scenarios.
    pub scenarios: usize,
    /// Runs that are finished.
    pub runs: usize,
    /// Runs that the study has.
    pub of: usize,
    /// How runs ended, with how many.
    pub ended: IndexMap<String, usize>,
    /// Runs in which every integer decision is that of the plan of the model as it is.
    pub from_base: usize,
    /// The largest relative distance of a goal and its bound in any run that has one.
    pub proven_within: Option<f64>,
    /// How measures are spread.
    pub percentiles: Vec<Percentiles>,
    /// Proposals against the best of each scenario.
    pub proposals: Vec<ProposalResult>,
    /// The measure by which plans are good.
    pub good_by: String,
    /// How near to the best of its scenario a good plan is, relative.
    pub near: f64,
    /// Good plans.
    pub good_plans: usize,
    /// Offers in good plans, those in most of them first.
    pub orders: Vec<CommonOrder>,
}

impl ResultDocument for Results {
    const NAME: &'static str = "results";
}

/// What a study's folder shows.
///
/// # Errors
/// The folder holds no study, or one that cannot be read; or nothing of what is asked; in words.
pub fn results(folder: &Path, asking: &Asking) -> Result<Results, String> {
    let header = Header::read(folder)?;
    let journal = journal_of(folder, &header)
        .map_err(|error| format!("cannot read the journal of {}: {error}", folder.shown()))?;
    // Fewer runs would be other percentiles, and nobody would see it.
    if let Some(what) = journal.spoilt {
        return Err(format!("{what}; {REMEDY}"));
    }
    let mut read = Read { header: &header, folder, done: journal.lines, scenarios: Vec::new(), runs: BTreeMap::new() };
    let (ended, from_base) = read.runs()?;
    let measures = read.values(&asking.measures)?;
    if measures.is_empty() {
        let wanted =
            if asking.measures.is_empty() { String::new() } else { format!(" of {}", asking.measures.join(", ")) };
        return Err(format!(
            "{} has no figures{wanted} over the whole horizon; see the measures of the table `results`, or wait for its first part",
            folder.shown()
        ));
    }
    let mut found = Results {
        study: header.study.clone(),
        about: header.about.clone(),
        scenarios: header.scenarios,
        runs: read.runs.len(),
        of: header.runs(),
        ended,
        from_base,
        proven_within: read.proven_within()?,
        percentiles: Vec::new(),
        proposals: Vec::new(),
        good_by: String::new(),
        near: asking.near,
        good_plans: 0,
        orders: Vec::new(),
    };
    for (measure, values) in &measures {
        found.percentiles.extend(read.percentiles(measure, values, asking.by_scenario));
        if let Some(less) = less_is_better(measure) {
            found.proposals.extend(read.regret(measure, values, less));
        }
    }
    let judged = measures.iter().find_map(|(measure, values)| Some((measure, values, less_is_better(measure)?)));
    if let Some((measure, values, less)) = judged {
        let good = read.good(values, less, asking.near);
        found.good_by.clone_from(measure);
        found.good_plans = good.len();
        found.orders = read.common(&good)?;
    }
    Ok(found)
}
