//! How results are written and read: every JSON document states its format and version, and one type writes and reads it.

mod document;
mod schema;

pub use document::{FormatStamp, ResultData, ResultDocument, Stamped, Unreadable, read_document, read_exactly};
pub use schema::{document_id, document_schema, list_schema, record_schema};
