//! The solvers there are. A new one is a line in each match here and a file that implements [`LpEngine`].

use super::highs::{self, Highs};
use super::lp_engine::{LpEngine, Method};
use super::microlp::{self, Microlp};
use crate::formulation::Row;

/// A solver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SolverKind {
    /// HiGHS: simplex, interior point, branch and bound; for models of every size.
    #[default]
    Highs,
    /// microlp, in pure Rust: simplex and branch and bound; for small models. It checks the first.
    Microlp,
}

impl SolverKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Highs, Self::Microlp];

    /// Its name on a command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Highs => "highs",
            Self::Microlp => "microlp",
        }
    }

    /// The solver of this name on a command line.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|solver| solver.code() == code)
    }

    /// Returns true if it can solve a linear program by this method.
    #[must_use]
    pub const fn has(self, method: Method) -> bool {
        match self {
            Self::Highs => true,
            Self::Microlp => matches!(method, Method::Simplex),
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Highs => highs::NAME,
            Self::Microlp => microlp::NAME,
        }
    }

    /// Its version.
    #[must_use]
    pub fn version(self) -> String {
        match self {
            Self::Highs => highs::version(),
            Self::Microlp => microlp::VERSION.to_owned(),
        }
    }

    /// Loads columns, each with whether it is integer and its upper bound, and rows.
    pub(super) fn load(self, columns: &[(bool, f64)], rows: &[Row]) -> Result<Box<dyn LpEngine>, String> {
        Ok(match self {
            Self::Highs => Box::new(Highs::load(columns, rows)?),
            Self::Microlp => Box::new(Microlp::load(columns, rows)?),
        })
    }
}
