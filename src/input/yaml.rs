//! YAML text to tree.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use crate::input::finding::Findings;
use crate::input::tree::{Mapping, Node, Value};
use crate::schema::{Located, Position};

/// A YAML value with its place, before it is known in which file.
struct Raw(Spanned<RawValue>);

enum RawValue {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(Spanned<String>, Raw)>),
}

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
        Ok(RawValue::Bool(b))
    }
    #[expect(clippy::cast_precision_loss, reason = "document numbers are far below 2^52")]
    fn visit_i64<E>(self, x: i64) -> Result<RawValue, E> {
        Ok(RawValue::Number(x as f64))
    }
    #[expect(clippy::cast_precision_loss, reason = "document numbers are far below 2^52")]
    fn visit_u64<E>(self, x: u64) -> Result<RawValue, E> {
        Ok(RawValue::Number(x as f64))
    }
    fn visit_f64<E>(self, x: f64) -> Result<RawValue, E> {
        Ok(RawValue::Number(x))
    }
    fn visit_str<E>(self, text: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(text.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }
    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawValue, D::Error> {
        RawValue::deserialize(deserializer)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(RawValue::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawValue, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(RawValue::Map(entries))
    }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_nodes: 5_000_000,
            max_events: 10_000_000,
            max_depth: 64,
            max_documents: 1,
        },
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
    }
}

/// The tree of a YAML text; what is no YAML becomes a finding.
pub fn parse(text: &str, file: u32, findings: &mut Findings) -> Option<Node> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Some(Node::empty(Position { file, line: 1, column: 1, length: 1 }));
    }
    match serde_yaml::from_str_with_options::<Raw>(text, options()) {
        Ok(raw) => Some(node(raw, file)),
        Err(error) => {
            let error = error.without_snippet();
            let at = error.location().map_or(Position { file, line: 1, column: 1, length: 1 }, |place| Position {
                file,
                line: line(place.line()),
                column: line(place.column()),
                length: 1,
            });
            let (what, remedy) = explain(&error.to_string());
            findings.error(at, what, remedy);
            None
        }
    }
}

/// The tree of one value, such as a cell of a table that is written as YAML; `None` where it is no YAML.
pub fn parse_value(text: &str, at: Position) -> Option<Node> {
    let raw = serde_yaml::from_str_with_options::<Raw>(text, options()).ok()?;
    Some(placed(node(raw, at.file), at))
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

fn node(raw: Raw, file: u32) -> Node {
    let at = position(&raw.0.referenced, file);
    let value = match raw.0.value {
        RawValue::Null => Value::Null,
        RawValue::Bool(b) => Value::Bool(b),
        RawValue::Number(x) => Value::Number(x),
        RawValue::Text(text) => Value::Text(text),
        RawValue::List(list) => Value::List(list.into_iter().map(|item| node(item, file)).collect()),
        RawValue::Map(entries) => {
            let mut map = Mapping::with_capacity(entries.len());
            for (key, item) in entries {
                let mut at = position(&key.referenced, file);
                at.length = u32::try_from(key.value.chars().count()).unwrap_or(1);
                map.insert(Located::new(key.value, at), node(item, file));
            }
            Value::Map(map)
        }
    };
    let at = match &value {
        Value::Map(_) | Value::List(_) => Position { length: 1, ..at },
        _ => at,
    };
    Node { value, at }
}

fn position(place: &serde_yaml::Location, file: u32) -> Position {
    let length = u32::try_from(place.span().len()).unwrap_or(1).max(1);
    Position { file, line: line(place.line()), column: line(place.column()), length }
}
