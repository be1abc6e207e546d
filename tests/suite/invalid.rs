//! Bad documents and what is said of them. Each is a good model with one snippet exchanged, so that the finding can only
//! come from the exchange. All messages together are one page, tests/golden/findings.txt, to be read as an analyst would.

use std::ffi::OsStr;
use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use entente::formulation::{Formulation, lp_text};
use entente::input;
use entente::model::Model;
use entente::report::{Screen, Summary, summary_text};
use entente::study::{Problem, run};
use expect_test::expect_file;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::setting::{entente, findings, model, solved, stderr};

/// Generous, for it is no test of speed: what is refused is refused before anybody thinks that the program hangs.
const SOON: Duration = Duration::from_secs(5);

/// A model that uses most of what a document can say, and is good.
const GOOD: &str = "\
model: Guns and shells
money: MEUR 2025
rates: { USD 2024: 0.93 }
horizon: 2026..2030
buyers: EAST + WEST
domestic: EAST + WEST + {SVK}

groups:
  WEST: [DEU, FRA]
  EAST: \"{POL, EST}\"

nations:
  DEU: { budget: 900, committed: 100, gdp: 4000000 }
  FRA: { budget: 700, gdp: 2900000 }
  POL: { budget: { 2026: 500, 2030: 700 }, carry_over: 20 % }
  EST: { budget: 60, excludes: [south] }

capabilities:
  shells: { unit: 1000 rounds, us_baseline: 1000, held: { DEU: 120 }, gap_bands: { 10 %: 1, 100 %: 2 } }
  guns: { us_baseline: 300, needs: { shells: 0.5 } }
  scouts: { kind: flow, targets: { POL: 40 } }

holdings:
  howitzers: { nation: DEU, gives: guns, quantity: 50, by: north }

producers:
  north: { seat: DEU, owners: { DEU: 60 %, south: 40 % } }
  south: { seat: SVK, owners: { SVK: 100 % } }

lines:
  forge: { capacity: 500 a year, expansion: { cost: 2, at_most: 100, key: budget } }

offers:
  north_shell:
    by: north
    gives: shells
    price: { value: 4.4, source: contract notice, confidence: cited }
    capacity: 700 a year
    lead_time: 1 year
    payment: [30 %, 70 %]
    value_added: { DEU: 75 %, USA: 25 % }
    delivery_cost: { EST: 0.1 }
  south_gun:
    by: south
    gives: guns
    price: { value: 5, money: USD 2024 }
    lines: [forge]
    open: 2027..2030

supply:
  road: { from: [south], to: WEST, cost: 0.01 }

goals:
  - minimise: gap
    of: [shells, guns]
    within: 1 %
  - minimise: cost
";

/// One exchange and how many findings it makes.
struct Row {
    name: &'static str,
    old: &'static str,
    new: &'static str,
    findings: usize,
}

/// An exchange that makes one finding: nothing else looks wrong because of it.
const fn row(name: &'static str, old: &'static str, new: &'static str) -> Row {
    Row { name, old, new, findings: 1 }
}

/// An exchange that makes several.
const fn rows(findings: usize, name: &'static str, old: &'static str, new: &'static str) -> Row {
    Row { name, old, new, findings }
}

