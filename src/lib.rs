//! Joint defence procurement, computed.
pub mod audit;
pub mod cli;
pub mod formulation;
mod id;
pub mod input;
pub mod measures;
pub mod model;
pub mod plan;
pub mod report;
pub mod schema;
pub mod solve;
pub mod study;
pub mod units;
pub use id::*;
