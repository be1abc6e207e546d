//! A tidy table: one row a fact, one column a variable, every column documented.

use serde::Serialize;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Heading.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means, with its unit.
    pub means: &'static str,
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
    pub columns: Vec<Column>,
    /// Rows, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table with columns of text, whole numbers and numbers.
    #[must_use]
    pub fn new(name: &'static str, a_row_is: &'static str, columns: &[(&'static str, Kind, &'static str)]) -> Self {
        let columns = columns.iter().map(|&(name, kind, means)| Column { name, kind, means }).collect();
        Self { name, a_row_is, columns, rows: Vec::new() }
    }
}
