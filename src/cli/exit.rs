//! Exit codes, all in one place.

use std::process::{ExitCode, Termination};

use crate::planning::Problem;
use crate::questions::Unanswered;
use crate::questions::hedge::HedgeProblem;
use crate::solve::Failure;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// A result cannot be written, or a plan cannot be read.
    Trouble = 1,
    /// The command line is invalid.
    Usage = 2,
    /// The model has errors, or cannot be read.
    BadModel = 3,
    /// There is no feasible plan.
    Infeasible = 4,
    /// A goal is unbounded.
    Unbounded = 5,
    /// Time ran out, or Ctrl-C came, before all was done.
    TimeLimit = 6,
    /// The solver could not be trusted.
    Numerical = 7,
    /// A plan does not keep the rules of its model.
    FailedAudit = 8,
}

/// The codes, for the help.
pub const HELP: &str = "Exit codes: 0 done, 1 a result cannot be written or a plan cannot be read, 2 invalid command line, 3 the model has errors, \
4 no feasible plan, 5 a goal is unbounded, 6 time limit or Ctrl-C, 7 numerical failure, 8 a plan fails its audit";

impl Exit {
    /// This end, or the other one where this one is good.
    pub(super) fn and(self, other: Self) -> Self {
        if self == Self::Done { other } else { self }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

impl From<&Problem> for Exit {
    fn from(problem: &Problem) -> Self {
        match problem {
            Problem::Unsolved(Failure::Infeasible | Failure::PerhapsInfeasible) => Self::Infeasible,
            Problem::Unsolved(Failure::Unbounded(_)) => Self::Unbounded,
            Problem::Unsolved(Failure::TimeLimit { .. } | Failure::Cancelled) => Self::TimeLimit,
            Problem::Unsolved(Failure::Numerical { .. } | Failure::FalseBound { .. }) => Self::Numerical,
            Problem::Refused(_) => Self::BadModel,
            Problem::FailedAudit(_) => Self::FailedAudit,
        }
    }
}

impl From<&Unanswered> for Exit {
    fn from(unanswered: &Unanswered) -> Self {
        match unanswered {
            Unanswered::Asked(_) => Self::Usage,
            Unanswered::NoProposal(_) => Self::BadModel,
            Unanswered::Unknown(_) => Self::Trouble,
            Unanswered::Problem(problem) => Self::from(problem),
        }
    }
}

impl From<&HedgeProblem> for Exit {
    fn from(problem: &HedgeProblem) -> Self {
        match problem {
            HedgeProblem::Asked(_) => Self::Usage,
            HedgeProblem::Futures(_) => Self::BadModel,
            HedgeProblem::Alone(_, problem) | HedgeProblem::Together(problem) => Self::from(problem),
        }
    }
}
