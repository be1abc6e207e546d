//! What comes of a study, on disk: finished runs as they come, parts of tables written whole or not at all, a journal of what is
//! done, shards put together, and what all of it says.

mod columns;
mod contained;
mod gather;
mod journal;
mod parts;
mod results;
mod results_read;
mod results_tables;
mod results_text;
mod store;

pub use columns::{STUDY_TABLES, study_page};
pub use gather::{Gathered, gather, place_for_gathered};
pub use journal::{Header, Journal, Journals, journal_of};
pub use results::{Asking, CommonOrder, Percentiles, ProposalResult, Results, results};
pub use results_tables::results_tables;
pub use results_text::results_text;
pub use store::{Counts, Store};
