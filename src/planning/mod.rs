//! From a model to an audited plan: the only way to a plan, and what questions about plans stand on.

mod disaggregate;
mod expand_keys;
mod fewer_tiers;
mod fixed_model;
mod from_base;
mod own_decisions;
mod penalties;
mod pipeline;
mod plan;
mod side_by_side;

pub use fixed_model::Decisions;
pub(crate) use fixed_model::FixedModel;
pub(crate) use from_base::Base;
pub use from_base::DecidedBy;
pub use own_decisions::keeping_goals;
pub use plan::{Approach, Problem, Reduce, Run, Size, Timing, judge, plan, standalone};
pub(crate) use side_by_side::{side_by_side, workers};
