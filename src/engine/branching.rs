//! Branch and bound: its tolerances, incumbents and dual bounds, and restarts where it does not end or cannot be trusted.

use super::{Algorithm, Ending, Engine, RunOptions, Watch};
use crate::formulation::LARGE;

/// Nodes after which branch and bound is restarted another way, and how many times as many the third way has. They are counted, not timed, so that
/// a run can be repeated.
const NODES: i32 = 50_000;
const MORE: i32 = 4;

/// The feasibility tolerance of branch and bound, for integrality and for rows.
pub(super) const FEASIBILITY: f64 = 1e-7;

/// The same under goal constraints in formulations that are not large. Goal constraints have a tolerance of 1e-9; with a larger one here presolve has
/// been seen to cut off the plans that keep them. In large formulations it would cost time in every step of the simplex.
const UNDER_GOALS: f64 = 1e-9;

/// Relative difference of the objective at a point and the objective that the solver reports for it, from which on the point is wrong.
const WRONG: f64 = 1e-6;

/// Options of one branch and bound.
#[derive(Debug, Clone, Copy)]
struct Way {
    presolve: bool,
    seed: i32,
    /// `None`: without a limit.
    nodes: Option<i32>,
}

/// In the order in which they are tried. The last has no node limit.
const WAYS: [Way; 4] = [
    Way { presolve: true, seed: 0, nodes: Some(NODES) },
    Way { presolve: false, seed: 0, nodes: Some(NODES) },
    Way { presolve: true, seed: 1, nodes: Some(MORE * NODES) },
    Way { presolve: false, seed: 2, nodes: None },
];

impl Engine {
    /// Branch and bound, from the incumbent suggested where there is one.
    ///
    /// HiGHS has been seen to call models infeasible that are not, and to end without a dual bound; both went away without presolve, so that it is
    /// restarted then. Where it comes to its node limit it is restarted another way, from the incumbent. The best dual bound of all counts.
    pub fn search(&mut self, watch: Watch<'_>) -> Ending {
        self.search_by(&WAYS, watch)
    }

    /// The same from a cold start without presolve, where the first result cannot be true.
    pub fn search_otherwise(&mut self, watch: Watch<'_>) -> Ending {
        self.clear();
        self.search_by(&WAYS[1..], watch)
    }

    fn search_by(&mut self, ways: &[Way], watch: Watch<'_>) -> Ending {
        self.bound = f64::NEG_INFINITY;
        let mut ending = Ending::Other(0);
        for (attempt, way) in ways.iter().enumerate() {
            if attempt > 0 {
                let found = self.has_point().then(|| self.point().columns);
                self.clear();
                if let Some(found) = found.or_else(|| self.suggested.clone()) {
                    self.solver.suggest(&found);
                }
            }
            // Any other method would pass over what must be whole.
            let options = self.options(Algorithm::BranchAndBound, false, way.presolve);
            ending = self.start_by(&RunOptions { node_limit: way.nodes, seed: way.seed, ..options }, watch);
            let report = self.solver.report();
            self.bound = self.bound.max(report.bound);
            tracing::debug!(attempt, ?ending, bound = self.bound, nodes = report.nodes, "searched");
            let is_doubtful = match ending {
                Ending::Optimal => !self.bound.is_finite() || self.is_wrong_point(),
                Ending::NodeLimit | Ending::ObjectiveLimit => true,
                Ending::Infeasible | Ending::UnboundedOrInfeasible | Ending::Other(_) => attempt == 0,
                Ending::Unbounded | Ending::TimeLimit | Ending::Cancelled => false,
            };
            if !is_doubtful {
                break;
            }
        }
        self.suggested = None;
        ending
    }

    /// Whether the point does not have the objective that the solver reports: the postsolve of HiGHS 1.16 has been seen to return such a point.
    fn is_wrong_point(&mut self) -> bool {
        let told = self.solver.report().objective;
        let point = self.point();
        let found: f64 = self.costs.iter().zip(&point.columns).map(|(cost, value)| cost * value).sum();
        let is_wrong = (told - found).abs() > WRONG * found.abs().max(1.0);
        tracing::debug!(told, found, is_wrong, "the point of the search");
        is_wrong
    }

    /// Whether branch and bound that ended so left a plan; one with a larger gap than was asked for is still one.
    pub fn has_plan(&mut self, ending: Ending) -> bool {
        match ending {
            Ending::Optimal => true,
            Ending::TimeLimit | Ending::NodeLimit => self.has_point() && self.search_bound().is_finite(),
            _ => false,
        }
    }

    /// Adds a goal constraint: Σ terms ≤ upper.
    pub fn add_goal_row(&mut self, upper: f64, terms: &[(usize, f64)]) {
        self.add_row(upper, terms);
        if self.solver.coefficients() <= LARGE {
            self.usual_feasibility = UNDER_GOALS;
            self.set_feasibility(None);
        }
    }

    /// The feasibility tolerance of branch and bound, if not the usual one.
    pub fn set_feasibility(&mut self, tolerance: Option<f64>) {
        self.feasibility = Some(tolerance.unwrap_or(self.usual_feasibility));
    }

    /// How near to its dual bound an incumbent must be proven, relative.
    pub fn set_proof_gap(&mut self, gap: f64) {
        self.gap = Some(gap);
        self.set_feasibility(None);
    }

    /// The incumbent that branch and bound starts from.
    pub fn suggest(&mut self, point: &[f64]) {
        debug_assert_eq!(point.len(), self.columns);
        self.solver.suggest(point);
        self.suggested = Some(point.to_vec());
    }

    /// The dual bound of the last branch and bound, in the costs that were set.
    pub const fn search_bound(&self) -> f64 {
        self.bound
    }

    /// Forgets points and bases.
    fn clear(&mut self) {
        self.solver.forget();
        self.has_basis = false;
    }
}
