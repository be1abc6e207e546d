//! The tables of `explain`.

use crate::layout::table::ColumnKind::{Number, Text};
use crate::layout::table::ColumnUnit::{InColumn, OfGoal, Plain};
use crate::layout::table::{Cell, Column, Table, TableShape};
use crate::questions::explain::{OneSide, RateBasis, Scarcity};

/// The table `scarce`.
const SCARCE: TableShape = TableShape {
    name: "scarce",
    a_row_is: "what moving one limit in one direction changes one goal by",
    columns: &[
        Column::new("goal", Text, Plain, "the goal in words"),
        Column::new("limit", Text, Plain, "the limit in words"),
        Column::new("family", Text, Plain, "family of the limit"),
        Column::new("years", Text, Plain, "years in which it binds, with blanks between"),
        Column::new("unit", Text, Plain, "unit of the limit"),
        Column::new("stands_at", Number, InColumn, "the limit, added up over these years"),
        Column::new("direction", Text, Plain, "more or less of it, in each of these years"),
        Column::new("change", Number, OfGoal, "change of the goal, in its unit, for one unit; empty: no plan"),
        Column::new("until", Number, InColumn, "how many units that holds for"),
        Column::new("ends", Text, Plain, "yes: the rate changes there; no: nothing further was looked at"),
        Column::new(
            "decided",
            Text,
            Plain,
            "plan: the integer decisions of the plan and what earlier goals reached are kept; anew: a solve of the changed model decides all",
        ),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&SCARCE];

/// What is scarce.
#[must_use]
pub fn explain_tables(scarcity: &Scarcity) -> Vec<Table> {
    let mut table = Table::of(&SCARCE);
    for limit in &scarcity.limits {
        let years: Vec<String> = limit.years.iter().map(ToString::to_string).collect();
        for (direction, side) in [("more", &limit.more), ("less", &limit.less)] {
            let OneSide { change, until, ends, by } = side;
            table.rows.push(vec![
                scarcity.goal.as_str().into(),
                limit.limit.as_str().into(),
                (&limit.family).into(),
                text(&years.join(" ")),
                text(&limit.unit),
                limit.stands_at.into(),
                direction.into(),
                (*change).into(),
                (*until).into(),
                (if *ends { "yes" } else { "no" }).into(),
                (if *by == RateBasis::Plan { "plan" } else { "anew" }).into(),
            ]);
        }
    }
    vec![table]
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Nothing } else { text.into() }
}
