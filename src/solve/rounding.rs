//! Plans and bounds where all that is decided is which band a commitment reaches: a linear relaxation, sharpened by the rows
//! that its point breaks, and the bands that its point reaches as a plan.

use crate::formulation::{Formulation, Row};
use crate::reduction::Choice;
use crate::solve::carried::{Added, Candidate};
use crate::solve::diving::Aim;
use crate::solve::engine::{Ending, Engine, Method, Middle, Point, Stand, Told};
use crate::solve::folded::Folded;
use crate::solve::{Bands, SearchSettings};

/// The linear relaxation of a formulation.
pub(super) struct Relaxation<'a> {
    pub(super) engine: Engine,
    /// What columns are in those that the solver has.
    pub(super) folded: Folded,
    pub(super) choices: &'a [Choice],
    pub(super) formulation: &'a Formulation,
    /// The rows that were added to those of the formulation.
    pub(super) added: Vec<Added<'a>>,
    /// Rows that every plan keeps, and that are added where they are broken.
    pub(super) sharper: Vec<&'a Row>,
    /// Whether plans are to be corners: the tie-break goes on from the last goal's. Where later goals only keep what a plan reached, the
    /// middle of the best plans says as much.
    pub(super) wants_corners: bool,
    /// The bands of a plan that may do where plans are to be corners, which is for the last goal; one for each choice.
    pub(super) nearby: Option<&'a [usize]>,
    pub(super) settings: &'a SearchSettings,
    /// Whether the solver stands where interior point ended for an earlier goal.
    central: bool,
}

/// How far plan and bound are.
pub(super) struct State {
    /// The point of the relaxation.
    pub(super) at: Vec<f64>,
    /// The middle of its best points, where that is how it was found.
    middle: Option<Middle>,
    pub(super) bound: f64,
    pub(super) best: Option<f64>,
    /// How near they must be.
    pub(super) gap: f64,
    /// How often the relaxation was sharpened.
    pub(super) sharpened: usize,
}

impl State {
    pub(super) fn is_near(&self) -> bool {
        self.best.is_some_and(|best| is_near(best, self.bound, self.gap))
    }
}

/// Seconds that are left, and who is told how far it is.
#[derive(Clone, Copy)]
pub(super) struct Watch<'w> {
    pub left: &'w dyn Fn() -> Option<f64>,
    pub told: Option<&'w dyn Fn(Told)>,
}

/// What a plan with certain bands comes to: its cost and its point; nothing where there is none.
pub(super) type Tried = Option<(f64, Vec<f64>)>;

impl<'a> Relaxation<'a> {
    pub fn of(formulation: &'a Formulation, bands: Bands<'a>, settings: &'a SearchSettings) -> Result<Self, String> {
        let columns: Vec<_> = formulation.columns.iter().map(|(key, upper)| (key.is_integer(), upper)).collect();
        debug_assert!(bands.nearby.is_none_or(|nearby| nearby.len() == bands.choices.len()), "a band for each choice");
        let relaxation = Self::of_columns(&columns, formulation, bands.choices, bands.sharper, settings)?;
        Ok(Self { nearby: bands.nearby, ..relaxation })
    }

    /// The same of columns, each with whether it must be whole and its upper limit, that stand for those of the formulation.
    pub(super) fn of_columns(
        columns: &[(bool, f64)],
        formulation: &'a Formulation,
        choices: &'a [Choice],
        sharper: &'a [Row],
        settings: &'a SearchSettings,
    ) -> Result<Self, String> {
        let folded = Folded::of(columns, &formulation.rows, settings.aggregated_terms);
        let engine = Engine::of(&folded.columns, &folded.rows)?;
        let sharper = sharper.iter().collect();
        Ok(Self {
            engine,
            folded,
            choices,
            formulation,
            added: Vec::new(),
            sharper,
            wants_corners: true,
            nearby: None,
            settings,
            central: false,
        })
    }

    /// Keeps what a goal reached.
    pub fn keep(&mut self, row: Row) {
        self.engine.add_goal_row(row.upper, &self.folded.terms(&row.terms));
        self.added.push(Added::Kept(row));
    }

