//! The tau value: the compromise between what each player can ask for at most and what it can claim at least.

use crate::{Division, Game, GameError, Interval, library, members};

/// ```text
/// most(i) = v(all) − v(all but i),   least(i) = max_{S with i} (v(S) − Σ_{j in S but i} most(j))
/// share(i) = least(i) + part × (most(i) − least(i)),   part such that shares sum to v(all)
/// ```
///
/// Limits follow step by step from those of the values.
///
/// # Errors
/// The game has no tau value.
pub fn tau(game: &Game) -> Result<Division, GameError> {
    let points = library::tau(&game.numbers(|value| value.value))?;
    if game.is_exact() {
        let limits: Vec<(f64, f64)> = points.iter().map(|share| (*share, *share)).collect();
        return Ok(Division::new(points, &limits));
    }
    let all = game.value(game.all());
    let most: Vec<Interval> = (0..game.players()).map(|player| all - game.value(game.all() & !(1 << player))).collect();
    let least: Vec<Interval> = (0..game.players()).map(|player| least_right(game, player, &most)).collect();
    let (sum_least, sum_most): (Interval, Interval) = (least.iter().copied().sum(), most.iter().copied().sum());
    let part = Interval {
        low: part(all.low - sum_least.high, sum_most.high - sum_least.high),
        value: 0.0,
        high: 1.0 - part(sum_most.low - all.high, sum_most.low - sum_least.low),
    };
    let limits: Vec<(f64, f64)> = (least.iter().zip(&most))
        .map(|(least, most)| {
            let low = between(least.low, most.low, part.low).min(between(least.low, most.low, part.high));
            let high = between(least.high, most.high, part.high).max(between(least.high, most.high, part.low));
            (low, high)
        })
        .collect();
    Ok(Division::new(points, &limits))
}

fn least_right(game: &Game, player: usize, most: &[Interval]) -> Interval {
    let right = |coalition: usize| -> Interval {
        let others: Interval = members(coalition).filter(|other| *other != player).map(|other| most[other]).sum();
        game.value(coalition) - others
    };
    let rights = game.without(player).map(|others| right(others | 1 << player));
    rights.fold(Interval::exact(f64::NEG_INFINITY), |best, right| Interval {
        low: best.low.max(right.low),
        value: best.value.max(right.value),
        high: best.high.max(right.high),
    })
}

/// A share of a whole, from 0 to 1; the least that is possible where the whole is nothing.
fn part(of: f64, whole: f64) -> f64 {
    if whole > 0.0 { (of / whole).clamp(0.0, 1.0) } else { 0.0 }
}

fn between(least: f64, most: f64, part: f64) -> f64 {
    least + part * (most - least)
}
