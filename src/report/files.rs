//! Results on disk. They are written beside their place and moved into it whole, so that nothing half written is seen.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::input::Sources;
use crate::model::Model;
use crate::report::batch::RESULT_TABLES;
use crate::report::comparison::ComparisonSummary;
use crate::report::comparison_tables::{COMPARISON_TABLES, comparison_tables};
use crate::report::dependence_tables::DEPENDENCE_TABLES;
use crate::report::hedge_data::HEDGE_TABLES;
use crate::report::provenance::Provenance;
use crate::report::scarce_tables::SCARCE_TABLES;
use crate::report::summary::Summary;
use crate::report::table::Table;
use crate::report::tables::TABLES;
use crate::report::trade_tables::TRADE_TABLES;
use crate::report::{csv_file, parquet_file, tables};
use crate::study::{Comparison, Run};

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
    into_place(folder, |making| write_all(making, model, run, summary, provenance, sources))
}

/// Writes a comparison: its tables, its summary, and the run of every proposal in a folder of its own, with that of the
/// least cost inside it. Sources are those of the sides, in their order.
///
/// # Errors
/// The folder holds something else, or cannot be written.
pub fn write_comparison(
    folder: &Path,
    comparison: &Comparison,
    summary: &ComparisonSummary,
    sources: &[&Sources],
    options: &[String],
) -> io::Result<Written> {
    into_place(folder, |making| {
        fs::create_dir_all(making)?;
        let mut files = write_tables(making, &comparison_tables(summary), "comparison", summary)?;
        for (side, sources) in comparison.sides.iter().zip(sources) {
            let cheapest = side.cheapest.as_ref().and_then(|run| run.as_ref().ok());
            let named = [(side.run.as_ref().ok(), ""), (cheapest, "at_least_cost")];
            for (run, inner) in named.into_iter().filter_map(|(run, inner)| Some((run?, inner))) {
                let provenance = Provenance::of(run, sources, options.to_vec(), 0.0);
                let run_summary = Summary::of(&run.model, run);
                let inside = making.join(&side.code).join(inner);
                files += write_all(&inside, &run.model, run, &run_summary, &provenance, sources)?;
            }
        }
        Ok(files)
    })
}

/// Writes the answer to a question, as tables and as data, into a folder, which must be new, empty, or an earlier result.
///
/// # Errors
/// The folder holds something else, or cannot be written.
pub fn write_answer(folder: &Path, tables: &[Table], name: &str, answer: &impl Serialize) -> io::Result<Written> {
    into_place(folder, |making| {
        fs::create_dir_all(making)?;
        write_tables(making, tables, name, answer)
    })
}

/// Tables in both formats, and the same as data.
fn write_tables(making: &Path, tables: &[Table], name: &str, data: &impl Serialize) -> io::Result<usize> {
    for table in tables {
        let create = |ending: &str| File::create(making.join(format!("{}.{ending}", table.name))).map(BufWriter::new);
        csv_file::write(table, create("csv")?)?;
        parquet_file::write(table, create("parquet")?).map_err(io::Error::other)?;
    }
    let mut file = BufWriter::new(File::create(making.join(format!("{name}.json")))?);
    serde_json::to_writer_pretty(&mut file, data)?;
    file.write_all(b"\n")?;
    file.flush()?;
    Ok(2 * tables.len() + 1)
}

/// Makes a folder beside its place, and moves it there whole.
fn into_place(folder: &Path, make: impl FnOnce(&Path) -> io::Result<usize>) -> io::Result<Written> {
    if !may_replace(folder)? {
        let what = "it holds something that is no result of entente; name a new folder";
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, what));
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent)?;
    let name = folder.file_name().map_or_else(|| "result".to_owned(), |name| name.to_string_lossy().into_owned());
    let making = parent.join(format!(".{name}.{}.part", std::process::id()));
    let result = make(&making).and_then(|files| {
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
        let path = entry.path();
        let ours = match (name.as_str(), path.is_dir()) {
            ("inputs", true) => holds_copies_only(&path)?,
            // A comparison holds the results of its proposals.
            (_, true) => path.join("provenance.json").exists() && may_replace(&path)?,
            _ => is_result(&name),
        };
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a solve writes a file of this name.
fn is_result(name: &str) -> bool {
    let stem = name.strip_suffix(".csv").or_else(|| name.strip_suffix(".parquet"));
    let data = name.strip_suffix(".json");
    // Answers are written as tables and under the same names as data.
    let answers = [DEPENDENCE_TABLES, TRADE_TABLES, SCARCE_TABLES, RESULT_TABLES, HEDGE_TABLES];
    let is_answer = |stem: &str| answers.iter().any(|names| names.contains(&stem));
    matches!(data, Some("summary" | "provenance" | "comparison"))
        || data.is_some_and(is_answer)
        || stem.is_some_and(|stem| TABLES.contains(&stem) || COMPARISON_TABLES.contains(&stem) || is_answer(stem))
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
