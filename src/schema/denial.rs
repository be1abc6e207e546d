//! What stops working when somebody outside denies support, and who might.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{DocumentTable, FigureDocument, Located, ShareText, SharesSince};

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Deniable")]
pub enum DeniableName {
    /// Spare parts, repair and overhaul.
    Maintenance,
    /// Software, data and keys.
    Updates,
    /// What is fired or dropped.
    Munitions,
    /// What the denier provides as enablers.
    Enablers,
    /// Deliveries of what the denier makes, or must agree to.
    Deliveries,
}

/// Somebody denies support from a year on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DenialDocument {
    /// Its name in reports.
    #[serde(default)]
    pub name: Option<String>,
    /// Who denies: countries or producers. A country stands for the producers that it controls: those seated in it, those of
    /// which more than half is owned from it, and those of which such a producer owns more than half.
    pub by: Vec<Located<String>>,
    /// The first year without support.
    pub from: Located<i32>,
    /// What is denied. Default: everything.
    #[serde(default)]
    pub what: Vec<Located<DeniableName>>,
    /// What it counts beside other denials in goals that look at several. Default 1.
    #[serde(default)]
    pub weight: Option<FigureDocument>,
    /// A remark for readers.
    #[serde(default)]
    pub note: Option<String>,
}

/// What of a thing still works when somebody denies its support: by what is denied, then by who denies it (a country, or a
/// producer). A share that is left at once and for good, or a map of years since the denial with straight lines between:
/// `{ 0: 100 %, 3: 60 % }`. What several kinds or deniers leave multiplies.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WhenDeniedDocument {
    /// Without spare parts, repair and overhaul.
    pub maintenance: DocumentTable<SharesSince>,
    /// Without software, data and keys.
    pub updates: DocumentTable<SharesSince>,
    /// Without what is fired or dropped.
    pub munitions: DocumentTable<SharesSince>,
}

/// How what is lost for good in the end is spread over kinds of denial and years, where a thing does not state it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DecayDocument {
    /// What is lost for want of spare parts, repair and overhaul. Default: all of it, at once.
    pub maintenance: Option<LossDocument>,
    /// What is lost for want of software, data and keys. Default: nothing.
    pub updates: Option<LossDocument>,
    /// What is lost for want of what is fired or dropped. Default: nothing.
    pub munitions: Option<LossDocument>,
}

/// A part of what is lost, and how soon.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LossDocument {
    /// Share of what is lost in the end; the shares of all kinds sum to 100 %.
    pub share: Located<ShareText>,
    /// How much of it is gone so many years after the denial: `{ 0: 0 %, 5: 100 % }`, rising to 100 %. Default: all of it at
    /// once.
    #[serde(default)]
    pub gone: Option<SharesSince>,
    /// Where it comes from.
    #[serde(default)]
    pub source: Option<Located<String>>,
    /// How far it can be trusted.
    #[serde(default)]
    pub confidence: Option<Located<super::Confidence>>,
}
