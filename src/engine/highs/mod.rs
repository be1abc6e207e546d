//! HiGHS. `good_lp` builds the model; what it does not reach (other costs on the same rows, duals, why a solve ended) goes through the C
//! interface underneath.
#![expect(
    unsafe_code,
    reason = "the C interface of HiGHS; every call passes pointers to vectors of the lengths it documents"
)]

mod callback;
mod crossover;
mod edit;

use std::ffi::CStr;
use std::time::Instant;

use good_lp::{Expression, ProblemVariables, Solver, SolverModel, variable};
use interior_point::{InteriorSolution, LinearProgram};

use crate::engine::{Algorithm, BasisStatus, Ending, LpEngine, Point, Report, RunOptions, Watch};
use crate::formulation::Row;

/// The solver's name.
pub(super) const NAME: &str = "HiGHS";

/// The simplex that goes on from a plan, and the solver's own choice, as it numbers them.
const PRIMAL: i32 = 4;
const CHOOSE: i32 = 0;

/// Iteration limit of the solver's interior point method, which takes 20 to 120.
const IPM_ITERATIONS: i32 = 1_000;

/// Iteration limit of the simplex against cycling: so many, and so many for each column and row. As a rule it takes fewer than one for each.
const ENDLESS: i32 = 100_000;
const ENDLESS_BY_SIZE: i32 = 50;

/// The absolute optimality gap at which branch and bound ends, where a relative one is set.
const ABSOLUTE_GAP: f64 = 1e-6;

/// A model in HiGHS.
pub(super) struct Highs {
    model: highs::Model,
    columns: usize,
    rows: usize,
}

// SAFETY: the solver's object is owned, holds nothing of the thread that made it, and is only reached through a borrow of its
// owner; it has no methods that may be called through a shared one.
unsafe impl Send for Highs {}

/// The solver's version.
pub(super) fn version() -> String {
    // SAFETY: returns a pointer to a constant, zero-terminated text.
    unsafe { CStr::from_ptr(highs_sys::Highs_version()) }.to_string_lossy().into_owned()
}

impl LpEngine for Highs {
    fn load(all: &[(bool, f64)], rows: &[Row]) -> Result<Self, String> {
        let mut variables = ProblemVariables::new();
        let new = |&(is_whole, upper): &(bool, f64)| {
            let column = variable().min(0.0).max(upper);
            variables.add(if is_whole { column.integer() } else { column })
        };
        let columns: Vec<_> = all.iter().map(new).collect();
        let mut problem = good_lp::highs.create_model(variables.minimise(Expression::from(0.0)));
        for row in rows {
            let mut sum = Expression::with_capacity(row.terms.len());
            for &(column, coefficient) in &row.terms {
                sum.add_mul(coefficient, columns[column]);
            }
            // One helper, one way to write a row: the sign of a dual hangs on it.
            problem.add_constraint(if row.lower == row.upper {
                sum.eq(row.upper)
            } else if row.upper.is_finite() {
                sum.leq(row.upper)
            } else {
                sum.geq(row.lower)
            });
        }
        let mut model = problem.try_into_inner().map_err(|error| error.to_string())?;
        model.make_quiet();
        // Since version 1.16 branch and bound is parallel by default, and then no two runs are the same.
        model.set_option("parallel", "off");
        model.set_option("threads", 1);
        model.set_option("ipm_iteration_limit", IPM_ITERATIONS);
        model.set_option("run_crossover", "on");
        Ok(Self { model, columns: all.len(), rows: rows.len() })
    }

    fn set_costs(&mut self, costs: &[f64]) {
        self.change_costs(costs);
    }

    fn set_bounds(&mut self, columns: &[(usize, f64, f64)]) {
        self.change_bounds(columns);
    }

    fn set_limits(&mut self, rows: &[(usize, f64, f64)]) {
        self.change_limits(rows);
    }

    fn set_coefficient(&mut self, row: usize, column: usize, value: f64) {
        self.change_coefficient(row, column, value);
    }

    fn set_integer(&mut self, columns: &[(usize, bool)]) {
        self.change_kinds(columns);
    }

    fn add_rows(&mut self, rows: &[(f64, &[(usize, f64)])]) {
        self.append_rows(rows);
    }

    fn coefficients(&mut self) -> usize {
        // SAFETY: reads a number of the model.
        usize::try_from(unsafe { highs_sys::Highs_getNumNz(self.model.as_mut_ptr()) }).unwrap_or_default()
    }

    fn set_basis(&mut self, columns: &[BasisStatus], rows: &[BasisStatus]) {
        self.pass_basis(columns, rows);
    }

