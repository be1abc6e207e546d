//! A program as it is proven: rows with limits, columns with limits, and which columns are integer.

use std::cmp::Ordering;
use std::collections::{BTreeMap, VecDeque};

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
    /// Of the columns whose reduced cost is not surely above 0, in no order.
    left: Vec<(usize, Exact)>,
    /// Columns whose reduced cost is surely above 0, with what it surely is not below.
    positive: Vec<(usize, f64)>,
}

/// Reduced costs as floating-point numbers come to them, and by how much these may be wrong.
struct Estimate {
    sums: Vec<f64>,
    sizes: Vec<f64>,
    counts: Vec<u32>,
}

impl Estimate {
    fn of(columns: usize) -> Self {
        Self { sums: vec![0.0; columns], sizes: vec![0.0; columns], counts: vec![0; columns] }
    }

    fn add(&mut self, column: usize, part: f64) {
        self.sums[column] += part;
        self.sizes[column] += part.abs();
        self.counts[column] += 1;
    }

    /// What a sum surely is not below, if that is above 0. Each term is rounded once, and each addition once: by half a last digit of what
    /// stands there, of which twice as much is taken.
    fn least(&self, column: usize) -> Option<f64> {
        let rounded = (f64::from(self.counts[column]) + 4.0) * 2.0 * f64::EPSILON;
        let least = self.sums[column] - rounded * self.sizes[column] - f64::MIN_POSITIVE;
        (least > 0.0 && least.is_finite()).then_some(least)
    }
}

/// Sums by column, of which few may have any.
struct Sums {
    /// For each column, its place among the sums, counted from 1; 0 where it has none yet, and the largest where it is left out.
    places: Vec<usize>,
    sums: Vec<(usize, Exact)>,
}

impl Sums {
    fn of(columns: usize) -> Self {
        Self { places: vec![0; columns], sums: Vec::new() }
    }

    fn leave_out(&mut self, column: usize) {
        self.places[column] = usize::MAX;
    }

    /// The sum of a column; `None` where it is left out.
    fn at(&mut self, column: usize) -> Option<&mut Exact> {
        let place = &mut self.places[column];
        if *place == 0 {
            self.sums.push((column, Exact::ZERO));
            *place = self.sums.len();
        }
        self.sums.get_mut(*place - 1).map(|(_, sum)| sum)
    }
}

impl Program<'_> {
    /// What multipliers of rows earn at the limits on which they lean, and what they leave of costs. A multiplier that leans on no limit of
    /// its row counts as 0, so that every choice of multipliers gives a bound that holds. `None` where a figure is not finite.
    #[must_use]
    pub fn reduced(&self, costs: &[(usize, f64)], multipliers: &[(usize, f64)]) -> Option<Reduced> {
        let columns = self.limits.upper.len();
        let leaning = || multipliers.iter().filter_map(|&(place, multiplier)| self.leaning(place, multiplier));
        let mut estimate = Estimate::of(columns);
        for &(column, cost) in costs {
            estimate.add(column, cost);
        }
        for Leaning { row, multiplier, .. } in leaning() {
            for &(column, coefficient) in row.terms {
                estimate.add(column, -coefficient * multiplier);
            }
        }
        // Most reduced costs are far above 0 and lean on 0: what they are does not matter. Integer columns may be branched on.
        let is_plain = |column: usize| self.limits.lower[column] >= 0.0 && !self.is_integer[column];
        let least = |column: usize| estimate.least(column).filter(|_| is_plain(column));
        let positive: Vec<(usize, f64)> = (0..columns).filter_map(|column| Some((column, least(column)?))).collect();
        let mut left = Sums::of(columns);
        for (column, _) in &positive {
            left.leave_out(*column);
        }
        let mut earned = Exact::ZERO;
        for Leaning { limit, multiplier, .. } in leaning() {
            earned += &(&Exact::of(limit)? * &Exact::of(multiplier)?);
        }
        self.sum_up(&mut left, costs, multipliers)?;
        Some(Reduced { earned, left: left.sums, positive })
    }

    /// Adds up costs, less what multipliers of rows take of them.
    fn sum_up(&self, left: &mut Sums, costs: &[(usize, f64)], multipliers: &[(usize, f64)]) -> Option<()> {
        for &(column, cost) in costs {
            if let Some(sum) = left.at(column) {
                *sum += &Exact::of(cost)?;
            }
        }
        for &(place, multiplier) in multipliers {
            let Some(Leaning { row, .. }) = self.leaning(place, multiplier) else { continue };
            let multiplier = Exact::of(multiplier)?;
            for &(column, coefficient) in row.terms {
                if let Some(sum) = left.at(column) {
                    sum.take(&(&Exact::of(coefficient)? * &multiplier));
                }
            }
        }
        Some(())
    }

    /// A multiplier of a row with the limit on which it leans; `None` where it leans on none, and counts as 0.
    fn leaning(&self, place: usize, multiplier: f64) -> Option<Leaning<'_>> {
        let row = &self.rows[place];
        let limit = if multiplier > 0.0 { row.lower } else { row.upper };
        (multiplier != 0.0 && limit.is_finite()).then_some(Leaning { row, multiplier, limit })
    }
}

