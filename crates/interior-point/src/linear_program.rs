//! A linear program as matrices, and a solution in the relative interior of its optimal face.

use crate::warm_start::WarmStart;

/// Minimise costs · x with lower ≤ x ≤ upper and row lower ≤ A x ≤ row upper; A by columns.
#[derive(Debug, Clone, Default)]
pub struct LinearProgram {
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

/// A primal-dual solution in the relative interior of the optimal face, with the optimal partition applied.
#[derive(Debug, Clone, Default)]
pub struct InteriorSolution {
    /// Value of each column; exactly its bound where all optimal solutions stand there.
    pub columns: Vec<f64>,
    /// Reduced cost of each column; exactly 0 where optimal solutions lie between its bounds.
    pub reduced_costs: Vec<f64>,
    /// Dual value of each row; exactly 0 where optimal solutions keep away from its limits.
    pub duals: Vec<f64>,
    /// The limit of each row at which all optimal solutions stand, if they do.
    pub active_limits: Vec<Option<f64>>,
    /// The last iterate as it is: nearer to feasible than what was moved to bounds above.
    pub iterate: LastIterate,
    /// The largest relative residual of the last iterate: primal, dual, and the duality gap.
    pub residual: f64,
    /// Iterations taken.
    pub iterations: usize,
    /// The dual objective of the last iterate: a lower bound but for its dual residual.
    pub dual_objective: f64,
    /// A stored iterate from which to start on a program that differs a little.
    pub warm_start: WarmStart,
}

/// The last iterate.
#[derive(Debug, Clone, Default)]
pub struct LastIterate {
    /// Value of each column.
    pub columns: Vec<f64>,
    /// Reduced cost of each column.
    pub reduced_costs: Vec<f64>,
    /// Dual value of each row.
    pub duals: Vec<f64>,
}

impl LinearProgram {
    /// Reduced costs: what dual values leave of the costs.
    #[must_use]
    pub fn reduced_costs(&self, duals: &[f64]) -> Vec<f64> {
        let left = |column: usize| {
            let at_dual = |at: usize| self.value[at] * duals[self.index[at] as usize];
            self.costs[column] - self.entries(column).map(at_dual).sum::<f64>()
        };
        (0..self.columns()).map(left).collect()
    }

    /// How many rows there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.row_lower.len()
    }

    /// How many columns there are.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.costs.len()
    }

    /// Places of a column's entries.
    #[must_use]
    pub fn entries(&self, column: usize) -> std::ops::Range<usize> {
        self.starts[column]..self.starts[column + 1]
    }
}
