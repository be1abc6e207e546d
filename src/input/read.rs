//! Files to one tree. The order of layers is written here and nowhere else:
//! presets that a proposal uses < data folders in the order named < the model < settings of the command line.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::input::finding::Findings;
use crate::input::set::{Placed, set};
use crate::input::sources::Sources;
use crate::input::table::{self, TableKind};
use crate::input::tree::{Mapping, Node, Value};
use crate::input::{braces, presets, selection, whole, workbook, yaml};
use crate::legible::{Shown, control, is_control};
use crate::schema::{Located, Place, Position};

/// How deep files may name files.
const DEEPEST: usize = 8;

/// Reads a model and everything that it names into one tree.
pub fn tree(path: &Path, settings: &[Placed], sources: &mut Sources, findings: &mut Findings) -> Option<Node> {
    let model = own(path, sources, findings)?;
    layered(model, path.parent().unwrap_or_else(|| Path::new(".")), settings, sources, findings)
}

/// A table in a file, and the table of the model over which it is laid.
#[derive(Clone, Copy)]
pub struct TableOver<'a> {
    /// Its name in the model.
    pub table: &'a str,
    /// Its file, or the sheet of a workbook.
    pub file: &'a Path,
}

/// The same with a table of a file over that of the model.
pub fn tree_with_table(
    path: &Path,
    settings: &[Placed],
    over: TableOver<'_>,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<Node> {
    let mut tree = tree(path, settings, sources, findings)?;
    let nowhere = Placed::nowhere(0);
    let root = Spot::root();
    let spot = root.below(Some(over.table));
    let mut layer = file(over.file, &spot.kind(), sources, findings, nowhere)?;
    follow(&mut layer, over.file.parent().unwrap_or_else(|| Path::new(".")), &spot, sources, findings);
    tame(&mut layer, findings);
    let key = Located::new(over.table.to_owned(), layer.at);
    tree.lay_over(Node { at: tree.at, value: Value::Map(Mapping::from([(key, layer)])) });
    Some(tree)
}

/// The same before presets come in: what the model says itself, with its data.
pub fn tree_of_own(path: &Path, settings: &[Placed], sources: &mut Sources, findings: &mut Findings) -> Option<Node> {
    let model = own(path, sources, findings)?;
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let (mut tree, selected) = with_data(model, folder, settings, sources, findings)?;
    if let Some(names) = &selected {
        selection::keep(&mut tree, names, findings);
    }
    Some(tree)
}

/// The file of a model: a document, or a workbook.
fn own(path: &Path, sources: &mut Sources, findings: &mut Findings) -> Option<Node> {
    match path.to_str().and_then(workbook::named) {
        Some((file, _)) => whole::tree(Path::new(file), sources, findings),
        None => file(path, &TableKind::default(), sources, findings, Position::default()),
    }
}

/// A file that is no model and names no data, as a tree.
pub fn tree_of_study(path: &Path, sources: &mut Sources, findings: &mut Findings) -> Option<Node> {
    let mut tree = file(path, &TableKind::default(), sources, findings, Position::default())?;
    tame(&mut tree, findings);
    Some(tree)
}

