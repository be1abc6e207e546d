//! Tables and pictures as the page is told them.

use serde_json::{Map, Value, json};

use crate::layout::sheet::{Field, Holds, Sheet};
use crate::layout::table::{Cell, Table};
use crate::legible::legible;
use crate::report::Picture;

/// Rows of a table that the page is sent; files hold all of them.
const ROWS: usize = 400;

/// The name of a table in addresses.
pub(super) fn table_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
    }
    name.trim_end_matches('_').to_owned()
}

/// A table for the page; `why` names what can be asked of a row.
pub(super) fn sheet_json(
    name: &str,
    title: &str,
    sheet: &Sheet,
    money: &str,
    why: impl Fn(usize) -> Option<String>,
) -> Value {
    let columns: Vec<Value> = (sheet.fields.iter())
        .map(|field| json!({ "id": table_name(&field.head), "label": field.heading(money), "unit": unit(field, money), "numeric": field.is_number() }))
        .collect();
    let rows: Vec<Value> = (sheet.rows.iter().take(ROWS).enumerate())
        .map(|(place, row)| {
            let why = why(place);
            let cells = row.iter().zip(&sheet.fields).enumerate();
            cells.map(|(at, (cell, field))| cell_json(cell, field, why.as_deref().filter(|_| at == 0))).collect()
        })
        .collect();
    let note = (sheet.rows.len() > ROWS)
        .then(|| format!("The first {ROWS} of {} rows; the file holds all of them.", sheet.rows.len()));
    json!({ "name": name, "title": title, "about": legible(&sheet.about), "columns": columns, "rows": rows, "note": note })
}

fn unit(field: &Field, money: &str) -> String {
    let heading = field.heading(money);
    heading.strip_prefix(&field.head).map(|rest| rest.trim_matches([' ', '(', ')']).to_owned()).unwrap_or_default()
}

fn cell_json(cell: &Cell, field: &Field, why: Option<&str>) -> Value {
    let mut told = Map::new();
    told.insert("text".to_owned(), json!(field.show(cell)));
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let value = match cell {
        Cell::Number(x) if field.holds == Holds::Share => Some(100.0 * x),
        Cell::Number(x) => Some(*x),
        Cell::Whole(x) => Some(*x as f64),
        Cell::Text(_) | Cell::Nothing => None,
    };
    if let Some(value) = value {
        told.insert("value".to_owned(), json!(value));
    }
    if let Some(why) = why {
        told.insert("why".to_owned(), json!(why));
    }
    Value::Object(told)
}

/// Tables of an answer to a question, as the page is told them.
pub(super) fn tables_json(tables: &[Table], money: &str) -> Vec<Value> {
    let shown = tables.iter().filter(|table| !table.rows.is_empty());
    shown
        .map(|table| {
            let sheet = Sheet::of(&table.neat());
            sheet_json(table.name, &capital(&sheet.name), &sheet, money, |_| None)
        })
        .collect()
}

/// A picture for the page, and the table behind it.
pub(super) struct ToldPicture {
    pub picture: Value,
    pub table: Value,
}

/// A picture with the table behind it.
pub(super) fn picture_json(picture: &Picture, money: &str, source: &str) -> ToldPicture {
    let name = format!("picture_{}", table_name(picture.id));
    let panels: Vec<Value> = (picture.panels.iter())
        .map(|panel| json!({ "name": panel.name, "height": panel.height, "option": panel.option }))
        .collect();
    let told = json!({
        "id": picture.id, "title": picture.title, "says": capital(&picture.says), "reading": picture.reading, "panels": panels,
        "least": picture.least, "table": name, "source": source,
    });
    ToldPicture { picture: told, table: sheet_json(&name, &picture.title, &picture.sheet, money, |_| None) }
}

/// A text with a capital letter at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Text of a command as sentences for the page. Its grids are left out: their numbers stand in tables.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.contains("  "));
    lines.map(legible).collect()
}

/// A table of the page as CSV, with the texts as they are shown where a cell is no number.
pub(super) fn csv_of(table: &Value) -> String {
    let quoted = |text: &str| match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        // A spreadsheet takes a text that begins like a formula for one.
        false if text.starts_with(['=', '+', '@']) => format!("\"'{text}\""),
        false => text.to_owned(),
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let head: Vec<String> =
        list(&table["columns"]).iter().map(|column| quoted(column["label"].as_str().unwrap_or_default())).collect();
    let mut text = head.join(",") + "\n";
    for row in list(&table["rows"]) {
        let cells: Vec<String> = (list(&row).iter())
            .map(|cell| {
                cell["value"]
                    .as_f64()
                    .map_or_else(|| quoted(cell["text"].as_str().unwrap_or_default()), |x| x.to_string())
            })
            .collect();
        text += &(cells.join(",") + "\n");
    }
    text
}
