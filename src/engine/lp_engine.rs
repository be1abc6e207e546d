//! What is needed of a solver: the trait that HiGHS implements, and that another solver has to.

use interior_point::{InteriorSolution, LinearProgram};

use crate::engine::Watch;
use crate::formulation::Row;

/// A solver with one model: minimise costs · x over bounds 0 ≤ x ≤ upper and rows, some columns integer.
///
/// Columns and rows are numbered in the order in which they were loaded or added. Lists of places are in ascending order.
pub trait LpEngine: Send {
    /// Loads columns, each with whether it is integer and its upper bound, and rows. Lower bounds and costs are 0.
    ///
    /// # Errors
    /// The solver refuses the model; the text says why.
    fn load(columns: &[(bool, f64)], rows: &[Row]) -> Result<Self, String>
    where
        Self: Sized;

    /// Sets the cost of every column.
    fn set_costs(&mut self, costs: &[f64]);

    /// Sets lower and upper bounds of columns.
    fn set_bounds(&mut self, columns: &[(usize, f64, f64)]);

    /// Sets lower and upper limits of rows.
    fn set_limits(&mut self, rows: &[(usize, f64, f64)]);

    /// Sets one coefficient.
    fn set_coefficient(&mut self, row: usize, column: usize, value: f64);

    /// Sets which columns are integer.
    fn set_integer(&mut self, columns: &[(usize, bool)]);

    /// Adds rows Σ terms ≤ upper.
    fn add_rows(&mut self, rows: &[(f64, &[(usize, f64)])]);

    /// How many coefficients the rows have.
    fn coefficients(&mut self) -> usize;

    /// Sets the basis from which the next run starts, and repairs one that is none. A solver without bases ignores it.
    fn set_basis(&mut self, columns: &[BasisStatus], rows: &[BasisStatus]);

    /// Returns the basis at which the last run ended, columns and rows; `None` if it left none.
    fn basis(&mut self) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)>;

    /// Sets the incumbent from which the next branch and bound starts. A solver that cannot use one ignores it.
    fn suggest(&mut self, point: &[f64]);

    /// Forgets points and bases.
    fn forget(&mut self);

    /// Solves the model. The budget of `watch` must be looked at at least every 200 iterations.
    fn run(&mut self, options: &RunOptions, watch: Watch<'_>) -> Ending;

    /// Returns true if the last run left a point that keeps every row.
    fn has_point(&mut self) -> bool;

    /// Returns the point at which the last run ended: zero where it left none, and dual values of zero where it has none.
    fn point(&mut self) -> Point;

    /// Returns multipliers of the rows that show that there is no point, where the last run ended so; they are to be checked. `None` where the
    /// solver has none, as after presolve.
    fn dual_ray(&mut self) -> Option<Vec<f64>> {
        None
    }

    /// Returns what the solver reports of the last run.
    fn report(&mut self) -> Report;

    /// Returns the linear program as it stands, with every edit; `None` where it has no such form.
    fn program(&mut self) -> Option<LinearProgram>;

    /// Returns a basis at a vertex of the optimal face on which an interior solution lies; `None` where the solver has no crossover.
    fn crossover(
        &mut self,
        _program: &LinearProgram,
        _solution: &InteriorSolution,
    ) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
        None
    }
}

/// A way to solve a linear program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Simplex, from the basis at hand where there is one.
    Simplex,
    /// Interior point, then crossover to a basis.
    InteriorPoint,
}

impl Method {
    /// The other one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Simplex => Self::InteriorPoint,
            Self::InteriorPoint => Self::Simplex,
        }
    }

    /// Its name in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Simplex => "simplex",
            Self::InteriorPoint => "interior point",
        }
    }
}

/// The algorithm of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Simplex, the solver's choice of which. Relaxes integers.
    Simplex,
    /// Primal simplex: it goes on from a point that keeps every row. Relaxes integers.
    PrimalSimplex,
    /// Interior point with crossover. Relaxes integers.
    InteriorPoint,
    /// Branch and bound where a column is integer.
    BranchAndBound,
}

/// Options of one run, by name. A solver ignores what it has not.
#[derive(Debug, Clone, Copy)]
pub struct RunOptions {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// Starts without the basis and the point at hand.
    pub cold: bool,
    /// Uses presolve.
    pub presolve: bool,
    /// Perturbs costs against ties.
    pub perturb_costs: bool,
    /// Iteration limit of the simplex; `None`: none, or one against cycling.
    pub iteration_limit: Option<i32>,
    /// Objective from which on the dual simplex gives a program up; `None`: none.
    pub objective_limit: Option<f64>,
    /// Node limit of branch and bound.
    pub node_limit: Option<i32>,
    /// Random seed.
    pub seed: i32,
    /// Relative optimality gap at which branch and bound ends; `None`: the solver's own.
    pub gap: Option<f64>,
    /// Feasibility tolerance of branch and bound; `None`: the solver's own.
    pub feasibility: Option<f64>,
}

/// How a column or row stands at a basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasisStatus {
    /// At its lower limit.
    Lower,
    /// Between its limits.
    Basic,
    /// At its upper limit.
    Upper,
    /// At no limit, for want of any.
    Free,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// At an optimum, within the tolerances.
    Optimal,
    /// There is no point.
    Infeasible,
    /// The objective has no limit.
    Unbounded,
    /// One of the two.
    UnboundedOrInfeasible,
    /// The deadline was over.
    TimeLimit,
    /// The caller cancelled it.
    Cancelled,
    /// At the node limit of branch and bound.
    NodeLimit,
    /// The dual simplex found that no point is better than the objective limit.
    ObjectiveLimit,
    /// Otherwise, with the number of a status of the solver.
    Other(i32),
}

/// A point with its dual values. The dual value of a row is what one more unit of its limit adds to the minimum.
#[derive(Debug, Clone, Default)]
pub struct Point {
    /// Value of each column.
    pub columns: Vec<f64>,
    /// Reduced cost of each column.
    pub column_duals: Vec<f64>,
    /// Dual value of each row.
    pub row_duals: Vec<f64>,
}

/// What a solver reports of a run.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// The objective at the point; not a number where it has none.
    pub objective: f64,
    /// The dual bound of branch and bound; minus infinity where it has none.
    pub bound: f64,
    /// Iterations of all kinds.
    pub iterations: i64,
    /// Nodes of branch and bound; −1 where there was none.
    pub nodes: i64,
}
