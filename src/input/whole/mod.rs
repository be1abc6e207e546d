//! A whole model as one workbook, and back: a sheet for each table, and the sheet `model` for what is no table.

mod codec;
mod sheets;
mod yaml_text;

use std::path::{Path, PathBuf};

use crate::input::finding::Findings;
use crate::input::sources::Sources;
use crate::input::table::{self, TableKind};
use crate::input::tree::{Mapping, Node, Value, is_meta};
use crate::input::words::nearest;
use crate::schema::{Located, Place, Position, parse_share};

pub use codec::ModelCell;
pub use sheets::{AllowedCells, ModelColumn, ModelSheet};
pub use yaml_text::yaml_text;

/// The sheet of what is no table.
const MODEL: &str = "model";
/// The sheet of goals, which are a list.
const GOALS: &str = "goals";
/// The sheet that tells people how the workbook is read, and is not read itself.
pub const READ_ME: &str = "read me";

/// The sheets of a tree.
pub fn sheets_of(tree: &Node) -> Vec<ModelSheet> {
    sheets::of(tree)
}

/// Whether a text would be told of instead of read at a place.
fn is_told_of(text: &str, place: Option<&Place>) -> bool {
    table::is_told_of(text, place.is_none_or(Place::takes_number))
}

/// The tree of a workbook that holds a whole model.
pub fn tree(file: &Path, sources: &mut Sources, findings: &mut Findings) -> Option<Node> {
    let nowhere = Position { file: u32::MAX, line: 0, column: 0, length: 0 };
    let mut names = match sources.sheets(file) {
        Ok(names) => names,
        Err((what, remedy)) => {
            findings.error(nowhere, what, remedy);
            return None;
        }
    };
    // The model's own sheet first: it is the model's file where a run is read back.
    names.sort_by_key(|name| name != MODEL);
    let root = Place::root();
    let known = root.keys();
    let mut tree = Node::empty(nowhere);
    let mut any = false;
    for name in names.iter().filter(|name| name.as_str() != READ_ME) {
        let place = root.step(name).filter(|_| known.contains(&name.as_str()));
        if name != MODEL && place.is_none() {
            let near = nearest(name, known.iter().copied().chain([MODEL]));
            let remedy = near.map_or_else(
                || format!("name it after a table, such as `nations`, or `{READ_ME}` if it is for people"),
                |near| format!("did you mean `{near}`?"),
            );
            findings.stop(nowhere, format!("the sheet `{name}` is no table of a model"), remedy);
            continue;
        }
        let mut path = file.as_os_str().to_owned();
        path.push(format!("#{name}"));
        let path = PathBuf::from(path);
        let (number, text) = match sources.read(&path) {
            Ok(number) => (number, sources.get(number).map(|(_, text)| text.to_owned()).unwrap_or_default()),
            Err((what, remedy)) => {
                findings.stop(nowhere, what, remedy);
                continue;
            }
        };
        crate::input::read::tell_faults(sources, findings);
        let Some(mut node) = of_sheet(name, place.as_ref(), &text, number, findings) else { continue };
        any = true;
        if name == MODEL {
            node.at = Position { file: number, line: 1, column: 1, length: 1 };
            node.lay_over(tree);
            tree = node;
        } else if let Value::Map(map) = &mut tree.value {
            let key = Located::new(name.clone(), node.at);
            match map.get_mut(&key) {
                Some(there) => there.lay_over(node),
                None => _ = map.insert(key, node),
            }
        }
    }
    any.then_some(tree)
}

/// What a sheet says of the model.
fn of_sheet(name: &str, place: Option<&Place>, text: &str, file: u32, findings: &mut Findings) -> Option<Node> {
    if name == MODEL {
        return table::parse_keys(text, file, &Place::root(), findings);
    }
    let kind = match name {
        GOALS => TableKind { entry: place.and_then(Place::item), typed: true, ..TableKind::default() },
        _ => TableKind { typed: true, ..TableKind::of(name, place) },
    };
    let mut node = table::parse(text, file, &kind, findings)?;
    if let (GOALS, Value::Map(map)) = (name, &mut node.value) {
        node.value = Value::List(std::mem::take(map).into_values().collect());
    }
    Some(node)
}

/// Puts the keys of the document, of entries and of figures into the order of the file format, and years into their own. Entries
/// stay in theirs, which results follow. So a model is written in one way, however its keys came.
pub fn put_in_order(tree: &mut Node) {
    order(tree, Some(&Place::root()));
}

fn order(node: &mut Node, place: Option<&Place>) {
    match &mut node.value {
        Value::Map(map) => {
            if let Some(place) = place {
                let known = place.keys();
                let rank = |key: &str| {
                    let named = known.iter().position(|name| *name == key).unwrap_or(known.len());
                    let number = if place.number_keys().is_some() { parse_share(key).unwrap_or(f64::MAX) } else { 0.0 };
                    (named, number)
                };
                map.sort_by(|one, _, other, _| {
                    let ((one, number), (other, next)) = (rank(one), rank(other));
                    one.cmp(&other).then(number.total_cmp(&next))
                });
            }
            for (key, child) in map.iter_mut() {
                order(child, place.and_then(|place| place.step(key)).as_ref());
            }
        }
        Value::List(list) => {
            let item = place.and_then(Place::item);
            for child in list.iter_mut() {
                order(child, item.as_ref());
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
    }
}

/// Writes out what a figure is known by where its entry says something else of all figures in another file: in one sheet, they stand
/// together.
pub fn settle_sources(tree: &mut Node) {
    let root = Place::root();
    let Value::Map(tables) = &mut tree.value else { return };
    for (key, table) in tables {
        let Some(entry) = root.step(key).and_then(|place| place.entry()) else { continue };
        let Value::Map(entries) = &mut table.value else { continue };
        for node in entries.values_mut() {
            let said = node
                .as_map()
                .and_then(|map| map.get("source").or_else(|| map.get("confidence")))
                .map(|node| node.at.file);
            if let Some(file) = said {
                settle(node, Some(&entry), file);
            }
        }
    }
}

fn settle(node: &mut Node, place: Option<&Place>, file: u32) {
    let Some(place) = place else { return };
    let at = node.at;
    let is_figure = place.takes_number() && place.step("confidence").is_some() && place.step("source").is_some();
    if is_figure && at.file != file && !matches!(&node.value, Value::Map(map) if map.keys().any(|key| is_said(key))) {
        if node.as_map().is_none() {
            let value = std::mem::replace(node, Node::empty(at));
            node.value = Value::Map(Mapping::from([(Located::new("value".to_owned(), at), value)]));
        }
        if let Value::Map(map) = &mut node.value {
            let word = Node { value: Value::Text("assumption".to_owned()), at };
            map.insert(Located::new("confidence".to_owned(), at), word);
        }
        return;
    }
    if let (false, Value::Map(map)) = (is_figure, &mut node.value) {
        for (key, child) in map.iter_mut().filter(|(key, _)| !is_meta(key)) {
            settle(child, place.step(key).as_ref(), file);
        }
    }
}

fn is_said(key: &str) -> bool {
    matches!(key, "source" | "confidence")
}
