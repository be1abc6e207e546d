//! The tables of `timeline`.

use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{Plain, Share, Year};
use crate::layout::table::{Cell, Column, Table, TableShape};
use crate::model::Rung;
use crate::questions::timeline::Timeline;

/// The table `timeline_ladder`.
const TIMELINE_LADDER: TableShape = TableShape {
    name: "timeline_ladder",
    a_row_is: "one rung of the dependence ladder of all that stands ready in one year",
    columns: &[
        Column::new("year", Whole, Year, "year"),
        Column::new("rung", Text, Plain, "rung of the ladder"),
        Column::new(
            "share",
            Number,
            Share,
            "domestic share, counting only what the rung before left; in US baselines; nothing without one",
        ),
    ],
};

/// The table `timeline`.
const TIMELINE: TableShape = TableShape {
    name: "timeline",
    a_row_is: "what would be lost of one capability, or of all, if support were denied from one year on",
    columns: &[
        Column::new("by", Text, Plain, "who denies"),
        Column::new("what", Text, Plain, "what is denied"),
        Column::new("capability", Text, Plain, "id of the capability; nothing: all, counted in baselines"),
        Column::new("year", Whole, Year, "first year of the denial"),
        Column::new(
            "lost",
            Number,
            Share,
            "share of what is usable and needed that is lost in the end; of all, nothing in years in which no capability has a baseline",
        ),
        Column::new("below", Number, Share, "share below which a denial is borne"),
        Column::new(
            "independent_from",
            Whole,
            Year,
            "first year from which on less is lost; nothing: none of the horizon",
        ),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&TIMELINE_LADDER, &TIMELINE];

/// The tables of some timelines.
#[must_use]
pub fn timeline_tables(list: &[Timeline]) -> Vec<Table> {
    let mut ladder = Table::of(&TIMELINE_LADDER);
    // It is the same whoever denies.
    for at in list.first().into_iter().flat_map(|line| &line.years) {
        let row =
            |rung: Rung| vec![at.year.into(), rung.word().into(), at.rungs.map(|rungs| rungs[rung as usize]).into()];
        ladder.rows.extend(Rung::ALL.map(row));
    }
    let mut table = Table::of(&TIMELINE);
    for line in list {
        let year = |from: Option<i32>| from.map_or(Cell::Nothing, Cell::from);
        let who = line.by.join(", ");
        let head = |capability: Cell| vec![who.as_str().into(), line.what.as_str().into(), capability];
        for at in &line.years {
            let mut row = head(Cell::Nothing);
            row.extend([at.year.into(), at.lost.into(), line.below.into(), year(line.independent_from)]);
            table.rows.push(row);
        }
        for capability in &line.capabilities {
            for (at, lost) in line.years.iter().zip(&capability.lost) {
                let mut row = head(capability.capability.as_str().into());
                row.extend([at.year.into(), (*lost).into(), line.below.into(), year(capability.independent_from)]);
                table.rows.push(row);
            }
        }
    }
    vec![table, ladder]
}
