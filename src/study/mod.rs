//! Questions that take one solve or many, from model to audited result.

mod compare;
mod diff;
mod run;
mod why;

pub use compare::{Comparison, Contender, Saving, Side, Solving, Told, compare};
pub use diff::{Difference, NationChange, OrderChange, difference};
pub use run::{Problem, Run, Size, Timing, judge, run};
pub use why::{Answer, Part, why_nation, why_offer, why_order};
