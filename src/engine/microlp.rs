//! microlp: simplex and branch and bound in pure Rust, for small models. It keeps no model between runs, has no bases and gives no dual
//! values: these are found as the solution of the dual program.

use std::time::Duration;

use interior_point::LinearProgram;
use microlp::{
    ComparisonOp, OptimizationDirection, Problem, ResumeOptions, SolveOptions, SolveOutcome, Stats, Variable,
};

use crate::engine::dual::dual_of;
use crate::engine::{Algorithm, BasisStatus, Ending, LpEngine, Point, Report, RunOptions, Watch};
use crate::formulation::Row;

/// The solver's name.
pub(super) const NAME: &str = "microlp";

/// The solver's version; a test compares it with the version that is linked.
pub(super) const VERSION: &str = "0.7.0";

/// It runs for so long at a time, between which the budget is looked at. It resumes where it stopped, so that results do not depend on it.
const SLICE: Duration = Duration::from_millis(20);

/// The number of the status of a run that ended in numerical trouble.
const TROUBLE: i32 = -1;

/// A column of the model.
#[derive(Debug, Clone, Copy)]
pub(super) struct SlicedColumn {
    pub cost: f64,
    pub lower: f64,
    pub upper: f64,
    pub is_integer: bool,
}

/// A row of the model: limits and terms, one for each column.
#[derive(Debug, Clone)]
pub(super) struct SlicedLimit {
    pub lower: f64,
    pub upper: f64,
    pub terms: Vec<(usize, f64)>,
}

/// A model, which is given to the solver anew in each run.
pub(super) struct Microlp {
    columns: Vec<SlicedColumn>,
    rows: Vec<SlicedLimit>,
    incumbent: Option<Vec<f64>>,
    point: Option<Point>,
    report: Report,
}

const NOTHING: Report = Report { objective: f64::NAN, bound: f64::NEG_INFINITY, iterations: 0, nodes: -1 };

impl LpEngine for Microlp {
    fn load(columns: &[(bool, f64)], rows: &[Row]) -> Result<Self, String> {
        let column = |&(is_integer, upper): &(bool, f64)| SlicedColumn { cost: 0.0, lower: 0.0, upper, is_integer };
        let row = |row: &Row| SlicedLimit { lower: row.lower, upper: row.upper, terms: summed(&row.terms) };
        Ok(Self {
            columns: columns.iter().map(column).collect(),
            rows: rows.iter().map(row).collect(),
            incumbent: None,
            point: None,
            report: NOTHING,
        })
    }

    fn set_costs(&mut self, costs: &[f64]) {
        self.columns.iter_mut().zip(costs).for_each(|(column, cost)| column.cost = *cost);
    }

    fn set_bounds(&mut self, columns: &[(usize, f64, f64)]) {
        for &(place, lower, upper) in columns {
            (self.columns[place].lower, self.columns[place].upper) = (lower, upper);
        }
    }

    fn set_limits(&mut self, rows: &[(usize, f64, f64)]) {
        for &(place, lower, upper) in rows {
            (self.rows[place].lower, self.rows[place].upper) = (lower, upper);
        }
    }

    fn set_coefficient(&mut self, row: usize, column: usize, value: f64) {
        let terms = &mut self.rows[row].terms;
        match terms.binary_search_by_key(&column, |(column, _)| *column) {
            Ok(at) => terms[at].1 = value,
            Err(at) => terms.insert(at, (column, value)),
        }
    }

    fn set_integer(&mut self, columns: &[(usize, bool)]) {
        for &(place, is_integer) in columns {
            self.columns[place].is_integer = is_integer;
        }
    }

    fn add_rows(&mut self, rows: &[(f64, &[(usize, f64)])]) {
        let row = |&(upper, terms): &(f64, &[(usize, f64)])| SlicedLimit {
            lower: f64::NEG_INFINITY,
            upper,
            terms: summed(terms),
        };
        self.rows.extend(rows.iter().map(row));
    }

    fn coefficients(&mut self) -> usize {
        self.rows.iter().map(|row| row.terms.len()).sum()
    }

