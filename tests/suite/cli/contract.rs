//! Everything that is written is what the published contract says, and is read back as it was written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use entente::contract::{ContractDocument, documents, tables};
use entente::layout::{ColumnKind, csv_text, table_from_csv};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::cli::attempt::Try;
use crate::setting::root;

/// Where the model of these tests and the results of earlier releases are.
pub(super) fn stored() -> std::path::PathBuf {
    root().join("tests/stored")
}

/// Documents and tables that commands wrote.
#[derive(Default)]
struct Wrote {
    /// Documents, each with where it comes from.
    documents: Vec<(String, String, Value)>,
    /// Tables as CSV, each with the command.
    tables: Vec<(String, String, String)>,
}

/// Every command that answers with JSON or tables. `{stored}` and `{root}` stand for the folders of these tests and of the project.
const COMMANDS: &[(&str, &str)] = &[
    ("summary", "solve {stored}/model.yaml --proposal joint --set nations.DEU.budget=61 --out run"),
    ("comparison", "compare {stored}/model.yaml --out all"),
    ("audit", "audit {stored}/model.yaml run --set nations.DEU.budget=61 --proposal joint --format json"),
    ("why", "why run nation POL --format json"),
    ("diff", "diff run all/joint --format json"),
    ("ladder", "ladder run --out ladder"),
    ("stress", "stress run --out stress"),
    ("timeline", "timeline run --out timeline"),
    ("certificate", "prove {stored}/model.yaml --out proof"),
    ("independence", "independence {stored}/model.yaml --points 2 --out independence"),
    ("scarce", "explain run --out explain"),
    ("rules", "rules {stored}/model.yaml --pairs --out rules"),
    ("conflict", "infeasible {root}/tests/infeasible/budget-too-small.yaml --format json"),
    ("alternatives", "alternatives run --out alternatives"),
    ("sensitivity", "sensitivity run --over budget.*,price.* --out sensitivity"),
    ("frontier", "frontier run --goals gap,cost --points 3 --out frontier"),
    ("hedge", "hedge {root}/examples/studies/before-the-crisis.yaml --allow-outside --out hedge"),
    ("study", "batch {root}/examples/studies/before-the-crisis.yaml --allow-outside --out study --progress json"),
    ("results", "results study --out results"),
    ("figures", "data {stored}/model.yaml --format json"),
    (
        "coalition",
        "coalition {root}/models/guns-for-three.yaml --proposal together --share equal-price --out coalition",
    ),
    ("join", "join {root}/models/guns-for-three.yaml --proposal two --nation EST --fee 1m --out join"),
];

/// A table without rows here: in plans of the commands above, no outsider pays less than alone.
const WITHOUT_ROWS: &str = "coalition_outsiders";

/// What all commands write and print, once for all tests.
fn wrote() -> &'static Wrote {
    static WROTE: OnceLock<Wrote> = OnceLock::new();
    WROTE.get_or_init(|| {
        let it = Try::new();
        let mut wrote = Wrote::default();
        for (name, command) in COMMANDS {
            let (stored, root) = (stored().display().to_string(), root().display().to_string());
            let words: Vec<String> =
                command.split(' ').map(|word| word.replace("{stored}", &stored).replace("{root}", &root)).collect();
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            if !command.contains("--format") && *name != "study" {
                words.extend(["--format", "json"]);
            }
            let ran = it.run(&words).succeeds();
            if *name == "study" {
                let lines = String::from_utf8(ran.output.stderr.clone()).unwrap();
                for line in lines.lines().filter(|line| line.starts_with('{')) {
                    let value = serde_json::from_str(line).unwrap();
                    wrote.documents.push(("progress".to_owned(), format!("{command}: told"), value));
                }
            } else {
                wrote.documents.push(((*name).to_owned(), format!("{command}: printed"), ran.json()));
            }
        }
        collect(&it.path(""), &mut wrote);
        wrote
    })
}

