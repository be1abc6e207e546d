//! `ladder`: what is domestic, rung by rung.

mod answer;
mod tables;
mod text;

pub use answer::{Fall, LadderLine, Ladders, ladders};
pub(super) use answer::{ladder_of_stock, worth};
pub use tables::{TABLES, ladder_tables};
pub use text::{RUNGS, ladder_text};
