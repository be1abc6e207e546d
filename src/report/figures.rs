//! The figures of a model with what is known about each.

use crate::layout::table::Kind::{Number, Text, Whole};
use crate::layout::table::{Cell, Table};
use crate::model::FigureRecord;

/// Figures of a model, in the order given.
#[must_use]
pub fn figure_table<'a>(figures: impl IntoIterator<Item = &'a FigureRecord>) -> Table {
    let mut table = Table::new(
        "figures",
        "one figure of the documents",
        &[
            ("figure", Text, "what it is"),
            ("value", Number, "value in the model's unit; of a series, that of the first year"),
            ("written", Text, "value as written"),
            ("unit", Text, "unit"),
            ("year", Whole, "year that it speaks of"),
            ("low", Number, "low end of its honest range"),
            ("high", Number, "high end of its honest range"),
            ("confidence", Text, "cited, derived, partly_cited, unverified or assumption"),
            ("source", Text, "where it comes from"),
            ("stands_in", Text, "file and line"),
        ],
    );
    for figure in figures {
        table.rows.push(vec![
            figure.figure.as_str().into(),
            figure.value.into(),
            figure.written.as_str().into(),
            figure.unit.as_str().into(),
            figure.year.map_or(Cell::Nothing, Cell::from),
            figure.low.into(),
            figure.high.into(),
            figure.confidence.into(),
            figure.source.as_str().into(),
            figure.stands_in.as_str().into(),
        ]);
    }
    table
}
