//! How the values of coalitions are related: whether more players are always worth more, and whom a coalition needs.

use crate::{Game, Interval};

/// What is told of a property of a game.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Found {
    /// The game has it, whatever the exact values are.
    Holds,
    /// Two coalitions break it, whatever the exact values are, by this much at least.
    Broken {
        /// The one coalition.
        one: usize,
        /// The other coalition.
        other: usize,
        /// By how much at least.
        by: f64,
    },
    /// The limits of the values do not tell.
    CannotBeTold,
}

/// Properties of a game.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Structure {
    /// Whether two coalitions without a common player are worth no more apart than together.
    pub superadditive: Found,
    /// Whether a player adds the more, the more others there are.
    pub convex: Found,
}

impl Structure {
    /// Looks at every pair of coalitions.
    #[must_use]
    pub fn of(game: &Game) -> Self {
        Self { superadditive: told(game, apart(game)), convex: told(game, larger(game)) }
    }

    /// The smallest coalition that surely reaches a value; of those of one size, the one that reaches most.
    #[must_use]
    pub fn smallest_reaching(game: &Game, value: f64) -> Option<usize> {
        let reaches = |coalition: &usize| game.value(*coalition).low >= value - game.tolerance();
        let by = |one: &usize, other: &usize| {
            let order = one.count_ones().cmp(&other.count_ones());
            order.then(game.value(*other).value.total_cmp(&game.value(*one).value))
        };
        (1..=game.all()).filter(reaches).min_by(by)
    }

    /// The players without whom no coalition can reach a value.
    #[must_use]
    pub fn pivotal(game: &Game, value: f64) -> Vec<usize> {
        let can = |player: usize| {
            game.without(player).any(|coalition| game.value(coalition).high >= value - game.tolerance())
        };
        (0..game.players()).filter(|player| !can(*player)).collect()
    }
}

/// How much each pair has to spare, with the pair. Below zero, the property is broken.
type Spare = (Interval, usize, usize);

fn told(game: &Game, spares: impl Iterator<Item = Spare>) -> Found {
    let tolerance = game.tolerance();
    let (mut worst, mut holds): (Option<Spare>, bool) = (None, true);
    for (spare, one, other) in spares {
        holds &= spare.low >= -tolerance;
        if spare.high < worst.map_or(-tolerance, |(worst, ..)| worst.high) {
            worst = Some((spare, one, other));
        }
    }
    match worst {
        Some((spare, one, other)) => Found::Broken { one, other, by: -spare.high },
        None if holds => Found::Holds,
        None => Found::CannotBeTold,
    }
}

/// v(S and T) − v(S) − v(T) of coalitions without a common player.
fn apart(game: &Game) -> impl Iterator<Item = Spare> + '_ {
    (1..=game.all()).flat_map(move |one| {
        let rest = game.all() & !one;
        // Each pair once: the one with the smaller number first.
        let subsets = std::iter::successors(Some(rest), move |subset| (*subset > 0).then(|| (subset - 1) & rest));
        let others = subsets.filter(move |other| *other > one);
        others.map(move |other| (game.value(one | other) - game.value(one) - game.value(other), one, other))
    })
}

/// v(S and i and j) + v(S) − v(S and i) − v(S and j); the pair told is the two coalitions that overlap in S.
fn larger(game: &Game) -> impl Iterator<Item = Spare> + '_ {
    let pairs = (0..game.players()).flat_map(move |i| (i + 1..game.players()).map(move |j| (1 << i, 1 << j)));
    pairs.flat_map(move |(i, j): (usize, usize)| {
        let bases = (0..=game.all()).filter(move |base| base & (i | j) == 0);
        bases.map(move |base| {
            let spare = game.value(base | i | j) + game.value(base) - game.value(base | i) - game.value(base | j);
            (spare, base | i, base | j)
        })
    })
}
