//! A table as people read it, in the report and in the workbook: names in place of ids, and every column with its unit.

use crate::layout::number::{fine_percent, plain, short};
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
    /// Units, or US-equivalents.
    Units,
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

    /// A table as it is written into files, with ids as they are.
    pub fn of(table: &Table) -> Self {
        let fields = (table.columns.iter())
            .map(|column| Field { head: column.name.replace('_', " "), holds: holds(column.unit) })
            .collect();
        Self {
            name: table.name.replace('_', " "),
            about: format!("a row is {}", table.a_row_is),
            fields,
            rows: table.rows.clone(),
            drawn: None,
        }
    }
}

/// What cells of a unit are.
const fn holds(unit: ColumnUnit) -> Holds {
    match unit {
        ColumnUnit::Plain => Holds::Text,
        ColumnUnit::Year => Holds::Year,
        ColumnUnit::Count => Holds::Count,
        ColumnUnit::Units | ColumnUnit::UnitsAYear | ColumnUnit::Equivalents => Holds::Units,
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
            Cell::Whole(x) => x.to_string(),
            Cell::Number(x) => match self.holds {
                Holds::Share if x.abs() < 5e-4 && x.abs() > 1e-8 => short(*x * 100.0),
                Holds::Share => fine_percent(*x).trim_end_matches(" %").to_owned(),
                Holds::Price | Holds::Number => short(*x),
                _ => plain(*x),
            },
        }
    }
}
