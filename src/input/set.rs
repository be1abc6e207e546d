//! Single values put into a tree by their path: settings of the command line, of a study and of its scenarios.

use crate::input::finding::{Finding, Findings};
use crate::input::sources::Sources;
use crate::input::tree::{Mapping, Node, Value, is_meta, is_point};
use crate::input::words::nearest;
use crate::input::{braces, presets, yaml};
use crate::schema::{Located, Place, Position};

/// A setting of the command line: the path of a value and what it is to be.
pub type Setting = (String, String);

/// Tables that stand in entries of others.
const TABLES: &[&str] = &["pools", "rules", "funds", "programmes", "asks"];

/// A setting with the place where it was written.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The path of the value.
    pub path: String,
    /// What it is to be, as YAML.
    pub value: String,
    /// Where it was written; in no file for the command line.
    pub at: Position,
}

impl Placed {
    /// A place in no file, by which the setting of a number, from 1, is known again; 0 for the command line.
    pub const fn nowhere(number: u32) -> Position {
        Position { file: u32::MAX, line: number, column: 0, length: 0 }
    }

    /// Its value as a node; nothing where it is no YAML.
    pub fn node(&self) -> Option<Node> {
        let mut node = yaml::parse_value(&self.value, self.at)?;
        if self.value.contains('{') {
            let steps: Vec<&str> = self.path.split('.').collect();
            let place = steps.iter().try_fold(Place::root(), |place, step| place.step(step));
            braces::join_all(&mut node, place.as_ref());
        }
        Some(node)
    }

    /// Settings of the command line.
    pub fn of_command_line(settings: &[Setting]) -> Vec<Self> {
        let placed = |(path, value): &Setting| Self { path: path.clone(), value: value.clone(), at: Self::nowhere(0) };
        settings.iter().map(placed).collect()
    }
}

/// The setting that causes a finding: the one at its place, else the one whose entry it names, else the first.
pub fn cause(finding: &Finding, settings: &[Placed]) -> Position {
    let entry = |path: &str| path.split('.').take(2).collect::<Vec<_>>().join(".");
    let code = |path: &str| path.split('.').nth(1).unwrap_or(path).to_owned();
    let names = |setting: &&Placed, part: &dyn Fn(&str) -> String| finding.what.contains(&part(&setting.path));
    (settings.iter().find(|setting| setting.at == finding.at))
        .or_else(|| settings.iter().find(|setting| names(setting, &str::to_owned)))
        .or_else(|| settings.iter().find(|setting| names(setting, &entry)))
        .or_else(|| settings.iter().find(|setting| names(setting, &code)))
        .or_else(|| settings.first())
        .map_or(finding.at, |setting| setting.at)
}

/// Puts a setting into the tree.
pub fn set(tree: &mut Node, setting: &Placed, findings: &mut Findings) {
    let Placed { path, value, at } = setting;
    let whose = if *at == Placed::nowhere(0) { format!("--set {path}={value}: ") } else { String::new() };
    if value.trim().is_empty() {
        let remedy = "write a value; a budget without a limit is `unlimited`";
        findings.error(*at, format!("{whose}`{path}` is given no value"), remedy);
        return;
    }
    if path.split('.').next() == Some("data") {
        let remedy = "name data in the model itself";
        findings.error(*at, format!("{whose}`data` names files, which are read before anything is set"), remedy);
        return;
    }
    let Some(node) = setting.node() else {
        findings.error(*at, format!("{whose}the value cannot be read"), "write it as in the model");
        return;
    };
    if let Err((what, remedy)) = settable_in(tree, path) {
        findings.error(*at, format!("{whose}{what}"), remedy);
        return;
    }
    laid(tree, path, node);
}

/// Lays a value over the node at the end of a path.
pub fn laid(tree: &mut Node, path: &str, node: Node) {
    let steps: Vec<&str> = path.split('.').collect();
    let at = node.at;
    lay(tree, &steps, node, at);
}

/// Lays a value over the node at the end of some steps, which are made where they are missing.
///
/// A point of a series leaves the other points, and takes away what was known of the series: it holds of the old numbers.
fn lay(node: &mut Node, steps: &[&str], value: Node, at: Position) {
    let Some((first, rest)) = steps.split_first() else { return };
    let Value::Map(map) = &mut node.value else {
        *node = Node::empty(at);
        lay(node, steps, value, at);
        return;
    };
    if *first == "value" || (rest.is_empty() && is_point(first) && map.keys().any(|key| is_point(key))) {
        map.retain(|key, _| !is_meta(key) || key.value == "money" && *first != "value");
        node.at = at;
    }
    let Value::Map(map) = &mut node.value else { return };
    match map.get_mut(*first) {
        Some(inner) if rest.is_empty() => inner.lay_over_at(first, value),
        Some(inner) => lay(inner, rest, value, at),
        None => {
            let mut inner = value;
            for step in rest.iter().rev() {
                let key = Located::new((*step).to_owned(), at);
                inner = Node { value: Value::Map(Mapping::from([(key, inner)])), at };
            }
            map.insert(Located::new((*first).to_owned(), at), inner);
        }
    }
}

/// The same where a proposal may use presets: what they bring is there, too.
fn settable_in(tree: &Node, path: &str) -> Result<(), (String, String)> {
    if !path.starts_with("proposals.") {
        return settable(tree, path);
    }
    let mut whole = tree.clone();
    presets::lay_under(&mut whole, &mut Sources::default(), &mut Findings::default());
    settable(&whole, path)
}

/// Whether a path leads to an entry that is there, through mappings all the way: a setting changes a model, and what it
/// misnames it would add in silence.
fn settable(tree: &Node, path: &str) -> Result<(), (String, String)> {
    let mut node = tree;
    let mut table = "";
    let whole = |depth: usize| path.split('.').take(depth).collect::<Vec<_>>().join(".");
    let one_value = |depth: usize| {
        let whole = whole(depth);
        (format!("`{whole}` is one value"), format!("set it whole, as --set {whole}=…"))
    };
    for (depth, step) in path.split('.').enumerate() {
        let Some(map) = node.as_map() else { return Err(one_value(depth)) };
        if map.contains_key("value") && is_point(step) {
            return Err(one_value(depth));
        }
        match map.get(step) {
            Some(inner) => (node, table) = (inner, step),
            // An entry of a table must be there, or come whole; a key that an entry leaves out may be given.
            None if (depth == 1 || TABLES.contains(&table)) && path.matches('.').count() > depth => {
                let near = nearest(step, known(map))
                    .map_or_else(|| "name an entry that is there".to_owned(), |near| format!("did you mean `{near}`?"));
                return Err((format!("`{table}` has no `{step}`"), near));
            }
            // A point of a series that is not there would hold for every year.
            None if depth > 1 && path.split('.').nth(depth + 1).is_some_and(is_point) => {
                let (entry, whole) = (whole(depth), whole(depth + 1));
                return Err((format!("`{entry}` has no `{step}`"), format!("set it whole, as --set {whole}=…")));
            }
            None => return Ok(()),
        }
    }
    Ok(())
}

fn known(map: &Mapping) -> impl Iterator<Item = &str> {
    map.keys().map(|key| key.value.as_str())
}
