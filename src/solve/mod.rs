//! A formulation in, values and prices out, each goal proven or said not to be.

mod aggregation;
mod attempt;
mod certificate;
mod cut_loop;
mod deciding;
mod dual_lifting;
mod explore;
mod face;
mod fallback;
mod heuristics;
mod kept;
mod lexicographic;
mod on_off_search;
mod proof;
mod proving;
mod relaxation;
mod search;
mod settings;
mod stages;
mod tier_decisions;
mod tier_search;
mod ties;

pub use crate::budget::SolverProgress as Progress;
use crate::budget::{Budget, Stop};
pub use crate::engine::{Method, SolverKind};
use crate::formulation::Row;
use crate::reduction::{Choice, Reduction};
pub use certificate::Certificate;
pub use explore::{Basis, Explorer, Found};
pub use kept::{TOLERANCE as GOAL_TOLERANCE, goal_row, keeping};
pub use lexicographic::{Lexicographic, in_order};
pub use proof::{Proof, kept_goal, minimised, proven_program, sum_rows};
pub use settings::SearchSettings;
pub use stages::{Solution, Stage, kept_to, solve};

/// How to solve.
#[derive(Default)]
pub struct Options<'a> {
    /// What all goals together may take, and who is told how far the solver is.
    pub budget: Budget<'a>,
    /// The solver. Any but the usual one searches the formulation as it is, without a smaller one and without rounding heuristics.
    pub solver: SolverKind,
    /// Which method to start with; nothing: chosen by the size of the formulation.
    pub method: Option<Method>,
    /// How near to its bound a plan with integer decisions must be proven, relative; nothing: within 0.01 %, or 0.5 % where the formulation is large.
    pub proof_gap: Option<f64>,
    /// A smaller formulation on which to search over integer decisions, if there is one.
    pub reduction: Option<&'a Reduction>,
    /// The price tiers, where they are the only integer decisions.
    pub tiers: Option<PriceTiers<'a>>,
    /// Cuts: rows that every plan satisfies and that the LP relaxation may violate. Those of price tiers that are the only integer decisions stand
    /// with them.
    pub cuts: &'a [Row],
    /// Rows that matter only between plans that all goals value alike.
    pub last: &'a [Row],
    /// What each goal is worth when nothing is ordered; tolerances are shares of what is gained over it.
    pub do_nothing: Vec<f64>,
    /// Switches and constants of the search.
    pub settings: &'a SearchSettings,
}

/// The price tiers that commitments may reach.
#[derive(Debug, Clone, Copy)]
pub struct PriceTiers<'a> {
    /// Every choice of one of several tiers.
    pub choices: &'a [Choice],
    /// Cuts: rows that every plan satisfies and that the LP relaxation may violate.
    pub cuts: &'a [Row],
    /// The tier of each choice, by its place among the tiers of the choice, in a plan of a similar model (a MIP start). It is tried for the
    /// last goal.
    pub mip_start: Option<&'a [usize]>,
}

/// Which goal a plan was being made for.
fn during(goal: &str) -> String {
    if goal.is_empty() { String::new() } else { format!(", while it was made to {goal}") }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::TimeLimit(seconds) => Self::TimeLimit { seconds, goal: String::new() },
            Stop::Cancelled => Self::Cancelled,
        }
    }
}

/// Why there is no solution.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failure {
    /// The rules contradict each other.
    #[error("no plan keeps every limit and demand: `entente infeasible` says which cannot stand together")]
    Infeasible,
    /// The solver finds no plan, and it could not be proven that there is none.
    #[error(
        "no plan was found: the solver says that none keeps every limit and demand, but that could not be proven; `entente infeasible` looks for limits that cannot stand together"
    )]
    PerhapsInfeasible,
    /// A goal has no limit.
    #[error("the goal to {0} has no limit: something that earns is bounded by no budget, line or requirement")]
    Unbounded(String),
    /// Time ran out.
    #[error("the time limit of {seconds} s ended before there was a proven plan{}", during(goal))]
    TimeLimit {
        /// The limit.
        seconds: f64,
        /// The goal that was being solved; empty where it was none of the model's.
        goal: String,
    },
    /// The caller cancelled the computation.
    #[error("cancelled before there was a proven plan")]
    Cancelled,
    /// A plan is better than what was proven to be the best there is.
    #[error(
        "the solver contradicts itself on the goal to {goal}: the plan comes to {value}, better than the dual bound of {bound}; one of them is false, so there is no result"
    )]
    FalseBound {
        /// The goal that was being solved.
        goal: String,
        /// What the plan comes to.
        value: f64,
        /// The dual bound.
        bound: f64,
    },
    /// The solver could not be trusted.
    #[error("numerical trouble while the plan was made to {goal}: {what}")]
    Numerical {
        /// The goal that was being solved.
        goal: String,
        /// What happened.
        what: String,
    },
}