const ROWS: &[Row] = &[
    // Keys and shapes.
    row("a key of the model misspelt", "horizon: 2026", "horizn: 2026"),
    row("a key of an entry misspelt", "committed: 100", "comitted: 100"),
    row("a key that is like none", "committed: 100", "colour: blue"),
    row("a key twice", "  FRA: { budget: 700, gdp: 2900000 }", "  DEU: { budget: 700 }"),
    row("a required key misspelt", "price: { value: 5,", "prise: { value: 5,"),
    row("a required key is missing", "    price: { value: 5, money: USD 2024 }\n", ""),
    row("an expansion without its cost", "cost: 2, ", ""),
    row("a figure without its value", "{ value: 4.4, source", "{ source"),
    row("a figure with a value and years", "{ value: 4.4, source", "{ value: 4.4, 2027: 5, source"),
    row("a text for a number", "gdp: 4000000", "gdp: plenty"),
    row("a list for a number", "gdp: 4000000", "gdp: [1, 2]"),
    row("a mapping for a text", "unit: 1000 rounds", "unit: { rounds: 1000 }"),
    row("yes for a number", "gdp: 4000000", "gdp: true"),
    row("a text for a list", "payment: [30 %, 70 %]", "payment: all at once"),
    row("a list for a mapping", "owners: { SVK: 100 % }", "owners: [SVK]"),
    row("a number for a mapping", "  FRA: { budget: 700, gdp: 2900000 }", "  FRA: 700"),
    row("nothing where an entry should be", "  FRA: { budget: 700, gdp: 2900000 }", "  FRA:"),
    row("a number with a comma", "gdp: 4000000", "gdp: '4,000,000'"),
    row("a number with another unit", "budget: 60", "budget: 60 MEUR"),
    row("an unknown word", "kind: flow", "kind: flo"),
    row("an unknown word that is like none", "confidence: cited", "confidence: rumour"),
    row("a goal misspelt", "- minimise: cost", "- minimise: costs"),
    row("a goal with weights, one misspelt", "- minimise: cost", "- minimise: { cost: 1, us_dependance: 2 }"),
    row("a capacity misspelt", "700 a year", "700 per year"),
    row("a time misspelt", "lead_time: 1 year", "lead_time: a year"),
    row("a time in months", "lead_time: 1 year", "lead_time: 18 months"),
    // Names.
    row("an id with a space", "scouts: {", "light scouts: {"),
    row("an unknown nation", "held: { DEU: 120 }", "held: { DUE: 120 }"),
    row("an unknown nation of a holding", "{ nation: DEU, gives", "{ nation: GER, gives"),
    row("an unknown country as seat", "seat: SVK", "seat: SLK"),
    row("an unknown country of value added", "DEU: 75 %, USA: 25 %", "DEU: 75 %, UAS: 25 %"),
    row("an unknown capability", "gives: shells", "gives: shell"),
    row("an unknown capability needed", "needs: { shells: 0.5 }", "needs: { sheels: 0.5 }"),
    row("an unknown producer", "by: south\n", "by: sotuh\n"),
    row("an unknown producer to be excluded", "excludes: [south]", "excludes: [suoth]"),
    row("an unknown line", "lines: [forge]", "lines: [frge]"),
    row("an unknown nation of a delivery cost", "delivery_cost: { EST: 0.1 }", "delivery_cost: { XXX: 0.1 }"),
    row("an unknown producer of a supply relation", "from: [south]", "from: [west]"),
    row("a nation among the countries, too", "groups:\n", "countries: { DEU: { name: Germany } }\ngroups:\n"),
    rows(2, "a line named as an offer with capacity is", "  forge: {", "  north_shell: {"),
    // Numbers.
    row("a negative budget", "budget: 900", "budget: -900"),
    row("a negative price", "value: 4.4", "value: -4.4"),
    row(
        "prices that fall and rise",
        "{ value: 4.4, source: contract notice, confidence: cited }",
        "{ 0: 4.4, 50: 4, 90: 5 }",
    ),
    row(
        "a first unit without a price",
        "{ value: 4.4, source: contract notice, confidence: cited }",
        "{ 10: 4.4, 50: 4 }",
    ),
    row("a quantity that is none", "{ value: 4.4, source: contract notice, confidence: cited }", "{ 0: 4.4, many: 4 }"),
    row("a price of a million million million", "value: 4.4", "value: 1e300"),
    row("a number beyond all numbers", "value: 4.4", "value: 1e999"),
    row("an infinite number", "budget: 900", "budget: .inf"),
    row("not a number", "budget: 900", "budget: .nan"),
    row("not a number, as a text", "budget: 900", "budget: NaN"),
    row("an infinite weight of a goal", "- minimise: cost", "- minimise: { cost: .inf }"),
    row("an infinite cost of supply", "cost: 0.01", "cost: .inf"),
    row("nothing given of a capability", "gives: shells", "gives: { shells: 0 }"),
    row("signed contracts above the budget", "committed: 100", "committed: 1000"),
    row("a need of nothing", "shells: 0.5", "shells: 0"),
    // Shares.
    row("a share of 650 %", "carry_over: 20 %", "carry_over: 650 %"),
    row("a share of 65, the sign forgotten", "carry_over: 20 %", "carry_over: 65"),
    row("a share in words", "carry_over: 20 %", "carry_over: half"),
    row("value added that sums to 90 %", "DEU: 75 %, USA: 25 %", "DEU: 75 %, USA: 15 %"),
    row("payments that sum to 110 %", "[30 %, 70 %]", "[40 %, 70 %]"),
    row("owners above 100 %", "DEU: 60 %, south: 40 %", "DEU: 70 %, south: 40 %"),
    row("payers' shares that sum to 80 %", "key: budget", "key: { DEU: 40 %, FRA: 40 % }"),
    row("gap bands whose slope falls", "10 %: 1, 100 %: 2", "10 %: 2, 100 %: 1"),
    row("gap bands that end early", "10 %: 1, 100 %: 2", "10 %: 1, 90 %: 2"),
    row("gap bands that run backwards", "10 %: 1, 100 %: 2", "100 %: 1, 10 %: 2"),
    // Circles.
    row("circular needs", "scouts: { kind: flow,", "scouts: { kind: flow, needs: { scouts: 1 },"),
    row("circular needs of two", "shells: { unit", "shells: { needs: { guns: 1 }, unit"),
    row("a group made of itself", "WEST: [DEU, FRA]", "WEST: [DEU, EAST, WEST]"),
    row("groups made of each other", "FRA]\n  EAST: \"{POL", "FRA, EAST]\n  EAST: \"WEST + {POL"),
    row("an ownership circle", "owners: { SVK: 100 % }", "owners: { north: 100 % }"),
    // Sets.
    row("a set that lacks its brace", "domestic: EAST + WEST + {SVK}", "domestic: EAST + {SVK, CZE"),
    row("an unknown group", "buyers: EAST + WEST", "buyers: EATS + WEST"),
    row("a set that ends with a sign", "buyers: EAST + WEST", "buyers: EAST + WEST +"),
    row("a set without a sign", "buyers: EAST + WEST", "buyers: EAST WEST"),
    row("an empty set", "domestic: EAST + WEST + {SVK}", "domestic: ''"),
    rows(4, "a group as a number", "WEST: [DEU, FRA]", "WEST: 27"),
    row("a buyer that is no nation of the table", "buyers: EAST + WEST", "buyers: EAST + WEST + {ITA}"),
    row("nobody buys", "buyers: EAST + WEST", "buyers: EAST - EAST"),
    // Years and money.
    row("a horizon that runs backwards", "horizon: 2026..2030", "horizon: 2030..2026"),
    row("a horizon in words", "horizon: 2026..2030", "horizon: five years"),
    row("a horizon of the year 20260", "horizon: 2026..2030", "horizon: 2026..20300"),
    row("no horizon", "horizon: 2026..2030\n", ""),
    row("a year outside the horizon", "{ 2026: 500, 2030: 700 }", "{ 2026: 500, 2031: 700 }"),
    row("a year that is none", "{ 2026: 500, 2030: 700 }", "{ 2026: 500, next: 700 }"),
    row("an offer open outside the horizon", "open: 2027..2030", "open: 2031..2035"),
    row("an offer open backwards", "open: 2027..2030", "open: 2030..2027"),
    row("another money without a rate", "money: USD 2024 }", "money: USD 2023 }"),
    row("a rate of nothing", "USD 2024: 0.93", "USD 2024: 0"),
    row("a money that is none", "money: MEUR 2025", "money: euros"),
    // Offers and lines.
    row("a line without capacity", "{ capacity: 500 a year, expansion", "{ expansion"),
    row("a backlog without capacity", "    lines: [forge]\n", "    lines: [forge]\n    backlog: 30\n"),
    row("a ramp below nothing", "500 a year, expansion", "500 a year, ramp: -10 %, expansion"),
    row("a cost shared by gdp that one payer lacks", "key: budget", "key: gdp"),
    row("a cost that nobody is named to pay", "key: budget", "key: budget, paid_by: '{SVK}'"),
    row("an offer that comes too late", "lead_time: 1 year", "lead_time: 6 years"),
    rows(2, "an offer for what nobody asks", "guns: { us_baseline: 300,", "guns: {"),
    // Goals.
    row("a goal that says both", "- minimise: cost", "- minimise: cost\n    maximise: domestic_volume"),
    row("a goal that says neither", "- minimise: cost", "- within: 1 %"),
    row("a goal on a capability without baseline", "of: [shells, guns]", "of: [shells, scouts]"),
    row("a goal of an unknown capability", "of: [shells, guns]", "of: [shels, guns]"),
    row("a goal of cost by capability", "- minimise: cost", "- minimise: cost\n    of: [guns]"),
    row("a goal without a measure", "- minimise: cost", "- minimise: {}"),
    row(
        "goals as a mapping",
        "goals:\n  - minimise: gap\n    of: [shells, guns]\n    within: 1 %\n  - minimise: cost",
        "goals: { minimise: gap }",
    ),
    // YAML.
    row("broken YAML", "buyers: EAST + WEST", "buyers: [EAST"),
    row("a quote without its end", "buyers: EAST + WEST", "buyers: \"EAST"),
    row("a tab for indentation", "  FRA: {", "\tFRA: {"),
    row("wrong indentation", "  FRA: {", " FRA: {"),
    row("two documents", "groups:\n", "---\ngroups:\n"),
];

