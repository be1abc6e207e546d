//! Amounts and coalitions as people read them.

use crate::layout::number::{money, plain};
use crate::layout::units::is_money;
use crate::questions::coalition::data::Limits;

/// An amount in the unit of what is gained.
pub(super) fn amount(value: f64, unit: &str) -> String {
    match unit {
        "" => format!("{} points", plain(100.0 * value)),
        unit if is_money(unit) => money(value),
        unit => format!("{} {unit}", plain(value)),
    }
}

/// An amount with its sign.
pub(super) fn signed(value: f64, unit: &str) -> String {
    let shown = amount(value.abs(), unit);
    if shown == amount(0.0, unit) {
        return "0".to_owned();
    }
    format!("{}{shown}", if value < 0.0 { "−" } else { "+" })
}

/// A value, and between which limits the exact one lies where they can be told apart from it.
pub(super) fn within(limits: Limits, unit: &str) -> String {
    let [low, value, high] = [limits.low, limits.value, limits.high].map(|value| negative(value, unit));
    if low == value && high == value { value } else { format!("{value} ({low} to {high})") }
}

/// An amount with a minus sign where it is below zero.
fn negative(value: f64, unit: &str) -> String {
    let shown = amount(value.abs(), unit);
    if value < 0.0 && shown != amount(0.0, unit) { format!("−{shown}") } else { shown }
}

/// The players of a coalition.
pub(super) fn coalition(players: &[String]) -> String {
    if players.is_empty() { "nobody".to_owned() } else { players.join(", ") }
}
