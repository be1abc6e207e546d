//! A linear programme as matrices, and a point in the middle of its best ones.

use super::onward::Way;

/// Minimise costs · x with lower ≤ x ≤ upper and row lower ≤ A x ≤ row upper; A by columns.
#[derive(Debug, Clone, Default)]
pub struct Programme {
    /// Where the entries of each column begin; one more than there are columns.
    pub starts: Vec<usize>,
    /// Row of each entry.
    pub index: Vec<u32>,
    /// Value of each entry.
    pub value: Vec<f64>,
    /// Cost of each column.
    pub costs: Vec<f64>,
    /// Lower bound of each column; finite.
    pub lower: Vec<f64>,
    /// Upper bound of each column; infinity where there is none.
    pub upper: Vec<f64>,
    /// Lower limit of each row; minus infinity where there is none.
    pub row_lower: Vec<f64>,
    /// Upper limit of each row; infinity where there is none.
    pub row_upper: Vec<f64>,
}

/// A point in the middle of the best ones, and its prices.
#[derive(Debug, Clone, Default)]
pub struct Centre {
    /// Value of each column; exactly its bound where all best points stand there.
    pub columns: Vec<f64>,
    /// What is left of each column's cost; exactly nothing where best points lie between its bounds.
    pub reduced: Vec<f64>,
    /// Price of each row; exactly nothing where best points keep away from its limits.
    pub prices: Vec<f64>,
    /// The limit of each row at which all best points stand, if they do.
    pub at_limit: Vec<Option<f64>>,
    /// The point itself, nearer to the best ones than to any other but at no limit; what is snapped to limits above misses rows by more.
    pub inside: Inside,
    /// What rows and prices miss there, and how far goal and bound are apart, relative.
    pub far: f64,
    /// How many steps it took.
    pub steps: usize,
    /// The goal at the prices on the way, which no point goes below but for what prices miss.
    pub bound: f64,
    /// Whether the way ended before the middle, where that was enough.
    pub is_rough: bool,
    /// A point on the way to it, from which to go on in a programme that differs a little.
    pub way: Way,
}

/// A point as the way came to it.
#[derive(Debug, Clone, Default)]
pub struct Inside {
    /// Value of each column.
    pub columns: Vec<f64>,
    /// What is left of each column's cost.
    pub reduced: Vec<f64>,
    /// Price of each row.
    pub prices: Vec<f64>,
}

impl Programme {
    /// What prices of rows leave of the costs.
    pub fn left(&self, prices: &[f64]) -> Vec<f64> {
        let left = |column: usize| {
            let priced = |at: usize| self.value[at] * prices[self.index[at] as usize];
            self.costs[column] - self.entries(column).map(priced).sum::<f64>()
        };
        (0..self.columns()).map(left).collect()
    }

    /// How many rows there are.
    pub const fn rows(&self) -> usize {
        self.row_lower.len()
    }

    /// How many columns there are.
    pub const fn columns(&self) -> usize {
        self.costs.len()
    }

    /// Places of a column's entries.
    pub fn entries(&self, column: usize) -> std::ops::Range<usize> {
        self.starts[column]..self.starts[column + 1]
    }
}