/// A folder of files whose `model.yaml` is read, and how many findings that makes.
struct Folder {
    name: &'static str,
    files: &'static [(&'static str, &'static [u8])],
    findings: usize,
}

/// A model that names a table.
const NAMES_A_TABLE: &[u8] = b"model: Table\nhorizon: 2026..2027\nnations: nations.csv\n";

const FOLDERS: &[Folder] = &[
    Folder {
        name: "a table with a row of another length",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,name,budget\nDEU,Germany,900\nFRA,France\n")],
        findings: 1,
    },
    Folder {
        name: "a table with a key twice",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDEU,900\nFRA,700\nDEU,90\n")],
        findings: 1,
    },
    Folder {
        name: "a table with an unknown column",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,bugdet\nDEU,900\n")],
        findings: 1,
    },
    Folder {
        name: "a table with a text for a number",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDEU,900\nFRA,n/a\n")],
        findings: 1,
    },
    Folder {
        name: "a table with a number beyond all numbers",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDEU,inf\nFRA,1e999\n")],
        findings: 2,
    },
    Folder {
        name: "a table with a row without id",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDEU,900\n,700\n")],
        findings: 1,
    },
    Folder {
        name: "a table after a cell of several lines: the line is still right",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,note,budget\nDEU,\"two\nlines\",900\nFRA,,-1\n")],
        findings: 1,
    },
    Folder { name: "a table that is not there", files: &[("model.yaml", NAMES_A_TABLE)], findings: 1 },
    Folder {
        name: "a data folder that is not there",
        files: &[("model.yaml", b"model: No data\nhorizon: 2026..2027\ndata: figures\nnations: { DEU: {} }\n")],
        findings: 1,
    },
    Folder {
        name: "a data file with a key misspelt: the data file is named, not the model",
        files: &[
            ("model.yaml", b"model: Data\nhorizon: 2026..2027\ndata: figures\nnations: { DEU: { budget: 9 } }\n"),
            ("figures/nations.yaml", b"DEU:\n  gdpp: 4000000\n"),
        ],
        findings: 1,
    },
    Folder { name: "an empty document", files: &[("model.yaml", b"")], findings: 1 },
    Folder { name: "a document of remarks", files: &[("model.yaml", b"# later\n")], findings: 1 },
    Folder { name: "a document that is a word", files: &[("model.yaml", b"hello\n")], findings: 1 },
    Folder { name: "a document that is a list", files: &[("model.yaml", b"- nations\n- offers\n")], findings: 1 },
    Folder {
        name: "a document that is no UTF-8",
        files: &[("model.yaml", b"model: Latin\nabout: caf\xe9\n")],
        findings: 1,
    },
    Folder { name: "no document", files: &[("else.yaml", b"")], findings: 1 },
];

