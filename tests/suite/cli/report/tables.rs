//! Tables of the page: the unit of each heading is that of its numbers, figures have one spelling, and people can read them.

use std::collections::BTreeMap;
use std::fs;

use super::super::attempt::Try;
use super::with_results;
use crate::setting::root;

/// A table of a page: headings and cells.
struct Shown {
    name: String,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The text of a piece of a page, without tags.
fn text(of: &str) -> String {
    let mut words = String::new();
    let mut inside = false;
    for letter in of.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => words.push(letter),
            _ => {}
        }
    }
    words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
}

/// What stands between the beginning and the end of each element of a kind.
fn elements<'a>(of: &'a str, tag: &str) -> Vec<&'a str> {
    let begins = [format!("<{tag}>"), format!("<{tag} ")];
    let end = format!("</{tag}>");
    let mut list = Vec::new();
    let mut rest = of;
    while let Some(at) = begins.iter().filter_map(|begin| rest.find(begin.as_str())).min() {
        let Some(length) = rest[at..].find(&end) else { break };
        list.push(&rest[at..at + length]);
        rest = &rest[at + length + end.len()..];
    }
    list
}

/// The tables of a page.
fn tables(page: &str) -> Vec<Shown> {
    let list = elements(page, "details").into_iter().map(|details| {
        let summary = text(elements(details, "summary")[0]);
        let name = summary.trim_start_matches("Table: ").split(" (").next().unwrap_or_default().to_owned();
        let heads = elements(details, "th").into_iter().map(text).collect();
        let body = elements(details, "tbody")[0];
        let rows = elements(body, "tr").iter().map(|row| elements(row, "td").into_iter().map(text).collect()).collect();
        Shown { name, heads, rows }
    });
    list.collect()
}

