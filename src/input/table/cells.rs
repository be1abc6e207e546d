//! Cells to values. What stands in a column of numbers and is none is told once for the table, with what to write.

use super::columns::{ColumnTakes, ValueColumn};
use super::dialect::runs;
use super::grid::GridCell;
use super::number::{CellAmount, DecimalSign, NumberReading, OF_GDP, read};
use crate::input::finding::Findings;
use crate::input::tree::{Node, Value};
use crate::input::yaml;
use crate::schema::{Place, Position};

/// What people write where there is no value.
const MISSING: &[&str] = &[
    "n/a",
    "na",
    "n.a.",
    "n.a",
    "#n/a",
    "-",
    "–",
    "—",
    "−",
    "..",
    "...",
    "…",
    ".",
    "null",
    "none",
    "nil",
    "nan",
    "k.a.",
    "k. a.",
    "b.d.",
    "s.o.",
    "nd",
    "n.d.",
    "nc",
    "n.c.",
    "tbd",
    "tba",
    "?",
    "x",
    "confidential",
];

/// What is told of a cell that stands for no value in a column of texts: a dash may be a text.
const MISSING_TEXTS: &[&str] = &["n/a", "#n/a", ":", "n.a."];

/// What a cell is that holds no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellTrouble {
    /// A word or mark for a value that is not there.
    Missing,
    /// An error of a spreadsheet.
    Error,
    /// A number with something behind it.
    Flagged,
    /// A share where none is meant.
    Share,
    /// A day where a number is meant.
    Day,
    /// A number inside braces that has two readings.
    Open,
}

/// Cells that hold no value, counted by what is wrong with them.
#[derive(Default)]
pub(super) struct Troubles {
    found: Vec<(CellTrouble, GridCell, String, usize)>,
    places: Vec<Position>,
}

impl Troubles {
    /// Counts a cell; the first of its kind is told.
    fn note(&mut self, trouble: CellTrouble, cell: &GridCell, heading: &str) {
        self.places.push(cell.at);
        match self.found.iter_mut().find(|(known, ..)| *known == trouble) {
            Some((.., count)) => *count += 1,
            None => self.found.push((trouble, cell.clone(), heading.to_owned(), 1)),
        }
    }

    /// Tells of each kind once.
    pub fn tell(self, findings: &mut Findings) {
        for (trouble, cell, heading, count) in self.found {
            let text = &super::shortened(&cell.text);
            let (what, remedy) = match trouble {
                CellTrouble::Missing => {
                    (format!("`{text}` is no value"), "leave the cell empty where there is none".to_owned())
                }
                CellTrouble::Error => (
                    format!("`{text}` is an error of a spreadsheet"),
                    "mend the formula, or leave the cell empty".to_owned(),
                ),
                CellTrouble::Flagged => (format!("`{text}` is a number with something else beside it"), flagged(text)),
                CellTrouble::Open => {
                    let (number, [large, small]) = open_inside(text).unwrap_or_default();
                    (
                        format!(
                            "`{number}` may be {large} or {small}: inside braces numbers have a decimal point and no thousands"
                        ),
                        format!("write it as `{large}` or as `{small}`"),
                    )
                }
                CellTrouble::Day => (
                    format!("`{text}` is a date, and a number is meant"),
                    "write the number, and give the cell a number format; of a date, write the year alone".to_owned(),
                ),
                CellTrouble::Share => (
                    format!("`{text}` is a share, and `{heading}` is an amount"),
                    "write the amount, without a percent sign".to_owned(),
                ),
            };
            let more = match count - 1 {
                0 => String::new(),
                1 => " (and so is one more cell of this table)".to_owned(),
                n => format!(" (and so are {n} more cells of this table)"),
            };
            findings.error(cell.at, what + &more, remedy);
        }
        // Something stands in for each, so that nothing follows from it.
        self.places.into_iter().for_each(|place| findings.mute(place));
    }
}

