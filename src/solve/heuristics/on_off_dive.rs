//! A dive for models with many on/off decisions (T. Berthold, Primal Heuristics for Mixed Integer Programs, 2006): what reaches its least amount is put
//! up, the clearest of the rest are put up or shut, and the relaxation is solved again, until none is left in part.

use crate::engine::Watch;
use crate::solve::heuristics::on_off::{Fixed, OnOffDecisions, OpenDecision};
use crate::solve::relaxation::{Relaxation, Resolved, SavedBasis};

/// One dive.
pub(in crate::solve) struct OnOffDive<'d> {
    pub decisions: &'d OnOffDecisions,
    /// Share of its least amount from which on a decision is put up; below it, it is shut.
    pub up_from: f64,
    /// The value of the best plan so far; a dive that is no better ends.
    pub incumbent: Option<f64>,
    /// Iterations of the simplex at most.
    pub most: i64,
}

/// Where a dive stands.
struct DiveState {
    fixed: Fixed,
    /// Decisions that could not be made as they were clearest. They come last: mostly the others decide them.
    doubtful: Vec<bool>,
    iterations: i64,
    /// How often a decision had no plan either way.
    dead_ends: usize,
    /// Whether no plan of the decisions made is better than the incumbent.
    is_no_better: bool,
}

/// Dead ends after which a dive is given up.
const DEAD_ENDS: usize = 30;

/// Where decisions lead to no plan, one in so many of them is tried.
const FEWER: usize = 2;

