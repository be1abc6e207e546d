//! Studies: what a study document means, what is drawn, and that nothing of a study is ever lost.

mod documents;
mod drawn;
mod engines;
mod readers;
mod runs;
mod shocks;
mod spoilt;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::setting::{entente, stderr};

/// Three armies, two ways to buy, some hundred runs of some milliseconds.
pub const SHELLS: &str = "examples/studies/shells.yaml";

/// The tables that must be the same however a study was run.
const SAME: [&str; 4] = ["results", "runs", "goals", "parameters"];

/// Runs a study with small parts, so that there are many.
pub fn batch(study: &str, out: &Path, more: &[&str]) -> Output {
    let out = out.to_str().unwrap();
    entente([&["batch", study, "--out", out, "--part", "7", "--progress", "none"], more].concat())
}

/// The same, which must end well.
pub fn done(study: &str, out: &Path, more: &[&str]) {
    let output = batch(study, out, more);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// Every byte of the tables that must be the same.
pub fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for table in SAME {
        for entry in fs::read_dir(folder.join(table)).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            all.insert(Path::new(table).join(path.file_name().unwrap()), fs::read(&path).unwrap());
        }
    }
    assert!(all.len() >= 8, "{} holds only {} parts", folder.display(), all.len());
    all
}

/// That two folders hold the same tables, to the last byte.
#[track_caller]
pub fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (bytes(one), bytes(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, there) in &one {
        assert!(*there == other[path], "{} differs", path.display());
    }
}
