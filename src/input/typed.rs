//! Tree to document. Every error becomes a finding, and reading goes on without the value, so that all come together.

use serde::de::DeserializeOwned;

use crate::input::finding::Findings;
use crate::input::tree::{Node, Value};
use crate::input::walk::{Reader, Trouble, TroubleKind};
use crate::input::words::nearest;
use crate::schema::{Document, StudyDocument};

/// More findings than anyone reads at once.
const MOST: usize = 200;

/// The document of a tree; what does not fit is in the findings.
pub fn read(tree: Node, findings: &mut Findings) -> Document {
    read_as(tree, MODEL, findings)
}

/// The study of a tree.
pub fn read_study(tree: Node, findings: &mut Findings) -> StudyDocument {
    read_as(tree, STUDY, findings)
}

/// What a kind of document is called, and what one is made of.
#[derive(Clone, Copy)]
struct Sort {
    name: &'static str,
    keys: &'static str,
}

const MODEL: Sort = Sort { name: "model", keys: "`nations`, `capabilities`, `offers` …" };
const STUDY: Sort = Sort { name: "study", keys: "`study`, `model`, `scenarios` …" };

fn read_as<T: DeserializeOwned + Default>(mut tree: Node, sort: Sort, findings: &mut Findings) -> T {
    let mut stood_in: Vec<Vec<String>> = Vec::new();
    let mut suspected: Vec<(Vec<String>, &'static str)> = Vec::new();
    for _ in 0..MOST {
        let trouble = match T::deserialize(Reader(&tree)) {
            Ok(document) => return document,
            Err(trouble) => trouble,
        };
        let mut path = trouble.path();
        if let TroubleKind::UnknownField(name, _) = &trouble.kind
            && path.last() != Some(name)
        {
            // A figure tells of its bad key without the step that leads to it.
            path.push(name.clone());
        }
        if path.is_empty() {
            let what = format!("this is no {}", sort.name);
            findings.error(tree.at, what, format!("write a mapping with {}", sort.keys));
            return T::default();
        }
        let parent = path.split_last().map(|(_, parents)| parents.to_vec()).unwrap_or_default();
        match &trouble.kind {
            TroubleKind::UnknownField(name, known) => {
                suspected.extend(nearest(name, known.iter().copied()).map(|meant| (parent, meant)));
                note(&trouble, &path, &tree, sort, findings);
            }
            // A key that is there, but misspelt, has been told already.
            TroubleKind::MissingField(name) if suspected.iter().any(|(at, meant)| *at == path && meant == name) => {}
            _ => note(&trouble, &path, &tree, sort, findings),
        }
        // Something stands in for what is wrong, so that the rest of the entry is still read; nothing more is said of
        // its place. Where even that does not fit, the value goes, and its entry with it if it must have one.
        let at = trouble.at.unwrap_or(tree.at);
        findings.mute(at);
        let wanting = match &trouble.kind {
            TroubleKind::MissingField(name) => [&path[..], &[(*name).to_owned()]].concat(),
            TroubleKind::UnknownField(..) => {
                tree.prune(&path);
                continue;
            }
            TroubleKind::UnknownWord(..) | TroubleKind::Wrong(_) => path,
        };
        if stood_in.contains(&wanting) {
            // Nothing fits there; what lacks it is not told that it does.
            if let Some(entry) = wanting.split_last().and_then(|(_, parents)| tree.find_mut(parents)) {
                findings.mute(entry.at);
            }
            tree.prune(&wanting);
            if matches!(trouble.kind, TroubleKind::MissingField(_)) {
                tree.prune(&wanting[..wanting.len() - 1]);
            }
        } else {
            tree.put(&wanting, Node { value: Value::Number(1.0), at });
            stood_in.push(wanting);
        }
    }
    T::default()
}

fn note(trouble: &Trouble, path: &[String], tree: &Node, sort: Sort, findings: &mut Findings) {
    let of_key = tree.key_at(path).filter(|_| matches!(trouble.kind, TroubleKind::UnknownField(..)));
    let at = of_key.or(trouble.at).unwrap_or(tree.at);
    match &trouble.kind {
        TroubleKind::UnknownField(name, known) => {
            let whose = path.split_last().map_or(String::new(), |(_, parents)| parents.join("."));
            let place = if whose.is_empty() { format!("in a {}", sort.name) } else { format!("in `{whose}`") };
            let remedy = nearest(name, known.iter().copied())
                .map_or_else(|| format!("known here: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
            findings.error(at, format!("unknown key `{name}` {place}"), remedy);
        }
        TroubleKind::MissingField(name) => {
            findings.error(
                at,
                format!("`{}` has no `{name}`", path.join(".")),
                format!("add `{name}: {}`", example(name)),
            );
        }
        TroubleKind::UnknownWord(word, known) => {
            let remedy = nearest(word, known.iter().copied())
                .map_or_else(|| format!("one of: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
            findings.error(at, format!("unknown word `{word}` for `{}`", path.join(".")), remedy);
        }
        TroubleKind::Wrong(what) => {
            let (what, remedy) = what.split_once("; ").unwrap_or((what, remedy_for(what)));
            findings.error(at, format!("`{}`: {what}", path.join(".")), remedy);
        }
    }
}

/// What may stand behind a key that an entry must have, where a word or a set is asked for.
fn example(name: &str) -> &'static str {
    match name {
        "rule" => "juste_retour`, or another kind of rule such as `european_content",
        "kind" => "loan` or `kind: grant",
        "members" => "\"{DEU, FRA}\"",
        _ => "…",
    }
}

/// What would be right where a value is wrong.
fn remedy_for(what: &str) -> &'static str {
    if what.contains("expected a whole number from 0 on") {
        "write a whole number from 0 on"
    } else if what.contains("expected a whole number") {
        "write a whole number"
    } else if what.contains("expected `true` or `false`") {
        "write `true` or `false`"
    } else if what.contains("not a number") || what.contains("expected a number") {
        "write a number, without unit or thousands separator"
    } else if what.contains("expected a mapping") {
        "write `key: value` pairs"
    } else if what.contains("expected a list") {
        "write a list, as `[a, b]`"
    } else if what.contains("expected a text") {
        "write a text"
    } else {
        "see the file format for what may stand here"
    }
}
