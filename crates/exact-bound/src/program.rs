//! A program as it is proven: rows with limits, columns with limits, and which columns are integer.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::exact::Exact;

/// A row lower ≤ Σ coefficient x ≤ upper. Each column stands in it once.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Its lower limit, or −∞.
    pub lower: f64,
    /// Its upper limit, or ∞.
    pub upper: f64,
    /// Columns and their coefficients.
    pub terms: &'a [(usize, f64)],
}

/// Limits of columns.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The least of each column, finite.
    pub lower: Vec<f64>,
    /// The most of each column, or ∞.
    pub upper: Vec<f64>,
}

/// Rows, limits of columns, and which columns are integer.
#[derive(Debug, Clone)]
pub struct Program<'a> {
    /// What must hold.
    pub rows: Vec<Row<'a>>,
    /// Between what columns must lie.
    pub limits: Limits,
    /// Whether each column must be a whole number.
    pub is_integer: Vec<bool>,
}

/// Multipliers of rows: what one more of a row's limit adds to the minimum. Rows that are not named have 0.
pub type Multipliers = Vec<(usize, f64)>;

/// A limit of a row that a point does not keep, as far as it would have to be moved for the point to keep it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// The row.
    pub row: usize,
    /// Whether it is the upper limit; else the lower one.
    pub is_upper: bool,
    /// Where the limit would have to be.
    pub limit: f64,
}

impl Program<'_> {
    /// The limits of rows that a point does not keep exactly, be it by rounding alone, each moved as far as the point takes it. `None` where a
    /// figure is not finite.
    #[must_use]
    pub fn exceeded(&self, point: &[f64]) -> Option<Vec<Moved>> {
        let mut moved = Vec::new();
        for (place, row) in self.rows.iter().enumerate() {
            let mut activity = Exact::ZERO;
            for &(column, coefficient) in row.terms {
                activity += &(&Exact::of(coefficient)? * &Exact::of(point[column])?);
            }
            if Exact::of(row.upper).is_some_and(|upper| activity > upper) {
                moved.push(Moved { row: place, is_upper: true, limit: activity.rounded_up() });
            }
            if Exact::of(row.lower).is_some_and(|lower| activity < lower) {
                moved.push(Moved { row: place, is_upper: false, limit: activity.rounded_down() });
            }
        }
        Some(moved)
    }

    /// Moves limits of rows.
    pub fn move_limits(&mut self, moved: &[Moved]) {
        for Moved { row, is_upper, limit } in moved {
            let row = &mut self.rows[*row];
            if *is_upper { row.upper = *limit } else { row.lower = *limit }
        }
    }
}

/// What multipliers leave of the costs, and what they earn.
#[derive(Debug, Clone)]
pub struct Reduced {
    earned: Exact,
    /// Of the columns that have costs or stand in a row that has a multiplier, in no order.
    left: Vec<(usize, Exact)>,
}

/// Sums by column, of which few may have any.
struct Sums {
    /// For each column, its place among the sums, counted from 1; 0 where it has none yet.
    places: Vec<usize>,
    sums: Vec<(usize, Exact)>,
}

impl Sums {
    fn of(columns: usize) -> Self {
        Self { places: vec![0; columns], sums: Vec::new() }
    }

    fn at(&mut self, column: usize) -> &mut Exact {
        let place = &mut self.places[column];
        if *place == 0 {
            self.sums.push((column, Exact::ZERO));
            *place = self.sums.len();
        }
        &mut self.sums[*place - 1].1
    }
}

impl Program<'_> {
    /// What multipliers of rows earn at the limits on which they lean, and what they leave of costs. A multiplier that leans on no limit of
    /// its row counts as 0, so that every choice of multipliers gives a bound that holds. `None` where a figure is not finite.
    #[must_use]
    pub fn reduced(&self, costs: &[(usize, f64)], multipliers: &[(usize, f64)]) -> Option<Reduced> {
        let mut left = Sums::of(self.limits.upper.len());
        for &(column, cost) in costs {
            *left.at(column) += &Exact::of(cost)?;
        }
        let mut earned = Exact::ZERO;
        for &(place, multiplier) in multipliers {
            let row = self.rows[place];
            let limit = if multiplier > 0.0 { row.lower } else { row.upper };
            if multiplier == 0.0 || !limit.is_finite() {
                continue;
            }
            let multiplier = Exact::of(multiplier)?;
            earned += &(&Exact::of(limit)? * &multiplier);
            for &(column, coefficient) in row.terms {
                left.at(column).take(&(&Exact::of(coefficient)? * &multiplier));
            }
        }
        Some(Reduced { earned, left: left.sums })
    }
}

