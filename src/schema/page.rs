//! The page on the file format, made from the JSON Schema, so that the two cannot differ.

use std::fmt::Write;

use serde_json::Value;

use crate::schema::{TABLE_FILE, json_schema, study_schema};

/// The page, as Markdown.
#[must_use]
pub fn file_format_page() -> String {
    let schema = json_schema().to_value();
    let mut page = String::from(
        "# The file format\n\n<!-- Made from the schema by `entente schema --page`; a test compares. Edit the doc comments in src/schema. -->\n\n",
    );
    page.push_str(INTRODUCTION);
    sections(&mut page, "A model", &schema);
    page
}

/// The page on study documents and the tables of a study, which are told as Markdown, as Markdown.
#[must_use]
pub fn study_format_page(tables: &str) -> String {
    let mut page = String::from(
        "# The format of studies\n\n<!-- Made from the schema by `entente schema --study --page`; a test compares. Edit the doc comments in src/schema. -->\n\n",
    );
    page.push_str(STUDY_INTRODUCTION);
    sections(&mut page, "A study", &study_schema().to_value());
    page.push_str("## The tables\n\n");
    page.push_str(STUDY_TABLES_INTRODUCTION);
    page.push_str(tables);
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

/// A type and everything that it names.
fn sections(page: &mut String, title_of_first: &str, schema: &Value) {
    section(page, title_of_first, schema);
    if let Some(definitions) = schema.get("$defs").and_then(Value::as_object) {
        for (name, definition) in definitions {
            section(page, &title(name), definition);
        }
    }
}

const STUDY_INTRODUCTION: &str = "\
A study is a YAML file; how one is run and read is told on [the page on studies](studies.md). An editor that is given
`entente schema --study > study.schema.json` completes it.

";

const STUDY_TABLES_INTRODUCTION: &str = "\
Each table is a folder of Parquet files, which readers take together: `results/*.parquet`. The files of one number hold the
same runs in all five. Everything but `times` is the same to the last byte, however many workers, shards and restarts there
were.

";

const INTRODUCTION: &str = "\
A model is a YAML file. An editor that is given `entente schema > entente.schema.json` completes it.

* **Tables** map ids to entries. The name of a CSV file, or of a workbook's sheet (`budgets.xlsx#Sheet`), may stand wherever a mapping may: its first column holds the ids,
  a heading such as `budget.2026` is a path into the entry, an empty cell is a value not given, and a cell that starts
  with `{` or `[` is read as YAML. [Tables](tables.md) says which spellings are read.
* **A data folder** holds one file a table, `nations.csv`, `nations.xlsx` or `offers.yaml`, named as the table is.
* **What wins**: defaults, then data in the order named, then the model, then `--set` on the command line, field by
  field. A mapping with a `value` is one figure and is replaced whole. So is a map of years, quantities or bands;
  `--set nations.DEU.budget.2030=5` sets a single point of it.
* **Shares** are written `65 %` or `0.65`, **rates** `700 a year`, **times** `2 years`, **years** `2026..2035`.
* **Sets** of countries are written `EU27 - {HUN, POL} + {UKR}`, from left to right. A set that begins with a brace and goes on
  behind it needs quotes: `\"{DEU, FRA} + {UKR}\"`. `entente groups` lists the groups that every model knows, with their members by
  year: `EU27@2020` are those at the end of 2020. A group of the model by the same name wins.
* **Figures** may say where they come from: `{ value: 4.4, low: 4, high: 5.7, source: …, confidence: cited }`. An amount of
  money may be in another money than the model's: `{ value: 5, money: USD 2024 }`, where the model's
  `rates: { USD 2024: 0.93 }` say what one USD of 2024 is worth. What the source
  itself says may stand beside, for readers, and converts nothing: `basis` (such as `fly-away` or `package`), `currency`,
  `price_year`, `quantity`, `address`, and `read`, the day it was read. An entry's
  `source` and `confidence` hold for all its figures that name none and stand in the same file. A figure without a source
  is an assumption.

";

/// One type: its description and a table of its fields, or the words it may be.
fn section(page: &mut String, title: &str, schema: &Value) {
    let _ = writeln!(page, "## {title}\n");
    if let Some(description) = schema.get("description").and_then(Value::as_str) {
        let _ = writeln!(page, "{}\n", description.trim());
    }
    if let Some(fields) = schema.get("properties").and_then(Value::as_object) {
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let _ = writeln!(page, "| key | what may stand there | meaning |\n| --- | --- | --- |");
        for (name, field) in fields {
            let must = if required.contains(&name.as_str()) { " (needed)" } else { "" };
            let _ = writeln!(page, "| `{name}`{must} | {} | {} |", cell(&kind(field)), cell(&description(field)));
        }
        page.push('\n');
    }
    let choices: Vec<&Value> =
        ["oneOf", "anyOf"].iter().filter_map(|key| schema.get(*key).and_then(Value::as_array)).flatten().collect();
    let words: Vec<(String, String)> = choices
        .iter()
        .filter_map(|choice| {
            choice.get("const").and_then(Value::as_str).map(|word| (format!("`{word}`"), description(choice)))
        })
        .chain(
            schema
                .get("enum")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|word| word.as_str().map(|word| (format!("`{word}`"), String::new()))),
        )
        .collect();
    if !words.is_empty() {
        for (word, meaning) in words {
            let _ =
                writeln!(page, "* {word}{}", if meaning.is_empty() { String::new() } else { format!(": {meaning}") });
        }
        page.push('\n');
    } else if !choices.is_empty() {
        for choice in choices {
            let _ = writeln!(
                page,
                "* {}{}",
                kind(choice),
                match description(choice) {
                    text if text.is_empty() => text,
                    text => format!(": {text}"),
                }
            );
        }
        page.push('\n');
    }
}

