//! The pages are true: README blocks are run and what they show is what is printed, links lead somewhere, and what the
//! pages list is what the code has.
//!
//! A fence says what its block is: `console` (commands, run here one after the other in one folder), `console slow`
//! (the same, run only where `SLOW_PAGES` is set, as `./verify --all` does), `yaml` (a complete model; a first line `# NAME.yaml` puts it into that folder),
//! `yaml fragment` (a part of a model), `text` (an illustration).

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::CommandFactory;
use entente::batch::study_page;
use entente::cli::{Cli, GROUPS};
use entente::contract::results_format_page;
use entente::formulation::FAMILIES;
use entente::input::read_text;
use entente::schema::{file_format_page, study_format_page};
use expect_test::expect_file;

use crate::setting::{files, root, stderr, stdout};

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, &there).unwrap();
        }
    }
}

/// The README with what its commands print now; `UPDATE_EXPECT=1` writes it.
#[test]
fn every_block_of_the_readme_holds() {
    expect_file!["../../README.md"].assert_eq(&renewed("README.md"));
}

/// The same for the page on studies.
#[test]
fn every_block_of_the_page_on_studies_holds() {
    expect_file!["../../docs/studies.md"].assert_eq(&renewed("docs/studies.md"));
}

/// The same for every tutorial, at one time.
#[test]
fn every_block_of_the_tutorials_holds() {
    std::thread::scope(|scope| {
        for path in files("docs/tutorials", "md") {
            scope.spawn(move || {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                expect_file![path].assert_eq(&renewed(&name));
            });
        }
    });
}

/// A first reader reads all of it: whatever is longer belongs into the guide.
#[test]
fn the_readme_is_short() {
    let lines = page("README.md").lines().count();
    assert!(lines <= 250, "README.md has {lines} lines");
}

/// A page with what its commands print now, run in a folder that has the models, the data and the examples.
fn renewed(name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    for name in ["models", "data", "examples"] {
        copy(&root().join(name), &folder.path().join(name));
    }
    let page = page(name);
    let mut renewed = String::new();
    let mut lines = page.lines().enumerate();
    while let Some((place, line)) = lines.next() {
        renewed.push_str(line);
        renewed.push('\n');
        let at = format!("{name}:{}", place + 1);
        let Some(kind) = line.strip_prefix("```") else {
            assert!(!line.trim_start().starts_with("```"), "{at}: a fence that is set in; begin it at the margin");
            continue;
        };
        let inside: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        match kind {
            "console" => renewed.push_str(&ran(&inside, folder.path(), &at)),
            "console slow"
                if env::var_os("SLOW_PAGES").is_some() && inside.iter().any(|line| !line.starts_with("$ ")) =>
            {
                let (command, shown) = inside.split_first().unwrap();
                renewed.extend([command, "\n"]);
                renewed.push_str(&excerpt(shown, &printed(command, folder.path(), &at)));
            }
            "console slow" => {
                for command in inside.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    let program = command.split_whitespace().next().unwrap_or_default();
                    assert!(root().join(program).is_file(), "{at}: there is no {program}");
                }
                renewed.push_str(&block(&inside));
            }
            "yaml" => {
                is_good(&inside, folder.path(), &at);
                renewed.push_str(&block(&inside));
            }
            "yaml fragment" | "text" => renewed.push_str(&block(&inside)),
            other => panic!("{at}: a fence of a kind that nobody knows: `{other}`"),
        }
        renewed.push_str("```\n");
    }
    renewed
}

fn block(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| [*line, "\n"]).collect()
}

/// What a command of a block prints.
fn printed(command: &str, folder: &Path, at: &str) -> String {
    let arguments = command
        .strip_prefix("$ ./entente ")
        .unwrap_or_else(|| panic!("{at}: `{command}` does not begin with `$ ./entente `"));
    let output = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{at}: `{command}` ended with {}:\n{}", output.status, stderr(&output));
    stdout(&output)
}

/// The block with what its commands print now. A command that shows nothing is only run; of one whose last line shown is
/// `…`, as many lines are shown as before.
fn ran(block: &[&str], folder: &Path, at: &str) -> String {
    let mut renewed = String::new();
    let mut rest = block;
    while let Some((command, after)) = rest.split_first() {
        let length = after.iter().position(|line| line.starts_with("$ ")).unwrap_or(after.len());
        let (shown, next) = after.split_at(length);
        rest = next;
        let printed = printed(command, folder, at);
        renewed.push_str(command);
        renewed.push('\n');
        let cut = shown.last() == Some(&"…");
        let many = match shown.len() {
            0 => 0,
            lines if cut => lines - 1,
            _ => usize::MAX,
        };
        for line in printed.trim_end().lines().take(many) {
            renewed.push_str(&without_clock(line));
            renewed.push('\n');
        }
        if cut {
            renewed.push_str("…\n");
        }
    }
    renewed
}

