//! `alternatives`: what near-optimal plans share.

mod answer;
mod tables;
mod text;

pub use answer::{AlternativeLine, Alternatives, Near, Ordered, alternatives};
pub use tables::{TABLES, alternatives_tables};
pub use text::alternatives_text;