/// The good model with one snippet exchanged, which must be in it once.
fn patched(name: &str, old: &str, new: &str) -> String {
    assert_eq!(GOOD.matches(old).count(), 1, "{name}: `{old}` should stand in the good model once");
    GOOD.replacen(old, new, 1)
}

/// What is found in a folder whose `model.yaml` is read, without the path of the folder.
fn found_in(files: &[(&str, &[u8])]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let shown = input::read_file(&folder.path().join("model.yaml"), &[]).render_findings(false).join("\n\n");
    shown.replace(&format!("{}/", folder.path().display()), "")
}

/// How many findings a rendered list holds.
fn count(shown: &str) -> usize {
    shown.lines().filter(|line| line.starts_with("error: ") || line.starts_with("warning: ")).count()
}

#[test]
fn the_good_model_is_good() {
    assert_eq!(findings(GOOD), "");
    assert!(solved(&model(GOOD)).verdict.passed());
}

#[test]
fn every_bad_document_is_told_so_in_words() {
    let mut page = String::from(
        "What is said of bad documents: each is the good model of tests/suite/invalid.rs with one snippet exchanged, or\n\
         a folder of files. UPDATE_EXPECT=1 cargo test --test suite invalid:: writes this page; without, it is compared.\n",
    );
    let patched = ROWS.iter().map(|row| (row.name, row.findings, findings(&patched(row.name, row.old, row.new))));
    let in_folders = FOLDERS.iter().map(|folder| (folder.name, folder.findings, found_in(folder.files)));
    let mut off = String::new();
    for (name, expected, shown) in patched.chain(in_folders) {
        let found = count(&shown);
        if found != expected {
            let _ = write!(off, "\n{name}: {found} findings, expected {expected}:\n{shown}\n");
        }
        let _ = write!(page, "\n\n# {name}\n\n{}\n", shown.trim_end());
    }
    assert!(off.is_empty(), "{off}");
    let page = page.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n";
    expect_file!["../golden/findings.txt"].assert_eq(&page);
}

