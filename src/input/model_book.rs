//! A model as a workbook or as one document: what it says itself, with its data, in a form that people edit.

use std::path::Path;

use crate::input::finding::{Finding, Findings, Severity};
use crate::input::set::Placed;
use crate::input::sources::Sources;
use crate::input::tree::{Node, Value};
use crate::input::whole::{self, ModelSheet};
use crate::input::{Fence, Reading, Setting, read, read_fenced, yaml};

/// A model that can be written as a workbook or as one document.
#[derive(Debug)]
pub struct ModelBook {
    tree: Node,
}

impl ModelBook {
    /// Reads a model, which must be good; what was found is in the reading.
    #[must_use]
    pub fn of(path: &Path, settings: &[Setting], fence: &Fence) -> (Option<Self>, Reading) {
        let reading = read_fenced(path, settings, fence);
        let mut sources = Sources::fenced(fence.clone());
        let settings = Placed::of_command_line(settings);
        let tree = reading
            .model
            .as_ref()
            .and_then(|_| read::tree_of_own(path, &settings, &mut sources, &mut Findings::default()));
        let book = tree.map(|mut tree| {
            whole::settle_sources(&mut tree);
            if let Value::Map(map) = &mut tree.value {
                // All of the data is in the tree.
                map.shift_remove("data");
            }
            whole::put_in_order(&mut tree);
            Self { tree }
        });
        (book, reading)
    }

    /// Its sheets, that of the model's own keys first.
    #[must_use]
    pub fn sheets(&self) -> Vec<ModelSheet> {
        whole::sheets_of(&self.tree)
    }

    /// Its text as a YAML document.
    #[must_use]
    pub fn yaml(&self) -> String {
        whole::yaml_text(&self.tree)
    }

    /// Whether a workbook says the same; where it first does not, else.
    ///
    /// # Errors
    /// It says something else, or cannot be read; in words.
    pub fn check_workbook(&self, bytes: &[u8]) -> Result<(), String> {
        let mut sources = Sources::of_workbook(bytes, "model.xlsx").map_err(|(what, _)| what)?;
        let mut findings = Findings::default();
        let tree = whole::tree(Path::new("model.xlsx"), &mut sources, &mut findings);
        self.check(tree, &findings)
    }

    /// The same of a YAML document.
    ///
    /// # Errors
    /// It says something else, or cannot be read; in words.
    pub fn check_yaml(&self, text: &str) -> Result<(), String> {
        let mut findings = Findings::default();
        let tree = yaml::parse(text, 0, &mut findings);
        self.check(tree, &findings)
    }

    fn check(&self, tree: Option<Node>, findings: &Findings) -> Result<(), String> {
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        let first = findings.sorted().into_iter().find(is_error).map(|finding| finding.what.clone());
        match (tree, first) {
            (_, Some(what)) => Err(what),
            (None, None) => Err("it holds no model".to_owned()),
            (Some(tree), None) => match difference(&self.tree, &tree) {
                Some(path) => Err(format!("`{path}` would not be read as it is")),
                None => Ok(()),
            },
        }
    }
}

/// The path at which two trees first differ, whatever the order of their keys.
fn difference(one: &Node, other: &Node) -> Option<String> {
    let below = |key: &str, inner: Option<String>| {
        inner.map(|path| if path.is_empty() { key.to_owned() } else { format!("{key}.{path}") })
    };
    match (&one.value, &other.value) {
        (Value::Map(a), Value::Map(b)) => {
            let missing = b.keys().find(|key| !a.contains_key(*key)).map(|key| key.value.clone());
            let found = a.iter().find_map(|(key, node)| match b.get(key) {
                Some(there) => below(key, difference(node, there)),
                None => Some(key.value.clone()),
            });
            found.or(missing)
        }
        (Value::List(a), Value::List(b)) if a.len() == b.len() => {
            (0..).zip(a.iter().zip(b)).find_map(|(place, (a, b))| below(&place.to_string(), difference(a, b)))
        }
        (a, b) => (a != b).then(String::new),
    }
}
