//! The tables of what is scarce, of what nearly as good plans share, and of what moves a plan.

use crate::report::table::Kind::{Number, Text};
use crate::report::table::{Cell, Table};
use crate::study::{Alternatives, OneSide, Ordered, Scarcity, Sensitivity};

/// What is scarce.
#[must_use]
pub fn scarcity_tables(scarcity: &Scarcity) -> Vec<Table> {
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
