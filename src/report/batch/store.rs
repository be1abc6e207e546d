//! The folder of a study while it runs. A run that is finished is on the disk before the next is taken: first as a line of its
//! part's own file, and, once all runs of the part are there, as tables. Whatever is killed whenever, what was finished stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::input::Sources;
use crate::legible::Shown;
use crate::report::batch::columns::{STUDY_TABLES, tables};
use crate::report::batch::durable::{self, Lines, read_lines};
use crate::report::batch::journal::{Header, Journal, journal_of};
use crate::report::batch::parts;
use crate::report::provenance::copy_name;
use crate::study::batch::{Finished, Status};

/// What of a study is done.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    /// Runs that are finished.
    pub done: usize,
    /// Of them, those without a plan.
    pub failed: usize,
    /// Seconds that they took, added up.
    pub seconds: f64,
}

/// A part of which some runs are finished.
struct Open {
    lines: Lines,
    done: BTreeSet<usize>,
    failed: usize,
    seconds: f64,
}

/// The folder of a study while it runs.
pub struct Store {
    folder: PathBuf,
    header: Header,
    sealed: BTreeSet<usize>,
    open: BTreeMap<usize, Open>,
    journal: Lines,
    counts: Counts,
    /// Held as long as the study runs, so that no second one writes into the folder; ends with the process.
    _lock: File,
}

impl Store {
    /// A folder for a study: a new or empty one, or, to go on with a study, its own. `digest_of` says which digest a run has.
    ///
    /// # Errors
    /// The folder holds something else, somebody else writes into it, or it cannot be written; in words, with a remedy.
    pub fn open(
        folder: &Path,
        header: Header,
        resume: bool,
        digest_of: impl Fn(usize) -> Option<String>,
    ) -> Result<Self, String> {
        let shown = folder.shown();
        let there = folder.join("study.json").exists();
        if there {
            if !resume {
                return Err(format!(
                    "{shown} holds a study already; add --resume to go on with it, or name a new folder"
                ));
            }
            let found = Header::read(folder)?;
            if found != header {
                let what = differs(&found, &header);
                return Err(format!("{shown} holds {what}; name a new folder"));
            }
        } else if fs::read_dir(folder)
            .is_ok_and(|mut entries| entries.any(|e| e.is_ok_and(|e| !is_ours(&e.file_name()))))
        {
            return Err(format!("{shown} holds something that is no study; name a new folder"));
        }
        Self::prepared(folder, header, digest_of).map_err(|error| format!("cannot write into {shown}: {error}"))
    }

    fn prepared(folder: &Path, header: Header, digest_of: impl Fn(usize) -> Option<String>) -> io::Result<Self> {
        fs::create_dir_all(folder.join("open"))?;
        let lock = File::create(folder.join("lock"))?;
        if lock.try_lock().is_err() {
            return Err(io::Error::other("another batch writes there; wait until it has ended"));
        }
        for table in STUDY_TABLES {
            fs::create_dir_all(folder.join(table))?;
            durable::sweep(&folder.join(table))?;
        }
        if !folder.join("study.json").exists() {
            header.write(folder)?;
        }
        let journal = journal_of(folder)?;
        let mut store = Self {
            folder: folder.to_owned(),
            sealed: journal.iter().map(|line| line.part).collect(),
            open: BTreeMap::new(),
            journal: Lines::open(&folder.join("journal.jsonl"))?,
            counts: Counts {
                done: journal.iter().map(|line| line.runs).sum(),
                failed: journal.iter().map(|line| line.failed).sum(),
                seconds: journal.iter().map(|line| line.seconds).sum(),
            },
            header,
            _lock: lock,
        };
        store.take_up(digest_of)?;
        Ok(store)
    }

    /// Takes up the runs of parts that are not done.
    fn take_up(&mut self, digest_of: impl Fn(usize) -> Option<String>) -> io::Result<()> {
        for part in 0..self.header.parts() {
            let path = self.open_path(part);
            if !path.exists() {
                continue;
            }
            if self.sealed.contains(&part) {
                fs::remove_file(&path)?;
                continue;
            }
            let finished: Vec<Finished> = read_lines(&path)?;
            let good = finished.iter().all(|one| {
                one.run % self.header.of == self.header.shard && digest_of(one.run).as_deref() == Some(&one.digest)
            });
            if !good {
                // Written by something else than this study; its runs are made again.
                fs::remove_file(&path)?;
                continue;
            }
            let mut open = Open { lines: Lines::open(&path)?, done: BTreeSet::new(), failed: 0, seconds: 0.0 };
            for one in &finished {
                note(&mut open, &mut self.counts, one);
            }
            self.open.insert(part, open);
            self.seal_if_full(part)?;
        }
        Ok(())
    }

