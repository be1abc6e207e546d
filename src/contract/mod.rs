//! The published contract of results: every JSON document with its version and schema, and every table with its columns.

mod documents;
mod page;
mod schema;
mod tables;

pub use documents::{ContractDocument, documents};
pub use page::results_format_page;
pub use schema::results_schema;
pub use tables::{ContractTable, tables};
