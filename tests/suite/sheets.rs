//! Tables as people have them: each is read as what it means or refused with the remedy, and none is read wrongly.

use std::fmt::Write;

use entente::formulation::{Formulation, lp_text};
use entente::input;
use entente::model::Model;

mod corpus;
mod damaged;
mod followed;
mod public;
mod spellings;
mod update;
mod whole;
mod workbooks;

use corpus::{Case, Expected};

/// A model that reads one of its tables from a file.
const HOST: &[(&str, &str)] = &[
    ("model", "Host"),
    ("money", "MEUR 2025"),
    ("rates", "{ USD 2024: 0.93 }"),
    ("horizon", "2026..2028"),
    ("nations", "{ DEU: { budget: 100, gdp: 4000 }, FRA: { budget: 90, gdp: 3000 }, POL: { budget: 80, gdp: 900 } }"),
    ("capabilities", "{ guns: { us_baseline: 300 }, shells: { us_baseline: 900 } }"),
    ("producers", "{ north: { seat: DEU }, south: { seat: FRA } }"),
    ("offers", "{ gun: { by: north, gives: guns, price: 4 }, shell: { by: south, gives: shells, price: 0.004 } }"),
    ("goals", "[{ minimise: gap }, { minimise: cost }]"),
];

/// The model with another text in place of one of its tables; `targets` and `held` are those of the capability `guns`.
fn host(table: &str, text: &str) -> String {
    let mut model = String::new();
    for &(key, usual) in HOST {
        let value = match key {
            "capabilities" if ["targets", "held"].contains(&table) => {
                format!("{{ guns: {{ us_baseline: 300, {table}: {text} }}, shells: {{ us_baseline: 900 }} }}")
            }
            _ if key == table => text.to_owned(),
            _ => usual.to_owned(),
        };
        let _ = writeln!(model, "{key}: {value}");
    }
    if !HOST.iter().any(|(key, _)| *key == table) && !["targets", "held"].contains(&table) {
        let _ = writeln!(model, "{table}: {text}");
    }
    model
}

/// Everything that a model says: its figures without their places, and its formulation.
fn said(model: &Model) -> String {
    let mut said = String::new();
    for figure in &model.figures {
        let _ = writeln!(
            said,
            "{} = {} {} [{:?}, {:?}] {} {:?} {} {:?}",
            figure.figure,
            figure.written,
            figure.unit,
            figure.low,
            figure.high,
            figure.confidence,
            figure.year,
            figure.source,
            figure.stated,
        );
    }
    said + &lp_text(model, &Formulation::of(model, None), 0)
}

/// What comes of a model that reads a table from a file: what it says, or what is found; and whether anything is told beside.
fn read(table: &str, file: &str, bytes: &[u8]) -> (Option<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), bytes).unwrap();
    std::fs::write(folder.path().join("model.yaml"), host(table, file)).unwrap();
    let reading = input::read_file(&folder.path().join("model.yaml"), &[]);
    let found = reading.render_findings(false).join("\n\n").replace(&format!("{}/", folder.path().display()), "");
    (reading.model.as_ref().map(said), found)
}

/// What a table of a document says.
fn meant(table: &str, yaml: &str) -> String {
    let reading = input::read_text("model.yaml", &host(table, &format!("{{ {yaml} }}")), &[]);
    let found = reading.render_findings(false).join("\n\n");
    said(&reading.model.unwrap_or_else(|| panic!("what is expected of `{table}` is no table: {found}")))
}

/// What is wrong with what came of a case, if anything is.
fn judge(case: &Case) -> Option<String> {
    let (model, found) = read(case.table, "table.csv", case.text);
    let errors = found.lines().filter(|line| line.starts_with("error: ")).count();
    match (&case.expected, model) {
        (Expected::Read(yaml), Some(model)) if model == meant(case.table, yaml) && !found.contains("error: ") => None,
        (Expected::Told(yaml, word), Some(model)) if model == meant(case.table, yaml) && found.contains(word) => None,
        (Expected::Refused(words), None) if errors == 1 && words.iter().all(|word| found.contains(word)) => None,
        (Expected::Read(_) | Expected::Told(..), Some(_)) => Some(format!("{}: is read wrongly\n{found}", case.name)),
        (_, Some(_)) => Some(format!("{}: is read, and should be refused\n{found}", case.name)),
        (_, None) => Some(format!("{}: {errors} errors\n{found}", case.name)),
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "how many are read is told to whoever asks")]
fn every_table_of_the_corpus_is_read_rightly_or_refused_with_its_remedy() {
    let cases: Vec<Case> = corpus::cases();
    let wrong: Vec<String> = cases.iter().filter_map(judge).collect();
    let read = cases.iter().filter(|case| !matches!(case.expected, Expected::Refused(_))).count();
    println!("{} tables: {read} read, {} refused with the remedy", cases.len(), cases.len() - read);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
    assert!(cases.len() >= 120, "the corpus has {} tables", cases.len());
    let mut names: Vec<&str> = cases.iter().map(|case| case.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), cases.len(), "two tables of the corpus have one name");
}

#[test]
fn what_is_wrong_with_every_row_is_told_once() {
    let mut rows = String::new();
    for n in 0..60 {
        let _ = writeln!(rows, "N{n},Nation {n},-{n}.5,60 %");
    }
    let (_, found) =
        read("nations", "table.csv", format!("id,name,budget,carry_over\nDEU,Germany,1,0\n{rows}").as_bytes());
    assert_eq!(found.matches("error: ").count(), 1, "{found}");
    assert!(found.contains("and 59 more rows of this table are like it"), "{found}");
    let headed = |heading: &str| format!("id,name,{heading}\n{}", rows.replace(",60 %", "").replace('-', ""));
    for heading in ["bugdet", "budget 2026", "spending", "2026", "BUDGET"] {
        let (_, found) = read("nations", "table.csv", headed(heading).as_bytes());
        assert_eq!(found.matches("error: ").count(), 1, "{heading}: {found}");
        assert!(found.contains("table.csv:1:9"), "{heading}: {found}");
    }
}
