//! The workbook, opened by a spreadsheet: its sums are those of the run.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use super::super::attempt::Try;
use super::with_results;
use crate::setting::assert_close;

/// The cells of a workbook, sheet by sheet, as a spreadsheet reads them.
pub(super) struct Sheets(BTreeMap<String, Vec<Vec<String>>>);

impl Sheets {
    /// Opens a workbook of a folder; nothing where there is no spreadsheet and none must be.
    pub(super) fn of(it: &Try, name: &str) -> Option<Self> {
        let program = ["soffice", "libreoffice"]
            .into_iter()
            .find(|program| Command::new(program).arg("--version").output().is_ok());
        let Some(program) = program else {
            super::is_missing("LibreOffice", "no workbook is opened");
            return None;
        };
        let to = it.path(&format!("{name}-cells"));
        // A profile of its own, so that tests at one time do not wait for each other.
        let profile = format!("-env:UserInstallation=file://{}", it.path(&format!("{name}-profile")).display());
        // Commas, quotes, UTF-8, cells as they are and not as they are shown, every sheet.
        let format = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
        let output = Command::new(program)
            .args([&profile, "--headless", "--convert-to", format, "--outdir"])
            .arg(&to)
            .arg(it.path(name))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        let stem = name.trim_end_matches(".xlsx");
        let mut sheets = BTreeMap::new();
        for entry in fs::read_dir(&to).unwrap_or_else(|error| panic!("{name} was not opened: {error}\n{said}")) {
            let path = entry.unwrap().path();
            let sheet = path.file_stem().unwrap().to_string_lossy().trim_start_matches(&format!("{stem}-")).to_owned();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(&path).unwrap();
            let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            sheets.insert(sheet, rows);
        }
        Some(Self(sheets))
    }

    /// Every cell of every sheet.
    pub(super) fn all(&self) -> String {
        self.0.values().flatten().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// The numbers of a column, whose heading stands in the third row.
    fn column(&self, sheet: &str, heading: &str) -> Vec<f64> {
        let rows = self.0.get(sheet).unwrap_or_else(|| panic!("no sheet {sheet}; there are {:?}", self.0.keys()));
        let place =
            rows[2].iter().position(|cell| cell == heading).unwrap_or_else(|| panic!("no {heading} in {:?}", rows[2]));
        // A spreadsheet writes a cell of percent as such.
        let number = |cell: &str| match cell.strip_suffix('%') {
            Some(percent) => percent.parse::<f64>().unwrap() / 100.0,
            None => cell.parse().unwrap(),
        };
        rows[3..].iter().filter(|row| !row[place].is_empty()).map(|row| number(&row[place])).collect()
    }
}

/// The sum of a column of a table that was written.
fn written(it: &Try, table: &str, column: &str) -> f64 {
    let mut reader = csv::Reader::from_path(it.path(table)).unwrap();
    let place = reader.headers().unwrap().iter().position(|head| head == column).unwrap();
    reader.records().map(|row| row.unwrap()[place].parse::<f64>().unwrap_or_default()).sum()
}

#[test]
fn sums_of_the_workbook_are_those_of_the_run() {
    let it = with_results("shells-for-three.yaml");
    let Some(sheets) = Sheets::of(&it, "solved.xlsx") else { return };
    for (table, column, heading) in [
        ("orders", "value", "value (MEUR)"),
        ("orders", "quantity", "quantity (units)"),
        ("spending", "orders", "orders (MEUR)"),
        ("capabilities", "gap", "gap (%)"),
        ("work", "work", "work (MEUR)"),
    ] {
        let run = written(&it, &format!("run/{table}.csv"), column);
        assert!(run > 0.0, "{table}.{column} is empty, so that nothing is tested");
        assert_close(sheets.column(table, heading).iter().sum(), run, 1e-9);
    }
    // The sheets behind pictures say the same.
    let orders = written(&it, "run/orders.csv", "value");
    assert_close(sheets.column("Volume by producer", "orders (MEUR)").iter().sum(), orders, 1e-9);
    assert_close(sheets.column("Money for orders", "paid for orders (MEUR)").iter().sum(), 2.0 * orders, 1e-9);
    assert_close(sheets.column("Orders and work", "orders (MEUR)").iter().sum(), orders, 1e-9);
    // A sheet of sources, and every figure.
    let figures = fs::read_to_string(it.path("run/figures.csv")).unwrap().lines().count() - 1;
    #[expect(clippy::cast_precision_loss, reason = "figures are few")]
    let figures = figures as f64;
    assert_close(sheets.column("Sources", "figures").iter().sum(), figures, 1e-9);
}

#[test]
fn sums_of_a_comparison_are_those_of_its_runs() {
    let it = with_results("proposals.yaml");
    let Some(sheets) = Sheets::of(&it, "compared.xlsx") else { return };
    let codes = ["alone", "dear", "dear_but_free_to_leave", "talks", "late"];
    let run: f64 = codes.iter().map(|code| written(&it, &format!("cmp/{code}/orders.csv"), "value")).sum();
    assert!(run > 0.0);
    assert_close(sheets.column("orders", "value (MEUR)").iter().sum(), run, 1e-9);
    assert_close(sheets.column("Proposals", "orders (MEUR)").iter().sum(), run, 1e-9);
}

#[test]
fn every_column_of_numbers_says_its_unit() {
    let it = with_results("shells-for-three.yaml");
    let Some(sheets) = Sheets::of(&it, "solved.xlsx") else { return };
    // Numbers whose unit is in another column, or that have none.
    let bare = ["low", "high", "best possible", "proven bound", "kept to", "this plan", "limit", "found", "missing"];
    let counts = ["figures", "of them unverified", "year", "from"];
    for (name, rows) in sheets.0.iter().filter(|(name, _)| *name != "Answer") {
        for (place, heading) in rows[2].iter().enumerate() {
            let numbers = rows[3..].iter().any(|row| row.get(place).is_some_and(|cell| cell.parse::<f64>().is_ok()));
            let known =
                heading.ends_with(')') || bare.contains(&heading.as_str()) || counts.contains(&heading.as_str());
            let text = ["as written", "in"].contains(&heading.as_str());
            assert!(!numbers || known || text, "{name}: the column {heading} has no unit");
        }
    }
}
