//! `coalition` and `join`: what members of a proposal gain together, who would leave, who should pay whom, and what a newcomer is worth.

mod answer;
mod ask;
mod data;
mod gain;
mod game;
mod join;
mod join_text;
mod plans;
mod shares;
mod tables;
mod text;
mod words;

pub use answer::coalition;
pub use ask::{Asked, CoalitionStudy, Player, ShareRule, players_of};
pub use data::{CoalitionData, CoreLine, Limits, MemberLine, Paradox, ShareLine, SharesData, ValueLine};
pub use gain::Gain;
pub use join::{JoinData, JoinLine, join};
pub use join_text::join_text;
pub use plans::{Keeper, PlannedCoalition};
pub use tables::{JOIN_TABLES, TABLES, coalition_tables, join_tables};
pub use text::coalition_text;
