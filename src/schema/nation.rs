//! Who buys, and with what money.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{BudgetDocument, Confidence, DocumentTable, FieldingDocument, FigureDocument, Located, Series, ShareText};

/// A buying nation.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NationDocument {
    /// Its name in reports. Default: what people call the country of its ISO 3166 alpha-3 code, or the code.
    pub name: Option<String>,
    /// Money for orders, MEUR a year: an amount, a share such as `2.1 % of gdp × 30 %`, a map of years, or `unlimited`.
    /// Where no buyer has a budget, money is no limit. Where some have one, every buyer needs one.
    pub budget: Option<BudgetDocument>,
    /// Of that budget, what signed contracts take already, MEUR a year. Default 0.
    pub committed: Option<Series>,
    /// Largest share of what a year had, its budget and what came into it, that may be carried into the next year. 100 % keeps
    /// everything that is not spent. Default 0 %.
    pub carry_over: Option<Located<ShareText>>,
    /// Gross domestic product, MEUR a year: a key for sharing costs, what a budget may be a share of and, where no nation has targets
    /// and every buyer states one, the share of what is needed that each orders.
    pub gdp: Option<FigureDocument>,
    /// Producers from which this nation buys nothing.
    pub excludes: Vec<Located<String>>,
    /// What this nation does not buy: offers, capabilities (whatever mainly gives them), or groups of capabilities. Where needs are
    /// shared by gross domestic product, it has no share in those capabilities.
    pub does_not_buy: Vec<Located<String>>,
    /// What it takes this nation to field an offer, field by field in place of what the offer says of every nation.
    pub fielding: DocumentTable<FieldingDocument>,
    /// Where the figures come from.
    pub source: Option<Located<String>>,
    /// How far the figures can be trusted.
    pub confidence: Option<Located<Confidence>>,
    /// A remark for readers.
    pub note: Option<String>,
}

/// A country that does not buy but owns, seats or supplies producers.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CountryDocument {
    /// Its name in reports. Default: what people call the country of its ISO 3166 alpha-3 code, or the code.
    pub name: Option<String>,
}
