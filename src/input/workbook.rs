//! A sheet of a workbook to the text of a table: numbers as they are, texts in quotes, one line a row. So whoever reads, shows and
//! keeps tables knows one form of them, and line 5 is row 5.
//!
//! Workbooks come from strangers. What they unpack to is counted before anything is read, cells are taken one by one, and what a
//! formula said last is read; nothing is computed, and nothing outside is followed.

use std::fmt::Write;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxFormulaMetadata};

use crate::input::words::nearest;
use crate::input::workbook_parts::{
    NeverComputed, PercentSign, asks_to_compute, beyond_sheets, counts_too_many, percent_sign,
};

/// Most bytes that the parts of a workbook unpack to.
const MOST_UNPACKED: u64 = 100_000_000;
/// Most parts.
const MOST_PARTS: usize = 2_000;
/// Rows and columns beyond which no table goes.
const MOST_ROWS: u32 = 100_000;
const MOST_COLUMNS: u32 = 2_000;
/// Most bytes of a sheet's text, and most cells.
const MOST_TEXT: usize = 64_000_000;

/// What may still be read of a workbook: its sheets count together, however many of them show one part.
#[derive(Debug, Clone, Copy)]
pub(super) struct SheetBudget {
    bytes: usize,
    rows: u32,
}

impl Default for SheetBudget {
    fn default() -> Self {
        Self { bytes: MOST_TEXT, rows: MOST_ROWS }
    }
}

/// A sheet as text, and what is wrong with single cells.
#[derive(Debug)]
pub(super) struct SheetText {
    /// What may be read of the workbook after it.
    pub left: SheetBudget,
    /// The table.
    pub text: String,
    /// Cells that are not read as what they are.
    pub faults: Vec<SheetFault>,
}

/// What is wrong with a cell.
#[derive(Debug, Clone)]
pub(super) struct SheetFault {
    /// Its row, from 1.
    pub line: u32,
    /// Where it begins in the line, from 1.
    pub column: u32,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub remedy: &'static str,
}

/// Why a workbook cannot be read, and what would be right.
pub(super) type WorkbookRefusal = (String, &'static str);

/// A workbook and the sheet named of it: `budgets.xlsx#Sheet`, or `budgets.xlsx`.
pub(super) fn named(name: &str) -> Option<(&str, Option<&str>)> {
    let lower = name.to_ascii_lowercase();
    let endings = [".xlsx", ".xlsm"];
    if endings.iter().any(|ending| lower.ends_with(ending)) {
        return Some((name, None));
    }
    let mark = [".xlsx#", ".xlsm#"].iter().filter_map(|mark| lower.find(mark)).min()? + ".xlsx".len();
    Some((&name[..mark], Some(&name[mark + 1..]).filter(|sheet| !sheet.is_empty())))
}

/// The names of the sheets of a workbook, in their order.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<String>, WorkbookRefusal> {
    Ok(names(&open(bytes)?.0))
}

