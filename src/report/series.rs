//! Series of a result that was written: whether each has as many numbers as the run has years.

use serde_json::Value;

/// The path of a series that has another number of entries than the same series worked out anew, where there is one. Lists of other
/// things are taken as they come.
pub(super) fn other_length(kept: &Value, anew: &Value) -> Option<String> {
    match (kept, anew) {
        (Value::Array(kept), Value::Array(anew)) => {
            if anew.iter().any(Value::is_number) && kept.len() != anew.len() {
                return Some(String::new());
            }
            kept.iter().zip(anew).find_map(|(kept, anew)| other_length(kept, anew))
        }
        (Value::Object(kept), Value::Object(anew)) => kept.iter().find_map(|(key, kept)| {
            let below = other_length(kept, anew.get(key)?)?;
            Some(if below.is_empty() { key.clone() } else { format!("{key}.{below}") })
        }),
        _ => None,
    }
}
