//! Budgets as people quote them: amounts, shares of gross domestic product, or no limit.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer};

use super::figure::{Keys, Shape, ShapeVisitor, Words, WrittenNumber, figure_properties, whole_year};
use super::scalar::number;
use super::{FigureDocument, Located, parse_share};

/// Money for orders a year: one amount, or a map of years with straight lines between and level ends.
#[derive(Debug, Clone, Default)]
pub struct BudgetDocument {
    /// Year and amount, in the order written; no year where one amount serves them all.
    pub points: Vec<(Option<i32>, BudgetAmount)>,
    /// Low end of its honest range.
    pub low: Option<BudgetAmount>,
    /// High end of its honest range.
    pub high: Option<BudgetAmount>,
    /// What else is known about it; its value and range are unused.
    pub figure: FigureDocument,
}

/// An amount of a budget.
#[derive(Debug, Clone, PartialEq)]
pub enum BudgetAmount {
    /// Money.
    Money(f64),
    /// A share of gross domestic product, with the words in which it was written.
    OfGdp {
        /// The product of all shares.
        share: f64,
        /// `2.1 % of gdp × 30 %`.
        written: String,
    },
    /// Money is no limit.
    Unlimited,
}

/// What a text is that states no budget.
const EXAMPLES: &str = "write MEUR a year such as `900`, a share such as `2.1 % of gdp × 30 %`, or `unlimited`";

impl WrittenNumber for BudgetAmount {
    fn read(text: &str, _: Words) -> Result<Self, String> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("unlimited") {
            return Ok(Self::Unlimited);
        }
        if let Some(amount) = number(text) {
            return Ok(Self::Money(amount));
        }
        if let Some(share) = of_gdp(text) {
            return Ok(Self::OfGdp { share, written: text.to_owned() });
        }
        Err(if text.ends_with('%') && parse_share(text).is_some() {
            format!("`{text}` does not say of what; {EXAMPLES}")
        } else {
            format!("`{text}` is not a budget; {EXAMPLES}")
        })
    }
    fn plain(x: f64) -> Self {
        Self::Money(x)
    }
}

/// The share of gross domestic product that `2.1 % of gdp × 30 %` states; `x` and `*` serve as well as `×`, and the share
/// of equipment may be left out.
fn of_gdp(text: &str) -> Option<f64> {
    let lower = text.to_lowercase();
    let (share, rest) = lower.split_once("of gdp")?;
    let percent = share.trim().strip_suffix('%').and_then(number)?;
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(percent / 100.0);
    }
    let part = rest.strip_prefix(['×', 'x', '*'])?.trim().strip_suffix('%').and_then(number)?;
    Some(percent * part / 1e4)
}

struct BudgetShape(Shape<BudgetAmount>);

impl<'de> Deserialize<'de> for BudgetShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor::new(Keys::Years, Words::None)).map(Self)
    }
}

impl<'de> Deserialize<'de> for BudgetDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Located::<BudgetShape>::deserialize(deserializer).map(|l| {
            let shape = l.value.0;
            Self {
                points: shape.points.into_iter().map(|(year, amount)| (year.map(whole_year), amount)).collect(),
                low: shape.low,
                high: shape.high,
                figure: FigureDocument { at: l.at, ..shape.figure },
            }
        })
    }
}

impl JsonSchema for BudgetDocument {
    fn schema_name() -> Cow<'static, str> {
        "Budget".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Money a year: an amount; a share of gross domestic product, `2.1 % of gdp × 30 %` (all of defence, and the share of it that buys equipment; `x` or `*` serve as well as `×`); a map of years of these, with straight lines between and level ends, beside which `source` and `confidence` may stand; or `unlimited`, where money is no limit.",
            "anyOf": [
                { "type": "number" },
                { "type": "string", "pattern": "^([0-9.eE+-]+|unlimited|[0-9.]+ ?% of gdp( ?[×x*] ?[0-9.]+ ?%)?)$|(\\.(csv|tsv|xlsx|xlsx#.+)$)" },
                { "type": "object", "properties": figure_properties(), "patternProperties": { "^[0-9]{4}$": { "type": ["number", "string"] } }, "additionalProperties": false }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{BudgetAmount, Words, WrittenNumber, of_gdp};

    #[test]
    fn shares_of_gross_domestic_product_are_read_however_they_are_written() {
        for text in ["2.1 % of gdp × 30 %", "2.1% of GDP x 30%", "2.1 % of gdp * 30 %", "2.1 % of gdp×30 %"] {
            let share = of_gdp(text).unwrap_or_else(|| panic!("{text} is not read"));
            assert!((share - 0.0063).abs() < 1e-12, "{text}: {share}");
        }
        assert!(of_gdp("3.5 % of gdp").is_some_and(|share| (share - 0.035).abs() < 1e-12));
        for text in ["2.1 of gdp", "2.1 % of gdp 30 %", "2.1 % of gdp × 30", "% of gdp", "2.1 % of gnp × 30 %"] {
            assert!(of_gdp(text).is_none(), "{text} is read");
        }
    }

    #[test]
    fn amounts_shares_and_no_limit_are_told_apart() {
        let read = |text| BudgetAmount::read(text, Words::None);
        assert_eq!(read("900"), Ok(BudgetAmount::Money(900.0)));
        assert_eq!(read("unlimited"), Ok(BudgetAmount::Unlimited));
        assert!(read("30 %").is_err_and(|what| what.contains("does not say of what")));
        assert!(read("a lot").is_err_and(|what| what.contains("is not a budget")));
    }
}