/// Every document and table below a folder.
fn collect(folder: &Path, wrote: &mut Wrote) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("inputs") {
            collect(&path, wrote);
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("json") => {
                let value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
                wrote.documents.push((name, path.display().to_string(), value));
            }
            Some("csv") => {
                let text = fs::read_to_string(&path).unwrap();
                wrote.tables.push((name, path.display().to_string(), text));
            }
            _ => {}
        }
    }
}

fn document(name: &str) -> ContractDocument {
    documents().into_iter().find(|one| one.name == name).unwrap_or_else(|| panic!("the contract has no `{name}`"))
}

/// A schema that refuses keys that it does not name, as readers of one version would wish.
fn closed(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("properties").is_some_and(Value::is_object) && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".to_owned(), false.into());
            }
            map.values_mut().for_each(closed);
        }
        Value::Array(list) => list.iter_mut().for_each(closed),
        _ => {}
    }
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::new(schema).unwrap_or_else(|error| panic!("{error}"))
}

/// Is every document that any command writes or prints what `entente schema --results` says, key for key?
#[test]
fn every_command_writes_what_the_schema_says() {
    let printed = Try::new().run(&["schema", "--results"]).succeeds().json();
    let whole = validator(&printed);
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (name, place, value) in &wrote().documents {
        let mut schema = printed["$defs"][name].clone();
        assert!(schema.is_object(), "{place}: `{name}` is not in the printed schema");
        closed(&mut schema);
        faults.extend(
            validator(&schema).iter_errors(value).map(|error| format!("{place}{}: {error}", error.instance_path())),
        );
        assert!(whole.is_valid(value), "{place} fits none of the documents of the whole schema");
        seen.insert(name.as_str());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let all: BTreeSet<&str> = printed["$defs"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(seen, all, "documents that were written, and those of the contract");
}

/// Would the test above see a key that is missing, of another kind, or not in the contract?
#[test]
fn the_schema_refuses_what_is_not_so() {
    for (name, place, value) in &wrote().documents {
        let mut schema = (document(name).schema)();
        closed(&mut schema);
        let validator = validator(&schema);
        let whole = if value.is_array() { value.clone() } else { json!([value]) };
        let Some(first) = whole[0].as_object() else { continue };
        let again = |first: Value| if value.is_array() { json!([first]) } else { first };
        assert!(validator.is_valid(&again(first.clone().into())), "{place}");
        for key in first.keys() {
            let mut without = first.clone();
            without.shift_remove(key);
            assert!(!validator.is_valid(&again(without.into())), "{place}: `{key}` may be missing");
            let mut other = first.clone();
            other.insert(key.clone(), json!([{ "no": "such" }]));
            assert!(!validator.is_valid(&again(other.into())), "{place}: `{key}` may be anything");
        }
        let mut more = first.clone();
        more.insert("unheard_of".to_owned(), 1.into());
        assert!(!validator.is_valid(&again(more.into())), "{place}: any key may stand there");
    }
}

/// Does what is read back come out as it was written?
#[test]
fn every_document_read_and_written_again_is_the_same() {
    for (name, place, value) in &wrote().documents {
        let again = (document(name).again)(&value.to_string()).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(&again, value, "{place}");
    }
}

/// Has every table the columns of the contract, cells of their kinds, and is it the same after it was read?
#[test]
fn every_table_is_what_the_contract_says() {
    let shapes: BTreeMap<&str, _> = tables().into_iter().map(|table| (table.shape.name, table.shape)).collect();
    assert_eq!(shapes.len(), tables().len(), "two tables have one name");
    let mut seen = BTreeSet::new();
    for (name, place, text) in &wrote().tables {
        let shape = shapes.get(name.as_str()).unwrap_or_else(|| panic!("{place} is not in the contract"));
        let columns: Vec<&str> = shape.columns.iter().map(|column| column.name).collect();
        assert_eq!(text.lines().next().unwrap(), columns.join(","), "{place}");
        let table = table_from_csv(shape, text).unwrap_or_else(|what| panic!("{place}:{what}"));
        assert_eq!(&csv_text(&table).unwrap(), text, "{place}");
        if !table.rows.is_empty() {
            seen.insert(name.as_str());
        }
    }
    let as_folders = ["results", "runs", "goals", "parameters", "times"];
    let all: BTreeSet<&str> =
        shapes.keys().copied().filter(|name| !as_folders.contains(name) && *name != WITHOUT_ROWS).collect();
    assert_eq!(seen, all, "tables with rows, and those of the contract");
    for table in tables() {
        for column in table.shape.columns {
            let says = !column.unit.words().is_empty();
            assert_eq!(
                says,
                column.kind != ColumnKind::Text,
                "{}.{}: numbers have a unit",
                table.shape.name,
                column.name
            );
            assert!(!column.means.is_empty(), "{}.{}", table.shape.name, column.name);
            let unit_column = column.unit.words().contains("`unit`");
            let has = table.shape.columns.iter().any(|other| other.name == "unit");
            assert!(!unit_column || has, "{}.{}: there is no column `unit`", table.shape.name, column.name);
        }
    }
}

/// Is a document of a later version, or another document, refused with what to do?
#[test]
fn a_later_version_is_refused_with_a_remedy() {
    for (name, place, value) in &wrote().documents {
        let known = document(name);
        if *name == "figures" {
            continue;
        }
        let altered = |key: &str, to: Value| {
            let mut altered = value.clone();
            let one = if altered.is_array() { &mut altered[0] } else { &mut altered };
            one["format"][key] = to;
            (known.again)(&altered.to_string()).expect_err(place).to_string()
        };
        let later = altered("version", json!(known.version + 1));
        let says = format!("version {} of the format `{name}`", known.version + 1);
        assert!(later.contains(&says) && later.contains("write the result again"), "{later}");
        let other = altered("name", json!("weather"));
        assert!(other.contains("format `weather`, where") && other.contains(name.as_str()), "{other}");
        altered("version", json!("one"));
    }
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "run"]).succeeds();
    let text = it.text("run/summary.json").replacen("\"version\": 1", "\"version\": 7", 1);
    fs::write(it.path("run/summary.json"), text).unwrap();
    it.list_anew("run");
    it.run(&["report", "run"]).ends(1).prints_nothing().tells("run/summary.json: cannot be read back: it is version 7");
    // What goals may be lowered to stands in the summary, so that every question of a run with decisions reads it.
    it.run(&["ladder", "run"]).ends(1).prints_nothing().tells("this program knows versions up to 1");
}

