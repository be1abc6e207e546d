//! `compare`: proposals side by side, against everyone buying alone.

mod answer;
mod ask;
mod denied;
mod nations;
mod proofs;
mod same_orders;
mod summary;
mod tables;
mod text;
mod traded;

pub use answer::{Comparison, ComparisonPlanner, Contender, PlanRequest, Saving, Side, compare, compare_by};
pub use ask::contenders;
pub use denied::DeniedGap;
pub use nations::NationLine;
pub use proofs::{by_other_orders, gap_within};
pub use same_orders::SameOrders;
pub use summary::{ComparisonSummary, OfferLine, ProposalLine, RungValue, TypesLine};
pub use tables::{TABLES, comparison_tables};
pub use text::{comparison_text, shared_out_means, worse_off_means};
pub use traded::TradedCapability;
