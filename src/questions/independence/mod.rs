//! `independence`: what protection against denials costs.

mod answer;
mod tables;
mod text;

pub use answer::{Asked, Independence, IndependencePoint, independence};
pub use tables::{TABLES, independence_tables};
pub use text::independence_text;
