//! How a table is written: which mark separates its cells, and which its decimals. Both are read off the table, and where two
//! readings are left it is refused with both.

use super::columns::{ColumnHolds, ColumnTakes, TableColumns};
use super::grid::{self, Broken, GridCell, GridRow};
use super::heading::HeadingTarget;
use super::number::{CellAmount, DecimalSign};
use crate::schema::{Place, Position};

/// What may separate cells.
const SEPARATORS: [u8; 3] = *b",;\t";

/// Rows in which headings are looked for.
const HEAD: usize = 12;

/// The separator that a first line such as `sep=;` announces.
pub(super) fn announced(text: &str) -> Option<u8> {
    let first = text.split(['\r', '\n']).next().unwrap_or(text).trim_matches('"').to_ascii_lowercase();
    match first.strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) => Some(*separator),
        _ => None,
    }
}

/// The mark between the cells of a text: the one by which most headings are known, else by which rows are of one length.
pub(super) fn separator(text: &str, file: u32, entry: Option<&Place>) -> Result<u8, Broken> {
    let mut scored: Vec<((usize, usize, usize, bool), u8)> =
        SEPARATORS.iter().map(|&mark| (score(text, file, mark, entry), mark)).collect();
    scored.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
    let at = Position { file, line: 1, column: 1, length: 1 };
    if scored[0].0.1 < 2 && score(text, file, b'|', entry).1 > 1 {
        let what = "the cells of this table are separated by `|`".to_owned();
        return Err(Broken { at, what, remedy: "save it with commas, semicolons or tabs between the cells" });
    }
    if scored[0].0 == scored[1].0 && scored[0].0.1 > 1 {
        let [one, other] = [scored[0].1, scored[1].1].map(shown);
        let what = format!("the cells of this table may be separated by {one} or by {other}");
        return Err(Broken { at, what, remedy: "say which in a first line, such as `sep=;`" });
    }
    Ok(scored[0].1)
}

/// A separator as messages show it.
pub(super) const fn shown(mark: u8) -> &'static str {
    match mark {
        b',' => "`,`",
        b';' => "`;`",
        b'\t' => "tabs",
        b'|' => "`|`",
        _ => "another mark",
    }
}

/// How much speaks for a separator: headings that are known, columns if rows have as many, rows of that length. Tabs stand in few
/// texts but those that they separate.
fn score(text: &str, file: u32, mark: u8, entry: Option<&Place>) -> (usize, usize, usize, bool) {
    let head = grid::rows(text, file, mark, HEAD).or_else(|_| grid::rows(text, file, mark, 1)).unwrap_or_default();
    let filled = |row: &GridRow| row.iter().filter(|cell| !cell.text.is_empty()).count();
    let known = |row: &GridRow| {
        row.iter().skip(1).filter(|cell| entry.is_some() && HeadingTarget::of(entry, &cell.text).is_ok()).count()
    };
    let headed = head.iter().map(known).max().unwrap_or_default();
    let columns = head.iter().map(filled).max().unwrap_or_default();
    let same = head.iter().filter(|row| Some(row.len()) == head.last().map(Vec::len)).count();
    if columns < 2 { (0, columns, 0, false) } else { (headed, 2, same, mark == b'\t') }
}

/// The decimal sign of a table, and what is to be told of it.
pub(super) struct Settled {
    /// The sign.
    pub sign: DecimalSign,
    /// A number that has another reading by the other sign, and the cell that settles which is meant.
    pub told: Option<(Position, String)>,
}

/// What speaks for one sign and for the other.
#[derive(Default)]
struct SignEvidence<'a> {
    point: Option<&'a GridCell>,
    comma: Option<&'a GridCell>,
    open: Vec<(&'a GridCell, f64, f64)>,
}

