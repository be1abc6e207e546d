//! A table as CSV.

use std::io::{self, Write};

use crate::layout::table::{Cell, Table};

/// Writes a table with its headings.
pub(crate) fn write(table: &Table, to: impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    for row in &table.rows {
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

/// The table as CSV text.
///
/// # Errors
/// A text that is no UTF-8, which no table of ours holds.
pub fn csv_text(table: &Table) -> io::Result<String> {
    let mut bytes = Vec::new();
    write(table, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}
