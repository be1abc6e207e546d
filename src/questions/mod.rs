//! Questions about plans: a folder for each, named like its command, from the model to the answer, its tables and its text.

pub mod alternatives;
pub mod coalition;
pub mod compare;
pub mod denying;
pub mod diff;
pub mod explain;
pub mod first;
pub mod frontier;
pub mod goals;
pub mod hedge;
mod in_both;
pub mod independence;
pub mod infeasible;
pub mod ladder;
mod levers;
pub mod prove;
pub mod rules;
pub mod sensitivity;
pub mod stress;
mod sure;
pub mod timeline;
mod uncounted;

pub(crate) use uncounted::uncounted_words;
pub mod why;

use crate::budget::Budget;
use crate::planning::Problem;
use crate::solve::Failure;

/// Why a question has no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Unanswered {
    /// It cannot be asked of this model.
    #[error("{0}")]
    Asked(String),
    /// The model has no such proposal.
    #[error("{0}")]
    NoProposal(String),
    /// The run or the model does not hold what it takes.
    #[error("{0}")]
    Unknown(String),
    /// There is no plan, or none that can be trusted, or time ran out.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl From<Failure> for Unanswered {
    fn from(failure: Failure) -> Self {
        Self::Problem(Problem::Unsolved(failure))
    }
}

/// How much of a list was done when time ran out or somebody stopped it, as a sentence for the answer.
///
/// # Errors
/// The failure is another one.
pub(crate) fn cut_short(failure: Failure, done: usize, of: usize, what: &str) -> Result<String, Failure> {
    match failure {
        Failure::TimeLimit { seconds, .. } => Ok(format!(
            "The time limit of {seconds} s ended after {done} of {of} {what}; the rest is not in this answer."
        )),
        Failure::Cancelled => Ok(format!("Stopped after {done} of {of} {what}; the rest is not in this answer.")),
        other => Err(other),
    }
}

/// A budget that is spent is a failure.
pub(crate) fn check(budget: Budget<'_>) -> Result<(), Failure> {
    budget.check().map_err(Failure::from)
}
