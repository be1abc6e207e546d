//! What a solve writes on disk.

use std::fs;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;

use super::attempt::{MODEL, Try};
use crate::setting::assert_close;

/// What a result folder holds.
pub(super) const TABLES: &[&str] = &[
    "capabilities",
    "decisions",
    "figures",
    "funding",
    "line_expansion",
    "national_targets",
    "offers",
    "orders",
    "payments",
    "penalties",
    "prices",
    "programmes",
    "rules",
    "spending",
    "usable",
    "work",
];

#[test]
fn out_writes_these_files_and_the_same_ones_again() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "first"]).succeeds().tells("36 files written into first");
    it.run(&["solve", "model.yaml", "--out", "second"]).succeeds();
    let (first, second) = (it.files("first"), it.files("second"));
    let mut expected: Vec<String> =
        TABLES.iter().flat_map(|name| [format!("{name}.csv"), format!("{name}.parquet")]).collect();
    expected.extend(["contents.json", "inputs/01-model.yaml", "provenance.json", "summary.json"].map(str::to_owned));
    expected.sort_unstable();
    assert_eq!(first.keys().cloned().collect::<Vec<_>>(), expected);
    assert_eq!(second.keys().cloned().collect::<Vec<_>>(), expected);
    for (name, bytes) in &first {
        // Times of this very run stand in the provenance, whose digest is in the list, and nowhere else.
        if !["provenance.json", "contents.json"].contains(&name.as_str()) {
            assert!(*bytes == second[name], "{name} differs from one run to the next");
        }
    }
    assert_eq!(first["inputs/01-model.yaml"], MODEL.as_bytes());
    // An earlier result may be replaced, and nothing of the making is left over.
    it.run(&["solve", "model.yaml", "--out", "first"]).succeeds();
    assert_eq!(it.files("first").into_keys().collect::<Vec<_>>(), expected);
    let mut left: Vec<String> = fs::read_dir(it.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    left.sort_unstable();
    assert_eq!(left, ["first", "model.yaml", "second"]);
}

#[test]
fn provenance_names_inputs_options_and_proofs() {
    let it = Try::new().file("nations.csv", "id,budget\nDEU,100\nPOL,60\n").file(
        "model.yaml",
        &MODEL.replace(
            "nations:\n  DEU: { budget: 100 }\n  POL: { budget: 60, carry_over: 50 % }",
            "nations: nations.csv",
        ),
    );
    it.run(&["solve", "model.yaml", "--set", "nations.DEU.budget=90", "--method", "simplex", "--out", "result"])
        .succeeds();
    let provenance: Value = serde_json::from_str(&it.text("result/provenance.json")).unwrap();
    assert_eq!(provenance["options"], serde_json::json!(["--set nations.DEU.budget=90", "--method simplex"]));
    assert_eq!(provenance["solver"], "HiGHS");
    let names: Vec<&str> =
        provenance["inputs"].as_array().unwrap().iter().map(|input| input["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["model.yaml", "nations.csv"]);
    assert_eq!(it.text("result/inputs/02-nations.csv"), it.text("nations.csv"));
    for goal in provenance["goals"].as_array().unwrap() {
        assert!(goal["certificate"]["gap"].as_f64().unwrap() <= 1e-6, "{goal}");
    }
}

#[test]
fn out_never_replaces_what_is_no_result() {
    let it = Try::new().file("notes.txt", "mine");
    fs::create_dir(it.path("work")).unwrap();
    fs::write(it.path("work/notes.txt"), "mine").unwrap();
    it.run(&["solve", "model.yaml", "--out", "notes.txt"]).ends(1).tells("it is a file; name a folder");
    it.run(&["solve", "model.yaml", "--out", "."]).ends(1).tells("holds model.yaml, which is read");
    it.run(&["solve", "model.yaml", "--out", "work"]).ends(1).tells("holds something that is no result of entente");
    assert_eq!(it.text("notes.txt"), "mine");
    assert_eq!(it.text("work/notes.txt"), "mine");
    // An empty folder may be used.
    fs::create_dir(it.path("empty")).unwrap();
    it.run(&["solve", "model.yaml", "--out", "empty"]).succeeds();
}

#[test]
fn out_keeps_what_somebody_put_beside_a_result() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "result"]).succeeds();
    fs::write(it.path("result/notes.txt"), "mine").unwrap();
    it.run(&["solve", "model.yaml", "--out", "result"]);
    assert_eq!(it.text("result/notes.txt"), "mine");
}

/// A cell of a Parquet file as the CSV of the same table writes it.
fn cell(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Long(x) => x.to_string(),
        Field::Double(x) => x.to_string(),
        other => panic!("a column of another kind: {other:?}"),
    }
}

#[test]
fn the_tables_of_a_result_say_the_same_in_both_formats() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "result"]).succeeds();
    let filled = parquet_says_what_csv_says(&it, "result", TABLES);
    assert!(filled >= 8, "only {filled} tables have rows, so the others prove nothing");
}

/// Parquet has what CSV has, and every column its meaning; how many of the tables have rows.
pub(super) fn parquet_says_what_csv_says(it: &Try, folder: &str, tables: &[&str]) -> usize {
    let mut filled = 0;
    for name in tables {
        let file = fs::File::open(it.path(&format!("{folder}/{name}.parquet"))).unwrap();
        let parquet = SerializedFileReader::new(file).unwrap();
        let about = parquet.metadata().file_metadata();
        let headings: Vec<&str> = about.schema_descr().columns().iter().map(|column| column.name()).collect();
        let mut csv = csv::Reader::from_reader(fs::File::open(it.path(&format!("{folder}/{name}.csv"))).unwrap());
        assert_eq!(csv.headers().unwrap().iter().collect::<Vec<_>>(), headings, "{name}");
        // Every column carries its meaning.
        let meanings = about.key_value_metadata().unwrap();
        for heading in &headings {
            let meaning = meanings.iter().find(|meaning| meaning.key == *heading).and_then(|it| it.value.as_deref());
            assert!(meaning.is_some_and(|text| !text.is_empty()), "{name}.{heading} has no meaning");
        }
        let rows: Vec<Vec<String>> =
            csv.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(usize::try_from(about.num_rows()).unwrap(), rows.len(), "{name}");
        let mut sums = vec![(0.0, 0.0); headings.len()];
        for (row, expected) in parquet.get_row_iter(None).unwrap().zip(&rows) {
            let row = row.unwrap();
            let found: Vec<String> = row.get_column_iter().map(|(_, field)| cell(field)).collect();
            assert_eq!(&found, expected, "{name}");
            for (place, (_, field)) in row.get_column_iter().enumerate() {
                if let Field::Double(x) = field {
                    sums[place].0 += x;
                    sums[place].1 += expected[place].parse::<f64>().unwrap();
                }
            }
        }
        for (from_parquet, from_csv) in sums {
            assert_close(from_parquet, from_csv, 1e-12);
        }
        filled += usize::from(!rows.is_empty());
    }
    filled
}
