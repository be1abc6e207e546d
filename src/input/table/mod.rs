//! A table, saved from a spreadsheet, to the tree that the same table would be in YAML.
//!
//! The column `id`, or else the first, holds the ids. A heading such as `budget.2026` is a path into the entry. An empty cell is a
//! value not given. A cell that starts with `{` or `[` is read as YAML; `{DEU, FRA}` stays a set of countries. How numbers and
//! cells are separated is read off the table; what has two readings is refused with both, and nothing is guessed.

mod aggregates;
mod cells;
mod columns;
mod dialect;
mod entries;
mod grid;
mod heading;
mod number;

use crate::input::countries::folded;
use crate::input::finding::Findings;
use crate::input::tree::{Node, Value};
use crate::schema::{Place, Position};
use dialect::{announced, decimal_sign, refuse_other_marks, separator};
use grid::{Broken, GridCell, GridRow};
use heading::HeadingTarget;

/// What is known of a table before it is read.
#[derive(Debug, Clone, Default)]
pub struct TableKind {
    /// What its entries are; `None` where nothing is known.
    pub entry: Option<Place>,
    /// Whether its ids are nations.
    pub nations: bool,
    /// Whether it comes from a workbook, where numbers are numbers and texts stand in quotes.
    pub typed: bool,
    /// Whether each row holds a key and its value, and all of them are one entry.
    pub keys: bool,
}

/// Tables whose ids are nations.
const OF_NATIONS: [&str; 8] =
    ["nations", "countries", "held", "targets", "used", "delivery_cost", "allocations", "provided_by"];

impl TableKind {
    /// The table that stands under a key, at a place of the document.
    #[must_use]
    pub fn of(key: &str, place: Option<&Place>) -> Self {
        Self { entry: place.and_then(Place::entry), nations: OF_NATIONS.contains(&key), typed: false, keys: false }
    }
}

/// What a file's name ends with that holds a table.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".csv", ".tsv"].iter().any(|ending| lower.ends_with(ending))
}

/// The tree of a text; what is no table becomes a finding.
pub fn parse(text: &str, file: u32, kind: &TableKind, findings: &mut Findings) -> Option<Node> {
    match table(text, file, kind, findings) {
        Ok(node) => node,
        Err(Broken { at, what, remedy }) => {
            findings.stop(at, what, remedy);
            None
        }
    }
}

/// The tree of a sheet whose rows are keys of one entry and their values.
pub fn parse_keys(text: &str, file: u32, entry: &Place, findings: &mut Findings) -> Option<Node> {
    let kind = TableKind { entry: Some(entry.clone()), nations: false, typed: true, keys: true };
    match parse(text, file, &kind, findings)?.value {
        Value::Map(entries) => entries.into_values().next(),
        _ => None,
    }
}

/// Whether a text in a cell of a workbook would be read as something else, or be told of.
#[must_use]
pub fn is_told_of(text: &str, number: bool) -> bool {
    cells::is_told_of(text, number)
}

/// Whether a number, alone or inside braces, has two readings in a cell.
#[must_use]
pub fn is_open(text: &str) -> bool {
    cells::is_open(text)
}

/// Rows of keys and values as headings and one row below them.
fn by_key(rows: Vec<GridRow>) -> Vec<GridRow> {
    let mut turned = [Vec::new(), Vec::new()];
    for (place, row) in rows.into_iter().enumerate() {
        let mut cells = row.into_iter();
        let Some(mut key) = cells.next() else { continue };
        let mut value = cells.next().unwrap_or_else(|| GridCell { text: String::new(), ..key.clone() });
        if place == 0 {
            "id".clone_into(&mut key.text);
            MODEL_ID.clone_into(&mut value.text);
        }
        turned[0].push(key);
        turned[1].push(value);
    }
    turned.into()
}

/// The id of the one entry that keys and values make.
const MODEL_ID: &str = "model";

