//! How a table is written: which mark separates its cells, and which its decimals. Both are read off the table, and where two
//! readings are left it is refused with both.

use super::columns::{ColumnHolds, ColumnTakes, TableColumns};
use super::grid::{self, Broken, GridCell, GridRow};
use super::heading::HeadingTarget;
use super::number::{CellAmount, DecimalSign, OF_GDP};
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
    if scored[0].0 == scored[1].0 && scored[0].0.1 > 1 {
        let [one, other] = [scored[0].1, scored[1].1].map(shown);
        let what = format!("the cells of this table may be separated by {one} or by {other}");
        return Err(Broken { at, what, remedy: "say which in a first line, such as `sep=;`" });
    }
    Ok(scored[0].1)
}

/// Refuses a table by whose separator fewer headings are known than by another mark, and one whose cells stand in apostrophes.
pub(super) fn refuse_other_marks(
    text: &str,
    file: u32,
    mark: u8,
    said: bool,
    entry: Option<&Place>,
) -> Result<(), Broken> {
    let at = Position { file, line: 1, column: 1, length: 1 };
    let body = if said { text.split_once(['\r', '\n']).map_or("", |(_, body)| body) } else { text };
    let first = body.split(['\r', '\n']).find(|line| !line.trim().is_empty()).unwrap_or_default();
    let broken = |what: String, remedy: &'static str| Err(Broken { at, what, remedy });
    if text.contains('\0') {
        let what = "this text holds zeros between its letters: it is UTF-16, as some spreadsheets save text".to_owned();
        return broken(what, "save it as `CSV UTF-8`");
    }
    // One column by this mark, and headings that are known by another one.
    let by = |mark: u8| score(body, file, mark, entry);
    let own = by(mark);
    for (other, remedy) in OTHER_MARKS {
        let score = by(other);
        if other != mark && (score.0 > own.0 || (own.1 < 2 && score.1 > 1 && other != b':')) {
            let what = format!("the cells of this table are separated by {}", shown(other));
            let what = if said { format!("the first line says {}, and {what}", shown(mark)) } else { what };
            return broken(what, remedy);
        }
    }
    let words: Vec<&str> = first.split_whitespace().collect();
    let known = |word: &&str| HeadingTarget::of(entry, word).is_ok();
    if own.1 < 2 && entry.is_some() && words.len() > 1 && words[1..].iter().any(known) {
        let what = "the cells of this table are separated by blanks".to_owned();
        return broken(what, "save it with commas, semicolons or tabs between the cells");
    }
    let is_quoted = |cell: &str| {
        let cell = cell.trim();
        cell.len() > 2 && cell.starts_with('\'') && cell.ends_with('\'')
    };
    if first.split(char::from(mark)).all(is_quoted) {
        let what = "the cells of this table stand in apostrophes".to_owned();
        return broken(what, "write quotation marks in place of the apostrophes");
    }
    Ok(())
}

/// Marks that may separate cells, and how to say so.
const OTHER_MARKS: [(u8, &str); 5] = [
    (b';', "say so in the first line: `sep=;`"),
    (b',', "say so in the first line: `sep=,`"),
    (b'\t', "save it with semicolons between the cells, and take the line `sep=` out"),
    (b'|', "say so in a first line, `sep=|`, or save it with commas, semicolons or tabs between the cells"),
    (b':', "say so in a first line, `sep=:`, or save it with commas, semicolons or tabs between the cells"),
];

/// A separator as messages show it.
pub(super) const fn shown(mark: u8) -> &'static str {
    match mark {
        b',' => "`,`",
        b';' => "`;`",
        b'\t' => "tabs",
        b'|' => "`|`",
        b':' => "`:`",
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
    /// Whether a number of the table shows it.
    pub shown: bool,
    /// A number that has another reading by the other sign, and the cell that settles which is meant.
    pub told: Option<(Position, String)>,
}

/// What speaks for one sign and for the other.
#[derive(Default)]
struct SignEvidence<'a> {
    point: Option<&'a GridCell>,
    comma: Option<&'a GridCell>,
    /// A number whose thousands have a blank or an apostrophe between them.
    marked: Option<&'a GridCell>,
    /// Numbers with a reading by the point and one by the comma.
    open: Vec<(&'a GridCell, CellAmount<'a>, f64, f64)>,
}