/// The same for a text that is in no file.
pub fn tree_of_text(
    name: &str,
    text: &str,
    settings: &[Placed],
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<Node> {
    let number = sources.add(name, None, text.to_owned());
    let model = yaml::parse(text, number, findings)?;
    layered(model, Path::new("."), settings, sources, findings)
}

fn layered(
    model: Node,
    folder: &Path,
    settings: &[Placed],
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<Node> {
    let (mut tree, selected) = with_data(model, folder, settings, sources, findings)?;
    presets::lay_under(&mut tree, sources, findings);
    if let Some(names) = &selected {
        selection::keep(&mut tree, names, findings);
    }
    tame(&mut tree, findings);
    Some(tree)
}

/// A model over its data, with settings, and the capabilities that are selected; nothing where data cannot be read.
fn with_data(
    mut model: Node,
    folder: &Path,
    settings: &[Placed],
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<(Node, Option<selection::PlacedNames>)> {
    follow(&mut model, folder, &Spot::root(), sources, findings);
    let mut selected = selection::take(&mut model);
    let mut tree = Node::empty(model.at);
    let mut is_missing = false;
    for (named, at) in data_of(&model) {
        match data(&folder.join(&named), at, sources, findings) {
            Some(layer) => tree.lay_over(layer),
            None => is_missing = true,
        }
    }
    // Every name in the model would be unknown.
    if is_missing {
        return None;
    }
    tree.at = model.at;
    tree.lay_over(model);
    for setting in settings {
        match selected_by(setting) {
            Some(names) => selected = Some(names),
            None => set(&mut tree, setting, findings),
        }
    }
    Some((tree, selected))
}

/// The capabilities that a setting selects: `capabilities=[fighters, tankers]`.
fn selected_by(setting: &Placed) -> Option<selection::PlacedNames> {
    if setting.path != "capabilities" {
        return None;
    }
    let node = yaml::parse(&setting.value, u32::MAX, &mut Findings::default())?;
    let names = selection::names_of(&node)?;
    Some(names.into_iter().map(|(name, _)| (name, setting.at)).collect())
}

/// Puts a space for every character of a text that steers a terminal, and tells of it: after this no name of the model holds
/// any, wherever it is shown. Keys are ids, which are refused where they hold more than letters and digits.
fn tame(node: &mut Node, findings: &mut Findings) {
    let at = node.at;
    match &mut node.value {
        Value::Text(text) => {
            if let Some(c) = control(text) {
                let what =
                    format!("this text holds the control character U+{:04X}, which is read as a space", u32::from(c));
                findings.warning(at, what, "write it without");
                *text = text.chars().map(|c| if is_control(c) { ' ' } else { c }).collect();
            }
        }
        Value::List(list) => list.iter_mut().for_each(|item| tame(item, findings)),
        Value::Map(map) => map.values_mut().for_each(|item| tame(item, findings)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// One file as a tree, by its ending.
fn file(
    path: &Path,
    kind: &TableKind,
    sources: &mut Sources,
    findings: &mut Findings,
    named_at: Position,
) -> Option<Node> {
    let number = match sources.read(path) {
        Ok(number) => number,
        Err((what, remedy)) => {
            let at = if named_at == Position::default() { Position { file: u32::MAX, ..named_at } } else { named_at };
            // What follows from a table that is not read is not told.
            if named_at == Position::default() {
                findings.error(at, what, remedy);
            } else {
                findings.stop(at, what, remedy);
            }
            return None;
        }
    };
    let text = sources.get(number).map(|(_, text)| text.to_owned()).unwrap_or_default();
    let typed = sources.is_sheet(number);
    if typed || path.to_str().is_some_and(table::is_name) {
        let told = tell_faults(sources, findings);
        let tree = table::parse(&text, number, &TableKind { typed, ..kind.clone() }, findings);
        for at in told {
            findings.mute(at);
        }
        tree
    } else {
        yaml::parse(&text, number, findings)
    }
}

/// Tells what is wrong with cells of sheets; the places of which nothing more is said.
pub(super) fn tell_faults(sources: &mut Sources, findings: &mut Findings) -> Vec<Position> {
    let told = sources.take_faults().into_iter().map(|(file, fault)| {
        let at = Position { file, line: fault.line, column: fault.column, length: 1 };
        findings.stop(at, fault.what, fault.remedy);
        at
    });
    told.collect()
}

/// The data that a model names, with the place of the name.
fn data_of(model: &Node) -> Vec<(PathBuf, Position)> {
    let Some(named) = model.as_map().and_then(|map| map.get("data")) else { return Vec::new() };
    let one = |node: &Node| node.as_text().map(|text| (PathBuf::from(text), node.at));
    match &named.value {
        Value::List(list) => list.iter().filter_map(one).collect(),
        _ => one(named).into_iter().collect(),
    }
}

/// A data folder: every `NAME.csv`, `NAME.xlsx` and `NAME.yaml` in it is the table NAME. A data file is a model's tables.
fn data(path: &Path, at: Position, sources: &mut Sources, findings: &mut Findings) -> Option<Node> {
    if let Some((what, remedy)) = sources.refused(path) {
        findings.error(at, what, remedy);
        return None;
    }
    if !sources.is_folder(path) {
        let mut node = file(path, &TableKind::default(), sources, findings, at)?;
        if node.as_map().is_none() {
            let what = format!("{} holds no tables of a model", path.shown());
            findings.error(at, what, "name a file with such as `nations: …` in it, or a folder of tables");
            return None;
        }
        follow(&mut node, path.parent().unwrap_or(path), &Spot::root(), sources, findings);
        return Some(node);
    }
    let names = match sources.files_of(path) {
        Ok(names) => names,
        Err(error) => {
            findings.error(
                at,
                format!("cannot read the data folder {}: {error}", path.shown()),
                "name a folder that can be read",
            );
            return None;
        }
    };
    let mut tables = Mapping::new();
    let mut files: HashMap<String, PathBuf> = HashMap::new();
    let start = Position { file: u32::MAX, line: 0, column: 0, length: 0 };
    for name in names {
        let ending = name.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
        let (Some(stem), true) = (
            name.file_stem().and_then(|s| s.to_str()),
            matches!(ending.as_str(), "csv" | "tsv" | "xlsx" | "xlsm" | "yaml" | "yml"),
        ) else {
            continue;
        };
        // One of two would win without a word.
        if let Some(other) = files.get(stem) {
            let called = |path: &Path| path.file_name().map_or(path, Path::new).shown();
            let what = format!(
                "`{}` and `{}` of the data folder {} are two files for one table",
                called(other),
                called(&name),
                path.shown()
            );
            findings.stop(at, what, "keep one of the two, or name the other otherwise");
            continue;
        }
        files.insert(stem.to_owned(), name.clone());
        let root = Spot::root();
        let spot = root.below(Some(stem));
        if let Some(mut node) = file(&name, &spot.kind(), sources, findings, at) {
            if !matches!(node.value, Value::Map(_) | Value::List(_)) {
                let what = format!("{} holds no table", name.shown());
                findings.error(at, what, "write `id: …` pairs into it, or take it out of the data folder");
                continue;
            }
            follow(&mut node, path, &spot, sources, findings);
            tables.insert(Located::new(stem.to_owned(), Position { length: 1, ..node.at }), node);
        }
    }
    Some(Node { value: Value::Map(tables), at: start })
}

/// Where in the document something stands: a key, or an item of a list, below another place. What may stand there is looked up only
/// where it matters.
#[derive(Clone, Copy)]
struct Spot<'a> {
    above: Option<&'a Spot<'a>>,
    /// `None` of an item.
    key: Option<&'a str>,
    /// How many tables led there.
    depth: usize,
}

impl<'a> Spot<'a> {
    const fn root() -> Self {
        Self { above: None, key: None, depth: 0 }
    }

    const fn below(&'a self, key: Option<&'a str>) -> Self {
        Self { above: Some(self), key, depth: self.depth }
    }

    /// What may stand there; `None` where the document has no such place.
    fn place(&self) -> Option<Place> {
        match (self.above, self.key) {
            (None, _) => Some(Place::root()),
            (Some(above), Some(key)) => above.place()?.step(key),
            (Some(above), None) => above.place()?.item(),
        }
    }

    /// What a table there is.
    fn kind(&self) -> TableKind {
        TableKind::of(self.key.unwrap_or_default(), self.place().as_ref())
    }
}

/// Replaces every name of a table's file that stands where a mapping may by the table in the file.
fn follow(node: &mut Node, folder: &Path, spot: &Spot<'_>, sources: &mut Sources, findings: &mut Findings) {
    if braces::may_be_set(node) {
        braces::join(node, spot.place().as_ref());
    }
    match &mut node.value {
        Value::Map(map) => {
            for (key, child) in map.iter_mut() {
                if !matches!(key.value.as_str(), "data" | "source" | "note" | "name" | "about" | "model") {
                    follow(child, folder, &spot.below(Some(key)), sources, findings);
                }
            }
        }
        Value::List(list) => {
            for child in list {
                follow(child, folder, &spot.below(None), sources, findings);
            }
        }
        Value::Text(text) if names_a_table(text) => {
            if spot.depth >= DEEPEST {
                findings.error(node.at, "tables name tables without an end", "write one of them out");
                return;
            }
            let path = folder.join(text.as_str());
            let inner = path.parent().unwrap_or(folder).to_owned();
            match file(&path, &spot.kind(), sources, findings, node.at) {
                Some(mut table) => {
                    let spot = Spot { depth: spot.depth + 1, ..*spot };
                    follow(&mut table, &inner, &spot, sources, findings);
                    *node = table;
                }
                None => node.value = Value::Map(Mapping::new()),
            }
        }
        Value::Text(text) => {
            if let Some(remedy) = other_file(text).filter(|_| spot.place().is_some_and(|place| place.entry().is_some()))
            {
                findings.stop(node.at, format!("`{text}` names no table that can be read"), remedy);
                node.value = Value::Map(Mapping::new());
            }
        }
        _ => {}
    }
}

/// What to do about a name that is like that of a table's file; `None` where it is not.
fn other_file(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let file = lower.split('#').next().unwrap_or(&lower);
    if let Some(mark) = [".xlsx!", ".xlsm!"].iter().find_map(|mark| lower.find(mark)) {
        let (book, sheet) = text.split_at(mark + ".xlsx".len());
        return Some(format!("write `{book}#{}`", sheet.trim_start_matches('!')));
    }
    if file.contains(char::is_whitespace) {
        return None;
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| file.len() > ending.len() && file.ends_with(ending));
    if ends(&[".ods", ".xls", ".xlsb", ".numbers", ".fods"]) {
        Some("save the workbook as .xlsx, and name a sheet, as `budgets.xlsx#Sheet`".to_owned())
    } else if ends(&[".txt", ".dat", ".tab", ".psv"]) {
        Some("name the file with the ending .csv".to_owned())
    } else if ends(&[".json", ".parquet", ".pdf", ".html", ".xml", ".docx"]) {
        Some("save the table as .csv or .xlsx".to_owned())
    } else {
        None
    }
}

fn names_a_table(text: &str) -> bool {
    // A sheet's name may hold blanks, a file's may not: a remark that ends with the name of a file is no name of a table.
    let file = text.split('#').next().unwrap_or(text);
    text.len() > 4 && (table::is_name(text) || workbook::named(text).is_some()) && !file.contains(char::is_whitespace)
}
