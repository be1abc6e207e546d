//! The folder of a study while it runs. A run that is finished is on the disk before the next is taken: first as a line of its
//! part's own file, and, once all runs of the part are there, as tables. Whatever is killed whenever, what was finished stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::batch::columns::{STUDY_TABLES, tables};
use crate::batch::journal::{Header, Journal, Journals, REMEDY, journal_of};
use crate::batch::parts;
use crate::batch::{Finished, Status};
use crate::disk::{Lines, Lock, files_of, read_lines, sweep, write_file, write_lines};
use crate::input::Sources;
use crate::legible::Shown;
use crate::report::copy_name;

/// What of a study is done.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RunCounts {
    /// Runs that are finished.
    pub done: usize,
    /// Of them, those without a plan.
    pub failed: usize,
    /// Seconds that they took, added up.
    pub seconds: f64,
}

/// A part of which some runs are finished.
struct OpenPart {
    lines: Lines,
    done: BTreeSet<usize>,
    failed: usize,
    seconds: f64,
}

impl OpenPart {
    fn with(lines: Lines, finished: &[Finished]) -> Self {
        let mut open = Self { lines, done: BTreeSet::new(), failed: 0, seconds: 0.0 };
        for one in finished {
            open.note(one);
        }
        open
    }

    fn note(&mut self, finished: &Finished) {
        if self.done.insert(finished.run) {
            self.failed += usize::from(finished.status != Status::Solved);
            self.seconds += finished.seconds;
        }
    }
}