/// The decimal sign by which every number of a table can be read; an error where there are two, or none.
pub(super) fn decimal_sign(
    rows: &[GridRow],
    columns: &TableColumns,
    separator: u8,
    typed: bool,
) -> Result<Settled, (Position, String, String)> {
    let mut evidence = SignEvidence::default();
    for cell in numbers(rows, columns, typed) {
        // Digits alone have one reading.
        if cell.text.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        for run in runs(&cell.text) {
            let Some(amount) = CellAmount::of(run) else { continue };
            match (amount.point, amount.comma, amount.differing()) {
                (_, _, Some((point, comma))) => evidence.open.push((cell, point, comma)),
                (Some(_), None, _) => evidence.point = evidence.point.or(Some(cell)),
                (None, Some(_), _) => evidence.comma = evidence.comma.or(Some(cell)),
                _ => {}
            }
        }
    }
    let (sign, shows) = match (evidence.point, evidence.comma) {
        (Some(point), Some(comma)) => {
            let later = if point.at < comma.at { comma } else { point };
            let what = format!(
                "`{}` on line {} has a decimal point, and `{}` on line {} has a decimal comma",
                point.text, point.at.line, comma.text, comma.at.line
            );
            return Err((later.at, what, "write all numbers of a table in one way".to_owned()));
        }
        (Some(cell), None) => (DecimalSign::Point, Some(cell)),
        (None, Some(cell)) => (DecimalSign::Comma, Some(cell)),
        (None, None) => match evidence.open.first() {
            Some(&(cell, point, comma)) => return Err(two_readings(cell, point, comma, evidence.open.len() - 1)),
            None => (DecimalSign::Point, None),
        },
    };
    one_mark(rows, columns, sign, typed)?;
    let told = evidence.open.first().zip(shows).filter(|_| separator != b',' || sign == DecimalSign::Comma);
    let told = told.map(|(&(cell, point, comma), shows)| {
        let (value, name) = if sign == DecimalSign::Point { (point, "points") } else { (comma, "commas") };
        let (text, shows, line) = (&cell.text, &shows.text, shows.at.line);
        (
            cell.at,
            format!("`{text}` is read as {value}: `{shows}` on line {line} shows that this table has decimal {name}"),
        )
    });
    Ok(Settled { sign, told })
}

fn two_readings(cell: &GridCell, point: f64, comma: f64, others: usize) -> (Position, String, String) {
    let more = match others {
        0 => String::new(),
        1 => " (and so may one more number)".to_owned(),
        n => format!(" (and so may {n} more numbers)"),
    };
    let what = format!(
        "`{}` may be {} or {}: nothing in this table shows whether its decimals stand behind a point or a comma{more}",
        cell.text,
        point.max(comma),
        point.min(comma)
    );
    // Decimals that are not three in number are no thousands.
    let whole = point.max(comma);
    let mark = if point < comma { "." } else { "," };
    let small = point.min(comma).to_string();
    let small = match small.split_once('.') {
        Some((units, parts)) if parts.len() == 3 => format!("{units}{mark}{parts}0"),
        Some((units, parts)) => format!("{units}{mark}{parts}"),
        None => format!("{small}{mark}0"),
    };
    (cell.at, what, format!("write it as `{whole}` or as `{small}`"))
}

/// Refuses two marks between thousands: one of them is then no such mark.
fn one_mark(
    rows: &[GridRow],
    columns: &TableColumns,
    sign: DecimalSign,
    typed: bool,
) -> Result<(), (Position, String, String)> {
    let mut first: Option<(char, &GridCell)> = None;
    for cell in numbers(rows, columns, typed) {
        if cell.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && sign == DecimalSign::Point {
            continue;
        }
        let Some(mark) =
            CellAmount::of(&cell.text).and_then(|amount| amount.by(sign)).and_then(|number| number.thousands)
        else {
            continue;
        };
        match first {
            Some((known, other)) if known != mark => {
                let what = format!(
                    "`{}` and, on line {}, `{}` have different marks between thousands",
                    cell.text, other.at.line, other.text
                );
                return Err((cell.at, what, "write all numbers of a table in one way".to_owned()));
            }
            _ => first = Some((mark, cell)),
        }
    }
    Ok(())
}

/// The cells of columns of numbers; of a sheet those that are texts, for its numbers need no reading.
fn numbers<'a>(rows: &'a [GridRow], columns: &'a TableColumns, typed: bool) -> impl Iterator<Item = &'a GridCell> {
    let is_number = |place: usize| match columns.list.get(place) {
        Some(ColumnHolds::Year) => true,
        Some(ColumnHolds::Value(value)) => value.takes == ColumnTakes::Numbers,
        _ => false,
    };
    rows.iter().flat_map(move |row| {
        row.iter()
            .enumerate()
            .filter(move |(place, cell)| {
                is_number(*place) && !cell.text.is_empty() && (!typed || cell.quoted && !cell.text.starts_with('"'))
            })
            .map(|(_, cell)| cell)
    })
}

/// The numbers of a cell: the cell itself, or those of a share such as `2.1 % of gdp × 30 %`.
pub(super) fn runs(text: &str) -> Vec<&str> {
    if !text.contains('%') || !text.to_lowercase().contains("of gdp") {
        return vec![text];
    }
    text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).filter(|run| !run.is_empty()).collect()
}
