//! Variable aggregation (E. D. and K. D. Andersen, Presolving in linear programming, 1995): variables that are sums of others are replaced by them.
//! The simplex goes through every row in each iteration, and half the rows of a model with price tiers only say that an order is the sum of
//! what is bought in all tiers, and that a group orders the sum of what its members do.

use crate::formulation::Row;

/// The variables of a formulation as sums of those that stay.
pub(super) struct Aggregation {
    /// Each column of the formulation as a sum of columns that stay, by their new places.
    sums: Vec<Vec<(usize, f64)>>,
    /// The columns that stay: whether they must be whole, and their upper limit.
    pub columns: Vec<(bool, f64)>,
    /// Their places in the formulation.
    pub stays: Vec<usize>,
    /// The rows that stay.
    pub rows: Vec<Row>,
    /// Where these rows stand in the formulation.
    origin: Vec<usize>,
    /// The columns that are aggregated, each before those that it is a sum of, with the row that says so.
    by: Vec<(usize, usize)>,
}

impl Aggregation {
    /// Aggregates, by sums of at most so many columns, what can be: a column without an upper limit, of which a row says that it is others, none of them counted less than
    /// nothing. So its lower limit holds by itself, and points, rows and goals are the same in other words.
    pub fn of(columns: &[(bool, f64)], rows: &[Row], most: usize) -> Self {
        // For each column that is aggregated, the row that says what it is.
        let mut by: Vec<Option<usize>> = vec![None; columns.len()];
        let mut gone = vec![false; rows.len()];
        for (place, row) in rows.iter().enumerate() {
            let sum = (row.terms.iter()).find(|(column, _)| {
                let (is_whole, upper) = columns[*column];
                !is_whole && upper == f64::INFINITY && by[*column].is_none() && is_sum(row, *column, most)
            });
            if let Some(&(sum, _)) = sum
                && !others(row, sum).any(|(column, _)| leads_to(column, sum, rows, &by))
            {
                by[sum] = Some(place);
                gone[place] = true;
            }
        }
        let mut places = Vec::new();
        let (mut left, mut stays) = (Vec::new(), Vec::new());
        for (column, entry) in columns.iter().enumerate() {
            places.push(left.len());
            if by[column].is_none() {
                left.push(*entry);
                stays.push(column);
            }
        }
        let expansion = NestedSums { rows, by: &by, places: &places };
        let sums = (0..places.len()).map(|column| expansion.of(column)).collect();
        let origin: Vec<usize> = (0..rows.len()).filter(|row| !gone[*row]).collect();
        let mut folded = Self { sums, columns: left, stays, rows: Vec::new(), origin, by: parts_last(rows, &by) };
        let left = folded.origin.iter().map(|row| &rows[*row]);
        folded.rows = left.map(|row| Row { terms: folded.terms(&row.terms), ..row.clone() }).collect();
        folded
    }

    /// Terms of the formulation in the columns that stay.
    pub fn terms(&self, terms: &[(usize, f64)]) -> Vec<(usize, f64)> {
        let each = terms
            .iter()
            .flat_map(|&(column, factor)| self.sums[column].iter().map(move |(place, part)| (*place, factor * part)));
        merged(each.collect())
    }

    /// Costs of the formulation in the columns that stay.
    pub fn costs(&self, costs: &[f64]) -> Vec<f64> {
        let mut folded = vec![0.0; self.columns.len()];
        for (sum, cost) in self.sums.iter().zip(costs) {
            for (place, part) in sum {
                folded[*place] += cost * part;
            }
        }
        folded
    }

    /// A point of the formulation, from one of the columns that stay.
    pub fn unfold(&self, at: &[f64]) -> Vec<f64> {
        self.sums.iter().map(|sum| sum.iter().map(|(place, part)| at[*place] * part).sum()).collect()
    }

    /// A point of the columns that stay, from one of the formulation.
    pub fn fold(&self, at: &[f64]) -> Vec<f64> {
        let mut folded = vec![0.0; self.columns.len()];
        for (column, value) in at.iter().enumerate() {
            if let Some(place) = self.place(column) {
                folded[place] = *value;
            }
        }
        folded
    }

