//! Parts of the tables of a study: written whole, and read back.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use parquet::column::reader::ColumnReader;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::batch::columns;
use crate::batch::contained::contained;
use crate::batch::journal::{Journal, REMEDY};
use crate::disk::{digest_of_file, own_path, write_file};
use crate::layout::parquet_file;
use crate::layout::parquet_file::parquet_error;
use crate::layout::table::{Cell, Table};
use crate::legible::{Shown, legible};

/// Where a part of a table is.
pub(super) fn path_of(folder: &Path, table: &str, part: usize) -> PathBuf {
    folder.join(table).join(name_of(part))
}

fn name_of(part: usize) -> String {
    format!("part-{part:06}.parquet")
}

/// Writes a part of a table, whole or not at all. Returns its SHA-256.
pub(super) fn write(folder: &Path, part: usize, table: &Table) -> io::Result<String> {
    write_file(&path_of(folder, table.name, part), |file| parquet_file::write(table, file).map_err(parquet_error))
}

/// Checks that a part of a table is as it was written.
pub(super) fn check(folder: &Path, table: &str, line: &Journal) -> Result<(), String> {
    let path = path_of(folder, table, line.part);
    match digest_of_file(&path) {
        Ok(sum) if line.files.get(table) == Some(&sum) => Ok(()),
        Ok(_) => Err(format!("{} is not as it was written", path.shown())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(format!("{} is missing", path.shown())),
        Err(error) => Err(format!("cannot read {}: {error}", path.shown())),
    }
}

/// More rows for a byte of a file no table has, however much of it is the same.
const ROWS_OF_BYTE: u64 = 1_000;

/// Reads a part of a table back, if it is as it was written.
pub(super) fn read(folder: &Path, name: &str, line: &Journal) -> Result<Table, String> {
    check(folder, name, line).map_err(|what| format!("{what}; {REMEDY}"))?;
    let path = own_path(folder, &format!("{name}/{}", name_of(line.part)))?;
    let file = File::open(&path).map_err(|error| format!("cannot read {}: {error}", path.shown()))?;
    contained(|| read_file(file, name, &path))
        .unwrap_or_else(|| Err(format!("{} is broken; run the study anew", path.shown())))
}

fn read_file(file: File, name: &str, path: &Path) -> Result<Table, String> {
    let words = |error: ParquetError| format!("{} cannot be read back: {error}", path.shown());
    let most = file.metadata().map_or(0, |about| about.len()).saturating_mul(ROWS_OF_BYTE);
    let reader = SerializedFileReader::new(file).map_err(words)?;
    let mut table = columns::empty(name);
    let there = reader.metadata().file_metadata().schema_descr();
    let same = there.num_columns() == table.columns.len()
        && table.columns.iter().enumerate().all(|(place, column)| there.column(place).name() == column.name);
    if !same {
        return Err(format!("{} has other columns than this version writes; run the study anew", path.shown()));
    }
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(words)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        if rows as u64 > most {
            return Err(format!("{} is broken; run the study anew", path.shown()));
        }
        let first = table.rows.len();
        table.rows.resize_with(first + rows, || Vec::with_capacity(table.columns.len()));
        for place in 0..table.columns.len() {
            let cells = cells(group.get_column_reader(place).map_err(words)?, rows).map_err(words)?;
            for (row, cell) in table.rows[first..].iter_mut().zip(cells) {
                row.push(cell);
            }
        }
    }
    Ok(table)
}

/// The cells of a column.
fn cells(reader: ColumnReader, rows: usize) -> Result<Vec<Cell>, ParquetError> {
    let mut defined: Vec<i16> = Vec::with_capacity(rows);
    let values: Vec<Cell> = match reader {
        ColumnReader::ByteArrayColumnReader(mut reader) => {
            let mut values: Vec<ByteArray> = Vec::with_capacity(rows);
            reader.read_records(rows, Some(&mut defined), None, &mut values)?;
            values.iter().map(|text| Cell::Text(legible(&String::from_utf8_lossy(text.data())))).collect()
        }
        ColumnReader::Int64ColumnReader(mut reader) => {
            let mut values = Vec::with_capacity(rows);
            reader.read_records(rows, Some(&mut defined), None, &mut values)?;
            values.into_iter().map(Cell::Whole).collect()
        }
        ColumnReader::DoubleColumnReader(mut reader) => {
            let mut values = Vec::with_capacity(rows);
            reader.read_records(rows, Some(&mut defined), None, &mut values)?;
            values.into_iter().map(Cell::Number).collect()
        }
        _ => return Err(ParquetError::General("a column of another kind".to_owned())),
    };
    let mut values = values.into_iter();
    Ok(defined
        .into_iter()
        .map(|there| if there == 0 { Cell::Nothing } else { values.next().unwrap_or(Cell::Nothing) })
        .collect())
}
