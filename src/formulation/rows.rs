//! Rows with keys.

use crate::formulation::rules::Subject;
use crate::id::{
    CapabilityId, DenialId, FundId, GroupId, LineId, NationId, OfferId, ProducerId, ProgrammeId, RelationId, RuleId,
};
use crate::model::Step;

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
    /// What is bought at the price of a band takes nothing of a line unless the band is reached.
    LineOfBand { line: LineId, group: GroupId, offer: OfferId, band: u32, step: Step, enlarged: bool },
    /// An order is what is bought of it at each discount.
    DiscountSplit { nation: NationId, group: GroupId, offer: OfferId, step: Step },
    /// Business reaches the discount at which it is done.
    BusinessFrom { group: GroupId, producer: ProducerId, band: u32 },
    /// Business ends where the next discount begins.
    BusinessTo { group: GroupId, producer: ProducerId, band: u32 },
    /// Business is done at one discount.
    OneDiscount { group: GroupId, producer: ProducerId },
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
    /// A nation that has not fielded an offer orders nothing of it.
    FieldedFirst { nation: NationId, offer: OfferId, step: Step },
    /// What a nation has fielded it has fielded from then on.
    FieldedStays { nation: NationId, offer: OfferId, step: Step },
    /// A nation orders the least useful quantity, or nothing.
    FieldedLeast { nation: NationId, offer: OfferId },
    /// Units serve only where the nation pays for the type.
    FieldedServes { nation: NationId, offer: OfferId, step: Step },
    /// A relation that is not used carries nothing.
    Link { relation: RelationId },
    /// A relation that is used carries its least load.
    LeastLoad { relation: RelationId },
    /// At most so many relations are used.
    RelationCount { count: u32 },
    /// A nation's money in a year.
    Budget { nation: NationId, step: Step },
    /// What a nation carries into the next year.
    CarryOver { nation: NationId, step: Step },
    /// What a nation pays to support what was delivered to it, in a year.
    Support { nation: NationId, step: Step },
    /// What a line can make in a year.
    Line { line: LineId, step: Step },
    /// What a line that makes whole lots can deliver in a run of years.
    LineRun { line: LineId, from: Step, step: Step },
    /// The same from the year in which its lots can first be ordered.
    LineBegun { line: LineId, from: Step, step: Step },
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
    /// Delivered units of a class in service in a year.
    InService { denial: Option<DenialId>, capability: CapabilityId, class: u32, step: Step },
    /// Delivered US-equivalents in service with one nation.
    NationalStock { nation: NationId, capability: CapabilityId, step: Step },
    /// What a nation uses up by a year is there.
    Used { nation: NationId, capability: CapabilityId, step: Step },
    /// The most that may stand ready in a year.
    Ceiling { capability: CapabilityId, step: Step },
    /// Units in use stand ready and work.
    Serving { denial: Option<DenialId>, capability: CapabilityId, class: u32, step: Step },
    /// Usable US-equivalents come from units in use.
    Usable { denial: Option<DenialId>, capability: CapabilityId, step: Step },
    /// An enabler serves those that need it.
    Enabler { denial: Option<DenialId>, capability: CapabilityId, step: Step },
    /// An enabler stands in for what is denied once the switch is over.
    Switched { denial: Option<DenialId>, capability: CapabilityId, step: Step },
    /// A denial makes nothing more usable.
    NotMore { denial: Option<DenialId>, capability: CapabilityId, step: Step },
    /// What is missing to a US baseline.
    Gap { denial: Option<DenialId>, capability: CapabilityId, step: Step },
    /// What a nation misses to its target.
    NationalTarget { nation: NationId, capability: CapabilityId, step: Step },
    /// What is delivered in a run of years and serves in the last of them is no more than is needed, by all or by one nation.
    Need { nation: Option<NationId>, denial: Option<DenialId>, capability: CapabilityId, from: Step, to: Step },
    /// No more of an order goes beyond the need than is ordered.
    Beyond { nation: NationId, group: GroupId, offer: OfferId, step: Step },
    /// A commitment that does not count as above its minimum is no more.
    AboveMinimum { group: GroupId, offer: OfferId },
    /// What goes beyond a need through a group is less than a whole lot, where its commitment is above its minimum.
    MarginOfLots {
        nation: Option<NationId>,
        capability: CapabilityId,
        group: GroupId,
        offer: OfferId,
        from: Step,
        to: Step,
    },
    /// What goes beyond a need is less than a whole lot or a minimum order, of one offer or of all.
    Margin { nation: Option<NationId>, capability: CapabilityId, offer: Option<OfferId>, from: Step, to: Step },
    /// No capability's gap is larger than the worst.
    WorstGap { goal: u32, capability: CapabilityId },
    /// No denial's gap is larger than the worst.
    WorstDenial { goal: u32, denial: DenialId },
    /// Orders come in whole lots.
    Lots { nation: NationId, group: GroupId, offer: OfferId, step: Step },
    /// A programme starts once.
    ProgrammeOnce { programme: ProgrammeId },
    /// A programme is paid by its payers in a year.
    ProgrammePaid { programme: ProgrammeId, step: Step },
    /// Orders wait until the programme is over.
    ProgrammeOver { group: GroupId, offer: OfferId, programme: ProgrammeId, step: Step },
    /// A set of funds pays no more of a nation's orders of a year than it may.
    FundRate { nation: NationId, step: Step, set: u32 },
    /// A fund pays a nation no more than its allocation.
    FundAllocation { nation: NationId, fund: FundId },
    /// A fund pays no more than it has.
    FundEnvelope { fund: FundId },
    /// A rule holds, or what is missing to it is counted.
    Rule { family: &'static str, rule: RuleId, subject: Subject },
    /// Whoever takes part orders the least.
    TakesPartLeast { rule: RuleId, nation: NationId, group: GroupId, offer: OfferId },
    /// Whoever orders takes part.
    TakesPartMost { rule: RuleId, nation: NationId, group: GroupId, offer: OfferId },
    /// A producer that delivers of a capability delivers its least.
    SupplierLeast { rule: RuleId, capability: CapabilityId, producer: ProducerId },
    /// A producer that does not deliver is ordered nothing from.
    SupplierMost { rule: RuleId, capability: CapabilityId, producer: ProducerId },
    /// What is ordered is in use.
    InUse { rule: RuleId, offer: OfferId, nation: Option<NationId> },
    /// What an offer is paid by a rule's nations.
    Spent { rule: RuleId, group: GroupId, offer: OfferId },
    /// A broken rule is paid for.
    Penalty { rule: RuleId, subject: Subject },
    /// What a goal must reach.
    Required { place: u32 },
    /// What a nation orders beyond its share.
    FairShare { nation: NationId, capability: CapabilityId },
    /// What nations that are alike take of a basket adds up.
    Shared { basket: u32 },
    /// What they pay beside orders adds up.
    SharedPot { step: Step },
    /// What a fund pays them adds up.
    SharedFund { fund: FundId, step: Step },
    /// By how much a nation's part is more than it wishes.
    Uneven { nation: NationId, basket: u32 },
    /// What an earlier goal reached is kept.
    Kept { goal: u32 },
    /// What was decided before stands, although another plan would decide otherwise.
    Held { column: u32 },
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
    /// What counts as one of what its limits are in, a power of two: rounding is measured by it.
    pub unit: f64,
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
        Self { key, lower: f64::NEG_INFINITY, upper, terms, unit: 1.0 }
    }

    /// Σ terms ≥ lower.
    #[must_use]
    pub const fn at_least(key: RowKey, lower: f64, terms: Vec<(usize, f64)>) -> Self {
        Self { key, lower, upper: f64::INFINITY, terms, unit: 1.0 }
    }

    /// Σ terms = value.
    #[must_use]
    pub const fn equal(key: RowKey, value: f64, terms: Vec<(usize, f64)>) -> Self {
        Self { key, lower: value, upper: value, terms, unit: 1.0 }
    }
}

