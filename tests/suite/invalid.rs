//! Bad documents and what is said of them. Each is a good model with one snippet exchanged, so that the finding can only
//! come from the exchange. All messages together are one page, tests/golden/findings.txt, to be read as an analyst would.

use std::ffi::OsStr;
use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use entente::formulation::{Formulation, lp_text};
use entente::input;
use entente::layout::Screen;
use entente::model::Model;
use entente::report::{Summary, summary_text};
use expect_test::expect_file;

mod denials;
mod proposals;
mod rows;
mod slips;
mod spoilt;

pub use denials::GOOD as DENIALS;
pub use proposals::GOOD as PROPOSALS;
use rows::{FOLDERS, GOOD, NAMES_A_TABLE, ROWS, Row};

use crate::setting::{entente, findings, model, solved, stderr};

/// Generous, for it is no test of speed: what is refused is refused before anybody thinks that the program hangs.
const SOON: Duration = Duration::from_secs(5);

/// Good models, each with the exchanges that make it a bad one.
const TABLES: &[(&str, &[Row])] = &[
    (GOOD, ROWS),
    (GOOD, slips::ROWS),
    (PROPOSALS, proposals::ROWS),
    (PROPOSALS, slips::OF_PROPOSALS),
    (DENIALS, denials::ROWS),
    (DENIALS, slips::OF_DENIALS),
    (GOOD, denials::WITHOUT),
];

/// The good model with one snippet exchanged, which must be in it once.
fn patched(name: &str, old: &str, new: &str) -> String {
    patched_in(GOOD, name, old, new)
}

fn patched_in(good: &str, name: &str, old: &str, new: &str) -> String {
    assert_eq!(good.matches(old).count(), 1, "{name}: `{old}` should stand in the good model once");
    good.replacen(old, new, 1)
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
    for text in [PROPOSALS, DENIALS] {
        assert_eq!(findings(text), "");
        let model = model(text);
        for proposal in model.proposals.ids() {
            assert!(solved(&model.under(proposal)).verdict.passed());
        }
    }
}

#[test]
fn every_bad_document_is_told_so_in_words() {
    let mut page = String::from(
        "What is said of bad documents: each is a good model of tests/suite/invalid with one snippet exchanged, or a\n\
         folder of files. UPDATE_EXPECT=1 cargo test --test suite invalid:: writes this page; without, it is compared.\n",
    );
    let patched = TABLES.iter().flat_map(|&(good, rows)| rows.iter().map(move |row| (good, row)));
    let patched =
        patched.map(|(good, row)| (row.name, row.findings, findings(&patched_in(good, row.name, row.old, row.new))));
    let in_folders =
        FOLDERS.iter().chain(slips::FOLDERS).map(|folder| (folder.name, folder.findings, found_in(folder.files)));
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
    let rows = TABLES.iter().flat_map(|(_, rows)| rows.iter()).map(|row| row.name);
    let mut names: Vec<&str> = rows.chain(FOLDERS.iter().chain(slips::FOLDERS).map(|folder| folder.name)).collect();
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
                "`offers.north_shell.price`: `confidenc` is not a quantity",
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
    assert_eq!(places, ["model.yaml:4:21", "nations.csv:2:5", "nations.csv:3:5"]);
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
        assert_eq!(places, ["nations.csv:3:5", "nations.csv:6:5"], "{ending:?}");
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

/// What names the data of a folder would all be unknown: nothing but the folder is told.
#[test]
fn data_that_cannot_be_read_are_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.yaml");
    for data in ["gone", "gone.csv", "gone.yaml", "[gone, also_gone]"] {
        let text = format!(
            "model: M\ndata: {data}\nhorizon: 2026..2027\nbuyers: EUROPE\ndomestic: EU27\ngoals: [minimise: gap]\n"
        );
        std::fs::write(&path, text).unwrap();
        let said = input::read_file(&path, &[]).render_findings(false).join("\n");
        let folders = data.matches("gone").count();
        assert_eq!(said.matches("error: ").count(), folders, "{said}");
        assert_eq!(said.matches("cannot read ").count(), folders, "{said}");
    }
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
    let written = |model: &Model| lp_text(model, &Formulation::of(model, None), 0);
    assert!(!harms(&written(&hostile)), "{:?}", written(&hostile).lines().next());
    assert_eq!(written(&hostile).lines().count(), written(&plain).lines().count());
}
