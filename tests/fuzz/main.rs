//! Fuzzing of every door through which strangers' files come: YAML, CSV, workbooks, a run's folder, a study's folder. Good files are mutated,
//! and whatever comes of it, nothing may panic. `tools/fuzz/run` builds and runs it; without arguments it takes some hundred inputs a
//! door, so that the suite runs it, too.
//!
//! Every input follows from its door and number, so that a number is enough to see it again: `--door csv --from 4711 --inputs 1`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a fuzzer tells and fails"
)]

mod doors;
mod mutate;
mod workbook;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use doors::Door;

/// What is asked for.
struct Asked {
    doors: Vec<String>,
    inputs: u64,
    from: u64,
    minutes: Option<f64>,
}

fn asked() -> Asked {
    let mut asked = Asked { doors: Vec::new(), inputs: 300, from: 0, minutes: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} takes a value"));
        match word.as_str() {
            "--door" => asked.doors.push(value()),
            "--inputs" => asked.inputs = value().parse().expect("a number of inputs"),
            "--from" => asked.from = value().parse().expect("the number of an input"),
            "--minutes" => asked.minutes = Some(value().parse().expect("minutes")),
            // What the test runner hands on is for other tests.
            _ => {}
        }
    }
    if asked.doors.is_empty() {
        asked.doors = doors::NAMES.iter().map(|name| (*name).to_owned()).collect();
    }
    asked
}

fn main() {
    let asked = asked();
    let mut panics = 0;
    for name in &asked.doors {
        let door = doors::open(name).unwrap_or_else(|| panic!("--door is one of {}", doors::NAMES.join(", ")));
        panics += through(name, door.as_ref(), &asked);
    }
    assert!(panics == 0, "{panics} inputs panic; `--from NUMBER --inputs 1` makes one again");
}

/// Puts inputs through a door; how many panicked.
fn through(name: &str, door: &dyn Door, asked: &Asked) -> u64 {
    let began = Instant::now();
    let share = asked.minutes.map(|minutes| Duration::from_secs_f64(60.0 * minutes / asked.doors.len() as f64));
    let (mut made, mut past, mut panics, mut slowest) = (0, 0, 0, (Duration::ZERO, 0));
    let mut number = asked.from;
    let goes_on = |made: u64| share.map_or(made < asked.inputs, |share| began.elapsed() < share);
    // What was found once stays mended, and what is known to be hard is tried.
    for path in kept(name) {
        let bytes = std::fs::read(&path).unwrap();
        if catch_unwind(AssertUnwindSafe(|| door.kept(&bytes))).is_err() {
            println!("{}: panics again", path.display());
            panics += 1;
        }
    }
    while goes_on(made) {
        let start = Instant::now();
        match catch_unwind(AssertUnwindSafe(|| door.input(number))) {
            Ok(parsed) => past += u64::from(parsed),
            Err(_) => {
                println!("door {name}, input {number}: panic");
                panics += 1;
            }
        }
        slowest = slowest.max((start.elapsed(), number));
        made += 1;
        number += 1;
    }
    let percent = 100.0 * past as f64 / made.max(1) as f64;
    println!(
        "door {name}: {made} inputs, {past} past the parser ({percent:.0} %), {panics} panics, {:.0} s; slowest {:.1} s (input {})",
        began.elapsed().as_secs_f64(),
        slowest.0.as_secs_f64(),
        slowest.1
    );
    // Inputs that no parser takes test the parser alone.
    assert!(made < 200 || percent >= 10.0, "only {percent:.1} % come past the parser");
    panics
}

/// Inputs of a door that are tried each time: those that once panicked, and those of whose kind others were.
fn kept(door: &str) -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(door);
    let mut all: Vec<_> = std::fs::read_dir(folder).map_or(Vec::new(), |all| all.map(|e| e.unwrap().path()).collect());
    all.sort();
    all
}
