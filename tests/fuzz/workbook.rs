//! The door of workbooks: parts of a good one are mutated and packed again, for what is not packed rightly tests the unpacking alone.

use std::fs;
use std::io::{Cursor, Read, Write};

use entente::input::{self, Fence, ModelBook};
use entente::report::model_workbook;
use rust_xlsxwriter::{Format, Formula, Workbook};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::doors::Door;
use crate::mutate::{self, Dice};

/// A model whose nations stand in a sheet.
const MODEL: &str = "model: m\nmoney: MEUR 2025\nhorizon: 2026..2028\nnations: book.xlsx#Budgets\ncapabilities: { guns: { us_baseline: 40 } }\nproducers: { north: { seat: DEU } }\noffers: { gun: { by: north, gives: guns, price: 8 } }\ngoals: [ { minimise: gap }, { minimise: cost } ]\n";

/// The parts of a workbook by name.
type Parts = Vec<(String, Vec<u8>)>;

pub struct Books {
    home: TempDir,
    /// A sheet of nations, and a whole model.
    good: [Parts; 2],
}

impl Books {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("model.yaml"), MODEL).unwrap();
        fs::write(home.path().join("whole.yaml"), MODEL.replace("book.xlsx#Budgets", "{ DEU: { budget: 5 } }"))
            .unwrap();
        let whole = home.path().join("whole.yaml");
        let whole = ModelBook::of(&whole, &[], &Fence::around(&whole)).0.unwrap();
        let whole = model_workbook(&whole.sheets()).unwrap();
        Self { home, good: [parts(&book()), parts(&whole)] }
    }

    /// Reads a workbook as the sheet of a model, or as a whole one.
    fn read(&self, bytes: &[u8], whole: bool) -> bool {
        let book = self.home.path().join("book.xlsx");
        fs::write(&book, bytes).unwrap();
        let reading = input::read_file(&if whole { book } else { self.home.path().join("model.yaml") }, &[]);
        !reading.render_findings(false).iter().any(|finding| finding.contains("cannot read"))
    }
}

/// A workbook with numbers, texts, formulas and formats.
fn book() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Budgets").unwrap();
    for (column, heading) in (0..).zip(["id", "name", "budget.2026", "budget.2028", "carry_over", "flag"]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    let percent = Format::new().set_num_format("0.0%");
    for (row, code) in (1..).zip(["DEU", "FRA", "POL"]) {
        sheet.write_string(row, 0, code).unwrap();
        sheet.write_string(row, 1, format!("Nation, {code}")).unwrap();
        sheet.write_number(row, 2, 100.5).unwrap();
        sheet.write_formula(row, 3, Formula::new("=C2*2").set_result("201")).unwrap();
        sheet.write_number_with_format(row, 4, 0.125, &percent).unwrap();
    }
    sheet.write_string(3, 5, "p").unwrap();
    book.save_to_buffer().unwrap()
}

fn parts(bytes: &[u8]) -> Parts {
    let mut packed = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for place in 0..packed.len() {
        let mut part = packed.by_index(place).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((part.name().unwrap().into_owned(), bytes));
    }
    parts
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        packed.start_file(name.as_str(), stored).unwrap();
        packed.write_all(bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

impl Door for Books {
    fn input(&self, number: u64) -> bool {
        let mut dice = Dice::of(number);
        let whole = dice.below(2) == 0;
        let mut parts = self.good[usize::from(whole)].clone();
        // A sheet most often: it is what is read cell by cell.
        let named = format!("sheet{}.xml", if whole { 2 + dice.below(3) } else { 1 });
        let sheet = parts.iter().position(|(name, _)| name.contains(&named)).unwrap_or_default();
        let one = if dice.below(2) == 0 { sheet } else { dice.below(parts.len()) };
        let other = dice.below(parts.len());
        if dice.below(10) == 0 {
            return self.read(&mutate::bytes(&packed(&parts), &mut dice), whole);
        }
        let (text, further) = (String::from_utf8_lossy(&parts[one].1), String::from_utf8_lossy(&parts[other].1));
        let mutated = mutate::text(&text, &further, &mut dice).into_bytes();
        parts[one].1 = mutated;
        self.read(&packed(&parts), whole)
    }

    fn kept(&self, bytes: &[u8]) {
        self.read(bytes, false);
        self.read(bytes, true);
    }
}
