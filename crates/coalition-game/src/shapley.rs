//! The Shapley value: what a player adds on average over all orders in which players may come.

use crate::{Division, Game, GameError, Interval, library};

/// ```text
/// share(i) = Σ_{S without i} |S|! (n − |S| − 1)! / n! (v(S and i) − v(S))
/// ```
///
/// The share is linear in the values, so that its limits are those of each value by the sign with which it enters, and are exact.
///
/// # Errors
/// The library's answer is not this sum.
pub fn shapley(game: &Game) -> Result<Division, GameError> {
    let weights = weights(game.players());
    let share = |player: usize| -> Interval {
        let weigh = |coalition: usize| game.added(player, coalition).times(weights[coalition.count_ones() as usize]);
        game.without(player).map(weigh).sum()
    };
    let shares: Vec<Interval> = (0..game.players()).map(share).collect();
    let other = library::shapley(game)?;
    let is_same = |(share, other): (&Interval, &f64)| (share.value - other).abs() <= game.tolerance();
    if !shares.iter().zip(&other).all(is_same) {
        return Err(GameError::Numerical("two ways to the Shapley value differ by more than rounding"));
    }
    Ok(Division { shares })
}

/// The weight of a coalition of others, by its size.
fn weights(players: usize) -> Vec<f64> {
    let mut weight = 1.0 / count(players);
    (0..players)
        .map(|size| {
            let this = weight;
            weight *= count(size + 1) / count((players - size - 1).max(1));
            this
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "players are few")]
const fn count(players: usize) -> f64 {
    players as f64
}

#[cfg(test)]
mod tests {
    use super::weights;

    #[test]
    fn weights_of_all_coalitions_of_others_sum_to_one() {
        // Three players: 2!/3!, 1!1!/3!, 2!/3!.
        assert!(weights(3).iter().zip([1.0 / 3.0, 1.0 / 6.0, 1.0 / 3.0]).all(|(a, b)| (a - b).abs() < 1e-15));
    }
}
