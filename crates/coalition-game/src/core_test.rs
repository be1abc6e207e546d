//! Whether a division is in the core: whether no coalition saves more by itself than it is given.

use crate::Game;

/// What a coalition would have by itself, beside what it is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dissent {
    /// The coalition.
    pub coalition: usize,
    /// What it has by itself at least beyond what it is given; below zero, it may be content.
    pub at_least: f64,
    /// What it has by itself at most beyond what it is given; above zero, it may leave.
    pub at_most: f64,
}

/// What is told of a division.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    /// No coalition has more by itself, whatever the exact values are.
    Inside,
    /// Some coalition has more by itself, whatever the exact values are.
    Outside,
    /// The limits of the values do not tell.
    CannotBeTold {
        /// By how many times limits would have to be narrower for every coalition in doubt to be content.
        times_tighter: f64,
    },
}

/// The core test of a division.
#[derive(Debug, Clone, PartialEq)]
pub struct CoreTest {
    /// What is told.
    pub standing: Standing,
    /// Coalitions that surely have more by themselves, from the one that has most.
    pub leave: Vec<Dissent>,
    /// Coalitions of which that cannot be told, from the one that may have most.
    pub in_doubt: Vec<Dissent>,
}

/// Compares a division with what every coalition has by itself.
#[must_use]
pub fn core_test(game: &Game, division: &[f64]) -> CoreTest {
    let tolerance = game.tolerance();
    let dissent = |coalition: usize| {
        let (value, given) = (game.value(coalition), Game::sum(division, coalition));
        Dissent { coalition, at_least: value.low - given, at_most: value.high - given }
    };
    let mut leave: Vec<Dissent> = Vec::new();
    let mut in_doubt: Vec<Dissent> = Vec::new();
    for dissent in game.proper().map(dissent) {
        if dissent.at_least > tolerance {
            leave.push(dissent);
        } else if dissent.at_most > tolerance {
            in_doubt.push(dissent);
        }
    }
    leave.sort_by(|one, other| other.at_least.total_cmp(&one.at_least));
    in_doubt.sort_by(|one, other| other.at_most.total_cmp(&one.at_most));
    let tighter = |dissent: &Dissent| {
        let needed = -dissent.at_least;
        if needed > 0.0 { (dissent.at_most - dissent.at_least) / needed } else { f64::INFINITY }
    };
    let standing = if !leave.is_empty() {
        Standing::Outside
    } else if in_doubt.is_empty() {
        Standing::Inside
    } else {
        Standing::CannotBeTold { times_tighter: in_doubt.iter().map(tighter).fold(1.0, f64::max) }
    };
    CoreTest { standing, leave, in_doubt }
}
