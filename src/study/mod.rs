//! Questions that take one solve or many, from model to audited result.

mod compare;
mod diff;
mod independence;
mod ladder;
mod owed;
mod run;
mod stress;
mod timeline;
mod why;

pub use compare::{Comparison, Contender, Saving, Side, Solving, Told, compare};
pub use diff::{Difference, GoalChange, NationChange, OrderChange, difference};
pub use independence::{Asked, Independence, IndependencePoint, independence};
pub use ladder::{Fall, LadderLine, Ladders, ladders};
pub use run::{Problem, Run, Size, Timing, judge, knowing_alone, run};
pub use stress::{Stress, StressCapability, StressKind, StressNation, StressOwn, StressThing, StressYear, stress};
pub use timeline::{Timeline, TimelineCapability, TimelineYear, timeline};
pub use why::{Answer, Part, why_nation, why_offer, why_order};
