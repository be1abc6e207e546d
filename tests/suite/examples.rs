//! Every program of `examples/` runs and says what it is there to say.

use std::collections::BTreeSet;
use std::process::Command;

use crate::setting::{files, root, stderr, stdout};

/// Each example and a line that it must print.
const EXAMPLES: &[(&str, &str)] = &[
    ("audit_orders", "budget of POL, 2026: 75 MEUR where 60 is the limit"),
    ("compare_budgets", "         40     50.0 %"),
    ("solve_a_model", "2027: 72.0 % without orders, 38.0 % with the plan"),
    ("what_limits_are_worth", "one more unit of: target of New York for goods, 1963 → +0.225000, which is worse"),
];

#[test]
fn every_example_of_the_folder_is_run() {
    let found: BTreeSet<String> =
        files("examples", "rs").iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let run: BTreeSet<String> = EXAMPLES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, run);
}

#[test]
fn every_example_says_what_it_found() {
    // Cargo builds examples beside the folder in which the program of these tests lies.
    let mut folder = std::env::current_exe().unwrap();
    folder.pop();
    folder.pop();
    for (name, line) in EXAMPLES {
        let program = folder.join("examples").join(name).with_extension(std::env::consts::EXE_EXTENSION);
        assert!(program.exists(), "{name} is not built; `cargo test` or `cargo build --examples` does it");
        let output = Command::new(&program).current_dir(root()).output().unwrap();
        assert!(output.status.success(), "{name}: {}", stderr(&output));
        let text = stdout(&output);
        assert!(text.lines().any(|found| found == *line), "{name} does not print\n{line}\nbut\n{text}");
    }
}
