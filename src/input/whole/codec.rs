//! A value as the cell of a sheet, and back without loss.

use std::fmt::Write;

use crate::input::tree::{Node, Value};
use crate::input::{table, yaml};
use crate::schema::{Place, Position};

/// A cell of a sheet of a model.
#[derive(Debug, Clone, PartialEq)]
pub enum ModelCell {
    /// Nothing.
    Empty,
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A text; mappings and lists are YAML, and what would be read as something else stands in quotes.
    Text(String),
}

/// The cell of a value at a place.
pub fn cell(node: &Node, place: Option<&Place>) -> ModelCell {
    match &node.value {
        Value::Number(number) => ModelCell::Number(*number),
        Value::Bool(yes) => ModelCell::Boolean(*yes),
        Value::Null => ModelCell::Text("~".to_owned()),
        Value::List(_) | Value::Map(_) => {
            let mut text = String::new();
            write(node, FlowFor::Cell, &mut text);
            ModelCell::Text(text)
        }
        Value::Text(text) => ModelCell::Text(if stays(text, place) { text.clone() } else { quoted(text) }),
    }
}

/// Whether a text is read as itself at a place.
fn stays(text: &str, place: Option<&Place>) -> bool {
    let only_text = place.is_some_and(|place| {
        place.takes_text() && !place.takes_number() && !place.takes_parts() && !place.takes_boolean()
    });
    let in_quotes = text.starts_with('"') && text.ends_with('"');
    if text.is_empty() || text.trim() != text || text.contains(char::is_control) || text == "~" || in_quotes {
        return false;
    }
    if super::is_told_of(text, place) {
        return false;
    }
    let is_yaml = text.starts_with(['{', '[']) && !is_set(text);
    let is_value = ["true", "false"].contains(&text.to_lowercase().as_str()) || text.parse::<f64>().is_ok();
    only_text || !(is_yaml || is_value)
}

/// Whether a text is a set of names in braces, such as `{DEU, FRA}`.
fn is_set(text: &str) -> bool {
    text.starts_with('{')
        && !text.contains([':', '"', '\'', '['])
        && text.matches('{').count() == text.matches('}').count()
        && text.len() > 2
}

/// A text in quotes, as JSON and YAML have it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A value as YAML on one line.
pub fn flow(node: &Node) -> String {
    let mut text = String::new();
    write(node, FlowFor::Document, &mut text);
    text
}

/// Where a value stands on one line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FlowFor {
    /// In a YAML document.
    Document,
    /// In a cell, where `1.125` has two readings.
    Cell,
}

fn write(node: &Node, at: FlowFor, into: &mut String) {
    let is_open = |text: &str| at == FlowFor::Cell && table::is_open(text);
    match &node.value {
        Value::Null => into.push_str("null"),
        Value::Bool(yes) => _ = write!(into, "{yes}"),
        Value::Number(number) => {
            _ = write!(into, "{number}");
            // Decimals that are not three in number are no thousands.
            into.push_str(if is_open(&number.to_string()) { "0" } else { "" });
        }
        Value::Text(text) if is_open(text) => into.push_str(&quoted(text)),
        Value::Text(text) => scalar(text, into),
        Value::List(list) => {
            into.push('[');
            for (place, item) in list.iter().enumerate() {
                into.push_str(if place > 0 { ", " } else { "" });
                write(item, at, into);
            }
            into.push(']');
        }
        Value::Map(map) if map.is_empty() => into.push_str("{}"),
        Value::Map(map) => {
            into.push_str("{ ");
            for (place, (key, item)) in map.iter().enumerate() {
                into.push_str(if place > 0 { ", " } else { "" });
                if is_plain(key) || key.chars().all(|c| c.is_ascii_digit()) {
                    into.push_str(key);
                } else {
                    into.push_str(&quoted(key));
                }
                into.push_str(": ");
                write(item, at, into);
            }
            into.push_str(" }");
        }
    }
}

/// A text as a value of YAML on one line.
pub fn scalar(text: &str, into: &mut String) {
    let is_share = text.strip_suffix(" %").is_some_and(|number| number.parse::<f64>().is_ok());
    if is_share || is_plain(text) {
        into.push_str(text);
    } else {
        into.push_str(&quoted(text));
    }
}

/// Whether YAML reads a text without quotes as itself, between commas and braces, too.
fn is_plain(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ' ' | '-' | '.' | '/');
    let text_only = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(good)
        && text.trim() == text
        && !text.ends_with('.');
    text_only
        && yaml::parse_value(text, Position::default()).is_some_and(|node| node.value == Value::Text(text.to_owned()))
}
