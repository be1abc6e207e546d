//! Results that are worked out one by one, by number, in a folder: each is on the disk as soon as it is there, and once all are there, the
//! file is the same to the byte, whoever was killed whenever.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::disk::{Lines, Lock, read_lines, sweep, write_file, write_lines};
use crate::legible::Shown;
use crate::results::{ResultData, ResultDocument, read_exactly};

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Numbered<T> {
    number: u64,
    entry: T,
}

/// A folder of results by number.
pub struct NumberedResults<T> {
    path: PathBuf,
    lines: Lines,
    known: BTreeMap<u64, T>,
    lock: Lock,
    notes: Vec<String>,
}

impl<T: Clone + Serialize + DeserializeOwned> NumberedResults<T> {
    /// The file of results.
    const VALUES: &'static str = "values.jsonl";

    /// Opens the folder of a study: a new or empty one, or its own.
    ///
    /// # Errors
    /// The folder holds something else or another study, somebody else writes into it, or it cannot be written; in words, with a remedy.
    pub fn open<H: ResultDocument + PartialEq>(folder: &Path, header: &H) -> Result<Self, String> {
        let shown = folder.shown();
        let trouble = |error: io::Error| format!("cannot write into {shown}: {error}");
        fs::create_dir_all(folder).map_err(trouble)?;
        let stated = folder.join(format!("{}.json", H::NAME));
        if stated.exists() {
            let text = fs::read_to_string(&stated).map_err(trouble)?;
            let found: H = read_exactly(&text)
                .map_err(|error| format!("{} cannot be read back: {error}; name a new folder", stated.shown()))?;
            if found != *header {
                let what = "another study: another model, proposal, division into players or version";
                return Err(format!("{shown} holds {what}; name a new folder"));
            }
        } else if !crate::disk::files_of(folder).map_err(trouble)?.iter().all(|name| Self::is_before(name)) {
            return Err(format!("{shown} holds something that is no study; name a new folder"));
        }
        let lock = Lock::take(folder, "lock").map_err(trouble)?;
        sweep(folder).map_err(trouble)?;
        if !stated.exists() {
            write_file(&stated, |file| {
                serde_json::to_writer_pretty(&mut *file, &header.stamped())?;
                io::Write::write_all(file, b"\n")
            })
            .map_err(trouble)?;
        }
        let path = folder.join(Self::VALUES);
        let kept = read_lines::<Numbered<T>>(&path).map_err(trouble)?;
        let mut notes = Vec::new();
        if !kept.spoilt.is_empty() {
            notes.push(format!("{}: {} lines are not as they were written", path.shown(), kept.spoilt.len()));
        }
        let whole = kept.is_whole();
        let known = kept.lines.into_iter().map(|line| (line.number, line.entry)).collect();
        if !whole {
            write_lines(&path, &Self::in_order(&known)).map_err(trouble)?;
        }
        Ok(Self { lines: Lines::open(&path).map_err(trouble)?, path, known, lock, notes })
    }

    /// Returns true for files that may be there before the header is.
    fn is_before(name: &str) -> bool {
        name == "lock" || (name.starts_with('.') && Path::new(name).extension().is_some_and(|ending| ending == "part"))
    }

    fn in_order(known: &BTreeMap<u64, T>) -> Vec<Numbered<T>> {
        known.iter().map(|(number, entry)| Numbered { number: *number, entry: entry.clone() }).collect()
    }

    /// What was found to be spoilt, in words.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What is known, by number.
    #[must_use]
    pub const fn known(&self) -> &BTreeMap<u64, T> {
        &self.known
    }

    /// Keeps a result.
    ///
    /// # Errors
    /// It cannot be written, or somebody else may be writing.
    pub fn keep(&mut self, number: u64, entry: &T) -> io::Result<()> {
        self.lock.check()?;
        self.lines.add(&Numbered { number, entry: entry.clone() })?;
        self.known.insert(number, entry.clone());
        Ok(())
    }

    /// Puts the file in the order of numbers, so that it says nothing of the order in which results came.
    ///
    /// # Errors
    /// It cannot be written, or somebody else may be writing.
    pub fn settle(&mut self) -> io::Result<()> {
        self.lock.check()?;
        write_lines(&self.path, &Self::in_order(&self.known))?;
        self.lines = Lines::open(&self.path)?;
        Ok(())
    }
}
