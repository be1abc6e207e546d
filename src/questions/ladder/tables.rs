//! The tables of `ladder`.

use crate::layout::table::ColumnKind::{Number, Text};
use crate::layout::table::ColumnUnit::{Money, Plain, Share, Stated};
use crate::layout::table::{Column, Table, TableShape};
use crate::model::Rung;
use crate::questions::ladder::Ladders;

/// The table `ladder`.
const LADDER: TableShape = TableShape {
    name: "ladder",
    a_row_is: "one rung of the dependence ladder of one thing",
    columns: &[
        Column::new("of", Text, Plain, "`orders`, `held today`, `held` or `stock` (the last two in the last year)"),
        Column::new("by", Text, Plain, "`all`, `capability`, `nation`, `producer` or `offer`"),
        Column::new("id", Text, Plain, "code of it"),
        Column::new("name", Text, Plain, "name of it"),
        Column::new("rung", Text, Plain, "rung of the ladder"),
        Column::new("value", Number, Stated, "money of orders; of what is held, US baselines by weight"),
        Column::new("share", Number, Share, "domestic share, counting only what the rung before left"),
        Column::new("share_alone", Number, Share, "domestic share of this rung by itself"),
    ],
};

/// The table `ladder_falls`.
const LADDER_FALLS: TableShape = TableShape {
    name: "ladder_falls",
    a_row_is: "the largest loss of domestic value of one offer from one rung to the next",
    columns: &[
        Column::new("offer", Text, Plain, "id of the offer"),
        Column::new("name", Text, Plain, "its name"),
        Column::new("rung", Text, Plain, "rung on which it loses"),
        Column::new("lost", Number, Money, "domestic value lost on it"),
        Column::new("orders", Number, Money, "value of orders"),
        Column::new("because", Text, Plain, "why"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&LADDER, &LADDER_FALLS];

/// The tables of a ladder.
#[must_use]
pub fn ladder_tables(ladders: &Ladders) -> Vec<Table> {
    let mut rungs = Table::of(&LADDER);
    for line in &ladders.lines {
        for rung in Rung::ALL {
            rungs.rows.push(vec![
                (&line.of).into(),
                (&line.by).into(),
                line.code.as_str().into(),
                line.name.as_str().into(),
                rung.word().into(),
                line.value.into(),
                line.rungs[rung as usize].into(),
                line.alone[rung as usize].into(),
            ]);
        }
    }
    let mut falls = Table::of(&LADDER_FALLS);
    for fall in &ladders.falls {
        falls.rows.push(vec![
            fall.offer.as_str().into(),
            fall.name.as_str().into(),
            (&fall.rung).into(),
            fall.lost.into(),
            fall.value.into(),
            fall.why.as_str().into(),
        ]);
    }
    vec![rungs, falls]
}
