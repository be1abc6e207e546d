//! `stress`: what a plan loses if support is denied.

mod answer;
mod ask;
mod tables;
mod text;

pub use answer::{Stress, StressCapability, StressKind, StressNation, StressOwn, StressThing, StressYear, stress};
pub use ask::nations_named;
pub use tables::{TABLES, stress_tables};
pub use text::stress_text;