    fn set_basis(&mut self, _columns: &[BasisStatus], _rows: &[BasisStatus]) {}

    fn basis(&mut self) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
        None
    }

    fn suggest(&mut self, point: &[f64]) {
        self.incumbent = Some(point.to_vec());
    }

    fn forget(&mut self) {
        self.incumbent = None;
        self.point = None;
        self.report = NOTHING;
    }

    fn run(&mut self, options: &RunOptions, watch: Watch<'_>) -> Ending {
        (self.point, self.report) = (None, NOTHING);
        let is_search = options.algorithm == Algorithm::BranchAndBound;
        let incumbent = self.incumbent.take().filter(|_| is_search && !options.cold);
        let (outcome, ending) = solved(&self.columns, &self.rows, options, incumbent.as_deref(), watch);
        let Some(outcome) = outcome else { return ending };
        let stats = outcome.stats();
        self.report = report(&stats, is_search);
        let Some(solution) = outcome.solution() else { return ending };
        let columns: Vec<f64> = solution.iter().map(|(_, value)| value).collect();
        let objective = self.columns.iter().zip(&columns).map(|(column, value)| column.cost * value).sum();
        self.report.objective = objective;
        let has_integers = is_search && self.columns.iter().any(|column| column.is_integer);
        let mut row_duals = vec![0.0; self.rows.len()];
        if !has_integers && ending == Ending::Optimal {
            // What the dual program cannot prove stays without dual values, and has no certificate.
            match self.dual_values(options, watch) {
                Ok(duals) => row_duals = duals,
                Err(Ending::Optimal) => {}
                Err(stopped) => return stopped,
            }
        }
        let column_duals = self.reduced_costs(&row_duals);
        self.point = Some(Point { columns, column_duals, row_duals });
        ending
    }

    fn has_point(&mut self) -> bool {
        self.point.is_some()
    }

    fn point(&mut self) -> Point {
        self.point.clone().unwrap_or_else(|| Point {
            columns: vec![0.0; self.columns.len()],
            column_duals: vec![0.0; self.columns.len()],
            row_duals: vec![0.0; self.rows.len()],
        })
    }

    fn report(&mut self) -> Report {
        self.report
    }

    fn program(&mut self) -> Option<LinearProgram> {
        // The model is too small for our own interior point method, or not for this solver.
        None
    }
}

impl Microlp {
    /// Returns the dual values of the rows; an error says how the run has to end: optimal, but without dual values, or stopped.
    fn dual_values(&mut self, options: &RunOptions, watch: Watch<'_>) -> Result<Vec<f64>, Ending> {
        let dual = dual_of(&self.columns, &self.rows);
        let (outcome, ending) = solved(&dual.columns, &dual.rows, options, None, watch);
        let outcome = outcome.ok_or(match ending {
            Ending::TimeLimit | Ending::Cancelled => ending,
            _ => Ending::Optimal,
        })?;
        self.report.iterations += iterations(&outcome.stats());
        let solution = outcome.solution().ok_or(ending)?;
        let values: Vec<f64> = solution.iter().map(|(_, value)| value).collect();
        Ok(dual.row_duals(&values))
    }

    fn reduced_costs(&self, row_duals: &[f64]) -> Vec<f64> {
        let mut left: Vec<f64> = self.columns.iter().map(|column| column.cost).collect();
        for (row, dual) in self.rows.iter().zip(row_duals) {
            row.terms.iter().for_each(|(column, factor)| left[*column] -= factor * dual);
        }
        left
    }
}

