//! Questions that take one solve or many, from model to audited result.

mod compare;
mod conflict;
mod diff;
mod frontier;
mod independence;
mod ladder;
mod owed;
mod price_list;
mod run;
mod stress;
mod timeline;
mod why;

pub use compare::{Comparison, Contender, Saving, Side, Solving, Told, compare};
pub use conflict::{Conflict, ConflictParty, ConflictPlace, conflict};
pub use diff::{Difference, GoalChange, NationChange, OrderChange, difference};
pub use frontier::{Exactness, Frontier, FrontierPoint, Tracing, frontier};
pub use independence::{Asked, Independence, IndependencePoint, independence};
pub use ladder::{Fall, LadderLine, Ladders, ladders};
pub use price_list::{DemandLine, Outcome, PairLine, PriceList, Pricing, price_list};
pub use run::{Problem, Run, Size, Timing, judge, knowing_alone, run};
pub use stress::{Stress, StressCapability, StressKind, StressNation, StressOwn, StressThing, StressYear, stress};
pub use timeline::{Timeline, TimelineCapability, TimelineYear, timeline};
pub use why::{Answer, Part, why_nation, why_offer, why_order};