/// Whether two lines say the same, but for time, memory and the width of what stands between.
fn says_the_same(shown: &str, printed: &str) -> bool {
    let is_amount = |word: &str, next: &str| {
        let unit = next.trim_end_matches(|letter: char| !letter.is_alphabetic());
        word.parse::<f64>().is_ok() && ["s", "min", "h", "MB", "GB"].contains(&unit)
    };
    let words = |line: &str| {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let next = |place: usize| words.get(place + 1).map_or("", String::as_str);
        let without =
            words.iter().enumerate().map(|(place, word)| if is_amount(word, next(place)) { "…" } else { word });
        without.map(str::to_owned).collect::<Vec<_>>()
    };
    // How long something takes may be measured in another way where it takes longer.
    let is_time = |line: &str| line.trim_start().starts_with("time ");
    (is_time(shown) && is_time(printed)) || words(shown) == words(printed)
}

/// The block of a command that takes long: lines shown, in the order in which they are printed, with `…` for those between; a line
/// that is not printed any more gives way to the next one that begins with the same letters.
fn excerpt(shown: &[&str], printed: &str) -> String {
    let mut rest = printed.lines();
    let mut renewed = String::new();
    for line in shown {
        let letters = |line: &str| line.chars().filter(|letter| letter.is_alphabetic()).take(16).collect::<String>();
        let begins_alike = |other: &str| letters(line) == letters(other);
        let now = match *line {
            "…" => line,
            line if rest.clone().any(|other| says_the_same(line, other)) => {
                rest.find(|other| says_the_same(line, other)).map_or(line, |_| line)
            }
            line => {
                rest.find(|other| begins_alike(other)).unwrap_or_else(|| panic!("nothing like `{line}` is printed"))
            }
        };
        renewed.push_str(now);
        renewed.push('\n');
    }
    renewed
}

#[test]
fn only_time_and_memory_may_differ_in_what_takes_long() {
    let shown = ["proven within 0.3 %, 1.6 s", "…", "Main battle tanks   5 000"];
    let printed =
        |proven: &str, tanks: &str| format!("proven within {proven} %, 10.0 s\nGuns 7\nMain battle tanks {tanks}\n");
    assert_eq!(excerpt(&shown, &printed("0.3", "5 000")), block(&shown));
    assert_ne!(excerpt(&shown, &printed("0.4", "5 000")), block(&shown));
    assert!(excerpt(&shown, &printed("0.3", "6 000")).ends_with("…\nMain battle tanks 6 000\n"));
}

/// A line without what differs from run to run: the seconds at its end.
fn without_clock(line: &str) -> String {
    match line.strip_suffix(" s").and_then(|line| line.rsplit_once(' ')) {
        Some((before, seconds)) if seconds.parse::<f64>().is_ok() => {
            // Where the line ends flush right, a second digit takes a space before it.
            let wider = " ".repeat(seconds.len().saturating_sub("0.0".len()));
            let (left, right) = before.rsplit_once("  ").unwrap_or((before, ""));
            if right.is_empty() { format!("{before} 0.0 s") } else { format!("{left}{wider}  {right} 0.0 s") }
        }
        _ => line.to_owned(),
    }
}

/// A model without findings, put into the folder where its first line names it.
fn is_good(lines: &[&str], folder: &Path, at: &str) {
    let text = block(lines);
    let reading = read_text("README.md", &text, &[]);
    let findings = reading.render_findings(false);
    assert!(reading.model.is_some() && findings.is_empty(), "{at}:\n{}", findings.join("\n"));
    if let Some(name) = lines
        .first()
        .and_then(|line| line.strip_prefix("# "))
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "yaml"))
    {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// Every page that people read.
fn pages() -> Vec<PathBuf> {
    [
        "docs",
        "docs/tutorials",
        "docs/decisions",
        ".",
        "data/europe-2025",
        "data/europe-2026",
        "tools/oracle",
        "tools/sentences",
    ]
    .iter()
    .flat_map(|folder| files(folder, "md"))
    .collect()
}

#[test]
fn every_link_leads_somewhere() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for target in links(&text) {
            let (path, place) = target.split_once('#').unwrap_or((target.as_str(), ""));
            let there = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            assert!(there.exists(), "{}: the link to {target} leads nowhere", page.display());
            if !place.is_empty() {
                let headings = headings(&fs::read_to_string(&there).unwrap());
                assert!(headings.iter().any(|heading| heading == place), "{}: no heading {target}", page.display());
            }
        }
    }
}

