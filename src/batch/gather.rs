//! Shards put together: one data set, the same to the last byte as if one machine had made it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::batch::columns::{STUDY_TABLES, empty};
use crate::batch::journal::{Header, Journal, REMEDY, journal_of};
use crate::batch::parts;
use crate::batch::store::is_free;
use crate::disk::{Lock, own_path, write_file, write_lines};
use crate::layout::table::{Cell, Table};
use crate::legible::Shown;

/// What was gathered.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathered {
    /// Runs.
    pub runs: usize,
    /// Of them, those without a plan.
    pub failed: usize,
    /// Shards.
    pub shards: usize,
}

/// One shard while it is read.
struct Shard {
    folder: PathBuf,
    header: Header,
    journal: Vec<Journal>,
    /// The part at hand, its rows by run.
    part: Option<usize>,
    rows: BTreeMap<usize, Vec<Vec<Cell>>>,
}

impl Shard {
    /// The rows of a run; parts are read one after the other.
    fn rows(&mut self, table: &str, run: usize) -> Result<Vec<Vec<Cell>>, String> {
        let part = run / self.header.of / self.header.part;
        if self.part != Some(part) {
            self.rows.clear();
            let line = self.journal.iter().find(|line| line.part == part);
            let line = line.ok_or_else(|| format!("part {part} is missing in {}", self.folder.shown()))?;
            for row in parts::read(&self.folder, table, line)?.rows {
                if let Some(Cell::Whole(run)) = row.first() {
                    self.rows.entry(usize::try_from(*run).unwrap_or(usize::MAX)).or_default().push(row);
                }
            }
            self.part = Some(part);
        }
        Ok(self.rows.remove(&run).unwrap_or_default())
    }
}

/// Puts shards together into a new folder.
///
/// # Errors
/// A shard is missing, there twice, unfinished or of another study, or something cannot be read or written; in words, with a
/// remedy.
pub fn gather(folders: &[PathBuf], to: &Path) -> Result<Gathered, String> {
    let mut shards = checked(folders)?;
    let Some(first) = shards.first() else {
        return Err("no shard is named; name the folders of all shards".to_owned());
    };
    let header = Header { shard: 0, of: 1, ..first.header.clone() };
    place_for_gathered(to, &header)?;
    let mut failed = 0;
    let mut seconds = vec![0.0; header.parts()];
    let mut failures = vec![0; header.parts()];
    let mut files = vec![BTreeMap::new(); header.parts()];
    let trouble = |error: std::io::Error| format!("cannot write into {}: {error}", to.shown());
    fs::create_dir_all(to).map_err(trouble)?;
    let _lock = Lock::take(to, "lock").map_err(trouble)?;
    // The journal comes last and at once: until then, the folder is a study of which nothing is done.
    header.write(to).map_err(trouble)?;
    for name in STUDY_TABLES {
        for shard in &mut shards {
            (shard.part, shard.rows) = (None, BTreeMap::new());
        }
        for part in 0..header.parts() {
            let mut table: Table = empty(name);
            for place in 0..header.runs_of(part) {
                let run = part * header.part + place;
                let of = shards.len();
                let rows = shards[run % of].rows(name, run)?;
                if rows.is_empty() && name == "runs" {
                    return Err(format!(
                        "run {run} is missing in {}; run that shard again in a new folder",
                        shards[run % of].folder.shown()
                    ));
                }
                for row in &rows {
                    match (name, row.get(4), row.get(5)) {
                        ("times", Some(Cell::Number(time)), _) => seconds[part] += time,
                        ("runs", _, Some(Cell::Text(status))) if status != "solved" => failures[part] += 1,
                        _ => {}
                    }
                }
                table.rows.extend(rows);
            }
            files[part].insert(name.to_owned(), parts::write(to, part, &table).map_err(trouble)?);
        }
    }
    if let Some(first) = shards.first() {
        copy_inputs(&first.folder, to).map_err(trouble)?;
    }
    let mut journal = Vec::new();
    for (part, files) in files.into_iter().enumerate() {
        let (runs, failed_here, seconds) = (header.runs_of(part), failures[part], seconds[part]);
        journal.push(Journal { header: header.seal(), part, runs, failed: failed_here, seconds, files });
        failed += failed_here;
    }
    write_lines(&to.join("journal.jsonl"), &journal).map_err(trouble)?;
    Ok(Gathered { runs: header.runs(), failed, shards: shards.len() })
}

