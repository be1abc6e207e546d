//! Rows to the entries of a table: one row an entry, or one row for each year of an entry.

use std::collections::HashMap;

use super::aggregates;
use super::cells::{Troubles, value};
use super::columns::{ColumnHolds, TableColumns, ValueColumn};
use super::grid::{GridCell, GridRow};
use super::heading::year_of;
use super::number::{DecimalSign, read};
use crate::input::countries;
use crate::input::finding::Findings;
use crate::input::tree::{Mapping, Node, Value};
use crate::schema::{Located, Position};

/// What is needed to read rows.
pub(super) struct RowReader<'a> {
    /// The headings, as they are written.
    pub headings: &'a GridRow,
    /// What the columns hold.
    pub columns: &'a TableColumns,
    /// The sign before decimals.
    pub sign: DecimalSign,
    /// Whether a number of the table shows it.
    pub settled: bool,
    /// Whether the ids are those of nations.
    pub nations: bool,
    /// Whether numbers are numbers, and texts stand in quotes.
    pub typed: bool,
}

/// What is wrong with rows, each kind told once at the first row that has it.
#[derive(Default)]
struct Slips {
    found: Vec<(&'static str, Position, String, String, usize)>,
}

impl Slips {
    fn note(&mut self, kind: &'static str, at: Position, what: String, remedy: &str) {
        match self.found.iter_mut().find(|(known, ..)| *known == kind) {
            Some((.., count)) => *count += 1,
            None => self.found.push((kind, at, what, remedy.to_owned(), 0)),
        }
    }

    /// Tells of each; under headings that are wrong rows look alike that are not.
    fn tell(self, findings: &mut Findings, broken: bool) {
        for (kind, at, what, remedy, others) in self.found {
            if broken && kind == "twice" {
                continue;
            }
            let more = match others {
                0 => String::new(),
                1 => " (one more row is like it)".to_owned(),
                n => format!(" ({n} more rows are like it)"),
            };
            findings.stop(at, what + &more, remedy);
        }
    }
}

impl RowReader<'_> {
    /// The entries of the rows below the headings.
    pub fn entries(&self, rows: &[GridRow], findings: &mut Findings) -> Mapping {
        let (mut table, mut troubles, mut slips) = (Mapping::new(), Troubles::default(), Slips::default());
        let mut seen: HashMap<(String, Option<String>), Position> = HashMap::new();
        let place_of = |wanted: fn(&ColumnHolds) -> bool| self.columns.list.iter().position(wanted);
        let id_place = place_of(|holds| matches!(holds, ColumnHolds::Id)).unwrap_or(0);
        let year_place = place_of(|holds| matches!(holds, ColumnHolds::Year));
        let name_place = place_of(|holds| matches!(holds, ColumnHolds::Value(value) if value.target.steps == ["name"]));
        let name_of = |row: &'_ GridRow| name_place.and_then(|place| row.get(place)).map(|cell| cell.text.clone());
        // A union may be the nation of a model of unions; among countries it adds them up.
        let countries = rows.iter().filter_map(|row| row.get(id_place)).filter(|cell| is_country(&cell.text)).count();
        let mut unknown: Vec<&GridCell> = Vec::new();
        for row in rows {
            let Some(id) = row.get(id_place).or_else(|| row.iter().find(|cell| cell.text.is_empty())).or(row.first())
            else {
                continue;
            };
            let has_id = row.len() > id_place && !id.text.is_empty();
            if !has_id {
                slips.note(
                    "id",
                    id.at,
                    "this row has no id in its first column".to_owned(),
                    "give every row an id, or delete it",
                );
                continue;
            }
            if id.text.contains(char::is_whitespace) && row.iter().filter(|cell| !cell.text.is_empty()).count() == 1 {
                let what = format!("`{}` stands among the rows and has no values", id.text);
                slips.note("remark", id.at, what, "delete remarks and sub-headings");
                continue;
            }
            let name = name_of(row).filter(|name| !name.is_empty());
            let among_nations = self.nations && countries > 0;
            if aggregates::is_total(&id.text) || (among_nations && aggregates::is_of_many(&id.text, name.as_deref())) {
                let of = if self.nations { "nation" } else { "entry" };
                let named = name.map_or_else(String::new, |name| format!(", named `{name}`,"));
                let what = format!("the row `{}`{named} adds up others, and would be read as one more {of}", id.text);
                slips.note("total", id.at, what, "delete the rows of totals and regions");
                continue;
            }
            // What a country is called tells its code, which is said where codes are judged.
            let is_named = name.as_deref().is_some_and(|name| !is_country(name));
            if among_nations && is_named && !is_country(&id.text) && id.text != KOSOVO {
                unknown.push(id);
            }
            let year = match year_place.and_then(|place| row.get(place)) {
                None => None,
                Some(cell) => match self.year(cell) {
                    Some(year) => Some(year),
                    None => {
                        let what = format!("`{}` is not a year", cell.text);
                        slips.note("year", cell.at, what, "write the year alone, as `2026`");
                        continue;
                    }
                },
            };
            let key = (id.text.clone(), year.clone());
            if let Some(first) = seen.get(&key) {
                let which = year.map_or_else(String::new, |year| format!(" in {year}"));
                let what = format!("duplicate key: {}{which} stands on line {}, too", id.text, first.line);
                slips.note("twice", id.at, what, "keep one of the two rows");
                continue;
            }
            seen.insert(key, id.at);
            let entry = table.entry(Located::new(id.text.clone(), id.at)).or_insert_with(|| Node::empty(id.at));
            self.row(row, year.as_deref(), entry, &mut troubles, &mut slips);
        }
        tell_unknown(&unknown, findings);
        troubles.tell(findings);
        slips.tell(findings, self.columns.broken);
        table
    }

