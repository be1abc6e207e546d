//! The only room that names a solver: a model of columns and rows, edited and solved as often as a caller likes.
//!
//! [`LpEngine`] is what is needed of a solver. [`Engine`] stands on it: which columns are integer for now, restarts of branch and bound,
//! and our own interior point method before the solver's.

mod branching;
mod dual;
mod edit;
mod highs;
mod lp_engine;
mod microlp;
mod scaled;
mod solver;
#[cfg(test)]
mod tests;
mod vertex;
mod watch;

pub use lp_engine::{Algorithm, BasisStatus, Ending, LpEngine, Method, Point, Report, RunOptions};
pub use solver::SolverKind;
pub use vertex::InteriorOptimum;
pub use watch::Watch;

use crate::formulation::{Formulation, Row};
use scaled::Scaled;

/// Whether our own interior point method solves the programs of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OwnInteriorPoint {
    /// As far as is known.
    Works,
    /// It found nothing where there was an optimum.
    Fails,
}

/// A model in a solver.
pub struct Engine {
    kind: SolverKind,
    solver: Box<dyn LpEngine>,
    columns: usize,
    rows: usize,
    /// Places of integer columns, with their upper bounds.
    integers: Vec<(usize, f64)>,
    /// Whether every integer column is relaxed.
    relaxed: bool,
    /// Iterations of our own interior point method in the last run.
    interior_iterations: i64,
    /// Whether that method is to be asked.
    own_interior_point: OwnInteriorPoint,
    /// Whether there is a basis to go on from.
    has_basis: bool,
    /// The incumbent that the next branch and bound starts from.
    suggested: Option<Vec<f64>>,
    /// The dual bound of the last branch and bound.
    bound: f64,
    /// What is minimised.
    costs: Vec<f64>,
    /// Whether presolve may be used.
    presolve: bool,
    /// The iteration limit of the simplex.
    iteration_limit: Option<i32>,
    /// Objective from which on the dual simplex gives a program up.
    objective_limit: Option<f64>,
    /// The usual feasibility tolerance of branch and bound.
    usual_feasibility: f64,
    /// That of the next run; `None`: the solver's own.
    feasibility: Option<f64>,
    /// The relative optimality gap at which branch and bound ends; `None`: the solver's own.
    gap: Option<f64>,
}

impl Engine {
    /// A model of the rows in the usual solver, with no goal yet.
    pub fn build(formulation: &Formulation) -> Result<Self, String> {
        Self::build_in(SolverKind::default(), formulation)
    }

    /// The same in another solver.
    pub fn build_in(solver: SolverKind, formulation: &Formulation) -> Result<Self, String> {
        let columns: Vec<_> = formulation.columns.iter().map(|(key, upper)| (key.is_integer(), upper)).collect();
        let units: Vec<f64> = (0..columns.len()).map(|place| formulation.columns.unit(place)).collect();
        Self::load(solver, &columns, &units, &formulation.rows)
    }

    #[cfg(test)]
    /// A model of columns, each with whether it must be whole and its upper limit, and rows, in the usual solver.
    pub fn of(columns: &[(bool, f64)], rows: &[Row]) -> Result<Self, String> {
        Self::of_counted(columns, &vec![1.0; columns.len()], rows)
    }

    /// The same with what counts as one in each column, a power of two; 1 for what must be whole.
    pub fn of_counted(columns: &[(bool, f64)], units: &[f64], rows: &[Row]) -> Result<Self, String> {
        Self::load(SolverKind::default(), columns, units, rows)
    }

    fn load(kind: SolverKind, columns: &[(bool, f64)], units: &[f64], rows: &[Row]) -> Result<Self, String> {
        // Where everything is counted as it is, nothing stands between.
        let is_usual = units.iter().chain(rows.iter().map(|row| &row.unit)).all(|unit| *unit == 1.0);
        let solver =
            if is_usual { kind.load(columns, rows)? } else { Box::new(Scaled::load(kind, columns, units, rows)?) };
        let integers = columns.iter().enumerate().filter(|(_, (is_integer, _))| *is_integer);
        Ok(Self {
            kind,
            solver,
            columns: columns.len(),
            rows: rows.len(),
            integers: integers.map(|(place, (_, upper))| (place, *upper)).collect(),
            relaxed: false,
            interior_iterations: 0,
            own_interior_point: OwnInteriorPoint::Works,
            has_basis: false,
            suggested: None,
            bound: f64::NEG_INFINITY,
            costs: vec![0.0; columns.len()],
            presolve: true,
            iteration_limit: None,
            objective_limit: None,
            usual_feasibility: branching::FEASIBILITY,
            feasibility: None,
            gap: None,
        })
    }

