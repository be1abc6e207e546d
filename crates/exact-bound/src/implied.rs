//! Upper limits of columns that have none, implied by rows and by the limits of other columns.

use crate::exact::Exact;
use crate::program::{Limits, Program, Row};

/// Rounds of implication at most. What a year carries into the next is limited a year later each round.
const ROUNDS: usize = 200;

/// By so much, relative, an implied limit is set beyond what floating-point numbers come to, so that it holds exactly.
const BESIDE: f64 = 1e-9;

/// Why a column cannot be larger: with every other column at the limit that leaves it the most room, the row leaves no more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Implied {
    /// The column.
    pub column: usize,
    /// The row that limits it.
    pub row: usize,
    /// Whether it is the row's upper limit that does; else its lower one.
    pub by_upper: bool,
    /// The limit.
    pub upper: f64,
}

/// One side of a row as Σ terms ≤ limit.
struct Side<'a> {
    terms: &'a [(usize, f64)],
    sign: f64,
    limit: f64,
}

impl<'a> Side<'a> {
    fn of(row: &Row<'a>, by_upper: bool) -> Option<Self> {
        let (sign, limit) = if by_upper { (1.0, row.upper) } else { (-1.0, -row.lower) };
        limit.is_finite().then_some(Self { terms: row.terms, sign, limit })
    }

    /// Terms with their signs.
    fn terms(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.terms.iter().map(|(column, coefficient)| (*column, self.sign * coefficient))
    }
}

impl Limits {
    /// These limits with implied ones, where those are less.
    #[must_use]
    pub fn with(&self, implied: &[Implied]) -> Self {
        let mut limits = self.clone();
        for implied in implied {
            let upper = &mut limits.upper[implied.column];
            *upper = upper.min(implied.upper);
        }
        limits
    }
}

/// The limit of a column at which a term is least.
fn least(coefficient: f64, column: usize, limits: &Limits) -> f64 {
    if coefficient > 0.0 { limits.lower[column] } else { limits.upper[column] }
}

impl Program<'_> {
    /// Limits for columns that have none, in an order in which each needs only those before it.
    #[must_use]
    pub fn implied(&self) -> Vec<Implied> {
        let mut limits = self.limits.clone();
        let mut found = Vec::new();
        let mut open: Vec<usize> = (0..self.rows.len()).collect();
        for _ in 0..ROUNDS {
            let mut best: Vec<Option<Implied>> = vec![None; limits.upper.len()];
            open.retain(|&row| self.rows[row].terms.iter().any(|(column, _)| limits.upper[*column].is_infinite()));
            for &row in &open {
                for by_upper in [true, false] {
                    self.by_row(row, by_upper, &limits, &mut best);
                }
            }
            let before = found.len();
            for implied in best.into_iter().flatten() {
                limits.upper[implied.column] = implied.upper;
                found.push(implied);
            }
            if found.len() == before {
                break;
            }
        }
        found
    }

    /// What one side of a row says of columns without a limit.
    fn by_row(&self, row: usize, by_upper: bool, limits: &Limits, best: &mut [Option<Implied>]) {
        let Some(side) = Side::of(&self.rows[row], by_upper) else { return };
        let (mut sum, mut size, mut endless) = (0.0, side.limit.abs(), 0);
        for (column, coefficient) in side.terms() {
            let part = coefficient * least(coefficient, column, limits);
            if part.is_finite() {
                sum += part;
                size += part.abs();
            } else {
                endless += 1;
            }
        }
        if endless > 0 {
            return;
        }
        for (column, coefficient) in side.terms() {
            if coefficient > 0.0 && limits.upper[column].is_infinite() {
                let room = side.limit - sum + coefficient * limits.lower[column];
                let upper = (room + BESIDE * size) / coefficient;
                let upper = (upper + BESIDE * upper.abs()).max(limits.lower[column]);
                if upper.is_finite() && best[column].is_none_or(|best| upper < best.upper) {
                    best[column] = Some(Implied { column, row, by_upper, upper });
                }
            }
        }
    }

    /// Whether an implied limit holds exactly, given limits of the other columns.
    #[must_use]
    pub fn holds(&self, implied: &Implied, limits: &Limits) -> bool {
        self.exceeds(implied, limits).is_some_and(|exceeds| exceeds)
    }

    /// Whether the row is broken by whatever is beyond the limit: coefficient · upper + Σ least of others ≥ limit of the row.
    fn exceeds(&self, implied: &Implied, limits: &Limits) -> Option<bool> {
        let side = Side::of(self.rows.get(implied.row)?, implied.by_upper)?;
        let mut sum = Exact::of(side.limit)?.negative();
        let mut own = false;
        for (column, coefficient) in side.terms() {
            let at = if column == implied.column { implied.upper } else { least(coefficient, column, limits) };
            own |= column == implied.column && coefficient > 0.0;
            sum += &(&Exact::of(coefficient)? * &Exact::of(at)?);
        }
        Some(own && sum.sign().is_ge())
    }

    /// Those of a list of implied limits on which columns lean, with those on which these lean themselves, in the same order.
    #[must_use]
    pub fn needed(&self, list: &[Implied], columns: impl IntoIterator<Item = usize>) -> Vec<Implied> {
        let mut wanted = vec![false; self.limits.upper.len()];
        columns.into_iter().for_each(|column| wanted[column] = true);
        let mut needed = Vec::new();
        for implied in list.iter().rev().filter(|implied| implied.upper.is_finite()) {
            if !wanted[implied.column] {
                continue;
            }
            needed.push(*implied);
            if let Some(side) = Side::of(&self.rows[implied.row], implied.by_upper) {
                let leaning = side
                    .terms()
                    .filter(|(column, coefficient)| *coefficient < 0.0 && self.limits.upper[*column].is_infinite());
                leaning.for_each(|(column, _)| wanted[column] = true);
            }
        }
        needed.reverse();
        needed
    }
}
