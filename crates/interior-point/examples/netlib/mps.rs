//! Reads fixed-format MPS files, as the Netlib set has them, and brings free columns into the form that the method takes.

use std::collections::HashMap;
use std::ops::Range;

use interior_point::LinearProgram;

/// The fields of a line, by character. Names may contain spaces.
const FIELDS: [Range<usize>; 6] = [1..3, 4..12, 14..22, 24..36, 39..47, 49..61];

/// A program as its file states it.
#[derive(Default)]
pub struct Mps {
    rows: Vec<Row>,
    row_places: HashMap<String, usize>,
    objective: String,
    offset: f64,
    columns: Vec<Column>,
    column_places: HashMap<String, usize>,
}

struct Row {
    kind: char,
    limit: f64,
    range: Option<f64>,
}

struct Column {
    cost: f64,
    lower: f64,
    upper: f64,
    entries: Vec<(usize, f64)>,
}

impl Mps {
    /// Reads a file; an error names the line.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut program = Self::default();
        let mut section = String::new();
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('*') || line.trim().is_empty() {
                continue;
            }
            if !line.starts_with(' ') {
                line.split_whitespace().next().unwrap_or_default().clone_into(&mut section);
                if section == "ENDATA" {
                    break;
                }
                continue;
            }
            let fields =
                FIELDS.map(|range| line.get(range.start..range.end.min(line.len())).unwrap_or_default().trim());
            program.take(&section, fields).map_err(|what| format!("line {}: {what}", number + 1))?;
        }
        Ok(program)
    }

    fn take(&mut self, section: &str, fields: [&str; 6]) -> Result<(), String> {
        let [kind, first, ..] = fields;
        match section {
            "ROWS" => self.add_row(kind, first),
            "COLUMNS" => self.each_value(fields, Self::set_coefficient),
            "RHS" => self.each_value(fields, Self::set_limit),
            "RANGES" => self.each_value(fields, |program, _, row, value| {
                if let Some(&place) = program.row_places.get(row) {
                    program.rows[place].range = Some(value);
                }
            }),
            "BOUNDS" => self.set_bound(kind, fields[2], number(fields[3]).unwrap_or_default()),
            other => Err(format!("the section {other} is not known")),
        }
    }

    fn add_row(&mut self, kind: &str, name: &str) -> Result<(), String> {
        let kind = kind.chars().next().ok_or("a row has no kind")?;
        if kind == 'N' {
            // The first free row is the objective; others do not matter.
            if self.objective.is_empty() {
                name.clone_into(&mut self.objective);
            }
            return Ok(());
        }
        self.row_places.insert(name.to_owned(), self.rows.len());
        self.rows.push(Row { kind, limit: 0.0, range: None });
        Ok(())
    }

    /// Applies a line of one or two names with values.
    fn each_value(&mut self, fields: [&str; 6], set: impl Fn(&mut Self, &str, &str, f64)) -> Result<(), String> {
        let [_, owner, first, one, second, two] = fields;
        set(self, owner, first, number(one)?);
        if !second.is_empty() {
            set(self, owner, second, number(two)?);
        }
        Ok(())
    }

    fn set_coefficient(&mut self, column: &str, row: &str, value: f64) {
        let place = *self.column_places.entry(column.to_owned()).or_insert_with(|| {
            self.columns.push(Column { cost: 0.0, lower: 0.0, upper: f64::INFINITY, entries: Vec::new() });
            self.columns.len() - 1
        });
        if row == self.objective {
            self.columns[place].cost = value;
        } else if let Some(&row) = self.row_places.get(row) {
            self.columns[place].entries.push((row, value));
        }
    }

    fn set_limit(&mut self, _: &str, row: &str, value: f64) {
        if row == self.objective {
            self.offset = -value;
        } else if let Some(&place) = self.row_places.get(row) {
            self.rows[place].limit = value;
        }
    }

    fn set_bound(&mut self, kind: &str, column: &str, value: f64) -> Result<(), String> {
        let place = *self.column_places.get(column).ok_or_else(|| format!("the column {column} is not known"))?;
        let column = &mut self.columns[place];
        match kind {
            "UP" => column.upper = value,
            "LO" => column.lower = value,
            "FX" => (column.lower, column.upper) = (value, value),
            "FR" => (column.lower, column.upper) = (f64::NEG_INFINITY, f64::INFINITY),
            "MI" => column.lower = f64::NEG_INFINITY,
            "PL" => column.upper = f64::INFINITY,
            other => return Err(format!("the bound {other} is not known")),
        }
        Ok(())
    }

    /// Numbers of rows, columns and coefficients.
    pub fn size(&self) -> (usize, usize, usize) {
        (self.rows.len(), self.columns.len(), self.columns.iter().map(|column| column.entries.len()).sum())
    }

    /// Returns the program with finite lower bounds, and the constant of its objective. A column with only an upper bound is
    /// negated, a free one split in two.
    pub fn program(&self) -> Result<(LinearProgram, f64), String> {
        let mut program = LinearProgram { starts: vec![0], ..LinearProgram::default() };
        for column in &self.columns {
            let is_below = column.lower == f64::NEG_INFINITY;
            if is_below {
                add(&mut program, column, -1.0, (-column.upper).max(f64::NEG_INFINITY), f64::INFINITY)?;
            }
            if !is_below || column.upper == f64::INFINITY {
                add(&mut program, column, 1.0, column.lower, column.upper)?;
            }
        }
        for row in &self.rows {
            let (lower, upper) = row.limits();
            program.row_lower.push(lower);
            program.row_upper.push(upper);
        }
        Ok((program, self.offset))
    }
}

impl Row {
    /// Lower and upper limit; a range of an equality goes to the side of its sign.
    fn limits(&self) -> (f64, f64) {
        let (limit, range) = (self.limit, self.range);
        match self.kind {
            'L' => (range.map_or(f64::NEG_INFINITY, |range| limit - range.abs()), limit),
            'G' => (limit, range.map_or(f64::INFINITY, |range| limit + range.abs())),
            _ => range.map_or((limit, limit), |range| (limit + range.min(0.0), limit + range.max(0.0))),
        }
    }
}

/// Adds a column times a sign.
fn add(program: &mut LinearProgram, column: &Column, sign: f64, lower: f64, upper: f64) -> Result<(), String> {
    // The negative half of a free column.
    let lower = if lower.is_finite() { lower } else { 0.0 };
    program.costs.push(sign * column.cost);
    program.lower.push(lower);
    program.upper.push(upper);
    for (row, value) in &column.entries {
        program.index.push(u32::try_from(*row).map_err(|_| "too many rows")?);
        program.value.push(sign * value);
    }
    program.starts.push(program.index.len());
    Ok(())
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| format!("{text:?} is not a number"))
}
