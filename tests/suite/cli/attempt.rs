//! One try of the program in a folder of its own, and what came of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::setting::{stderr, stdout};

/// A case in which more than two plans can be told apart, small enough to be solved in a moment.
pub(super) const MODEL: &str = "\
model: Guns for two
money: MEUR 2025
horizon: 2026..2028
nations:
  DEU: { budget: 100 }
  POL: { budget: 60, carry_over: 50 % }
capabilities:
  guns: { us_baseline: 40, targets: { DEU: 30, POL: 10 } }
producers:
  north: { seat: DEU }
  east: { seat: POL, owners: { POL: 70 %, USA: 30 % } }
offers:
  north_gun: { by: north, gives: guns, price: 8, capacity: 10 a year, expansion: { cost: 1, at_most: 5 } }
  east_gun: { by: east, gives: guns, price: 7, capacity: 4 a year, lead_time: 1 year }
goals:
  - minimise: gap
  - maximise: domestic_volume
    within: 1 %
  - minimise: cost
";

/// A folder to work in, with a model in it.
pub(super) struct Try {
    pub(super) folder: TempDir,
}

/// How a run of the program went.
pub(super) struct Ran {
    pub(super) command: String,
    pub(super) output: Output,
}

impl Try {
    /// A folder that holds `model.yaml`.
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }.file("model.yaml", MODEL)
    }

    /// Puts a file into it.
    pub(super) fn file(self, name: &str, text: &str) -> Self {
        fs::write(self.path(name), text).unwrap();
        self
    }

    /// Where a file of it is.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a file of it says.
    pub(super) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Every file below a folder of it, with its bytes.
    pub(super) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.path(folder)];
        while let Some(next) = open.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(self.path(folder)).unwrap().to_string_lossy().into_owned();
                    found.insert(name, fs::read(&path).unwrap());
                }
            }
        }
        found
    }

    /// Renews the list of what a folder holds, as somebody would who edits results on purpose.
    pub(super) fn list_anew(&self, folder: &str) {
        let place = self.path(folder);
        let mut list: Value = serde_json::from_str(&self.text(&format!("{folder}/contents.json"))).unwrap();
        let files = list["files"].as_object_mut().unwrap();
        files.retain(|name, _| place.join(name).exists());
        for (name, sum) in files {
            *sum = entente::disk::digest_of_file(&place.join(name)).unwrap().into();
        }
        fs::write(place.join("contents.json"), list.to_string()).unwrap();
    }

    /// The program with arguments, to be run in the folder.
    pub(super) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
        command.args(args).current_dir(self.folder.path()).env_remove("NO_COLOR").env_remove("ENTENTE_LOG");
        command
    }

    /// Runs the program in the folder.
    pub(super) fn run(&self, args: &[&str]) -> Ran {
        Ran { command: format!("entente {}", args.join(" ")), output: self.command(args).output().unwrap() }
    }
}

impl Ran {
    /// Ends as it should, and never in a panic.
    #[track_caller]
    pub(super) fn ends(self, code: i32) -> Self {
        let said = stderr(&self.output);
        assert!(!said.contains("panicked"), "{}:\n{said}", self.command);
        assert_eq!(self.output.status.code(), Some(code), "{}:\n{}{said}", self.command, stdout(&self.output));
        self
    }

    #[track_caller]
    pub(super) fn succeeds(self) -> Self {
        self.ends(0)
    }

    /// Standard output holds a text.
    #[track_caller]
    pub(super) fn prints(self, text: &str) -> Self {
        let printed = stdout(&self.output);
        assert!(printed.contains(text), "{} does not print `{text}`:\n{printed}", self.command);
        self
    }

    /// Standard output holds nothing: whoever reads on in a pipe must not take a failure for a result.
    #[track_caller]
    pub(super) fn prints_nothing(self) -> Self {
        assert_eq!(stdout(&self.output), "", "{}", self.command);
        self
    }

    /// Standard error holds a text.
    #[track_caller]
    pub(super) fn tells(self, text: &str) -> Self {
        let told = stderr(&self.output);
        assert!(told.contains(text), "{} does not tell `{text}`:\n{told}", self.command);
        self
    }

    /// Standard error holds nothing.
    #[track_caller]
    pub(super) fn tells_nothing(self) -> Self {
        assert_eq!(stderr(&self.output), "", "{}", self.command);
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.output.stdout)
            .unwrap_or_else(|error| panic!("{}: {error}:\n{}", self.command, stdout(&self.output)))
    }
}
