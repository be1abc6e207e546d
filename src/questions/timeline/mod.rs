//! `timeline`: dependence by year.

mod answer;
mod tables;
mod text;

pub use answer::{Timeline, TimelineCapability, TimelineYear, timeline, timelines};
pub use tables::{TABLES, timeline_tables};
pub(super) use text::first_year;
pub use text::timeline_text;