    /// Of the rows of the formulation, those that stay.
    pub fn stay<'r>(&self, rows: &'r [Row]) -> impl Iterator<Item = &'r Row> {
        self.origin.iter().map(|place| &rows[*place])
    }

    /// Returns the duals of all rows of the formulation from those of the rows that stay: the row of a sum has the dual at which the sum has no
    /// reduced cost. `left` is what the rows that stay, and others, leave of the costs of all columns, and then what all rows do.
    pub fn unfold_duals(&self, rows: &[Row], duals: &[f64], left: &mut [f64]) -> Vec<f64> {
        let mut unfolded = vec![0.0; rows.len()];
        for (place, dual) in self.origin.iter().zip(duals) {
            unfolded[*place] = *dual;
        }
        for &(sum, place) in &self.by {
            let terms = &rows[place].terms;
            let own = terms.iter().find(|(column, _)| *column == sum).map_or(1.0, |(_, own)| *own);
            let dual = left[sum] / own;
            unfolded[place] = dual;
            take(left, terms, dual);
            left[sum] = 0.0;
        }
        unfolded
    }

    /// The new place of a column that stays.
    pub fn place(&self, column: usize) -> Option<usize> {
        match self.sums[column][..] {
            // A column that is one other stands at its place as well, and has its value.
            [(place, part)] if (part - 1.0).abs() < f64::EPSILON => Some(place),
            _ => None,
        }
    }
}

/// Subtracts a row at its dual value from the reduced costs of its columns.
pub(super) fn take(left: &mut [f64], terms: &[(usize, f64)], dual: f64) {
    if dual != 0.0 {
        for (column, factor) in terms {
            left[*column] -= factor * dual;
        }
    }
}

/// Whether a row says that a column is others, added up.
fn is_sum(row: &Row, column: usize, most: usize) -> bool {
    let says = row.lower == 0.0 && row.upper == 0.0 && (2..=most + 1).contains(&row.terms.len());
    let own = row.terms.iter().find(|(other, _)| *other == column).map_or(0.0, |(_, factor)| *factor);
    says && own != 0.0 && others(row, column).all(|(_, factor)| factor * own < 0.0)
}

/// The other terms of a row.
fn others(row: &Row, column: usize) -> impl Iterator<Item = (usize, f64)> {
    row.terms.iter().copied().filter(move |(other, _)| *other != column)
}

/// Whether what a column is made of leads to another one.
fn leads_to(column: usize, other: usize, rows: &[Row], by: &[Option<usize>]) -> bool {
    column == other
        || by[column].is_some_and(|row| others(&rows[row], column).any(|(part, _)| leads_to(part, other, rows, by)))
}

/// The columns that are aggregated, each before its parts, with the rows that say what they are.
fn parts_last(rows: &[Row], by: &[Option<usize>]) -> Vec<(usize, usize)> {
    fn visit(column: usize, rows: &[Row], by: &[Option<usize>], seen: &mut [bool], found: &mut Vec<(usize, usize)>) {
        if let Some(row) = by[column].filter(|_| !std::mem::replace(&mut seen[column], true)) {
            others(&rows[row], column).for_each(|(part, _)| visit(part, rows, by, seen, found));
            found.push((column, row));
        }
    }
    let (mut seen, mut found) = (vec![false; by.len()], Vec::new());
    (0..by.len()).for_each(|column| visit(column, rows, by, &mut seen, &mut found));
    found.reverse();
    found
}

/// The rows that say which columns are sums, and the new places of the columns that stay.
struct NestedSums<'r> {
    rows: &'r [Row],
    by: &'r [Option<usize>],
    places: &'r [usize],
}

impl NestedSums<'_> {
    /// Returns a column as a sum of columns that stay.
    fn of(&self, column: usize) -> Vec<(usize, f64)> {
        let mut sum = Vec::new();
        self.add(&mut sum, column, 1.0);
        merged(sum)
    }

    /// Adds so much of a column to a sum.
    fn add(&self, sum: &mut Vec<(usize, f64)>, column: usize, factor: f64) {
        let Some(row) = self.by[column].map(|row| &self.rows[row]) else {
            sum.push((self.places[column], factor));
            return;
        };
        let own = row.terms.iter().find(|(other, _)| *other == column).map_or(1.0, |(_, own)| *own);
        for (part, of) in others(row, column) {
            self.add(sum, part, factor * -of / own);
        }
    }
}

