//! What is asked first of a plan and takes further solves or a look at what may be ordered: what each goal adds to the orders, in
//! which years money is left over, and which gaps the goals leave open.

mod goals;
mod unsettled;
mod unspent;

pub use goals::{GoalOrders, is_cheapest, orders_by_goal};
pub use unsettled::{UnsettledGap, unsettled_gaps};
pub use unspent::{UnspentYear, unspent};
