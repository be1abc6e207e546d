//! `frontier`: the exact trade-off between two goals.

mod answer;
mod tables;
mod text;

pub use answer::{Exactness, Frontier, FrontierPoint, Tracing, frontier};
pub use tables::{FrontierData, TABLES, frontier_tables};
pub use text::frontier_text;
