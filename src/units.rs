//! Quantities with a unit, so that money is never added to units. Dense tables by year, and everything at the solver's
//! door, hold bare numbers; the doc comment of each names its unit.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// The unit of money, in millions, wherever no model is at hand to say which money it is.
pub const MONEY: &str = "MEUR";

/// The unit of a money with the year of its prices: `MEUR` of `MEUR 2025`.
#[must_use]
pub fn money_unit(money: &str) -> &str {
    money.split(' ').next().unwrap_or_default()
}

/// Digits that count: what is computed in floating point has no more.
const DIGITS: usize = 11;
/// What is smaller than this, relative to the largest of its kind, is nothing.
const DUST: f64 = 1e-12;
/// Digits of a number that people state. A solver that means 424.375 may leave 424.37499999.
const STATED: usize = 6;
/// What is as near to such a number, relative to it, is that number: far below what an audit lets pass.
const MEANT: f64 = 5e-10;

/// A number without the digits that rounding left in it; 0 where it is no larger than dust.
#[must_use]
pub fn neat(x: f64, dust: f64) -> f64 {
    let rounded = |digits: usize| format!("{x:.*e}", digits - 1).parse().unwrap_or(x);
    if x.abs() <= dust {
        return 0.0;
    }
    let stated = rounded(STATED);
    if (stated - x).abs() <= MEANT * x.abs() { stated } else { rounded(DIGITS) }
}

/// The same for numbers of one kind, of which the largest says what dust is.
pub fn neat_all<'a>(numbers: impl Iterator<Item = &'a mut f64>) {
    let mut numbers: Vec<&mut f64> = numbers.collect();
    let largest = numbers.iter().fold(0.0_f64, |most, number| most.max(number.abs()));
    for number in &mut numbers {
        **number = neat(**number, DUST * largest);
    }
}

/// The largest power of two that is no more than a positive number, by its exponent.
#[must_use]
pub fn exponent(number: f64) -> i32 {
    let bits = i32::try_from((number.to_bits() >> 52) & 0x7ff).unwrap_or(0);
    bits - 1023
}

/// Two to a power, within what doubles carry.
#[must_use]
pub fn power_of_two(power: i32) -> f64 {
    2.0_f64.powi(power.clamp(-1000, 1000))
}

/// The power of two next to a positive number, by its logarithm.
#[must_use]
pub fn nearest_power_of_two(number: f64) -> f64 {
    if number.is_normal() && number > 0.0 { power_of_two(exponent(number * std::f64::consts::SQRT_2)) } else { 1.0 }
}

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl $name {
            /// None of it.
            pub const ZERO: Self = Self(0.0);
            /// The larger of two.
            #[must_use]
            pub const fn max(self, other: Self) -> Self { Self(self.0.max(other.0)) }
            /// The smaller of two.
            #[must_use]
            pub const fn min(self, other: Self) -> Self { Self(self.0.min(other.0)) }
            /// Without its sign.
            #[must_use]
            pub const fn abs(self) -> Self { Self(self.0.abs()) }
            /// Whether it is a number, and not one of the infinities.
            #[must_use]
            pub const fn is_finite(self) -> bool { self.0.is_finite() }
        }
        impl Add for $name { type Output = Self; fn add(self, o: Self) -> Self { Self(self.0 + o.0) } }
        impl Sub for $name { type Output = Self; fn sub(self, o: Self) -> Self { Self(self.0 - o.0) } }
        impl Neg for $name { type Output = Self; fn neg(self) -> Self { Self(-self.0) } }
        impl AddAssign for $name { fn add_assign(&mut self, o: Self) { self.0 += o.0; } }
        impl SubAssign for $name { fn sub_assign(&mut self, o: Self) { self.0 -= o.0; } }
        impl Mul<f64> for $name { type Output = Self; fn mul(self, k: f64) -> Self { Self(self.0 * k) } }
        impl Mul<Share> for $name { type Output = Self; fn mul(self, s: Share) -> Self { Self(self.0 * s.0) } }
        impl Div<f64> for $name { type Output = Self; fn div(self, k: f64) -> Self { Self(self.0 / k) } }
        impl Div for $name { type Output = f64; fn div(self, o: Self) -> f64 { self.0 / o.0 } }
        impl Sum for $name { fn sum<I: Iterator<Item = Self>>(all: I) -> Self { Self(all.fold(0.0, |sum, x| sum + x.0)) } }
    };
}

