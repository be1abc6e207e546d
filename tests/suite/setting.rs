//! What tests share: where the project is, reading models, running the program.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use entente::input::{self, Reading};
use entente::model::Model;
use entente::planning::Run;
use entente::planning::{Approach, plan};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestRunner};

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of a folder with an ending, by name.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = std::fs::read_dir(root().join(folder))
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension() == Some(OsStr::new(ending)))
        .collect();
    list.sort();
    assert!(!list.is_empty(), "{folder} holds no .{ending}");
    list
}

/// Models of all of Europe: they take seconds or minutes, and of them nobody knows the answer by hand.
pub const LARGE: [&str; 2] = ["european-pillar.yaml", "europe-2026.yaml"];

/// Every model of the folder that is solved in no time.
pub fn small_models() -> Vec<PathBuf> {
    files("models", "yaml").into_iter().filter(|path| !LARGE.iter().any(|name| path.ends_with(name))).collect()
}

/// The model of a text, which must be good.
pub fn model(text: &str) -> Model {
    good(input::read_text("model.yaml", text, &[]))
}

/// The model of a file, which must be good.
pub fn model_file(path: &Path) -> Model {
    good(input::read_file(path, &[]))
}

fn good(reading: Reading) -> Model {
    let findings = reading.render_findings(false).join("\n");
    reading.model.unwrap_or_else(|| panic!("the model has findings:\n{findings}"))
}

/// Solves a model, which must have a plan.
pub fn solved(model: &Model) -> Run {
    plan(model, Approach::default()).unwrap_or_else(|problem| panic!("{problem}: {problem:?}"))
}

/// What a text's findings say, without paths of this machine.
pub fn findings(text: &str) -> String {
    input::read_text("model.yaml", text, &[]).render_findings(false).join("\n\n")
}

/// Runs the program in the project's folder.
pub fn entente<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(args: I) -> Output {
    Command::new(env!("CARGO_BIN_EXE_entente")).args(args).current_dir(root()).output().unwrap()
}

/// What a run printed.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a run told on standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// How a law is tried on random models: so many times, or as many times that as `LAWS_TIMES` says, and first with the seeds that once
/// failed. A new one is added to the file, which belongs into the repository, so that nobody meets the same fault again by chance.
pub fn law(cases: u32, seeds: &'static str) -> ProptestConfig {
    let kept = FileFailurePersistence::Direct(seeds);
    let times = std::env::var("LAWS_TIMES").map_or(1, |times| times.parse().expect("LAWS_TIMES is a whole number"));
    let cases = cases * times;
    ProptestConfig { cases, failure_persistence: Some(Box::new(kept)), ..ProptestConfig::default() }
}

#[test]
fn the_seed_of_a_law_that_fails_is_kept_and_tried_first() {
    let folder = tempfile::tempdir().unwrap();
    let seeds: &'static str = folder.path().join("regressions/law.txt").to_str().unwrap().to_owned().leak();
    let seen = std::cell::RefCell::new(Vec::new());
    let fails = |number: u32| {
        seen.borrow_mut().push(number);
        if number < 1000 { Ok(()) } else { Err(TestCaseError::fail("a thousand or more")) }
    };
    let run =
        || TestRunner::new(ProptestConfig { source_file: Some(file!()), ..law(200, seeds) }).run(&any::<u32>(), fails);
    run().unwrap_err();
    assert!(std::fs::read_to_string(seeds).unwrap().lines().any(|line| line.starts_with("cc ")));
    let first = seen.borrow().iter().copied().find(|number| *number >= 1000).unwrap();
    seen.borrow_mut().clear();
    run().unwrap_err();
    assert_eq!(seen.borrow().first(), Some(&first));
}

/// Says that a test, or a part of one, is skipped for want of something. The harness hides what tests print, so a line goes to the
/// file that `ENTENTE_SKIPPED` names, too; `./verify` counts its lines. Where `CI` is set, nothing may be missing.
#[track_caller]
#[expect(clippy::print_stderr, reason = "whoever runs the tests is to know")]
pub fn skipped(why: &str) {
    assert!(std::env::var_os("CI").is_none_or(|value| value.is_empty()), "{why}");
    eprintln!("skipped: {why}");
    if let Some(path) = std::env::var_os("ENTENTE_SKIPPED") {
        let mut file = std::fs::File::options().create(true).append(true).open(path).unwrap();
        // One write a line, so that tests at one time do not mix theirs.
        file.write_all(format!("{why}\n").as_bytes()).unwrap();
    }
}

/// Close enough for two ways of computing one number.
#[track_caller]
pub fn assert_close(found: f64, expected: f64, relative: f64) {
    let room = relative * found.abs().max(expected.abs()).max(1.0);
    assert!((found - expected).abs() <= room, "found {found}, expected {expected}");
}