    fn basis(&mut self) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
        self.read_basis()
    }

    fn suggest(&mut self, point: &[f64]) {
        // SAFETY: `point` holds one value for each column; what is not known may be null.
        unsafe {
            highs_sys::Highs_setSolution(
                self.model.as_mut_ptr(),
                point.as_ptr(),
                std::ptr::null(),
                std::ptr::null(),
                std::ptr::null(),
            );
        }
    }

    fn forget(&mut self) {
        // SAFETY: the model is owned.
        unsafe { highs_sys::Highs_clearSolver(self.model.as_mut_ptr()) };
    }

    fn run(&mut self, options: &RunOptions, watch: Watch<'_>) -> Ending {
        self.set_options(options, watch);
        let began = Instant::now();
        // SAFETY: the model is owned.
        unsafe { highs_sys::Highs_zeroAllClocks(self.model.as_mut_ptr()) };
        if options.cold {
            self.forget();
        }
        let status = self.run_watched(watch);
        let (ran, iterations) = (began.elapsed().as_secs_f64(), self.report().iterations);
        tracing::debug!(algorithm = ?options.algorithm, options.cold, status, ran, iterations, "engine");
        match status {
            // A model without rows or columns is solved by the point zero.
            highs_sys::kHighsModelStatusOptimal | highs_sys::kHighsModelStatusModelEmpty => Ending::Optimal,
            highs_sys::kHighsModelStatusInfeasible => Ending::Infeasible,
            highs_sys::kHighsModelStatusUnbounded => Ending::Unbounded,
            highs_sys::kHighsModelStatusUnboundedOrInfeasible => Ending::UnboundedOrInfeasible,
            highs_sys::kHighsModelStatusTimeLimit => Ending::TimeLimit,
            highs_sys::kHighsModelStatusInterrupt => watch.stop().unwrap_or(Ending::Other(status)),
            highs_sys::kHighsModelStatusSolutionLimit => Ending::NodeLimit,
            highs_sys::kHighsModelStatusObjectiveBound => Ending::ObjectiveLimit,
            other => Ending::Other(other),
        }
    }

    fn has_point(&mut self) -> bool {
        self.integer(c"primal_solution_status") == highs_sys::kHighsSolutionStatusFeasible
    }

    fn point(&mut self) -> Point {
        let mut point = Point {
            columns: vec![0.0; self.columns],
            column_duals: vec![0.0; self.columns],
            row_duals: vec![0.0; self.rows],
        };
        let mut activity = vec![0.0; self.rows];
        // SAFETY: the vectors have the lengths of columns and rows; where there is no point, they stay as they are.
        let status = unsafe {
            highs_sys::Highs_getSolution(
                self.model.as_mut_ptr(),
                point.columns.as_mut_ptr(),
                point.column_duals.as_mut_ptr(),
                activity.as_mut_ptr(),
                point.row_duals.as_mut_ptr(),
            )
        };
        if status == highs_sys::kHighsStatusError {
            tracing::debug!("there is no point");
        }
        point
    }

    fn dual_ray(&mut self) -> Option<Vec<f64>> {
        let (mut has, mut ray) = (0, vec![0.0; self.rows]);
        // SAFETY: `has` is a place for one integer and `ray` has the length of rows.
        let status = unsafe { highs_sys::Highs_getDualRay(self.model.as_mut_ptr(), &raw mut has, ray.as_mut_ptr()) };
        (status != highs_sys::kHighsStatusError && has != 0).then_some(ray)
    }

    fn report(&mut self) -> Report {
        let counts = [c"simplex_iteration_count", c"ipm_iteration_count", c"crossover_iteration_count"];
        let iterations = counts.into_iter().map(|name| i64::from(self.integer(name).max(0))).sum();
        let mut nodes: i64 = -1;
        // SAFETY: the name is zero-terminated and `nodes` a place for one number.
        unsafe {
            highs_sys::Highs_getInt64InfoValue(self.model.as_mut_ptr(), c"mip_node_count".as_ptr(), &raw mut nodes)
        };
        Report {
            objective: self.real(c"objective_function_value", f64::NAN),
            bound: self.real(c"mip_dual_bound", f64::NEG_INFINITY),
            iterations,
            nodes,
        }
    }

    fn program(&mut self) -> Option<LinearProgram> {
        self.read_program()
    }

    fn crossover(
        &mut self,
        program: &LinearProgram,
        solution: &InteriorSolution,
    ) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
        crossover::basis_of_vertex(program, solution)
    }
}

impl Highs {
    fn set_options(&mut self, options: &RunOptions, watch: Watch<'_>) {
        let solver = match options.algorithm {
            Algorithm::Simplex | Algorithm::PrimalSimplex => "simplex",
            Algorithm::InteriorPoint => "ipm",
            // Any other would pass over what must be whole.
            Algorithm::BranchAndBound => "choose",
        };
        let size = edit::number(self.columns + self.rows);
        let endless = ENDLESS.saturating_add(size.saturating_mul(ENDLESS_BY_SIZE));
        let strategy = if options.algorithm == Algorithm::PrimalSimplex { PRIMAL } else { CHOOSE };
        let perturbation = if options.perturb_costs { 1.0 } else { 0.0 };
        let model = &mut self.model;
        model.set_option("solver", solver);
        model.set_option("simplex_strategy", strategy);
        model.set_option("presolve", if options.presolve { "choose" } else { "off" });
        model.set_option("dual_simplex_cost_perturbation_multiplier", perturbation);
        model.set_option("simplex_iteration_limit", options.iteration_limit.unwrap_or(endless));
        model.set_option("objective_bound", options.objective_limit.unwrap_or(f64::INFINITY));
        model.set_option("random_seed", options.seed);
        model.set_option("mip_max_nodes", options.node_limit.unwrap_or(i32::MAX));
        model.set_option("time_limit", watch.left().unwrap_or(f64::INFINITY));
        if let Some(gap) = options.gap {
            model.set_option("mip_rel_gap", gap);
            model.set_option("mip_abs_gap", ABSOLUTE_GAP);
        }
        if let Some(feasibility) = options.feasibility {
            model.set_option("mip_feasibility_tolerance", feasibility);
        }
    }

    /// A number that the solver tells of its last run.
    fn integer(&mut self, name: &CStr) -> i32 {
        let mut value: i32 = 0;
        // SAFETY: the name is zero-terminated and `value` a place for one integer.
        unsafe { highs_sys::Highs_getIntInfoValue(self.model.as_mut_ptr(), name.as_ptr(), &raw mut value) };
        value
    }

    fn real(&mut self, name: &CStr, otherwise: f64) -> f64 {
        let mut value = otherwise;
        // SAFETY: the name is zero-terminated and `value` a place for one number.
        unsafe { highs_sys::Highs_getDoubleInfoValue(self.model.as_mut_ptr(), name.as_ptr(), &raw mut value) };
        value
    }
}
