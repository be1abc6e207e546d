//! The figures of a model with what is known about each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::layout::table::{Cell, Table};
use crate::model::{FigureRecord, Stated};
use crate::report::shapes;
use crate::results::ResultDocument;

/// A figure of the documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FigureLine {
    /// What it is: `offers.leopard_2a8.price`.
    pub figure: String,
    /// Its value in the model's unit; for a series, that of its first point.
    #[serde(deserialize_with = "crate::layout::json::or_infinite")]
    #[schemars(with = "Option<f64>")]
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
    pub confidence: String,
    /// Where it comes from.
    pub source: String,
    /// File and line in which it stands.
    pub stands_in: String,
    /// What the sum of its source holds: `fly-away`, `package`, `programme`.
    #[serde(default)]
    pub basis: Option<String>,
    /// The currency of its source.
    #[serde(default)]
    pub currency: Option<String>,
    /// The year of its source's prices.
    #[serde(default)]
    pub price_year: Option<i32>,
    /// For how many units its source states a sum.
    #[serde(default)]
    pub quantity: Option<f64>,
    /// Where it was read.
    #[serde(default)]
    pub address: Option<String>,
    /// The day it was read.
    #[serde(default)]
    pub read: Option<String>,
}

impl FigureLine {
    /// Figures of a model, in the order given.
    #[must_use]
    pub fn of<'a>(figures: impl IntoIterator<Item = &'a FigureRecord>) -> Vec<Self> {
        let line = |figure: &FigureRecord| {
            let FigureRecord { figure, value, written, unit, year, low, high, confidence, source, stands_in, stated } =
                figure.clone();
            let Stated { basis, currency, price_year, quantity, address, read } = stated;
            let confidence = confidence.to_owned();
            Self {
                figure,
                value,
                written,
                unit,
                year,
                low,
                high,
                confidence,
                source,
                stands_in,
                basis,
                currency,
                price_year,
                quantity,
                address,
                read,
            }
        };
        figures.into_iter().map(line).collect()
    }
}

impl ResultDocument for FigureLine {
    const NAME: &'static str = "figures";
}

/// Figures of a model, in the order given.
#[must_use]
pub fn figure_table<'a>(figures: impl IntoIterator<Item = &'a FigureRecord>) -> Table {
    let mut table = Table::of(&shapes::FIGURES);
    let words = |text: Option<&str>| text.map_or(Cell::Nothing, Cell::from);
    for figure in figures {
        table.rows.push(vec![
            figure.figure.as_str().into(),
            figure.value.into(),
            figure.written.as_str().into(),
            figure.unit.as_str().into(),
            figure.year.map_or(Cell::Nothing, Cell::from),
            figure.low.into(),
            figure.high.into(),
            figure.confidence.into(),
            figure.source.as_str().into(),
            figure.stands_in.as_str().into(),
            words(figure.stated.basis.as_deref()),
            words(figure.stated.currency.as_deref()),
            figure.stated.price_year.map_or(Cell::Nothing, Cell::from),
            figure.stated.quantity.into(),
            words(figure.stated.address.as_deref()),
            words(figure.stated.read.as_deref()),
        ]);
    }
    table
}
