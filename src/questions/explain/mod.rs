//! `explain`: what is scarce, by shadow prices.

mod answer;
mod ranging;
mod tables;
mod text;

pub use answer::{Explaining, RankedBy, ScarceLimit, Scarcity, explain};
pub use ranging::OneSide;
pub(super) use ranging::{Along, Move};
pub use tables::{TABLES, explain_tables};
pub use text::explain_text;