    /// Searches for plans near another one, by rounding and diving, and for a bound: `attempt` says what a plan with certain bands comes
    /// to, given the bound so far. Ends when a plan is near the bound, or when neither gets better. The bound; minus infinity where even the
    /// relaxation has no plan.
    pub fn rounds(
        &mut self,
        costs: &[f64],
        gap: f64,
        best: Option<f64>,
        watch: Watch<'_>,
        attempt: &mut dyn FnMut(&Candidate, f64) -> Tried,
    ) -> f64 {
        self.engine.relax_integers();
        self.engine.set_costs(&self.folded.costs(costs));
        let Some((at, middle)) = self.relax((costs, gap), watch) else { return f64::NEG_INFINITY };
        let reached = value(costs, &at);
        let bound = middle.as_ref().map_or(reached, Middle::bound);
        let mut state = State { at, middle, bound, gap, best, sharpened: 0 };
        if let Some(bands) = self.nearby.filter(|_| self.wants_corners && self.settings.mip_start) {
            let fixed = self.decided(state.at.clone(), bands.iter().copied());
            if let Some(candidate) = self.settle(costs, fixed, state.middle.as_ref(), watch)
                && let Some((found, _)) = attempt(&candidate, state.bound)
            {
                tracing::debug!(found, bound = state.bound, "bands of another plan");
                state.best = Some(state.best.map_or(found, |best| best.min(found)));
            }
        }
        // Where the prices of the bands that orders reach cost more than a plan may, rounding only takes time.
        if state.middle.is_some() && self.promises(costs, &state, self.settings.interior_rounding) {
            self.round(costs, &mut state, watch, attempt);
        }
        if state.is_near() || !self.take_corner(costs, &mut state, watch) {
            return state.bound;
        }
        let mut rounded = self.promises(costs, &state, 1.0);
        if rounded {
            self.round(costs, &mut state, watch, attempt);
        }
        self.raise(costs, &mut state, watch);
        if !rounded && self.promises(costs, &state, 1.0) {
            rounded = true;
            self.round(costs, &mut state, watch, attempt);
        }
        for up_from in &self.settings.dive_up_from[..self.settings.dives] {
            let is_sharper = self.added.iter().any(|added| matches!(added, Added::Sharper(_)));
            if state.is_near() || !is_sharper {
                break;
            }
            let aim = Aim { best: state.best, bound: state.bound, gap: state.gap };
            if let Some(candidate) = self.dive(costs, (&state.at, *up_from), aim, watch)
                && let Some((found, _)) = attempt(&candidate, state.bound)
            {
                tracing::debug!(found, bound = state.bound, "dived");
                state.best = Some(state.best.map_or(found, |best| best.min(found)));
            }
            // The better the plan, the more it is worth to raise the bound.
            self.raise(costs, &mut state, watch);
        }
        if !rounded && !state.is_near() {
            self.round(costs, &mut state, watch, attempt);
        }
        state.bound
    }

    /// Solves the relaxation: a point, and where that is the middle of the best ones, what is known of it. In a small programme the point
    /// for an earlier goal keeps what that goal reached, so that the primal simplex can go on from there, in half the time of a start from
    /// nothing; but not twice: where the primal simplex ended it is far to the next goal.
    fn relax(&mut self, (costs, gap): (&[f64], f64), watch: Watch<'_>) -> Option<(Vec<f64>, Option<Middle>)> {
        if self.engine.is_for_our_own()
            && let Some(middle) = self.sharpened_middle((costs, gap), watch)
        {
            return Some((self.folded.unfold(middle.columns()), Some(middle)));
        }
        let mut ending = None;
        if std::mem::take(&mut self.central) && self.settings.primal_restart {
            self.engine.limit_iterations(Some(2 * self.settings.warm_start_iterations));
            ending = Some(self.engine.run_with_other_costs((watch.left)(), watch.told));
            self.engine.limit_iterations(None);
        }
        if ending != Some(Ending::Optimal) {
            ending = Some(self.engine.run(Method::InteriorPoint, true, true, (watch.left)(), watch.told));
            self.central = ending == Some(Ending::Optimal);
        }
        (ending == Some(Ending::Optimal)).then(|| (self.point(), None))
    }

