//! The tables of `alternatives`.

use crate::layout::table::ColumnKind::{Number, Text};
use crate::layout::table::ColumnUnit::{Plain, Units};
use crate::layout::table::{Column, Table, TableShape};
use crate::questions::alternatives::{Alternatives, Ordered};

/// The table `alternatives`.
const ALTERNATIVES: TableShape = TableShape {
    name: "alternatives",
    a_row_is: "what plans that are nearly as good order of one offer",
    columns: &[
        Column::new("offer", Text, Plain, "id of the offer"),
        Column::new("ordered", Text, Plain, "must: by every plan; may: by some; never: by none"),
        Column::new("here", Number, Units, "units that the plan at hand orders"),
        Column::new("least", Number, Units, "the least that a plan orders; empty: not worked out"),
        Column::new("most", Number, Units, "the most that a plan orders; empty: not worked out"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&ALTERNATIVES];

/// What nearly as good plans share.
#[must_use]
pub fn alternatives_tables(alternatives: &Alternatives) -> Vec<Table> {
    let mut table = Table::of(&ALTERNATIVES);
    for line in &alternatives.lines {
        let ordered = match line.ordered {
            Ordered::Must => "must",
            Ordered::May => "may",
            Ordered::Never => "never",
        };
        table.rows.push(vec![
            line.offer.as_str().into(),
            ordered.into(),
            line.here.into(),
            line.least.into(),
            line.most.into(),
        ]);
    }
    vec![table]
}
