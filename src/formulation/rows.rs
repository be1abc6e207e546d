//! Rows with keys.

use crate::id::{CapabilityId, GroupId, LineId, NationId, OfferId, RelationId};
use crate::model::{Model, Step};

/// What a row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the fields are the indices that the variant's sentence names")]
pub enum RowKey {
    /// What a group orders of an offer in a year is what its members order.
    Pooled { group: GroupId, offer: OfferId, step: Step },
    /// An order is split over price bands.
    Split { nation: NationId, group: GroupId, offer: OfferId, step: Step },
    /// A band's price needs a commitment from where it starts on.
    BandFrom { group: GroupId, offer: OfferId, band: u32 },
    /// A band's price holds up to where the next one starts.
    BandTo { group: GroupId, offer: OfferId, band: u32 },
    /// One band at most is reached.
    OneBand { group: GroupId, offer: OfferId },
    /// A group commits to the minimum order, or to nothing.
    MinimumOrder { group: GroupId, offer: OfferId },
    /// A group that commits to nothing orders nothing.
    Committed { group: GroupId, offer: OfferId },
    /// Orders so far fill bands.
    Filled { group: GroupId, offer: OfferId, step: Step },
    /// A band is full before it counts as full.
    FullBand { group: GroupId, offer: OfferId, step: Step, band: u32 },
    /// The next band waits until this one is full.
    NextBand { group: GroupId, offer: OfferId, step: Step, band: u32 },
    /// Members pay together what the bands cost.
    PaidTogether { group: GroupId, offer: OfferId, step: Step },
    /// Orders wait for the set-up.
    SetUpFirst { group: GroupId, offer: OfferId, step: Step },
    /// What is set up stays so.
    SetUpStays { group: GroupId, offer: OfferId, step: Step },
    /// Members pay together for the set-up.
    SetUpPaid { group: GroupId, offer: OfferId, step: Step },
    /// A relation that is not used carries nothing.
    Link { relation: RelationId },
    /// A relation that is used carries its least load.
    LeastLoad { relation: RelationId },
    /// At most so many relations are used.
    RelationCount { count: u32 },
    /// A nation's money in a year.
    Budget { nation: NationId, step: Step },
    /// What a nation pays to support what was delivered to it, in a year.
    Support { nation: NationId, step: Step },
    /// What a line can make in a year.
    Line { line: LineId, step: Step },
    /// Extra capacity that stands in a year.
    Expansion { line: LineId, step: Step },
    /// How fast a line can grow.
    Ramp { line: LineId, step: Step },
    /// Who pays for more of a line in a year.
    Funding { line: LineId, step: Step },
    /// How much a producer can bring to a nation in a year.
    Supply { relation: RelationId, step: Step },
    /// Delivered US-equivalents in service in a year.
    Stock { capability: CapabilityId, step: Step },
    /// Delivered units in service in a year.
    Units { capability: CapabilityId, step: Step },
    /// Delivered US-equivalents in service with one nation.
    NationalStock { nation: NationId, capability: CapabilityId, step: Step },
    /// Usable US-equivalents are held.
    UsableHeld { capability: CapabilityId, step: Step },
    /// Units in use are held.
    UsedHeld { capability: CapabilityId, step: Step },
    /// Usable US-equivalents come from units in use.
    UsableUsed { capability: CapabilityId, step: Step },
    /// An enabler serves those that need it.
    Enabler { capability: CapabilityId, step: Step },
    /// What is missing to a US baseline.
    Gap { capability: CapabilityId, step: Step },
    /// What a nation misses to its target.
    NationalTarget { nation: NationId, capability: CapabilityId, step: Step },
    /// Deliveries beyond what is required.
    Overshoot { capability: CapabilityId },
    /// No capability's gap is larger than the worst.
    WorstGap { goal: u32, capability: CapabilityId },
    /// What an earlier goal reached is kept.
    Kept { goal: u32 },
}

/// A row: lower ≤ Σ coefficient × column ≤ upper.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it speaks of.
    pub key: RowKey,
    /// Lower limit; minus infinity where there is none.
    pub lower: f64,
    /// Upper limit; infinity where there is none.
    pub upper: f64,
    /// Columns by place, with coefficients.
    pub terms: Vec<(usize, f64)>,
}

