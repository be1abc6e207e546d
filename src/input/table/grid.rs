//! A text to rows of cells, each with its place. Fields are cut by csv-core, which says how many bytes each took.

use csv_core::{ReadFieldResult, ReaderBuilder};

use crate::schema::Position;

/// Most cells of a table. Those of all armies of the world are far fewer.
const MOST_CELLS: usize = 2_000_000;

/// A cell.
#[derive(Debug, Clone)]
pub(super) struct GridCell {
    /// What it holds, without the blanks around it.
    pub text: String,
    /// Where it stands.
    pub at: Position,
    /// Whether it is written in quotes.
    pub quoted: bool,
    /// Whether it comes from a workbook, where only texts are.
    pub typed: bool,
}

/// A row that holds anything.
pub(super) type GridRow = Vec<GridCell>;

/// Why a text is no table.
#[derive(Debug)]
pub(super) struct Broken {
    /// Where.
    pub at: Position,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub remedy: &'static str,
}

/// The rows of a text that hold anything, at most so many of them.
pub(super) fn rows(text: &str, file: u32, separator: u8, most: usize) -> Result<Vec<GridRow>, Broken> {
    let bytes = text.as_bytes();
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let mut field = vec![0; 256];
    let (mut at_byte, mut place) = (0, Counted { line: 1, column: 1, after_return: false });
    let (mut all, mut row, mut cells) = (Vec::new(), Vec::new(), 0);
    loop {
        let (start, mut written) = (at_byte, 0);
        let record_end = loop {
            let (result, read, wrote) = reader.read_field(&bytes[at_byte..], &mut field[written..]);
            at_byte += read;
            written += wrote;
            match result {
                ReadFieldResult::OutputFull => field.resize(2 * field.len(), 0),
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::Field { record_end } => break record_end,
                ReadFieldResult::End => return Ok(all),
            }
        };
        let mut raw = &text[start..at_byte];
        if row.is_empty() {
            // Empty lines and the rest of a line break come with the first field after them.
            let rest = raw.trim_start_matches(['\r', '\n']);
            place.pass(&raw[..raw.len() - rest.len()]);
            raw = rest;
        }
        let own = raw.strip_suffix(if record_end { ['\r', '\n'].as_slice() } else { std::slice::from_ref(&'\0') });
        let own = own.unwrap_or_else(|| if record_end { raw } else { &raw[..raw.len().saturating_sub(1)] });
        let length = u32::try_from(own.trim().chars().count()).unwrap_or(1).max(1);
        let before = u32::try_from(own.chars().take_while(|c| c.is_whitespace()).count()).unwrap_or(0);
        let before = if own.trim().is_empty() { 0 } else { before };
        let at = Position { file, line: place.line, column: place.column + before, length };
        let quoted = check_quotes(own, at)?;
        let text = String::from_utf8_lossy(&field[..written]).trim_matches(is_blank).to_owned();
        row.push(GridCell { text, at, quoted, typed: false });
        cells += 1;
        if cells > MOST_CELLS {
            let what = format!("this table has more than {MOST_CELLS} cells");
            return Err(Broken { at, what, remedy: "leave out the rows and columns that the model does not use" });
        }
        place.pass(raw);
        if record_end {
            let row = std::mem::take(&mut row);
            if row.iter().any(|cell: &GridCell| !cell.text.is_empty()) {
                all.push(row);
            }
            if all.len() >= most {
                return Ok(all);
            }
        }
    }
}

/// What stands around the text of a cell and is not seen: blanks, and marks that spreadsheets and pages leave.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// Whether a field is written in quotes; an error where they do not end, or where something stands beside them.
fn check_quotes(own: &str, at: Position) -> Result<bool, Broken> {
    let Some(inner) = own.trim_start().strip_prefix('"') else { return Ok(false) };
    let broken = |what: &str, remedy| Err(Broken { at: Position { length: 1, ..at }, what: what.to_owned(), remedy });
    if !own.starts_with('"') {
        return broken(
            "a blank stands before this quotation mark, which therefore does not hold the cell together",
            "take the blank out",
        );
    }
    let mut rest = inner;
    while let Some(mark) = rest.find('"') {
        let after = &rest[mark + 1..];
        match after.strip_prefix('"') {
            Some(further) => rest = further,
            None if after.trim().is_empty() => return Ok(true),
            None => {
                return broken(
                    "this quotation mark opens a cell, and the one that ends it stands before further text",
                    "close the quotation mark before the separator, and write one inside a cell twice",
                );
            }
        }
    }
    broken("this quotation mark is never closed", "close it at the end of the cell, or take it out")
}

/// Line and column after the text that was passed.
struct Counted {
    line: u32,
    column: u32,
    after_return: bool,
}

impl Counted {
    fn pass(&mut self, text: &str) {
        for c in text.chars() {
            // A return and a line feed are one line break; a return alone is one, too.
            if c == '\r' || (c == '\n' && !self.after_return) {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else if c != '\n' {
                self.column = self.column.saturating_add(1);
            }
            self.after_return = c == '\r';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn cells_know_their_places() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["id,name", "", "DEU, \"x", "FRA,é,9"].join(end).replace(" \"x", "\"a\nb\",");
            let all = rows(&text, 0, b',', 9).unwrap();
            let places: Vec<(u32, u32)> = all.iter().flatten().map(|cell| (cell.at.line, cell.at.column)).collect();
            let expected = [(1, 1), (1, 4), (3, 1), (3, 5), (4, 4), (5, 1), (5, 5), (5, 7)];
            assert_eq!(places, expected, "{end:?}");
            assert_eq!(all[1][1].text, "a\nb");
        }
    }

    #[test]
    fn quotation_marks_that_do_not_close_are_no_table() {
        for (text, place) in
            [("id,a\nDEU,\"x\nFRA,y\n", (2, 5)), ("id,a\nDEU,\"x\nFRA,\"y\"\n", (2, 5)), ("id,a\nDEU, \"x\"\n", (2, 6))]
        {
            let broken = rows(text, 0, b',', 9).unwrap_err();
            assert_eq!((broken.at.line, broken.at.column), place, "{text}");
        }
        assert_eq!(rows("id,a\nDEU,5\" gun\n", 0, b',', 9).unwrap()[1][1].text, "5\" gun");
        assert_eq!(rows("id,a\nDEU,\"5\"\" gun\"\n", 0, b',', 9).unwrap()[1][1].text, "5\" gun");
    }
}