/// The text of a sheet; of the only one where none is named.
pub(super) fn text(bytes: &[u8], sheet: Option<&str>, budget: SheetBudget) -> Result<SheetText, WorkbookRefusal> {
    let (mut book, uncomputed) = open(bytes)?;
    let names = names(&book);
    let listed = || names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let name = match (sheet, names.as_slice()) {
        (Some(sheet), _) => match names.iter().find(|name| name.as_str() == sheet) {
            Some(name) => name.clone(),
            None => {
                let near = nearest(sheet, names.iter().map(String::as_str)).unwrap_or_default();
                let near = if near.is_empty() { String::new() } else { format!("; did you mean `{near}`?") };
                return Err((format!("it has no sheet `{sheet}`, but {}{near}", listed()), "name one of its sheets"));
            }
        },
        (None, [only]) => only.clone(),
        (None, _) => return Err((format!("it has the sheets {}", listed()), "name one, as `budgets.xlsx#Sheet`")),
    };
    let broken = |error: calamine::XlsxError| (format!("its sheet `{name}` is damaged: {error}"), AGAIN);
    if let Some(merged) = book.merge_cells_by_sheet_name(&name).map_err(broken)?.first().copied() {
        let (from, to) = (cell_name(merged.start.0, merged.start.1), cell_name(merged.end.0, merged.end.1));
        let what = format!(
            "the cells {from}:{to} of its sheet `{name}` are merged, so that nobody can tell what holds for which"
        );
        return Err((what, "unmerge all cells, and write each value into each of its cells"));
    }
    // Formulas, values and formats come by readers of their own.
    let formulas = formulas(&mut book, &name).map_err(broken)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
    let percents: Vec<PercentSign> = cells.styles().iter().map(percent_sign).collect();
    let mut sheet = SheetLines { uncomputed, ..SheetLines::default() };
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(broken)? {
        let (row, column) = cell.get_position();
        let formula =
            formulas.binary_search_by_key(&(row, column), |(place, _)| *place).ok().map(|place| &formulas[place].1);
        if *cell.get_value() == DataRef::Empty && formula.is_none() {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            let what =
                format!("cell {} of its sheet `{name}` lies beyond what a table may hold", cell_name(row, column));
            return Err((what, "delete what stands far below or beside the table"));
        }
        if !sheet.to(row, column) {
            return Err((format!("the cells of its sheet `{name}` are not in their order"), AGAIN));
        }
        if let Some(formula) = formula {
            sheet.judge(cell.get_value(), *formula);
        }
        sheet.put(cell.get_value(), percents.get(style).copied().unwrap_or_default());
        let beyond = if sheet.text.len() > budget.bytes {
            Some("64 MB")
        } else if sheet.next.0 >= budget.rows {
            Some("100000 rows")
        } else {
            None
        };
        if let Some(limit) = beyond {
            let what = format!("with its sheet `{name}`, what is read of it is more than {limit}");
            return Err((what, "leave out what the model does not use"));
        }
    }
    let left =
        SheetBudget { bytes: budget.bytes - sheet.text.len(), rows: budget.rows.saturating_sub(sheet.next.0 + 1) };
    Ok(SheetText { left, text: sheet.text, faults: sheet.faults })
}

/// A workbook that is in memory.
type OpenedBook<'b> = Xlsx<Cursor<&'b [u8]>>;

const AGAIN: &str = "open it in a spreadsheet program and save it as .xlsx again";

/// The workbook, if it is one and not larger than it may be.
fn open(bytes: &[u8]) -> Result<(OpenedBook<'_>, NeverComputed), WorkbookRefusal> {
    let broken = |error: &dyn std::fmt::Display| (format!("it is no workbook that can be read: {error}"), AGAIN);
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if packed.len() > MOST_PARTS {
        return Err((format!("it has {} parts, and a workbook may have {MOST_PARTS}", packed.len()), AGAIN));
    }
    let mut left = MOST_UNPACKED;
    let (mut unpacked, mut uncomputed) = (Vec::new(), false);
    for place in 0..packed.len() {
        // What a part says of its size may be wrong: it is unpacked and counted.
        let part = packed.by_index(place).map_err(|error| broken(&error))?;
        unpacked.clear();
        part.take(left).read_to_end(&mut unpacked).map_err(|error| broken(&error))?;
        left -= u64::try_from(unpacked.len()).unwrap_or(left).min(left);
        if left == 0 {
            let what = format!("it unpacks to more than {} MB", MOST_UNPACKED / 1_000_000);
            return Err((what, "leave out what the model does not use"));
        }
        if counts_too_many(&unpacked) {
            return Err(("one of its parts says that it holds more texts than it has letters".to_owned(), AGAIN));
        }
        if let Some(place) = beyond_sheets(&unpacked) {
            return Err((format!("it has a cell or row `{place}`, which no sheet has"), AGAIN));
        }
        uncomputed |= asks_to_compute(&unpacked);
    }
    drop(unpacked);
    Ok((Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?, uncomputed))
}

