//! Single values as analysts write them: words, texts with a unit, shares.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};

/// How far a figure can be trusted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in a named public source.
    Cited,
    /// Computed from cited figures.
    Derived,
    /// Rests on a source in part; the rest is an estimate.
    PartlyCited,
    /// From general knowledge, not checked.
    Unverified,
    /// Assumed, to give the model its shape.
    Assumption,
}

impl Confidence {
    /// The word that documents use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cited => "cited",
            Self::Derived => "derived",
            Self::PartlyCited => "partly_cited",
            Self::Unverified => "unverified",
            Self::Assumption => "assumption",
        }
    }
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $pattern:expr, $example:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name(pub String);
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(AsText).map(Self)
            }
        }
        impl JsonSchema for $name {
            fn inline_schema() -> bool { true }
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema { json_schema!({ "type": ["string", "number"], "pattern": $pattern, "examples": [$example] }) }
        }
    };
}

text_type!(
    /// A money and the year of its prices: `MEUR 2025`.
    MoneyUnit, "^M[A-Z]{3} [0-9]{4}$", "MEUR 2025"
);
text_type!(
    /// First and last year: `2026..2035`, or one year.
    HorizonText, "^[0-9]{4}(\\.\\.[0-9]{4})?$", "2026..2035"
);
text_type!(
    /// A time: `2 years`.
    Duration, "^[0-9.]+( years?)?$", "2 years"
);

/// A share: `65 %` or `0.65`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ShareText(
    /// The share.
    pub f64,
    /// Whether it was written with a percent sign.
    pub bool,
);

impl<'de> Deserialize<'de> for ShareText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_any(AsText)?;
        parse_share(&text)
            .map(|share| Self(share, text.ends_with('%')))
            .ok_or_else(|| de::Error::custom(format!("`{text}` is not a share; write it as `65 %` or `0.65`")))
    }
}

/// The share that a text such as `65 %` or `0.65` states.
#[must_use]
pub fn parse_share(text: &str) -> Option<f64> {
    match text.trim().strip_suffix('%') {
        Some(percent) => number(percent).map(|p| p / 100.0),
        None => number(text),
    }
}

/// A decimal number as `f64`, refusing what is no finite number.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|x| x.is_finite())
}

impl JsonSchema for ShareText {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "type": "string", "pattern": "^[0-9.]+ ?%$" }], "description": "A share: `65 %` or `0.65`." })
    }
}

struct AsText;
impl Visitor<'_> for AsText {
    type Value = String;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }
    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.trim().to_owned())
    }
    fn visit_f64<E>(self, x: f64) -> Result<String, E> {
        Ok(x.to_string())
    }
    fn visit_i64<E>(self, x: i64) -> Result<String, E> {
        Ok(x.to_string())
    }
    fn visit_u64<E>(self, x: u64) -> Result<String, E> {
        Ok(x.to_string())
    }
}

/// A text or a number, as text.
pub(super) struct Text(pub String);
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AsText).map(Self)
    }
}
