//! The least core of a game with too many coalitions to know them all: a linear program that knows some coalitions, and an oracle that finds
//! the one which is worst off in its division.
//!
//! The excess of the program is no more than the true one, since it knows fewer coalitions, and the excess of the worst coalition is no less.
//! They meet where the worst coalition is one that the program knows.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem};

use crate::GameError;

/// A game that finds the coalitions which are worst off.
pub trait WorstCoalition {
    /// How many players, 63 at most.
    fn players(&self) -> usize;

    /// The value of a coalition.
    fn value(&mut self, coalition: u64) -> f64;

    /// The coalition, neither nobody nor all, whose value exceeds what a division gives it by most; others that are badly off may follow.
    fn worst(&mut self, division: &[f64]) -> Vec<u64>;
}

/// The least core from some coalitions.
#[derive(Debug, Clone, PartialEq)]
pub struct GeneratedLeastCore {
    /// Between these two lies the least largest excess.
    pub excess: (f64, f64),
    /// A division whose largest excess is the second of them.
    pub division: Vec<f64>,
    /// How many coalitions the program knew in the end.
    pub coalitions: usize,
}

/// Adds coalitions until the two excesses are no further apart than a tolerance, or so many are known.
///
/// The oracle is asked half way between the program's division and the best so far, and at the program's own only where that finds nothing new:
/// the program's divisions alone jump from one extreme to the other while it knows few coalitions.
///
/// # Errors
/// A linear program cannot be solved.
pub fn rows_of_least_core(
    game: &mut impl WorstCoalition,
    tolerance: f64,
    most: usize,
) -> Result<GeneratedLeastCore, GameError> {
    let players = game.players();
    let all = (1_u64 << players) - 1;
    let total = game.value(all);
    let mut known: BTreeMap<u64, f64> = BTreeMap::new();
    for coalition in (0..players).flat_map(|player| [1 << player, all & !(1 << player)]) {
        known.insert(coalition, game.value(coalition));
    }
    let mut best: Option<(f64, Vec<f64>)> = None;
    loop {
        let (low, own) = solved(players, total, &known)?;
        let between =
            best.as_ref().map(|(_, best)| best.iter().zip(&own).map(|(a, b)| f64::midpoint(*a, *b)).collect());
        let before = known.len();
        for division in between.into_iter().chain([own.clone()]) {
            let mut high = f64::NEG_INFINITY;
            for coalition in game.worst(&division) {
                let value = game.value(coalition);
                high = high.max(value - given(&division, coalition));
                if value - given(&own, coalition) > low + tolerance / 2.0 {
                    known.insert(coalition, value);
                }
            }
            if best.as_ref().is_none_or(|(best, _)| high < *best) {
                best = Some((high, division));
            }
            if known.len() > before {
                break;
            }
        }
        if let Some((high, division)) = &best
            && (high - low <= tolerance || known.len() == before || known.len() >= most)
        {
            let excess = (low.min(*high), *high);
            return Ok(GeneratedLeastCore { excess, division: division.clone(), coalitions: known.len() });
        }
    }
}

/// What a division gives a coalition.
fn given(division: &[f64], coalition: u64) -> f64 {
    (0..division.len()).filter(|player| coalition >> player & 1 == 1).map(|player| division[player]).sum()
}

/// The division in which the worst of the known coalitions is best off.
fn solved(players: usize, total: f64, known: &BTreeMap<u64, f64>) -> Result<(f64, Vec<f64>), GameError> {
    let failed = GameError::Numerical("the linear program of the least core could not be solved");
    let scale = known.values().map(|value| value.abs()).fold(total.abs(), f64::max).max(f64::MIN_POSITIVE);
    let mut program = Problem::new(OptimizationDirection::Minimize);
    let free = (f64::NEG_INFINITY, f64::INFINITY);
    let shares: Vec<_> = (0..players).map(|_| program.add_var(0.0, free)).collect();
    let excess = program.add_var(1.0, free);
    program.add_constraint(shares.iter().map(|share| (*share, 1.0)), ComparisonOp::Eq, total / scale);
    for (coalition, value) in known {
        let members = (0..players).filter(|player| coalition >> player & 1 == 1).map(|player| (shares[player], 1.0));
        program.add_constraint(members.chain([(excess, 1.0)]), ComparisonOp::Ge, value / scale);
    }
    let solved = program.solve().map_err(|_| failed.clone())?;
    let solution = solved.solution().ok_or(failed)?;
    let at = |variable| solution.var_value(variable) * scale;
    Ok((at(excess), shares.into_iter().map(at).collect()))
}
