//! Sheets of workbooks: numbers, formulas, dates and shares are what they mean, and what is hostile is refused in little memory.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use entente::input;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;

use super::{host, meant, said};

/// Headings and rows of a sheet, with what fills the cells.
pub fn book(name: &str, fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

/// Texts and numbers from the first cell on.
pub fn put(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) if cell.is_empty() => sheet,
                Err(_) => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
}

/// What a model says that reads its nations from a workbook, or what is found.
pub fn of(bytes: &[u8], named: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("budgets.xlsx"), bytes).unwrap();
    fs::write(folder.path().join("model.yaml"), host("nations", &format!("'{named}'"))).unwrap();
    let reading = input::read_file(&folder.path().join("model.yaml"), &[]);
    let found = reading.render_findings(false).join("\n\n").replace(&format!("{}/", folder.path().display()), "");
    reading.model.as_ref().map(said).ok_or(found)
}

/// What is found in a workbook that is refused, with one error.
pub fn refused(bytes: &[u8], named: &str) -> String {
    let found = of(bytes, named).expect_err("it is read");
    assert_eq!(found.matches("error: ").count(), 1, "{found}");
    found
}

/// A workbook with this as the data of its one sheet, `S`, packed by hand.
pub fn raw(sheet_data: &str, further: &[(&str, &[u8])]) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let rels = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet_data}</sheetData></worksheet>");
    let (package, parts) = (rels("officeDocument", "xl/workbook.xml"), rels("worksheet", "worksheets/sheet1.xml"));
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let all: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", package.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    for (name, bytes) in all.iter().chain(further) {
        packed.start_file(*name, SimpleFileOptions::default()).unwrap();
        packed.write_all(bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

/// A cell of a hand-made sheet that holds a text.
pub fn cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// Headings of a hand-made sheet.
pub fn headings() -> String {
    format!("<row r=\"1\">{}{}</row>", cell("A1", "id"), cell("B1", "budget"))
}

const THREE: &str = "DEU: { budget: 1200.5, carry_over: 12.5 % }, FRA: { budget: 16.07, carry_over: 7 % }";

#[test]
fn a_sheet_is_read_as_what_it_means() {
    let percent = Format::new().set_num_format("0.0%");
    let bytes = book("Budgets 2026", |sheet| {
        put(sheet, &[&["id", "budget", "carry_over"], &["DEU", "", ""], &["FRA", "16.07", ""]]);
        sheet.write_formula(1, 1, Formula::new("=1200+B9").set_result("1200.5")).unwrap();
        sheet.write_number_with_format(1, 2, 0.125, &percent).unwrap();
        sheet.write_number_with_format(2, 2, 0.07, &percent).unwrap();
    });
    for named in ["budgets.xlsx", "budgets.xlsx#Budgets 2026"] {
        assert_eq!(of(&bytes, named).unwrap(), meant("nations", THREE), "{named}");
    }
    // Thousands and decimals are how a number is shown, and nothing of what it is.
    let shown = Format::new().set_num_format("#,##0.000");
    let bytes = book("S", |sheet| {
        put(sheet, &[&["id", "budget"], &["DEU", ""]]);
        sheet.write_number_with_format(1, 1, 1200.0, &shown).unwrap();
    });
    assert_eq!(of(&bytes, "budgets.xlsx").unwrap(), meant("nations", "DEU: { budget: 1200 }"));
}

#[test]
fn tables_of_any_shape_and_place_may_be_sheets() {
    let long = book("S", |sheet| {
        put(sheet, &[&["id", "year", "budget"], &["DEU", "2026", "9"], &["DEU", "2027", "10"], &["FRA", "2026", "7"]]);
    });
    let yaml = "DEU: { budget: { 2026: 9, 2027: 10 } }, FRA: { budget: { 2026: 7 } }";
    assert_eq!(of(&long, "budgets.xlsx#S").unwrap(), meant("nations", yaml));
    // In a data folder, and inside a cell.
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let held = book("S", |sheet| put(sheet, &[&["id", "2026"], &["DEU", "5"]]));
    let capabilities = book("S", |sheet| put(sheet, &[&["id", "us_baseline", "held"], &["guns", "30", "held.xlsx#S"]]));
    let tables = [("nations", &long), ("held", &held), ("capabilities", &capabilities)];
    for (name, bytes) in tables {
        let below = if name == "held" { "data/held.xlsx".to_owned() } else { format!("data/{name}.xlsx") };
        fs::write(folder.path().join(below), bytes).unwrap();
    }
    fs::rename(folder.path().join("data/held.xlsx"), folder.path().join("held.xlsx")).unwrap();
    let text = "model: m\nmoney: MEUR 2025\nhorizon: 2026..2028\ndata: data\ncapabilities: { guns: { held: 'held.xlsx#S' } }\n";
    fs::write(folder.path().join("model.yaml"), text).unwrap();
    fs::write(
        folder.path().join("data/capabilities.xlsx"),
        book("S", |sheet| put(sheet, &[&["id", "us_baseline"], &["guns", "30"]])),
    )
    .unwrap();
    let reading = input::read_file(&folder.path().join("model.yaml"), &[]);
    let found = reading.render_findings(false).join("\n");
    assert!(!found.contains("error"), "{found}");
}

#[test]
fn errors_name_the_sheet_and_the_cell() {
    let wrong = |cell: &str| {
        book("Budgets", |sheet| {
            put(sheet, &[&["id", "name", "budget"], &["DEU", "Germany", "9"], &["FRA", "France, all of it", cell]]);
        })
    };
    for (text, words) in [
        ("n/a", vec!["cell C3: `n/a` is no value", "leave the cell empty"]),
        ("123.4 p", vec!["cell C3: `123.4 p` is a number with something else"]),
        ("1.200", vec!["cell C3: `1.200` may be 1200 or 1.2"]),
        ("-5", vec!["cell C3: `nations.FRA.budget` is -5"]),
        ("plenty", vec!["cell C3: `nations.FRA.budget`: `plenty` is not a budget"]),
    ] {
        let found = if text == "1.200" {
            let texts = book("Budgets", |sheet| {
                put(sheet, &[&["id", "name", "budget"], &["DEU", "Germany", "9"], &["FRA", "France", ""]]);
                sheet.write_string(2, 2, text).unwrap();
            });
            refused(&texts, "budgets.xlsx#Budgets")
        } else {
            refused(&wrong(text), "budgets.xlsx#Budgets")
        };
        assert!(words.iter().all(|word| found.contains(word)), "{text}: {found}");
        assert!(found.contains("budgets.xlsx#Budgets:3:"), "{text}: {found}");
    }
    let misspelt = book("Budgets", |sheet| put(sheet, &[&["id", "bugdet"], &["DEU", "9"]]));
    let found = refused(&misspelt, "budgets.xlsx#Budgets");
    assert!(found.contains("cell B1: unknown heading `bugdet`") && found.contains("did you mean `budget`?"), "{found}");
    let found = refused(&misspelt, "budgets.xlsx#Bugdets");
    assert!(found.contains("it has no sheet `Bugdets`, but `Budgets`; did you mean `Budgets`?"), "{found}");
}

#[test]
fn what_a_cell_cannot_mean_is_refused() {
    let filled = |fill: &dyn Fn(&mut Worksheet)| {
        book("S", |sheet| {
            put(sheet, &[&["id", "budget"], &["DEU", ""], &["FRA", "7"]]);
            fill(sheet);
        })
    };
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let date = filled(&|sheet| {
        sheet.write_datetime_with_format(1, 1, ExcelDateTime::from_ymd(2026, 3, 1).unwrap(), &day).map(|_| ()).unwrap();
    });
    let found = refused(&date, "budgets.xlsx");
    assert!(found.contains("cell B2: `2026-03-01` is a date"), "{found}");
    let error =
        filled(&|sheet| sheet.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).map(|_| ()).unwrap());
    let found = refused(&error, "budgets.xlsx");
    assert!(found.contains("cell B2: `#DIV/0!` is an error of a spreadsheet"), "{found}");
    let merged = filled(&|sheet| sheet.merge_range(4, 0, 4, 1, "a note", &Format::new()).map(|_| ()).unwrap());
    let found = refused(&merged, "budgets.xlsx");
    assert!(found.contains("A5:B5") && found.contains("unmerge"), "{found}");
    let percent = Format::new().set_num_format("0%");
    let share = filled(&|sheet| sheet.write_number_with_format(1, 1, 3.0, &percent).map(|_| ()).unwrap());
    let found = refused(&share, "budgets.xlsx");
    assert!(found.contains("`300%` does not say of what"), "{found}");
    let two = {
        let mut book = Workbook::new();
        for name in ["A", "B"] {
            book.add_worksheet().set_name(name).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    let found = refused(&two, "budgets.xlsx");
    assert!(found.contains("it has the sheets `A`, `B`") && found.contains("`budgets.xlsx#Sheet`"), "{found}");
    // A formula that nobody computed, and formulas that look outside.
    for (formula, word) in [
        ("<f>B9*2</f>", "this formula has no value yet"),
        ("<f>[1]Prices!A1</f><v>5</v>", "looks into another file or program"),
        ("<f>cmd|' /c calc'!A0</f><v>5</v>", "looks into another file or program"),
        ("<f t=\"shared\" ref=\"B2:B9\" si=\"4000000000\">[2]P!A1</f><v>5</v>", "looks into another file or program"),
    ] {
        let row = format!("{}<row r=\"2\">{}<c r=\"B2\">{formula}</c></row>", headings(), cell("A2", "DEU"));
        let found = refused(&raw(&row, &[]), "budgets.xlsx");
        assert!(
            found.contains(&format!("cell B2: {word}")) || found.contains(word) && found.contains("cell B2: "),
            "{found}"
        );
    }
    let good = format!("{}<row r=\"2\">{}<c r=\"B2\"><f>A9*2</f><v>9</v></c></row>", headings(), cell("A2", "DEU"));
    assert_eq!(of(&raw(&good, &[]), "budgets.xlsx").unwrap(), meant("nations", "DEU: { budget: 9 }"));
}

/// What the program says of a model in a folder, with so many megabytes of address space at most.
fn within(folder: &Path, megabytes: u32) -> (Option<i32>, String) {
    let began = Instant::now();
    let command = format!("ulimit -v {}; exec \"$0\" check model.yaml", 1024 * megabytes);
    let output =
        Command::new("sh").args(["-c", &command, env!("CARGO_BIN_EXE_entente")]).current_dir(folder).output().unwrap();
    assert!(began.elapsed() < Duration::from_mins(1), "it took {:?}", began.elapsed());
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The text that numbers write one after the other.
pub fn each(numbers: std::ops::Range<u32>, write: impl Fn(u32, &mut String) -> std::fmt::Result) -> String {
    let mut all = String::new();
    numbers.into_iter().for_each(|number| write(number, &mut all).unwrap());
    all
}

#[test]
fn hostile_workbooks_are_refused_in_little_memory() {
    let good = format!("{}<row r=\"2\">{}<c r=\"B2\"><v>9</v></c></row>", headings(), cell("A2", "DEU"));
    let zeros = vec![b' '; 120_000_000];
    let many: Vec<(String, Vec<u8>)> = (0..3000).map(|n| (format!("xl/media/{n}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let rows: String = each(3..1_000_001, |row, all| write!(all, "<row r=\"{row}\"/>"));
    let empty: String = each(3..300_000, |row, all| write!(all, "<row r=\"{row}\"><c r=\"A{row}\" s=\"0\"/></row>"));
    let far = |place: &str, row: u32| format!("{good}<row r=\"{row}\"><c r=\"{place}\"><v>1</v></c></row>");
    let deep = "<x>".repeat(300_000);
    let texts =
        format!("<sst count=\"4000000000\" uniqueCount=\"4000000000\">{}</sst>", "<si><t>a</t></si>".repeat(1000));
    let cases: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("good", raw(&good, &[]), None),
        ("a bomb", raw(&good, &[("xl/sharedStrings.xml", &zeros)]), Some("unpacks to more than 100 MB")),
        ("many parts", raw(&good, &many), Some("parts, and a workbook may have 2000")),
        ("a million empty rows", raw(&(good.clone() + &rows), &[]), None),
        ("many empty cells", raw(&(good.clone() + &empty), &[]), None),
        ("a cell at the end of the sheet", raw(&far("XFD1048576", 1_048_576), &[]), Some("cell XFD1048576")),
        ("a cell beyond all sheets", raw(&far("A4294967295", 9), &[]), Some("cannot read budgets.xlsx")),
        ("a cell that comes again", raw(&format!("{good}{good}"), &[]), Some("not in their order")),
        ("tags without an end", raw(&(good.clone() + &deep), &[]), None),
        (
            "counts that lie",
            raw(&good, &[("xl/sharedStrings.xml", texts.as_bytes())]),
            Some("more texts than it has letters"),
        ),
        ("no workbook", b"PK\x03\x04 and nothing more".to_vec(), Some("it is no workbook that can be read")),
        ("an empty file", Vec::new(), Some("it is no workbook that can be read")),
    ];
    for (name, bytes, word) in cases {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("budgets.xlsx"), &bytes).unwrap();
        fs::write(folder.path().join("model.yaml"), host("nations", "budgets.xlsx")).unwrap();
        let (code, said) = within(folder.path(), 700);
        match word {
            None => assert_eq!(code, Some(0), "{name}: {said}"),
            Some(word) => {
                assert_eq!(code, Some(3), "{name}: {said}");
                assert!(said.contains(word), "{name}: {said}");
            }
        }
    }
}

#[test]
fn a_run_of_a_sheet_can_be_read_back_and_the_workbook_stays() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = book("My budgets", |sheet| {
        put(sheet, &[&["id", "budget", "note"], &["DEU", "100", "two\nlines"], &["FRA", "90", ""], &["POL", "80", ""]]);
    });
    fs::write(folder.path().join("budgets.xlsx"), &bytes).unwrap();
    fs::write(folder.path().join("model.yaml"), host("nations", "budgets.xlsx#My budgets")).unwrap();
    let run = |words: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_entente")).args(words).current_dir(folder.path()).output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
        )
    };
    let (code, said) = run(&["solve", "model.yaml", "--out", "run"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(&["report", "run", "--to", "run.html"]);
    assert_eq!(code, Some(0), "{said}");
    let figures = fs::read_to_string(folder.path().join("run/figures.csv")).unwrap();
    assert!(figures.contains("budgets.xlsx#My budgets!B2"), "{figures}");
    // No result is written over what was read.
    let (code, said) = run(&["report", "model.yaml", "--to", "budgets.xlsx"]);
    assert_ne!(code, Some(0), "{said}");
    assert_eq!(fs::read(folder.path().join("budgets.xlsx")).unwrap(), bytes);
}
