//! Figures: numbers with what is known about them, one by one, by year, or by quantity.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use super::scalar::{Text, number};
use super::stated::{FIGURE, STATED, StatedDocument};
use super::{Confidence, Located, Position, parse_share};

/// One number with what is known about it.
#[derive(Debug, Clone, Default)]
pub struct FigureDocument {
    /// The number, in the unit that the field names.
    pub value: f64,
    /// Low end of its honest range.
    pub low: Option<f64>,
    /// High end of its honest range.
    pub high: Option<f64>,
    /// Another money than the model's, `USD 2024`, to be converted by the model's rates; only of amounts of money.
    pub money: Option<String>,
    /// The year it speaks of.
    pub year: Option<i32>,
    /// Where it comes from.
    pub source: Option<String>,
    /// How far it can be trusted.
    pub confidence: Option<Confidence>,
    /// What its source states, as far as it is given.
    pub stated: Option<Box<StatedDocument>>,
    /// Whether any of its numbers was written with a percent sign.
    pub percent: bool,
    /// Where it was written.
    pub at: Position,
}

impl FigureDocument {
    /// Whether a value lies in the range, as far as one is given.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }
}

/// A number for every year: one number, or a map of years with straight lines between and level ends.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Year and value, in the order written; no year where one number serves them all.
    pub points: Vec<(Option<i32>, f64)>,
    /// What is known about it; its value is unused.
    pub figure: FigureDocument,
}

/// Units a year: `700 a year`, a number, or a map of years.
#[derive(Debug, Clone, Default)]
pub struct Rate(pub Series);

/// Shares by whole years since a denial: `{ 0: 100 %, 3: 60 % }`, or one share.
#[derive(Debug, Clone, Default)]
pub struct SharesSince(pub Series);

/// A price: one number, or a map from the committed quantity on which it holds: `{ 0: 4.4, 200: 4.0 }`.
#[derive(Debug, Clone, Default)]
pub struct PriceListDocument {
    /// From which quantity on, and the price, in the order written; no quantity where one price holds for all.
    pub points: Vec<(Option<f64>, f64)>,
    /// What is known about it; its value is unused where there is more than one price.
    pub figure: FigureDocument,
}

/// The words after a number that a field accepts.
#[derive(Clone, Copy)]
pub(super) enum Words {
    None,
    AYear,
}

/// A number of a document as it may be written.
pub(super) trait WrittenNumber: Sized {
    /// Reads a text; what is wrong, with a remedy after a semicolon.
    fn read(text: &str, words: Words) -> Result<Self, String>;
    /// A bare number.
    fn plain(x: f64) -> Self;
}

/// A number, and whether it was written with a percent sign.
#[derive(Clone, Copy)]
struct Number {
    value: f64,
    percent: bool,
}

impl WrittenNumber for Number {
    fn read(text: &str, words: Words) -> Result<Self, String> {
        let trimmed = text.trim();
        let bare = match words {
            Words::AYear => trimmed.strip_suffix("a year").unwrap_or(trimmed).trim_end(),
            Words::None => trimmed,
        };
        let value = parse_share(bare).ok_or_else(|| match words {
            Words::AYear => format!("`{trimmed}` is not a rate; write it as `700 a year`"),
            Words::None => format!("`{trimmed}` is not a number"),
        })?;
        Ok(Self { value, percent: bare.ends_with('%') })
    }
    fn plain(value: f64) -> Self {
        Self { value, percent: false }
    }
}

/// What a figure or series may look like, before its unit is known.
pub(super) struct Shape<N> {
    /// Keys and numbers in the order written; no key where one number stands for all.
    pub points: Vec<(Option<f64>, N)>,
    /// Low end of its range.
    pub low: Option<N>,
    /// High end of its range.
    pub high: Option<N>,
    /// What else is known about it.
    pub figure: FigureDocument,
}

pub(super) struct ShapeVisitor<N> {
    keys: Keys,
    words: Words,
    number: std::marker::PhantomData<N>,
}

/// What the keys of a map may be besides those of a figure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    None,
    Years,
    Quantities,
}

impl<N: WrittenNumber> ShapeVisitor<N> {
    pub(super) const fn new(keys: Keys, words: Words) -> Self {
        Self { keys, words, number: std::marker::PhantomData }
    }
}