/// Terms in the order of their columns, each column once.
fn merged(mut terms: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    terms.sort_by_key(|(column, _)| *column);
    let mut merged: Vec<(usize, f64)> = Vec::with_capacity(terms.len());
    for (column, factor) in terms {
        match merged.last_mut() {
            Some((last, sum)) if *last == column => *sum += factor,
            _ => merged.push((column, factor)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::{Aggregation, take};
    use crate::formulation::{Row, RowKey};

    const KEY: RowKey = RowKey::Kept { goal: 0 };

    fn sum(terms: &[(usize, f64)], at: &[f64]) -> f64 {
        terms.iter().map(|(column, factor)| factor * at[*column]).sum()
    }

    #[test]
    fn nested_sums_are_aggregated_and_restored_exactly() {
        let free = (false, f64::INFINITY);
        // 0 = 1 + 2, 2 · 1 = 3 + 4; 5 is whole.
        let columns = [free, free, free, free, free, (true, 1.0)];
        let rows = [
            Row::equal(KEY, 0.0, vec![(0, 1.0), (1, -1.0), (2, -1.0)]),
            Row::equal(KEY, 0.0, vec![(1, 2.0), (3, -1.0), (4, -1.0)]),
            Row::at_most(KEY, 9.0, vec![(0, 3.0), (2, 1.0), (5, -7.0)]),
        ];
        let folded = Aggregation::of(&columns, &rows, 8);
        assert_eq!((folded.columns.len(), folded.rows.len()), (4, 1));
        let costs = [5.0, 1.0, 2.0, 0.5, 0.0, 3.0];
        let at = [11.0, 7.0, 4.0, 6.0, 8.0, 1.0];
        let short = folded.fold(&at);
        assert_eq!(folded.unfold(&short), at);
        assert_eq!(sum(&folded.rows[0].terms, &short), sum(&rows[2].terms, &at));
        let cost = |costs: &[f64], at: &[f64]| -> f64 { costs.iter().zip(at).map(|(cost, value)| cost * value).sum() };
        assert_eq!(cost(&folded.costs(&costs), &short), cost(&costs, &at));
        assert_eq!(folded.place(5), Some(3));
        // At a price of 2 for the row that stays, −1 is left of 0's cost, which its own row takes at −1, and so on down: 1's row takes
        // (1 − 1) / 2 = 0, and 2, 3 and 4 keep 2 − 2 − 1, 0.5 and 0.
        let mut left = costs;
        take(&mut left, &rows[2].terms, 2.0);
        let prices = folded.unfold_duals(&rows, &[2.0], &mut left);
        assert_eq!(prices, [-1.0, 0.0, 2.0]);
        assert_eq!(left, [0.0, 0.0, -1.0, 0.5, 0.0, 17.0]);
    }

    #[test]
    fn only_unbounded_sums_are_aggregated() {
        let free = (false, f64::INFINITY);
        let limited = [(false, 3.0), free, free];
        let kept = |columns: &[(bool, f64)], row: Row| Aggregation::of(columns, &[row], 8).rows.len();
        let terms = vec![(0, 1.0), (1, -1.0), (2, -1.0)];
        // An upper limit, a difference that might fall below nothing, a right side, and no more than a limit.
        assert_eq!(kept(&limited, Row::equal(KEY, 0.0, terms.clone())), 1);
        assert_eq!(kept(&[free; 4], Row::equal(KEY, 0.0, vec![(0, 1.0), (1, 1.0), (2, -1.0), (3, -1.0)])), 1);
        assert_eq!(kept(&[free; 3], Row::equal(KEY, 2.0, terms.clone())), 1);
        assert_eq!(kept(&[free; 3], Row::at_most(KEY, 0.0, terms.clone())), 1);
        assert_eq!(kept(&[free; 3], Row::equal(KEY, 0.0, terms)), 0);
    }

    #[test]
    fn no_column_is_aggregated_into_itself() {
        let free = (false, f64::INFINITY);
        let rows = [Row::equal(KEY, 0.0, vec![(0, 1.0), (1, -1.0)]), Row::equal(KEY, 0.0, vec![(1, 2.0), (0, -1.0)])];
        let folded = Aggregation::of(&[free, free], &rows, 8);
        assert_eq!((folded.columns.len(), folded.rows.len()), (1, 1));
    }
}
