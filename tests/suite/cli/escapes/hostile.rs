//! Hostile texts, a model that can hold them everywhere, every command, and what no output may hold.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::cli::attempt::Ran;
use crate::setting::{skipped, stderr, stdout};

/// Controls of both sets, turned lines, a line break with what could be taken for a result, quotes, formulas, tags.
pub(super) const BAD: &str = "x\u{1b}[35;7m\u{1b}[2J\u{1b}]0;t\u{7}\u{9b}31m\u{8}\u{7f}\u{202e}\r\nFORGED 'q' \"r\" $(touch ran) `touch ran` <b onclick=x>;=cmd|' /C calc'!A0";

/// The same from its dangerous end on, so that a text begins with a formula.
pub(super) const FORMULA: &str = "=cmd|' /C calc'!A0;+1\t@x\n-FORGED";

/// A model in which everything that bears text does.
pub(in super::super) const FULL: &str = r"
model: title
about: what it shows
money: MEUR 2025
horizon: 2026..2028
countries: { USA: { name: country } }
nations:
  DEU: { name: nation, budget: { value: 100, low: 90, high: 110, source: ministry, confidence: cited }, note: noted, source: sourced }
  POL: { name: another, budget: 60, carry_over: 50 % }
capabilities:
  guns: { name: guns, unit: pieces, basis: counted, us_baseline: 40, targets: { DEU: 30, POL: 10 }, note: noted, source: sourced }
holdings:
  old_gun: { name: held, nation: DEU, gives: guns, by: east, quantity: 3, note: noted, source: sourced }
producers:
  north: { name: maker, seat: DEU, note: noted, source: sourced }
  east: { name: other maker, seat: POL, owners: { POL: 70 %, USA: 30 % } }
lines:
  forge: { name: line, capacity: 4 a year, note: noted, source: sourced }
offers:
  north_gun: { name: offered, by: north, gives: guns, price: { value: 8, source: priced, confidence: unverified }, capacity: 10 a year, expansion: { cost: 1, at_most: 5 }, note: noted, source: sourced }
  east_gun: { name: also offered, by: east, gives: guns, price: 7, lines: { forge: 1 }, lead_time: 1 year }
denials:
  us: { name: denied, by: [USA], what: [maintenance], from: 2027, note: noted }
proposals:
  two:
    name: proposed
    about: what it asks
    pools: { pool: { name: pooled, members: '{DEU, POL}' } }
    rules: { inside: { name: ruled, rule: european_content, at_least: 10 %, note: noted, source: sourced } }
    funds: { money: { name: funded, kind: grant, envelope: 10, rate: 20 %, note: noted, source: sourced } }
goals:
  - minimise: gap
  - maximise: domestic_volume
    within: 1 %
  - minimise: cost
";

/// Every command with every format, in an order in which each finds what those before it wrote.
pub(in super::super) const COMMANDS: &[&str] = &[
    "check model.yaml",
    "solve model.yaml --out run --proposal two",
    "solve model.yaml --format json",
    "compare model.yaml --out comparison",
    "compare model.yaml --format json",
    "why run offer north_gun",
    "why run nation DEU",
    "why run order DEU north_gun 2026",
    "diff run comparison/two",
    "ladder run --by capability,nation,producer,offer",
    "ladder run --format json",
    "stress run",
    "stress run --nation DEU --format json",
    "timeline run",
    "timeline model.yaml --format json",
    "independence model.yaml --budgets 90%",
    "explain model.yaml",
    "explain run --format json",
    "alternatives model.yaml",
    "sensitivity model.yaml --over budget.* --out moved",
    "rules model.yaml --proposal two --out priced",
    "infeasible model.yaml",
    "frontier model.yaml --goals gap,cost --out front",
    "batch study.yaml --out s --progress json",
    "batch study.yaml --dry-run",
    "results s",
    "results s --format json",
    "hedge study.yaml",
    "report run --to page.html --to book.xlsx --with moved",
    "report comparison --to both.html",
    "formulate model.yaml",
    "formulate model.yaml --format mps",
    "data model.yaml",
    "data model.yaml --format json",
    "audit model.yaml run --proposal two",
    "audit model.yaml run --proposal two --format json",
    "solve hard.yaml --out none",
    "solve hard.yaml --format json",
    "compare hard.yaml",
    "infeasible hard.yaml --proposal two",
    "infeasible hard.yaml --format json",
    "frontier hard.yaml --goals gap,cost",
    "explain hard.yaml",
    "rules hard.yaml --proposal two",
    "independence hard.yaml",
    "alternatives hard.yaml",
    "audit hard.yaml run",
    "report hard.yaml --to hard.html",
    "report comparison --with moved --to moved.html",
    "report priced --to priced.html",
];

