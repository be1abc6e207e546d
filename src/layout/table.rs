//! A tidy table: one row a fact, one column a variable, every column documented.

use std::borrow::Cow;

use crate::units::{neat, neat_all};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
}

impl ColumnKind {
    /// The kind in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Whole => "whole number",
            Self::Number => "number",
        }
    }
}

/// In what the numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnUnit {
    /// Nothing to be measured: text.
    Plain,
    /// Calendar years.
    Year,
    /// How many.
    Count,
    /// Millions of the model's money.
    Money,
    /// The same for one unit of an offer.
    MoneyAUnit,
    /// A share; 1 is all of it.
    Share,
    /// Units of an offer, or of what a capability counts.
    Units,
    /// The same a year.
    UnitsAYear,
    /// Units, each counted as so many of the US reference.
    Equivalents,
    /// A factor.
    Factor,
    /// Seconds.
    Seconds,
    /// What the column `unit` of the same row says.
    InColumn,
    /// The unit of the goal that the row names.
    OfGoal,
    /// What the meaning of the column says.
    Stated,
}

impl ColumnUnit {
    /// The unit in words; nothing for text.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Year => "calendar year",
            Self::Count => "number",
            Self::Money => "million",
            Self::MoneyAUnit => "million a unit",
            Self::Share => "share",
            Self::Units => "units",
            Self::UnitsAYear => "units a year",
            Self::Equivalents => "US-equivalents",
            Self::Factor => "factor",
            Self::Seconds => "s",
            Self::InColumn => "as the column `unit` says",
            Self::OfGoal => "unit of the goal",
            Self::Stated => "as its meaning says",
        }
    }
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Heading.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// The unit of its numbers.
    pub unit: ColumnUnit,
    /// What it means.
    pub means: &'static str,
}

impl Column {
    /// A column with heading, kind, unit and meaning.
    #[must_use]
    pub const fn new(name: &'static str, kind: ColumnKind, unit: ColumnUnit, means: &'static str) -> Self {
        Self { name, kind, unit, means }
    }
}

/// What a table is like before it has rows: the one place that names its columns, with units and meanings.
#[derive(Debug, Clone, Copy)]
pub struct TableShape {
    /// Name, as in the file's.
    pub name: &'static str,
    /// What a row is.
    pub a_row_is: &'static str,
    /// Columns.
    pub columns: &'static [Column],
}

/// A cell; nothing where a fact does not apply.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Nothing.
    Nothing,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<&Cow<'_, str>> for Cell {
    fn from(text: &Cow<'_, str>) -> Self {
        Self::Text(text.to_string())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i32> for Cell {
    fn from(x: i32) -> Self {
        Self::Whole(i64::from(x))
    }
}
impl From<f64> for Cell {
    /// An infinite or undefined number is no fact: no limit, no target.
    fn from(x: f64) -> Self {
        // Adding 0 turns minus zero into zero.
        if x.is_finite() { Self::Number(x + 0.0) } else { Self::Nothing }
    }
}
impl From<Option<f64>> for Cell {
    fn from(x: Option<f64>) -> Self {
        x.map_or(Self::Nothing, Self::from)
    }
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name, as in the file's.
    pub name: &'static str,
    /// What a row is.
    pub a_row_is: &'static str,
    /// Columns.
    pub columns: &'static [Column],
    /// Rows, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The table as it is written: without digits that only rounding left. Units that differ from row to row have no dust.
    #[must_use]
    pub fn neat(&self) -> Self {
        let mut table = self.clone();
        for (place, column) in table.columns.iter().enumerate() {
            let unlike = matches!(column.unit, ColumnUnit::InColumn | ColumnUnit::OfGoal | ColumnUnit::Stated);
            let numbers = table
                .rows
                .iter_mut()
                .filter_map(|row| if let Cell::Number(x) = &mut row[place] { Some(x) } else { None });
            if unlike {
                numbers.for_each(|number| *number = neat(*number, 0.0));
            } else {
                neat_all(numbers);
            }
        }
        table
    }

    /// An empty table of a shape.
    #[must_use]
    pub const fn of(shape: &TableShape) -> Self {
        Self { name: shape.name, a_row_is: shape.a_row_is, columns: shape.columns, rows: Vec::new() }
    }
}