/// The value of a cell that is not empty.
pub(super) fn value(
    cell: &GridCell,
    heading: &str,
    of: &ValueColumn,
    sign: DecimalSign,
    settled: bool,
    troubles: &mut Troubles,
) -> Node {
    let (text, at) = (cell.text.as_str(), cell.at);
    let (number, texts) = (of.takes == ColumnTakes::Numbers, of.takes == ColumnTakes::Texts);
    if let Some(value) = typed(cell, number) {
        return Node { value, at };
    }
    let trouble = if number && let Some(amount) = CellAmount::of(text) {
        (amount.tail == "%" && !of.shares).then_some(CellTrouble::Share)
    } else {
        trouble_of(text, number)
    };
    if let Some(trouble) = trouble {
        troubles.note(trouble, cell, heading);
        return Node { value: if number { Value::Number(1.0) } else { Value::Text(String::new()) }, at };
    }
    if !texts
        && (text.starts_with('{') || text.starts_with('['))
        && let Some(node) = yaml::parse_value(text, at)
        && !is_set(&node, text)
    {
        // A table that shows decimal points shows what its braces mean, too.
        if !(settled && sign == DecimalSign::Point) && open_inside(text).is_some() {
            troubles.note(CellTrouble::Open, cell, heading);
        }
        return node;
    }
    let takes_text = of.target.place.as_ref().is_some_and(Place::takes_text);
    let value = match text {
        _ if number && let Some(value) = amount(text, sign) => value,
        "true" | "TRUE" | "True" if !texts => Value::Bool(true),
        "false" | "FALSE" | "False" if !texts => Value::Bool(false),
        // `DEU, FRA` is a list where one may stand and no braces say that it is a set.
        _ if of.is_entry() && (text.contains(',') || !takes_text) && !text.contains('{') => {
            let names = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
            Value::List(names.map(|name| Node { value: Value::Text(name.to_owned()), at }).collect())
        }
        _ => Value::Text(text.to_owned()),
    };
    Node { value, at }
}

/// What to write in place of a number with something beside it.
fn flagged(text: &str) -> String {
    let Some((number, rest)) = leading_number(text) else {
        return "write the number alone, in the unit of the column".to_owned();
    };
    let lower = rest.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    let factor = if begins(&["bn", "mrd", "mld", "milliard", "billion"]) {
        Some(1000.0)
    } else if begins(&["teur", "tsd", "keur", "tys"]) || lower == "k" || lower == "t" {
        Some(0.001)
    } else {
        None
    };
    let amount = CellAmount::of(number).filter(|amount| amount.differing().is_none());
    let value = amount.and_then(|amount| amount.point.or(amount.comma)).map(|reading| reading.value);
    match (factor, value) {
        (Some(factor), Some(value)) => {
            // Fifteen digits are what people write.
            let millions: f64 = format!("{:.14e}", value * factor).parse().unwrap_or(value * factor);
            format!("write `{millions}` where the column counts in millions, as MEUR, and convert it otherwise")
        }
        (Some(_), None) => {
            "convert it to the unit of the column, such as millions (MEUR), and write the number alone".to_owned()
        }
        _ => format!("write `{number}` in the unit of the column; flags and footnotes go into a column headed `flag`"),
    }
}

/// The first number inside braces or brackets that has two readings, and how to write each.
fn open_inside(text: &str) -> Option<(String, [String; 2])> {
    // What stands in quotes is a text.
    let outside = text.split('"').step_by(2);
    let parts = outside.flat_map(|part| part.split(['{', '}', '[', ']', ',', ':']));
    let open = |part: &str| {
        let all = runs(part);
        let is_share = all.as_slice() != [part];
        all.into_iter().find_map(|run| {
            let mut amount = CellAmount::of(run)?;
            amount.tail = if is_share { OF_GDP } else { amount.tail };
            let (large, small) = amount.spelt()?;
            Some((run.trim().to_owned(), [large, small]))
        })
    };
    parts.map(str::trim).find_map(open)
}

/// The value of a cell of a workbook that needs no reading: a number or truth value as it is, a text in quotes of its own, nothing.
fn typed(cell: &GridCell, number: bool) -> Option<Value> {
    let text = cell.text.as_str();
    match (cell.typed, cell.quoted) {
        (true, true) if text == "~" => Some(Value::Null),
        (true, true) if text.len() > 1 && text.starts_with('"') && text.ends_with('"') => {
            serde_json::from_str(text).ok().map(Value::Text)
        }
        (true, false) if !number => text.parse().ok().map(Value::Number).or_else(|| text.parse().ok().map(Value::Bool)),
        _ => None,
    }
}

/// Whether a text in a cell of a workbook would be read as something else, or be told of.
pub(super) fn is_told_of(text: &str, number: bool) -> bool {
    let differs =
        |text: &str| amount(text, DecimalSign::Point).is_some_and(|value| value != Value::Text(text.to_owned()));
    let open =
        |run: &&str| CellAmount::of(run).is_some_and(|amount| amount.differing().is_some() || amount.point.is_none());
    trouble_of(text, number).is_some() || (number && (differs(text) || runs(text).iter().any(open)))
}

/// The number of a cell by the sign of its table, or the text with every number in it as documents write it.
fn amount(text: &str, sign: DecimalSign) -> Option<Value> {
    let all = runs(text);
    if all.as_slice() != [text] {
        let mut written = String::new();
        let mut rest = text;
        for run in all {
            let place = rest.find(run)?;
            written.push_str(&rest[..place]);
            let value = read(run, sign)?.value;
            // What is a number in documents, too, stays as it is written.
            written.push_str(&if run.parse() == Ok(value) { run.to_owned() } else { value.to_string() });
            rest = &rest[place + run.len()..];
        }
        return Some(Value::Text(written + rest));
    }
    let amount = CellAmount::of(text)?;
    let NumberReading { value, .. } = amount.by(sign)?;
    let bare = text.trim().strip_suffix(amount.tail).map(str::trim_end);
    Some(match amount.tail {
        "" => Value::Number(value),
        _ if bare.is_some_and(|bare| bare.parse() == Ok(value)) => Value::Text(text.trim().to_owned()),
        tail => Value::Text(format!("{value} {tail}")),
    })
}

