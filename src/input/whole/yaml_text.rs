//! A tree as the text of a YAML document: tables and entries on lines of their own, what is inside an entry on one line.

use super::codec::{flow, scalar};
use crate::input::tree::{Node, Value};

/// The text of a tree.
pub fn yaml_text(tree: &Node) -> String {
    let mut text = String::new();
    for (key, node) in tree.as_map().into_iter().flatten() {
        match &node.value {
            Value::Map(entries) if entries.values().any(|entry| entry.as_map().is_some()) => {
                text.push('\n');
                line(&mut text, 0, key, None);
                for (id, entry) in entries {
                    match entry.as_map().filter(|map| !map.is_empty()) {
                        Some(map) if flow(entry).len() > 100 => {
                            line(&mut text, 1, id, None);
                            map.iter().for_each(|(key, value)| line(&mut text, 2, key, Some(value)));
                        }
                        _ => line(&mut text, 1, id, Some(entry)),
                    }
                }
            }
            _ => line(&mut text, 0, key, Some(node)),
        }
    }
    text
}

fn line(text: &mut String, depth: usize, key: &str, value: Option<&Node>) {
    text.push_str(&"  ".repeat(depth));
    // A key that is a number is read as the text of the number.
    if !key.is_empty() && key.chars().all(|c| c.is_ascii_digit()) {
        text.push_str(key);
    } else {
        scalar(key, text);
    }
    text.push(':');
    if let Some(value) = value {
        text.push(' ');
        text.push_str(&flow(value));
    }
    text.push('\n');
}
