//! `frontier`: the trade-off between two or three goals.

mod anew;
mod answer;
mod ask;
mod tables;
mod text;

pub use answer::{Exactness, Frontier, FrontierPoint, Tracing, frontier};
pub use ask::goals_named;
pub use tables::{FrontierData, TABLES, frontier_tables};
pub use text::frontier_text;
