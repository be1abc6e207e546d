//! Every switch and every tuned constant of the solving strategies, in one place.

use serde::{Deserialize, Serialize};

/// How integer decisions are searched for. The default is what every command uses; `tools/ablation/run` measures others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each switches one strategy on or off")]
pub struct SearchSettings {
    /// Rounds of the rounding heuristic from one point of the relaxation; 0 switches it off.
    pub rounding_rounds: usize,
    /// Share of the permitted gap that the estimated rounding loss may take for rounding to start from an interior solution, whose orders
    /// are spread and reach lower tiers than those of a vertex; 0 switches rounding from there off.
    pub interior_rounding: f64,
    /// Whether rounding waits for cuts where its estimated loss is larger than the permitted gap.
    pub rounding_waits: bool,
    /// Dives at most, of two; 0 switches diving off.
    pub dives: usize,
    /// Share of a tier's threshold that must be ordered for each dive to fix that tier; below it, the dive excludes the tier.
    pub dive_up_from: [f64; 2],
    /// One in so many of the fractional tier choices is fixed at once.
    pub dive_one_in: usize,
    /// The same where few are left, whose decisions cost most of what a dive loses.
    pub dive_one_in_of_few: usize,
    /// So many fractional tier choices are few.
    pub dive_few: usize,
    /// Coefficients from which on a formulation whose integer decisions are all on/off is searched by dives and local search, before branch and
    /// bound.
    pub on_off_from: usize,
    /// Dives at most on such decisions, of two, until one finds a plan; 0 switches them off.
    pub on_off_dives: usize,
    /// Share of its least amount that must be ordered for each of these dives to put a decision up; below it, the dive shuts it.
    pub on_off_up_from: [f64; 2],
    /// Iterations of the simplex for one of these dives at most.
    pub on_off_iterations: i64,
    /// The same for local search.
    pub on_off_local_search: i64,
    /// Iterations without a gain after which local search ends.
    pub on_off_patience: i64,
    /// Coefficients from which on there is no branch and bound where dives and local search found a plan: it would not end within what anybody
    /// waits.
    pub on_off_alone_from: usize,
    /// A gain for which local search tries to turn a decision over, relative.
    pub on_off_worth: f64,
    /// Rounds of cuts at a vertex; 0 switches them off.
    pub cut_rounds: usize,
    /// Rounds of cuts at interior solutions; 0 switches them off.
    pub interior_cut_rounds: usize,
    /// A round of cuts at a vertex that closes less than this share of the gap is the last.
    pub cut_progress: f64,
    /// Whether the tiers of a plan of a similar model are tried first.
    pub mip_start: bool,
    /// Whether the duals of the relaxation are lifted to the formulation, which else is solved again with its decisions fixed.
    pub dual_lifting: bool,
    /// Sums of more variables than these are not aggregated; 0 switches aggregation off.
    pub aggregated_terms: usize,
    /// Whether a goal starts by the primal simplex from the vertex where the interior-point method ended for the goal before.
    pub primal_restart: bool,
    /// Whether the plan of a goal that is not the last may be an interior solution.
    pub interior_plans: bool,
    /// Whether the interior-point method starts from a saved iterate of a similar program.
    pub interior_warm_start: bool,
    /// Simplex iterations after which a warm start of a large program is given up.
    pub warm_start_iterations: i32,
    /// Whether the tie-break is solved on the optimal face of the last goal.
    pub tie_break_on_face: bool,
    /// Shares of the largest objective coefficient from which on a dual value counts for the optimal face: a little more than the solver's own
    /// tolerance, and, where what has a dual then cannot all be at its limit, more than rounding errors ever are.
    pub face_duals: [f64; 2],
    /// The permitted relative optimality gap where the model states none.
    pub gap: f64,
    /// The same for a large formulation, whose branch and bound would not end within what anybody waits.
    pub gap_of_large: f64,
    /// Share of the permitted gap that the search on the smaller formulation may use, since the full one may lose some against it.
    pub gap_share_of_smaller: f64,
    /// What trees of exact bounds may cost beside a search that costs nothing, for all goals together, in iterations of the simplex.
    pub proof_work: i64,
    /// What they may cost more for each iteration of the search, which makes cuts and looks for plans besides.
    pub proof_work_by_search: i64,
    /// Share of the time limit that linear programs may take beyond it once integer decisions are taken: a plan at hand is not thrown away for
    /// the proof of it.
    pub grace_share: f64,
    /// Share of the time limit before which branch and bound ends, so that there is time for these linear programs.
    pub reserve_share: f64,
    /// Number of possible orders from which on interchangeable nations are aggregated.
    pub aggregate_nations_from: usize,
    /// Nations are kept separate and the aggregated model is solved again if at most so many cannot share out their plan.
    pub separate_at_most: usize,
}

impl SearchSettings {
    /// What every command uses.
    pub const DEFAULT: Self = Self {
        rounding_rounds: 4,
        interior_rounding: 0.5,
        rounding_waits: true,
        dives: 2,
        dive_up_from: [0.8, 0.7],
        dive_one_in: 2,
        dive_one_in_of_few: 4,
        dive_few: 60,
        on_off_from: 20_000,
        on_off_dives: 2,
        on_off_up_from: [0.8, 0.5],
        on_off_iterations: 100_000,
        on_off_local_search: 100_000,
        on_off_patience: 10_000,
        on_off_alone_from: 200_000,
        on_off_worth: 1e-5,
        cut_rounds: 12,
        interior_cut_rounds: 2,
        cut_progress: 0.05,
        mip_start: true,
        dual_lifting: true,
        aggregated_terms: 8,
        primal_restart: true,
        interior_plans: true,
        interior_warm_start: true,
        warm_start_iterations: 4_000,
        tie_break_on_face: true,
        face_duals: [1e-9, 1e-6],
        gap: 1e-4,
        gap_of_large: 5e-3,
        gap_share_of_smaller: 0.8,
        proof_work: 8_000,
        proof_work_by_search: 6,
        grace_share: 0.05,
        reserve_share: 0.2,
        aggregate_nations_from: 4_000,
        separate_at_most: 8,
    };
}

impl Default for SearchSettings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Default for &SearchSettings {
    fn default() -> Self {
        &SearchSettings::DEFAULT
    }
}
