//! The JSON Schema of a document of results, made from the type that writes and reads it.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::results::document::{FORMAT, ResultDocument};

/// The name by which schemas refer to a document of one version.
#[must_use]
pub fn document_id(name: &str, version: u32) -> String {
    format!("urn:entente:results:{name}:{version}")
}

/// The JSON Schema of a document, as it is written.
#[must_use]
pub fn document_schema<T: ResultDocument>() -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut made = generator.into_root_schema_for::<T>().to_value();
    let mut schema = Map::new();
    schema.insert("$id".to_owned(), document_id(T::NAME, T::VERSION).into());
    schema.insert("title".to_owned(), T::NAME.into());
    schema.insert("version".to_owned(), T::VERSION.into());
    let Some(map) = made.as_object_mut() else { return made };
    map.shift_remove("$schema");
    map.shift_remove("title");
    let properties = map.get_mut("properties").and_then(Value::as_object_mut);
    if let Some(properties) = properties {
        let format = json!({
            "description": "Which document it is, and in which version.",
            "type": "object",
            "properties": {
                "name": { "const": T::NAME, "type": "string" },
                "version": { "const": T::VERSION, "type": "integer" },
            },
            "required": ["name", "version"],
        });
        properties.shift_insert(0, FORMAT.to_owned(), format);
    }
    if let Some(required) = map.get_mut("required").and_then(Value::as_array_mut) {
        required.insert(0, FORMAT.into());
    }
    schema.append(map);
    schema.into()
}

/// The JSON Schema of a list of records that state no format.
#[must_use]
pub fn record_schema<T: ResultDocument>() -> Value {
    let mut schema = list_schema::<T>();
    for (part, key) in [("/items/properties", None), ("/items/required", Some(FORMAT))] {
        match (schema.pointer_mut(part), key) {
            (Some(Value::Object(map)), _) => drop(map.shift_remove(FORMAT)),
            (Some(Value::Array(list)), Some(key)) => list.retain(|name| name != key),
            _ => {}
        }
    }
    schema
}

/// The JSON Schema of a list of documents.
#[must_use]
pub fn list_schema<T: ResultDocument>() -> Value {
    let mut item = document_schema::<T>();
    let definitions = item.as_object_mut().and_then(|map| map.shift_remove("$defs"));
    let mut schema = json!({
        "$id": document_id(T::NAME, T::VERSION),
        "title": T::NAME,
        "version": T::VERSION,
        "description": item.get("description"),
        "type": "array",
    });
    if let Some((item, map)) = item.as_object_mut().zip(schema.as_object_mut()) {
        for key in ["$id", "title", "version"] {
            item.shift_remove(key);
        }
        map.insert("items".to_owned(), std::mem::take(item).into());
        if let Some(definitions) = definitions {
            map.insert("$defs".to_owned(), definitions);
        }
    }
    schema
}
