//! From files to a model: read, lay over each other, type, resolve names, check. Every check runs; what is wrong comes
//! together, each with file, line and remedy.

mod braces;
mod countries;
mod fence;
mod finding;
mod follow;
mod known_groups;
mod model_book;
mod opened;
mod presets;
mod read;
mod resolve;
mod selection;
mod set;
mod sets;
mod sources;
mod study;
mod table;
mod tree;
mod typed;
mod walk;
mod whole;
mod words;
mod workbook;
mod workbook_parts;
mod yaml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use fence::Fence;
pub use finding::{Finding, Findings, Severity};
pub use known_groups::KnownGroup;
pub use model_book::ModelBook;
pub use opened::{OpenedModel, latest_groups, layer_text};
pub use set::Setting;
pub use sources::{SourceText, Sources};
pub use study::{StudyReading, read_study, read_study_fenced};

pub use whole::{AllowedCells, ModelCell, ModelColumn, ModelSheet, READ_ME};

use crate::legible::Shown;
use crate::model::Model;
use set::Placed;
use tree::Node;

/// What came of reading a model: the model if it is good, and everything that was found.
#[derive(Debug)]
pub struct Reading {
    /// The model; nothing where a finding is an error.
    pub model: Option<Model>,
    /// What was found.
    pub findings: Findings,
    /// The files that were read.
    pub sources: Sources,
}

impl Reading {
    /// Every finding as people read it.
    #[must_use]
    pub fn render_findings(&self, color: bool) -> Vec<String> {
        self.findings.told(&self.sources).iter().map(|finding| finding.render(&self.sources, color)).collect()
    }
}

/// Reads a model from its file, which settings override. It may read files below its own folder or the current one.
#[must_use]
pub fn read_file(path: &Path, settings: &[Setting]) -> Reading {
    read_fenced(path, settings, &Fence::around(path))
}

/// The same for a model that may read what is inside a fence.
#[tracing::instrument(skip_all, name = "read", fields(model = %path.shown()))]
#[must_use]
pub fn read_fenced(path: &Path, settings: &[Setting], fence: &Fence) -> Reading {
    let mut sources = Sources::fenced(fence.clone());
    let mut findings = Findings::default();
    let tree = read::tree(path, &Placed::of_command_line(settings), &mut sources, &mut findings);
    finish(tree, sources, findings)
}

/// A model as it is, and with the table of a file over its own.
#[derive(Debug)]
pub struct UpdatedReading {
    /// As it is.
    pub now: Reading,
    /// With the table over its own.
    pub then: Reading,
    /// Values of the table that differ, by their paths: as they are, where they are there, and as the file has them.
    pub changed: Vec<(String, Option<String>, String)>,
}

/// Reads a model as it is, and once more with the table of a file over its own.
#[must_use]
pub fn read_updated(path: &Path, settings: &[Setting], fence: &Fence, table: &str, file: &Path) -> UpdatedReading {
    let mut sources = Sources::fenced(fence.clone());
    let mut findings = Findings::default();
    let placed = Placed::of_command_line(settings);
    let tree = read::tree_with_table(path, &placed, read::TableOver { table, file }, &mut sources, &mut findings);
    let (mut own, mut unheard) = (Sources::fenced(fence.clone()), Findings::default());
    let before = read::tree(path, &placed, &mut own, &mut unheard);
    let of_table = |tree: &Option<Node>| tree.as_ref()?.as_map()?.get(table).cloned();
    let mut changed = Vec::new();
    if let Some(new) = of_table(&tree) {
        tree::changed(table, of_table(&before).as_ref(), &new, &mut changed);
    }
    let now = read_fenced(path, settings, fence);
    UpdatedReading { now, then: finish(tree, sources, findings), changed }
}

/// The table of a model that a file or sheet is named after: `nations.csv`, `budgets.xlsx#nations`.
#[must_use]
pub fn table_of_file(name: &str) -> Option<String> {
    let tables = crate::schema::Place::root();
    let of_file = |file: &str| Path::new(file).file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
    let stem = match workbook::named(name) {
        Some((_, Some(sheet))) => Some(sheet.to_owned()),
        Some((file, None)) => of_file(file),
        None => of_file(name),
    };
    stem.filter(|stem| tables.step(stem).is_some_and(|place| place.entry().is_some()))
}

/// Reads a model from copies of its files, by the paths that they had.
#[must_use]
pub fn read_stored(path: &Path, texts: BTreeMap<PathBuf, String>, settings: &[Setting]) -> Reading {
    let mut sources = Sources::stored(texts);
    let mut findings = Findings::default();
    let tree = read::tree(path, &Placed::of_command_line(settings), &mut sources, &mut findings);
    finish(tree, sources, findings)
}

/// Reads a model from a text; relative paths in it start at the current folder, and lead to nothing outside it.
#[must_use]
pub fn read_text(name: &str, text: &str, settings: &[Setting]) -> Reading {
    let mut sources = Sources::fenced(Fence::around(Path::new(name)));
    let mut findings = Findings::default();
    let tree = read::tree_of_text(name, text, &Placed::of_command_line(settings), &mut sources, &mut findings);
    finish(tree, sources, findings)
}

fn finish(tree: Option<Node>, sources: Sources, mut findings: Findings) -> Reading {
    let model = tree.and_then(|tree| {
        let declared = resolve::Declared::of(&tree);
        if findings.is_stopped() {
            // What follows from a table that is not read is not told.
            return None;
        }
        let document = typed::read(tree, &mut findings);
        let model = resolve::resolve(&document, &declared, &sources, &mut findings);
        if findings.has_errors() { None } else { model }
    });
    Reading { model, findings, sources }
}
