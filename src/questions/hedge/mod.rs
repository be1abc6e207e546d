//! `hedge`: one plan for several weighted futures.

mod answer;
mod ask;
mod data;
mod text;

pub use answer::{Hedge, HedgeFuture, HedgeGoal, HedgeProblem, HedgedFuture, NoMean, Proven, Worth, futures_of, hedge};
pub use ask::hedge_study;
pub use data::{DecisionLine, HedgeData, HedgeFutureData, HedgeGoalData, HedgeWorth, TABLES, hedge_tables};
pub use text::hedge_text;
