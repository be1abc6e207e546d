//! The tables of `timeline`.

use crate::layout::table::Kind::{Number, Text, Whole};
use crate::layout::table::{Cell, Table};
use crate::model::Rung;
use crate::questions::timeline::Timeline;

/// The tables of some timelines.
#[must_use]
pub fn timeline_tables(list: &[Timeline]) -> Vec<Table> {
    let mut ladder = Table::new(
        "timeline_ladder",
        "one rung of the dependence ladder of all that stands ready in one year",
        &[
            ("year", Whole, "year"),
            ("rung", Text, "rung of the ladder"),
            ("share", Number, "domestic share, counting only what the rung before left; in US baselines"),
        ],
    );
    // It is the same whoever denies.
    for at in list.first().into_iter().flat_map(|line| &line.years) {
        let row = |rung: Rung| vec![at.year.into(), rung.word().into(), at.rungs[rung as usize].into()];
        ladder.rows.extend(Rung::ALL.map(row));
    }
    let mut table = Table::new(
        "timeline",
        "what would be lost of one capability, or of all, if support were denied from one year on",
        &[
            ("by", Text, "who denies"),
            ("what", Text, "what is denied"),
            ("capability", Text, "id of the capability; nothing: all, counted in baselines"),
            ("year", Whole, "first year of the denial"),
            ("lost", Number, "share of what is usable that is lost in the end"),
            ("below", Number, "share below which a denial is borne"),
            ("independent_from", Whole, "first year from which on less is lost; nothing: none of the horizon"),
        ],
    );
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