/// The folder of a study while it runs.
pub struct Store {
    folder: PathBuf,
    header: Header,
    sealed: BTreeMap<usize, Journal>,
    open: BTreeMap<usize, OpenPart>,
    counts: RunCounts,
    /// What was found to be spoilt and put in order, in words.
    notes: Vec<String>,
    /// Held as long as the study runs, so that no second one writes into the folder; ends with the process.
    lock: Lock,
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
        let trouble = |error: io::Error| format!("cannot write into {shown}: {error}");
        if folder.join("study.json").exists() && !resume {
            return Err(format!("{shown} holds a study already; add --resume to go on with it, or name a new folder"));
        }
        let mut notes = Vec::new();
        match Header::read(folder) {
            Ok(found) if found == header => {}
            Ok(found) => return Err(format!("{shown} holds {}; name a new folder", differs(&found, &header))),
            Err(_) if is_free(folder).map_err(trouble)? => {}
            Err(what) if resume && is_of(folder, &header, &digest_of).map_err(trouble)? => {
                notes.push(what.replace(&format!("; {REMEDY}"), ""));
            }
            Err(_) => return Err(format!("{shown} holds something that is no study; name a new folder")),
        }
        Self::prepared(folder, header, notes, digest_of).map_err(trouble)
    }

    fn prepared(
        folder: &Path,
        header: Header,
        notes: Vec<String>,
        digest_of: impl Fn(usize) -> Option<String>,
    ) -> io::Result<Self> {
        fs::create_dir_all(folder.join("open"))?;
        let lock = Lock::take(folder, "lock")?;
        for place in STUDY_TABLES.iter().copied().chain(["open", "inputs", "."]) {
            fs::create_dir_all(folder.join(place))?;
            sweep(&folder.join(place))?;
        }
        if !notes.is_empty() || !folder.join("study.json").exists() {
            header.write(folder)?;
        }
        let counts = RunCounts::default();
        let (sealed, open) = (BTreeMap::new(), BTreeMap::new());
        let mut store = Self { folder: folder.to_owned(), sealed, open, counts, notes, header, lock };
        let Journals { lines, spoilt, is_more } = journal_of(folder, &store.header)?;
        store.notes.extend(spoilt);
        store.sealed = lines.into_iter().map(|line| (line.part, line)).collect();
        if store.drop_spoilt_parts() || is_more {
            store.write_journal()?;
        }
        for part in 0..store.header.parts() {
            store.take_up(part, &digest_of)?;
        }
        store.count();
        Ok(store)
    }

    /// Forgets parts that are not as they were written, so that their runs are made again. Returns whether there are any.
    fn drop_spoilt_parts(&mut self) -> bool {
        let before = self.sealed.len();
        let (folder, notes) = (&self.folder, &mut self.notes);
        self.sealed.retain(|_, line| {
            let faults = STUDY_TABLES.iter().filter_map(|table| parts::check(folder, table, line).err());
            let faults: Vec<String> = faults.collect();
            let is_whole = faults.is_empty();
            notes.extend(faults);
            is_whole
        });
        self.sealed.len() < before
    }

    fn write_journal(&self) -> io::Result<()> {
        let lines: Vec<&Journal> = self.sealed.values().collect();
        write_lines(&self.journal_path(), &lines)
    }

    fn journal_path(&self) -> PathBuf {
        self.folder.join("journal.jsonl")
    }

    /// Takes up the finished runs of a part that is not done. Lines that are spoilt or of another study do not count.
    fn take_up(&mut self, part: usize, digest_of: &impl Fn(usize) -> Option<String>) -> io::Result<()> {
        let path = self.open_path(part);
        if !path.exists() {
            return Ok(());
        }
        if self.sealed.contains_key(&part) {
            return fs::remove_file(&path);
        }
        let numbers: BTreeSet<usize> = self.header.numbers(part).collect();
        let mut kept = read_lines::<Finished>(&path)?;
        let all = kept.lines.len();
        kept.lines.retain(|one| numbers.contains(&one.run) && digest_of(one.run).as_deref() == Some(&one.digest));
        let lost = kept.spoilt.len() + all - kept.lines.len();
        if lost > 0 {
            self.notes.push(format!("{}: {lost} lines are not as they were written", path.shown()));
        }
        if lost > 0 || kept.torn {
            write_lines(&path, &kept.lines)?;
        }
        let open = OpenPart::with(Lines::open(&path)?, &kept.lines);
        self.open.insert(part, open);
        self.seal_if_full(part)
    }

    fn open_path(&self, part: usize) -> PathBuf {
        self.folder.join("open").join(format!("{part:06}.jsonl"))
    }

    /// Keeps a run that is finished.
    ///
    /// # Errors
    /// It cannot be written, or somebody else may be writing.
    pub fn keep(&mut self, finished: &Finished) -> io::Result<()> {
        self.lock.check()?;
        let part = finished.run / self.header.of / self.header.part;
        if !self.open.contains_key(&part) {
            let path = self.open_path(part);
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            self.open.insert(part, OpenPart::with(Lines::open(&path)?, &[]));
        }
        if let Some(open) = self.open.get_mut(&part) {
            open.lines.add(finished)?;
            open.note(finished);
        }
        self.seal_if_full(part)?;
        self.count();
        Ok(())
    }

    /// Writes the tables of a part of which every run is finished. Runs whose lines have vanished meanwhile are missing again.
    fn seal_if_full(&mut self, part: usize) -> io::Result<()> {
        let Some(open) = self.open.get_mut(&part) else { return Ok(()) };
        if open.done.len() < self.header.runs_of(part) {
            return Ok(());
        }
        let path = self.folder.join("open").join(format!("{part:06}.jsonl"));
        let mut finished = read_lines::<Finished>(&path)?.lines;
        finished.sort_by_key(|one| one.run);
        finished.dedup_by_key(|one| one.run);
        if !finished.iter().map(|one| one.run).eq(self.header.numbers(part)) {
            self.notes.push(format!("{}: lines have vanished while the study ran", path.shown()));
            write_lines(&path, &finished)?;
            *open = OpenPart::with(Lines::open(&path)?, &finished);
            return Ok(());
        }
        let mut line = Journal {
            header: self.header.seal(),
            part,
            runs: open.done.len(),
            failed: open.failed,
            seconds: open.seconds,
            files: BTreeMap::new(),
        };
        for table in tables(&self.header.study, &finished) {
            line.files.insert(table.name.to_owned(), parts::write(&self.folder, part, &table)?);
        }
        Lines::open(&self.journal_path())?.add(&line)?;
        self.open.remove(&part);
        self.sealed.insert(part, line);
        fs::remove_file(path)
    }

    /// Looks at everything on the disk again. What is not as it was written is forgotten, and its runs are missing again.
    ///
    /// # Errors
    /// Something cannot be written, or somebody else may be writing.
    pub fn look_again(&mut self) -> io::Result<()> {
        self.lock.check()?;
        if Header::read(&self.folder).as_ref() != Ok(&self.header) {
            self.notes.push(format!("{} was changed while the study ran", self.folder.join("study.json").shown()));
            self.header.write(&self.folder)?;
        }
        let parts = self.drop_spoilt_parts();
        let journal = journal_of(&self.folder, &self.header)?;
        let is_same = !journal.is_more && journal.lines.iter().eq(self.sealed.values());
        if !is_same {
            if !parts {
                self.notes.push(format!("{} was changed while the study ran", self.journal_path().shown()));
            }
            self.write_journal()?;
        }
        self.count();
        Ok(())
    }

    /// What was found to be spoilt since this was last asked, in words.
    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    fn count(&mut self) {
        let sealed = self.sealed.values().map(|line| (line.runs, line.failed, line.seconds));
        let open = self.open.values().map(|open| (open.done.len(), open.failed, open.seconds));
        self.counts = sealed.chain(open).fold(RunCounts::default(), |sum, (done, failed, seconds)| RunCounts {
            done: sum.done + done,
            failed: sum.failed + failed,
            seconds: sum.seconds + seconds,
        });
    }

    /// The numbers of the runs that are not finished, in their order.
    pub fn missing(&self) -> impl Iterator<Item = usize> + Send + use<> {
        let header = self.header.clone();
        let sealed: BTreeSet<usize> = self.sealed.keys().copied().collect();
        let done: BTreeSet<usize> = self.open.values().flat_map(|open| open.done.iter().copied()).collect();
        let parts = (0..header.parts()).filter(move |part| !sealed.contains(part));
        parts.flat_map(move |part| header.numbers(part).collect::<Vec<_>>()).filter(move |run| !done.contains(run))
    }

    /// Keeps copies of the files that the study was read from, as far as they are not there whole.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn keep_inputs(&self, sources: &Sources) -> io::Result<()> {
        let inputs = self.folder.join("inputs");
        fs::create_dir_all(&inputs)?;
        for (place, source) in sources.iter().enumerate() {
            let name = copy_name(place, &source.name);
            let path = self.folder.join(name);
            if fs::read(&path).ok().as_deref() != Some(source.text.as_bytes()) {
                write_file(&path, |file| file.write_all(source.text.as_bytes()))?;
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
    pub const fn counts(&self) -> RunCounts {
        self.counts
    }
}

/// Whether a folder holds nothing but what a batch makes before it says which study it is.
pub(super) fn is_free(folder: &Path) -> io::Result<bool> {
    if !folder.exists() {
        return Ok(true);
    }
    let before = |name: &str| {
        let last = name.rsplit('/').next().unwrap_or_default();
        name == "lock"
            || name.ends_with('/')
            || name.starts_with("shards/")
            || name.starts_with("slurm/")
            || (last.starts_with('.') && Path::new(last).extension().is_some_and(|ending| ending == "part"))
    };
    Ok(files_of(folder)?.iter().all(|name| before(name)))
}

/// Whether what a folder without a good header holds is of a study: its journal or its finished runs say so, and nothing says
/// otherwise.
fn is_of(folder: &Path, header: &Header, digest_of: &impl Fn(usize) -> Option<String>) -> io::Result<bool> {
    let journal = read_lines::<Journal>(&folder.join("journal.jsonl"))?.lines;
    let seal = header.seal();
    let mut found = journal.iter().any(|line| line.header == seal);
    for part in 0..header.parts() {
        let lines = read_lines::<Finished>(&folder.join("open").join(format!("{part:06}.jsonl")))?.lines;
        found |= lines.iter().any(|one| digest_of(one.run).as_deref() == Some(&one.digest));
    }
    Ok(found && journal.iter().all(|line| line.header == seal))
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
