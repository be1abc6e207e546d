//! What people read, as data first: text, JSON, CSV and Parquet are pure functions of it.

mod answer_text;
mod comparison;
mod comparison_tables;
mod comparison_text;
mod csv_file;
mod figures;
mod file_format;
mod files;
mod grid;
mod number;
mod parquet_file;
mod proposal_tables;
mod provenance;
mod stored;
mod summary;
mod table;
mod tables;
mod text;

pub use answer_text::{answer_text, difference_text};
pub use comparison::{ComparisonSummary, NationLine, OfferLine, ProposalLine, RungValue, TypesLine};
pub use comparison_tables::comparison_tables;
pub use comparison_text::comparison_text;
pub use csv_file::csv_text;
pub use figures::figure_table;
pub use file_format::file_format_page;
pub use files::{Written, write_comparison, write_run};
pub use provenance::{InputFile, Provenance};
pub use stored::{Stored, read_run};
pub use summary::{BindingLimit, BrokenRule, CapabilityLine, GoalLine, MoneyLine, RungLine, Summary, Tallies};
pub use table::{Cell, Column, Kind, Table};
pub use tables::tables;
pub use text::{Screen, figures_text, summary_text, verdict_text};
