//! The doors: what a mutated file is put into, and what is done with it there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use entente::batch::{Asking, results};
use entente::input::{self, Reading};
use entente::report::{read_kept_run, read_run};
use tempfile::TempDir;

use crate::mutate::{self, Dice};
use crate::workbook::Books;

/// A way in.
pub trait Door {
    /// Makes the input of a number and puts it in; whether it came past the parser.
    fn input(&self, number: u64) -> bool;

    /// Puts in a file that was kept.
    fn kept(&self, bytes: &[u8]);
}

pub const NAMES: &[&str] = &["yaml", "csv", "workbook", "run", "study"];

pub fn open(name: &str) -> Option<Box<dyn Door>> {
    match name {
        "yaml" => Some(Box::new(Yaml { good: models() })),
        "csv" => Some(Box::new(Csv { good: tables() })),
        "workbook" => Some(Box::new(Books::new())),
        "run" => Some(Box::new(Folder::of(&["solve", "model.yaml", "--out", "it"], |folder| {
            let read = read_run(folder).is_ok();
            let _ = read_kept_run(folder);
            read
        }))),
        "study" => {
            Some(Box::new(Folder::of(&["batch", "study.yaml", "--out", "it", "--progress", "none"], |folder| {
                results(folder, &Asking::default()).is_ok()
            })))
        }
        _ => None,
    }
}

/// Models of the project that are small: many inputs tell more than large ones.
fn models() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["models", "tests/cases", "tests/golden", "src/input/presets"];
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).filter(|text| text.len() < 3_000).collect()
}

struct Yaml {
    good: Vec<String>,
}

/// Does with a reading what commands do; whether the text was parsed.
fn done(reading: &Reading) -> bool {
    let shown = reading.render_findings(false);
    !shown.iter().any(|finding| finding.contains("this is no YAML") || finding.contains("larger or deeper"))
}

impl Door for Yaml {
    fn input(&self, number: u64) -> bool {
        let mut dice = Dice::of(number);
        let (one, other) = (dice.below(self.good.len()), dice.below(self.good.len()));
        done(&input::read_text("model.yaml", &mutate::text(&self.good[one], &self.good[other], &mut dice), &[]))
    }

    fn kept(&self, bytes: &[u8]) {
        done(&input::read_text("model.yaml", &String::from_utf8_lossy(bytes), &[]));
    }
}

/// A model whose tables are CSV, each with one of its tables.
const OF_TABLES: &str = "model: m\nmoney: MEUR 2025\nhorizon: 2026..2028\nnations: nations.csv\ncapabilities: capabilities.csv\nproducers: producers.csv\noffers: offers.csv\nholdings: holdings.csv\ngoals: [ { minimise: gap }, { minimise: cost } ]\n";

fn tables() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "nations.csv",
            "id,name,budget.2026,budget.2028,committed,carry_over,excludes\nDEU,Germany,100,120,3,10 %,\nPOL,\"Poland, the\",60,,,,\"[east]\"\n",
        ),
        (
            "capabilities.csv",
            "id;name;unit;us_baseline.2026;us_baseline.2028;targets;weight\nguns;Guns;pieces;40;50;{ DEU: 30, POL: 10 };2\n\njets;Jets;;10;;;\n",
        ),
        ("producers.csv", "id,seat,owners,source\nnorth,DEU,,a\neast,POL,\"{ POL: 70 %, USA: 30 % }\",\"b\nc\"\n"),
        (
            "offers.csv",
            "id,by,gives,price,price.low,price.high,capacity,lead_time,without_us,expansion.cost,expansion.at_most\ngun,north,guns,8,7,9,10 a year,1 year,90 %,1,5\njet,east,jets,70,,,3 a year,,,,\n",
        ),
        ("holdings.csv", "id,nation,gives,by,quantity.2026,quantity.2028\nold,DEU,guns,east,3,1\n"),
    ]
}

struct Csv {
    good: Vec<(&'static str, &'static str)>,
}

