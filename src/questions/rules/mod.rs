//! `rules`: what each demand costs.

mod answer;
mod tables;
mod taken_over;
mod text;

pub use answer::{DemandLine, Outcome, PairLine, PriceList, Pricing, rules};
pub use tables::{TABLES, rules_tables};
pub use text::rules_text;
