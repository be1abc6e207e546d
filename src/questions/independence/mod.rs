//! `independence`: what protection against denials costs.

mod answer;
mod ask;
mod tables;
mod text;

pub use answer::{Independence, IndependencePoint, Insuring, independence};
pub use ask::proposals_named;
pub use tables::{TABLES, independence_tables};
pub use text::independence_text;
