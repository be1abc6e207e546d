//! Results as files: tables in two formats, data, copies of what was read. How they get on the disk is for `disk`.

use std::io::{self, Write};

use crate::disk::Making;
use crate::input::Sources;
use crate::layout::table::Table;
use crate::layout::{csv_file, parquet_file};
use crate::model::Model;
use crate::planning::Run;
use crate::questions::compare::Comparison;
use crate::questions::compare::ComparisonSummary;
use crate::questions::compare::comparison_tables;
use crate::report::provenance::{CommandOptions, Provenance};
use crate::report::summary::Summary;
use crate::report::tables;
use crate::results::ResultData;

/// Writes a run: tables, summary, provenance, and copies of its inputs.
///
/// # Errors
/// Something cannot be written.
pub fn write_run(
    making: &mut Making,
    model: &Model,
    run: &Run,
    summary: &Summary,
    provenance: &Provenance,
    sources: &Sources,
) -> io::Result<()> {
    write_tables(making, &tables(model, run))?;
    write_data(making, "summary", summary)?;
    write_data(making, "provenance", provenance)?;
    for (input, source) in provenance.inputs.iter().zip(sources.iter()) {
        making.file(&input.copy, |file| file.write_all(source.text.as_bytes()))?;
    }
    Ok(())
}

/// Writes a comparison: its tables, its summary, and the run of every proposal in a folder of its own, with that of the
/// least cost inside it. Sources are those of the sides, in their order.
///
/// # Errors
/// Something cannot be written.
pub fn write_comparison(
    making: &mut Making,
    comparison: &Comparison,
    summary: &ComparisonSummary,
    sources: &[&Sources],
    options: &CommandOptions,
) -> io::Result<()> {
    write_answer(making, &comparison_tables(summary), "comparison", summary)?;
    for (side, sources) in comparison.sides.iter().zip(sources) {
        let written = |making: &mut Making, run: &Run| {
            let provenance = Provenance::of(run, sources, options.clone(), 0.0);
            write_run(making, &run.model, run, &Summary::of(&run.model, run), &provenance, sources)
        };
        let Ok(run) = &side.run else { continue };
        making.result(&side.code, "solve", |making| {
            written(making, run)?;
            match side.cheapest.as_ref().and_then(|run| run.as_ref().ok()) {
                Some(cheapest) => making.result("at_least_cost", "solve", |making| written(making, cheapest)),
                None => Ok(()),
            }
        })?;
    }
    Ok(())
}

/// Writes the answer to a question, as tables and as data.
///
/// # Errors
/// Something cannot be written.
pub fn write_answer(making: &mut Making, tables: &[Table], name: &str, answer: &impl ResultData) -> io::Result<()> {
    write_tables(making, tables)?;
    write_data(making, name, answer)
}

/// Tables in both formats.
fn write_tables(making: &mut Making, tables: &[Table]) -> io::Result<()> {
    for table in tables.iter().map(Table::neat) {
        let table = &table;
        making.file(&format!("{}.csv", table.name), |file| csv_file::write(table, file))?;
        making.file(&format!("{}.parquet", table.name), |file| {
            parquet_file::write(table, file).map_err(parquet_file::parquet_error)
        })?;
    }
    Ok(())
}

fn write_data(making: &mut Making, name: &str, data: &impl ResultData) -> io::Result<()> {
    making.file(&format!("{name}.json"), |file| {
        serde_json::to_writer_pretty(&mut *file, &data.stamped())?;
        file.write_all(b"\n")
    })
}