/// The decimal sign by which every number of a table can be read; an error where there are two, or none.
pub(super) fn decimal_sign(
    rows: &[GridRow],
    columns: &TableColumns,
    separator: u8,
    typed: bool,
) -> Result<Settled, (Position, String, String)> {
    let mut evidence = SignEvidence::default();
    for (cell, is_year) in numbers(rows, columns, typed) {
        // Digits alone have one reading.
        if cell.text.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let all = runs(&cell.text);
        let is_share = all.as_slice() != [cell.text.as_str()];
        for run in all {
            let Some(mut amount) = CellAmount::of(run) else { continue };
            if is_share {
                // Of `2.125 % of gdp × 30 %` every number is a share.
                amount.tail = OF_GDP;
            }
            let sign = if is_year { amount.sign_of_year() } else { amount.sign() };
            match (sign, amount.differing()) {
                (Some(DecimalSign::Point), _) => evidence.point = evidence.point.or(Some(cell)),
                (Some(DecimalSign::Comma), _) => evidence.comma = evidence.comma.or(Some(cell)),
                (None, Some((point, comma))) => evidence.open.push((cell, amount, point, comma)),
                (None, None) => {
                    let mark = amount.point.and_then(|number| number.thousands);
                    evidence.marked = evidence.marked.or(mark.map(|_| cell));
                }
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
            // A table has one mark between thousands: where that is a blank, a point can only stand before decimals.
            Some(&(_, _, point, comma))
                if evidence.marked.is_some() && evidence.open.iter().all(|(_, _, p, c)| (p < c) == (point < comma)) =>
            {
                (if point < comma { DecimalSign::Point } else { DecimalSign::Comma }, evidence.marked)
            }
            Some((cell, amount, ..)) => return Err(two_readings(cell, amount, evidence.open.len() - 1)),
            None => (DecimalSign::Point, None),
        },
    };
    one_mark(rows, columns, sign, typed)?;
    let told = evidence.open.first().zip(shows).filter(|_| separator != b',' || sign == DecimalSign::Comma);
    let by_mark = evidence.point.is_none() && evidence.comma.is_none();
    let told = told.map(|(&(cell, _, point, comma), shows)| {
        let (value, name) = if sign == DecimalSign::Point { (point, "points") } else { (comma, "commas") };
        let (text, shows, line) = (&cell.text, &shows.text, shows.at.line);
        if by_mark {
            let what =
                format!("`{text}` is read as {value}: `{shows}` on line {line} has another mark between thousands");
            return (cell.at, what);
        }
        (
            cell.at,
            format!("`{text}` is read as {value}: `{shows}` on line {line} shows that this table has decimal {name}"),
        )
    });
    Ok(Settled { sign, shown: shows.is_some(), told })
}

fn two_readings(cell: &GridCell, amount: &CellAmount<'_>, others: usize) -> (Position, String, String) {
    let more = match others {
        0 => String::new(),
        1 => " (and so may one more number)".to_owned(),
        n => format!(" (and so may {n} more numbers)"),
    };
    let (point, comma) = amount.differing().unwrap_or_default();
    let what = format!(
        "`{}` may be {} or {}: nothing in this table shows whether its decimals stand behind a point or a comma{more}",
        cell.text,
        point.max(comma),
        point.min(comma)
    );
    let (large, small) = amount.spelt().unwrap_or_default();
    (cell.at, what, format!("write it as `{large}` or as `{small}`"))
}

/// Refuses two marks between thousands: one of them is then no such mark.
fn one_mark(
    rows: &[GridRow],
    columns: &TableColumns,
    sign: DecimalSign,
    typed: bool,
) -> Result<(), (Position, String, String)> {
    let mut first: Option<(char, &GridCell)> = None;
    for (cell, _) in numbers(rows, columns, typed) {
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
/// Beside each stands whether it is a year.
fn numbers<'a>(
    rows: &'a [GridRow],
    columns: &'a TableColumns,
    typed: bool,
) -> impl Iterator<Item = (&'a GridCell, bool)> {
    let is_year = |place: usize| matches!(columns.list.get(place), Some(ColumnHolds::Year));
    let is_number = move |place: usize| match columns.list.get(place) {
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
            .map(move |(place, cell)| (cell, is_year(place)))
    })
}

/// The numbers of a cell: the cell itself, or those of a share such as `2.1 % of gdp × 30 %`.
pub(super) fn runs(text: &str) -> Vec<&str> {
    if !text.contains('%') || !text.to_lowercase().contains("of gdp") {
        return vec![text];
    }
    text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).filter(|run| !run.is_empty()).collect()
}
