//! What came of one run, as it is kept on disk.

use crate::planning::DecidedBy;
use serde::{Deserialize, Serialize};

/// How a run ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// With a plan that passed its audit.
    #[default]
    Solved,
    /// No plan keeps every limit.
    Infeasible,
    /// A goal has no limit.
    Unbounded,
    /// The solver could not be trusted.
    Numerical,
    /// The plan does not keep the limits of its model.
    FailedAudit,
    /// The scenario makes no model.
    BadModel,
}

impl Status {
    /// The word that tables use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Infeasible => "infeasible",
            Self::Unbounded => "unbounded",
            Self::Numerical => "numerical",
            Self::FailedAudit => "failed_audit",
            Self::BadModel => "bad_model",
        }
    }
}

/// One figure of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Code of the nation, where it is one nation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nation: Option<String>,
    /// Code of the capability, where it is one capability's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capability: Option<String>,
    /// What is measured.
    pub measure: String,
    /// In which unit.
    pub unit: String,
    /// The year, where it is one year's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// How much.
    pub value: f64,
}

/// What a goal came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoalReached {
    /// The goal in words.
    pub goal: String,
    /// In which unit.
    pub unit: String,
    /// What the plan has of it.
    pub value: f64,
    /// The proven bound; nothing where none was worked out.
    pub bound: Option<f64>,
    /// Relative distance of value and bound when the goal was solved.
    pub proven_within: Option<f64>,
}

/// One thing that a scenario changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioChange {
    /// Figure, path or shock.
    pub what: String,
    /// What becomes of it, as it is written.
    pub to: String,
    /// The factor or amount, where it is one number.
    pub number: Option<f64>,
}

/// What came of one run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Finished {
    /// Its number in the study, from 0.
    pub run: usize,
    /// Its digest.
    pub digest: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Code of the proposal.
    pub proposal: String,
    /// What the scenario changes.
    pub varied: Vec<ScenarioChange>,
    /// How it ended.
    pub status: Status,
    /// Why there is no plan.
    pub reason: Option<String>,
    /// Where every integer decision comes from.
    pub decided: DecidedBy,
    /// What goals came to.
    pub goals: Vec<GoalReached>,
    /// What was measured.
    pub facts: Vec<Fact>,
    /// How the first goal was solved.
    pub method: String,
    /// How long it took.
    pub seconds: f64,
}
