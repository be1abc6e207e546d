//! A CSV file, saved from a spreadsheet, to the tree that the same table would be in YAML.
//!
//! The first column holds the ids. A heading such as `budget.2026` is a path into the entry. An empty cell is a value
//! not given. A cell that starts with `{` or `[` is read as YAML; `{DEU, FRA}` stays a set of countries.

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::input::finding::Findings;
use crate::input::tree::{Mapping, Node, Value};
use crate::input::yaml;
use crate::schema::{Located, Position};

/// The tree of a CSV text; what is no table becomes a finding.
pub fn parse(text: &str, file: u32, findings: &mut Findings) -> Option<Node> {
    let top = Position { file, line: 1, column: 1, length: 1 };
    let mut reader = ReaderBuilder::new().trim(Trim::All).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let headings = match reader.headers() {
        Ok(headings) => headings.clone(),
        Err(error) => {
            findings.error(top, format!("this is no table: {error}"), "save it as CSV with one heading a column");
            return None;
        }
    };
    let mut good = true;
    let mut seen: std::collections::HashSet<&str> = std::collections::HashSet::new();
    for heading in &headings {
        // `budget` and `budget.value` are the same column.
        let meant = heading.strip_suffix(".value").unwrap_or(heading);
        if !heading.is_empty() && !seen.insert(meant) {
            findings.error(top, format!("two columns are headed `{heading}`"), "keep one of the two");
            good = false;
        }
    }
    if !good {
        return None;
    }
    let mut table = Mapping::new();
    let mut lines = RecordLines { bytes: text.as_bytes(), counted: (0, 1) };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(1, |place| lines.at(place.byte()));
                good &= row(&record, &headings, Position { line, ..top }, &mut table, findings);
            }
            Err(error) => {
                let at = Position { line: error.position().map_or(1, |place| lines.at(place.byte())), ..top };
                let what = match error.kind() {
                    csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                        format!("this row has {len} cells where the heading has {expected_len}")
                    }
                    _ => format!("this row cannot be read: {error}"),
                };
                findings.error(at, what, "put quotes around cells that hold commas");
                good = false;
            }
        }
    }
    good.then_some(Node { value: Value::Map(table), at: top })
}

/// A comma, or a semicolon where the headings have one and no comma: some countries' spreadsheets save so.
fn delimiter(text: &str) -> u8 {
    let headings = text.lines().next().unwrap_or("");
    if headings.contains(';') && !headings.contains(',') { b';' } else { b',' }
}

fn row(
    record: &StringRecord,
    headings: &StringRecord,
    at: Position,
    table: &mut Mapping,
    findings: &mut Findings,
) -> bool {
    let id = record.get(0).unwrap_or_default();
    if id.is_empty() {
        if record.iter().all(str::is_empty) {
            return true;
        }
        findings.error(at, "this row has no id in its first column", "give every row an id");
        return false;
    }
    let at = Position { length: u32::try_from(id.chars().count()).unwrap_or(1), ..at };
    let mut entry = Node::empty(at);
    for (heading, cell) in headings.iter().zip(record).skip(1) {
        if !cell.is_empty() && !heading.is_empty() {
            place(&mut entry, heading, scalar(cell, at), at);
        }
    }
    if table.contains_key(id) {
        findings.error(at, format!("duplicate key: {id}"), "keep one of the two rows");
        return false;
    }
    table.insert(Located::new(id.to_owned(), at), entry);
    true
}

/// Lines of records, which come one after the other. The reader's own count says where it stood, which is before the line
/// breaks and empty lines that it skips.
struct RecordLines<'a> {
    bytes: &'a [u8],
    /// Up to where line breaks are counted, and the line there, from 1.
    counted: (usize, u32),
}

impl RecordLines<'_> {
    /// The line on which the record at a byte begins.
    fn at(&mut self, byte: u64) -> u32 {
        let mut start = usize::try_from(byte).unwrap_or(usize::MAX).min(self.bytes.len());
        while start < self.bytes.len() && matches!(self.bytes[start], b'\r' | b'\n') {
            start += 1;
        }
        let (from, line) = if start < self.counted.0 { (0, 1) } else { self.counted };
        let breaks = self.bytes[from..start].iter().filter(|b| **b == b'\n').count();
        let line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.counted = (start, line);
        line
    }
}

/// Puts a value at the path that a heading names.
fn place(entry: &mut Node, heading: &str, value: Node, at: Position) {
    let mut node = entry;
    let mut steps = heading.split('.').peekable();
    let mut value = Some(value);
    while let Some(step) = steps.next() {
        if !matches!(node.value, Value::Map(_)) {
            // `price` and `price.low` stand side by side: the plain column is the figure's value.
            let plain = std::mem::replace(node, Node::empty(at));
            if let Value::Map(map) = &mut node.value {
                map.insert(Located::new("value".to_owned(), at), plain);
            }
        }
        let Value::Map(map) = &mut node.value else { return };
        let key = Located::new(step.to_owned(), at);
        if steps.peek().is_none() {
            if let Some(value) = value.take() {
                match map.get_mut(&key) {
                    // `price` after `price.low`: the plain column is the figure's value.
                    Some(there) if step != "value" => place(there, "value", value, at),
                    Some(there) => *there = value,
                    None => {
                        map.insert(key, value);
                    }
                }
            }
            return;
        }
        node = map.entry(key).or_insert_with(|| Node::empty(at));
    }
}

/// A cell as a value.
fn scalar(cell: &str, at: Position) -> Node {
    if (cell.starts_with('{') || cell.starts_with('['))
        && let Some(node) = yaml::parse_value(cell, at)
        && !is_set(&node)
    {
        return node;
    }
    let value = match (cell.parse::<f64>(), cell) {
        (Ok(x), _) if x.is_finite() => Value::Number(x),
        (_, "true" | "TRUE") => Value::Bool(true),
        (_, "false" | "FALSE") => Value::Bool(false),
        _ => Value::Text(cell.to_owned()),
    };
    Node { value, at }
}

/// Whether what looks like a mapping is a set of countries, such as `{DEU, FRA}`.
fn is_set(node: &Node) -> bool {
    node.as_map().is_some_and(|map| !map.is_empty() && map.values().all(|value| value.value == Value::Null))
}
