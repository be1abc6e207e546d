//! The tables of `ladder`.

use crate::layout::table::Kind::{Number, Text};
use crate::layout::table::Table;
use crate::model::Rung;
use crate::questions::ladder::Ladders;

/// The tables of a ladder.
#[must_use]
pub fn ladder_tables(ladders: &Ladders) -> Vec<Table> {
    let mut rungs = Table::new(
        "ladder",
        "one rung of the dependence ladder of one thing",
        &[
            ("of", Text, "`orders`, `held today`, `held` or `stock` (the last two in the last year)"),
            ("by", Text, "`all`, `capability`, `nation`, `producer` or `offer`"),
            ("id", Text, "code of it"),
            ("name", Text, "name of it"),
            ("rung", Text, "rung of the ladder"),
            ("value", Number, "MEUR of orders; of what is held, US baselines by weight"),
            ("share", Number, "domestic share, counting only what the rung before left"),
            ("share_alone", Number, "domestic share of this rung by itself"),
        ],
    );
    for line in &ladders.lines {
        for rung in Rung::ALL {
            rungs.rows.push(vec![
                line.of.into(),
                line.by.into(),
                line.code.as_str().into(),
                line.name.as_str().into(),
                rung.word().into(),
                line.value.into(),
                line.rungs[rung as usize].into(),
                line.alone[rung as usize].into(),
            ]);
        }
    }
    let mut falls = Table::new(
        "ladder_falls",
        "the largest loss of domestic value of one offer from one rung to the next",
        &[
            ("offer", Text, "id of the offer"),
            ("name", Text, "its name"),
            ("rung", Text, "rung on which it loses"),
            ("lost", Number, "MEUR of domestic value lost on it"),
            ("orders", Number, "MEUR of orders"),
            ("because", Text, "why"),
        ],
    );
    for fall in &ladders.falls {
        falls.rows.push(vec![
            fall.offer.as_str().into(),
            fall.name.as_str().into(),
            fall.rung.into(),
            fall.lost.into(),
            fall.value.into(),
            fall.why.as_str().into(),
        ]);
    }
    vec![rungs, falls]
}
