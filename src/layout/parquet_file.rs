//! A table as Parquet: every column may be empty, and carries its meaning in the file's metadata.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::layout::table::{Cell, ColumnKind, Table};

/// Writes a table.
pub(crate) fn write(table: &Table, to: impl Write + Send) -> Result<()> {
    let fields = table.columns.iter().map(|column| {
        let (physical, logical) = match column.kind {
            ColumnKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            ColumnKind::Whole => (Physical::INT64, None),
            ColumnKind::Number => (Physical::DOUBLE, None),
        };
        Type::primitive_type_builder(column.name, physical)
            .with_logical_type(logical)
            .with_repetition(Repetition::OPTIONAL)
            .build()
            .map(Arc::new)
    });
    let schema = Type::group_type_builder(table.name).with_fields(fields.collect::<Result<_>>()?).build()?;
    let meanings =
        table.columns.iter().map(|column| KeyValue::new(column.name.to_owned(), column.means.to_owned())).collect();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(format!("entente {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(meanings))
        .build();
    let mut writer = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (place, column) in table.columns.iter().enumerate() {
        let Some(mut chunk) = group.next_column()? else { break };
        let cells = || table.rows.iter().map(|row| &row[place]);
        let defined: Vec<i16> = cells().map(|cell| i16::from(*cell != Cell::Nothing)).collect();
        match column.kind {
            ColumnKind::Text => {
                let values: Vec<ByteArray> = cells()
                    .filter_map(
                        |cell| if let Cell::Text(text) = cell { Some(ByteArray::from(text.as_str())) } else { None },
                    )
                    .collect();
                chunk.typed::<ByteArrayType>().write_batch(&values, Some(&defined), None)?;
            }
            ColumnKind::Whole => {
                let values: Vec<i64> =
                    cells().filter_map(|cell| if let Cell::Whole(x) = cell { Some(*x) } else { None }).collect();
                chunk.typed::<Int64Type>().write_batch(&values, Some(&defined), None)?;
            }
            ColumnKind::Number => {
                let values: Vec<f64> =
                    cells().filter_map(|cell| if let Cell::Number(x) = cell { Some(*x) } else { None }).collect();
                chunk.typed::<DoubleType>().write_batch(&values, Some(&defined), None)?;
            }
        }
        chunk.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(())
}

/// What the file system said stands inside what the library says.
pub(crate) fn parquet_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
