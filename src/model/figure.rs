//! What is known about the numbers.

use serde::Serialize;

/// A figure of the documents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureRecord {
    /// What it is: `offers.leopard_2a8.price`.
    pub figure: String,
    /// Its value in the model's unit; for a series, that of its first point.
    pub value: f64,
    /// Its value as written, with years where it is a series.
    pub written: String,
    /// Unit.
    pub unit: String,
    /// The year it speaks of.
    pub year: Option<i32>,
    /// Low end of its honest range.
    pub low: Option<f64>,
    /// High end of its honest range.
    pub high: Option<f64>,
    /// Confidence: `cited`, `derived`, `partly_cited`, `unverified`, `assumption`.
    pub confidence: &'static str,
    /// Where it comes from.
    pub source: String,
    /// File and line in which it stands.
    pub stands_in: String,
    /// What its source states.
    pub stated: Stated,
}

/// What the source of a figure states, for readers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Stated {
    /// What the sum holds: `fly-away`, `package`, `programme`.
    pub basis: Option<String>,
    /// The currency of the source.
    pub currency: Option<String>,
    /// The year of the source's prices.
    pub price_year: Option<i32>,
    /// For how many units the sum is stated, units.
    pub quantity: Option<f64>,
    /// Where it was read.
    pub address: Option<String>,
    /// The day it was read.
    pub read: Option<String>,
}

impl FigureRecord {
    /// Whether it is an estimate that no source vouches for.
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        matches!(self.confidence, "unverified" | "assumption")
    }
}
