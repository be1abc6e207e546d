//! A model in another money than euros says so on every screen, page, sheet and table.

use std::path::Path;
use std::process::Command;

use super::attempt::Try;
use super::escapes::hostile::{COMMANDS, FULL, STUDY};
use crate::setting::{skipped, stderr, stdout};

/// Places where a text names a currency that is not that of the model.
fn strangers(text: &str) -> Vec<&str> {
    let is_currency = |line: &str| {
        let words = line.split(|letter: char| !letter.is_alphanumeric());
        line.contains('€') || words.into_iter().any(|word| ["EUR", "MEUR", "euro", "euros"].contains(&word))
    };
    // The library of pictures is no text of ours.
    text.lines().filter(|line| line.len() < 100_000 && is_currency(line)).collect()
}

#[test]
fn a_model_in_crowns_says_so_everywhere() {
    let in_crowns = FULL.replace("money: MEUR 2025", "money: MSEK 2025");
    let hard = in_crowns.replace("targets: {", "targets_are: required, targets: {");
    let it = Try::new().file("model.yaml", &in_crowns).file("hard.yaml", &hard).file("study.yaml", STUDY);
    let amounts = |text: &str| {
        text.split_whitespace().any(|word| ["m", "bn"].contains(&word.trim_end_matches([',', ';', '.', ')'])))
    };
    let mut silent = Vec::new();
    for command in COMMANDS {
        let ran = it.run(&command.split(' ').collect::<Vec<_>>());
        let said = stdout(&ran.output) + &stderr(&ran.output);
        assert_eq!(strangers(&said), Vec::<&str>::new(), "{command}");
        if amounts(&stdout(&ran.output)) && !said.contains("SEK") {
            silent.push(*command);
        }
    }
    assert_eq!(silent, Vec::<&str>::new(), "amounts of which nobody says in which money they are");
    for (name, bytes) in it.files(".") {
        let is_text = Path::new(&name).extension().is_some_and(|ending| {
            ["csv", "json", "html", "yaml", "jsonl"].iter().any(|known| ending.eq_ignore_ascii_case(known))
        });
        if is_text {
            let text = String::from_utf8(bytes).unwrap();
            let found: Vec<String> = strangers(&text).iter().map(|line| line.chars().take(200).collect()).collect();
            assert_eq!(found, Vec::<String>::new(), "{name}");
        }
    }
    if let Some(sheets) = texts_of_workbook(&it.path("book.xlsx")) {
        assert!(sheets.contains("MSEK"), "no heading of the workbook names the money");
        assert_eq!(strangers(&sheets), Vec::<&str>::new(), "book.xlsx");
    }
}

/// Every text of a workbook, one a line; nothing where it cannot be opened here.
fn texts_of_workbook(path: &Path) -> Option<String> {
    let python = "import re,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist():\n  if n.endswith('.xml'): print('\\n'.join(re.findall('>([^<]+)<', z.read(n).decode())))";
    match Command::new("python3").args(["-c", python]).arg(path).output() {
        Ok(output) if output.status.success() => Some(stdout(&output)),
        Ok(output) => panic!("{}", stderr(&output)),
        Err(error) => {
            skipped(&format!("python3 cannot be run ({error}), so that the texts of a workbook are not read"));
            None
        }
    }
}