/// The sheets that hold cells.
fn names(book: &OpenedBook<'_>) -> Vec<String> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets.map(|sheet| sheet.name.clone()).collect()
}

/// Whether a formula looks into other files or asks other programs.
type LooksOutside = bool;

/// Row and column of a formula, from 0, and whether it looks outside.
type FormulaCell = ((u32, u32), LooksOutside);

/// The cells of a sheet that hold formulas, in their order.
fn formulas(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<FormulaCell>, calamine::XlsxError> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let mut found = Vec::new();
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        let outside = match cell.formula {
            None => continue,
            Some(XlsxFormulaMetadata::Normal { formula }) => looks_outside(&formula),
            Some(other) => looks_outside(&format!("{other:?}")),
        };
        found.push((cell.pos, outside));
    }
    found.sort_unstable();
    Ok(found)
}

/// Whether the text of a formula names another workbook (`[1]Sheet!A1`) or a program (`cmd|'/c …'!A0`).
fn looks_outside(formula: &str) -> bool {
    let names_book = formula.match_indices('[').any(|(place, _)| {
        let inside = formula[place + 1..].split(']').next().unwrap_or_default();
        // A column of a table has its name right before the bracket: `Table1[2026]`.
        let is_column = formula[..place].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        let is_number = !inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit());
        (is_number && !is_column) || inside.to_ascii_lowercase().contains(".xls")
    });
    names_book || formula.contains('|') || formula.to_ascii_uppercase().contains("WEBSERVICE(")
}

/// Lines as they grow.
#[derive(Default)]
struct SheetLines {
    text: String,
    /// Whether formulas may never have been computed.
    uncomputed: NeverComputed,
    /// The cell that was written last.
    last: Option<(u32, u32)>,
    /// Row and column of the next cell, from 0.
    next: (u32, u32),
    /// Characters of the line so far.
    passed: u32,
    faults: Vec<SheetFault>,
}

impl SheetLines {
    /// Goes on to a cell; false if it lies behind.
    fn to(&mut self, row: u32, column: u32) -> bool {
        if (row, column) < self.next || self.last == Some((row, column)) {
            return false;
        }
        self.last = Some((row, column));
        while self.next.0 < row {
            self.text.push('\n');
            (self.next, self.passed) = ((self.next.0 + 1, 0), 0);
        }
        while self.next.1 < column {
            self.add(",");
            self.next.1 += 1;
        }
        true
    }

    fn add(&mut self, text: &str) {
        self.text.push_str(text);
        self.passed += u32::try_from(text.chars().count()).unwrap_or(u32::MAX / 2);
    }

    fn fault(&mut self, what: String, remedy: &'static str) {
        // The cell begins behind its comma.
        self.faults.push(SheetFault { line: self.next.0 + 1, column: self.passed + 1, what, remedy });
    }

    /// Tells what is wrong with a formula.
    fn judge(&mut self, value: &DataRef<'_>, outside: LooksOutside) {
        let empty = *value == DataRef::Empty;
        // Programs that compute nothing write 0 for what Excel is to compute.
        let is_zero = match value {
            DataRef::Int(x) => *x == 0,
            DataRef::Float(x) => *x == 0.0,
            _ => false,
        };
        if outside {
            let what = "this formula looks into another file or program, which is not followed".to_owned();
            self.fault(what, "copy the cell and paste it as a value");
        } else if is_zero && self.uncomputed {
            let what = "this formula was never computed: the program that wrote the workbook put 0 for it".to_owned();
            self.fault(what, "open the workbook in a spreadsheet program, let it compute, and save it");
        } else if empty {
            let what = "this formula has no value yet".to_owned();
            self.fault(what, "open the workbook in a spreadsheet program, let it compute, and save it");
        }
    }