impl Row {
    /// Whether the row has no terms and holds by itself. One that has no terms and does not hold stays, so that the
    /// solver finds the contradiction.
    pub(super) fn says_nothing(&self) -> bool {
        self.terms.is_empty() && self.lower <= 0.0 && self.upper >= 0.0
    }

    /// Σ terms ≤ upper.
    #[must_use]
    pub const fn at_most(key: RowKey, upper: f64, terms: Vec<(usize, f64)>) -> Self {
        Self { key, lower: f64::NEG_INFINITY, upper, terms }
    }

    /// Σ terms ≥ lower.
    #[must_use]
    pub const fn at_least(key: RowKey, lower: f64, terms: Vec<(usize, f64)>) -> Self {
        Self { key, lower, upper: f64::INFINITY, terms }
    }

    /// Σ terms = value.
    #[must_use]
    pub const fn equal(key: RowKey, value: f64, terms: Vec<(usize, f64)>) -> Self {
        Self { key, lower: value, upper: value, terms }
    }
}

impl RowKey {
    /// The family that it belongs to.
    #[must_use]
    pub const fn family(&self) -> &'static str {
        match self {
            Self::Pooled { .. } => "pooled",
            Self::Split { .. } | Self::BandFrom { .. } | Self::BandTo { .. } | Self::OneBand { .. } => "price_band",
            Self::MinimumOrder { .. } | Self::Committed { .. } => "minimum_order",
            Self::Filled { .. } | Self::FullBand { .. } | Self::NextBand { .. } | Self::PaidTogether { .. } => {
                "incremental_band"
            }
            Self::SetUpFirst { .. } | Self::SetUpStays { .. } | Self::SetUpPaid { .. } => "set_up",
            Self::Link { .. } | Self::LeastLoad { .. } | Self::RelationCount { .. } => "relation",
            Self::Budget { .. } => "budget",
            Self::Support { .. } => "support",
            Self::Line { .. } => "line",
            Self::Expansion { .. } => "expansion",
            Self::Ramp { .. } => "ramp",
            Self::Funding { .. } => "funding",
            Self::Supply { .. } => "supply",
            Self::Stock { .. } | Self::Units { .. } => "stock",
            Self::NationalStock { .. } => "national_stock",
            Self::UsableHeld { .. } | Self::UsedHeld { .. } | Self::UsableUsed { .. } | Self::Enabler { .. } => {
                "enabler"
            }
            Self::Gap { .. } => "gap",
            Self::NationalTarget { .. } => "national_target",
            Self::Overshoot { .. } => "overshoot",
            Self::WorstGap { .. } => "worst_gap",
            Self::Kept { .. } => "kept",
        }
    }

    /// The year that it speaks of, where it speaks of one.
    #[must_use]
    pub const fn step(&self) -> Option<Step> {
        match self {
            Self::Pooled { step, .. }
            | Self::Split { step, .. }
            | Self::Filled { step, .. }
            | Self::FullBand { step, .. }
            | Self::NextBand { step, .. }
            | Self::PaidTogether { step, .. }
            | Self::SetUpFirst { step, .. }
            | Self::SetUpStays { step, .. }
            | Self::SetUpPaid { step, .. }
            | Self::Budget { step, .. }
            | Self::Support { step, .. }
            | Self::Line { step, .. }
            | Self::Expansion { step, .. }
            | Self::Ramp { step, .. }
            | Self::Funding { step, .. }
            | Self::Supply { step, .. }
            | Self::Stock { step, .. }
            | Self::Units { step, .. }
            | Self::NationalStock { step, .. }
            | Self::UsableHeld { step, .. }
            | Self::UsedHeld { step, .. }
            | Self::UsableUsed { step, .. }
            | Self::Enabler { step, .. }
            | Self::Gap { step, .. }
            | Self::NationalTarget { step, .. } => Some(*step),
            Self::BandFrom { .. }
            | Self::BandTo { .. }
            | Self::OneBand { .. }
            | Self::MinimumOrder { .. }
            | Self::Committed { .. }
            | Self::Link { .. }
            | Self::LeastLoad { .. }
            | Self::RelationCount { .. }
            | Self::Overshoot { .. }
            | Self::WorstGap { .. }
            | Self::Kept { .. } => None,
        }
    }

    /// Its name in text: `budget(DEU,2029)`.
    #[must_use]
    pub fn name(&self, model: &Model) -> String {
        let year = |step: &Step| model.horizon.year(*step);
        let capability = |id: &CapabilityId| model.capabilities.code(*id);
        let pool = |id: &GroupId| model.groups.code(*id);
        let sold = |id: &OfferId| model.offers.code(*id);
        match self {
            Self::Kept { goal } => format!("kept({})", goal + 1),
            Self::Split { nation, group, offer, step } => {
                format!("split({}@{},{},{})", model.nations.code(*nation), pool(group), sold(offer), year(step))
            }
            Self::BandFrom { group, offer, band } => format!("band_from({},{},{})", pool(group), sold(offer), band + 1),
            Self::BandTo { group, offer, band } => format!("band_to({},{},{})", pool(group), sold(offer), band + 1),
            Self::OneBand { group, offer } => format!("one_band({},{})", pool(group), sold(offer)),
            Self::MinimumOrder { group, offer } => format!("minimum_order({},{})", pool(group), sold(offer)),
            Self::Committed { group, offer } => format!("committed({},{})", pool(group), sold(offer)),
            Self::Filled { group, offer, step } => format!("filled({},{},{})", pool(group), sold(offer), year(step)),
            Self::FullBand { group, offer, step, band } => {
                format!("full_band({},{},{},{})", pool(group), sold(offer), year(step), band + 1)
            }
            Self::NextBand { group, offer, step, band } => {
                format!("next_band({},{},{},{})", pool(group), sold(offer), year(step), band + 1)
            }
            Self::PaidTogether { group, offer, step } => {
                format!("paid_together({},{},{})", pool(group), sold(offer), year(step))
            }
            Self::SetUpFirst { group, offer, step } => {
                format!("set_up_first({},{},{})", pool(group), sold(offer), year(step))
            }
            Self::SetUpStays { group, offer, step } => {
                format!("set_up_stays({},{},{})", pool(group), sold(offer), year(step))
            }
            Self::SetUpPaid { group, offer, step } => {
                format!("set_up_paid({},{},{})", pool(group), sold(offer), year(step))
            }
            Self::Link { relation } => format!("link({})", model.relations.code(*relation)),
            Self::LeastLoad { relation } => format!("least_load({})", model.relations.code(*relation)),
            Self::RelationCount { count } => format!("relation_count({})", count + 1),
            Self::Pooled { group, offer, step } => {
                format!("pooled({},{},{})", model.groups.code(*group), model.offers.code(*offer), year(step))
            }
            Self::Budget { nation, step } => format!("budget({},{})", model.nations.code(*nation), year(step)),
            Self::Support { nation, step } => format!("support({},{})", model.nations.code(*nation), year(step)),
            Self::Line { line, step } => format!("line({},{})", model.lines.code(*line), year(step)),
            Self::Expansion { line, step } => format!("expansion({},{})", model.lines.code(*line), year(step)),
            Self::Ramp { line, step } => format!("ramp({},{})", model.lines.code(*line), year(step)),
            Self::Funding { line, step } => format!("funding({},{})", model.lines.code(*line), year(step)),
            Self::Supply { relation, step } => format!("supply({},{})", model.relations.code(*relation), year(step)),
            Self::Stock { capability: k, step } => format!("stock({},{})", capability(k), year(step)),
            Self::Units { capability: k, step } => format!("units({},{})", capability(k), year(step)),
            Self::NationalStock { nation, capability: k, step } => {
                format!("national_stock({},{},{})", model.nations.code(*nation), capability(k), year(step))
            }
            Self::UsableHeld { capability: k, step } => format!("usable_held({},{})", capability(k), year(step)),
            Self::UsedHeld { capability: k, step } => format!("used_held({},{})", capability(k), year(step)),
            Self::UsableUsed { capability: k, step } => format!("usable_used({},{})", capability(k), year(step)),
            Self::Enabler { capability: k, step } => format!("enabler({},{})", capability(k), year(step)),
            Self::Gap { capability: k, step } => format!("gap({},{})", capability(k), year(step)),
            Self::NationalTarget { nation, capability: k, step } => {
                format!("national_target({},{},{})", model.nations.code(*nation), capability(k), year(step))
            }
            Self::Overshoot { capability: k } => format!("overshoot({})", capability(k)),
            Self::WorstGap { goal, capability: k } => format!("worst_gap({},{})", goal + 1, capability(k)),
        }
    }
}
