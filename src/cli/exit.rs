//! Exit codes, all in one place.

use std::process::{ExitCode, Termination};

use crate::planning::Problem;
use crate::solve::Failure;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// A result could not be written, or a plan not be read.
    Trouble = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The model has errors, or cannot be read.
    BadModel = 3,
    /// No plan keeps every limit and demand.
    Infeasible = 4,
    /// A goal has no limit.
    Unbounded = 5,
    /// Time ran out before there was a proven plan.
    TimeLimit = 6,
    /// The solver could not be trusted.
    Numerical = 7,
    /// A plan does not keep the rules of its model.
    FailedAudit = 8,
}

/// The codes, for the help.
pub const HELP: &str = "Exit codes: 0 done, 1 a result cannot be written or a plan not read, 2 wrong command line, 3 the model has errors, \
4 no plan keeps every limit and demand, 5 a goal has no limit, 6 time limit, 7 numerical trouble, 8 a plan fails its audit";

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
            Problem::Unsolved(Failure::Infeasible) => Self::Infeasible,
            Problem::Unsolved(Failure::Unbounded(_)) => Self::Unbounded,
            Problem::Unsolved(Failure::TimeLimit { .. }) => Self::TimeLimit,
            Problem::Unsolved(Failure::Numerical { .. } | Failure::FalseBound { .. }) => Self::Numerical,
            Problem::Refused(_) => Self::BadModel,
            Problem::FailedAudit(_) => Self::FailedAudit,
        }
    }
}
