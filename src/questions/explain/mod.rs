//! `explain`: what is scarce, by shadow prices.

mod answer;
mod candidate;
mod ranging;
mod tables;
mod text;

pub use answer::{Explaining, RankedBy, ScarceLimit, Scarcity, explain};
pub use ranging::{OneSide, RateBasis};
pub use tables::{TABLES, explain_tables};
pub use text::explain_text;