impl<'de, N: WrittenNumber> Visitor<'de> for ShapeVisitor<N> {
    type Value = Shape<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.keys, self.words) {
            (Keys::None, _) => "a number, or a mapping with `value`, `source`, `confidence`",
            (Keys::Years, Words::None) => "a number, or a map of years",
            (Keys::Years, Words::AYear) => "a rate such as `700 a year`, or a map of years",
            (Keys::Quantities, _) => "a number, or a map from quantities such as `{ 0: 4.4, 200: 4.0 }`",
        })
    }
    fn visit_f64<E>(self, x: f64) -> Result<Shape<N>, E> {
        Ok(Shape { points: vec![(None, N::plain(x))], low: None, high: None, figure: FigureDocument::default() })
    }
    #[expect(clippy::cast_precision_loss, reason = "document numbers are far below 2^52")]
    fn visit_i64<E: de::Error>(self, x: i64) -> Result<Shape<N>, E> {
        self.visit_f64(x as f64)
    }
    #[expect(clippy::cast_precision_loss, reason = "document numbers are far below 2^52")]
    fn visit_u64<E: de::Error>(self, x: u64) -> Result<Shape<N>, E> {
        self.visit_f64(x as f64)
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Shape<N>, E> {
        let x = N::read(text, self.words).map_err(E::custom)?;
        Ok(Shape { points: vec![(None, x)], low: None, high: None, figure: FigureDocument::default() })
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape<N>, A::Error> {
        let mut shape = Shape { points: Vec::new(), low: None, high: None, figure: FigureDocument::default() };
        let mut value = None;
        while let Some(key) = map.next_key::<String>()? {
            let mut scalar = || -> Result<N, A::Error> {
                let text: Text = map.next_value()?;
                N::read(&text.0, self.words).map_err(de::Error::custom)
            };
            match key.as_str() {
                "value" => value = Some(scalar()?),
                "low" => shape.low = Some(scalar()?),
                "high" => shape.high = Some(scalar()?),
                "money" => shape.figure.money = Some(map.next_value()?),
                "year" => shape.figure.year = Some(map.next_value()?),
                "source" => shape.figure.source = Some(map.next_value()?),
                "confidence" => shape.figure.confidence = Some(map.next_value()?),
                stated if STATED.contains(&stated) => {
                    shape.figure.stated.get_or_insert_default().take(stated, &mut map)?;
                }
                year if self.keys == Keys::Years => {
                    let year: i32 = year.parse().map_err(|_| {
                        de::Error::custom(format!("`{year}` is not a year; write the years as `2026: 500`"))
                    })?;
                    shape.points.push((Some(f64::from(year)), scalar()?));
                }
                quantity if self.keys == Keys::Quantities => {
                    let from = number(quantity).ok_or_else(|| {
                        de::Error::custom(format!(
                            "`{quantity}` is not a quantity; write prices as `{{ 0: 4.4, 200: 4.0 }}`"
                        ))
                    })?;
                    shape.points.push((Some(from), scalar()?));
                }
                other => {
                    return Err(de::Error::unknown_field(other, &FIGURE));
                }
            }
        }
        match (value, shape.points.is_empty()) {
            (Some(x), true) => shape.points.push((None, x)),
            (None, false) => {}
            (Some(_), false) => return Err(de::Error::custom("give either `value` or years, not both")),
            (None, true) => return Err(de::Error::missing_field("value")),
        }
        Ok(shape)
    }
}

macro_rules! shaped {
    ($local:ident, $keys:expr, $words:expr) => {
        struct $local(Shape<Number>);
        impl<'de> Deserialize<'de> for $local {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(ShapeVisitor::new($keys, $words)).map(Self)
            }
        }
    };
}
shaped!(FigureShape, Keys::None, Words::None);
shaped!(SeriesShape, Keys::Years, Words::None);
shaped!(RateShape, Keys::Years, Words::AYear);
shaped!(PriceShape, Keys::Quantities, Words::None);

/// Points of a series or list, by year or quantity.
type Points = Vec<(Option<f64>, f64)>;

impl Shape<Number> {
    /// The points, and what is known about them.
    fn parts(self, at: Position) -> (Points, FigureDocument) {
        let percent =
            self.points.iter().map(|(_, x)| x).chain(&self.low).chain(&self.high).any(|number| number.percent);
        let value = match self.points.as_slice() {
            [(None, number)] => number.value,
            _ => 0.0,
        };
        let end = |number: Option<Number>| number.map(|number| number.value);
        let figure = FigureDocument { value, low: end(self.low), high: end(self.high), percent, at, ..self.figure };
        (self.points.into_iter().map(|(key, number)| (key, number.value)).collect(), figure)
    }

    fn located(self, at: Position) -> Series {
        let (points, figure) = self.parts(at);
        Series { points: points.into_iter().map(|(year, value)| (year.map(whole_year), value)).collect(), figure }
    }
}

/// A year that was read as a whole number.
#[expect(clippy::cast_possible_truncation, reason = "the years were whole numbers")]
pub(super) const fn whole_year(year: f64) -> i32 {
    year as i32
}

impl<'de> Deserialize<'de> for FigureDocument {
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

impl<'de> Deserialize<'de> for PriceListDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Located::<PriceShape>::deserialize(deserializer).map(|l| {
            let (points, figure) = l.value.0.parts(l.at);
            Self { points, figure }
        })
    }
}

pub(super) fn figure_properties() -> serde_json::Value {
    serde_json::json!({
        "value": { "type": ["number", "string"], "description": "The number." },
        "low": { "type": ["number", "string"], "description": "Low end of its honest range." },
        "high": { "type": ["number", "string"], "description": "High end of its honest range." },
        "money": { "type": "string", "description": "Another money than the model's, such as `USD 2024`: a code of three letters and the year of its prices, of which the model's `rates` say what one is worth. Only for amounts of money." },
        "year": { "type": "integer", "description": "The year it speaks of." },
        "source": { "type": "string", "description": "Where it comes from." },
        "confidence": { "enum": ["cited", "derived", "partly_cited", "unverified", "assumption"], "description": "How far it can be trusted." },
        "basis": { "type": "string", "description": "What the sum of the source holds, such as `fly-away`, `package` or `programme`; for readers." },
        "currency": { "type": "string", "description": "The currency of the source, such as `USD`; the value itself stays in the model's money." },
        "price_year": { "type": ["integer", "string"], "description": "The year of the source's prices." },
        "quantity": { "type": ["number", "string"], "description": "For how many units the source states its sum." },
        "address": { "type": "string", "description": "Where it was read." },
        "read": { "type": "string", "description": "The day it was read." }
    })
}

impl JsonSchema for FigureDocument {
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

impl JsonSchema for PriceListDocument {
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
            "(^[0-9.eE+-]+ ?%?$)|(\\.(csv|tsv|xlsx|xlsx#.+)$)",
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
