//! Differences of proven values as people read them: with what the proofs leave open, and as the same where they do not tell them apart.

use crate::layout::number::{money, plain, plus_minus, plus_minus_points, signed_money, signed_points};
use crate::layout::units::is_money;
use crate::measures::ProvenDifference;

/// Said where nothing is proven of a difference.
const NOT_PROVEN: &str = "not proven";

/// A difference of shares, as far as it is sure.
pub(super) fn in_points(by: ProvenDifference) -> String {
    told(by, &signed_points(by.value), &plus_minus_points(by.value, by.plus_minus))
}

/// A difference of money, as far as it is sure.
pub(super) fn in_money(by: ProvenDifference) -> String {
    told(by, &signed_money(by.value), &plus_minus(by.value, by.plus_minus, money))
}

/// A difference of two large amounts: where the proofs leave open more than it is, and that is more than a thousandth of the amounts, it
/// cannot be told.
pub(super) fn in_money_or_open(by: ProvenDifference, amount: f64) -> String {
    let known = in_money(by);
    match known.strip_prefix("same") {
        Some(open) if by.plus_minus > amount.abs() / 1000.0 => format!("cannot be told{open}"),
        _ => known,
    }
}

/// The part of a difference of money that carries all that is open of the whole.
pub(super) fn rest_in_money(by: ProvenDifference, whole: f64) -> String {
    if by.plus_minus < whole.abs() / 1000.0 && !by.is_sure() {
        let none = signed_money(0.0);
        return if signed_money(by.value) == none { none } else { in_money(by) };
    }
    in_money(by)
}

/// A difference in a unit, as far as it is sure; shares have none.
pub(super) fn in_unit(by: ProvenDifference, unit: &str) -> String {
    match unit {
        "" => in_points(by),
        unit if is_money(unit) => in_money(by),
        unit => {
            let sign = if by.value < 0.0 { "−" } else { "+" };
            let open = plus_minus(by.value, by.plus_minus, plain);
            told(by, &format!("{sign}{} {unit}", plain(by.value.abs())), &open)
        }
    }
}

fn told(by: ProvenDifference, value: &str, open: &str) -> String {
    match by {
        by if !by.plus_minus.is_finite() => NOT_PROVEN.to_owned(),
        by if by.is_sure() => format!("{value}{open}"),
        _ => format!("same{open}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{in_money, in_money_or_open, in_points, in_unit, rest_in_money};
    use crate::measures::ProvenDifference;

    const fn by(value: f64, plus_minus: f64) -> ProvenDifference {
        ProvenDifference { value, plus_minus }
    }

    #[test]
    fn what_is_not_proven_to_differ_is_the_same() {
        assert_eq!(in_money(by(6.27, 753.0)), "same ± 753 m");
        assert_eq!(in_money_or_open(by(6.27, 753.0), 9000.0), "cannot be told ± 753 m");
        assert_eq!(in_money_or_open(by(6.27, 7.53), 9000.0), "same ± 7.53 m");
        assert_eq!(in_money_or_open(by(6.27, 0.53), 9000.0), in_money(by(6.27, 0.53)));
        assert_eq!(rest_in_money(by(6.27, 753.0), 2200.0), "same ± 753 m");
        assert_eq!(rest_in_money(by(0.0, 0.1), 2200.0), "0");
        assert_eq!(rest_in_money(by(0.05, 0.1), 2200.0), "same ± 0.10 m");
        assert_eq!(rest_in_money(by(1.0, f64::INFINITY), 2200.0), "not proven");
        assert_eq!(in_money(by(-1500.0, 20.0)), "−1.5 bn ± 20.0 m");
        assert_eq!(in_points(by(0.01, 0.02)), "same ± 2.00 points");
        assert_eq!(in_unit(by(-3.0, 1.0), "US-equivalents"), "−3.00 US-equivalents ± 1.00");
        assert_eq!(in_unit(by(-3.0, 5.0), "US-equivalents"), "same ± 5.00");
    }
}