    /// Goes from the middle to a corner, where it is not at one; says whether there is one.
    fn take_corner(&mut self, costs: &[f64], state: &mut State, watch: Watch<'_>) -> bool {
        let Some(middle) = &state.middle else { return true };
        let mut ending = self.engine.run_from(middle, (watch.left)(), watch.told);
        if ending != Some(Ending::Optimal) {
            ending = Some(self.engine.run(Method::InteriorPoint, true, true, (watch.left)(), watch.told));
        }
        let is_corner = ending == Some(Ending::Optimal);
        if is_corner {
            state.at = self.point();
            state.bound = state.bound.max(value(costs, &state.at));
        }
        is_corner
    }

    /// Whether the orders of the relaxation, at the prices of the bands that they reach, come near enough to the bound: within such a part
    /// of what is asked for.
    fn promises(&self, costs: &[f64], state: &State, part: f64) -> bool {
        part > 0.0
            && (!self.settings.rounding_waits
                || is_near(state.bound + dearer(self.choices, costs, &state.at), state.bound, part * state.gap))
    }

    /// The point at which the solver ended.
    fn point(&mut self) -> Vec<f64> {
        self.folded.unfold(&self.engine.point().columns)
    }

    /// Solves from the basis at hand where that is quick, or else from the start.
    pub(super) fn go_on(&mut self, warm: bool, watch: Watch<'_>) -> Option<Vec<f64>> {
        let mut ending = Ending::Other(0);
        if warm {
            self.engine.limit_iterations(Some(self.settings.warm_start_iterations));
            ending = self.engine.run(Method::Simplex, false, true, (watch.left)(), watch.told);
            self.engine.limit_iterations(None);
        }
        if !matches!(ending, Ending::Optimal | Ending::Infeasible) {
            ending = self.engine.run(Method::InteriorPoint, true, true, (watch.left)(), watch.told);
        }
        (ending == Ending::Optimal).then(|| self.point())
    }

    /// Looks for plans near the point of the relaxation.
    fn round(
        &mut self,
        costs: &[f64],
        state: &mut State,
        watch: Watch<'_>,
        attempt: &mut dyn FnMut(&Candidate, f64) -> Tried,
    ) {
        let mut from = state.at.clone();
        let mut tried: Vec<Vec<usize>> = Vec::new();
        for _ in 0..self.settings.rounding_rounds {
            let (reached, fixed) = self.reached(&from);
            if state.is_near() || tried.contains(&reached) {
                break;
            }
            tried.push(reached);
            let Some(candidate) = self.settle(costs, fixed, state.middle.as_ref(), watch) else { break };
            let Some((found, point)) = attempt(&candidate, state.bound) else { break };
            tracing::debug!(found, bound = state.bound, "rounded");
            if state.best.is_some_and(|best| found >= best - 1e-9 * best.abs()) {
                break;
            }
            state.best = Some(found);
            from = point;
        }
    }

    /// The best orders with every band decided as a point says; nothing where there are none.
    fn settle(&mut self, costs: &[f64], fixed: Vec<f64>, from: Option<&Middle>, watch: Watch<'_>) -> Option<Candidate> {
        let basis = self.engine.basis();
        self.hold_bands(&fixed);
        let middle = from.and_then(|from| {
            let from = Some(from).filter(|_| self.settings.interior_warm_start);
            self.engine.middle(from, None, (watch.left)(), watch.told)
        });
        let inside =
            middle.as_ref().filter(|_| !self.wants_corners && self.settings.interior_plans).and_then(Middle::point);
        let settled = inside.map_or_else(|| self.corner(middle.as_ref(), watch), Ok);
        let proof = settled.as_ref().ok().map(|point| self.proof_of(point, costs, &fixed, Method::InteriorPoint));
        self.let_go(basis);
        (!matches!(settled, Err(Ending::Infeasible))).then_some(Candidate { fixed, proof })
    }

