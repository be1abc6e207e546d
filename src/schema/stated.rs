//! What a source states of a price: on which basis, in which currency and year, for how many units, and where it was read.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, MapAccess};

use super::scalar::Text;
use super::{Located, parse_share};

/// What a source states of a figure, for readers: nothing is converted by it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatedDocument {
    /// What the sum holds, such as `fly-away`, `package` or `programme`.
    pub basis: Option<String>,
    /// The currency of the source, `USD`; the value stays in the model's money.
    pub currency: Option<String>,
    /// The year of the source's prices.
    pub price_year: Option<i32>,
    /// For how many units the source states the sum.
    pub quantity: Option<f64>,
    /// Where it was read.
    pub address: Option<String>,
    /// The day it was read.
    pub read: Option<String>,
}

/// The keys of what a source states.
pub(super) const STATED: [&str; 6] = ["basis", "currency", "price_year", "quantity", "address", "read"];

/// All keys of a figure.
pub(super) const FIGURE: [&str; 13] = [
    "value",
    "low",
    "high",
    "money",
    "year",
    "source",
    "confidence",
    "basis",
    "currency",
    "price_year",
    "quantity",
    "address",
    "read",
];

impl StatedDocument {
    /// Takes the value of one of the keys.
    pub(super) fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let mut text = || map.next_value::<Text>().map(|text| text.0);
        match key {
            "basis" => self.basis = Some(text()?),
            "currency" => self.currency = Some(text()?),
            "address" => self.address = Some(text()?),
            "read" => self.read = Some(text()?),
            "price_year" => {
                let written = text()?;
                let year = written.trim().parse().ok().filter(|year| (1900..=2200).contains(year));
                self.price_year = Some(year.ok_or_else(|| {
                    de::Error::custom(format!("`{written}` is not a year; write the year of the prices, as `2025`"))
                })?);
            }
            _ => {
                let written = text()?;
                let amount = parse_share(&written).filter(|amount| *amount > 0.0 && !written.contains('%'));
                self.quantity = Some(amount.ok_or_else(|| {
                    de::Error::custom(format!("`{written}` is not a quantity; write how many units the sum is for"))
                })?);
            }
        }
        Ok(())
    }

    /// Whether it states what is asked for.
    #[must_use]
    pub const fn states(&self, what: PriceStatement) -> bool {
        match what {
            PriceStatement::Basis => self.basis.is_some(),
            PriceStatement::Currency => self.currency.is_some(),
            PriceStatement::PriceYear => self.price_year.is_some(),
            PriceStatement::Quantity => self.quantity.is_some(),
            PriceStatement::Address => self.address.is_some(),
            PriceStatement::Read => self.read.is_some(),
        }
    }
}

/// What a price may state of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceStatement {
    /// What the sum holds.
    Basis,
    /// The currency of the source.
    Currency,
    /// The year of the source's prices.
    PriceYear,
    /// For how many units.
    Quantity,
    /// Where it was read.
    Address,
    /// The day it was read.
    Read,
}

impl PriceStatement {
    /// The key that states it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Basis => "basis",
            Self::Currency => "currency",
            Self::PriceYear => "price_year",
            Self::Quantity => "quantity",
            Self::Address => "address",
            Self::Read => "read",
        }
    }
}

/// What a data set says of itself.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataSetDocument {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its version, such as `2026.1.0`.
    #[serde(default)]
    pub version: Option<String>,
    /// What every price in the set's own files states of its source; `entente check` warns of a price that does not.
    #[serde(default)]
    pub prices_state: Vec<Located<PriceStatement>>,
}
