//! From a model to an audited plan: the only way to a plan, and what questions about plans stand on.

mod disaggregate;
mod expand_keys;
mod fewer_tiers;
mod fixed_model;
mod from_base;
mod penalties;
mod plan;
mod side_by_side;

pub(crate) use disaggregate::share_out;
pub(crate) use expand_keys::{spread_decisions, spread_prices};
pub(crate) use fewer_tiers::lowered;
pub use fixed_model::Decisions;
pub(crate) use fixed_model::Settled;
pub(crate) use from_base::Base;
pub use from_base::DecidedBy;
pub(crate) use penalties::with_penalties;
pub use plan::{How, Problem, Reduce, Run, Size, Timing, judge, keeping_goals, knowing_alone, run, run_as};
pub(crate) use plan::{claimed, most_orders, reduction_of};
pub(crate) use side_by_side::{side_by_side, workers};
