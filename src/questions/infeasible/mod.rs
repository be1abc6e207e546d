//! `infeasible`: the smallest set of limits that cannot hold together.

mod anew;
mod answer;
mod demanded;
mod elastic;
mod text;
mod way_out;

pub use answer::{Conflict, ConflictParty, ConflictPlace, infeasible};
pub use text::infeasible_text;
pub use way_out::WayOut;
