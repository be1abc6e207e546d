//! The arrows of the house: which room uses which. A new arrow is a decision, taken here, in a commit that says why.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::setting::root;

mod declarations;

/// Every room from the ground up, with the rooms that it uses.
const ARROWS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("budget", &[]),
    ("id", &[]),
    ("legible", &[]),
    ("results", &["legible"]),
    ("model", &["id", "units"]),
    ("scenario", &["id", "model", "units"]),
    ("schema", &[]),
    ("input", &["id", "legible", "model", "scenario", "schema", "units"]),
    ("formulation", &["id", "legible", "model"]),
    ("reduction", &["formulation", "id", "model", "units"]),
    ("engine", &["budget", "formulation", "units"]),
    ("solve", &["budget", "engine", "formulation", "model", "reduction"]),
    ("plan", &["formulation", "id", "legible", "model", "solve", "units"]),
    ("measures", &["id", "model", "plan", "units"]),
    ("audit", &["id", "measures", "model", "plan", "units"]),
    ("planning", &["audit", "budget", "formulation", "id", "measures", "model", "plan", "reduction", "solve"]),
    ("layout", &["legible", "units"]),
    (
        "questions",
        &[
            "audit",
            "budget",
            "formulation",
            "id",
            "layout",
            "legible",
            "measures",
            "model",
            "plan",
            "planning",
            "reduction",
            "results",
            "scenario",
            "solve",
            "units",
        ],
    ),
    ("disk", &["legible", "results"]),
    (
        "report",
        &[
            "audit",
            "disk",
            "id",
            "input",
            "layout",
            "legible",
            "measures",
            "model",
            "plan",
            "planning",
            "questions",
            "results",
            "solve",
            "units",
        ],
    ),
    (
        "batch",
        &[
            "budget", "disk", "id", "input", "layout", "legible", "measures", "model", "planning", "report", "results",
            "scenario", "solve", "units",
        ],
    ),
    ("contract", &["batch", "disk", "layout", "questions", "report", "results"]),
    (
        "app",
        &[
            "budget",
            "disk",
            "id",
            "input",
            "layout",
            "legible",
            "measures",
            "model",
            "planning",
            "questions",
            "report",
            "schema",
            "solve",
        ],
    ),
    (
        "cli",
        &[
            "app",
            "batch",
            "budget",
            "contract",
            "disk",
            "formulation",
            "input",
            "layout",
            "legible",
            "model",
            "plan",
            "planning",
            "questions",
            "report",
            "results",
            "scenario",
            "schema",
            "solve",
        ],
    ),
];

/// The code of a file without its comments, so that a comment draws no arrow.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Every Rust file below a folder.
fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The room of a file: the first step of its path below `src`.
fn room(path: &Path) -> String {
    let below = path.strip_prefix(root().join("src")).unwrap();
    below.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

#[test]
fn rooms_use_only_what_the_list_says() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let mut drawn: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in &files {
        let own = room(file);
        if own == "main" || own == "lib" {
            continue;
        }
        let uses = drawn.entry(own.clone()).or_default();
        for part in code(file).split("crate::").skip(1) {
            let other: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if other != own {
                uses.insert(other);
            }
        }
    }
    let listed: BTreeMap<String, BTreeSet<String>> = ARROWS
        .iter()
        .map(|(room, uses)| ((*room).to_owned(), uses.iter().map(|u| (*u).to_owned()).collect()))
        .collect();
    assert_eq!(drawn, listed, "the code draws the arrows on the left, the list has those on the right");
}

#[test]
fn arrows_run_one_way() {
    for (place, (room, uses)) in ARROWS.iter().enumerate() {
        for used in *uses {
            let below = ARROWS[..place].iter().any(|(other, _)| other == used);
            assert!(below, "{room} uses {used}, which is not below it");
        }
    }
}

#[test]
fn only_the_engine_room_names_a_solver() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    for file in files.iter().filter(|file| room(file) != "engine") {
        let code = code(file).to_lowercase();
        for name in ["highs", "good_lp", "microlp"] {
            assert!(!code.contains(name), "{} names {name}", file.display());
        }
    }
}

