//! The program from outside: what each command prints and writes, how it ends, and what it never does.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use expect_test::expect_file;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use tempfile::TempDir;

use crate::setting::{assert_close, root, stderr, stdout};

/// A case in which more than two plans can be told apart, small enough to be solved in a moment.
const MODEL: &str = "\
model: Guns for two
money: MEUR 2025
horizon: 2026..2028
nations:
  DEU: { budget: 100 }
  POL: { budget: 60, carry_over: 50 % }
capabilities:
  guns: { us_baseline: 40, targets: { POL: 10 } }
producers:
  north: { seat: DEU }
  east: { seat: POL, owners: { POL: 70 %, USA: 30 % } }
offers:
  north_gun: { by: north, gives: guns, price: 8, capacity: 10 a year, expansion: { cost: 1, at_most: 5 } }
  east_gun: { by: east, gives: guns, price: 7, capacity: 4 a year, lead_time: 1 year }
goals:
  - minimise: gap
  - maximise: domestic_volume
    within: 1 %
  - minimise: cost
";

/// A folder to work in, with a model in it.
struct Try {
    folder: TempDir,
}

/// How a run of the program went.
struct Ran {
    command: String,
    output: Output,
}

impl Try {
    /// A folder that holds `model.yaml`.
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }.file("model.yaml", MODEL)
    }

    /// Puts a file into it.
    fn file(self, name: &str, text: &str) -> Self {
        fs::write(self.path(name), text).unwrap();
        self
    }

    /// Where a file of it is.
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a file of it says.
    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Every file below a folder of it, with its bytes.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.path(folder)];
        while let Some(next) = open.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(self.path(folder)).unwrap().to_string_lossy().into_owned();
                    found.insert(name, fs::read(&path).unwrap());
                }
            }
        }
        found
    }

    /// The program with arguments, to be run in the folder.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
        command.args(args).current_dir(self.folder.path()).env_remove("NO_COLOR").env_remove("ENTENTE_LOG");
        command
    }

    /// Runs the program in the folder.
    fn run(&self, args: &[&str]) -> Ran {
        Ran { command: format!("entente {}", args.join(" ")), output: self.command(args).output().unwrap() }
    }
}

impl Ran {
    /// Ends as it should, and never in a panic.
    #[track_caller]
    fn ends(self, code: i32) -> Self {
        let said = stderr(&self.output);
        assert!(!said.contains("panicked"), "{}:\n{said}", self.command);
        assert_eq!(self.output.status.code(), Some(code), "{}:\n{}{said}", self.command, stdout(&self.output));
        self
    }

    #[track_caller]
    fn succeeds(self) -> Self {
        self.ends(0)
    }

    /// Standard output holds a text.
    #[track_caller]
    fn prints(self, text: &str) -> Self {
        let printed = stdout(&self.output);
        assert!(printed.contains(text), "{} does not print `{text}`:\n{printed}", self.command);
        self
    }

    /// Standard output holds nothing: whoever reads on in a pipe must not take a failure for a result.
    #[track_caller]
    fn prints_nothing(self) -> Self {
        assert_eq!(stdout(&self.output), "", "{}", self.command);
        self
    }

    /// Standard error holds a text.
    #[track_caller]
    fn tells(self, text: &str) -> Self {
        let told = stderr(&self.output);
        assert!(told.contains(text), "{} does not tell `{text}`:\n{told}", self.command);
        self
    }

    /// Standard error holds nothing.
    #[track_caller]
    fn tells_nothing(self) -> Self {
        assert_eq!(stderr(&self.output), "", "{}", self.command);
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_slice(&self.output.stdout)
            .unwrap_or_else(|error| panic!("{}: {error}:\n{}", self.command, stdout(&self.output)))
    }
}

#[test]
fn from_a_new_case_to_an_audited_plan() {
    let it = Try::new();
    it.run(&["new", "case"]).succeeds().prints("entente solve case/model.yaml").tells_nothing();
    it.run(&["check", "case/model.yaml"]).succeeds().prints("case/model.yaml: no findings; ").tells_nothing();
    it.run(&["solve", "case/model.yaml", "--out", "result"])
        .succeeds()
        .prints("every goal proven within")
        .tells("written into result");
    it.run(&["audit", "case/model.yaml", "result"]).succeeds().prints("The plan keeps all ").tells_nothing();
    // The starter enlarges a line, and orders alone do not say so.
    it.run(&["audit", "case/model.yaml", "result/orders.csv"]).ends(8).prints("line of ");
    it.run(&["data", "case/model.yaml"]).succeeds().prints(" figures: ").tells_nothing();
}

