//! The workbook: the tables of the report as tables of a spreadsheet, with units, formats and charts of their own.

use std::collections::HashSet;

use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormat2ColorScale, DocProperties, ExcelDateTime, Format, FormatAlign, Table,
    TableColumn, TableStyle, Url, Workbook, Worksheet, XlsxError,
};

use crate::layout::sheet::{Drawn, Holds, Sheet};
use crate::layout::table::Cell;
use crate::legible::legible;
use crate::report::page::{Told, answer, basis, pictures, sources, written};

/// Row of the headings; above it stands what a row is.
const HEAD: u32 = 2;

/// How many rows a chart of bars shows.
const BARS: u32 = 25;

/// The longest text that a cell takes.
const LONGEST: usize = 32_000;

/// The workbook as the bytes of its file.
pub(super) fn workbook(told: &Told<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut sheets: Vec<Sheet> = pictures(told).into_iter().map(|picture| picture.sheet).collect();
    sheets.extend(basis(told));
    sheets.extend(written(told, true));
    sheets.extend(sources(told, true));
    let names = unique(sheets.iter().map(|sheet| sheet.name.as_str()));
    let mut book = Workbook::new();
    let mut about = DocProperties::new().set_title(text(&told.title()));
    // The same result makes the same file, whenever it is made.
    about = about.set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?);
    book.set_properties(&about);
    front(book.add_worksheet(), told, &sheets, &names)?;
    let millions = told.millions();
    for (place, (sheet, name)) in sheets.iter().zip(&names).enumerate() {
        fill(book.add_worksheet(), sheet, name, place, &millions)?;
    }
    book.save_to_buffer()
}

/// Text that a cell takes: nothing in it acts.
fn text(text: &str) -> String {
    legible(text).chars().take(LONGEST).collect()
}

/// Names that a workbook takes as tabs, each once, whatever their letters' size.
fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::from(["answer".to_owned()]);
    let mut list = Vec::new();
    for name in names {
        let plain: String = legible(name).chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
        list.push(free(plain.trim(), 31, &mut taken));
    }
    list
}

/// A name no longer than so many characters that nobody has yet.
fn free(name: &str, most: usize, taken: &mut HashSet<String>) -> String {
    let name = if name.is_empty() { "sheet" } else { name };
    let mut found: String = name.chars().take(most).collect();
    let mut number = 2;
    while !taken.insert(found.to_lowercase()) {
        let ending = format!(" ({number})");
        found = name.chars().take(most - ending.len()).chain(ending.chars()).collect();
        number += 1;
    }
    found
}

