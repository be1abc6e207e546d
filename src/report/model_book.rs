//! The workbook of a model, as people edit it: a sheet for each table, with what each column means beside its heading, and lists to
//! choose from where only declared names may stand.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, Formula, Note, Workbook, Worksheet,
    XlsxError,
};

use crate::input::{AllowedCells, ModelCell, ModelSheet, READ_ME};

/// Rows for which a list to choose from stands below the last one, so that there is room for more.
const ROOM: u32 = 200;

/// What the first sheet tells.
const TOLD: [&str; 8] = [
    "This workbook is a model. Edit it, and give it to the program as any model: entente check model.xlsx.",
    "Each sheet is a table; its first column holds the ids by which the others name its rows.",
    "A heading such as budget.2026 or price.source is a path into the row's entry. The note at a heading says what it means, with the unit.",
    "An empty cell is a value that is not given. Sources stand beside the figures, in columns such as price.source.",
    "Where only declared names may stand, the cell offers them.",
    "A cell that begins with { or [ is YAML. A text in quotation marks is read as what stands between them. ~ is nothing.",
    "Formulas are read by their last value. The sheet model holds what is no table.",
    "This sheet is not read.",
];

/// The bytes of a workbook of sheets.
///
/// # Errors
/// A sheet cannot be written.
pub fn model_workbook(sheets: &[ModelSheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same model makes the same file, whenever it is made.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?));
    let front = book.add_worksheet();
    front.set_name(READ_ME)?.set_column_width(0, 120)?;
    for (row, line) in (0..).zip(TOLD) {
        front.write_string(row, 0, line)?;
    }
    for sheet in sheets {
        fill(book.add_worksheet(), sheet, sheets)?;
    }
    book.save_to_buffer()
}

fn fill(to: &mut Worksheet, sheet: &ModelSheet, sheets: &[ModelSheet]) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    to.set_name(&sheet.name)?.set_freeze_panes(1, 1)?;
    let rows = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
    for (place, column) in (0_u16..).zip(&sheet.columns) {
        to.write_string_with_format(0, place, &column.heading, &heading)?;
        let about = if place == 0 && !sheet.about.is_empty() { &sheet.about } else { &column.about };
        if !about.is_empty() {
            let about: String = about.chars().take(1_000).collect();
            to.insert_note(0, place, &Note::new(about).add_author_prefix(false).set_width(320).set_height(140))?;
        }
        to.set_column_width(place, u32::try_from(column.heading.chars().count()).unwrap_or(40).clamp(8, 40))?;
        if let Some(choice) = column.allowed.as_ref().and_then(|allowed| choice(allowed, sheets)) {
            to.add_data_validation(1, place, rows + ROOM, place, &choice)?;
        }
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (place, cell) in (0..).zip(cells) {
            match cell {
                ModelCell::Empty => {}
                ModelCell::Number(number) => _ = to.write_number(row, place, *number)?,
                ModelCell::Boolean(yes) => _ = to.write_boolean(row, place, *yes)?,
                ModelCell::Text(text) => _ = to.write_string(row, place, text)?,
            }
        }
    }
    Ok(())
}

/// The list that a cell offers, and refuses anything else.
fn choice(allowed: &AllowedCells, sheets: &[ModelSheet]) -> Option<DataValidation> {
    let list = match allowed {
        AllowedCells::Words(words) => {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            DataValidation::new().allow_list_strings(&words).ok()?
        }
        AllowedCells::IdsOf(table) => {
            let rows = sheets.iter().find(|sheet| sheet.name == *table)?.rows.len();
            let last = u32::try_from(rows).unwrap_or(u32::MAX).saturating_add(1 + ROOM);
            DataValidation::new().allow_list_formula(Formula::new(format!("={table}!$A$2:$A${last}")))
        }
    };
    let list = list.set_error_style(DataValidationErrorStyle::Stop);
    list.set_error_message("Choose one of the names that are declared.").ok()
}
