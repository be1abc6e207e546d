//! Figures about a plan: pure functions of (model, plan). They know nothing of the formulation, so that they can judge it.

mod denial;
mod evidence;
mod flows;
mod gap;
mod goal;
mod money;
mod needs;
mod outcome;
mod proven;
mod rules;
mod stock;
mod terms;
mod timeline;
mod volume;
mod work;

pub(crate) use denial::{Counting, counted, is_over};
pub use denial::{Lasting, Piece, lost, lost_by_offer, lost_of, lost_of_all, pieces, stocks_in_the_end, stocks_under};
pub use evidence::{Evidence, evidence};
pub use flows::{Flows, GroupPrice, average_price, below_first_price, flows, group_prices};
pub use gap::{CapabilityGap, Gaps, gaps};
pub use goal::{MeasuredPlan, goal_size, goal_value, measure_value, plain_measure_value};
pub(crate) use money::programme_dues;
pub use money::{Spending, spending};
pub use needs::NeedRun;
pub(crate) use needs::{need_runs, over_margin, settle_beyond};
pub use outcome::outcome_of;
pub use proven::{ProvenDifference, ProvenValue, ranked};
pub use rules::{Judgement, judgements};
pub use stock::{Stocks, stocks};
pub use terms::{Terms, cost_of_part, terms, units_of};
pub(crate) use terms::{cost_of_filling, load};
pub use timeline::{Arrivals, arrivals};
pub use volume::{Tally, Volume, volume};
pub use work::{WorkShare, work_shares};
