//! `diff`: how two runs differ.

mod answer;
mod text;

pub use answer::{Difference, GoalChange, NationChange, OrderChange, difference};
pub use text::difference_text;
