//! The tables of `explain`.

use crate::layout::table::Kind::{Number, Text};
use crate::layout::table::{Cell, Table};
use crate::questions::explain::{OneSide, Scarcity};

/// What is scarce.
#[must_use]
pub fn explain_tables(scarcity: &Scarcity) -> Vec<Table> {
    let mut table = Table::new(
        "scarce",
        "what moving one limit in one direction changes one goal by",
        &[
            ("goal", Text, "the goal in words"),
            ("limit", Text, "the limit in words"),
            ("family", Text, "family of the limit"),
            ("years", Text, "years in which it binds, with blanks between"),
            ("unit", Text, "unit of the limit"),
            ("stands_at", Number, "the limit, added up over these years"),
            ("direction", Text, "more or less of it, in each of these years"),
            ("change", Number, "change of the goal, in its unit, for one unit; empty: no plan"),
            ("until", Number, "how many units that holds for"),
            ("ends", Text, "yes: the rate changes there; no: nothing further was looked at"),
        ],
    );
    for limit in &scarcity.limits {
        let years: Vec<String> = limit.years.iter().map(ToString::to_string).collect();
        for (direction, side) in [("more", &limit.more), ("less", &limit.less)] {
            let OneSide { change, until, ends } = side;
            table.rows.push(vec![
                scarcity.goal.as_str().into(),
                limit.limit.as_str().into(),
                limit.family.into(),
                text(&years.join(" ")),
                text(&limit.unit),
                limit.stands_at.into(),
                direction.into(),
                (*change).into(),
                (*until).into(),
                (if *ends { "yes" } else { "no" }).into(),
            ]);
        }
    }
    vec![table]
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Nothing } else { text.into() }
}
