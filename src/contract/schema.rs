//! The contract as one JSON Schema: each document under its name, and the tables as definitions beside them.

use serde_json::{Map, Value, json};

use crate::contract::{ContractTable, documents, tables};
use crate::results::document_id;

/// The JSON Schema of all documents, with every table under the key `tables`.
///
/// Each document is a schema of its own below `$defs`, found by its `$id`; a value fits the whole if it fits one of them.
#[must_use]
pub fn results_schema() -> Value {
    let all = documents();
    let any: Vec<Value> = all.iter().map(|one| json!({ "$ref": document_id(one.name, one.version) })).collect();
    let definitions: Map<String, Value> = all.iter().map(|one| (one.name.to_owned(), (one.schema)())).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:entente:results",
        "title": "Results of Entente",
        "description": "JSON documents that commands write or print, and tables that they write as CSV and Parquet.",
        "anyOf": any,
        "$defs": definitions,
        "tables": tables().iter().map(table).collect::<Vec<_>>(),
    })
}

fn table(table: &ContractTable) -> Value {
    let columns = table.shape.columns.iter().map(|column| {
        json!({
            "name": column.name,
            "holds": column.kind.words(),
            "unit": Some(column.unit.words()).filter(|unit| !unit.is_empty()),
            "description": column.means,
        })
    });
    json!({
        "name": table.shape.name,
        "command": table.command,
        "description": format!("A row is {}.", table.shape.a_row_is),
        "columns": columns.collect::<Vec<_>>(),
    })
}
