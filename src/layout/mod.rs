//! How tables, numbers and texts are laid out for people, whatever they are about.

pub(crate) mod csv_file;
pub(crate) mod grid;
pub(crate) mod json;
pub(crate) mod number;
pub(crate) mod parquet_file;
mod screen;
pub(crate) mod sheet;
pub(crate) mod table;
pub(crate) mod units;

pub use csv_file::{csv_text, table_from_csv};
pub use screen::Screen;
pub use table::{Cell, Column, ColumnKind, ColumnUnit, Table, TableShape};
