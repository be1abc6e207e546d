//! Rules that look at what all save together and at the size of players, not at smaller coalitions.

use crate::{Division, Game, Interval};

/// What all save, divided in proportion to weights.
#[must_use]
pub fn proportional(game: &Game, weights: &[f64]) -> Division {
    let sum: f64 = weights.iter().sum();
    let all = game.value(game.all());
    Division { shares: weights.iter().map(|weight| all.times(weight / sum)).collect() }
}

/// What each member of a coalition saves if all its members pay one price: what it pays alone, less what the coalition pays times the
/// member's share of the volume. The shares of the others are zero, and so are all where the coalition surely saves nothing and leaves its pool
/// unused.
#[must_use]
pub fn one_price(game: &Game, coalition: usize, alone: &[f64], volume: &[f64]) -> Division {
    let (paid, units) = (Game::sum(alone, coalition), Game::sum(volume, coalition));
    let shares = (0..game.players())
        .map(|player| {
            if coalition >> player & 1 == 0 || units <= 0.0 || game.value(coalition) == Interval::ZERO {
                return Interval::ZERO;
            }
            let part = volume[player] / units;
            Interval::exact(alone[player] - paid * part) + game.value(coalition).times(part)
        })
        .collect();
    Division { shares }
}
