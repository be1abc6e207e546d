//! A study run: every scenario under every proposal, kept on disk as they come, put together, and what all of it says.

mod columns;
mod contained;
mod facts;
mod finished;
mod gather;
mod journal;
mod parts;
mod planner;
mod progress;
mod results;
mod results_read;
mod results_tables;
mod results_text;
mod run;
mod store;
mod workers;

pub use columns::{STUDY_TABLES, TABLES as STUDY_SHAPES, study_page};
pub use finished::{Fact, Finished, GoalReached, ScenarioChange, Status};
pub use gather::{Gathered, gather, place_for_gathered};
pub use journal::{Header, Journal, Journals, SealedHeader, journal_of};
pub use planner::{Planner, SharedBases};
pub use progress::{BestRun, RunProgress};
pub use results::{Asking, CommonOrder, Percentiles, ProposalResult, Results, results};
pub use results_tables::{TABLES as RESULTS_SHAPES, results_tables};
pub use results_text::results_text;
pub use run::Batch;
pub use store::{RunCounts, Store};
pub use workers::conduct;
