//! A model's tree to the sheets of a workbook: one for each table, and one for what is no table.

use std::collections::HashMap;

use super::codec::{ModelCell, cell};
use super::{GOALS, MODEL};
use crate::input::table;
use crate::input::tree::{Mapping, Node, Value};
use crate::schema::Place;

/// A sheet of a model.
#[derive(Debug, Clone)]
pub struct ModelSheet {
    /// Its name, that of the table.
    pub name: String,
    /// What it holds.
    pub about: String,
    /// Its columns, the ids first.
    pub columns: Vec<ModelColumn>,
    /// Its rows.
    pub rows: Vec<Vec<ModelCell>>,
}

/// A column of a sheet of a model.
#[derive(Debug, Clone)]
pub struct ModelColumn {
    /// Its heading.
    pub heading: String,
    /// What its cells mean, with their unit.
    pub about: String,
    /// What its cells may be, where that is known.
    pub allowed: Option<AllowedCells>,
}

/// What the cells of a column may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedCells {
    /// One of these words.
    Words(Vec<String>),
    /// An id of this table.
    IdsOf(&'static str),
}

/// Longest text of a cell.
const LONGEST: usize = 30_000;

/// Keys of entries that name an entry of a table.
const NAMES: [(&str, &str); 5] = [
    ("nation", "nations"),
    ("by", "producers"),
    ("gives", "capabilities"),
    ("switch", "programmes"),
    ("needs", "programmes"),
];

/// The sheets of a tree.
pub fn of(tree: &Node) -> Vec<ModelSheet> {
    let root = Place::root();
    let mut model = ModelSheet {
        name: MODEL.to_owned(),
        about: "What is no table: a key of the model in each row".to_owned(),
        columns: vec![
            column("key", "A key of the model, or a path such as `groups.EAST`"),
            column("value", "Its value; lists and mappings as YAML"),
        ],
        rows: Vec::new(),
    };
    let mut sheets = Vec::new();
    for (key, node) in tree.as_map().into_iter().flatten() {
        let place = root.step(key);
        let entry = place.as_ref().and_then(|place| if key.value == GOALS { place.item() } else { place.entry() });
        let listed = numbered(node);
        let entries = if key.value == GOALS { listed.as_ref() } else { node.as_map() };
        match (entry.filter(|entry| !entry.keys().is_empty() && !entry.takes_number()), entries) {
            (Some(entry), Some(entries)) if entries.values().any(|entry| entry.as_map().is_some()) => {
                // What is no mapping among them has no columns.
                for (id, odd) in entries.iter().filter(|(_, entry)| entry.as_map().is_none()) {
                    model.rows.push(vec![ModelCell::Text(format!("{key}.{id}")), cell(odd, Some(&entry))]);
                }
                sheets.push(table(key, &entry, entries));
            }
            // A table of lists or single values is a row for each.
            (_, _)
                if place.as_ref().and_then(Place::entry).is_some()
                    && node.as_map().is_some_and(|map| !map.is_empty()) =>
            {
                let of = place.as_ref().and_then(Place::entry);
                for (id, item) in node.as_map().into_iter().flatten() {
                    model.rows.push(vec![ModelCell::Text(format!("{key}.{id}")), cell(item, of.as_ref())]);
                }
            }
            _ => model.rows.push(vec![ModelCell::Text(key.value.clone()), cell(node, place.as_ref())]),
        }
    }
    sheets.insert(0, model);
    sheets
}

/// A list as the table of its items by number.
fn numbered(node: &Node) -> Option<Mapping> {
    let Value::List(list) = &node.value else { return None };
    let at = node.at;
    let numbers = (1..).zip(list);
    Some(numbers.map(|(number, item)| (crate::schema::Located::new(number.to_string(), at), item.clone())).collect())
}

fn column(heading: &str, about: &str) -> ModelColumn {
    ModelColumn { heading: heading.to_owned(), about: about.to_owned(), allowed: None }
}

