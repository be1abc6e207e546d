//! Remedies that work when they are followed: each is applied as its message says, and the table is read again.

use std::fs;
use std::process::Command;

use super::workbooks::{book, put};
use super::{host, meant, read};

/// The words in backticks of a text.
fn words(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The line, the column and the length of the first finding, with its remedy.
fn place(found: &str) -> (usize, usize, usize, String) {
    let (_, rest) = found.split_once(" --> ").unwrap_or_else(|| panic!("no place: {found}"));
    let mut parts = rest.lines().next().unwrap().rsplitn(3, ':');
    let column = parts.next().unwrap().parse().unwrap();
    let line = parts.next().unwrap().parse().unwrap();
    let marked = rest.lines().find(|line| line.contains('^')).unwrap_or_else(|| panic!("no mark: {found}"));
    let remedy = marked.trim_start_matches(|c| c != '^').trim_start_matches('^').trim().to_owned();
    (line, column, marked.matches('^').count(), remedy)
}

/// The table with what is marked replaced by a word of the remedy.
fn replaced(text: &str, found: &str, choice: usize) -> String {
    let (line, column, length, remedy) = place(found);
    let word = *words(&remedy).get(choice).unwrap_or_else(|| panic!("no such word in `{remedy}`"));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let chars: Vec<char> = lines[line - 1].chars().collect();
    let (before, after) = (&chars[..column - 1], &chars[(column - 1 + length).min(chars.len())..]);
    lines[line - 1] = before.iter().collect::<String>() + word + &after.iter().collect::<String>();
    lines.join("\n") + "\n"
}

/// A table, which word of each remedy is taken, and what it says at the end.
type Followed = (&'static str, &'static str, usize, &'static str);

const FOLLOWED: &[Followed] = &[
    ("nations", "id;budget;carry_over\nDEU;9;7.250 %\n", 1, "DEU: { budget: 9, carry_over: 7.25 % }"),
    ("nations", "id;budget\nDEU;1.200\nFRA;900\n", 0, "DEU: { budget: 1200 }, FRA: { budget: 900 }"),
    ("nations", "id;budget\nDEU;1.200\nFRA;900\n", 1, "DEU: { budget: 1.2 }, FRA: { budget: 900 }"),
    ("nations", "id,budget\nDEU,5 bn\n", 0, "DEU: { budget: 5000 }"),
    ("nations", "id;budget\nDEU;5,25 Mrd. €\n", 0, "DEU: { budget: 5250 }"),
    ("nations", "id,budget\nDEU,900 TEUR\n", 0, "DEU: { budget: 0.9 }"),
    ("nations", "id,budget\nDEU,900k\n", 0, "DEU: { budget: 0.9 }"),
    ("nations", "id,budget\nDEU,900 Mio. EUR\n", 0, "DEU: { budget: 900 }"),
    ("nations", "id,budget (MEUR)\nDEU,9\n", 0, "DEU: { budget: 9 }"),
    ("nations", "id,budget in MEUR\nDEU,9\n", 0, "DEU: { budget: 9 }"),
    ("nations", "id,budget_meur\nDEU,9\n", 0, "DEU: { budget: 9 }"),
    ("nations", "id,Jahr,budget\nDEU,2026,9\nDEU,2027,8\n", 0, "DEU: { budget: { 2026: 9, 2027: 8 } }"),
    ("nations", "id;période;budget\nDEU;2026;9\nDEU;2027;8\n", 0, "DEU: { budget: { 2026: 9, 2027: 8 } }"),
    ("nations", "id,time,budget\nDEU,2026,9\nDEU,2027,8\n", 0, "DEU: { budget: { 2026: 9, 2027: 8 } }"),
    ("nations", "freq,geo,budget\nA,DEU,9\nA,FRA,8\n", 0, ""),
    (
        "offers",
        "id;by;gives;price.0;price.1.000\ngun;north;guns;25,5;22,5\n",
        0,
        "gun: { by: north, gives: guns, price: { 0: 25.5, 1000: 22.5 } }",
    ),
    (
        "offers",
        "id;by;gives;price.0;price.2.500\ngun;north;guns;25,5;22,5\n",
        1,
        "gun: { by: north, gives: guns, price: { 0: 25.5, 2.5: 22.5 } }",
    ),
    (
        "offers",
        "id;by;gives;price.0;price.1 200\ngun;north;guns;25,5;22,5\n",
        0,
        "gun: { by: north, gives: guns, price: { 0: 25.5, 1200: 22.5 } }",
    ),
    ("nations", "id,budget\nUK,9\n", 0, "GBR: { budget: 9 }"),
    ("nations", "id,budget\nEL,9\n", 0, "GRC: { budget: 9 }"),
    ("nations", "id,budget\nDeutschland,9\n", 0, "DEU: { budget: 9 }"),
    ("nations", "id,budget\nUnited Kingdom,9\n", 0, "GBR: { budget: 9 }"),
    ("nations", "id,budget\nNorth Macedonia,9\n", 0, "MKD: { budget: 9 }"),
    ("nations", "id,budget\nTürkiye,9\n", 0, "TUR: { budget: 9 }"),
    ("nations", "id,budget\nUnited_Kingdom,9\n", 0, "GBR: { budget: 9 }"),
];

#[test]
fn a_remedy_that_is_followed_leads_to_what_was_meant() {
    let mut wrong = Vec::new();
    for &(table, start, choice, yaml) in FOLLOWED {
        let mut text = start.to_owned();
        let (mut model, mut found) = read(table, "table.csv", text.as_bytes());
        let first = found.clone();
        for _ in 0..3 {
            if found.is_empty() || !found.contains(" --> table.csv") || (yaml.is_empty() && text != start) {
                break;
            }
            text = replaced(&text, &found, choice);
            (model, found) = read(table, "table.csv", text.as_bytes());
        }
        // Where nothing is expected, the next remedy is about something else.
        let good = if yaml.is_empty() {
            !first.contains("duplicate") && found != first
        } else {
            model == Some(meant(table, yaml))
        };
        if !good || text == start {
            wrong.push(format!("{start}{first}\n→ {text}{found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), FOLLOWED.len(), wrong.join("\n\n"));
}

#[test]
fn separators_are_named_and_a_first_line_says_so() {
    let expected = meant("nations", "DEU: { budget: 9.5 }, FRA: { budget: 7 }");
    for (text, mark) in [
        ("id|budget\nDEU|9,5\nFRA|7\n", "`sep=|`"),
        ("id:budget\nDEU:9.5\nFRA:7\n", "`sep=:`"),
        ("sep=,\nid;budget\nDEU;9,5\nFRA;7\n", "`sep=;`"),
        ("sep=;\nid,budget\nDEU,9.5\nFRA,7\n", "`sep=,`"),
    ] {
        let (model, found) = read("nations", "table.csv", text.as_bytes());
        assert!(model.is_none() && found.contains(mark) && !found.contains("above the headings"), "{text}: {found}");
        let rest = if text.starts_with("sep") { text.split_once('\n').unwrap().1 } else { text };
        let (model, found) = read("nations", "table.csv", format!("{}\n{rest}", mark.trim_matches('`')).as_bytes());
        assert_eq!(model, Some(expected.clone()), "{text}: {found}");
    }
    let text = "'id';'budget'\n'DEU';9,5\n'FRA';7\n";
    let (_, found) = read("nations", "table.csv", text.as_bytes());
    assert!(found.contains("write quotation marks in place of the apostrophes"), "{found}");
    let (model, found) = read("nations", "table.csv", text.replace('\'', "\"").as_bytes());
    assert_eq!(model, Some(expected), "{found}");
    let (_, found) = read("nations", "table.csv", b"id   budget\nDEU  9.5\n");
    assert!(found.contains("separated by blanks"), "{found}");
    let wide: Vec<u8> = "id;budget\nDEU;9,5\n".bytes().flat_map(|byte| [byte, 0]).collect();
    let (_, found) = read("nations", "table.csv", &wide);
    assert!(found.contains("UTF-16") && found.contains("CSV UTF-8"), "{found}");
}

#[test]
fn names_that_are_no_table_say_what_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = book("Budgets", |sheet| put(sheet, &[&["id", "budget"], &["DEU", "9"]]));
    fs::write(folder.path().join("b.xlsx"), bytes).unwrap();
    let of = |name: &str| {
        fs::write(folder.path().join("model.yaml"), host("nations", name)).unwrap();
        let reading = entente::input::read_file(&folder.path().join("model.yaml"), &[]);
        reading.render_findings(false).join("\n")
    };
    let found = of("b.xlsx!Budgets");
    assert!(found.contains("write `b.xlsx#Budgets`") && found.matches("error").count() == 1, "{found}");
    assert!(!of("'b.xlsx#Budgets'").contains("error"));
    for (name, remedy) in
        [("b.ods", "as .xlsx"), ("b.xls", "as .xlsx"), ("b.txt", "ending .csv"), ("b.json", "as .csv")]
    {
        let found = of(name);
        assert!(found.contains(remedy) && found.matches("error").count() == 1, "{name}: {found}");
    }
}

#[test]
fn many_names_of_countries_get_all_their_codes() {
    let rows = "Deutschland,1\nPologne,2\nEL,3\nSuomi,4\nUK,5\nTurkiye,6\nSverige,7\n";
    let (_, found) = read("nations", "table.csv", format!("id,budget\n{rows}").as_bytes());
    for code in ["DEU", "POL", "GRC", "FIN", "GBR", "TUR", "SWE"] {
        assert!(found.contains(&format!("`{code}` for ")), "{code}: {found}");
    }
    assert_eq!(found.matches("warning: ").count(), 1, "{found}");
}

#[test]
fn an_update_shows_every_value_and_where_to_write_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.yaml");
    let nations = "{ DEU: { budget: 100, carry_over: 10 % }, FRA: { budget: 90 } }";
    fs::write(&path, host("nations", nations)).unwrap();
    fs::write(folder.path().join("nations.csv"), "id,budget,carry_over\nDEU,110,12 %\nGermany,5,\n").unwrap();
    let run = |words: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_entente")).args(words).current_dir(folder.path()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    let said = run(&["data", "model.yaml", "--update", "nations.csv"]);
    for word in [
        "nations.DEU.carry_over",
        "10 %",
        "12 %",
        "model.yaml:5",
        "write them where `nations` stands: `model.yaml`",
        "`DEU`",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    // Written where it says, nothing is left to change.
    fs::write(folder.path().join("nations.csv"), "id,budget,carry_over\nDEU,110,12 %\n").unwrap();
    fs::write(&path, host("nations", &nations.replace("budget: 100", "budget: 110").replace("10 %", "12 %"))).unwrap();
    assert!(run(&["data", "model.yaml", "--update", "nations.csv"]).contains("changes no figure"));
    fs::write(folder.path().join("offers.csv"), "id,lead_time\ngun,3 years\n").unwrap();
    assert!(run(&["data", "model.yaml", "--update", "offers.csv"]).contains("offers.gun.lead_time"));
}
