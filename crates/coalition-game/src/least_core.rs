//! The least core: the divisions whose most dissatisfied coalition is as little dissatisfied as possible.

use microlp::{ComparisonOp, OptimizationDirection, Problem};

use crate::{Division, Game, GameError, Interval, library, members};

/// The least core of a game.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastCore {
    /// What the most dissatisfied coalition lacks, however all is divided. Above zero, the core is empty.
    pub excess: Interval,
    /// One of its divisions, with limits within which all divisions of the least core of the exact values lie.
    pub division: Division,
}

/// The least core of what plans reach, with limits for that of the exact values.
///
/// # Errors
/// No answer passes its verification.
pub fn least_core(game: &Game) -> Result<LeastCore, GameError> {
    let (excess, points) = library::least_core(&game.numbers(|value| value.value))?;
    let reached = |coalition: usize| game.value(coalition).value - Game::sum(&points, coalition);
    let largest = game.proper().map(reached).fold(f64::NEG_INFINITY, f64::max);
    let off = (Game::sum(&points, game.all()) - game.value(game.all()).value).abs();
    if game.players() > 1 && ((largest - excess).abs() > game.tolerance() || off > game.tolerance()) {
        return Err(GameError::Numerical("the least core found fails its verification"));
    }
    // The excess grows with what coalitions have and falls with what all have.
    let high = largest_excess(game, |value| value.high, |all| all.low)?;
    let low = largest_excess(game, |value| value.low, |all| all.high)?;
    let excess = Interval { low: low.min(excess), value: excess, high: high.max(excess) };
    let limits = ranges(game, high)?;
    Ok(LeastCore { excess, division: Division::new(points, &limits) })
}

/// The least largest excess of the game in which coalitions have one limit of their values and all another one.
pub(crate) fn largest_excess(
    game: &Game,
    of: impl Fn(Interval) -> f64,
    of_all: impl Fn(Interval) -> f64,
) -> Result<f64, GameError> {
    let mut numbers = game.numbers(of);
    numbers[game.all()] = of_all(game.value(game.all()));
    Ok(library::least_core(&numbers)?.0)
}

/// Between which limits each share lies in every division of any game within the limits of the values in which no coalition lacks more than an
/// excess.
///
/// ```text
/// x(S) ≥ low(S) − excess for every S,   low(all) ≤ x(all) ≤ high(all)
/// ```
pub(crate) fn ranges(game: &Game, excess: f64) -> Result<Vec<(f64, f64)>, GameError> {
    if game.players() == 1 {
        let all = game.value(1);
        return Ok(vec![(all.low, all.high)]);
    }
    let mut known: Vec<usize> = (0..game.players()).flat_map(|i| [1 << i, game.all() & !(1 << i)]).collect();
    known.sort_unstable();
    known.dedup();
    let mut end = |player, direction| range_end(game, player, excess + game.tolerance(), direction, &mut known);
    (0..game.players())
        .map(|player| {
            let (low, high) = (OptimizationDirection::Minimize, OptimizationDirection::Maximize);
            Ok((end(player, low)?, end(player, high)?))
        })
        .collect()
}

/// One end of a player's range, from the coalitions that are known to matter; those that its division breaks are added to them. Values are
/// scaled to the size of 1.
fn range_end(
    game: &Game,
    player: usize,
    excess: f64,
    direction: OptimizationDirection,
    known: &mut Vec<usize>,
) -> Result<f64, GameError> {
    let failed = || GameError::Numerical("the limits of a share could not be worked out");
    let scale = game.size();
    let least = |coalition: usize| game.value(coalition).low - excess;
    let all = game.value(game.all());
    loop {
        let mut program = Problem::new(direction);
        let shares: Vec<_> = (0..game.players())
            .map(|other| program.add_var(f64::from(u8::from(other == player)), (f64::NEG_INFINITY, f64::INFINITY)))
            .collect();
        let terms = |coalition: usize| members(coalition).map(|player| (shares[player], 1.0)).collect::<Vec<_>>();
        for coalition in known.iter().copied() {
            program.add_constraint(terms(coalition), ComparisonOp::Ge, least(coalition) / scale);
        }
        program.add_constraint(terms(game.all()), ComparisonOp::Ge, all.low / scale);
        program.add_constraint(terms(game.all()), ComparisonOp::Le, all.high / scale);
        let solved = program.solve().map_err(|_| failed())?;
        let solution = solved.solution().ok_or_else(failed)?;
        let division: Vec<f64> = shares.iter().map(|share| solution.var_value(*share) * scale).collect();
        let lacks = |coalition: &usize| least(*coalition) - Game::sum(&division, *coalition);
        let worst =
            game.proper().filter(|coalition| !known.contains(coalition)).max_by(|a, b| lacks(a).total_cmp(&lacks(b)));
        match worst.filter(|worst| lacks(worst) > game.tolerance()) {
            Some(worst) => known.push(worst),
            None => return Ok(solution.objective() * scale),
        }
    }
}