fn table(text: &str, file: u32, kind: &TableKind, findings: &mut Findings) -> Result<Option<Node>, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let at = Position { file, line: 1, column: 1, length: 1 };
    let entry = kind.entry.as_ref();
    let said = announced(text).filter(|_| !kind.typed);
    let mark = match said {
        Some(mark) => mark,
        None if kind.typed => b',',
        None => separator(text, file, entry)?,
    };
    if !kind.typed {
        refuse_other_marks(text, file, mark, said.is_some(), entry)?;
    }
    let mut rows = grid::rows(text, file, mark, usize::MAX)?;
    rows.iter_mut().flatten().for_each(|cell| cell.typed = kind.typed);
    if said.is_some() {
        rows.remove(0);
    }
    let first = rows.first().and_then(|row| row.first()).map_or(at, |cell| cell.at);
    let empty = |what: &str| {
        Err(Broken { at: first, what: what.to_owned(), remedy: "write a row for each entry, or take the table out" })
    };
    if rows.is_empty() {
        return empty("this table is empty");
    }
    if kind.keys {
        rows = by_key(rows);
    }
    refuse_title(&rows, entry)?;
    if rows.len() == 1 {
        return empty("this table has headings and no rows");
    }
    refuse_ragged(&rows, mark, kind.typed)?;
    let Some(columns) = columns::of(&rows, kind, findings) else { return Ok(None) };
    let (headings, below) = (&rows[0], &rows[1..]);
    let settled = match decimal_sign(below, &columns, mark, kind.typed) {
        Ok(settled) => settled,
        Err((at, what, remedy)) => {
            findings.stop(at, what, remedy);
            return Ok(None);
        }
    };
    if let Some((at, what)) = settled.told {
        findings.warning(at, what, "nothing is to be done if this is meant");
    }
    let reader = entries::RowReader {
        typed: kind.typed,
        headings,
        columns: &columns,
        sign: settled.sign,
        settled: settled.shown,
        nations: kind.nations,
    };
    Ok(Some(Node { value: Value::Map(reader.entries(below, findings)), at }))
}

/// Refuses what stands above the headings.
fn refuse_title(rows: &[GridRow], entry: Option<&Place>) -> Result<(), Broken> {
    let filled = |row: &GridRow| row.iter().filter(|cell| !cell.text.is_empty()).count();
    let width = rows.iter().map(filled).max().unwrap_or_default();
    let headings = rows.iter().position(|row| filled(row) * 2 > width).unwrap_or_default();
    let (Some(first), Some(heading)) = (rows[0].iter().find(|cell| !cell.text.is_empty()), rows[headings].first())
    else {
        return Ok(());
    };
    let is_known = |cell: &GridCell| entry.is_some() && HeadingTarget::of(entry, &cell.text).is_ok();
    if headings == 0 || first.text.eq_ignore_ascii_case("id") || rows[0].iter().any(is_known) {
        return Ok(());
    }
    let what = format!("`{}` stands above the headings, which are on line {}", shortened(&first.text), heading.at.line);
    Err(Broken { at: first.at, what, remedy: "delete everything above the headings" })
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Refuses rows that have not as many cells as there are headings; empty cells at their end do not count, and a sheet has none.
fn refuse_ragged(rows: &[GridRow], mark: u8, typed: bool) -> Result<(), Broken> {
    let expected = rows[0].len();
    let is_ragged = |row: &&GridRow| {
        (row.len() < expected && !typed) || row.iter().skip(expected).any(|cell| !cell.text.is_empty())
    };
    let mut ragged = rows[1..].iter().filter(is_ragged);
    let Some(first) = ragged.next() else { return Ok(()) };
    let mut filled = first.iter().filter(|cell| !cell.text.is_empty());
    if let (Some(remark), None) = (filled.next(), filled.next())
        && first.len() < expected
        && remark.text.contains(char::is_whitespace)
    {
        let what = format!("`{}` stands among the rows and has no values", shortened(&remark.text));
        return Err(Broken { at: remark.at, what, remedy: "delete remarks and sub-headings" });
    }
    let beside = first.iter().skip(expected).find(|cell| !cell.text.is_empty()).filter(|_| typed);
    let at = beside.unwrap_or(&first[0]).at;
    let more = match ragged.count() {
        0 => String::new(),
        1 => " (and so does one more row)".to_owned(),
        n => format!(" (and so do {n} more rows)"),
    };
    let what = format!("this row has {} cells where the heading has {expected}{more}", first.len());
    let remedy = match (mark, first.len() < expected) {
        _ if typed => "write a heading above every column, or delete what stands beside the table",
        (_, true) => "write a separator for every column, also where the cell is empty",
        (b',', false) => "put quotes around cells that hold commas, or separate cells by semicolons",
        (_, false) => "put quotes around cells that hold the separator",
    };
    Err(Broken { at, what, remedy })
}