/// Solves a model in slices of time until it is solved or the budget is over.
fn solved(
    columns: &[SlicedColumn],
    rows: &[SlicedLimit],
    options: &RunOptions,
    incumbent: Option<&[f64]>,
    watch: Watch<'_>,
) -> (Option<SolveOutcome>, Ending) {
    let is_search = options.algorithm == Algorithm::BranchAndBound;
    let Some((problem, variables)) = problem(columns, rows, is_search) else { return (None, Ending::Infeasible) };
    let mut told = SolveOptions::default();
    told.time_limit = Some(SLICE);
    told.presolve = options.presolve;
    told.mip_gap = options.gap.unwrap_or(0.0);
    told.warm_start = incumbent.map(|at| variables.iter().copied().zip(at.iter().copied()).collect());
    let mut resumed = ResumeOptions::default();
    resumed.time_limit = told.time_limit;
    resumed.mip_gap = Some(told.mip_gap);
    let mut result = problem.solve_with(told);
    loop {
        let outcome = match result {
            Ok(outcome) => outcome,
            Err(microlp::Error::Infeasible) => return (None, Ending::Infeasible),
            Err(microlp::Error::Unbounded) => return (None, Ending::Unbounded),
            Err(error) => {
                tracing::debug!(%error, "microlp");
                return (None, Ending::Other(TROUBLE));
            }
        };
        let stats = outcome.stats();
        let is_done = matches!(
            outcome.termination_reason(),
            microlp::TerminationReason::ProvenOptimal | microlp::TerminationReason::MipGap
        );
        if is_done {
            return (Some(outcome), Ending::Optimal);
        }
        let (bound, gap) = (stats.best_bound, stats.gap.unwrap_or(f64::INFINITY));
        watch.tell(iterations(&stats), bound.filter(|_| is_search), is_search.then_some(gap));
        if let Some(ending) = watch.stop() {
            return (Some(outcome), ending);
        }
        let nodes = i64::try_from(stats.nodes_solved).unwrap_or(i64::MAX);
        if options.node_limit.is_some_and(|limit| nodes >= i64::from(limit)) {
            return (Some(outcome), Ending::NodeLimit);
        }
        result = outcome.resume_with(resumed.clone());
    }
}

/// The model as the solver takes it; `None` where a bound or limit contradicts another.
fn problem(columns: &[SlicedColumn], rows: &[SlicedLimit], is_search: bool) -> Option<(Problem, Vec<Variable>)> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut variables = Vec::with_capacity(columns.len());
    for column in columns {
        if column.lower > column.upper {
            return None;
        }
        variables.push(if is_search && column.is_integer {
            problem.add_integer_var(column.cost, (whole(column.lower.ceil()), whole(column.upper.floor())))
        } else {
            problem.add_var(column.cost, (column.lower, column.upper))
        });
    }
    for row in rows {
        if row.lower > row.upper {
            return None;
        }
        let terms: Vec<_> = row.terms.iter().map(|(column, factor)| (variables[*column], *factor)).collect();
        if row.lower == row.upper {
            problem.add_constraint(&terms[..], ComparisonOp::Eq, row.upper);
            continue;
        }
        if row.lower.is_finite() {
            problem.add_constraint(&terms[..], ComparisonOp::Ge, row.lower);
        }
        if row.upper.is_finite() {
            problem.add_constraint(&terms[..], ComparisonOp::Le, row.upper);
        }
    }
    Some((problem, variables))
}

/// A bound of an integer column, which the solver counts in 32 bits; no plan comes near those that are larger.
#[expect(clippy::cast_possible_truncation, reason = "it is within the range")]
fn whole(bound: f64) -> i32 {
    bound.clamp(f64::from(i32::MIN), f64::from(i32::MAX)) as i32
}

/// The terms of a row, one for each column, in order.
fn summed(terms: &[(usize, f64)]) -> Vec<(usize, f64)> {
    let mut sums = std::collections::BTreeMap::new();
    for (column, factor) in terms {
        *sums.entry(*column).or_insert(0.0) += factor;
    }
    sums.into_iter().collect()
}

fn iterations(stats: &Stats) -> i64 {
    i64::try_from(stats.lp_iterations).unwrap_or(i64::MAX)
}

fn report(stats: &Stats, is_search: bool) -> Report {
    Report {
        objective: f64::NAN,
        bound: stats.best_bound.filter(|_| is_search).unwrap_or(f64::NEG_INFINITY),
        iterations: iterations(stats),
        nodes: if is_search { i64::try_from(stats.nodes_solved).unwrap_or(i64::MAX) } else { -1 },
    }
}