    /// Solves the linear program. `cold` forgets the basis at hand.
    pub fn run(&mut self, method: Method, cold: bool, presolve: bool, watch: Watch<'_>) -> Ending {
        self.interior_iterations = 0;
        if method == Method::Simplex {
            return self.start(Algorithm::Simplex, cold, presolve, watch);
        }
        let is_tried = self.prefers_own_interior_point();
        if is_tried && let Some(ending) = self.run_by_crossover(watch) {
            return ending;
        }
        let ended = match self.start(Algorithm::InteriorPoint, true, presolve, watch) {
            // Where its iterations stall or reach their limit, the simplex solves it.
            Ending::Other(_) => self.start(Algorithm::Simplex, true, presolve, watch),
            ended => ended,
        };
        // Numbers that it cannot cope with once it cannot cope with again; of what has no solution it could find none.
        if is_tried && ended == Ending::Optimal {
            self.own_interior_point = OwnInteriorPoint::Fails;
        }
        ended
    }

    /// Goes on by the primal simplex from the basis at hand, whose point keeps every row and has only the costs against it.
    pub fn run_with_other_costs(&mut self, watch: Watch<'_>) -> Ending {
        self.interior_iterations = 0;
        self.start(Algorithm::PrimalSimplex, false, true, watch)
    }

    fn start(&mut self, algorithm: Algorithm, cold: bool, presolve: bool, watch: Watch<'_>) -> Ending {
        self.start_by(&self.options(algorithm, cold, presolve), watch)
    }

    /// The options of a run, but for those of branch and bound alone.
    fn options(&self, algorithm: Algorithm, cold: bool, presolve: bool) -> RunOptions {
        // Costs that are perturbed against ties are put back at the end, and what that undoes is many times what a relaxation with other bands
        // has to do.
        let is_simplex = matches!(algorithm, Algorithm::Simplex | Algorithm::PrimalSimplex);
        let goes_on = is_simplex && !cold && self.has_basis && self.relaxed;
        RunOptions {
            algorithm,
            cold,
            presolve: presolve && self.presolve,
            perturb_costs: !goes_on,
            iteration_limit: self.iteration_limit,
            objective_limit: self.objective_limit,
            node_limit: None,
            seed: 0,
            gap: self.gap,
            feasibility: self.feasibility,
        }
    }

    fn start_by(&mut self, options: &RunOptions, watch: Watch<'_>) -> Ending {
        // A computation that was cancelled is not begun again by another method.
        if watch.is_cancelled() {
            return Ending::Cancelled;
        }
        let ending = self.solver.run(options, watch);
        self.has_basis = ending == Ending::Optimal;
        ending
    }

    /// Returns true if the solver can solve a linear program by this method.
    pub const fn has(&self, method: Method) -> bool {
        self.kind.has(method)
    }

    /// Whether there are integer decisions.
    pub const fn has_integers(&self) -> bool {
        !self.integers.is_empty()
    }

    /// Whether the last run left a point that keeps every row.
    pub fn has_point(&mut self) -> bool {
        self.solver.has_point()
    }

    /// The point at which the last run ended; zero where it left none, as in a model without columns.
    pub fn point(&mut self) -> Point {
        self.solver.point()
    }

    /// Multipliers that show that the linear programme has no point, where the last run ended so without presolve; they are to be checked.
    pub fn dual_ray(&mut self) -> Option<Vec<f64>> {
        self.solver.dual_ray()
    }

    /// Iterations of the last run, of whatever kind.
    pub fn iterations(&mut self) -> i64 {
        self.solver.report().iterations + self.interior_iterations
    }
}
