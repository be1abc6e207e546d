//! A value that is known to within a proof.

use std::iter::Sum;
use std::ops::{Add, Sub};

/// What a plan reaches, and between which limits the exact value lies.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interval {
    /// The exact value is no less.
    pub low: f64,
    /// What the plan at hand reaches.
    pub value: f64,
    /// The exact value is no more.
    pub high: f64,
}

impl Interval {
    /// Zero, exactly.
    pub const ZERO: Self = Self::exact(0.0);

    /// A value that is known.
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self { low: value, value, high: value }
    }

    /// How far apart the limits are.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// Returns true if a number lies between the limits, but for a tolerance.
    #[must_use]
    pub fn holds(self, number: f64, tolerance: f64) -> bool {
        self.low - tolerance <= number && number <= self.high + tolerance
    }

    /// A multiple, with limits in their order.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let (one, other) = (self.low * factor, self.high * factor);
        Self { low: one.min(other), value: self.value * factor, high: one.max(other) }
    }

    /// Returns true if all three are finite and in their order, but for a tolerance.
    #[must_use]
    pub fn is_sound(self, tolerance: f64) -> bool {
        self.low.is_finite() && self.high.is_finite() && self.value.is_finite() && self.holds(self.value, tolerance)
    }
}

impl Add for Interval {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { low: self.low + other.low, value: self.value + other.value, high: self.high + other.high }
    }
}

impl Sub for Interval {
    type Output = Self;

    /// The two are not known to be wrong in the same way, so that the limits of the one meet the opposite limits of the other.
    fn sub(self, other: Self) -> Self {
        Self { low: self.low - other.high, value: self.value - other.value, high: self.high - other.low }
    }
}

impl Sum for Interval {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}
