//! A model whose files are read once, to be looked at and read under many settings.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::input::finding::Findings;
use crate::input::known_groups::KnownGroup;
use crate::input::read::{self, UnsetTree};
use crate::input::set::{Placed, laid};
use crate::input::sources::Sources;
use crate::input::tree::{Node, Value};
use crate::input::whole::yaml_text;
use crate::input::{Fence, Reading, Setting, finish};

/// What a workbook is called that is in no file.
const WORKBOOK: &str = "model.xlsx";

/// A model whose files were read, before anything is set.
#[derive(Debug, Clone)]
pub struct OpenedModel {
    unset: Option<UnsetTree>,
    sources: Sources,
    findings: Findings,
}

impl OpenedModel {
    /// Reads the files of a model that may read what is inside a fence.
    #[must_use]
    pub fn read(path: &Path, fence: &Fence) -> Self {
        let (mut sources, mut findings) = (Sources::fenced(fence.clone()), Findings::default());
        let unset = read::unset(path, &mut sources, &mut findings);
        Self { unset, sources, findings }
    }

    /// The same of a text that is in no file of this machine, which may name no others.
    #[must_use]
    pub fn of_text(name: &str, text: &str) -> Self {
        let file = PathBuf::from(name);
        let (mut sources, mut findings) =
            (Sources::stored([(file.clone(), text.to_owned())].into()), Findings::default());
        let unset = read::unset(&file, &mut sources, &mut findings);
        Self { unset, sources, findings }
    }

    /// The same of a workbook that is in no file of this machine.
    ///
    /// # Errors
    /// It cannot be read; in words.
    pub fn of_workbook(bytes: &[u8]) -> Result<Self, String> {
        let mut sources = Sources::of_workbook(bytes, WORKBOOK).map_err(|(what, _)| what)?;
        let mut findings = Findings::default();
        let unset = read::unset(Path::new(WORKBOOK), &mut sources, &mut findings);
        Ok(Self { unset, sources, findings })
    }

    /// What the file of a model says itself, without its data; null where it cannot be read.
    #[must_use]
    pub fn glance(path: &Path) -> Json {
        let mut sources = Sources::fenced(Fence::around(path));
        read::tree_of_study(path, &mut sources, &mut Findings::default()).as_ref().map_or(Json::Null, as_json)
    }

    /// The model with settings, as [`read_fenced`](crate::input::read_fenced) reads it.
    #[must_use]
    pub fn with(&self, settings: &[Setting]) -> Reading {
        let (mut sources, mut findings) = (self.sources.clone(), self.findings.clone());
        let settings = Placed::of_command_line(settings);
        let tree = self.unset.clone().map(|unset| unset.finished(&settings, &mut sources, &mut findings));
        finish(tree, sources, findings)
    }

    /// The document with its data and the presets of its proposals, as JSON: what is written, before it is understood.
    #[must_use]
    pub fn document(&self) -> Json {
        let (mut sources, mut findings) = (self.sources.clone(), self.findings.clone());
        let tree = self.unset.clone().map(|unset| unset.finished(&[], &mut sources, &mut findings));
        tree.as_ref().map_or(Json::Null, as_json)
    }

    /// SHA-256 of the names and texts of all files, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for source in self.sources.iter() {
            let name = source.file().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            hash.update(format!("{name}\n{}\n", source.digest()));
        }
        hash.finalize().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The files that were read.
    #[must_use]
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }
}

/// The text of a model that builds on another one and holds only what differs: the file of the other, relative to where the text will
/// stand; the proposal; and settings.
#[must_use]
pub fn layer_text(file: &str, proposal: &str, settings: &[Setting]) -> String {
    let nowhere = Placed::nowhere(0);
    let mut tree = Node::empty(nowhere);
    let named = [("data".to_owned(), file.to_owned()), ("proposal".to_owned(), proposal.to_owned())];
    for (path, text) in named {
        laid(&mut tree, &path, Node { value: Value::Text(text), at: nowhere });
    }
    for placed in Placed::of_command_line(settings) {
        if let Some(node) = placed.node() {
            laid(&mut tree, &placed.path, node);
        }
    }
    yaml_text(&tree)
}

/// The members of a group that every model knows, the latest of its name.
#[must_use]
pub fn latest_groups() -> Vec<&'static KnownGroup> {
    let mut list: Vec<&'static KnownGroup> = Vec::new();
    for group in KnownGroup::all() {
        if list.iter().all(|known| known.name != group.name) {
            list.push(group);
        }
    }
    list
}

fn as_json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Number(number) => serde_json::Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(list) => Json::Array(list.iter().map(as_json).collect()),
        Value::Map(map) => Json::Object(map.iter().map(|(key, node)| (key.value.clone(), as_json(node))).collect()),
    }
}