#[test]
fn new_keeps_what_is_there() {
    let it = Try::new();
    it.run(&["new", "."]).ends(1).tells("cannot make .").prints_nothing();
    assert_eq!(it.text("model.yaml"), MODEL);
    it.run(&["new", "a/b/c"]).succeeds();
    let written = it.text("a/b/c/model.yaml");
    it.run(&["new", "a/b/c"]).ends(1);
    assert_eq!(it.text("a/b/c/model.yaml"), written);
}

#[test]
fn formulate_writes_lp_and_mps() {
    let it = Try::new();
    it.run(&["formulate", "model.yaml"]).succeeds().prints("Minimize").prints("budget(POL,2027)").tells_nothing();
    it.run(&["formulate", "model.yaml", "--format", "mps"]).succeeds().prints("ROWS").prints("ENDATA").tells_nothing();
    it.run(&["formulate", "model.yaml", "--out", "it.lp"]).succeeds().tells("written to it.lp").prints_nothing();
    it.run(&["formulate", "model.yaml", "--out", "it.mps"]).succeeds().prints_nothing();
    it.run(&["formulate", "model.yaml", "--out", "as-said", "--format", "mps"]).succeeds();
    assert_eq!(it.text("it.lp"), stdout(&it.run(&["formulate", "model.yaml"]).output));
    assert_eq!(it.text("it.mps"), it.text("as-said"));
    assert!(it.text("it.mps").trim_end().ends_with("ENDATA"));
    // Another goal is another objective on the same rows.
    let second = it.run(&["formulate", "model.yaml", "--goal", "2"]).succeeds().prints("Maximize");
    assert_ne!(stdout(&second.output), it.text("it.lp"));
    it.run(&["formulate", "model.yaml", "--goal", "0"]).ends(2).tells("--goal 0 is none of them").prints_nothing();
    it.run(&["formulate", "model.yaml", "--goal", "4"]).ends(2).tells("the model has 3 goals").prints_nothing();
}

#[test]
fn schema_prints_json_and_the_page() {
    let it = Try::new();
    let schema = it.run(&["schema"]).succeeds().tells_nothing().json();
    assert_eq!(schema["title"], "Entente model");
    it.run(&["schema", "--page"]).succeeds().prints("# The file format").tells_nothing();
}

#[test]
fn data_can_be_narrowed_down() {
    let it = Try::new();
    let all = it.run(&["data", "model.yaml", "--format", "json"]).succeeds().json();
    let prices = it.run(&["data", "model.yaml", "--format", "json", "--only", ".price"]).succeeds().json();
    let names: Vec<&str> = prices.as_array().unwrap().iter().map(|figure| figure["figure"].as_str().unwrap()).collect();
    assert_eq!(names, ["offers.east_gun.price", "offers.north_gun.price"]);
    assert!(all.as_array().unwrap().len() > names.len());
    // A figure that a source vouches for is not among the unverified.
    let vouched = MODEL.replace("price: 8", "price: { value: 8, source: contract notice }");
    let it = Try::new().file("model.yaml", &vouched);
    it.run(&["data", "model.yaml", "--only", ".price"]).succeeds().prints("1 assumption, 1 cited");
    let doubtful = it.run(&["data", "model.yaml", "--unverified", "--only", ".price", "--format", "json"]).json();
    assert_eq!(doubtful.as_array().unwrap().len(), 1);
}

#[test]
fn audit_judges_tables_of_orders() {
    let heading = "nation,offer,year,quantity\n";
    let it = Try::new()
        .file("good.csv", &format!("{heading}DEU,north_gun,2026,10\nPOL,east_gun,2027,4\n"))
        // Columns in another order, headings in capitals, one column more.
        .file("mixed.csv", "Quantity,Remark,YEAR,Offer,Nation\n10,so be it,2026,north_gun,DEU\n")
        .file("dear.csv", &format!("{heading}POL,north_gun,2026,9\n"))
        .file("much.csv", &format!("{heading}DEU,north_gun,2026,7\nPOL,north_gun,2026,4\n"))
        .file("late.csv", &format!("{heading}DEU,east_gun,2028,1\n"));
    it.run(&["audit", "model.yaml", "good.csv"]).succeeds().prints("The plan keeps all ").tells_nothing();
    it.run(&["audit", "model.yaml", "mixed.csv"]).succeeds();
    it.run(&["audit", "model.yaml", "dear.csv"]).ends(8).prints("The plan breaks 1 of ").prints("budget of POL, 2026");
    it.run(&["audit", "model.yaml", "much.csv"]).ends(8).prints("line of north_gun, 2026");
    it.run(&["audit", "model.yaml", "late.csv"]).ends(8).prints("delivered after the horizon");
    let verdict = it.run(&["audit", "model.yaml", "dear.csv", "--format", "json"]).ends(8).json();
    let breach = &verdict["verdict"]["breaches"][0];
    assert_eq!(breach["limit"], "budget of POL, 2026");
    assert_close(breach["allowed"].as_f64().unwrap(), 60.0, 1e-9);
    assert_close(breach["found"].as_f64().unwrap(), 72.0, 1e-9);
}