#[test]
fn names_in_the_tables_are_names_of_one_row() {
    let mut names: Vec<&str> =
        ROWS.iter().map(|row| row.name).chain(FOLDERS.iter().map(|folder| folder.name)).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn errors_of_every_part_come_together_by_file_and_line() {
    let text = [
        ("budget: 700", "budget: -700"),
        ("carry_over: 20 %", "carry_over: 200 %"),
        ("needs: { shells: 0.5 }", "needs: { shell: 0.5 }"),
        ("seat: SVK", "seat: SLK"),
        ("kind: flow", "kind: flo"),
        ("confidence: cited", "confidenc: cited"),
        ("lines: [forge]", "lines: [forgery]"),
        ("of: [shells, guns]", "of: [shells, gun]"),
    ]
    .iter()
    .fold(GOOD.to_owned(), |text, (old, new)| text.replacen(old, new, 1));
    let reading = input::read_text("model.yaml", &text, &[]);
    assert!(reading.model.is_none());
    let told: Vec<(u32, &str)> =
        reading.findings.sorted().iter().map(|finding| (finding.at.line, finding.what.as_str())).collect();
    expect_test::expect![[r#"
        [
            (
                14,
                "`nations.FRA.budget` is -700",
            ),
            (
                15,
                "`nations.POL.carry_over` is 200 %",
            ),
            (
                20,
                "unknown capability `shell`",
            ),
            (
                21,
                "unknown word `flo` for `capabilities.scouts.kind`",
            ),
            (
                28,
                "unknown country `SLK`",
            ),
            (
                37,
                "`offers.north_shell.price`: `confidenc` is no quantity",
            ),
            (
                47,
                "unknown line `forgery`",
            ),
            (
                55,
                "unknown capability `gun`",
            ),
        ]
    "#]]
    .assert_debug_eq(&told);
    assert!(told.is_sorted_by_key(|(line, _)| line));
}

#[test]
fn findings_of_several_files_come_file_by_file() {
    let shown = found_in(&[
        ("model.yaml", b"model: Two files\nhorizon: 2026..2027\nnations: nations.csv\ngoals: [{ minimise: gap }]\n"),
        ("nations.csv", b"id,budget\nDEU,-1\nFRA,-2\n"),
    ]);
    let places: Vec<&str> = shown.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
    assert_eq!(places, ["model.yaml:4:21", "nations.csv:2:1", "nations.csv:3:1"]);
}

#[test]
fn a_bad_entry_does_not_make_those_who_name_it_look_wrong() {
    // The producer has no seat, so there is none in the model; its offers and holdings name it all the same.
    let shown = findings(&patched("no seat", "north: { seat: DEU, ", "north: { "));
    assert_eq!(count(&shown), 1, "{shown}");
    assert!(shown.contains("`producers.north` has no `seat`"), "{shown}");
}

/// Reads a text that is meant to harm; returns what is said of it, which must come soon.
fn refused(text: &str) -> String {
    let began = Instant::now();
    let shown = findings(text);
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
    assert_ne!(shown, "", "it was let through");
    shown
}

#[test]
fn aliases_that_multiply_are_refused() {
    // 460 bytes that stand for more than a thousand million words.
    let mut bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..10 {
        let _ = writeln!(bomb, "a{level}: &a{level} [{}]", vec![format!("*a{}", level - 1); 8].join(","));
    }
    assert!((400..520).contains(&bomb.len()), "{}", bomb.len());
    assert!(refused(&bomb).contains("larger or deeper than any model"));
}

#[test]
fn aliases_that_repeat_a_long_text_are_refused() {
    // 100 kB, a thousand times.
    let text = format!("about: &long {}\nnote: [{}]\n", "x".repeat(100_000), ["*long"; 1000].join(", "));
    assert!(refused(&text).contains("larger or deeper than any model"));
}

#[test]
fn deep_nesting_is_refused() {
    for text in [
        format!("nations: {}{}\n", "[".repeat(20_000), "]".repeat(20_000)),
        format!("nations: {}\n", "{a: ".repeat(20_000)),
        (0..2_000).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n"),
        format!("{}a\n", "- ".repeat(20_000)),
    ] {
        assert_eq!(count(&refused(&text)), 1);
    }
    // A cell of a table is read as YAML, too.
    let cell = format!("id,excludes\nDEU,{}\n", "[".repeat(20_000));
    assert_ne!(found_in(&[("model.yaml", NAMES_A_TABLE), ("nations.csv", cell.as_bytes())]), "");
}

#[test]
fn tables_that_name_each_other_without_an_end_are_refused() {
    let shown = found_in(&[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDEU,nations.csv\n")]);
    assert!(shown.contains("without an end"), "{shown}");
}

#[test]
fn a_list_is_no_entry() {
    // Not even one whose items happen to fit the keys in the order in which the program has them.
    for (old, new) in [("FRA: { budget: 700, gdp: 2900000 }", "FRA: [France, 700]"), ("- minimise: cost", "- [cost]")] {
        assert_ne!(findings(&patched(new, old, new)), "", "`{new}` is let through");
    }
    let shown = findings("[Title, About]\n");
    assert!(shown.contains("this is no model"), "{shown}");
}

#[test]
fn a_model_without_buyers_is_told_so() {
    let text = GOOD.replace("buyers: EAST + WEST", "buyers: EAST - EAST").replace("key: budget", "key: free");
    assert_ne!(findings(&text), "");
}

#[test]
fn a_row_of_a_table_is_found_on_its_line() {
    let rows = ["id,budget", "DEU,900", "FRA,-1", "", "", "POL,-2", ""];
    for ending in ["\n", "\r\n"] {
        let table = rows.join(ending);
        let shown = found_in(&[("model.yaml", NAMES_A_TABLE), ("nations.csv", table.as_bytes())]);
        let places: Vec<&str> = shown.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
        assert_eq!(places, ["nations.csv:3:1", "nations.csv:6:1"], "{ending:?}");
    }
}

#[test]
fn a_column_headed_twice_is_told_once() {
    // By the program and not in this process, for a reader that loses itself here takes its process along.
    for headings in ["id,budget,budget", "id,budget,budget.value", "id,budget.value,budget"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("model.yaml"), NAMES_A_TABLE).unwrap();
        fs::write(folder.path().join("nations.csv"), format!("{headings}\nDEU,900,800\n")).unwrap();
        let output = entente([OsStr::new("check"), folder.path().join("model.yaml").as_os_str()]);
        assert_eq!(output.status.code(), Some(3), "{headings}: {}", stderr(&output));
        assert_eq!(count(&stderr(&output)), 1, "{headings}: {}", stderr(&output));
    }
}

#[test]
fn a_file_of_70_mb_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.yaml");
    fs::File::create(&path).unwrap().set_len(70_000_000).unwrap();
    let began = Instant::now();
    let reading = input::read_file(&path, &[]);
    assert!(began.elapsed() < SOON);
    let said = reading.render_findings(false).join("\n");
    assert!(said.contains("it has 70 MB, and a document may have 64 MB at most"), "{said}");
}

#[test]
fn a_folder_is_no_model() {
    let folder = tempfile::tempdir().unwrap();
    let said = input::read_file(folder.path(), &[]).render_findings(false).join("\n");
    assert!(said.starts_with("error: cannot read "), "{said}");
}

/// Whether a text could paint a terminal or turn around what stands beside it.
fn harms(text: &str) -> bool {
    text.chars().any(|c| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[test]
fn no_name_paints_the_screen_or_turns_it_around() {
    // In an id and in an unknown word: what is said quotes both.
    let hostile = "\\e[31mred\\a\\r\\b \u{202e}drawkcab \u{2066}inside\u{200f} \\x85 \\u2028";
    let ids = GOOD.replace("  FRA: {", &format!("  \"{hostile}\": {{"));
    let words = GOOD
        .replace("kind: flow", &format!("kind: \"{hostile}\""))
        .replace("by: south\n", &format!("by: \"{hostile}\"\n"));
    for text in [ids, words] {
        let said = refused(&text);
        assert!(!harms(&said), "{said:?}");
    }
    // In titles and names, which are free text: the document is good, and the report is safe.
    let names = GOOD
        .replace("model: Guns and shells", &format!("model: \"{hostile}\""))
        .replace("unit: 1000 rounds", &format!("name: \"{hostile}\", unit: \"{hostile}\""))
        .replace("by: north\n    gives", &format!("by: north\n    name: \"{hostile}\"\n    gives"))
        .replace("{ seat: DEU,", &format!("{{ name: \"{hostile}\", seat: DEU,"));
    assert_ne!(names, GOOD);
    let model = model(&names);
    let summary = Summary::of(&model, &solved(&model));
    let report = summary_text(&summary, None, Screen { width: Some(120), color: false });
    assert!(report.contains("red"), "{report}");
    assert!(!harms(&report), "{report:?}");
}

#[test]
fn no_title_leaves_its_comment_in_the_linear_programme() {
    let plain = model(GOOD);
    let hostile = model(&GOOD.replace("model: Guns and shells", "model: \"Guns\\nEnd\\r\\nand \\e[31mshells\""));
    let written = |model: &Model| lp_text(model, &Formulation::of(model), 0);
    assert!(!harms(&written(&hostile)), "{:?}", written(&hostile).lines().next());
    assert_eq!(written(&hostile).lines().count(), written(&plain).lines().count());
}

/// A way to spoil a text.
#[derive(Debug, Clone)]
enum Spoil {
    /// A byte becomes another.
    Byte(usize, u8),
    /// A line is lost.
    LoseLine(usize),
    /// A line comes twice, the second time elsewhere.
    RepeatLine(usize, usize),
    /// A word becomes something else.
    Word(usize, &'static str),
}

impl Spoil {
    fn apply(&self, text: &str) -> String {
        let lines: Vec<&str> = text.lines().collect();
        match self {
            Self::Byte(place, byte) => {
                let mut bytes = text.as_bytes().to_vec();
                let place = place % bytes.len().max(1);
                if let Some(there) = bytes.get_mut(place) {
                    *there = *byte;
                }
                String::from_utf8_lossy(&bytes).into_owned()
            }
            Self::LoseLine(place) => {
                let lost = place % lines.len().max(1);
                lines
                    .iter()
                    .enumerate()
                    .filter(|(n, _)| *n != lost)
                    .fold(String::new(), |all, (_, line)| all + line + "\n")
            }
            Self::RepeatLine(from, to) => {
                let mut more = lines.clone();
                more.insert(to % (lines.len() + 1), lines.get(from % lines.len().max(1)).copied().unwrap_or_default());
                more.join("\n")
            }
            Self::Word(place, new) => {
                let words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
                let old = words.get(place % words.len().max(1)).copied().unwrap_or_default();
                let word = old.trim_matches([' ', '\n', ',']);
                let place = place % words.len().max(1);
                words.iter().enumerate().fold(String::new(), |all, (n, there)| {
                    if n == place && !word.is_empty() { all + &there.replacen(word, new, 1) } else { all + there }
                })
            }
        }
    }
}

/// Words that have gone wrong in programs before this one.
const WORDS: &[&str] = &[
    "",
    "~",
    "true",
    "-1",
    "0",
    "1e300",
    "-1e-300",
    ".inf",
    ".nan",
    "2026",
    "2200",
    "{}",
    "[]",
    "[[]]",
    "{a: 1}",
    "''",
    "*a",
    "&a",
    "!!str",
    "?",
    ": ",
    "%",
    "100 %",
    "-5 %",
    "€",
    "é{",
    "{DEU} -",
    "DEU",
    "EAST - EAST",
    "gap",
    "shells",
    "x.csv",
    "1900..2200",
    "9223372036854775808",
    "-",
    "<<: *a",
];

fn spoils() -> impl Strategy<Value = Vec<Spoil>> {
    let one = prop_oneof![
        4 => (any::<usize>(), any::<u8>()).prop_map(|(place, byte)| Spoil::Byte(place, byte)),
        1 => any::<usize>().prop_map(Spoil::LoseLine),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(from, to)| Spoil::RepeatLine(from, to)),
        6 => (any::<usize>(), proptest::sample::select(WORDS)).prop_map(|(place, word)| Spoil::Word(place, word)),
    ];
    vec(one, 1..4)
}

#[test]
fn no_spoilt_document_is_a_panic() {
    // The same documents in every run, so that a failure is everyone's; PROPTEST_CASES asks for more of them.
    let config = Config { failure_persistence: None, ..Config::with_cases(Config::default().cases.max(1000)) };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let counted = std::cell::Cell::new(0);
    runner
        .run(&spoils(), |spoils| {
            let text = spoils.iter().fold(GOOD.to_owned(), |text, spoil| spoil.apply(&text));
            let reading = input::read_text("model.yaml", &text, &[]);
            let shown = reading.render_findings(false);
            match &reading.model {
                None => assert!(!shown.is_empty(), "refused without a word:\n{text}"),
                Some(model) => {
                    counted.set(counted.get() + 1);
                    // Whatever becomes of it, no plan of ours breaks a limit.
                    let ended = run(model, Some(20.0), None, None);
                    assert!(!matches!(ended, Err(Problem::FailedAudit(_))), "{ended:?}:\n{text}");
                    let formulation = Formulation::of(model);
                    for goal in 0..formulation.goals.len() {
                        assert!(lp_text(model, &formulation, goal).ends_with("End\n"));
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    let good = counted.get();
    assert!(good > 50, "too few spoilt documents are good for the formulation to be tried: {good}");
}
