//! The tables of `sensitivity`.

use crate::layout::table::Kind::{Number, Text};
use crate::layout::table::Table;
use crate::questions::sensitivity::Sensitivity;

/// What moves a plan.
#[must_use]
pub fn sensitivity_tables(sensitivity: &Sensitivity) -> Vec<Table> {
    let mut table = Table::new(
        "sensitivity",
        "what one goal comes to with less and with more of one figure",
        &[
            ("figure", Text, "name of the figure"),
            ("goal", Text, "the goal in words"),
            ("by", Number, "the share by which the figure is made smaller and larger"),
            ("as_it_is", Number, "the goal as it is, in its unit"),
            ("down", Number, "the goal with less; empty: no plan"),
            ("up", Number, "the goal with more; empty: no plan"),
            ("stays_from", Number, "factor from which on the plan stays; empty: not asked"),
            ("stays_to", Number, "factor up to which it stays; empty: beyond 2, or not asked"),
        ],
    );
    for line in &sensitivity.lines {
        table.rows.push(vec![
            line.figure.as_str().into(),
            sensitivity.goal.as_str().into(),
            sensitivity.by.into(),
            sensitivity.value.into(),
            line.down.into(),
            line.up.into(),
            line.stays.map(|range| range.from).into(),
            line.stays.and_then(|range| range.to).into(),
        ]);
    }
    vec![table]
}