#[test]
fn audit_tells_every_bad_row_of_a_table() {
    let it = Try::new()
        .file(
            "bad.csv",
            "nation,offer,year,quantity\n\
             DEU,north_gun,2026,1\n\
             FRA,north_gun,2026,1\n\
             DEU,gun,2026,1\n\
             DEU,north_gun,2036,1\n\
             DEU,north_gun,2026,-1\n\
             DEU,north_gun,2026,many\n\
             DEU,north_gun\n",
        )
        .file("empty.csv", "")
        .file("other.csv", "nation,offer,year\nDEU,north_gun,2026\n");
    it.run(&["audit", "model.yaml", "bad.csv"])
        .ends(3)
        .prints_nothing()
        .tells("bad.csv:3: `FRA` is no buying nation")
        .tells("bad.csv:4: `gun` is no offer")
        .tells("bad.csv:5: `2036` is no year of the horizon 2026..2028")
        .tells("bad.csv:6: `-1` is no quantity")
        .tells("bad.csv:7: `many` is no quantity")
        .tells("bad.csv:8: this row has another number of cells");
    for table in ["empty.csv", "other.csv"] {
        it.run(&["audit", "model.yaml", table]).ends(3).tells("columns headed nation, offer, year and quantity");
    }
    it.run(&["audit", "model.yaml", "none.csv"]).ends(1).tells("cannot read none.csv").prints_nothing();
}

#[test]
fn audit_tells_the_line_of_a_table_from_a_spreadsheet() {
    let it =
        Try::new().file("bad.csv", "nation,offer,year,quantity\r\nDEU,north_gun,2026,1\r\nFRA,north_gun,2026,1\r\n");
    it.run(&["audit", "model.yaml", "bad.csv"]).ends(3).tells("bad.csv:3: `FRA` is no buying nation");
}

#[test]
fn every_way_to_end_has_its_code() {
    let impossible = MODEL.replace("targets: { POL: 10 }", "targets: { POL: 1000 }, targets_are: required");
    // Nothing limits money, and what such a gun gives covers no requirement, so orders of it have no end.
    let endless = MODEL
        .replace("  DEU: { budget: 100 }", "  DEU: {}")
        .replace("price: 8, capacity: 10 a year, expansion: { cost: 1, at_most: 5 }", "price: 8, quality: 0")
        .replace("  - minimise: gap\n", "");
    let it = Try::new()
        .file("impossible.yaml", &impossible)
        .file("endless.yaml", &endless)
        .file("typo.yaml", &MODEL.replace("budget", "bugdet"))
        .file("dear.csv", "nation,offer,year,quantity\nPOL,north_gun,2026,9\n");
    it.run(&["solve", "model.yaml"]).ends(0).tells_nothing();
    it.run(&["solve", "model.yaml", "--out", "model.yaml/result"]).ends(1).prints_nothing();
    it.run(&["audit", "model.yaml", "none.csv"]).ends(1);
    it.run(&["solve"]).ends(2).tells("Usage: entente solve").prints_nothing();
    it.run(&["sovle", "model.yaml"]).ends(2).tells("solve").prints_nothing();
    it.run(&["solve", "model.yaml", "--time-limit", "soon"]).ends(2).tells("write a number of seconds");
    it.run(&["solve", "typo.yaml"]).ends(3).tells("did you mean `budget`?").prints_nothing();
    it.run(&["check", "typo.yaml"]).ends(3).tells("typo.yaml: 2 findings").prints_nothing();
    it.run(&["solve", "impossible.yaml"]).ends(4).tells("no plan keeps every rule").prints_nothing();
    it.run(&["solve", "endless.yaml"]).ends(5).tells("domestic volume by content has no limit").prints_nothing();
    it.run(&["solve", "model.yaml", "--time-limit", "0"]).ends(6).tells("the time limit of 0 s ended").prints_nothing();
    it.run(&["audit", "model.yaml", "dear.csv"]).ends(8);
    // The help names them all but 7, which no model is known to reach.
    let help = stdout(&it.run(&["--help"]).output).split_whitespace().collect::<Vec<_>>().join(" ");
    for code in
        ["0 done", "1 a result", "2 wrong", "3 the model", "4 no plan", "5 a goal", "6 time", "7 num", "8 a plan"]
    {
        assert!(help.contains(code), "{code}: {help}");
    }
}