impl RowKey {
    /// The family that it belongs to.
    #[must_use]
    pub const fn family(&self) -> &'static str {
        match self {
            Self::Pooled { .. } => "pooled",
            Self::Split { .. }
            | Self::BandFrom { .. }
            | Self::BandTo { .. }
            | Self::OneBand { .. }
            | Self::LineOfBand { .. } => "price_band",
            Self::DiscountSplit { .. }
            | Self::BusinessFrom { .. }
            | Self::BusinessTo { .. }
            | Self::OneDiscount { .. } => "discount",
            Self::MinimumOrder { .. } | Self::Committed { .. } => "minimum_order",
            Self::Filled { .. } | Self::FullBand { .. } | Self::NextBand { .. } | Self::PaidTogether { .. } => {
                "incremental_band"
            }
            Self::SetUpFirst { .. } | Self::SetUpStays { .. } | Self::SetUpPaid { .. } => "set_up",
            Self::FieldedFirst { .. }
            | Self::FieldedStays { .. }
            | Self::FieldedLeast { .. }
            | Self::FieldedServes { .. } => "fielding",
            Self::Link { .. } | Self::LeastLoad { .. } | Self::RelationCount { .. } => "relation",
            Self::Budget { .. } | Self::CarryOver { .. } => "budget",
            Self::Support { .. } => "support",
            Self::Line { .. } | Self::LineRun { .. } | Self::LineBegun { .. } => "line",
            Self::Expansion { .. } => "expansion",
            Self::Ramp { .. } => "ramp",
            Self::Funding { .. } => "funding",
            Self::Supply { .. } => "supply",
            Self::Stock { .. } => "stock",
            Self::InService { .. } => "in_service",
            Self::NationalStock { .. } => "national_stock",
            Self::Serving { .. }
            | Self::Usable { .. }
            | Self::Enabler { .. }
            | Self::Switched { .. }
            | Self::NotMore { .. } => "enabler",
            Self::Gap { .. } => "gap",
            Self::NationalTarget { .. } => "national_target",
            Self::Used { .. } => "used",
            Self::Ceiling { .. } => "ceiling",
            Self::Need { .. }
            | Self::Beyond { .. }
            | Self::AboveMinimum { .. }
            | Self::MarginOfLots { .. }
            | Self::Margin { .. } => "need",
            Self::WorstGap { .. } => "worst_gap",
            Self::WorstDenial { .. } => "worst_denial",
            Self::Lots { .. } => "lots",
            Self::ProgrammeOnce { .. } | Self::ProgrammePaid { .. } | Self::ProgrammeOver { .. } => "programme",
            Self::FundRate { .. } | Self::FundAllocation { .. } | Self::FundEnvelope { .. } => "fund",
            Self::Rule { family, .. } => family,
            Self::TakesPartLeast { .. } | Self::TakesPartMost { .. } => "at_least_nations",
            Self::SupplierLeast { .. } | Self::SupplierMost { .. } => "at_least_suppliers",
            Self::InUse { .. } => "most_types",
            Self::Spent { .. } => "juste_retour",
            Self::Penalty { .. } => "penalty",
            Self::Required { .. } => "required",
            Self::FairShare { .. } => "fair_share",
            Self::Shared { .. } | Self::SharedPot { .. } | Self::SharedFund { .. } | Self::Uneven { .. } => "shared",
            Self::Kept { .. } => "kept",
            Self::Held { .. } => "held",
        }
    }

    /// The year that it speaks of, where it speaks of one.
    #[must_use]
    pub const fn step(&self) -> Option<Step> {
        match self {
            Self::Pooled { step, .. }
            | Self::Split { step, .. }
            | Self::DiscountSplit { step, .. }
            | Self::LineOfBand { step, .. }
            | Self::Lots { step, .. }
            | Self::ProgrammePaid { step, .. }
            | Self::ProgrammeOver { step, .. }
            | Self::FundRate { step, .. }
            | Self::Filled { step, .. }
            | Self::FullBand { step, .. }
            | Self::NextBand { step, .. }
            | Self::PaidTogether { step, .. }
            | Self::SetUpFirst { step, .. }
            | Self::SetUpStays { step, .. }
            | Self::SetUpPaid { step, .. }
            | Self::FieldedFirst { step, .. }
            | Self::FieldedStays { step, .. }
            | Self::FieldedServes { step, .. }
            | Self::Budget { step, .. }
            | Self::Support { step, .. }
            | Self::CarryOver { step, .. }
            | Self::Line { step, .. }
            | Self::LineRun { step, .. }
            | Self::LineBegun { step, .. }
            | Self::Beyond { step, .. }
            | Self::Expansion { step, .. }
            | Self::Ramp { step, .. }
            | Self::Funding { step, .. }
            | Self::Supply { step, .. }
            | Self::Stock { step, .. }
            | Self::InService { step, .. }
            | Self::NationalStock { step, .. }
            | Self::Used { step, .. }
            | Self::Ceiling { step, .. }
            | Self::Serving { step, .. }
            | Self::Usable { step, .. }
            | Self::Enabler { step, .. }
            | Self::Switched { step, .. }
            | Self::NotMore { step, .. }
            | Self::Rule { subject: Subject::In(step) | Subject::CapabilityIn(_, step), .. }
            | Self::SharedPot { step }
            | Self::SharedFund { step, .. }
            | Self::Gap { step, .. }
            | Self::NationalTarget { step, .. } => Some(*step),
            Self::BandFrom { .. }
            | Self::BandTo { .. }
            | Self::OneBand { .. }
            | Self::BusinessFrom { .. }
            | Self::BusinessTo { .. }
            | Self::OneDiscount { .. }
            | Self::MinimumOrder { .. }
            | Self::Committed { .. }
            | Self::FieldedLeast { .. }
            | Self::Link { .. }
            | Self::LeastLoad { .. }
            | Self::RelationCount { .. }
            | Self::Need { .. }
            | Self::AboveMinimum { .. }
            | Self::MarginOfLots { .. }
            | Self::Margin { .. }
            | Self::WorstGap { .. }
            | Self::WorstDenial { .. }
            | Self::ProgrammeOnce { .. }
            | Self::FundAllocation { .. }
            | Self::FundEnvelope { .. }
            | Self::Rule { .. }
            | Self::TakesPartLeast { .. }
            | Self::TakesPartMost { .. }
            | Self::SupplierLeast { .. }
            | Self::SupplierMost { .. }
            | Self::InUse { .. }
            | Self::Spent { .. }
            | Self::Penalty { .. }
            | Self::Required { .. }
            | Self::FairShare { .. }
            | Self::Shared { .. }
            | Self::Uneven { .. }
            | Self::Kept { .. }
            | Self::Held { .. } => None,
        }
    }
}