    fn open_path(&self, part: usize) -> PathBuf {
        self.folder.join("open").join(format!("{part:06}.jsonl"))
    }

    /// Keeps a run that is finished.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&mut self, finished: &Finished) -> io::Result<()> {
        let part = finished.run / self.header.of / self.header.part;
        if !self.open.contains_key(&part) {
            let lines = Lines::open(&self.open_path(part))?;
            self.open.insert(part, Open { lines, done: BTreeSet::new(), failed: 0, seconds: 0.0 });
        }
        if let Some(open) = self.open.get_mut(&part) {
            open.lines.add(finished)?;
            note(open, &mut self.counts, finished);
        }
        self.seal_if_full(part)
    }

    /// Writes the tables of a part of which every run is finished.
    fn seal_if_full(&mut self, part: usize) -> io::Result<()> {
        let Some(open) = self.open.get(&part) else { return Ok(()) };
        if open.done.len() < self.header.runs_of(part) {
            return Ok(());
        }
        let line = Journal { part, runs: open.done.len(), failed: open.failed, seconds: open.seconds };
        let path = self.open_path(part);
        let mut finished: Vec<Finished> = read_lines(&path)?;
        finished.sort_by_key(|one| one.run);
        finished.dedup_by_key(|one| one.run);
        for table in tables(&self.header.study, &finished) {
            parts::write(&self.folder, part, &table)?;
        }
        self.journal.add(&line)?;
        self.open.remove(&part);
        self.sealed.insert(part);
        fs::remove_file(path)
    }

    /// The numbers of the runs that are not finished, in their order.
    pub fn missing(&self) -> impl Iterator<Item = usize> + Send + use<> {
        let header = self.header.clone();
        let sealed = self.sealed.clone();
        let done: BTreeSet<usize> = self.open.values().flat_map(|open| open.done.iter().copied()).collect();
        (0..header.parts()).filter(move |part| !sealed.contains(part)).flat_map(move |part| {
            let first = part * header.part;
            let numbers: Vec<usize> = (first..first + header.runs_of(part))
                .map(|place| header.number(place))
                .filter(|number| !done.contains(number))
                .collect();
            numbers
        })
    }

    /// Keeps copies of the files that the study was read from, as far as they are not there.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn keep_inputs(&self, sources: &Sources) -> io::Result<()> {
        let inputs = self.folder.join("inputs");
        fs::create_dir_all(&inputs)?;
        for (place, source) in sources.iter().enumerate() {
            let name = copy_name(place, &source.name);
            let path = self.folder.join(name);
            if !path.exists() {
                durable::write(&path, |file| file.write_all(source.text.as_bytes()))?;
            }
        }
        Ok(())
    }

    /// How many runs this shard has.
    #[must_use]
    pub const fn runs(&self) -> usize {
        self.header.runs()
    }

    /// What is done.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }
}

/// Whether a batch makes something of this name before it says which study it is.
pub(super) fn is_ours(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || ["inputs", "lock", "open", "shards", "slurm"].contains(&&*name)
        || STUDY_TABLES.contains(&&*name)
}

fn note(open: &mut Open, counts: &mut Counts, finished: &Finished) {
    if open.done.insert(finished.run) {
        let failed = usize::from(finished.status != Status::Solved);
        open.failed += failed;
        open.seconds += finished.seconds;
        counts.done += 1;
        counts.failed += failed;
        counts.seconds += finished.seconds;
    }
}

/// In what the study of a folder differs from the one that is asked for.
fn differs(found: &Header, wanted: &Header) -> String {
    if found.version != wanted.version || found.solver != wanted.solver {
        return format!(
            "a study of entente {} with {}, and this is {} with {}",
            found.version, found.solver, wanted.version, wanted.solver
        );
    }
    if (found.shard, found.of) != (wanted.shard, wanted.of) {
        return format!("shard {}/{}, not {}/{}", found.shard, found.of, wanted.shard, wanted.of);
    }
    if found.part != wanted.part {
        return format!("parts of {} runs", found.part);
    }
    format!("another study (`{}`), or its study file or model has changed since", found.study)
}
