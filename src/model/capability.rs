//! What is to be achieved, and what is there already. Amounts by year are in the model's dense tables.

use crate::id::{CapabilityId, CountryId, NationId, ProducerId};
use crate::model::denial::Bill;
use crate::units::{Quantity, Share};

/// Whether a capability stands ready or is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Deliveries add up over the years.
    Stock,
    /// Deliveries count in their year.
    Flow,
}

/// Up to `upto` of the baseline, the shortfall counts `slope` times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapBand {
    /// Width of the band as a share of the baseline.
    pub width: Share,
    /// What a missing unit counts in it; never less than in the band before, so that the sum is convex.
    pub slope: f64,
}

/// An enabler and how much of it one unit needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Need {
    /// The capability needed.
    pub enabler: CapabilityId,
    /// Units of the enabler per unit.
    pub amount: f64,
}

/// A capability.
#[derive(Debug, Clone)]
pub struct Capability {
    /// Its name in reports.
    pub name: String,
    /// What one unit is.
    pub unit: String,
    /// What its baseline is.
    pub basis: Option<String>,
    /// Stock or flow.
    pub kind: Kind,
    /// What its gap counts beside the others.
    pub weight: f64,
    /// Whether national targets must be met.
    pub targets_required: bool,
    /// The gap in bands; one band of the whole baseline where nothing else is said.
    pub gap_bands: Vec<GapBand>,
    /// How far the stock may go beyond the largest requirement.
    pub overshoot: Share,
    /// What it cannot be used without.
    pub needs: Vec<Need>,
    /// Code of the programme that must be over before it can stand in for what others provide and deny.
    pub switch: Option<String>,
}

/// Something that a nation holds. Quantities by year.
#[derive(Debug, Clone)]
pub struct Holding {
    /// Its name in reports.
    pub name: String,
    /// Whose it is.
    pub nation: NationId,
    /// What it gives.
    pub gives: CapabilityId,
    /// Units by year.
    pub quantity: Vec<Quantity>,
    /// US-equivalents a unit.
    pub quality: f64,
    /// Who supports it.
    pub by: Option<ProducerId>,
    /// Value added by country; empty where neither that nor a producer is stated.
    pub value_added: Vec<(CountryId, Share)>,
    /// Who must agree to change or export it.
    pub authority: Vec<CountryId>,
    /// Share that still works for good when the United States deny support.
    pub without_us: Share,
    /// What it depends on.
    pub bill: Bill,
}

impl Holding {
    /// Whether nothing says who made or supports it, so that no denial takes anything of it.
    #[must_use]
    pub fn depends_on_nobody(&self) -> bool {
        self.by.is_none()
            && self.value_added.is_empty()
            && self.bill.remainders.is_empty()
            && self.without_us == Share::ALL
    }
}
