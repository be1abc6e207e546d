//! The page on the format of results, made from the contract, so that the two cannot differ.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use crate::contract::{documents, tables};

/// The page, as Markdown.
#[must_use]
pub fn results_format_page() -> String {
    let mut page = String::from(
        "# The format of results\n\n<!-- Made from the types by `entente schema --results --page`; a test compares. Edit the doc comments of the types. -->\n\n",
    );
    page.push_str(INTRODUCTION);
    let mut types: BTreeMap<String, Value> = BTreeMap::new();
    page.push_str("## Documents\n\n");
    for document in documents() {
        let schema = (document.schema)();
        for (name, definition) in schema.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            types.insert(name.clone(), definition.clone());
        }
        let (name, version, found_in) = (document.name, document.version, document.found_in);
        let _ = writeln!(page, "### {name}\n\nVersion {version}; {found_in}.\n");
        section(&mut page, schema.get("items").filter(|_| schema.get("properties").is_none()).unwrap_or(&schema));
    }
    page.push_str("## Types\n\n");
    for (name, definition) in &types {
        let _ = writeln!(page, "### {name}\n");
        section(&mut page, definition);
    }
    page.push_str("## Tables\n\n");
    page.push_str(TABLES);
    for table in tables() {
        let _ = writeln!(page, "### Table `{}`\n", table.shape.name);
        let _ = writeln!(page, "`{}` writes it. A row is {}.\n", table.command, table.shape.a_row_is);
        page.push_str("| column | holds | unit | meaning |\n| --- | --- | --- | --- |\n");
        for column in table.shape.columns {
            let (kind, unit) = (column.kind.words(), column.unit.words());
            let _ = writeln!(page, "| `{}` | {kind} | {unit} | {} |", column.name, cell(column.means));
        }
        page.push('\n');
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

const INTRODUCTION: &str = "\
Commands write results with `--out` and print them with `--format json`. `entente schema --results` prints all that
stands here as one JSON Schema: each document below `$defs` under its name, the tables under `tables`.

* **Every document states its format**: `\"format\": { \"name\": \"summary\", \"version\": 1 }`. Where a command answers with a
  list, each entry states its own.
* **A version grows** when a key goes or comes to mean something else. New keys may come at any time, so readers ignore
  keys that they do not know. Entente reads the documents of earlier versions, and refuses those of later ones. Documents
  that state no format are read as the version before the first.
* **`null`** means that there is nothing to state: no plan, no bound that is known, a fact that does not apply.
* **Money** is in millions of the model's money, which meanings call MEUR; tables say `million`. Shares are numbers from 0 to 1.
* **Not part of the contract** are the lines in which a study keeps runs until its parts are whole (`*.jsonl`).

";

const TABLES: &str = "\
Each table is a CSV file and a Parquet file of the table's name, with one fact a row. An empty cell is a fact that does not
apply. The tables of `batch` are folders of Parquet files; [the page on studies](study-format.md) tells more of them.

";

/// A type: its description, then its keys, or the words or forms that it may have.
fn section(page: &mut String, schema: &Value) {
    let description = description(schema);
    if !description.is_empty() {
        let _ = writeln!(page, "{description}\n");
    }
    keys(page, schema);
    let forms: Vec<&Value> = ["oneOf", "anyOf"].iter().filter_map(|key| schema[*key].as_array()).flatten().collect();
    for form in &forms {
        let means = self::description(form);
        let separator = if means.is_empty() { "" } else { ": " };
        let _ = writeln!(page, "* {}{separator}{means}", kind(form));
        keys(page, form);
    }
    if !forms.is_empty() {
        page.push('\n');
    }
}

fn keys(page: &mut String, schema: &Value) {
    let Some(fields) = schema["properties"].as_object() else { return };
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    page.push_str("\n| key | holds | meaning |\n| --- | --- | --- |\n".trim_start());
    for (name, field) in fields {
        let may_lack = if required.contains(&name.as_str()) { "" } else { " (may be missing)" };
        let _ = writeln!(page, "| `{name}`{may_lack} | {} | {} |", cell(&kind(field)), cell(&description(field)));
    }
    page.push('\n');
}

/// What stands at a key, in words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or(name);
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(only) = schema.get("const") {
        return format!("`{}`", only.as_str().map_or_else(|| only.to_string(), str::to_owned));
    }
    if let Some(words) = schema["enum"].as_array() {
        return words
            .iter()
            .map(|word| format!("`{}`", word.as_str().unwrap_or_default()))
            .collect::<Vec<_>>()
            .join(", ");
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[key].as_array() {
            return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    names.into_iter().map(|name| one_kind(name, schema)).collect::<Vec<_>>().join(" or ")
}

fn one_kind(name: &str, schema: &Value) -> String {
    match name {
        "array" => match (schema["prefixItems"].as_array(), schema.get("items")) {
            (Some(parts), _) => format!("[{}]", parts.iter().map(kind).collect::<Vec<_>>().join(", ")),
            (None, Some(items)) => {
                match schema["minItems"].as_u64().filter(|_| schema["minItems"] == schema["maxItems"]) {
                    Some(count) => format!("{count} × {}", kind(items)),
                    None => format!("list of {}", kind(items)),
                }
            }
            (None, None) => "list".to_owned(),
        },
        "object" => match schema.get("additionalProperties").filter(|entry| entry.is_object()) {
            Some(entry) => format!("map to {}", kind(entry)),
            None => match schema["properties"].as_object() {
                Some(fields) => fields.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "),
                None => "mapping".to_owned(),
            },
        },
        "string" => "text".to_owned(),
        "integer" => "whole number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "null" => "`null`".to_owned(),
        other => other.to_owned(),
    }
}

fn description(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().trim().replace('\n', " ")
}

/// Text that stays in its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace("  ", " ")
}
