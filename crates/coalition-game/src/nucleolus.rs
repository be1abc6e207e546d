//! The nucleolus: the division whose most dissatisfied coalition is as little dissatisfied as possible, then the next, and so on.

use crate::least_core::{largest_excess, ranges};
use crate::{Division, Game, GameError, library};

/// The nucleolus of what plans reach. The limits hold the nucleolus of the exact values: it is in their least core, and gives nobody more
/// than it adds to some coalition and nobody less than it adds to every one.
///
/// # Errors
/// All together have less than the players have by themselves, or no answer passes its verification.
pub fn nucleolus(game: &Game) -> Result<Division, GameError> {
    let points = library::nucleolus(game)?;
    let mut limits: Vec<(f64, f64)> = points.iter().map(|share| (*share, *share)).collect();
    if !game.is_exact() {
        limits = ranges(game, largest_excess(game, |value| value.high, |all| all.low)?)?;
        Division::reasonable(game, &mut limits);
    }
    Ok(Division::new(points, &limits))
}
