//! What is asked about, by codes and years.

use crate::id::{Id, Registry};
use crate::planning::Run;
use crate::questions::Unanswered;
use crate::questions::why::{Answer, why_nation, why_offer, why_order};
use crate::units::Year;

/// What is asked about.
#[derive(Debug, Clone)]
pub enum AskedAbout {
    /// Why a nation orders so much of an offer in a year, or nothing.
    Order {
        /// Code of the nation.
        nation: String,
        /// Id of the offer.
        offer: String,
        /// Year of the order.
        year: i32,
    },
    /// Who orders an offer, at what price, and what stands against it: its id.
    Offer(String),
    /// What a nation pays and orders, and what holds it back: its code.
    Nation(String),
}

/// What stands behind an order, an offer or a nation of a run.
///
/// # Errors
/// The run has none of that name, or no such year.
pub fn why(run: &Run, about: &AskedAbout) -> Result<Answer, Unanswered> {
    let model = &run.model;
    Ok(match about {
        AskedAbout::Offer(offer) => why_offer(run, find(&model.offers, "offer", offer)?),
        AskedAbout::Nation(nation) => why_nation(run, find(&model.nations, "buying nation", nation)?),
        AskedAbout::Order { nation, offer, year } => {
            let (first, last) = (model.horizon.first, model.horizon.last);
            let step = (model.horizon.step_of(Year(*year)))
                .ok_or_else(|| Unanswered::Unknown(format!("{year} is no year of the horizon {first}..{last}")))?;
            let nation = find(&model.nations, "buying nation", nation)?;
            why_order(run, nation, find(&model.offers, "offer", offer)?, step)
        }
    })
}

/// The entry of a code, or what there is.
fn find<I: Id, T>(registry: &Registry<I, T>, what: &str, code: &str) -> Result<I, Unanswered> {
    registry.find(code).ok_or_else(|| {
        let known: Vec<&str> = registry.codes().take(40).collect();
        Unanswered::Unknown(format!("the run has no {what} `{code}`; it has {}", known.join(", ")))
    })
}
