//! What people read, as data first: text, JSON, CSV and Parquet are pure functions of it.

mod csv_file;
mod figures;
mod file_format;
mod files;
mod number;
mod parquet_file;
mod provenance;
mod summary;
mod table;
mod tables;
mod text;

pub use csv_file::csv_text;
pub use figures::figure_table;
pub use file_format::file_format_page;
pub use files::{Written, write_run};
pub use provenance::{InputFile, Provenance};
pub use summary::{BindingLimit, CapabilityLine, GoalLine, MoneyLine, RungLine, Summary, Tallies};
pub use table::{Cell, Column, Kind, Table};
pub use tables::tables;
pub use text::{Screen, figures_text, summary_text, verdict_text};
