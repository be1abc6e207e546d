//! Files to one tree. The order of layers is written here and nowhere else:
//! presets that a proposal uses < data folders in the order named < the model < settings of the command line.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::input::finding::Findings;
use crate::input::follow::{Spot, follow};
use crate::input::set::{Placed, set};
use crate::input::sources::Sources;
use crate::input::table::{self, TableKind};
use crate::input::tree::{Mapping, Node, Value};
use crate::input::{presets, selection, whole, workbook, yaml};
use crate::legible::{Shown, control, is_control};
use crate::schema::{Located, Position};

/// How deep models may build on models.
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
    Some(over_data(model, folder, 0, sources, findings)?.finished(settings, sources, findings))
}

/// A model over its data, with settings, and the capabilities that are selected; nothing where data cannot be read.
fn with_data(
    model: Node,
    folder: &Path,
    settings: &[Placed],
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<(Node, Option<selection::PlacedNames>)> {
    over_data(model, folder, 0, sources, findings).map(|unset| unset.with(settings, findings))
}

/// A model over its data before anything is set.
#[derive(Debug, Clone)]
pub(super) struct UnsetTree {
    tree: Node,
    selected: Option<selection::PlacedNames>,
}

impl UnsetTree {
    /// The tree with settings, and the capabilities that are selected.
    fn with(self, settings: &[Placed], findings: &mut Findings) -> (Node, Option<selection::PlacedNames>) {
        let Self { mut tree, mut selected } = self;
        for setting in settings {
            match selected_by(setting) {
                Some(names) => selected = Some(names),
                None => set(&mut tree, setting, findings),
            }
        }
        (tree, selected)
    }

    /// The whole tree with settings: presets below, selected capabilities alone.
    pub(super) fn finished(self, settings: &[Placed], sources: &mut Sources, findings: &mut Findings) -> Node {
        let (mut tree, selected) = self.with(settings, findings);
        presets::lay_under(&mut tree, sources, findings);
        if let Some(names) = &selected {
            selection::keep(&mut tree, names, findings);
        }
        tame(&mut tree, findings);
        tree
    }
}

/// A model of a file over its data before anything is set; nothing where files cannot be read.
pub(super) fn unset(path: &Path, sources: &mut Sources, findings: &mut Findings) -> Option<UnsetTree> {
    let model = own(path, sources, findings)?;
    over_data(model, path.parent().unwrap_or_else(|| Path::new(".")), 0, sources, findings)
}

/// A model over its data: folders, files of tables, or other models with data of their own.
fn over_data(
    mut model: Node,
    folder: &Path,
    depth: usize,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<UnsetTree> {
    follow(&mut model, folder, &Spot::root(), sources, findings);
    let mut selected = selection::take(&mut model);
    let mut tree = Node::empty(model.at);
    let mut is_missing = false;
    for (named, at) in data_of(&model) {
        if depth >= DEEPEST {
            findings.stop(at, "models build on models without an end", "name the data of one of them alone");
            return None;
        }
        match data(&folder.join(&named), at, depth, sources, findings) {
            Some(layer) => {
                selected = selected.or(layer.selected);
                tree.lay_over(layer.tree);
            }
            None => is_missing = true,
        }
    }
    // Every name in the model would be unknown.
    if is_missing {
        return None;
    }
    tree.at = model.at;
    tree.lay_over(model);
    Some(UnsetTree { tree, selected })
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
pub(super) fn file(
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

/// A data folder: every `NAME.csv`, `NAME.xlsx` and `NAME.yaml` in it is the table NAME. A data file is a model's tables, over the data
/// that it names itself.
fn data(path: &Path, at: Position, depth: usize, sources: &mut Sources, findings: &mut Findings) -> Option<UnsetTree> {
    if let Some((what, remedy)) = sources.refused(path) {
        findings.error(at, what, remedy);
        return None;
    }
    if !sources.is_folder(path) {
        let node = file(path, &TableKind::default(), sources, findings, at)?;
        if node.as_map().is_none() {
            let what = format!("{} holds no tables of a model", path.shown());
            findings.error(at, what, "name a file with such as `nations: …` in it, or a folder of tables");
            return None;
        }
        return over_data(node, path.parent().unwrap_or(path), depth + 1, sources, findings);
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
    Some(UnsetTree { tree: Node { value: Value::Map(tables), at: start }, selected: None })
}
