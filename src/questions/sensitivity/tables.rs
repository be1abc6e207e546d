//! The tables of `sensitivity`.

use crate::layout::table::ColumnKind::{Number, Text};
use crate::layout::table::ColumnUnit::{Factor, OfGoal, Plain, Share};
use crate::layout::table::{Column, Table, TableShape};
use crate::questions::sensitivity::Sensitivity;

/// The table `sensitivity`.
const SENSITIVITY: TableShape = TableShape {
    name: "sensitivity",
    a_row_is: "what one goal comes to with less and with more of one figure",
    columns: &[
        Column::new("figure", Text, Plain, "name of the figure"),
        Column::new("goal", Text, Plain, "the goal in words"),
        Column::new("by", Number, Share, "the share by which the figure is made smaller and larger"),
        Column::new("as_it_is", Number, OfGoal, "the goal as it is, in its unit"),
        Column::new("down", Number, OfGoal, "the goal with less; empty: no plan"),
        Column::new("up", Number, OfGoal, "the goal with more; empty: no plan"),
        Column::new("stays_from", Number, Factor, "factor from which on the plan stays; empty: not asked"),
        Column::new("stays_to", Number, Factor, "factor up to which it stays; empty: beyond 2, or not asked"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&SENSITIVITY];

/// What moves a plan.
#[must_use]
pub fn sensitivity_tables(sensitivity: &Sensitivity) -> Vec<Table> {
    let mut table = Table::of(&SENSITIVITY);
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