unit!(
    /// Millions of the model's money at the model's price year (MEUR).
    Money
);
unit!(
    /// Units of an offer, a holding or a capability.
    Quantity
);
unit!(
    /// Millions of money a unit.
    Price
);

/// A part of a whole, 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Share(pub f64);

impl Share {
    /// Nothing of it.
    pub const NONE: Self = Self(0.0);
    /// All of it.
    pub const ALL: Self = Self(1.0);
    /// What is left.
    #[must_use]
    pub fn rest(self) -> Self {
        Self(1.0 - self.0)
    }
}

impl Mul for Share {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}
impl Add for Share {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sum for Share {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        // A sum of nothing is 0; the iterator's own starts at minus zero, and would print so.
        Self(all.fold(0.0, |sum, x| sum + x.0))
    }
}

impl Mul<Quantity> for Price {
    type Output = Money;
    fn mul(self, quantity: Quantity) -> Money {
        Money(self.0 * quantity.0)
    }
}
impl Mul<Price> for Quantity {
    type Output = Money;
    fn mul(self, price: Price) -> Money {
        price * self
    }
}

/// A calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Year(pub i32);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Length of a time in years; parts of a year count.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Years(pub f64);

impl Years {
    /// The whole years in it, and the part of a year beyond them.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "times are checked to lie between 0 and 100 years"
    )]
    pub fn split(self) -> (usize, f64) {
        let whole = (self.0 + 1e-9).floor();
        let part = self.0 - whole;
        (whole as usize, if part < 1e-9 { 0.0 } else { part })
    }

    /// The whole years that it takes, a part of a year counting as one.
    #[must_use]
    pub fn rounded_up(self) -> usize {
        let (whole, part) = self.split();
        if part > 0.0 { whole + 1 } else { whole }
    }
}

#[cfg(test)]
mod tests {
    use super::{exponent, nearest_power_of_two, neat, power_of_two};

    #[test]
    #[expect(clippy::float_cmp, reason = "these are the very numbers that are written")]
    fn digits_that_rounding_left_are_not_written() {
        for (found, written) in [
            (491.999_999_999_999_9, 492.0),
            (39.900_000_000_000_006, 39.9),
            (220.000_000_000_000_02, 220.0),
            (-2.799_843_634_903_5e-7, -2.799_843_634_9e-7),
            (3_912_345_678.0, 3_912_345_678.0),
            (13.284_205_486_369_022, 13.284_205_486),
            (424.374_999_99, 424.375),
            (9.999_999_999, 10.0),
            (15.999_999_995_3, 16.0),
            (424.374_999, 424.374_999),
            (5.7e-14, 0.0),
            (-5.7e-14, 0.0),
        ] {
            let is = neat(found, 1e-13);
            assert_eq!(is, written);
            assert!(is != 0.0 || is.is_sign_positive());
        }
    }

    #[test]
    fn powers_of_two_are_the_nearest() {
        for (number, nearest) in [(1.0, 1.0), (1.4, 1.0), (1.5, 2.0), (0.7, 0.5), (0.71, 1.0), (3.0, 4.0), (0.0, 1.0)] {
            assert!((nearest_power_of_two(number) - nearest).abs() < f64::EPSILON, "{number}");
        }
        for power in [-900, -40, 0, 13, 900] {
            assert_eq!(exponent(power_of_two(power)), power);
        }
    }
}
