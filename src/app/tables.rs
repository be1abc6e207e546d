//! Tables and pictures as the page is told them.

use std::io;

use serde_json::{Map, Value, json};

use crate::layout::csv_file::csv_of_rows;
use crate::layout::sheet::{Field, Holds, Sheet};
use crate::layout::table::{Cell, Table};
use crate::legible::legible;
use crate::report::{Picture, capital};

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
    let rows: Vec<Value> = (sheet.rows.iter().enumerate())
        .map(|(place, row)| {
            let why = why(place);
            let cells = row.iter().zip(&sheet.fields).enumerate();
            cells.map(|(at, (cell, field))| cell_json(cell, field, why.as_deref().filter(|_| at == 0))).collect()
        })
        .collect();
    json!({ "name": name, "title": title, "about": legible(&sheet.about), "columns": columns, "rows": rows })
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

/// Text of a command as sentences for the page. Its grids are left out: their numbers stand in tables.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.contains("  "));
    lines.map(legible).collect()
}

/// A table of the page as CSV: numbers where a cell has one, else its text as shown.
pub(super) fn csv_of(table: &Value) -> io::Result<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let headings: Vec<String> = list(&table["columns"]).iter().map(|column| text(&column["label"])).collect();
    let cell = |cell: &Value| cell["value"].as_f64().map_or_else(|| Cell::Text(text(&cell["text"])), Cell::Number);
    let rows: Vec<Vec<Cell>> = list(&table["rows"]).iter().map(|row| list(row).iter().map(cell).collect()).collect();
    csv_of_rows(&headings, &rows)
}

#[cfg(test)]
mod tests {
    use super::{csv_of, sheet_json};
    use crate::layout::sheet::{Holds, Sheet};

    #[test]
    fn a_file_has_every_row_and_no_cell_that_a_spreadsheet_would_run() {
        let mut sheet = Sheet::new("Orders", "a row is one order", &[("offer", Holds::Text), ("value", Holds::Money)]);
        sheet.rows =
            (0..1500).map(|place| vec![format!("-{place}, \"a\"").as_str().into(), f64::from(place).into()]).collect();
        let text = csv_of(&sheet_json("orders", "Orders", &sheet, "MEUR", |_| None)).unwrap();
        assert_eq!(text.lines().count(), 1501);
        assert_eq!(text.lines().last(), Some("\"'-1499, \"\"a\"\"\",1499"));
    }
}