/// The first sheet: the answer, and what stands on which sheet.
fn front(to: &mut Worksheet, told: &Told<'_>, sheets: &[Sheet], names: &[String]) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(18);
    let bold = Format::new().set_bold();
    let top = Format::new().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    to.set_name("Answer")?.set_column_width(0, 30)?.set_column_width(1, 100)?;
    to.write_string_with_format(0, 0, text(&told.title()), &title)?;
    to.write_string(1, 0, text(&format!("{}, money in {}", told.span(), told.lead().summary.money)))?;
    let mut row = 3;
    for (number, sentence) in (1..).zip(answer(told)) {
        to.write_number_with_format(row, 0, f64::from(number), &top)?;
        to.write_string_with_format(row, 1, text(&sentence), &wrapped)?;
        // A line takes about a hundred letters, and not every spreadsheet makes the room for more by itself.
        to.set_row_height(row, 16 * (1 + count(sentence.chars().count()) / 95))?;
        row += 1;
    }
    row += 1;
    to.write_string_with_format(row, 0, "Sheet", &bold)?;
    to.write_string_with_format(row, 1, "What it holds", &bold)?;
    for (sheet, name) in sheets.iter().zip(names) {
        row += 1;
        to.write_url(row, 0, Url::new(format!("internal:'{name}'!A1")).set_text(name))?;
        to.write_string_with_format(row, 1, text(&sheet.about), &wrapped)?;
    }
    to.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn fill(to: &mut Worksheet, sheet: &Sheet, name: &str, place: usize, millions: &str) -> Result<(), XlsxError> {
    to.set_name(name)?;
    to.write_string_with_format(0, 0, text(&sheet.about), &Format::new().set_italic())?;
    let mut taken = HashSet::new();
    let heads: Vec<String> =
        sheet.fields.iter().map(|field| free(&text(&field.heading(millions)), 250, &mut taken)).collect();
    let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let columns: Vec<TableColumn> = (heads.iter().zip(&sheet.fields))
        .map(|(head, field)| {
            TableColumn::new().set_header(head).set_header_format(&heading).set_format(format(field.holds))
        })
        .collect();
    for (r, row) in (HEAD + 1..).zip(&sheet.rows) {
        for (c, (cell, field)) in (0u16..).zip(row.iter().zip(&sheet.fields)) {
            let format = format(field.holds);
            match cell {
                Cell::Nothing => {}
                Cell::Text(words) => _ = to.write_string_with_format(r, c, text(words), &format)?,
                #[expect(clippy::cast_precision_loss, reason = "years and counts are far below 2^52")]
                Cell::Whole(x) => _ = to.write_number_with_format(r, c, *x as f64, &format)?,
                Cell::Number(x) => _ = to.write_number_with_format(r, c, certain(*x), &format)?,
            }
        }
    }
    let (rows, width) = (count(sheet.rows.len()), count(sheet.fields.len()));
    let last = u16::try_from(width.saturating_sub(1)).unwrap_or(u16::MAX);
    let table =
        Table::new().set_name(format!("table_{}", place + 1)).set_columns(&columns).set_style(TableStyle::Medium2);
    to.add_table(HEAD, 0, HEAD + rows.max(1), last, &table)?;
    // Headings stay in sight, and the first columns of text beside them.
    let texts = sheet.fields.iter().take_while(|field| !field.is_number()).count().clamp(1, 2);
    to.set_freeze_panes(HEAD + 1, u16::try_from(texts).unwrap_or(1))?;
    for (c, (head, field)) in (0u16..).zip(heads.iter().zip(&sheet.fields)) {
        to.set_column_width(c, width_of(sheet, usize::from(c), head, field.holds))?;
    }
    to.set_row_height(HEAD, 48)?;
    to.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(HEAD, HEAD)?;
    match sheet.drawn {
        Some(drawn) if rows > 0 => draw(to, sheet, name, drawn, rows, last),
        _ => Ok(()),
    }
}

/// A number without the dust of its computation: a plan that is read back has the same digits as before.
fn certain(x: f64) -> f64 {
    format!("{x:.11e}").parse().unwrap_or(x)
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn format(holds: Holds) -> Format {
    match holds {
        Holds::Text => Format::new().set_align(FormatAlign::Top),
        Holds::Year => Format::new().set_num_format("0"),
        Holds::Count => Format::new().set_num_format("#,##0"),
        Holds::Units | Holds::UnitsAYear | Holds::Equivalents | Holds::Money => Format::new().set_num_format("#,##0.0"),
        Holds::Price => Format::new().set_num_format("#,##0.00"),
        Holds::Share => Format::new().set_num_format("0.0%"),
        Holds::Number => Format::new().set_num_format("#,##0.0000"),
    }
}

/// Wide enough for most of what stands in a column, and no wider than a screen bears.
fn width_of(sheet: &Sheet, place: usize, head: &str, holds: Holds) -> f64 {
    let cells = sheet.rows.iter().take(500).filter_map(|row| match row.get(place)? {
        Cell::Text(text) => Some(text.chars().count()),
        _ => None,
    });
    let longest = match holds {
        Holds::Text => cells.max().unwrap_or(0),
        Holds::Number => 16,
        _ => 11,
    };
    let widest = longest.max(head.chars().count().min(18)).clamp(8, 48);
    f64::from(count(widest)) + 2.0
}

/// The chart that users of spreadsheets expect beside a table.
fn draw(to: &mut Worksheet, sheet: &Sheet, name: &str, drawn: Drawn, rows: u32, last: u16) -> Result<(), XlsxError> {
    let (kind, names, first, end) = match drawn {
        Drawn::Bars(names, first, end) => (ChartType::Bar, names, first, end),
        Drawn::StackedBars(names, first, end) => (ChartType::BarStacked, names, first, end),
        Drawn::Columns(names, first, end) => (ChartType::Column, names, first, end),
        Drawn::Lines(names, first, end) => (ChartType::Line, names, first, end),
        Drawn::Shades(first, end) => {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum_color(Color::RGB(0x00FF_FFFF))
                .set_maximum_color(Color::RGB(0x0026_73B0));
            let (first, end) = (place(first), place(end));
            to.add_conditional_format(HEAD + 1, first, HEAD + rows, end, &scale)?;
            return Ok(());
        }
    };
    let bars = matches!(kind, ChartType::Bar | ChartType::BarStacked);
    let shown = if bars { rows.min(BARS) } else { rows };
    let mut chart = Chart::new(kind);
    for column in first..=end.min(sheet.fields.len() - 1) {
        (chart.add_series())
            .set_name((name, HEAD, place(column)))
            .set_categories((name, HEAD + 1, place(names), HEAD + shown, place(names)))
            .set_values((name, HEAD + 1, place(column), HEAD + shown, place(column)));
    }
    chart.title().set_name(&sheet.name);
    chart.set_width(760).set_height(if bars { 160 + 22 * shown } else { 420 });
    if bars {
        // The first row stands on top, as in the table.
        chart.y_axis().set_reverse();
    }
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    to.insert_chart(HEAD, last + 2, &chart)?;
    Ok(())
}

fn place(of: usize) -> u16 {
    u16::try_from(of).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::unique;

    #[test]
    fn tabs_are_named_once_and_as_spreadsheets_allow() {
        let names = unique(["Rules", "rules", "a/b:c", "", "Answer"].into_iter());
        assert_eq!(names, ["Rules", "rules (2)", "a b c", "sheet", "Answer (2)"]);
        assert!(
            unique(["x".repeat(99), "x".repeat(99)].iter().map(String::as_str)).iter().all(|name| name.len() <= 31)
        );
    }
}