impl Csv {
    fn with(&self, place: usize, text: String) -> bool {
        let mut texts: BTreeMap<PathBuf, String> =
            self.good.iter().map(|(name, text)| (PathBuf::from(name), (*text).to_owned())).collect();
        texts.insert(PathBuf::from("model.yaml"), OF_TABLES.to_owned());
        texts.insert(PathBuf::from(self.good[place].0), text);
        let reading = input::read_stored(Path::new("model.yaml"), texts, &[]);
        let shown = reading.render_findings(false);
        let refused = ["this is no table", "this row has", "cannot be read", "two columns are headed", "duplicate key"];
        !shown.iter().any(|finding| refused.iter().any(|what| finding.contains(what)))
    }
}

impl Door for Csv {
    fn input(&self, number: u64) -> bool {
        let mut dice = Dice::of(number);
        let (one, other) = (dice.below(self.good.len()), dice.below(self.good.len()));
        self.with(one, mutate::text(self.good[one].1, self.good[other].1, &mut dice))
    }

    fn kept(&self, bytes: &[u8]) {
        for place in 0..self.good.len() {
            self.with(place, String::from_utf8_lossy(bytes).into_owned());
        }
    }
}

/// A folder that the program wrote, of which one file is mutated at a time.
struct Folder {
    home: TempDir,
    files: Vec<(PathBuf, Vec<u8>)>,
    read: fn(&Path) -> bool,
}

const MODEL: &str = "model: m\nmoney: MEUR 2025\nhorizon: 2026..2027\nnations: { DEU: { budget: 100 }, POL: { budget: 60, carry_over: 50 % } }\ncapabilities: { guns: { us_baseline: 40 } }\nproducers: { north: { seat: DEU }, east: { seat: POL, owners: { USA: 60 % } } }\noffers:\n  gun: { by: north, gives: guns, price: { 0: 8, 5: 7 }, capacity: 10 a year, expansion: { cost: 1, at_most: 5 } }\n  cannon: { by: east, gives: guns, price: 9, lots_of: 2 }\ngoals: [ { minimise: gap }, { minimise: cost } ]\n";
const STUDY: &str = "study: s\nmodel: model.yaml\nproposals: [together, alone]\nscenarios: { dear: { price.gun: x1.2 }, poor: { budget.DEU: x0.8 } }\n";

impl Folder {
    fn of(command: &[&str], read: fn(&Path) -> bool) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("model.yaml"), MODEL).unwrap();
        fs::write(home.path().join("study.yaml"), STUDY).unwrap();
        let output =
            Command::new(env!("CARGO_BIN_EXE_entente")).args(command).current_dir(home.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut files = Vec::new();
        let mut open = vec![home.path().join("it")];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                // Of a run tables are read as CSV.
                let is_read = command[0] == "batch" || path.extension().is_none_or(|ending| ending != "parquet");
                if path.is_dir() {
                    open.push(path);
                } else if is_read && path.file_name().is_some_and(|name| name != "lock") {
                    let bytes = fs::read(&path).unwrap();
                    files.push((path, bytes));
                }
            }
        }
        files.sort();
        Self { home, files, read }
    }

    fn with(&self, place: usize, bytes: &[u8]) -> bool {
        let (path, good) = &self.files[place];
        fs::write(path, bytes).unwrap();
        let read = std::panic::catch_unwind(|| (self.read)(&self.home.path().join("it")));
        fs::write(path, good).unwrap();
        read.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

impl Door for Folder {
    fn input(&self, number: u64) -> bool {
        let mut dice = Dice::of(number);
        let (one, other) = (dice.below(self.files.len()), dice.below(self.files.len()));
        let good = &self.files[one].1;
        let mutated = match (std::str::from_utf8(good), std::str::from_utf8(&self.files[other].1)) {
            (Ok(text), Ok(other)) => mutate::text(text, other, &mut dice).into_bytes(),
            (Ok(text), Err(_)) => mutate::text(text, "", &mut dice).into_bytes(),
            _ => mutate::bytes(good, &mut dice),
        };
        self.with(one, &mutated)
    }

    fn kept(&self, bytes: &[u8]) {
        for place in 0..self.files.len() {
            self.with(place, bytes);
        }
    }
}
