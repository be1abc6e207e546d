//! The tables of `alternatives`.

use crate::layout::table::Kind::{Number, Text};
use crate::layout::table::Table;
use crate::questions::alternatives::{Alternatives, Ordered};

/// What nearly as good plans share.
#[must_use]
pub fn alternatives_tables(alternatives: &Alternatives) -> Vec<Table> {
    let mut table = Table::new(
        "alternatives",
        "what plans that are nearly as good order of one offer",
        &[
            ("offer", Text, "id of the offer"),
            ("ordered", Text, "must: by every plan; may: by some; never: by none"),
            ("here", Number, "units that the plan at hand orders"),
            ("least", Number, "the least that a plan orders; empty: not worked out"),
            ("most", Number, "the most that a plan orders; empty: not worked out"),
        ],
    );
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
