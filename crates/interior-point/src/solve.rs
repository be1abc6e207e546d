//! The loop over iterations: starts, restarts and stopping criteria.

use crate::linear_program::{InteriorSolution, LinearProgram};
use crate::normal_equations::NormalEquations;
use crate::predictor_corrector::Iterate;
use crate::standard_form::StandardForm;
use crate::starting_point::STARTS;
use crate::warm_start::WarmStart;

/// The residual, relative, at which an iterate is optimal.
const OPTIMAL: f64 = 1e-8;

/// The residual that is accepted where the numbers allow no better.
const ACCEPTABLE: f64 = 3e-5;

/// The largest relative residual of what the optimal partition makes of an iterate that is optimal. It exceeds that of the iterate as long
/// as some column is about as near to its bound as its dual value is to zero; further iterations tell the two apart.
const PARTED: f64 = 1e-7;

/// Iteration limit from each start, and limit of consecutive iterations without progress.
const ITERATIONS: usize = 150;
const PATIENCE: usize = 12;

/// The same limit after a warm start: a bad one shows soon.
const WARM_PATIENCE: usize = 5;

/// After so many iterations dual values have the size that the starting point foresees; where they grow to so many times of that
/// the starting point was a bad one.
const SETTLED: usize = 3;
const GROWTH: f64 = 30.0;

/// As long as the residual is larger than this, a restart is worth it.
const EARLY: f64 = 1e-2;

/// The residual at which an iterate is stored for warm starts: nearer to the optimum too many columns are near bounds at which the
/// optimum of another program is not.
const STORED: f64 = 0.3;

/// How to solve a program.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// A stored iterate of a program that differs a little: with fewer rows, or with columns not yet fixed.
    pub warm_start: Option<&'a WarmStart>,
    /// Whether the solution is only where a simplex method starts, which mends residuals that the optimal partition leaves: then those of the
    /// iterate itself decide, and no iterations are spent on telling apart which columns are at their bounds.
    pub is_start: bool,
    /// Asked before each iteration; the solve ends where this returns true.
    pub should_stop: Option<&'a dyn Fn() -> bool>,
    /// Called before each iteration with the number of those that are done.
    pub on_iteration: Option<&'a dyn Fn(usize)>,
}

/// Why there is no solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The program has no form that the method can solve.
    #[error(
        "a column has no finite lower bound, limits contradict each other, or bounds and limits leave nothing to decide"
    )]
    NoForm,
    /// The caller stopped the solve.
    #[error("the solve was stopped")]
    Stopped,
    /// The iterations did not converge.
    #[error("no solution was found: the program is infeasible or unbounded, or the numbers do not allow it")]
    NotFound,
}

/// Solves a program: Mehrotra's predictor-corrector method from a warm start where there is one, then from cold starts.
///
/// # Errors
/// The program has no form that can be solved, `should_stop` returned true, or no iterate came near enough to the optimum.
pub fn solve(program: &LinearProgram, options: Options<'_>) -> Result<InteriorSolution, Failure> {
    let mut form =
        StandardForm::of(program).filter(|form| form.rows > 0 && form.columns() > 0).ok_or(Failure::NoForm)?;
    let normal = NormalEquations::of(&mut form).ok_or(Failure::NotFound)?;
    let mut iterate = Iterate::of(&form, normal);
    let mut run = Run { program, options, iterations: 0 };
    if options.warm_start.is_some_and(|warm| iterate.start_from(warm)) {
        // What is acceptable where numbers allow no better may be a bad start here.
        let acceptable = if options.is_start { ACCEPTABLE } else { OPTIMAL };
        let phase = Phase { patience: WARM_PATIENCE, growth: f64::INFINITY, acceptable, parted: PARTED };
        let end = run.iterate(&mut iterate, phase);
        if let Some(solution) = run.solution(end, &iterate) {
            return Ok(solution);
        }
        if end == End::Stopped {
            return Err(Failure::Stopped);
        }
    }
    for (place, shift) in STARTS.into_iter().enumerate() {
        let growth = if place + 1 == STARTS.len() { f64::INFINITY } else { GROWTH };
        if !iterate.start(shift) {
            return Err(Failure::NotFound);
        }
        let phase = Phase { patience: PATIENCE, growth, acceptable: ACCEPTABLE, parted: 10.0 * PARTED };
        match run.iterate(&mut iterate, phase) {
            End::BadStart => {}
            // Steps became short somewhere on the way; from elsewhere the way is another one.
            End::NotFound if place + 1 < STARTS.len() => {}
            End::Stopped => return Err(Failure::Stopped),
            end => return run.solution(end, &iterate).ok_or(Failure::NotFound),
        }
    }
    Err(Failure::NotFound)
}

