//! What a rule gives to each player.

use crate::{Game, Interval};

/// A division of what all save together.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// What each player gets of what the plan at hand reaches; they sum to that. Between the limits lies what the same rule gives it of the
    /// exact values.
    pub shares: Vec<Interval>,
}

impl Division {
    /// Shares of what the plan reaches, each within limits.
    pub(crate) fn new(points: Vec<f64>, limits: &[(f64, f64)]) -> Self {
        let share =
            |(value, (low, high)): (f64, &(f64, f64))| Interval { low: low.min(value), value, high: high.max(value) };
        Self { shares: points.into_iter().zip(limits).map(share).collect() }
    }

    /// What each player gets of what the plan reaches.
    #[must_use]
    pub fn points(&self) -> Vec<f64> {
        self.shares.iter().map(|share| share.value).collect()
    }

    /// Limits that every player's share keeps under any rule that gives nobody more than it can add to some coalition and nobody less than it
    /// adds to every one, made narrower by them.
    pub(crate) fn reasonable(game: &Game, limits: &mut [(f64, f64)]) {
        for (player, (low, high)) in limits.iter_mut().enumerate() {
            let added = || game.without(player).map(|coalition| game.added(player, coalition));
            *low = low.max(added().map(|added| added.low).fold(f64::INFINITY, f64::min));
            *high = high.min(added().map(|added| added.high).fold(f64::NEG_INFINITY, f64::max));
        }
    }
}