/// Are settings of folders that were written before documents had versions still those of the run?
#[test]
fn settings_of_earlier_folders_are_read() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--set", "nations.DEU.budget=50", "--set", "model=A = B", "--out", "run"])
        .succeeds();
    let ladder = it.run(&["ladder", "run", "--format", "json"]).succeeds().json();
    let whole: Value = serde_json::from_str(&it.text("run/provenance.json")).unwrap();
    let data = json!([{ "path": "nations.DEU.budget", "value": "50" }, { "path": "model", "value": "A = B" }]);
    assert_eq!(whole["settings"], data);
    for earlier in [
        json!([["nations.DEU.budget", "50"], ["model", "A = B"]]),
        json!(["--set nations.DEU.budget=50", "--set model=A = B"]),
    ] {
        let mut old = whole.clone();
        old.as_object_mut().unwrap().shift_remove("format");
        old["settings"] = earlier;
        fs::write(it.path("run/provenance.json"), old.to_string()).unwrap();
        it.list_anew("run");
        assert_eq!(it.run(&["ladder", "run", "--format", "json"]).succeeds().json(), ladder);
    }
    let mut spoilt = whole;
    spoilt["settings"] = json!([["nations.DEU.budget"]]);
    fs::write(it.path("run/provenance.json"), spoilt.to_string()).unwrap();
    it.list_anew("run");
    it.run(&["ladder", "run"]).ends(1).tells("run/provenance.json:1: cannot be read back");
}

/// Is a type of one name the same in all documents, so that the page tells of it once?
#[test]
fn types_of_one_name_are_one_type() {
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    for document in documents() {
        let schema = (document.schema)();
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            let first = known.entry(name.clone()).or_insert_with(|| definition.clone());
            assert_eq!(first, definition, "{name} in {}", document.name);
        }
    }
    assert!(known.len() > 40, "only {} types: the search is wrong", known.len());
}
