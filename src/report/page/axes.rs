//! Axes and words for values of goals.

use crate::layout::number::{fine_percent, money, short};
use crate::layout::sheet::Holds;
use crate::layout::units::is_money;
use crate::report::page::told::name;

/// By what values of a goal are multiplied for an axis, and the unit there: shares in percent, money as large as it is.
pub(super) fn axis_of(unit: &str, largest: f64, coin: &str) -> (f64, String) {
    match unit {
        "" => (100.0, "%".to_owned()),
        unit if is_money(unit) && largest >= 1000.0 => (0.001, format!("bn {coin}")),
        unit if is_money(unit) => (1.0, format!("m {coin}")),
        other => (1.0, other.to_owned()),
    }
}

pub(super) fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.map(f64::abs).fold(0.0, f64::max)
}

/// What a goal measures, without which way it is wanted.
pub(super) fn measured(goal: &str) -> String {
    let goal = goal.strip_prefix("minimise ").or_else(|| goal.strip_prefix("maximise ")).unwrap_or(goal);
    name(goal)
}

pub(super) fn in_words(value: f64, unit: &str) -> String {
    match unit {
        "" => fine_percent(value),
        unit if is_money(unit) => money(value),
        _ => format!("{} {unit}", short(value)),
    }
}

pub(super) fn holds(unit: &str) -> Holds {
    match unit {
        "" => Holds::Share,
        unit if is_money(unit) => Holds::Money,
        _ => Holds::Number,
    }
}
