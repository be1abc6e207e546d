//! Cooperative games with transferable utility whose values are known to within a proof.
//!
//! A game gives a value v(S) to every coalition S of its players. Here each value is an [`Interval`]: what a plan reaches, and between
//! which limits the exact value lies. Everything that follows from the values carries these limits along:
//!
//! * [`shapley`]: each share between its exact limits.
//! * [`nucleolus`], [`least_core`], [`tau`], [`proportional`], [`one_price`]: a division of what the plan reaches, and limits within which
//!   the same rule divides the exact game.
//! * [`core_test`]: whether a division is in the core, is not, or whether that cannot be told yet, and how much tighter a proof would have to be.
//! * [`Structure`]: convexity, superadditivity, and whom a coalition needs.
//! * [`sampled_shapley`]: the Shapley value of a game whose values are too many to know, with 95 % intervals.
//! * [`rows_of_least_core`]: the least core of such a game, from the coalitions that an oracle finds to be worst off.
//!
//! Coalitions are sets of bits: player i is the bit 1 << i.
//!
//! # Sources
//!
//! * L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II (1953), 307–317
//! * D. Schmeidler, The nucleolus of a characteristic function game, SIAM J. Appl. Math. 17 (1969), 1163–1170
//! * M. Maschler, B. Peleg and L. S. Shapley, Geometric properties of the kernel, nucleolus, and related solution concepts, Math. Oper.
//!   Res. 4 (1979), 303–338
//! * S. H. Tijs, Bounds for the core and the τ-value, Game Theory and Mathematical Economics (1981), 123–132
//! * J. Castro, D. Gómez and J. Tejada, Polynomial calculation of the Shapley value based on sampling, Comput. Oper. Res. 36 (2009), 1726–1730

mod core_test;
mod divided;
mod game;
mod interval;
mod least_core;
mod library;
mod nucleolus;
mod row_generation;
mod sampling;
mod shapley;
mod simple_rules;
mod structure;
mod tau;

pub use core_test::{CoreTest, Dissent, Standing, core_test};
pub use divided::Division;
pub use game::{Game, members};
pub use interval::Interval;
pub use least_core::{LeastCore, least_core};
pub use nucleolus::nucleolus;
pub use row_generation::{GeneratedLeastCore, WorstCoalition, rows_of_least_core};
pub use sampling::{SampledShapley, sampled_shapley};
pub use shapley::shapley;
pub use simple_rules::{one_price, proportional};
pub use structure::{Found, Structure};
pub use tau::tau;

/// Why a question about a game has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GameError {
    /// There are not 2^n values for n players, or too many players.
    #[error("a game of {players} players needs {} values, of 1 to {most} players; here are {values}", 1_u64 << players)]
    Values {
        /// How many players.
        players: usize,
        /// How many values.
        values: usize,
        /// Most players.
        most: usize,
    },
    /// The value of a coalition is not a finite number within its limits.
    #[error("the value of coalition {0} is not a finite number within its limits")]
    NoNumber(usize),
    /// All together have less than the players have by themselves.
    #[error("all together save less than the players do by themselves, so no division gives each what it has alone")]
    NothingToDivide,
    /// The tau value needs a game in which each player's least right is no more than what the others would lose without it.
    #[error("this game has no tau value: {0}")]
    NoTau(&'static str),
    /// A computation ended without a result that can be trusted.
    #[error("{0}")]
    Numerical(&'static str),
}
