//! `why`: what stands behind an order, an offer or a nation.

mod answer;
mod ask;
mod scarce;
mod text;

pub use answer::{Answer, Part, why_nation, why_offer, why_order};
pub use ask::{AskedAbout, why};
pub use text::answer_text;
