//! Figures: numbers with what is known about them, one by one, by year, or by quantity.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use super::scalar::{Text, number};
use super::{Confidence, Located, Position, parse_share};

/// One number with what is known about it.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// The number, in the unit that the field names.
    pub value: f64,
    /// Low end of its honest range.
    pub low: Option<f64>,
    /// High end of its honest range.
    pub high: Option<f64>,
    /// Another money than the model's, `USD 2024`, to be converted by the model's rates.
    pub money: Option<String>,
    /// The year it speaks of.
    pub year: Option<i32>,
    /// Where it comes from.
    pub source: Option<String>,
    /// How far it can be trusted.
    pub confidence: Option<Confidence>,
    /// Where it was written.
    pub at: Position,
}

/// A number for every year: one number, or a map of years with straight lines between and level ends.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Year and value, in the order written; no year where one number serves them all.
    pub points: Vec<(Option<i32>, f64)>,
    /// What is known about it; its value is unused.
    pub figure: Figure,
}

/// Units a year: `700 a year`, a number, or a map of years.
#[derive(Debug, Clone, Default)]
pub struct Rate(pub Series);

/// Shares by whole years since a denial: `{ 0: 100 %, 3: 60 % }`, or one share.
#[derive(Debug, Clone, Default)]
pub struct SharesSince(pub Series);

/// A price: one number, or a map from the committed quantity on which it holds: `{ 0: 4.4, 200: 4.0 }`.
#[derive(Debug, Clone, Default)]
pub struct PriceList {
    /// From which quantity on, and the price, in the order written; no quantity where one price holds for all.
    pub points: Vec<(Option<f64>, f64)>,
    /// What is known about it; its value is unused where there is more than one price.
    pub figure: Figure,
}

/// The words after a number that a field accepts.
#[derive(Clone, Copy)]
enum Words {
    None,
    AYear,
}

/// What a figure or series may look like, before its unit is known.
#[derive(Default)]
struct Shape {
    points: Vec<(Option<f64>, f64)>,
    figure: Figure,
}

struct ShapeVisitor {
    keys: Keys,
    words: Words,
}

/// What the keys of a map may be besides those of a figure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    None,
    Years,
    Quantities,
}

impl ShapeVisitor {
    fn read<E: de::Error>(&self, text: &str) -> Result<f64, E> {
        let trimmed = text.trim();
        let bare = match self.words {
            Words::AYear => trimmed.strip_suffix("a year").unwrap_or(trimmed).trim_end(),
            Words::None => trimmed,
        };
        parse_share(bare).ok_or_else(|| {
            E::custom(match self.words {
                Words::AYear => format!("`{trimmed}` is no rate; write it as `700 a year`"),
                Words::None => format!("`{trimmed}` is no number"),
            })
        })
    }
}

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.keys, self.words) {
            (Keys::None, _) => "a number, or a mapping with `value`, `source`, `confidence`",
            (Keys::Years, Words::None) => "a number, or a map of years",
            (Keys::Years, Words::AYear) => "a rate such as `700 a year`, or a map of years",
            (Keys::Quantities, _) => "a number, or a map from quantities such as `{ 0: 4.4, 200: 4.0 }`",
        })
    }
    fn visit_f64<E>(self, x: f64) -> Result<Shape, E> {
        Ok(Shape { points: vec![(None, x)], figure: Figure { value: x, ..Figure::default() } })
    }
    #[expect(clippy::cast_precision_loss, reason = "document numbers are far below 2^52")]
    fn visit_i64<E: de::Error>(self, x: i64) -> Result<Shape, E> {
        self.visit_f64(x as f64)
    }
    #[expect(clippy::cast_precision_loss, reason = "document numbers are far below 2^52")]
    fn visit_u64<E: de::Error>(self, x: u64) -> Result<Shape, E> {
        self.visit_f64(x as f64)
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Shape, E> {
        let x = self.read(text)?;
        self.visit_f64(x)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut shape = Shape::default();
        let mut value = None;
        while let Some(key) = map.next_key::<String>()? {
            let mut scalar = || -> Result<f64, A::Error> {
                let text: Text = map.next_value()?;
                self.read(&text.0)
            };
            match key.as_str() {
                "value" => value = Some(scalar()?),
                "low" => shape.figure.low = Some(scalar()?),
                "high" => shape.figure.high = Some(scalar()?),
                "money" => shape.figure.money = Some(map.next_value()?),
                "year" => shape.figure.year = Some(map.next_value()?),
                "source" => shape.figure.source = Some(map.next_value()?),
                "confidence" => shape.figure.confidence = Some(map.next_value()?),
                year if self.keys == Keys::Years => {
                    let year: i32 = year.parse().map_err(|_| {
                        de::Error::custom(format!("`{year}` is no year; write the years as `2026: 500`"))
                    })?;
                    shape.points.push((Some(f64::from(year)), scalar()?));
                }
                quantity if self.keys == Keys::Quantities => {
                    let from = number(quantity).ok_or_else(|| {
                        de::Error::custom(format!(
                            "`{quantity}` is no quantity; write prices as `{{ 0: 4.4, 200: 4.0 }}`"
                        ))
                    })?;
                    shape.points.push((Some(from), scalar()?));
                }
                other => {
                    return Err(de::Error::unknown_field(
                        other,
                        &["value", "low", "high", "money", "year", "source", "confidence"],
                    ));
                }
            }
        }
        match (value, shape.points.is_empty()) {
            (Some(x), true) => {
                shape.points.push((None, x));
                shape.figure.value = x;
            }
            (None, false) => {}
            (Some(_), false) => return Err(de::Error::custom("give either `value` or years, not both")),
            (None, true) => return Err(de::Error::missing_field("value")),
        }
        Ok(shape)
    }
}