/// Checks that shards of a study may be gathered into a folder: one that is free but for the shards themselves, or one in which
/// gathering the same study was broken off.
///
/// # Errors
/// It holds something else; in words, with a remedy.
pub fn place_for_gathered(to: &Path, header: &Header) -> Result<(), String> {
    let shown = to.shown();
    let whole = Header { shard: 0, of: 1, ..header.clone() };
    match Header::read(to) {
        Ok(found) if found != whole => Err(format!("{shown} holds another study; name a new folder")),
        Ok(_) if journal_of(to, &whole).is_ok_and(|journal| journal.lines.len() < whole.parts()) => Ok(()),
        Ok(_) => Err(format!("{shown} holds a gathered study already; name a new folder")),
        Err(_) => match is_free(to) {
            Ok(true) => Ok(()),
            Ok(false) => Err(format!("{shown} is not empty; name a new folder")),
            Err(error) => Err(format!("cannot look into {shown}: {error}")),
        },
    }
}

/// Copies of the files that a study was read from.
fn copy_inputs(from: &Path, to: &Path) -> std::io::Result<()> {
    let shard = from;
    let (from, to) = (shard.join("inputs"), to.join("inputs"));
    if from.is_dir() {
        fs::create_dir_all(&to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let name = entry.file_name();
            let own = own_path(shard, &format!("inputs/{}", name.to_string_lossy())).map_err(std::io::Error::other)?;
            let bytes = fs::read(own)?;
            write_file(&to.join(name), |file| file.write_all(&bytes))?;
        }
    }
    Ok(())
}

/// The shards in their order, if they are all there, once, whole and of one study.
fn checked(folders: &[PathBuf]) -> Result<Vec<Shard>, String> {
    let mut shards: BTreeMap<usize, Shard> = BTreeMap::new();
    let mut first: Option<(PathBuf, Header)> = None;
    for folder in folders {
        let header = Header::read(folder)?;
        let shown = folder.shown();
        if let Some((other, expected)) = &first {
            let same = Header { shard: header.shard, ..expected.clone() } == header;
            if !same {
                return Err(format!(
                    "{shown} and {} are not of one study, version and number of shards; gather those that are",
                    other.shown()
                ));
            }
        } else {
            first = Some((folder.clone(), header.clone()));
        }
        let journal =
            journal_of(folder, &header).map_err(|error| format!("cannot read the journal of {shown}: {error}"))?;
        if let Some(what) = journal.spoilt {
            return Err(format!("{what}; {REMEDY}"));
        }
        let journal = journal.lines;
        let done: usize = journal.iter().map(|line| line.runs).sum();
        if done < header.runs() {
            return Err(format!(
                "{shown} has finished {done} of its {} runs; run it again with --shard {}/{} --resume",
                header.runs(),
                header.shard,
                header.of
            ));
        }
        let (place, of) = (header.shard, header.of);
        let shard = Shard { folder: folder.clone(), header, journal, part: None, rows: BTreeMap::new() };
        if let Some(twin) = shards.insert(place, shard) {
            return Err(format!("shard {place}/{of} is there twice: {} and {shown}; name one", twin.folder.shown()));
        }
    }
    if let Some((_, header)) = &first {
        let missing: Vec<String> = (0..header.of)
            .filter(|shard| !shards.contains_key(shard))
            .map(|shard| format!("{shard}/{}", header.of))
            .collect();
        if !missing.is_empty() {
            return Err(format!("missing: shard {}; run it, and name its folder, too", missing.join(", ")));
        }
    }
    Ok(shards.into_values().collect())
}
