//! Laws of documents of results: whatever a schema allows is read, and written again as it was.

use entente::contract::documents;
use proptest::prelude::any;
use proptest::proptest;
use serde_json::{Map, Value, json};

use crate::setting::law;

/// Numbers by which values are chosen: always the same from one seed.
struct Dice(u64);

impl Dice {
    /// A number below another.
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// A value that a schema allows.
fn value(root: &Value, schema: &Value, dice: &mut Dice) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} leads nowhere"));
        return value(root, target, dice);
    }
    if let Some(only) = schema.get("const") {
        return only.clone();
    }
    if let Some(words) = schema["enum"].as_array() {
        return words[dice.below(words.len())].clone();
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(ways) = schema[choice].as_array() {
            return value(root, &ways[dice.below(ways.len())], dice);
        }
    }
    let kind = match &schema["type"] {
        Value::String(one) => one.as_str(),
        Value::Array(several) => several[dice.below(several.len())].as_str().unwrap(),
        other => panic!("a schema without a type: {other} in {schema}"),
    };
    match kind {
        "null" => Value::Null,
        "boolean" => (dice.below(2) == 0).into(),
        "integer" if schema["format"] == "int32" => (i32::try_from(dice.below(4_000)).unwrap() - 1_000).into(),
        "integer" => dice.below(1_000_000).into(),
        "number" => number(dice).into(),
        "string" => ["", "DEU", "a “name” \\ with\ttabs", "größer als 3 €", "{}"][dice.below(5)].into(),
        "array" => array(root, schema, dice),
        "object" => object(root, schema, dice),
        other => panic!("a schema of type {other}"),
    }
}

/// Numbers of all sizes, whole ones and those that need every digit.
fn number(dice: &mut Dice) -> f64 {
    let digits = f64::from(u32::try_from(dice.below(1 << 30)).unwrap());
    match dice.below(4) {
        0 => 0.0,
        1 => digits,
        2 => -digits / 3.0,
        _ => digits * 1e-17,
    }
}

fn array(root: &Value, schema: &Value, dice: &mut Dice) -> Value {
    if let Some(parts) = schema["prefixItems"].as_array() {
        return parts.iter().map(|part| value(root, part, dice)).collect();
    }
    let fixed = schema["minItems"].as_u64().filter(|_| schema["minItems"] == schema["maxItems"]);
    let count = fixed.map_or_else(|| dice.below(3), |count| usize::try_from(count).unwrap());
    (0..count).map(|_| value(root, &schema["items"], dice)).collect()
}

fn object(root: &Value, schema: &Value, dice: &mut Dice) -> Value {
    let mut map = Map::new();
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap()).collect();
    for (key, field) in schema["properties"].as_object().into_iter().flatten() {
        if required.contains(&key.as_str()) {
            map.insert(key.clone(), value(root, field, dice));
            continue;
        }
        // What is left out where there is nothing to say is never written as nothing.
        let left_out = value(root, field, dice);
        if dice.below(2) == 0 && !left_out.is_null() {
            map.insert(key.clone(), left_out);
        }
    }
    if let Some(entry) = schema.get("additionalProperties").filter(|entry| entry.is_object()) {
        for key in ["one", "other"].iter().take(dice.below(3)) {
            map.insert((*key).to_owned(), value(root, entry, dice));
        }
    }
    map.into()
}

proptest! {
    #![proptest_config(law(200, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/laws_of_results.txt")))]

    /// What a schema allows is read by the type that it is made from, and written again it is the same.
    #[test]
    fn what_is_read_is_written_again(seed in any::<u64>()) {
        for document in documents() {
            let schema = (document.schema)();
            let written = value(&schema, &schema, &mut Dice(seed));
            let again = (document.again)(&written.to_string());
            let again = again.unwrap_or_else(|error| panic!("{}: {error}: {written}", document.name));
            assert_eq!(again, written, "{}", document.name);
        }
    }
}

/// Would the law above see a key that is read and not written, or written otherwise?
#[test]
fn a_key_that_gets_lost_is_seen() {
    for document in documents().iter().filter(|one| !["figures"].contains(&one.name)) {
        let schema = (document.schema)();
        let mut written = value(&schema, &schema, &mut Dice(7));
        let one = if let Some(list) = written.as_array_mut() { list.first_mut() } else { Some(&mut written) };
        let Some(one) = one else { continue };
        one["unheard_of"] = json!(1);
        assert_ne!((document.again)(&written.to_string()).unwrap(), written, "{}", document.name);
    }
}