/// How iterations ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Optimal,
    NotFound,
    /// Dual values grew so far that a start where they are larger takes fewer iterations.
    BadStart,
    Stopped,
}

/// How many iterations may pass without progress, how far dual values may grow, and the residuals of an iterate and of its optimal partition
/// that are accepted in the end.
#[derive(Clone, Copy)]
struct Phase {
    patience: usize,
    growth: f64,
    acceptable: f64,
    parted: f64,
}

/// One solve.
struct Run<'a> {
    program: &'a LinearProgram,
    options: Options<'a>,
    /// Those of all starts.
    iterations: usize,
}

impl Run<'_> {
    /// Iterates from a start until an end.
    fn iterate(&mut self, iterate: &mut Iterate<'_>, phase: Phase) -> End {
        let (mut best, mut least, mut stored) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
        let (mut since, mut largest) = (0, f64::INFINITY);
        let mut is_stopped = false;
        for iteration in 0..ITERATIONS {
            iterate.measure();
            let residual = iterate.residual();
            tracing::trace!(self.iterations, residual, gap = iterate.gap, mean = iterate.mean, "iterated");
            if residual <= OPTIMAL && self.is_parted(iterate, PARTED) {
                return End::Optimal;
            }
            if iteration == SETTLED {
                largest = phase.growth * iterate.largest_dual();
            }
            if iteration >= SETTLED && residual < STORED {
                iterate.store_for_warm_starts();
            }
            if residual > EARLY && iterate.largest_dual() > largest {
                return End::BadStart;
            }
            if residual <= phase.acceptable && residual < stored && self.is_parted(iterate, phase.parted) {
                stored = residual;
                iterate.store_best();
            }
            // While the two objectives are of unlike size the gap says nothing yet, and products fall all the same.
            let falls = residual > STORED && iterate.mean < 0.9 * least;
            since = if residual < 0.9 * best || falls { 0 } else { since + 1 };
            (best, least) = (best.min(residual), least.min(iterate.mean));
            is_stopped = self.options.should_stop.is_some_and(|should_stop| should_stop());
            if since > phase.patience || !residual.is_finite() || is_stopped {
                break;
            }
            if let Some(on_iteration) = self.options.on_iteration {
                on_iteration(self.iterations);
            }
            if !iterate.step() {
                break;
            }
            self.iterations += 1;
        }
        iterate.measure();
        let is_best = iterate.residual() <= phase.acceptable.min(stored) && self.is_parted(iterate, phase.parted);
        if is_best || iterate.restore_best() {
            End::Optimal
        } else if is_stopped {
            End::Stopped
        } else {
            End::NotFound
        }
    }

    /// Whether what the optimal partition makes of an iterate is as near to the optimum as is asked for.
    fn is_parted(&self, iterate: &Iterate<'_>, within: f64) -> bool {
        self.options.is_start || iterate.partition_residual() <= within
    }

    /// Returns the solution at which iterations ended, if they did at one.
    fn solution(&self, end: End, iterate: &Iterate<'_>) -> Option<InteriorSolution> {
        (end == End::Optimal).then(|| iterate.solution(self.program, self.iterations))
    }
}
