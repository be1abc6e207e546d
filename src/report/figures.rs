//! The figures of a model with what is known about each.

use crate::layout::table::{Cell, Table};
use crate::model::Model;
use crate::report::shapes;

/// Every figure of a model, by name.
#[must_use]
pub fn figure_table(model: &Model) -> Table {
    let mut table = Table::of(&shapes::FIGURES);
    for figure in &model.figures {
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