#[test]
fn a_failed_solve_leaves_no_result() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--time-limit", "0", "--out", "result"]).ends(6);
    assert_eq!(it.files(".").into_keys().collect::<Vec<_>>(), ["model.yaml"]);
}

#[test]
fn both_methods_reach_the_same() {
    let it = Try::new();
    let reached = |method: &str| {
        let summary = it.run(&["solve", "model.yaml", "--method", method, "--format", "json"]).succeeds().json();
        let values = summary["goals"].as_array().unwrap().iter().map(|goal| goal["value"].as_f64().unwrap());
        values.collect::<Vec<f64>>()
    };
    let (simplex, interior) = (reached("simplex"), reached("interior-point"));
    assert_eq!(simplex.len(), 3);
    for (a, b) in simplex.into_iter().zip(interior) {
        assert_close(a, b, 1e-6);
    }
}

#[test]
fn json_is_for_programs() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "result"]).succeeds();
    let summary = it.run(&["solve", "model.yaml", "--format", "json"]).succeeds().tells_nothing().json();
    assert_eq!(summary["title"], "Guns for two");
    let written: Value = serde_json::from_str(&it.text("result/summary.json")).unwrap();
    assert_eq!(summary, written);
    let audit = it.run(&["audit", "model.yaml", "result", "--format", "json"]).succeeds().tells_nothing().json();
    assert_eq!(audit["verdict"]["breaches"], Value::Array(Vec::new()));
    assert!(it.run(&["data", "model.yaml", "--format", "json"]).succeeds().tells_nothing().json().is_array());
}

#[test]
fn colour_is_for_terminals_alone() {
    let it = Try::new().file("typo.yaml", &MODEL.replace("budget", "bugdet"));
    let solve: &[&str] = &["solve", "model.yaml"];
    let check: &[&str] = &["check", "typo.yaml"];
    for args in [solve, check, &["data", "model.yaml"]] {
        for color in [&[][..], &["--color", "never"]] {
            let ran = it.run(&[args, color].concat());
            assert!(!(stdout(&ran.output) + &stderr(&ran.output)).contains('\u{1b}'), "{}", ran.command);
        }
    }
    // Whoever asks for colour gets it, in a pipe, too, and even where the environment asks for none.
    it.run(&[solve, &["--color", "always"]].concat()).succeeds().prints("\u{1b}[");
    it.run(&[check, &["--color", "always"]].concat()).ends(3).tells("\u{1b}[");
    let output = it.command(&[solve, &["--color", "always"]].concat()).env("NO_COLOR", "1").output().unwrap();
    assert!(stdout(&output).contains('\u{1b}'));
}

#[test]
fn settings_are_laid_over_the_model() {
    let it = Try::new();
    let cost = |settings: &[&str]| {
        let summary = it.run(&[&["solve", "model.yaml", "--format", "json"], settings].concat()).succeeds().json();
        summary["goals"][2]["value"].as_f64().unwrap()
    };
    assert!(cost(&["--set", "nations.DEU.budget=20"]) < cost(&[]));
    // The last one wins.
    assert_close(cost(&["--set", "nations.DEU.budget=20", "--set", "nations.DEU.budget=100"]), cost(&[]), 1e-9);
    // A value may be anything that a document may hold there, and may make entries.
    it.run(&["check", "model.yaml", "--set", "nations.FRA={ budget: { 2026: 5, 2028: 10 } }"])
        .succeeds()
        .prints("3 nations");
    it.run(&["check", "model.yaml", "--set", "nations.FRA.budget=5"]).succeeds().prints("3 nations");
    it.run(&["solve", "model.yaml", "--set", "goals=[{ minimise: cost }]"]).succeeds().prints("1 minimise cost");
    // An equals sign belongs to the value from the second on.
    it.run(&["solve", "model.yaml", "--set", "model=a=b"]).succeeds().prints("a=b · 2026–2028");
}

