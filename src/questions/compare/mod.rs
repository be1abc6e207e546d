//! `compare`: proposals side by side, against everyone buying alone.

mod answer;
mod summary;
mod tables;
mod text;

pub use answer::{Comparison, Contender, Saving, Side, Solving, Told, compare};
pub use summary::{ComparisonSummary, NationLine, OfferLine, ProposalLine, RungValue, TypesLine};
pub use tables::{TABLES, comparison_tables};
pub use text::comparison_text;