/// The unit of each column of each table, as the page on results documents it.
fn documented() -> BTreeMap<String, Vec<(String, String)>> {
    let page = fs::read_to_string(root().join("docs/results-format.md")).unwrap();
    let mut tables: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut table = None;
    for line in page.lines() {
        if line.starts_with('#') {
            table = line.strip_prefix("### Table `").and_then(|rest| rest.strip_suffix('`')).map(str::to_owned);
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let (Some(table), [_, column, _, unit, _, _]) = (&table, &cells[..])
            && let Some(column) = column.strip_prefix('`')
        {
            let column = column.trim_end_matches('`').to_owned();
            tables.entry(table.clone()).or_default().push((column, (*unit).to_owned()));
        }
    }
    tables
}

/// What a heading says of a unit.
fn heading(column: &str, unit: &str, money: &str) -> String {
    let words = column.replace('_', " ");
    match unit {
        "million" | "MEUR" => format!("{words} ({money})"),
        "million a unit" | "MEUR a unit" => format!("{words} ({money} a unit)"),
        "share" => format!("{words} (%)"),
        "units" | "units a year" | "US-equivalents" => format!("{words} ({unit})"),
        _ => words,
    }
}

/// A number as the page writes it.
fn number(cell: &str) -> Option<f64> {
    cell.replace([' ', '\u{a0}'], "").replace('−', "-").parse().ok()
}

/// A folder with pages, which of its results each is made from, and the money of its tables.
type Pages = (Try, Vec<(&'static str, &'static str)>, &'static str);

/// Runs and comparisons in two moneys, with lines, funds, denials, rules and large numbers.
fn pages() -> Vec<Pages> {
    let of = |model: &str| with_results(model);
    let both = || vec![("solved.html", "run"), ("compared.html", "cmp")];
    let text = fs::read_to_string(root().join("models/shared-line.yaml")).unwrap().replace("MEUR 2025", "MSEK 2025");
    let other = Try::new().file("model.yaml", &text);
    other.run(&["solve", "model.yaml", "--out", "run", "--report", "solved.html"]).succeeds();
    vec![
        (of("guns-for-three.yaml"), both(), "MEUR"),
        (of("robust-plan.yaml"), both(), "MEUR"),
        (other, vec![("solved.html", "run")], "MSEK"),
    ]
}

#[test]
fn every_heading_of_a_page_says_the_unit_of_its_numbers() {
    let documented = documented();
    let (mut compared, mut shares) = (0, 0);
    for (it, list, money) in pages() {
        for (page, folder) in list {
            for shown in tables(&it.text(page)) {
                let file = shown.name.replace(' ', "_");
                let (Some(columns), true) = (documented.get(&file), it.path(&format!("{folder}/{file}.csv")).exists())
                else {
                    continue;
                };
                let heads: Vec<String> = columns.iter().map(|(column, unit)| heading(column, unit, money)).collect();
                assert_eq!(shown.heads, heads, "{page}: {file}");
                let mut reader = csv::Reader::from_path(it.path(&format!("{folder}/{file}.csv"))).unwrap();
                let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
                // Orders that the plan does not settle nation by nation stand together on the page.
                if file == "orders" {
                    continue;
                }
                assert_eq!(shown.rows.len(), rows.len(), "{page}: {file}");
                let by_row = columns.iter().position(|(column, _)| column == "unit");
                for (cells, row) in shown.rows.iter().zip(&rows) {
                    for (place, (column, unit)) in columns.iter().enumerate() {
                        let (Some(seen), Ok(written)) = (number(&cells[place]), row[place].parse::<f64>()) else {
                            continue;
                        };
                        let of_row = by_row.is_some_and(|by_row| &row[by_row] == "share") && unit.contains("`unit`");
                        let size = if unit == "share" || of_row { 100.0 } else { 1.0 };
                        let near = (seen - written * size).abs() <= 0.051f64.max(0.006 * (written * size).abs());
                        assert!(near, "{page}: {file}.{column} shows {seen} for {written}");
                        compared += 1;
                        shares += i32::from(size > 1.0 && written > 0.0);
                    }
                }
            }
        }
    }
    assert!(compared > 200 && shares > 50, "{compared} numbers were compared, {shares} shares");
}

#[test]
fn figures_have_one_spelling_and_no_table_is_for_programs() {
    let (mut large, mut less, mut decided) = (0, 0, 0);
    for (it, list, _) in pages() {
        for (page, folder) in list {
            let decisions = fs::read_to_string(it.path(&format!("{folder}/decisions.csv"))).unwrap_or_default();
            decided += decisions.lines().count().saturating_sub(1);
            let text_of = it.text(page);
            for shown in tables(&text_of) {
                let named =
                    |head: &str| ["year", "from", "in", "SHA-256", "file", "as written", "figure"].contains(&head);
                for (cell, head) in shown.rows.iter().flat_map(|row| row.iter().zip(&shown.heads)) {
                    let of_formulation = cell.ends_with(')')
                        && cell.split_once('(').is_some_and(|(family, keys)| {
                            !family.is_empty() && !family.contains(' ') && keys.contains(',') && !keys.contains(' ')
                        });
                    assert!(!of_formulation, "{page}: {} holds {cell}, which only the program reads", shown.name);
                    if number(cell).is_none() || named(head) {
                        continue;
                    }
                    let whole = cell.split('.').next().unwrap_or_default();
                    let ungrouped = whole.chars().filter(char::is_ascii_digit).count() > 3 && !whole.contains(' ');
                    assert!(!ungrouped, "{page}: {} writes {cell}", shown.name);
                    assert!(!cell.contains('-'), "{page}: {} writes {cell} with a hyphen", shown.name);
                    large += i32::from(whole.contains(' '));
                    less += i32::from(cell.contains('−'));
                }
            }
            for paragraph in elements(&text_of, "p").into_iter().chain(elements(&text_of, "li")).map(text) {
                let long = paragraph.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() > 4);
                assert!(long.is_none() || paragraph.contains("commit"), "{page}: {paragraph}");
            }
        }
    }
    assert!(decided > 0, "no model decides anything in whole numbers, so that nothing is tested");
    assert!(large > 0 || less > 0, "no number is large or below nothing: {large}, {less}");
}

/// What surrounds the numbers is the same for every model; what grows is the rows.
#[test]
fn a_page_is_no_larger_than_its_rows_and_pictures() {
    let it = with_results("guns-for-three.yaml");
    for name in ["solved.html", "compared.html"] {
        let page = it.text(name);
        let scripts: usize = elements(&page, "script").iter().map(|script| script.len()).sum();
        let rows: usize = tables(&page).iter().map(|shown| shown.rows.len()).sum();
        let rest = page.len() - scripts;
        assert!(rest < 40_000 + 300 * rows, "{name}: {rest} bytes for {rows} rows");
        assert!(page.len() < 2_000_000, "{name} has {} bytes", page.len());
    }
}
