//! A game: the value of every coalition, each known to within a proof.

use crate::{GameError, Interval};

/// The value of every coalition.
#[derive(Debug, Clone, PartialEq)]
pub struct Game {
    players: usize,
    /// By coalition; that of nobody is zero.
    values: Vec<Interval>,
    /// What is a rounding error at least, whatever the size of the values.
    rounding: f64,
}

/// The players of a coalition.
pub fn members(coalition: usize) -> impl Iterator<Item = usize> {
    (0..usize::BITS as usize).filter(move |player| coalition >> player & 1 == 1)
}

impl Game {
    /// Most players of a game whose values are all known.
    pub const MOST: usize = 16;

    /// A game, from the values by coalition; that of nobody counts as zero.
    ///
    /// # Errors
    /// There is not one value for each coalition, or one is not a finite number within its limits.
    pub fn new(players: usize, mut values: Vec<Interval>) -> Result<Self, GameError> {
        if players == 0 || players > Self::MOST || values.len() != 1 << players {
            return Err(GameError::Values { players, values: values.len(), most: Self::MOST });
        }
        values[0] = Interval::ZERO;
        let largest = values.iter().map(|value| value.value.abs()).fold(0.0, f64::max);
        if let Some(coalition) = values.iter().position(|value| !value.is_sound(1e-9 * largest)) {
            return Err(GameError::NoNumber(coalition));
        }
        Ok(Self { players, values, rounding: 0.0 })
    }

    /// A game whose values are known, by coalition.
    ///
    /// # Errors
    /// There is not one value for each coalition, or one is not finite.
    pub fn exact(players: usize, values: &[f64]) -> Result<Self, GameError> {
        Self::new(players, values.iter().copied().map(Interval::exact).collect())
    }

    /// The game whose values are differences of larger numbers, in which so much is a rounding error.
    #[must_use]
    pub fn with_rounding(self, rounding: f64) -> Self {
        Self { rounding, ..self }
    }

    /// How many players there are.
    #[must_use]
    pub const fn players(&self) -> usize {
        self.players
    }

    /// The coalition of all players.
    #[must_use]
    pub const fn all(&self) -> usize {
        (1 << self.players) - 1
    }

    /// The value of a coalition.
    #[must_use]
    pub fn value(&self, coalition: usize) -> Interval {
        self.values[coalition]
    }

    /// Every coalition but nobody and all.
    pub fn proper(&self) -> impl Iterator<Item = usize> + use<> {
        1..self.all()
    }

    /// The size of the largest value; 1 where all are zero.
    #[must_use]
    pub(crate) fn size(&self) -> f64 {
        let largest = self.values.iter().map(|value| value.low.abs().max(value.high.abs())).fold(0.0, f64::max);
        if largest > 0.0 { largest } else { 1.0 }
    }

    /// What is a rounding error.
    #[must_use]
    pub fn tolerance(&self) -> f64 {
        self.rounding.max(1e-7 * self.size())
    }

    /// Returns true if every value is known but for rounding.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        let tolerance = 1e-9 * self.size();
        self.values.iter().all(|value| value.width() <= tolerance)
    }

    /// One number for each coalition.
    #[must_use]
    pub fn numbers(&self, of: impl Fn(Interval) -> f64) -> Vec<f64> {
        self.values.iter().map(|value| of(*value)).collect()
    }

    /// What a player adds to a coalition of others.
    #[must_use]
    pub fn added(&self, player: usize, to: usize) -> Interval {
        self.values[to | 1 << player] - self.values[to]
    }

    /// The coalitions without a player.
    pub fn without(&self, player: usize) -> impl Iterator<Item = usize> + use<> {
        (0..=self.all()).filter(move |coalition| coalition >> player & 1 == 0)
    }

    /// The sum of a division over a coalition.
    #[must_use]
    pub fn sum(division: &[f64], coalition: usize) -> f64 {
        members(coalition).map(|player| division[player]).sum()
    }
}