    /// The decimal sign of a cell.
    const fn sign_of(&self, cell: &GridCell) -> DecimalSign {
        if self.typed && !cell.quoted { DecimalSign::Point } else { self.sign }
    }

    /// The year that a cell states.
    fn year(&self, cell: &GridCell) -> Option<String> {
        let value = read(&cell.text, self.sign_of(cell))?.value.to_string();
        year_of(&value).map(str::to_owned)
    }

    /// Puts the cells of a row into its entry.
    fn row(&self, row: &GridRow, year: Option<&str>, entry: &mut Node, troubles: &mut Troubles, slips: &mut Slips) {
        let mut flags: Vec<&GridCell> = Vec::new();
        for ((cell, holds), heading) in row.iter().zip(&self.columns.list).zip(self.headings) {
            match holds {
                ColumnHolds::Flag if !cell.text.is_empty() => flags.push(cell),
                ColumnHolds::Value(of) if !cell.text.is_empty() => {
                    self.put(entry, of, year, cell, &heading.text, troubles, slips);
                }
                _ => {}
            }
        }
        for flag in flags {
            let said = year.map_or_else(|| flag.text.clone(), |year| format!("{year}: {}", flag.text));
            note(entry, &said, flag.at);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a cell, where it goes, and who is told of it")]
    fn put(
        &self,
        entry: &mut Node,
        of: &ValueColumn,
        year: Option<&str>,
        cell: &GridCell,
        heading: &str,
        troubles: &mut Troubles,
        slips: &mut Slips,
    ) {
        let target = match year.filter(|_| of.by_year) {
            Some(year) => of.target.in_year(year),
            None => Some(of.target.clone()),
        };
        let Some(target) = target else { return };
        let node = value(cell, heading, of, self.sign_of(cell), self.settled, troubles);
        // What does not go by year is said in each row of an entry, and must be the same.
        if self.columns.by_year
            && !of.by_year
            && let Some(there) = find(entry, &target.steps)
        {
            if there.value != node.value {
                let what =
                    format!("`{heading}` differs between the rows of an entry, and it has one value for all years");
                slips.note("differs", cell.at, what, "write the same in each of its rows, or take the column out");
            }
            return;
        }
        // What stands there already is not written over: two columns are about one value.
        if find(entry, &target.steps).is_some_and(|there| there.as_map().is_none()) {
            let what = format!("`{}` of this row is given by two columns", target.same_as());
            slips.note("given", cell.at, what, "keep one of the two columns");
            return;
        }
        place(entry, &target.steps, node);
    }
}

/// The code that statistics give to Kosovo, which ISO 3166 leaves to its users.
const KOSOVO: &str = "XKX";

/// Whether a text is a country's code or name.
fn is_country(text: &str) -> bool {
    countries::named(text).is_some()
}

/// Warns of rows among those of countries whose ids are no codes: a region that nobody knows would be one more nation.
fn tell_unknown(unknown: &[&GridCell], findings: &mut Findings) {
    let Some(first) = unknown.first() else { return };
    let what = match unknown.len() {
        1 => format!("`{}` is not a country code of ISO 3166, as the ids of other rows are", first.text),
        n => format!(
            "`{}` and {} more ids are not country codes of ISO 3166, as the ids of other rows are",
            first.text,
            n - 1
        ),
    };
    findings.warning(
        first.at,
        what,
        "delete the row if it adds up others; nothing is to be done if the nation is invented",
    );
}

/// Adds a remark to the note of an entry.
fn note(entry: &mut Node, said: &str, at: Position) {
    let Value::Map(map) = &mut entry.value else { return };
    match map.get_mut("note").map(|node| &mut node.value) {
        Some(Value::Text(text)) => {
            text.push_str("; ");
            text.push_str(said);
        }
        _ => {
            map.insert(Located::new("note".to_owned(), at), Node { value: Value::Text(said.to_owned()), at });
        }
    }
}

/// The value at a path of an entry.
fn find<'n>(entry: &'n Node, steps: &[String]) -> Option<&'n Node> {
    steps.iter().try_fold(entry, |node, step| node.as_map()?.get(step.as_str()))
}

/// Puts a value at a path, which may be a figure's value already.
fn place(entry: &mut Node, steps: &[String], value: Node) {
    let at = value.at;
    let Some((step, rest)) = steps.split_first() else {
        *entry = value;
        return;
    };
    if !matches!(entry.value, Value::Map(_)) {
        // `price` and `price.low` stand side by side: the plain column is the figure's value.
        let plain = std::mem::replace(entry, Node::empty(at));
        if let Value::Map(map) = &mut entry.value {
            map.insert(Located::new("value".to_owned(), plain.at), plain);
        }
    }
    let Value::Map(map) = &mut entry.value else { return };
    let key = Located::new(step.clone(), at);
    match map.get_mut(&key) {
        None => {
            let mut node = Node::empty(at);
            if rest.is_empty() {
                node = value;
            } else {
                place(&mut node, rest, value);
            }
            map.insert(key, node);
        }
        Some(there) if !rest.is_empty() => place(there, rest, value),
        // `price` after `price.low`: the plain column is the figure's value.
        Some(there) if step != "value" && there.as_map().is_some() => place(there, &["value".to_owned()], value),
        Some(there) => *there = value,
    }
}
