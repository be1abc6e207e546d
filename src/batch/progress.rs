//! How far a study is, as the line that programs read after each run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::batch::Status;
use crate::results::ResultDocument;

/// The best run so far under a proposal, by its first goal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BestRun {
    /// Name of the scenario.
    pub scenario: String,
    /// Code of the proposal.
    pub proposal: String,
    /// The goal in words.
    pub goal: String,
    /// What the plan has of it.
    pub value: f64,
}

/// How far a study is after a run.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RunProgress {
    /// Runs that are done.
    pub done: usize,
    /// Of how many.
    pub of: usize,
    /// Runs without a plan.
    pub failed: usize,
    /// Runs a second.
    pub runs_a_second: f64,
    /// Seconds that are left at this rate; nothing before the first run.
    pub seconds_left: Option<f64>,
    /// Number of the run.
    pub run: usize,
    /// Name of its scenario.
    pub scenario: String,
    /// Code of its proposal.
    pub proposal: String,
    /// How it ended.
    pub status: Status,
    /// The best run so far under this proposal.
    pub best: Option<BestRun>,
}

impl ResultDocument for RunProgress {
    const NAME: &'static str = "progress";
}
