//! HiGHS, behind the few verbs that the rest of the room needs. `good_lp` builds the model; what it does not reach (other
//! goals on the same rows, duals with bounds, why a solve ended) goes through the C interface underneath.
#![expect(
    unsafe_code,
    reason = "the C interface of HiGHS; every call passes pointers to vectors of the lengths it documents"
)]

mod branching;
mod corner;
mod crossover;
mod edit;

pub(super) use corner::Middle;

use std::ffi::{CStr, c_void};
use std::time::Instant;

use good_lp::{Expression, ProblemVariables, Solver, SolverModel, variable};

use crate::formulation::{Formulation, Row};

/// The simplex that goes on from a plan, and the solver's own choice, as it numbers them.
const PRIMAL: i32 = 4;
const CHOOSE: i32 = 0;

/// Iteration limit of the solver's interior point method, which takes 20 to 120.
const IPM_ITERATIONS: i32 = 1_000;

/// A way to solve a linear programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Simplex, from the basis at hand where there is one.
    Simplex,
    /// Interior point, then crossover to a basis.
    InteriorPoint,
}

impl Method {
    /// The other one.
    pub(super) const fn other(self) -> Self {
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

/// How far the solver is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Place of the goal in the ordered list, from 0.
    pub goal: usize,
    /// Seconds since the solver started on it.
    pub seconds: f64,
    /// Iterations so far.
    pub iterations: i64,
    /// In a search for yes or no: how far the best plan is from its bound, relative; infinite before there is a plan.
    pub gap: Option<f64>,
}

/// What a run tells of itself on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub iterations: i64,
    pub gap: Option<f64>,
}

/// How a column or row stands at a basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// At its lower limit.
    Lower,
    /// Between its limits.
    Basic,
    /// At its upper limit.
    Upper,
    /// At no limit, for want of any.
    Free,
}

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Optimal,
    Infeasible,
    Unbounded,
    UnboundedOrInfeasible,
    TimeLimit,
    /// Branch and bound that came to its node limit.
    NodeLimit,
    Other(i32),
}

/// What the solver says of a point.
#[derive(Debug, Clone, Default)]
pub(super) struct Point {
    pub columns: Vec<f64>,
    pub column_duals: Vec<f64>,
    pub row_duals: Vec<f64>,
}

pub(super) struct Engine {
    model: highs::Model,
    columns: usize,
    rows: usize,
    /// Places of what is a yes or no, or a whole number, with the largest value.
    integers: Vec<(usize, f64)>,
    /// Whether every yes or no may be anything between.
    relaxed: bool,
    /// Steps of our own interior point method in the last run.
    steps: i64,
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
    /// The feasibility tolerance of branch and bound.
    feasibility: f64,
}

// SAFETY: the solver's object is owned, holds nothing of the thread that made it, and is only reached through a borrow of its
// owner; it has no methods that may be called through a shared one.
unsafe impl Send for Engine {}

/// The solver's name.
#[must_use]
pub const fn solver_name() -> &'static str {
    "HiGHS"
}

/// The solver's version.
#[must_use]
pub fn solver_version() -> String {
    // SAFETY: returns a pointer to a constant, zero-terminated text.
    unsafe { CStr::from_ptr(highs_sys::Highs_version()) }.to_string_lossy().into_owned()
}

impl Engine {
    /// A model of the rows, with no goal yet.
    pub fn build(formulation: &Formulation) -> Result<Self, String> {
        let columns: Vec<_> = formulation.columns.iter().map(|(key, upper)| (key.is_integer(), upper)).collect();
        Self::of(&columns, &formulation.rows)
    }