macro_rules! shaped {
    ($local:ident, $keys:expr, $words:expr) => {
        struct $local(Shape);
        impl<'de> Deserialize<'de> for $local {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(ShapeVisitor { keys: $keys, words: $words }).map(Self)
            }
        }
    };
}
shaped!(FigureShape, Keys::None, Words::None);
shaped!(SeriesShape, Keys::Years, Words::None);
shaped!(RateShape, Keys::Years, Words::AYear);
shaped!(PriceShape, Keys::Quantities, Words::None);

impl Shape {
    fn located(self, at: Position) -> Series {
        #[expect(clippy::cast_possible_truncation, reason = "the years were whole numbers")]
        let points = self.points.into_iter().map(|(year, value)| (year.map(|year| year as i32), value)).collect();
        Series { points, figure: Figure { at, ..self.figure } }
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Located::<FigureShape>::deserialize(deserializer).map(|l| l.value.0.located(l.at).figure)
    }
}
impl<'de> Deserialize<'de> for Series {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Located::<SeriesShape>::deserialize(deserializer).map(|l| l.value.0.located(l.at))
    }
}
impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Located::<RateShape>::deserialize(deserializer).map(|l| Self(l.value.0.located(l.at)))
    }
}
impl<'de> Deserialize<'de> for SharesSince {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Series::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for PriceList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Located::<PriceShape>::deserialize(deserializer).map(|l| {
            let shape = l.value.0;
            Self { points: shape.points, figure: Figure { at: l.at, ..shape.figure } }
        })
    }
}

fn figure_properties() -> serde_json::Value {
    serde_json::json!({
        "value": { "type": ["number", "string"], "description": "The number." },
        "low": { "type": ["number", "string"], "description": "Low end of its honest range." },
        "high": { "type": ["number", "string"], "description": "High end of its honest range." },
        "money": { "type": "string", "description": "Another money than the model's, such as `USD 2024`, converted by `rates`." },
        "year": { "type": "integer", "description": "The year it speaks of." },
        "source": { "type": "string", "description": "Where it comes from." },
        "confidence": { "enum": ["cited", "derived", "partly_cited", "unverified", "assumption"], "description": "How far it can be trusted." }
    })
}

impl JsonSchema for Figure {
    fn schema_name() -> Cow<'static, str> {
        "Figure".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number; or a mapping with its `value`, range, `source` and `confidence`.",
            "anyOf": [
                { "type": "number" }, { "type": "string", "pattern": "^[0-9.eE+-]+ ?%?$" },
                { "type": "object", "properties": figure_properties(), "required": ["value"], "additionalProperties": false }
            ]
        })
    }
}

impl JsonSchema for PriceList {
    fn schema_name() -> Cow<'static, str> {
        "PriceList".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A price: one number, or a map from the committed quantity on which it holds, `{ 0: 4.4, 200: 4.0 }`; `source` and `confidence` may stand beside.",
            "anyOf": [
                { "type": "number" }, { "type": "string", "pattern": "^[0-9.eE+-]+$" },
                { "type": "object", "properties": figure_properties(), "patternProperties": { "^[0-9.]+$": { "type": ["number", "string"] } }, "additionalProperties": false }
            ]
        })
    }
}

fn series_schema(description: &str, text: &str, year: &str) -> Schema {
    json_schema!({
        "description": description,
        "anyOf": [
            { "type": "number" }, { "type": "string", "pattern": text },
            { "type": "object", "properties": figure_properties(), "patternProperties": { year: { "type": ["number", "string"] } }, "additionalProperties": false }
        ]
    })
}

/// A year as a key.
const YEAR: &str = "^[0-9]{4}$";

impl JsonSchema for Series {
    fn schema_name() -> Cow<'static, str> {
        "Series".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        series_schema(
            "A number for every year, or a map of years with straight lines between and level ends; `source` and `confidence` may stand beside the years.",
            "(^[0-9.eE+-]+ ?%?$)|(\\.csv$)",
            YEAR,
        )
    }
}
impl JsonSchema for SharesSince {
    fn schema_name() -> Cow<'static, str> {
        "SharesSince".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        series_schema(
            "One share at once and for good, or a map of whole years since the denial with straight lines between and level ends: `{ 0: 100 %, 3: 60 % }`.",
            "^[0-9.eE+-]+ ?%?$",
            "^[0-9]{1,3}$",
        )
    }
}
impl JsonSchema for Rate {
    fn schema_name() -> Cow<'static, str> {
        "Rate".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        series_schema("Units a year: `700 a year`, a number, or a map of years.", "^[0-9.eE+-]+( a year)?$", YEAR)
    }
}
