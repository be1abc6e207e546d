//! A table as CSV.

use std::io::{self, Write};

use crate::layout::table::{Cell, Column, ColumnKind, Table, TableShape};

/// Writes a table with its headings.
pub(crate) fn write(table: &Table, to: impl Write) -> io::Result<()> {
    write_rows(table.columns.iter().map(|column| column.name), &table.rows, to)
}

/// Writes rows below headings.
fn write_rows<'a>(headings: impl Iterator<Item = &'a str>, rows: &[Vec<Cell>], to: impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(headings)?;
    for row in rows {
        writer.write_record(row.iter().map(text))?;
    }
    writer.flush()
}

/// A cell as spreadsheets read it: numbers plain, and no text that a spreadsheet would run as a formula.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => no_formula(text),
        Cell::Whole(x) => x.to_string(),
        Cell::Number(x) => x.to_string(),
        Cell::Nothing => String::new(),
    }
}

/// The text with an apostrophe before whatever would begin a formula. Where semicolons or tabs separate cells, one of ours may
/// be cut into several, and quotes inside a line keep none together: so what follows a separator counts as a beginning, too.
fn no_formula(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.chars() {
        if begins && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n') {
            safe.push('\'');
        }
        begins = matches!(c, ';' | '\t' | '\r' | '\n' | '|') || begins && (c.is_whitespace() || c == '"');
        safe.push(c);
    }
    safe
}

/// Reads a table of a shape from CSV text. Columns that the shape does not have are those of a later version, and left out.
///
/// # Errors
/// A column is missing, or a cell holds something else than its column; in words, with the line.
pub fn table_from_csv(shape: &TableShape, text: &str) -> Result<Table, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|error| error.to_string())?;
    let place = |column: &Column| {
        let place = headings.iter().position(|heading| heading == column.name);
        place.ok_or_else(|| format!("1: there is no column `{}`", column.name))
    };
    let places = shape.columns.iter().map(place).collect::<Result<Vec<usize>, String>>()?;
    let mut table = Table::of(shape);
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |(column, &place): (&Column, &usize)| {
            let text = record.get(place).unwrap_or_default();
            read_cell(column.kind, text)
                .ok_or_else(|| format!("{line}: `{}` is `{text}`, which is not a {}", column.name, column.kind.words()))
        };
        table.rows.push(shape.columns.iter().zip(&places).map(cell).collect::<Result<Vec<Cell>, String>>()?);
    }
    Ok(table)
}

fn read_cell(kind: ColumnKind, text: &str) -> Option<Cell> {
    match kind {
        _ if text.is_empty() => Some(Cell::Nothing),
        ColumnKind::Text => Some(text.into()),
        ColumnKind::Whole => text.parse().ok().map(Cell::Whole),
        ColumnKind::Number => text.parse().ok().map(Cell::Number),
    }
}

/// The table as CSV text.
///
/// # Errors
/// A text that is no UTF-8, which no table of ours holds.
pub fn csv_text(table: &Table) -> io::Result<String> {
    let mut bytes = Vec::new();
    write(table, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Rows below headings that people wrote, as CSV text.
///
/// # Errors
/// A row has more or fewer cells than there are headings.
pub(crate) fn csv_of_rows(headings: &[String], rows: &[Vec<Cell>]) -> io::Result<String> {
    let headings: Vec<String> = headings.iter().map(|heading| no_formula(heading)).collect();
    let mut bytes = Vec::new();
    write_rows(headings.iter().map(String::as_str), rows, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}