impl OnOffDive<'_> {
    /// Dives from a point of the relaxation, with some decisions made; returns a point with every decision made, and leaves the relaxation there.
    /// `None` where there is no plan, none better than the incumbent, or none within the iterations.
    pub fn run(
        &self,
        relaxation: &mut Relaxation<'_>,
        from: &[f64],
        fixed: Fixed,
        limits: Watch<'_>,
    ) -> Option<Vec<f64>> {
        let mut at = from.to_vec();
        let mut state =
            DiveState { doubtful: vec![false; fixed.len()], fixed, iterations: 0, dead_ends: 0, is_no_better: false };
        loop {
            let mut open = self.decisions.open(&at, &state.fixed);
            if open.is_empty() {
                break;
            }
            open.sort_by(|a, b| self.clearness(b).total_cmp(&self.clearness(a)));
            open.sort_by_key(|one| state.doubtful[one.place]);
            let now = Self::at_once(relaxation, &open, &state);
            at = self.step(relaxation, &open[..now], &mut state, limits)?;
            let value = relaxation.value(&at);
            tracing::debug!(
                open = open.len(),
                now,
                value,
                incumbent = self.incumbent,
                iterations = state.iterations,
                "dive"
            );
            let is_no_better = self.incumbent.is_some_and(|incumbent| value >= incumbent);
            if is_no_better || state.iterations > self.most {
                return None;
            }
        }
        Some(self.decisions.rounded(at))
    }

    /// How many are decided at once: all that reach their least amount, and a share of the others that are not in doubt, if there are any.
    fn at_once(relaxation: &Relaxation<'_>, open: &[OpenDecision], state: &DiveState) -> usize {
        let settings = relaxation.settings();
        let one_in = if open.len() < settings.dive_few { settings.dive_one_in_of_few } else { settings.dive_one_in };
        let sure = open.iter().filter(|one| !state.doubtful[one.place]).count();
        let full = open[..sure].iter().filter(|one| one.reached >= 1.0).count();
        if sure > 0 { full + (sure - full).div_ceil(one_in) } else { open.len().div_ceil(one_in) }
    }

    /// Makes these decisions, or as many of the first of them as lead to a plan; returns the point of the relaxation then.
    fn step(
        &self,
        relaxation: &mut Relaxation<'_>,
        open: &[OpenDecision],
        state: &mut DiveState,
        limits: Watch<'_>,
    ) -> Option<Vec<f64>> {
        let before = state.fixed.clone();
        let basis = relaxation.basis();
        let mut now = open.len();
        loop {
            let chosen = open[..now].iter().map(|one| (one.place, one.reached >= self.up_from));
            if let Some(at) = self.tried(relaxation, chosen, state, limits) {
                return Some(at);
            }
            if self.is_over(state, limits) {
                return None;
            }
            self.undo(relaxation, &before, state);
            relaxation.return_to(&basis);
            if now == 1 {
                let other = std::iter::once((open[0].place, open[0].reached < self.up_from));
                let found = self.tried(relaxation, other, state, limits);
                if self.is_over(state, limits) {
                    return found;
                }
                return found.or_else(|| self.back_out(relaxation, &open[0], &before, &basis, state, limits));
            }
            let fewer = (now / FEWER).max(1);
            open[fewer..now].iter().for_each(|one| state.doubtful[one.place] = true);
            now = fewer;
        }
    }

    fn is_over(&self, state: &DiveState, limits: Watch<'_>) -> bool {
        state.is_no_better || state.iterations > self.most || limits.stop().is_some()
    }

    /// Out of a dead end, where a decision has no plan either way: what it depends on is shut with all that depends on it, or else all that was
    /// shut is open again.
    fn back_out(
        &self,
        relaxation: &mut Relaxation<'_>,
        dead: &OpenDecision,
        before: &Fixed,
        basis: &SavedBasis,
        state: &mut DiveState,
        limits: Watch<'_>,
    ) -> Option<Vec<f64>> {
        state.dead_ends += 1;
        let root = self.decisions.root(dead.place);
        let mut shut = before.clone();
        self.decisions.with_root(root).for_each(|place| shut[place] = Some(false));
        let mut reopened: Fixed = before.iter().map(|is_on| is_on.filter(|is_on| *is_on)).collect();
        reopened[dead.place] = Some(dead.reached >= self.up_from);
        let mut other = reopened.clone();
        other[dead.place] = Some(dead.reached < self.up_from);
        let mut all = vec![None; before.len()];
        all[dead.place] = Some(false);
        for fixed in [shut, reopened, other, all] {
            if state.dead_ends > DEAD_ENDS || self.is_over(state, limits) {
                return None;
            }
            state.fixed = fixed;
            relaxation.bound(self.decisions.bounds(&state.fixed));
            relaxation.return_to(basis);
            if let Some(at) = self.resolved(relaxation, state, limits) {
                tracing::debug!(dead_ends = state.dead_ends, iterations = state.iterations, "out of a dead end");
                return Some(at);
            }
        }
        None
    }

    /// Makes decisions and solves the relaxation again.
    fn tried(
        &self,
        relaxation: &mut Relaxation<'_>,
        chosen: impl Iterator<Item = (usize, bool)>,
        state: &mut DiveState,
        limits: Watch<'_>,
    ) -> Option<Vec<f64>> {
        let mut bounds = Vec::new();
        for (place, is_on) in chosen {
            state.fixed[place] = Some(is_on);
            let at = f64::from(is_on);
            bounds.push((self.decisions.column(place), at, at));
            for other in self.decisions.others_of_set(place).filter(|_| is_on) {
                state.fixed[other] = Some(false);
                bounds.push((self.decisions.column(other), 0.0, 0.0));
            }
        }
        relaxation.bound(bounds);
        self.resolved(relaxation, state, limits)
    }

    /// Solves the relaxation again.
    fn resolved(&self, relaxation: &mut Relaxation<'_>, state: &mut DiveState, limits: Watch<'_>) -> Option<Vec<f64>> {
        let found = relaxation.resolve_if_quick(self.incumbent, limits);
        state.iterations += relaxation.iterations();
        match found {
            Resolved::At(point) => Some(point.at),
            Resolved::NoBetter => {
                state.is_no_better = true;
                None
            }
            Resolved::Nowhere => None,
        }
    }

    /// Takes back what was decided since.
    fn undo(&self, relaxation: &mut Relaxation<'_>, before: &Fixed, state: &mut DiveState) {
        let since = (0..before.len()).filter(|place| before[*place] != state.fixed[*place]);
        let bounds: Vec<_> = since.map(|place| (self.decisions.column(place), 0.0, 1.0)).collect();
        relaxation.bound(bounds);
        state.fixed.clone_from(before);
    }

    /// What reaches its least amount is clearest.
    fn clearness(&self, open: &OpenDecision) -> f64 {
        if open.reached >= 1.0 { f64::INFINITY } else { (open.reached - self.up_from).abs() }
    }
}
