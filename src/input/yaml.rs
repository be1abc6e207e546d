//! YAML text to tree.

use std::fmt;

use indexmap::map::MutableKeys;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use crate::input::braces;
use crate::input::finding::Findings;
use crate::input::tree::{Mapping, Node, Value};
use crate::schema::{Located, Position};

/// A YAML value with its place, which is not known yet to be in which file.
struct Raw(Spanned<RawValue>);

/// What it holds; what is inside it is a tree already, so that nothing is held twice.
struct RawValue(Value);

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::<RawValue>::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E>(self, b: bool) -> Result<RawValue, E> {
        Ok(RawValue(Value::Bool(b)))
    }
    #[expect(clippy::cast_precision_loss, reason = "document numbers are far below 2^52")]
    fn visit_i64<E>(self, x: i64) -> Result<RawValue, E> {
        Ok(RawValue(Value::Number(x as f64)))
    }
    #[expect(clippy::cast_precision_loss, reason = "document numbers are far below 2^52")]
    fn visit_u64<E>(self, x: u64) -> Result<RawValue, E> {
        Ok(RawValue(Value::Number(x as f64)))
    }
    fn visit_f64<E>(self, x: f64) -> Result<RawValue, E> {
        Ok(RawValue(Value::Number(x)))
    }
    fn visit_str<E>(self, text: &str) -> Result<RawValue, E> {
        Ok(RawValue(Value::Text(text.to_owned())))
    }
    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue(Value::Null))
    }
    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue(Value::Null))
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawValue, D::Error> {
        RawValue::deserialize(deserializer)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element::<Raw>()? {
            list.push(node(item));
        }
        list.shrink_to_fit();
        Ok(RawValue(Value::List(list)))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawValue, A::Error> {
        // Kept in a row first, which grows by a quarter: a map grows by twice its size, and is copied each time.
        let mut entries: Vec<(Located<String>, Node)> = Vec::new();
        while let Some((key, item)) = map.next_entry::<Spanned<String>, Raw>()? {
            let mut at = position(&key.referenced);
            at.length = u32::try_from(key.value.chars().count()).unwrap_or(1);
            if entries.len() == entries.capacity() {
                entries.reserve_exact(4 + entries.len() / 4);
            }
            entries.push((Located::new(key.value, at), node(item)));
        }
        let mut table = Mapping::with_capacity(entries.len());
        table.extend(entries);
        Ok(RawValue(Value::Map(table)))
    }
}

/// Nodes that any document may have.
const NODES: usize = 20_000;

/// Bytes of a text for one more node: no model is denser, and a node takes some hundred bytes.
const BYTES_OF_NODE: usize = 4;

/// What a text of so many bytes may become, so that the tree takes at most forty times as much as the text: aliases that repeat
/// count each time.
fn options(bytes: usize) -> serde_yaml::Options {
    let nodes = NODES + bytes / BYTES_OF_NODE;
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_nodes: nodes,
            max_events: 3 * nodes,
            max_total_scalar_bytes: 1_000_000 + 2 * bytes,
            max_depth: 64,
            max_documents: 1,
        },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: nodes },
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
    }
}

/// The tree of a YAML text; what is no YAML becomes a finding.
pub fn parse(text: &str, file: u32, findings: &mut Findings) -> Option<Node> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Some(Node::empty(Position { file, line: 1, column: 1, length: 1 }));
    }
    match serde_yaml::from_str_with_options::<Raw>(text, options(text.len())) {
        Ok(raw) => Some(in_file(node(raw), file)),
        Err(error) => {
            let error = error.without_snippet();
            let at = error.location().map_or(Position { file, line: 1, column: 1, length: 1 }, |place| Position {
                file,
                line: line(place.line()),
                column: line(place.column()),
                length: 1,
            });
            let line = text.lines().nth((at.line as usize).saturating_sub(1)).unwrap_or_default();
            if braces::lacks_quotes(line) {
                let what = "a set in braces needs quotes where a sign stands beside it";
                findings.error(at, what, "write it as `\"EU27 - {HUN} + {UKR}\"`, in quotes");
                return None;
            }
            let (what, remedy) = explain(&error.to_string());
            findings.error(at, what, remedy);
            None
        }
    }
}

/// The tree of one value, such as a cell of a table that is written as YAML; `None` where it is no YAML.
pub fn parse_value(text: &str, at: Position) -> Option<Node> {
    let raw = serde_yaml::from_str_with_options::<Raw>(text, options(text.len())).ok()?;
    Some(placed(node(raw), at))
}

/// Gives every value of a tree one place.
fn placed(mut node: Node, at: Position) -> Node {
    node.at = at;
    node.value = match node.value {
        Value::List(list) => Value::List(list.into_iter().map(|item| placed(item, at)).collect()),
        Value::Map(map) => {
            Value::Map(map.into_iter().map(|(key, v)| (Located::new(key.value, at), placed(v, at))).collect())
        }
        other => other,
    };
    node
}

/// What a parser's message means to somebody who writes models.
fn explain(message: &str) -> (String, String) {
    let first = message.lines().next().unwrap_or(message);
    let bare = first.split(" at line ").next().unwrap_or(first).trim_end_matches(':');
    if let Some(rest) = bare.strip_prefix("duplicate mapping key") {
        let key = rest.trim_start_matches(':').split(',').next().unwrap_or(rest).trim();
        return (format!("duplicate key: {key}"), "keep one of the two".to_owned());
    }
    if bare.contains("unknown anchor") {
        return ("this alias stands for nothing".to_owned(), "name what it stands for with `&`, above".to_owned());
    }
    if bare.contains("documents") && bare.contains("budget") {
        return (
            "a model is one document, and here a second one begins".to_owned(),
            "take the line `---` out".to_owned(),
        );
    }
    if bare.contains("non-finite") {
        return ("this is no finite number".to_owned(), "leave the key out where there is no limit".to_owned());
    }
    if bare.contains("null into string") {
        return ("this key is nothing".to_owned(), "write a text before the colon".to_owned());
    }
    if bare.contains("budget breached") || bare.contains("alias") && bare.contains("limit") {
        return (
            "this YAML is larger or deeper than any model".to_owned(),
            "write the values out instead of repeating aliases, and nest less".to_owned(),
        );
    }
    (format!("this is no YAML: {bare}"), "mend the text here or just above".to_owned())
}

fn line(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A value as a node of the first file.
fn node(raw: Raw) -> Node {
    let Spanned { value: RawValue(value), referenced, .. } = raw.0;
    let at = position(&referenced);
    let at = match &value {
        Value::Map(_) | Value::List(_) => Position { length: 1, ..at },
        _ => at,
    };
    Node { value, at }
}

fn position(place: &serde_yaml::Location) -> Position {
    let length = u32::try_from(place.span().len()).unwrap_or(1).max(1);
    Position { file: 0, line: line(place.line()), column: line(place.column()), length }
}

/// The tree in another file than the first.
fn in_file(mut node: Node, file: u32) -> Node {
    if file > 0 {
        move_to(&mut node, file);
    }
    node
}

fn move_to(node: &mut Node, file: u32) {
    node.at.file = file;
    match &mut node.value {
        Value::List(list) => list.iter_mut().for_each(|item| move_to(item, file)),
        Value::Map(map) => {
            // Keys are found by their texts, which stay.
            for (key, item) in map.iter_mut2() {
                key.at.file = file;
                move_to(item, file);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
    }
}
