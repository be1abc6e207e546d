//! Names of tables' files that stand where a mapping may: each is replaced by the table in the file.

use std::path::Path;

use crate::input::finding::Findings;
use crate::input::read::file;
use crate::input::sources::Sources;
use crate::input::table::{self, TableKind};
use crate::input::tree::{Mapping, Node, Value};
use crate::input::{braces, workbook};
use crate::schema::Place;

/// How deep files may name files.
const DEEPEST: usize = 8;

/// Where in the document something stands: a key, or an item of a list, below another place. What may stand there is looked up only
/// where it matters.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    above: Option<&'a Spot<'a>>,
    /// `None` of an item.
    key: Option<&'a str>,
    /// How many tables led there.
    depth: usize,
}

impl<'a> Spot<'a> {
    pub(super) const fn root() -> Self {
        Self { above: None, key: None, depth: 0 }
    }

    pub(super) const fn below(&'a self, key: Option<&'a str>) -> Self {
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
    pub(super) fn kind(&self) -> TableKind {
        TableKind::of(self.key.unwrap_or_default(), self.place().as_ref())
    }
}

/// Replaces every name of a table's file that stands where a mapping may by the table in the file.
pub(super) fn follow(node: &mut Node, folder: &Path, spot: &Spot<'_>, sources: &mut Sources, findings: &mut Findings) {
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
