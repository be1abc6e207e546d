//! Sets of countries in braces. Without quotes YAML reads `{DEU, FRA}` as a mapping of keys without values; where a set is meant, it is
//! one.

use crate::input::tree::{Node, Value};
use crate::schema::Place;

/// Whether a value is a mapping of keys without values.
pub fn may_be_set(node: &Node) -> bool {
    node.as_map().is_some_and(|map| !map.is_empty() && map.values().all(|value| value.value == Value::Null))
}

/// Makes a text of a mapping whose keys are countries or groups without values, where a text may stand and a mapping may not.
pub fn join(node: &mut Node, place: Option<&Place>) {
    let is_set = |place: &Place| place.takes_text() && !place.takes_mapping();
    if !place.is_some_and(is_set) {
        return;
    }
    let Value::Map(map) = &node.value else { return };
    let is_name = |key: &str| {
        key.len() > 1 && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '_' | '@'))
    };
    if map.is_empty() || !map.iter().all(|(key, value)| value.value == Value::Null && is_name(key)) {
        return;
    }
    let names: Vec<&str> = map.keys().map(|key| key.value.as_str()).collect();
    node.value = Value::Text(format!("{{{}}}", names.join(", ")));
}

/// The same for every value of a tree.
pub fn join_all(node: &mut Node, place: Option<&Place>) {
    join(node, place);
    match &mut node.value {
        Value::Map(map) => {
            for (key, child) in map.iter_mut() {
                join_all(child, place.and_then(|place| place.step(key)).as_ref());
            }
        }
        Value::List(list) => {
            let item = place.and_then(Place::item);
            for child in list {
                join_all(child, item.as_ref());
            }
        }
        _ => {}
    }
}

/// Whether a line of a document holds a set in braces with a sign beside it, which takes quotes.
pub fn lacks_quotes(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    ["}+", "}-", "+{", "-{"].iter().any(|sign| bare.contains(sign)) && !bare.contains(['"', '\''])
}