#[test]
fn bad_settings_are_refused() {
    let it = Try::new();
    for (setting, code, told) in [
        ("horizon", 2, "write it as PATH=VALUE"),
        ("=3", 2, "the path has an empty step"),
        ("nations..budget=3", 2, "the path has an empty step"),
        ("nations.DEU.=3", 2, "the path has an empty step"),
        ("nations.DEU.budgt=3", 3, "did you mean `budget`?"),
        ("nations.DEU.budget=plenty", 3, "`plenty` is no number"),
        ("nations.DEU.budget=-3", 3, "`nations.DEU.budget` is -3"),
        ("nations.DEU.budget=[", 3, "the value cannot be read"),
        ("goals.0.minimise=cost", 3, "`goals`"),
        ("nations=5", 3, "`nations`"),
    ] {
        it.run(&["solve", "model.yaml", "--set", setting]).ends(code).tells(told).prints_nothing();
    }
    it.run(&["solve", "model.yaml", "--set"]).ends(2).tells("a value is required");
}

/// What a result folder holds.
const TABLES: &[&str] = &[
    "capabilities",
    "figures",
    "line_expansion",
    "national_targets",
    "offers",
    "orders",
    "prices",
    "spending",
    "work",
];

#[test]
fn out_writes_these_files_and_the_same_ones_again() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "first"]).succeeds().tells("21 files written into first");
    it.run(&["solve", "model.yaml", "--out", "second"]).succeeds();
    let (first, second) = (it.files("first"), it.files("second"));
    let mut expected: Vec<String> =
        TABLES.iter().flat_map(|name| [format!("{name}.csv"), format!("{name}.parquet")]).collect();
    expected.extend(["inputs/01-model.yaml", "provenance.json", "summary.json"].map(str::to_owned));
    expected.sort_unstable();
    assert_eq!(first.keys().cloned().collect::<Vec<_>>(), expected);
    assert_eq!(second.keys().cloned().collect::<Vec<_>>(), expected);
    for (name, bytes) in &first {
        // Times of this very run stand in the provenance and nowhere else.
        if name != "provenance.json" {
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
    for place in ["notes.txt", "work", "."] {
        it.run(&["solve", "model.yaml", "--out", place]).ends(1).tells("holds something that is no result of entente");
    }
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
fn parquet_says_what_csv_says() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "result"]).succeeds();
    let mut filled = 0;
    for name in TABLES {
        let file = fs::File::open(it.path(&format!("result/{name}.parquet"))).unwrap();
        let parquet = SerializedFileReader::new(file).unwrap();
        let about = parquet.metadata().file_metadata();
        let headings: Vec<&str> = about.schema_descr().columns().iter().map(|column| column.name()).collect();
        let mut csv = csv::Reader::from_reader(fs::File::open(it.path(&format!("result/{name}.csv"))).unwrap());
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
    assert!(filled >= 8, "only {filled} tables have rows, so the others prove nothing");
}

#[test]
fn whoever_stops_reading_is_no_fault() {
    let it = Try::new();
    let pillar = root().join("models/european-pillar.yaml");
    // More than a pipe holds, so that the program is still writing when its reader goes.
    let mut child =
        it.command(&["data", pillar.to_str().unwrap()]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("figure"), "{first}");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
    // And where nobody reads at all, neither results nor messages.
    for (args, code) in [
        (&["solve", "model.yaml"][..], 0),
        (&["formulate", "model.yaml"], 0),
        (&["schema"], 0),
        (&["check", "none.yaml"], 3),
    ] {
        let mut child = it.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(code), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_fault() {
    // A pipe that is closed is one thing; a result that is lost is another.
    let it = Try::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = it.command(&["solve", "model.yaml"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn verbose_tells_stages_on_standard_error() {
    let it = Try::new();
    let quiet = it.run(&["formulate", "model.yaml"]).succeeds().tells_nothing();
    let told = it.run(&["formulate", "model.yaml", "-v"]).succeeds().tells("formulate");
    assert_eq!(stdout(&quiet.output), stdout(&told.output));
}

#[test]
fn help_says_what_each_command_does() {
    let it = Try::new();
    let mut page = String::new();
    for command in ["", "new", "check", "solve", "formulate", "schema", "data", "audit"] {
        let args: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let ran = it.run(&args).succeeds().tells_nothing();
        let lines: Vec<String> = stdout(&ran.output).lines().map(|line| line.trim_end().to_owned()).collect();
        let _ = write!(page, "$ {}\n\n{}\n\n\n", ran.command, lines.join("\n").trim_end());
    }
    expect_file!["../golden/help.txt"].assert_eq(&page);
    let version = it.run(&["--version"]).succeeds();
    assert_eq!(stdout(&version.output), format!("entente {}\n", env!("CARGO_PKG_VERSION")));
}