/// What is wrong with a cell that is no number.
fn trouble_of(text: &str, number: bool) -> Option<CellTrouble> {
    let lower = text.to_lowercase();
    let is_error = |error: &str| lower.starts_with(error);
    if ["#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#wert!", "#bezug!", "err:"]
        .into_iter()
        .any(is_error)
    {
        return Some(CellTrouble::Error);
    }
    if !number {
        return MISSING_TEXTS.contains(&lower.as_str()).then_some(CellTrouble::Missing);
    }
    if MISSING.contains(&lower.as_str()) || lower.starts_with(':') {
        return Some(CellTrouble::Missing);
    }
    let is_day = lower.len() == 10
        && lower.char_indices().all(|(at, c)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() });
    if is_day || lower == "a time" {
        return Some(CellTrouble::Day);
    }
    leading_number(text).filter(|(_, rest)| is_flag(rest)).map(|_| CellTrouble::Flagged)
}

/// A number at the start of a text, and what stands behind it.
fn leading_number(text: &str) -> Option<(&str, &str)> {
    let end = text.rfind(|c: char| c.is_ascii_digit())?;
    // No number is longer.
    let end = end.min(64);
    let ends = text.char_indices().map(|(place, c)| place + c.len_utf8()).take_while(|&place| place <= end + 1);
    let number = ends
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .map(|place| &text[..place])
        .find(|number| number.ends_with(|c: char| c.is_ascii_digit()) && CellAmount::of(number).is_some())?;
    Some((number, text[number.len()..].trim()))
}

/// Whether what stands behind a number is a flag, a footnote or a unit, and not part of something else, such as `2026..2035`.
fn is_flag(rest: &str) -> bool {
    let inner = rest.trim_start_matches(['(', '[']).trim_end_matches([')', ']', '.', '*']);
    let mark = |c: char| matches!(c, '*' | '†' | '‡' | '§' | '¹' | '²' | '³' | '⁴' | '⁵' | '^' | '€' | '$' | '£');
    let word = |text: &str| text.chars().all(char::is_alphabetic) && text.chars().count() <= 4;
    let note = |text: &str| rest.starts_with(['(', '[']) && text.chars().all(char::is_alphanumeric) && text.len() <= 4;
    // `Mio. €` and `Mrd.`: units of money, spelt in the words of any country.
    let lower = rest.to_lowercase();
    let unit = (rest.contains(['€', '$', '£'])
        || ["mio", "mrd", "mln", "mld", "mill", "bn", "tys"].iter().any(|unit| lower.starts_with(unit)))
        && rest.chars().count() <= 20
        && !rest.contains(|c: char| c.is_ascii_digit());
    !rest.is_empty() && (rest.chars().all(mark) || word(inner) || note(inner) || unit)
}

/// How a text inside braces must be written so that it has one reading: in quotes; `None` where it has one.
pub(super) fn is_open(text: &str) -> bool {
    open_inside(text).is_some()
}

/// Whether what looks like a mapping is a set of countries, such as `{DEU, FRA}`.
fn is_set(node: &Node, text: &str) -> bool {
    let is_bare =
        |map: &crate::input::tree::Mapping| !map.is_empty() && map.values().all(|value| value.value == Value::Null);
    node.as_map().is_some_and(is_bare) && !text.contains(':')
}

#[cfg(test)]
mod tests {
    use super::{CellTrouble, trouble_of};

    #[test]
    fn what_is_no_number_is_called_what_it_is() {
        for text in [":", ": c", "n/a", "#N/A", "–", "..", "k.A."] {
            assert_eq!(trouble_of(text, true), Some(CellTrouble::Missing), "{text}");
        }
        for text in [
            "123.4 p",
            "2022 est.",
            "1 200*",
            "1.200 (2)",
            "82.690,5 Mio. €",
            "16,07¹",
            "5 MEUR",
            "12b",
            "7 [e]",
            "30 €",
            "4 prov.",
        ] {
            assert_eq!(trouble_of(text, true), Some(CellTrouble::Flagged), "{text}");
        }
        for text in ["2026..2035", "unlimited", "18 months", "2.1 % of gdp × 30 %", "{ 2026: 5 }"] {
            assert_eq!(trouble_of(text, true), None, "{text}");
        }
        assert_eq!(trouble_of("#REF!", false), Some(CellTrouble::Error));
        assert_eq!(trouble_of("-", false), None);
    }
}
