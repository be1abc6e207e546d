//! What is to be achieved: capabilities, baselines, national targets, holdings.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Confidence, DocumentTable, FigureDocument, Located, Series, ShareText};

/// A capability, counted in one unit.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CapabilityDocument {
    /// Its name in reports; the id stands in where none is given.
    pub name: Option<String>,
    /// What one unit is: `aircraft`, `1000 rounds`, `fire units`.
    pub unit: Option<String>,
    /// `stock` (what stands ready, the default) or `flow` (so many a year, such as drones used up).
    pub kind: CapabilityKind,
    /// The US baseline to be matched, in US-equivalents (units as good as the US reference): a number or a map of years. Without it, the capability has no gap.
    pub us_baseline: Option<Series>,
    /// What the baseline is: US inventory, US forces committed to Europe, the minimum to do without them.
    pub basis: Option<String>,
    /// What a full gap in this capability counts beside the others. Default 1.
    pub weight: Option<FigureDocument>,
    /// National targets, in US-equivalents: per nation a number or a map of years.
    pub targets: DocumentTable<Series>,
    /// `wanted` (a shortfall is allowed, and measured; the default) or `required` (no plan without them).
    pub targets_are: TargetsAre,
    /// What one US-equivalent that is missing to a national target counts in the goal `national_shortfall`, MEUR a year: a number
    /// or a map of years.
    pub missing_unit_worth: Option<Series>,
    /// What is held today, in units, in short: per nation a number or a map of years. Details go under `holdings`.
    pub held: DocumentTable<Series>,
    /// What is used up of the stock in a year, in US-equivalents, for good: fired in training, given away. Per nation a number or a map
    /// of years. It is taken from what the nation holds and orders, and a plan must see that it is there. What stands ready in a year
    /// is what is left after it. Not for a capability of kind `flow`, nor for one that enablers touch.
    pub used: DocumentTable<Series>,
    /// The most that may stand ready in a year, in US-equivalents of all nations together: a ceiling of a treaty, or what can be
    /// stored. A number or a map of years. Where more is held, nothing more may be delivered.
    pub ceiling: Option<Series>,
    /// The gap in bands: up to which share of the baseline the shortfall counts how much. `{ 10 %: 1, 100 %: 2 }` says
    /// that the first missing tenth counts once, every further one twice. In `national_shortfall` the same holds of each
    /// national target. Default: all of it counts once.
    pub gap_bands: DocumentTable<FigureDocument>,
    /// How far deliveries may take what serves beyond the requirement of a year: 100 % (the default) is just the requirement.
    pub overshoot: Option<Located<ShareText>>,
    /// Other capabilities without which this one cannot be used: units of the enabler that one unit needs.
    pub needs: DocumentTable<FigureDocument>,
    /// What the United States provide of this capability, in units: a number or a map of years. Counts as an enabler only,
    /// and until it is denied.
    pub us_provides: Option<Series>,
    /// The same of others: by country or producer, a number or a map of years.
    pub provided_by: DocumentTable<Series>,
    /// An enabler that is hard to leave: the programme (its cost, and the years in which old and new run side by side)
    /// that must be over before what the nations have of it can stand in for what others provide and deny.
    pub switch: Option<Located<String>>,
    /// Where the figures come from.
    pub source: Option<Located<String>>,
    /// How far the figures can be trusted.
    pub confidence: Option<Located<Confidence>>,
    /// A remark for readers.
    pub note: Option<String>,
}

/// Whether a capability stands ready or is used up.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapabilityKind {
    /// What stands ready: deliveries add up over the years.
    #[default]
    Stock,
    /// So many a year: what is delivered in a year counts in that year.
    Flow,
}

/// What it means to miss a national target.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetsAre {
    /// A shortfall is allowed, measured, and can be made a goal.
    #[default]
    Wanted,
    /// A plan that misses the target is no plan.
    Required,
}

/// Something that a nation holds already.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldingDocument {
    /// Its name in reports.
    #[serde(default)]
    pub name: Option<String>,
    /// Whose it is.
    pub nation: Located<String>,
    /// What it gives.
    pub gives: Located<String>,
    /// How many units: a number, or a map of years where some retire.
    pub quantity: Series,
    /// One unit in US-equivalents: 1 is as good as the US reference system. Default 1.
    #[serde(default)]
    pub quality: Option<FigureDocument>,
    /// The producer whose support keeps it running, where known.
    #[serde(default)]
    pub by: Option<Located<String>>,
    /// Value added by country, shares that sum to 100 %. Default: by the producer's seat; without a producer, what is held depends on
    /// nobody, as what `held` states does.
    #[serde(default)]
    pub value_added: DocumentTable<Located<ShareText>>,
    /// Who may change and export it: a country, or countries that must all agree. Default: the producer's seat.
    #[serde(default)]
    pub authority: Vec<Located<String>>,
    /// Share that still works for good when the United States deny support. Default: what `when_denied`, `sustained_by` and
    /// `software` say of them, or 100 %.
    #[serde(default)]
    pub without_us: Option<FigureDocument>,
    /// Licensors, countries or producers, whose consent it takes to change or export it, beside the design authority.
    #[serde(default)]
    pub licensed_from: Vec<Located<String>>,
    /// Where software, data and keys come from: shares by country or producer. What is not listed is domestic. Whoever
    /// denies them takes this share for good, unless `when_denied` says otherwise.
    #[serde(default)]
    pub software: DocumentTable<Located<ShareText>>,
    /// Where spare parts, repair and overhaul come from: shares by country or producer. What is not listed is domestic.
    /// Whoever denies them takes this share for good, unless `when_denied` says otherwise.
    #[serde(default)]
    pub sustained_by: DocumentTable<Located<ShareText>>,
    /// What still works when support is denied, by kind of support, by who denies it and by years since.
    #[serde(default)]
    pub when_denied: super::WhenDeniedDocument,
    /// Where the figures come from.
    #[serde(default)]
    pub source: Option<Located<String>>,
    /// How far the figures can be trusted.
    #[serde(default)]
    pub confidence: Option<Located<Confidence>>,
    /// A remark for readers.
    #[serde(default)]
    pub note: Option<String>,
}