pub(in super::super) const STUDY: &str = "study: asked\nabout: why\nmodel: model.yaml\nproposals: [two, alone]\nscenarios:\n  dear: { price.north_gun: x1.2 }\n  poor: { budget.DEU: x0.9 }\ntwo_stage: { futures: { dear: 1, poor: 1 } }\n";

/// Keys whose text is free; all others are words, numbers, codes and paths.
const FREE: &[&str] = &["model", "about", "name", "unit", "basis", "note", "source", "study"];

/// A document whose free texts are hostile, as JSON, which YAML is, too.
pub(super) fn hostile(text: &str, bad: &str) -> String {
    fn spoil(value: &mut Value, bad: &str) {
        match value {
            Value::Object(map) => {
                for (key, inner) in map.iter_mut() {
                    match inner {
                        Value::String(text) if FREE.contains(&key.as_str()) && text != "model.yaml" => {
                            *text = format!("{bad}{text}");
                        }
                        other => spoil(other, bad),
                    }
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|inner| spoil(inner, bad)),
            _ => {}
        }
    }
    let mut value: Value = serde_yaml::from_str(text).unwrap();
    spoil(&mut value, bad);
    // Controls of the second set are no YAML as they are.
    value.to_string().chars().fold(String::new(), |text, c| {
        if (' '..='~').contains(&c) { text + &c.to_string() } else { text + &format!("\\u{:04x}", u32::from(c)) }
    })
}

/// What went to the terminal is lines of plain text, but for colour where it was asked for.
#[track_caller]
pub(super) fn is_plain(ran: &Ran, color: bool) {
    let mut text = stdout(&ran.output) + &stderr(&ran.output);
    assert!(!text.contains("\u{1b}[35;7m"), "{}: colour of a name:\n{text:?}", ran.command);
    if color {
        // What is left of colour and weight is ours.
        let mut plain = String::new();
        for part in text.split("\u{1b}[") {
            let code = part.chars().take_while(|c| c.is_ascii_digit() || *c == ';').count();
            let ours = part.as_bytes().get(code) == Some(&b'm');
            plain.push_str(if plain.is_empty() {
                part
            } else if ours {
                &part[code + 1..]
            } else {
                "\u{1b}"
            });
        }
        text = plain;
    }
    let bad = text.chars().find(|c| {
        *c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(c) || ('\u{80}'..='\u{9f}').contains(c))
    });
    assert!(bad.is_none(), "{}: {bad:?} reaches the terminal:\n{text:?}", ran.command);
    let forged = text.lines().find(|line| line.trim_start_matches([' ', '-', '\'']).starts_with("FORGED"));
    assert!(forged.is_none(), "{}: a line is forged:\n{text}", ran.command);
}

/// However a spreadsheet cuts the lines: at commas, semicolons or tabs, with quotes kept or not.
pub(super) fn cells_are_no_formulas(name: &str, text: &str) {
    let begins = |cell: &str| {
        let cell = cell.trim_start_matches([' ', '"']);
        cell.starts_with(['=', '+', '-', '@']) && cell.trim_end_matches('"').parse::<f64>().is_err()
    };
    for separator in [b',', b';', b'\t'] {
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(separator).flexible(true).has_headers(false);
        for row in reader.from_reader(text.as_bytes()).records() {
            for cell in &row.unwrap() {
                assert!(!begins(cell), "{name}, cut at {:?}: {cell:?}", char::from(separator));
            }
        }
    }
    for cell in text.split([';', '\t', '\n', '\r']) {
        assert!(!begins(cell), "{name}: {cell:?}");
    }
}

pub(super) fn workbook_has_no_formula(path: &Path) {
    let python = "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist():\n  if n.startswith('xl/worksheets/') and b'<f>' in z.read(n): sys.exit(n)";
    match Command::new("python3").args(["-c", python]).arg(path).output() {
        Ok(output) => assert!(output.status.success(), "{}", stderr(&output)),
        Err(error) => {
            skipped(&format!("python3 cannot be run ({error}), so that no workbook is searched for formulas"));
        }
    }
}
