//! A table as people read it, in the report and in the workbook: names in place of ids, and every column with its unit.

use crate::layout::number::{fine_percent, plain, short, whole};
use crate::layout::table::{Cell, ColumnUnit, Table};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Text.
    Text,
    /// Years.
    Year,
    /// Whole numbers.
    Count,
    /// Units.
    Units,
    /// Units a year.
    UnitsAYear,
    /// Units, each counted as so many of the US reference.
    Equivalents,
    /// Millions of the model's money.
    Money,
    /// The same for one unit.
    Price,
    /// Shares of a whole; 1 is all of it.
    Share,
    /// Numbers whose unit stands in another column.
    Number,
}

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// Heading without unit.
    pub head: String,
    /// What it holds.
    pub holds: Holds,
}

/// How a spreadsheet would draw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawn {
    /// Horizontal bars, one for each row: place of the names, and of the first and last column of numbers.
    Bars(usize, usize, usize),
    /// Bars on each other, the same way.
    StackedBars(usize, usize, usize),
    /// Upright bars, the same way.
    Columns(usize, usize, usize),
    /// Lines, the same way.
    Lines(usize, usize, usize),
    /// Colours behind the numbers of these columns.
    Shades(usize, usize),
}

/// A table as people read it.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    /// Short name, for the tab of a workbook.
    pub name: String,
    /// What a row is.
    pub about: String,
    /// Columns.
    pub fields: Vec<Field>,
    /// Rows, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// How a spreadsheet would draw it.
    pub drawn: Option<Drawn>,
}

impl Sheet {
    /// An empty one.
    pub fn new(name: &str, about: &str, fields: &[(&str, Holds)]) -> Self {
        let fields = fields.iter().map(|&(head, holds)| Field { head: head.to_owned(), holds }).collect();
        Self { name: name.to_owned(), about: about.to_owned(), fields, rows: Vec::new(), drawn: None }
    }

    /// With a further column.
    pub fn field(&mut self, head: impl Into<String>, holds: Holds) {
        self.fields.push(Field { head: head.into(), holds });
    }

    /// A table as it is written into files, with ids as they are; shares among other numbers in percent, as everywhere.
    pub fn of(table: &Table) -> Self {
        let fields = (table.columns.iter())
            .map(|column| Field { head: column.name.replace('_', " "), holds: holds(column.unit) })
            .collect();
        Self {
            name: table.name.replace('_', " "),
            about: format!("a row is {}", table.a_row_is),
            fields,
            rows: table.rows.iter().map(|row| in_percent(table, row)).collect(),
            drawn: None,
        }
    }
}

/// A row whose unit stands in it: a share becomes percent, so that no figure of a page has two spellings.
fn in_percent(table: &Table, row: &[Cell]) -> Vec<Cell> {
    let unit = table.columns.iter().position(|column| column.name == "unit");
    let is_share = unit.is_some_and(|unit| matches!(&row[unit], Cell::Text(unit) if unit == "share"));
    if !is_share {
        return row.to_vec();
    }
    (row.iter().zip(table.columns))
        .map(|(cell, column)| match (cell, column.unit) {
            (Cell::Text(unit), _) if column.name == "unit" && unit == "share" => "%".into(),
            (Cell::Number(share), ColumnUnit::InColumn) => Cell::Number(100.0 * share),
            _ => cell.clone(),
        })
        .collect()
}

/// What cells of a unit are.
const fn holds(unit: ColumnUnit) -> Holds {
    match unit {
        ColumnUnit::Plain => Holds::Text,
        ColumnUnit::Year => Holds::Year,
        ColumnUnit::Count => Holds::Count,
        ColumnUnit::Units => Holds::Units,
        ColumnUnit::UnitsAYear => Holds::UnitsAYear,
        ColumnUnit::Equivalents => Holds::Equivalents,
        ColumnUnit::Money => Holds::Money,
        ColumnUnit::MoneyAUnit => Holds::Price,
        ColumnUnit::Share => Holds::Share,
        ColumnUnit::Factor | ColumnUnit::Seconds | ColumnUnit::InColumn | ColumnUnit::OfGoal | ColumnUnit::Stated => {
            Holds::Number
        }
    }
}

impl Field {
    /// Heading with unit; money is that of the model, such as `MEUR`.
    pub fn heading(&self, money: &str) -> String {
        match self.holds {
            Holds::Money => format!("{} ({money})", self.head),
            Holds::Price => format!("{} ({money} a unit)", self.head),
            Holds::Share => format!("{} (%)", self.head),
            Holds::Units => format!("{} (units)", self.head),
            Holds::UnitsAYear => format!("{} (units a year)", self.head),
            Holds::Equivalents => format!("{} (US-equivalents)", self.head),
            Holds::Text | Holds::Year | Holds::Count | Holds::Number => self.head.clone(),
        }
    }

    /// Whether its cells stand on the right.
    pub fn is_number(&self) -> bool {
        self.holds != Holds::Text
    }

    /// A cell as text.
    pub fn show(&self, cell: &Cell) -> String {
        match cell {
            Cell::Nothing => String::new(),
            Cell::Text(text) => crate::legible::legible(text),
            Cell::Whole(x) if self.holds == Holds::Year => x.to_string(),
            // Sentences write a minus sign, and so do tables.
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            Cell::Whole(x) => whole(*x as f64).replace('-', "−"),
            Cell::Number(x) => match self.holds {
                Holds::Share if x.abs() < 5e-4 && x.abs() > 1e-8 => short(*x * 100.0),
                Holds::Share => fine_percent(*x).trim_end_matches(" %").to_owned(),
                Holds::Price | Holds::Number => short(*x),
                _ => plain(*x),
            }
            .replace('-', "−"),
        }
    }
}