    /// The corner beside a middle, or that at which interior point ends; how it ended where there is none.
    fn corner(&mut self, middle: Option<&Middle>, watch: Watch<'_>) -> Result<Point, Ending> {
        let onward = middle.and_then(|middle| self.engine.run_from(middle, (watch.left)(), watch.told));
        let from_nothing = || self.engine.run(Method::InteriorPoint, true, true, (watch.left)(), watch.told);
        match onward.unwrap_or_else(from_nothing) {
            Ending::Optimal => Ok(self.engine.point()),
            other => Err(other),
        }
    }

    /// Decides every band as a point says.
    pub(super) fn hold_bands(&mut self, fixed: &[f64]) {
        let columns = self.band_columns();
        self.engine.set_bounds_of(columns.into_iter().map(|(column, place)| (place, fixed[column], fixed[column])));
    }

    /// Lets every band be reached in part again, and goes back to a basis: that of slacks where there was none.
    pub(super) fn let_go(&mut self, basis: Option<(Vec<Stand>, Vec<Stand>)>) {
        let bands = self.band_columns();
        self.engine.set_bounds_of(bands.into_iter().map(|(_, place)| (place, 0.0, 1.0)));
        let (columns, rows) = basis.unwrap_or_else(|| self.engine.slack_basis());
        self.engine.set_basis(&columns, &rows);
    }

    /// The columns that tell which bands are reached, in the formulation and where the solver has them, in the order of the latter.
    fn band_columns(&self) -> Vec<(usize, usize)> {
        let columns = self.choices.iter().flat_map(|choice| &choice.bands);
        let mut columns: Vec<_> =
            columns.filter_map(|(column, _)| Some((*column, self.folded.place(*column)?))).collect();
        columns.sort_unstable_by_key(|(_, place)| *place);
        columns
    }

    /// The bands that orders reach, and a point with every band so decided.
    fn reached(&self, at: &[f64]) -> (Vec<usize>, Vec<f64>) {
        let reached: Vec<usize> = self.choices.iter().map(|choice| choice.reached(choice.ordered_at(at))).collect();
        let fixed = self.decided(at.to_vec(), reached.iter().copied());
        (reached, fixed)
    }

    /// A point with these bands decided, one for each commitment.
    pub(super) fn decided(&self, mut at: Vec<f64>, bands: impl Iterator<Item = usize>) -> Vec<f64> {
        for (choice, band) in self.choices.iter().zip(bands) {
            for (place, (column, _)) in choice.bands.iter().enumerate() {
                at[*column] = if place == band { 1.0 } else { 0.0 };
            }
        }
        at
    }

    /// Decides every yes or no by search, from a plan where there is one: how it ended, the bound, and the point.
    pub fn search(&mut self, gap: f64, from: Option<&[f64]>, watch: Watch<'_>) -> (Ending, f64, Option<Vec<f64>>) {
        self.engine.set_proof_gap(gap);
        self.engine.free_integers();
        if let Some(from) = from {
            self.engine.suggest(&self.folded.fold(from));
        }
        let ending = self.engine.search((watch.left)(), watch.told);
        let has_plan = self.engine.has_plan(ending);
        let bound = self.engine.search_bound();
        (ending, bound, has_plan.then(|| self.point()))
    }
}

/// What orders would cost more at the prices of the bands that they reach.
pub(super) fn dearer(choices: &[Choice], costs: &[f64], at: &[f64]) -> f64 {
    let dearer = |choice: &Choice| -> f64 {
        let reached = &choice.bought[choice.reached(choice.ordered_at(at))];
        let more = |bought: &Vec<usize>| -> f64 {
            let pairs = bought.iter().zip(reached);
            pairs.map(|(column, reached)| at[*column] * (costs[*reached] - costs[*column])).sum()
        };
        choice.bought.iter().map(more).sum()
    };
    choices.iter().map(dearer).sum()
}

/// What a point costs.
pub(super) fn value(costs: &[f64], at: &[f64]) -> f64 {
    costs.iter().zip(at).map(|(cost, value)| cost * value).sum()
}

/// Whether a plan is proven near enough.
pub(super) fn is_near(value: f64, bound: f64, gap: f64) -> bool {
    (value - bound).abs() <= gap * value.abs().max(1e-9)
}
