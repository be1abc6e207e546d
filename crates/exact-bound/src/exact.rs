//! Exact sums and products of floating-point numbers, which are dyadic rationals.

use std::cmp::Ordering;
use std::ops::{AddAssign, Mul};

use dashu_float::FBig;
use dashu_float::round::mode::Zero as TowardsZero;

/// A sum of products of floating-point numbers, without any rounding.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub struct Exact(FBig<TowardsZero, 2>);

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self(FBig::ZERO);

    /// A floating-point number as it is; `None` for an infinite one and for what is not a number.
    #[must_use]
    pub fn of(value: f64) -> Option<Self> {
        let exact = FBig::try_from(value).ok().filter(|_| value.is_finite())?;
        // A precision of 0 is none: nothing is rounded from here on.
        Some(Self(exact.with_precision(0).value()))
    }

    /// The largest floating-point number that is not above it.
    #[must_use]
    pub fn rounded_down(&self) -> f64 {
        let near = self.0.to_f64().value();
        match Self::of(near) {
            Some(there) if there <= *self => {
                // Rounded towards zero or to nearest, the next one up may be nearer still.
                let next = near.next_up();
                if Self::of(next).is_some_and(|next| next <= *self) { next } else { near }
            }
            Some(_) => near.next_down(),
            // Beyond what floating-point numbers hold.
            None if near > 0.0 => f64::MAX,
            None => f64::NEG_INFINITY,
        }
    }

    /// The smallest floating-point number that is not below it.
    #[must_use]
    pub fn rounded_up(&self) -> f64 {
        -self.negative().rounded_down()
    }

    /// Whether it is above zero, below it, or zero.
    #[must_use]
    pub fn sign(&self) -> Ordering {
        self.partial_cmp(&Self::ZERO).unwrap_or(Ordering::Equal)
    }

    /// The same with the other sign.
    #[must_use]
    pub fn negative(&self) -> Self {
        Self(-self.0.clone())
    }

    /// Subtracts another number.
    pub fn take(&mut self, other: &Self) {
        self.0 -= &other.0;
    }
}

impl AddAssign<&Self> for Exact {
    fn add_assign(&mut self, other: &Self) {
        self.0 += &other.0;
    }
}

impl Mul for &Exact {
    type Output = Exact;

    fn mul(self, other: Self) -> Exact {
        Exact(&self.0 * &other.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::Exact;

    fn exact(value: f64) -> Exact {
        Exact::of(value).unwrap_or(Exact::ZERO)
    }

    #[test]
    fn nothing_is_rounded() {
        let mut sum = exact(1e300);
        sum += &exact(5e-324);
        sum.take(&exact(1e300));
        assert_eq!(sum, exact(5e-324));
        // (1 + 2⁻⁵²)² = 1 + 2⁻⁵¹ + 2⁻¹⁰⁴.
        let near = exact(1.0 + f64::EPSILON);
        let mut square = &near * &near;
        square.take(&exact(1.0));
        square.take(&exact(2.0 * f64::EPSILON));
        assert_eq!(square, exact(2.0_f64.powi(-104)));
        assert!(Exact::of(f64::NAN).is_none() && Exact::of(f64::INFINITY).is_none());
    }

    #[test]
    fn what_does_not_fit_is_rounded_to_its_side() {
        let large = exact(f64::MAX);
        let square = &large * &large;
        assert_eq!((square.rounded_down(), square.rounded_up()), (f64::MAX, f64::INFINITY));
        let small = exact(5e-324);
        let square = &small * &small;
        assert_eq!((square.rounded_down(), square.rounded_up()), (0.0, 5e-324));
        assert_eq!((square.negative().rounded_down(), square.negative().rounded_up()), (-5e-324, 0.0));
    }

    proptest! {
        #[test]
        fn rounding_keeps_its_side_and_is_tight(a in any::<f64>(), b in any::<f64>()) {
            let (Some(x), Some(y)) = (Exact::of(a), Exact::of(b)) else { return Ok(()) };
            prop_assert_eq!((x.rounded_down(), x.rounded_up()), (a, a));
            let mut sum = x;
            sum += &y;
            let (down, up) = (sum.rounded_down(), sum.rounded_up());
            prop_assert!(down <= up && (down == up || down.next_up() == up), "{} {}", down, up);
            prop_assert!(Exact::of(down).is_none_or(|down| down <= sum));
            prop_assert!(Exact::of(up).is_none_or(|up| up >= sum));
        }
    }
}