/// A multiplier that leans on a limit of its row.
struct Leaning<'p> {
    row: &'p Row<'p>,
    multiplier: f64,
    limit: f64,
}

/// A part of the cost of a column that a multiplier takes: by its place in a list, and by which coefficient.
#[derive(Clone, Copy)]
struct Part {
    place: usize,
    coefficient: f64,
}

/// Repairs at most for each column without a limit.
const REPAIRS: usize = 100;

impl Program<'_> {
    /// Multipliers that differ from others by no more than their rounding errors, and what they leave, so that no reduced cost leans on a limit
    /// that its column does not have. `None` where that takes more than a few changes for each such column.
    ///
    /// A column without an upper limit says what is missing to something. The largest part of its cost that rows take is lessened until they take
    /// no more than there is, column by column; what that takes from others is mended in turn.
    #[must_use]
    pub fn repaired(
        &self,
        limits: &Limits,
        costs: &[(usize, f64)],
        multipliers: &[(usize, f64)],
    ) -> Option<(Multipliers, Reduced)> {
        let mut multipliers = multipliers.to_vec();
        let reduced = self.reduced(costs, &multipliers)?;
        let mut open: VecDeque<usize> = reduced.unlimited(limits).collect();
        if open.is_empty() {
            return Some((multipliers, reduced));
        }
        let is_open = |column: usize| limits.upper[column].is_infinite();
        let mut left = Sums::of(limits.upper.len());
        (0..limits.upper.len()).filter(|column| !is_open(*column)).for_each(|column| left.leave_out(column));
        self.sum_up(&mut left, costs, &multipliers)?;
        let mut parts: BTreeMap<usize, Vec<Part>> = BTreeMap::new();
        for (place, &(row, multiplier)) in multipliers.iter().enumerate() {
            if let Some(Leaning { row, .. }) = self.leaning(row, multiplier) {
                for &(column, coefficient) in row.terms.iter().filter(|(column, _)| is_open(*column)) {
                    parts.entry(column).or_default().push(Part { place, coefficient });
                }
            }
        }
        let mut steps = REPAIRS * parts.len();
        while let Some(column) = open.pop_front() {
            let beyond = left.at(column)?.negative();
            if !beyond.sign().is_gt() {
                continue;
            }
            steps = steps.checked_sub(1)?;
            let taken = |part: &&Part| part.coefficient * multipliers[part.place].1;
            let largest = parts.get(&column)?.iter().max_by(|a, b| taken(a).total_cmp(&taken(b)))?;
            let Part { place, coefficient } = *largest;
            let (row, old) = multipliers[place];
            if coefficient * old <= 0.0 {
                return None;
            }
            let less = (beyond.rounded_up() / coefficient.abs()).next_up();
            // What is less than its last digit takes the last digit.
            let size = (old.abs() - less).min(old.abs().next_down()).max(0.0);
            multipliers[place].1 = size.copysign(old);
            let mut given = Exact::of(old)?;
            given.take(&Exact::of(multipliers[place].1)?);
            for &(other, coefficient) in self.rows[row].terms.iter().filter(|(column, _)| is_open(*column)) {
                let sum = left.at(other)?;
                *sum += &(&Exact::of(coefficient)? * &given);
                if sum.sign().is_lt() {
                    open.push_back(other);
                }
            }
        }
        let reduced = self.reduced(costs, &multipliers)?;
        let is_mended = reduced.unlimited(limits).next().is_none();
        is_mended.then_some((multipliers, reduced))
    }
}

impl Reduced {
    /// The bound on the least Σ costs x within limits of columns, of which none is below 0 where those of the program are not: what rows earn, and each reduced cost at the limit on which it leans.
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
        for (column, least) in &self.positive {
            let lower = limits.lower[*column];
            if lower != 0.0 {
                bound += &(&Exact::of(lower)? * &Exact::of(*least)?);
            }
        }
        Some(bound)
    }

    /// The columns whose reduced costs lean on an upper limit that they do not have.
    pub fn unlimited<'s>(&'s self, limits: &'s Limits) -> impl Iterator<Item = usize> + 's {
        let short = |(column, reduced): &&(usize, Exact)| limits.upper[*column].is_infinite() && reduced.sign().is_lt();
        self.left.iter().filter(short).map(|(column, _)| *column)
    }
}
