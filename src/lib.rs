//! Joint defence procurement, computed.
mod id;
pub mod formulation;
pub mod input;
pub mod model;
pub mod schema;
pub mod solve;
pub mod units;
pub use id::*;