/// What may stand at a field, in words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or(name);
        let title = title(name);
        return format!("[{}](#{})", title.to_lowercase(), title.to_lowercase().replace(' ', "-"));
    }
    if let Some(word) = schema.get("const").and_then(Value::as_str) {
        return format!("`{word}`");
    }
    for key in ["anyOf", "oneOf", "allOf"] {
        if let Some(choices) = schema.get(key).and_then(Value::as_array) {
            let mut kinds: Vec<String> = choices.iter().map(kind).filter(|text| text != "nothing").collect();
            kinds.dedup();
            return kinds.join(" or ");
        }
    }
    let names: Vec<&str> = match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect(),
        _ => Vec::new(),
    };
    let mut kinds: Vec<String> = Vec::new();
    for name in names {
        kinds.push(match name {
            "array" => match schema.get("items") {
                Some(items) => format!("list of {}", kind(items)),
                None => "list".to_owned(),
            },
            "object" => match schema.get("additionalProperties") {
                Some(Value::Object(entry)) => format!("table of {}", kind(&Value::Object(entry.clone()))),
                _ if schema.get("patternProperties").is_some() => "map of years".to_owned(),
                _ => "mapping".to_owned(),
            },
            "string" if schema.get("pattern").and_then(Value::as_str) == Some(TABLE_FILE) => {
                "name of a table's file".to_owned()
            }
            "string" => match schema.get("examples").and_then(|e| e.get(0)).and_then(Value::as_str) {
                Some(example) => format!("text such as `{example}`"),
                None => "text".to_owned(),
            },
            "integer" => "whole number".to_owned(),
            "null" => "nothing".to_owned(),
            other => other.to_owned(),
        });
    }
    kinds.join(" or ")
}

fn description(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().trim().replace('\n', " ")
}

/// `OfferDocument` as `Offer`, `GoalName` as `Goal name`.
fn title(name: &str) -> String {
    let mut words = String::new();
    for (place, letter) in name.trim_end_matches("Document").chars().enumerate() {
        if place > 0 && letter.is_uppercase() {
            words.push(' ');
        }
        words.push(if place > 0 { letter.to_ascii_lowercase() } else { letter });
    }
    words
}

/// Text that stays in its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace("  ", " ")
}