/// Rounds of repairs at most: each may leave a column that an earlier one had settled.
const REPAIRS: usize = 20;

impl Program<'_> {
    /// Multipliers that differ from others by no more than their rounding errors, and what they leave, so that no reduced cost leans on a limit
    /// that its column does not have. `None` where that takes more than a few changes.
    ///
    /// A column without an upper limit says what is missing to something. The largest part of its cost that rows take is lessened until they take
    /// no more than there is.
    #[must_use]
    pub fn repaired(
        &self,
        limits: &Limits,
        costs: &[(usize, f64)],
        multipliers: &[(usize, f64)],
    ) -> Option<(Multipliers, Reduced)> {
        let mut multipliers = multipliers.to_vec();
        for _ in 0..REPAIRS {
            let reduced = self.reduced(costs, &multipliers)?;
            // For each such column, what is beyond its cost, and the largest part of it: how much, of which multiplier, by which coefficient.
            let beyond: BTreeMap<usize, f64> =
                reduced.short(limits).map(|(column, reduced)| (column, reduced.negative().rounded_up())).collect();
            if beyond.is_empty() {
                return Some((multipliers, reduced));
            }
            let mut largest: BTreeMap<usize, (f64, usize, f64)> =
                beyond.keys().map(|column| (*column, (0.0, 0, 0.0))).collect();
            for (place, &(row, multiplier)) in multipliers.iter().enumerate() {
                for &(column, coefficient) in self.rows[row].terms {
                    if let Some(entry) = largest.get_mut(&column)
                        && coefficient * multiplier > entry.0
                    {
                        *entry = (coefficient * multiplier, place, coefficient);
                    }
                }
            }
            for (column, (part, place, coefficient)) in largest {
                if part == 0.0 {
                    return None;
                }
                let less = (beyond[&column] / coefficient.abs()).next_up();
                let multiplier = &mut multipliers[place].1;
                // What is less than its last digit takes the last digit.
                let size = (multiplier.abs() - less).min(multiplier.abs().next_down()).max(0.0);
                *multiplier = size.copysign(*multiplier);
            }
        }
        None
    }
}

impl Reduced {
    /// The bound on the least Σ costs x within limits of columns: what rows earn, and each reduced cost at the limit on which it leans.
    /// `None` where one leans on no limit ([`Self::unlimited`]).
    ///
    /// A. Neumaier and O. Shcherbina, Safe bounds in linear and mixed-integer linear programming, Math. Program. 99 (2004), 283–296.
    #[must_use]
    pub fn bound(&self, limits: &Limits) -> Option<Exact> {
        let mut bound = self.earned.clone();
        for (column, reduced) in &self.left {
            let limit = match reduced.sign() {
                Ordering::Greater => limits.lower[*column],
                Ordering::Less => limits.upper[*column],
                Ordering::Equal => 0.0,
            };
            if limit != 0.0 {
                bound += &(&Exact::of(limit)? * reduced);
            }
        }
        Some(bound)
    }

    /// The columns whose reduced costs lean on an upper limit that they do not have.
    pub fn unlimited<'s>(&'s self, limits: &'s Limits) -> impl Iterator<Item = usize> + 's {
        self.short(limits).map(|(column, _)| column)
    }

    /// The same with their reduced costs.
    fn short<'s>(&'s self, limits: &'s Limits) -> impl Iterator<Item = (usize, &'s Exact)> + 's {
        let columns = self.left.iter().map(|(column, reduced)| (*column, reduced));
        columns.filter(|(column, reduced)| limits.upper[*column].is_infinite() && reduced.sign().is_lt())
    }
}