    /// A model of columns, each with whether it must be whole and its upper limit, and rows.
    pub fn of(all: &[(bool, f64)], rows: &[Row]) -> Result<Self, String> {
        let mut variables = ProblemVariables::new();
        let new = |&(is_whole, upper): &(bool, f64)| {
            let column = variable().min(0.0).max(upper);
            variables.add(if is_whole { column.integer() } else { column })
        };
        let columns: Vec<_> = all.iter().map(new).collect();
        let whole = all.iter().enumerate().filter(|(_, (is_whole, _))| *is_whole);
        let integers: Vec<(usize, f64)> = whole.map(|(place, (_, upper))| (place, *upper)).collect();
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
        let model = problem.try_into_inner().map_err(|error| error.to_string())?;
        let mut engine = Self {
            model,
            columns: all.len(),
            rows: rows.len(),
            integers,
            relaxed: false,
            steps: 0,
            has_basis: false,
            suggested: None,
            bound: f64::NEG_INFINITY,
            presolve: true,
            costs: vec![0.0; all.len()],
            feasibility: branching::FEASIBILITY,
        };
        engine.model.make_quiet();
        // Since version 1.16 branch and bound is parallel by default, and then no two runs are the same.
        engine.model.set_option("parallel", "off");
        engine.set_int("threads", 1);
        engine.set_int("random_seed", 0);
        engine.set_int("ipm_iteration_limit", IPM_ITERATIONS);
        engine.limit_iterations(None);
        Ok(engine)
    }

    fn set_int(&mut self, option: &str, value: i32) {
        self.model.set_option(option, value);
    }

    /// Runs the solver. `cold` forgets the basis at hand.
    pub fn run(
        &mut self,
        method: Method,
        cold: bool,
        presolve: bool,
        seconds: Option<f64>,
        told: Option<&dyn Fn(Told)>,
    ) -> Ending {
        self.steps = 0;
        if method == Method::Simplex {
            return self.start("simplex", cold, presolve, seconds, told);
        }
        let began = Instant::now();
        let left = || seconds.map(|seconds| (seconds - began.elapsed().as_secs_f64()).max(0.0));
        if self.is_for_our_own()
            && let Some(ending) = self.run_by_way_of_the_middle(seconds, told)
        {
            return ending;
        }
        match self.start("ipm", true, presolve, left(), told) {
            // Where its iterations stall or reach their limit, the simplex solves it.
            Ending::Other(_) => self.start("simplex", true, presolve, left(), told),
            ended => ended,
        }
    }

    /// Goes on by the primal simplex from the basis at hand, whose point keeps every row and has only the costs against it.
    pub fn run_with_other_costs(&mut self, seconds: Option<f64>, told: Option<&dyn Fn(Told)>) -> Ending {
        self.steps = 0;
        self.go_on_by_primal_simplex(seconds, told)
    }

    fn go_on_by_primal_simplex(&mut self, seconds: Option<f64>, told: Option<&dyn Fn(Told)>) -> Ending {
        self.set_int("simplex_strategy", PRIMAL);
        let ending = self.start("simplex", false, true, seconds, told);
        self.set_int("simplex_strategy", CHOOSE);
        ending
    }

