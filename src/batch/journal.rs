//! What a folder of a study says of itself: which study, which shard, and what of it is done.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::disk::{Kept, digest, own_path, own_text, read_lines, write_file};
use crate::legible::Shown;
use crate::results::{ResultData, ResultDocument, read_exactly};
use crate::scenario::Study;

/// Which study, and which part of it, a folder holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

    /// The numbers in the study of the runs of a part.
    pub(super) fn numbers(&self, part: usize) -> impl Iterator<Item = usize> + use<> {
        let header = self.clone();
        let first = part * self.part;
        (first..first + self.runs_of(part)).map(move |place| header.number(place))
    }

    /// The digest by which a folder's other files say that they belong to this study and shard.
    pub(super) fn seal(&self) -> String {
        digest(serde_json::to_string(self).unwrap_or_default().as_bytes())
    }

    /// Reads what a folder holds.
    ///
    /// # Errors
    /// It holds no study, or one that was changed since it was written; in words.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join("study.json");
        let text =
            own_text(folder, "study.json").map_err(|what| format!("{} holds no study: {what}", folder.shown()))?;
        let sealed: SealedHeader = read_exactly(&text).map_err(|error| {
            let line = error.line().map_or_else(String::new, |line| format!(":{line}"));
            format!("{}{line}: cannot be read back: {error}; {REMEDY}", path.shown())
        })?;
        if sealed.sha256 != sealed.header.seal() {
            return Err(format!("{} has been changed since it was written; {REMEDY}", path.shown()));
        }
        sealed.header.possible().map_err(|what| format!("{}: {what}; {REMEDY}", path.shown()))?;
        Ok(sealed.header)
    }

    /// Checks that there can be such a study.
    fn possible(&self) -> Result<(), String> {
        let runs = (self.scenarios as u128) * (self.proposals.len() as u128);
        if self.part == 0 || self.shard >= self.of || runs == 0 || runs > Study::MOST_RUNS {
            return Err("it states numbers of runs, shards or parts that cannot be".to_owned());
        }
        Ok(())
    }

    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let sealed = SealedHeader { header: self.clone(), sha256: self.seal() };
        write_file(&folder.join("study.json"), |file| {
            serde_json::to_writer_pretty(&mut *file, &sealed.stamped())?;
            io::Write::write_all(file, b"\n")
        })
        .map(|_| ())
    }
}

/// What puts a spoilt folder in order.
pub(super) const REMEDY: &str = "run its batch again with --resume, which puts it in order";

/// What a folder of a study says of itself, with its digest.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SealedHeader {
    /// Which study, and which part of it.
    #[serde(flatten)]
    pub header: Header,
    /// SHA-256 in hexadecimal of the rest.
    pub sha256: String,
}

impl ResultDocument for SealedHeader {
    const NAME: &'static str = "study";
}

/// A line of the journal: a part is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Journal {
    /// The digest of the header that it belongs to.
    pub header: String,
    /// Number of the part.
    pub part: usize,
    /// Runs in it.
    pub runs: usize,
    /// Of them, those without a plan.
    pub failed: usize,
    /// Seconds that its runs took, added up.
    pub seconds: f64,
    /// SHA-256 in hexadecimal of the part of each table.
    pub files: BTreeMap<String, String>,
}

/// The journal of a folder, as far as it can be believed.
#[derive(Debug)]
pub struct Journals {
    /// Parts that are done, each once, in their order.
    pub lines: Vec<Journal>,
    /// What is wrong with the file, in words.
    pub spoilt: Option<String>,
    /// Whether the file is more than these lines.
    pub(super) is_more: bool,
}

/// Reads the journal of a folder that belongs to a header.
///
/// # Errors
/// It cannot be read.
pub fn journal_of(folder: &Path, header: &Header) -> io::Result<Journals> {
    let path = folder.join("journal.jsonl");
    if path.exists() {
        own_path(folder, "journal.jsonl").map_err(io::Error::other)?;
    }
    let Kept { lines, spoilt, torn } = read_lines::<Journal>(&path)?;
    let (all, seal) = (lines.len(), header.seal());
    let fits =
        |line: &Journal| line.header == seal && line.part < header.parts() && line.runs == header.runs_of(line.part);
    let mut lines: Vec<Journal> = lines.into_iter().filter(fits).collect();
    let strange = all - lines.len();
    lines.sort_by_key(|line| line.part);
    lines.dedup_by_key(|line| line.part);
    let shown = path.shown();
    let numbers = || spoilt.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let what = match (spoilt.is_empty(), strange) {
        (false, _) => Some(format!("{shown}:{}: not as it was written", numbers())),
        (true, 0) => None,
        (true, _) => Some(format!("{shown}: {strange} lines are of another study or shard")),
    };
    let is_more = torn || what.is_some() || lines.len() < all;
    Ok(Journals { lines, spoilt: what, is_more })
}
