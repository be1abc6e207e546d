//! What a folder of a study says of itself: which study, which shard, and what of it is done.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::input::{own_path, own_text};
use crate::legible::Shown;
use crate::report::batch::durable::{self, read_lines};
use crate::scenario::Study;

/// Which study, and which part of it, a folder holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Name of the study.
    pub study: String,
    /// What it asks.
    pub about: String,
    /// Digest of everything that its runs hang on.
    pub digest: String,
    /// Version of the program.
    pub version: String,
    /// The solver and its version.
    pub solver: String,
    /// How many scenarios there are.
    pub scenarios: usize,
    /// Codes of the proposals.
    pub proposals: Vec<String>,
    /// Which shard it is, from 0.
    pub shard: usize,
    /// Of how many.
    pub of: usize,
    /// How many runs a part holds.
    pub part: usize,
}

impl Header {
    /// How many runs the study has, those of other shards among them.
    #[must_use]
    pub const fn all_runs(&self) -> usize {
        self.scenarios * self.proposals.len()
    }

    /// How many runs this shard has: every `of`th one, from its own number on.
    #[must_use]
    pub const fn runs(&self) -> usize {
        (self.all_runs() + self.of - 1 - self.shard) / self.of
    }

    /// How many parts this shard has.
    #[must_use]
    pub const fn parts(&self) -> usize {
        self.runs().div_ceil(self.part)
    }

    /// How many runs a part of it holds.
    #[must_use]
    pub fn runs_of(&self, part: usize) -> usize {
        self.part.min(self.runs().saturating_sub(part * self.part))
    }

    /// The number in the study of a run of this shard.
    #[must_use]
    pub const fn number(&self, place: usize) -> usize {
        place * self.of + self.shard
    }

    /// Reads what a folder holds.
    ///
    /// # Errors
    /// It holds no study, or one that cannot be read; in words.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join("study.json");
        let text =
            own_text(folder, "study.json").map_err(|what| format!("{} holds no study: {what}", folder.shown()))?;
        let header: Self =
            serde_json::from_str(&text).map_err(|error| format!("{} cannot be read back: {error}", path.shown()))?;
        let runs = (header.scenarios as u128) * (header.proposals.len() as u128);
        if header.shard >= header.of || header.part == 0 || runs > Study::MOST_RUNS {
            return Err(format!("{} is no study that a batch wrote", path.shown()));
        }
        Ok(header)
    }

    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        durable::write(&folder.join("study.json"), |file| {
            serde_json::to_writer_pretty(&mut *file, self)?;
            io::Write::write_all(file, b"\n")
        })
    }
}

/// A line of the journal: a part is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Journal {
    /// Number of the part.
    pub part: usize,
    /// Runs in it.
    pub runs: usize,
    /// Of them, those without a plan.
    pub failed: usize,
    /// Seconds that its runs took, added up.
    pub seconds: f64,
}

/// The journal of a folder: parts that are done, each once.
///
/// # Errors
/// It cannot be read.
pub fn journal_of(folder: &Path) -> io::Result<Vec<Journal>> {
    let path = folder.join("journal.jsonl");
    if path.exists() {
        own_path(folder, "journal.jsonl").map_err(io::Error::other)?;
    }
    let mut lines: Vec<Journal> = read_lines(&path)?;
    lines.sort_by_key(|line| line.part);
    lines.dedup_by_key(|line| line.part);
    Ok(lines)
}