    fn start(
        &mut self,
        solver: &str,
        cold: bool,
        presolve: bool,
        seconds: Option<f64>,
        told: Option<&dyn Fn(Told)>,
    ) -> Ending {
        self.model.set_option("solver", solver);
        self.model.set_option("run_crossover", "on");
        self.model.set_option("presolve", if presolve && self.presolve { "choose" } else { "off" });
        self.model.set_option("time_limit", seconds.unwrap_or(f64::INFINITY));
        let teller = Teller { told };
        // Costs that are perturbed against ties are put back at the end, and what that undoes is many times what a relaxation with other bands
        // has to do.
        let goes_on = solver == "simplex" && !cold && self.has_basis && self.relaxed;
        self.model.set_option("dual_simplex_cost_perturbation_multiplier", if goes_on { 0.0 } else { 1.0 });
        let highs = self.model.as_mut_ptr();
        let began = Instant::now();
        // SAFETY: the callback's data outlives the run, and the callback is taken out again after it.
        let status = unsafe {
            highs_sys::Highs_zeroAllClocks(highs);
            if cold {
                highs_sys::Highs_clearSolver(highs);
            }
            if told.is_some() {
                let data: *const Teller<'_> = &raw const teller;
                highs_sys::Highs_setCallback(highs, Some(on_progress), data.cast_mut().cast::<c_void>());
                highs_sys::Highs_startCallback(highs, highs_sys::kHighsCallbackSimplexInterrupt);
                highs_sys::Highs_startCallback(highs, highs_sys::kHighsCallbackIpmInterrupt);
                highs_sys::Highs_startCallback(highs, highs_sys::kHighsCallbackMipInterrupt);
            }
            highs_sys::Highs_run(highs);
            if told.is_some() {
                highs_sys::Highs_stopCallback(highs, highs_sys::kHighsCallbackSimplexInterrupt);
                highs_sys::Highs_stopCallback(highs, highs_sys::kHighsCallbackIpmInterrupt);
                highs_sys::Highs_stopCallback(highs, highs_sys::kHighsCallbackMipInterrupt);
                highs_sys::Highs_setCallback(highs, None, std::ptr::null_mut());
            }
            highs_sys::Highs_getModelStatus(highs)
        };
        let ran = began.elapsed().as_secs_f64();
        self.has_basis = status == highs_sys::kHighsModelStatusOptimal;
        tracing::debug!(solver, cold, status, ran, iterations = self.iterations(), "engine");
        match status {
            // A model without rows or columns is solved by the point zero.
            highs_sys::kHighsModelStatusOptimal | highs_sys::kHighsModelStatusModelEmpty => Ending::Optimal,
            highs_sys::kHighsModelStatusInfeasible => Ending::Infeasible,
            highs_sys::kHighsModelStatusUnbounded => Ending::Unbounded,
            highs_sys::kHighsModelStatusUnboundedOrInfeasible => Ending::UnboundedOrInfeasible,
            highs_sys::kHighsModelStatusTimeLimit => Ending::TimeLimit,
            highs_sys::kHighsModelStatusSolutionLimit => Ending::NodeLimit,
            other => Ending::Other(other),
        }
    }

    /// Whether anything is decided by yes or no.
    pub fn has_integers(&self) -> bool {
        !self.integers.is_empty()
    }

    /// Whether the last run left a point that keeps every row.
    pub fn has_point(&mut self) -> bool {
        self.number(c"primal_solution_status") == highs_sys::kHighsSolutionStatusFeasible
    }

    /// A number that the solver tells of its last run.
    fn number(&mut self, name: &CStr) -> i32 {
        let mut value: i32 = 0;
        // SAFETY: the name is zero-terminated and `value` a place for one integer.
        unsafe { highs_sys::Highs_getIntInfoValue(self.model.as_mut_ptr(), name.as_ptr(), &raw mut value) };
        value
    }

    /// The point at which the last run ended; zero where it left none, as in a model without columns.
    pub fn point(&mut self) -> Point {
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

    /// Iterations of the last run, of whatever kind.
    pub fn iterations(&mut self) -> i64 {
        let counts = [c"simplex_iteration_count", c"ipm_iteration_count", c"crossover_iteration_count"];
        counts.into_iter().map(|name| i64::from(self.number(name).max(0))).sum::<i64>() + self.steps
    }
}

struct Teller<'a> {
    told: Option<&'a dyn Fn(Told)>,
}

unsafe extern "C" fn on_progress(
    kind: i32,
    _message: *const std::os::raw::c_char,
    out: *const highs_sys::HighsCallbackDataOut,
    _input: *mut highs_sys::HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: HiGHS passes its own data, valid for the call, and the pointer that `run` gave it, which outlives the run.
    let (out, teller) = unsafe { (out.as_ref(), data.cast::<Teller<'_>>().as_ref()) };
    if let (Some(out), Some(told)) = (out, teller.and_then(|teller| teller.told)) {
        let counts =
            [i64::from(out.simplex_iteration_count), i64::from(out.ipm_iteration_count), out.mip_total_lp_iterations];
        let gap = (kind == highs_sys::kHighsCallbackMipInterrupt).then_some(out.mip_gap);
        told(Told { iterations: counts.into_iter().map(|count| count.max(0)).sum(), gap });
    }
}
