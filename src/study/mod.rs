//! Questions that take one solve or many, from model to audited result.

mod compare;
mod diff;
mod owed;
mod run;
mod why;

pub use compare::{Comparison, Contender, Saving, Side, Solving, Told, compare};
pub use diff::{Difference, GoalChange, NationChange, OrderChange, difference};
pub use run::{Problem, Run, Size, Timing, judge, knowing_alone, run};
pub use why::{Answer, Part, why_nation, why_offer, why_order};