    fn put(&mut self, value: &DataRef<'_>, percent: PercentSign) {
        let mut written = String::new();
        if percent == PercentSign::Text
            && let DataRef::Int(_) | DataRef::Float(_) = value
        {
            let what = "the percent sign of this cell is a text in its number format: the number is shown as a share, and is none";
            self.fault(what.to_owned(), "give the cell a percent format, and write the share, such as 12.5%");
        }
        let percent = percent == PercentSign::Share;
        match value {
            DataRef::Empty => {}
            DataRef::Int(x) => {
                let _ = write!(written, "{x}");
            }
            // A spreadsheet has fifteen digits, and so has what it shows of a share.
            DataRef::Float(x) if percent => {
                let hundred: f64 = format!("{:.14e}", 100.0 * x).parse().unwrap_or(100.0 * x);
                let _ = write!(written, "{hundred}%");
            }
            DataRef::Float(x) => {
                let _ = write!(written, "{x}");
            }
            DataRef::Bool(yes) => {
                let _ = write!(written, "{yes}");
            }
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                quoted(text, &mut written);
            }
            DataRef::SharedString(text) => quoted(text, &mut written),
            DataRef::DateTime(time) if time.is_duration() => quoted("a time", &mut written),
            DataRef::DateTime(time) => {
                let (year, month, day, ..) = time.to_ymd_hms_milli();
                quoted(&format!("{year:04}-{month:02}-{day:02}"), &mut written);
            }
            DataRef::Error(error) => quoted(&error.to_string(), &mut written),
        }
        self.add(&written);
    }
}

/// A text on one line, in quotes.
fn quoted(text: &str, into: &mut String) {
    into.push('"');
    let mut blank = false;
    for c in text.chars() {
        let is_break = matches!(c, '\r' | '\n');
        if !(is_break && blank) {
            into.push(if is_break { ' ' } else { c });
        }
        if c == '"' {
            into.push('"');
        }
        blank = is_break;
    }
    into.push('"');
}

/// The name of a cell by its row and column, from 0: `C5`.
pub(super) fn cell_name(row: u32, column: u32) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// The column, from 0, in which a place of a sheet's line stands; the place is in characters, from 1.
pub(super) fn column_at(line: &str, place: u32) -> u32 {
    let (mut column, mut inside) = (0, false);
    for c in line.chars().take((place as usize).saturating_sub(1)) {
        match c {
            '"' => inside = !inside,
            ',' if !inside => column += 1,
            _ => {}
        }
    }
    column
}

#[cfg(test)]
mod tests {
    use super::{cell_name, column_at, looks_outside, named};

    #[test]
    fn cells_have_the_names_of_spreadsheets() {
        for (place, name) in
            [((0, 0), "A1"), ((4, 2), "C5"), ((9, 25), "Z10"), ((0, 26), "AA1"), ((0, 701), "ZZ1"), ((0, 702), "AAA1")]
        {
            assert_eq!(cell_name(place.0, place.1), name);
        }
        let line = "\"DEU\",5,\"a, \"\"b\"\"\",7";
        assert_eq!([1, 7, 9, 20].map(|place| column_at(line, place)), [0, 1, 2, 3]);
    }

    #[test]
    fn formulas_that_look_outside_are_known() {
        for formula in ["[1]Sheet1!A1", "SUM('[prices.xlsx]A'!B2)", "cmd|'/c calc'!A0", "WEBSERVICE(\"http://x\")"] {
            assert!(looks_outside(formula), "{formula}");
        }
        for formula in ["SUM(A1:A9)", "Table1[2026]", "IF(A1>2,B1,C1)"] {
            assert!(!looks_outside(formula), "{formula}");
        }
        assert_eq!(named("a/b.xlsx#My sheet"), Some(("a/b.xlsx", Some("My sheet"))));
        assert_eq!((named("b.XLSX"), named("b.csv")), (Some(("b.XLSX", None)), None));
    }
}
