//! Questions that take one solve or many, from model to audited result.

mod alternatives;
mod compare;
mod conflict;
mod demanded;
mod diff;
mod frontier;
mod independence;
mod ladder;
mod one_side;
mod owed;
mod price_list;
mod run;
mod scarcity;
mod sensitivity;
mod settled;
mod side_by_side;
mod stress;
mod timeline;
mod way_out;
mod why;

pub use alternatives::{AlternativeLine, Alternatives, Near, Ordered, alternatives};
pub use compare::{Comparison, Contender, Saving, Side, Solving, Told, compare};
pub use conflict::{Conflict, ConflictParty, ConflictPlace, conflict};
pub use diff::{Difference, GoalChange, NationChange, OrderChange, difference};
pub use frontier::{Exactness, Frontier, FrontierPoint, Tracing, frontier};
pub use independence::{Asked, Independence, IndependencePoint, independence};
pub use ladder::{Fall, LadderLine, Ladders, ladders};
pub use one_side::OneSide;
pub use price_list::{DemandLine, Outcome, PairLine, PriceList, Pricing, price_list};
pub use run::{Problem, Run, Size, Timing, judge, knowing_alone, run};
pub use scarcity::{Explaining, RankedBy, ScarceLimit, Scarcity, goal_place, scarcity};
pub use sensitivity::{Sensitivity, SensitivityLine, StayRange, Varying, sensitivity};
pub use stress::{Stress, StressCapability, StressKind, StressNation, StressOwn, StressThing, StressYear, stress};
pub use timeline::{Timeline, TimelineCapability, TimelineYear, timeline};
pub use way_out::WayOut;
pub use why::{Answer, Part, why_nation, why_offer, why_order};
