//! Results on disk. They are written beside their place and moved into it whole, so that nothing half written is seen.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::input::Sources;
use crate::model::Model;
use crate::report::provenance::Provenance;
use crate::report::summary::Summary;
use crate::report::tables::TABLES;
use crate::report::{csv_file, parquet_file, tables};
use crate::study::Run;

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Where.
    pub folder: PathBuf,
    /// How many files.
    pub files: usize,
}

/// Writes tables, summary, inputs and provenance into a folder, which must be new, empty, or an earlier result.
///
/// # Errors
/// The folder holds something else, or cannot be written.
pub fn write_run(
    folder: &Path,
    model: &Model,
    run: &Run,
    summary: &Summary,
    provenance: &Provenance,
    sources: &Sources,
) -> io::Result<Written> {
    if !may_replace(folder)? {
        let what = "it holds something that is no result of entente; name a new folder";
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, what));
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent)?;
    let name = folder.file_name().map_or_else(|| "result".to_owned(), |name| name.to_string_lossy().into_owned());
    let making = parent.join(format!(".{name}.{}.part", std::process::id()));
    let result = write_all(&making, model, run, summary, provenance, sources).and_then(|files| {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::rename(&making, folder)?;
        Ok(Written { folder: folder.to_owned(), files })
    });
    if result.is_err() {
        // What cannot be removed either is left; the error that follows names what went wrong first.
        let _ = fs::remove_dir_all(&making);
    }
    result
}

fn may_replace(folder: &Path) -> io::Result<bool> {
    if !folder.exists() {
        return Ok(true);
    }
    if !folder.is_dir() {
        return Ok(false);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = if name == "inputs" { holds_copies_only(&entry.path())? } else { is_result(&name) };
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a solve writes a file of this name.
fn is_result(name: &str) -> bool {
    let stem = name.strip_suffix(".csv").or_else(|| name.strip_suffix(".parquet"));
    matches!(name, "summary.json" | "provenance.json") || stem.is_some_and(|stem| TABLES.contains(&stem))
}

/// Whether a folder holds nothing but numbered copies of inputs.
fn holds_copies_only(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.split_once('-').is_none_or(|(number, _)| number.parse::<u32>().is_err()) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn write_all(
    folder: &Path,
    model: &Model,
    run: &Run,
    summary: &Summary,
    provenance: &Provenance,
    sources: &Sources,
) -> io::Result<usize> {
    fs::create_dir_all(folder.join("inputs"))?;
    let mut files = 0;
    let mut place = |name: String| -> io::Result<BufWriter<File>> {
        files += 1;
        File::create(folder.join(name)).map(BufWriter::new)
    };
    for table in tables(model, run) {
        csv_file::write(&table, place(format!("{}.csv", table.name))?)?;
        parquet_file::write(&table, place(format!("{}.parquet", table.name))?).map_err(io::Error::other)?;
    }
    for (name, value) in
        [("summary.json", serde_json::to_value(summary)), ("provenance.json", serde_json::to_value(provenance))]
    {
        let mut file = place(name.to_owned())?;
        serde_json::to_writer_pretty(&mut file, &value.map_err(io::Error::other)?)?;
        file.write_all(b"\n")?;
        file.flush()?;
    }
    for (input, source) in provenance.inputs.iter().zip(sources.iter()) {
        let mut file = place(input.copy.clone())?;
        file.write_all(source.text.as_bytes())?;
        file.flush()?;
    }
    Ok(files)
}
