//! Who buys, and which countries there are.

use crate::id::{CapabilityId, CountryId, Id, OfferId, ProducerId};
use crate::units::{Money, Share};

/// A country.
#[derive(Debug, Clone)]
pub struct Country {
    /// Its name in reports.
    pub name: String,
}

/// A set of countries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountrySet(Vec<bool>);

impl CountrySet {
    /// The set of these countries.
    #[must_use]
    pub fn of(members: impl IntoIterator<Item = CountryId>) -> Self {
        let mut set = Self::default();
        for member in members {
            if set.0.len() <= member.index() {
                set.0.resize(member.index() + 1, false);
            }
            set.0[member.index()] = true;
        }
        set
    }

    /// Whether a country is in it.
    #[must_use]
    pub fn contains(&self, country: CountryId) -> bool {
        self.0.get(country.index()).copied().unwrap_or(false)
    }
}

/// A buying nation.
#[derive(Debug, Clone)]
pub struct Nation {
    /// Which country it is.
    pub country: CountryId,
    /// Its name in reports.
    pub name: String,
    /// Largest share of a year's budget that it may carry into the next.
    pub carry_over: Share,
    /// Its gross domestic product, MEUR a year.
    pub gdp: Option<Money>,
    /// How many nations it is: one, but where several that are alike are put together to bound a plan.
    pub stands_for: usize,
    /// Producers from which it buys nothing.
    pub excludes: Vec<ProducerId>,
    /// Capabilities that it does not buy.
    pub forgoes: Vec<CapabilityId>,
    /// Single offers that it does not buy, whatever they give.
    pub declines: Vec<OfferId>,
}
