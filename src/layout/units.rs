//! Values and changes in the unit of a goal, as people read them.

use crate::layout::number::{fine_percent, money, plain};

/// Whether a unit is millions of a currency: `MEUR`, `MSEK`.
pub(crate) fn is_money(unit: &str) -> bool {
    let code = unit.strip_prefix('M').unwrap_or_default();
    code.len() == 3 && code.chars().all(|letter| letter.is_ascii_uppercase())
}

/// A value in the unit of a goal.
pub(crate) fn in_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => fine_percent(value),
        unit if is_money(unit) => format!("{} {}", money(value), &unit[1..]),
        unit => format!("{} {unit}", plain(value)),
    }
}

/// A change in the unit of a goal, without its sign.
pub(crate) fn change(value: f64, unit: &str) -> String {
    match unit {
        "" => format!("{} points", precise(100.0 * value.abs())),
        unit => format!("{} {unit}", precise(value.abs())),
    }
}

/// Three digits that count: rates are compared.
pub(crate) fn precise(x: f64) -> String {
    if x >= 100.0 || x <= 0.0 {
        return plain(x);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the logarithm of a small number")]
    let places = (2.0 - x.log10().floor()).clamp(0.0, 7.0) as usize;
    format!("{x:.places$}")
}

/// The same in which money stays in millions, so that neighbours can be told apart.
pub(crate) fn plain_in_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => fine_percent(value),
        unit => format!("{} {unit}", plain(value)),
    }
}
