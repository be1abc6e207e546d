//! The door of workbooks: parts of a good one are mutated and packed again, for what is not packed rightly tests the unpacking alone.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use entente::input;
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
    good: Parts,
}

impl Books {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("model.yaml"), MODEL).unwrap();
        Self { home, good: parts(&book()) }
    }

    fn read(&self, bytes: &[u8]) -> bool {
        fs::write(self.home.path().join("book.xlsx"), bytes).unwrap();
        let reading = input::read_file(Path::new(&self.home.path().join("model.yaml")), &[]);
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
        let mut parts = self.good.clone();
        // The sheet itself most often: it is the largest part, and the one that is read cell by cell.
        let sheet = parts.iter().position(|(name, _)| name.contains("sheet1.xml")).unwrap_or_default();
        let one = if dice.below(2) == 0 { sheet } else { dice.below(parts.len()) };
        let other = dice.below(parts.len());
        if dice.below(10) == 0 {
            return self.read(&mutate::bytes(&packed(&parts), &mut dice));
        }
        let (text, further) = (String::from_utf8_lossy(&parts[one].1), String::from_utf8_lossy(&parts[other].1));
        let mutated = mutate::text(&text, &further, &mut dice).into_bytes();
        parts[one].1 = mutated;
        self.read(&packed(&parts))
    }

    fn kept(&self, bytes: &[u8]) {
        self.read(bytes);
    }
}