/// Whoever else made or changed a model could pass over what `input` checks.
#[test]
fn models_are_drafted_only_where_they_are_checked() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let drafts = ["src/scenario/apply.rs", "src/reduction/lumped.rs"].map(|file| root().join(file));
    for file in &files {
        let text = code(file);
        let may = ["model", "input"].contains(&room(file).as_str()) || drafts.contains(file);
        assert!(may || !text.contains("ModelDraft"), "{} drafts a model", file.display());
        assert!(!text.contains("DerefMut for Model"), "{} lets anybody change a model", file.display());
    }
    let text = code(&root().join("src/model/mod.rs"));
    assert!(text.contains("pub struct Model {\n    parts: ModelParts,\n}"), "the parts of a model are private");
}

#[test]
fn only_the_command_line_prints_or_reads_the_environment() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    for file in files.iter().filter(|file| !["cli", "main"].contains(&room(file).as_str())) {
        let code = code(file);
        for word in ["println!", "eprintln!", "std::env::", "process::exit"] {
            assert!(!code.contains(word), "{} uses {word}", file.display());
        }
    }
}

/// Whoever writes elsewhere forgets one of: whole or not at all, brought to the disk, nothing of others replaced.
#[test]
fn only_the_disk_room_writes() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let words = [
        "File::create",
        "OpenOptions",
        "fs::write",
        "fs::rename",
        "fs::copy",
        "remove_dir",
        "hard_link",
        "File::options",
    ];
    for file in files.iter().filter(|file| room(file) != "disk") {
        let text = code(file);
        // Unit tests may spoil files.
        let text = text.split("#[cfg(test)]").next().unwrap();
        for word in words {
            assert!(!text.contains(word), "{} uses {word}; only the room `disk` writes", file.display());
        }
    }
}

#[test]
fn paths_are_shown_in_one_way() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    for file in files {
        assert!(!code(&file).contains(".display()"), "{}: a path is shown with `Shown::shown`", file.display());
    }
}

#[test]
fn rooms_are_in_the_list_and_files_hold_one_idea() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    sources(&root().join("crates"), &mut files);
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines; split it by idea", file.display());
        assert!(text.starts_with("//! "), "{} does not begin with what it is", file.display());
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            !["util", "utils", "common", "misc", "helpers", "prelude"].contains(&name.as_str()),
            "{}",
            file.display()
        );
    }
}

/// A crate beside the package stands by itself: it knows no solver and nothing of procurement, so that others can use it.
#[test]
fn crates_know_no_solver_and_no_procurement() {
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    assert!(!files.is_empty());
    files.extend(
        std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path().join("Cargo.toml")),
    );
    for file in files {
        let text = std::fs::read_to_string(&file)
            .unwrap()
            .to_lowercase()
            .replace("entente-interior-point", "")
            .replace("entente-exact-bound", "")
            .replace("entente-coalition-game", "");
        for word in ["highs", "good_lp", "entente", "procure", "nation:", "offer"] {
            assert!(!text.contains(word), "{} says {word}", file.display());
        }
    }
}

/// A law whose failing seed is thrown away fails once and then passes. Those that try the same models each time need no seeds.
#[test]
fn seeds_of_laws_are_kept() {
    let mut files = Vec::new();
    sources(&root().join("tests"), &mut files);
    for file in files.iter().filter(|file| !file.ends_with("suite/architecture.rs")) {
        let code = code(file);
        let same = code.contains("deterministic_rng(");
        assert!(same || !code.contains("failure_persistence: None"), "{}: use `law`", file.display());
        assert!(
            !code.contains("proptest! {") || code.contains("proptest_config(law("),
            "{}: use `law`",
            file.display()
        );
    }
}

/// A test that returns where something is missing looks as if it had passed: only `skipped` may decide that, which counts it.
#[test]
fn tests_are_skipped_in_one_way() {
    let mut files = Vec::new();
    sources(&root().join("tests"), &mut files);
    for file in
        files.iter().filter(|file| !file.ends_with("suite/setting.rs") && !file.ends_with("suite/architecture.rs"))
    {
        assert!(
            !code(file).contains("(\"CI\")"),
            "{}: whether something may be missing is for `skipped`",
            file.display()
        );
    }
}