/// The sheet of a table.
fn table(name: &str, entry: &Place, entries: &Mapping) -> ModelSheet {
    let mut columns = vec![column("id", "The id by which the rest of the model names it")];
    let mut places: HashMap<String, usize> = HashMap::from([("id".to_owned(), 0)]);
    let mut rows: Vec<Vec<(usize, ModelCell)>> = Vec::new();
    for (id, node) in entries {
        let Some(map) = node.as_map() else { continue };
        let mut row = vec![(0, ModelCell::Text(id.value.clone()))];
        for (key, value) in map {
            let mut cells = Vec::new();
            spread(key, value, entry.step(key).as_ref(), &mut cells);
            for (heading, cell) in cells {
                let next = columns.len();
                let at = *places.entry(heading.clone()).or_insert(next);
                if at == next {
                    columns.push(ModelColumn {
                        about: about(entry, &heading),
                        allowed: allowed(entry, &heading),
                        heading,
                    });
                }
                row.push((at, cell));
            }
        }
        rows.push(row);
    }
    // The columns of a figure or series stand together, in the order in which entries have their keys.
    let keys = entry.keys();
    let rank = |heading: &str| {
        let first = heading.split('.').next().unwrap_or(heading);
        let rest = heading.split_once('.').map_or(0.0, |(_, rest)| rest.parse().unwrap_or(f64::MAX));
        (if heading == "id" { 0 } else { 1 + keys.iter().position(|key| *key == first).unwrap_or(keys.len()) }, rest)
    };
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by(|a, b| {
        let ((one, year), (other, later)) = (rank(&columns[*a].heading), rank(&columns[*b].heading));
        one.cmp(&other).then(year.total_cmp(&later))
    });
    let rows = rows.into_iter().map(|row| {
        let mut cells: HashMap<usize, ModelCell> = row.into_iter().collect();
        order.iter().map(|place| cells.remove(place).unwrap_or(ModelCell::Empty)).collect()
    });
    ModelSheet {
        name: name.to_owned(),
        about: Place::root().key_about(name),
        rows: rows.collect(),
        columns: order.iter().map(|place| columns[*place].clone()).collect(),
    }
}

/// The columns of a value: those of a figure or series side by side, and one of anything else.
fn spread(heading: &str, node: &Node, place: Option<&Place>, into: &mut Vec<(String, ModelCell)>) {
    let whole = cell(node, place);
    let is_long = matches!(&whole, ModelCell::Text(text) if text.len() > LONGEST);
    let single = |node: &Node| matches!(node.value, Value::Number(_) | Value::Text(_));
    let of_numbers = place.is_some_and(Place::takes_number);
    match node.as_map() {
        // A figure of its value alone is not the number itself.
        Some(map)
            if !map.is_empty()
                && !map.keys().any(|key| table::is_open(key))
                && (is_long
                    || (of_numbers && map.values().all(single) && !(map.len() == 1 && map.contains_key("value")))) =>
        {
            for (key, value) in map {
                let below = place.and_then(|place| place.step(key));
                let name = if key.value == "value" { heading.to_owned() } else { format!("{heading}.{key}") };
                spread(&name, value, below.as_ref(), into);
            }
        }
        _ => into.push((heading.to_owned(), whole)),
    }
}

/// The place that a heading of a table names.
fn place_of(entry: &Place, heading: &str) -> Option<Place> {
    match heading.split_once('.') {
        Some((key, rest)) => entry.step(key)?.step(rest),
        None => entry.step(heading),
    }
}

/// What a heading means.
fn about(entry: &Place, heading: &str) -> String {
    let first = heading.split('.').next().unwrap_or(heading);
    let whole = entry.key_about(first);
    if first == heading { whole } else { format!("{heading}. {whole}") }
}

/// What may stand below a heading.
fn allowed(entry: &Place, heading: &str) -> Option<AllowedCells> {
    let place = place_of(entry, heading)?;
    let words = place.words();
    if !words.is_empty() && !place.takes_number() && !place.takes_parts() {
        return Some(AllowedCells::Words(words.into_iter().map(str::to_owned).collect()));
    }
    let names = NAMES.iter().find(|(key, _)| *key == heading && place.takes_text() && !place.takes_number());
    names.map(|(_, table)| AllowedCells::IdsOf(table))
}