/// The guide has every page, and its pages link to no page that it leaves out: such a link would lead nowhere there.
#[test]
fn the_guide_has_every_page() {
    let place = |path: &Path| fs::canonicalize(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let summary = place(&root().join("docs/SUMMARY.md"));
    let of = |page: &Path| -> Vec<PathBuf> {
        let text = fs::read_to_string(page).unwrap();
        let targets = links(&text).into_iter().map(|target| target.split('#').next().unwrap_or_default().to_owned());
        targets
            .filter(|target| Path::new(target).extension().is_some_and(|ending| ending == "md"))
            .map(|target| place(&page.parent().unwrap().join(target)))
            .collect()
    };
    let listed = of(&summary);
    for page in pages().iter().map(|page| place(page)).filter(|page| *page != summary) {
        assert!(listed.contains(&page), "docs/SUMMARY.md does not list {}", page.display());
    }
    for page in &listed {
        for target in of(page) {
            assert!(listed.contains(&target), "{} links to {}", page.display(), target.display());
        }
    }
}

/// The lines of a page outside its fences.
fn prose(page: &str) -> Vec<&str> {
    let mut inside = false;
    page.lines()
        .filter(|line| {
            let fence = line.starts_with("```");
            inside ^= fence;
            !inside && !fence
        })
        .collect()
}

/// What the links of a page point to, those into the web left out.
fn links(page: &str) -> Vec<String> {
    prose(page)
        .iter()
        .flat_map(|line| line.split("](").skip(1))
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target.to_owned())
        .filter(|target| !target.contains("://"))
        .collect()
}

/// The anchors that the headings of a page make.
fn headings(page: &str) -> Vec<String> {
    prose(page)
        .iter()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// `UPDATE_EXPECT=1` writes the page.
#[test]
fn the_page_on_the_file_format_is_made_from_the_schema() {
    expect_file!["../../docs/file-format.md"].assert_eq(&file_format_page());
}

/// `UPDATE_EXPECT=1` writes the page.
#[test]
fn the_page_on_the_format_of_studies_is_made_from_the_schema() {
    expect_file!["../../docs/study-format.md"].assert_eq(&study_format_page(&study_page()));
}

#[test]
fn the_page_on_the_format_of_results_is_made_from_the_contract() {
    expect_file!["../../docs/results-format.md"].assert_eq(&results_format_page());
}

#[test]
fn the_changelog_names_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let named = page("CHANGELOG.md")
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .any(|heading| heading.split_whitespace().next() == Some(version));
    assert!(named, "CHANGELOG.md has no heading `## {version}`");
}

/// The README has the groups of the first help screen, their order and their sentences.
#[test]
fn the_readme_has_every_command_by_purpose() {
    let page = page("README.md");
    let command = Cli::command();
    let mut table = String::new();
    for (heading, names) in GROUPS {
        for (place, name) in names.iter().enumerate() {
            let heading = if place == 0 { format!("**{heading}**") } else { String::new() };
            let about = command.find_subcommand(name).unwrap().get_about().unwrap();
            let _ = writeln!(table, "| {heading} | `{name}` | {about} |");
        }
    }
    assert!(page.contains(&table), "README.md does not have this table of commands:\n{table}");
}

/// Every family has its heading, its sentence and the formula of its file on the page on the formulation.
#[test]
fn the_page_on_the_formulation_has_every_family_as_the_code_has_it() {
    let page = page("docs/formulation.md");
    let mut before = 0;
    for family in FAMILIES {
        let heading = format!("\n### {}\n", family.name);
        let place = page.find(&heading).unwrap_or_else(|| panic!("docs/formulation.md has no `{}`", heading.trim()));
        assert!(place > before, "docs/formulation.md has {} in another place than the table FAMILIES", family.name);
        before = place;
        assert!(page.contains(family.says), "docs/formulation.md does not say of {}: {}", family.name, family.says);
        let file = format!("src/formulation/constraints/{}.rs", family.name);
        let code = self::page(&file);
        let formula: Vec<&str> = code
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .skip_while(|line| line.trim() != "```text")
            .skip(1)
            .take_while(|line| line.trim() != "```")
            .collect();
        assert!(!formula.is_empty(), "{file} has no formula at its head");
        for line in formula {
            assert!(page.contains(line.trim()), "docs/formulation.md lacks this line of {file}:\n{}", line.trim());
        }
    }
}

/// A dependency without a reason is none.
#[test]
fn the_page_on_the_architecture_names_every_dependency() {
    let page = page("docs/architecture.md");
    let manifest = self::page("Cargo.toml");
    let mut listed = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            listed = line.ends_with("dependencies]");
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| listed && !line.starts_with('#')) {
            assert!(page.contains(&format!("| `{name}`")), "docs/architecture.md gives no reason for {name}");
        }
    }
}
