//! Local search on on/off decisions (1-opt): turning one over gains at most what its reduced cost says, so that those which promise most are tried
//! first, and those which promise nothing not at all.

use crate::engine::Watch;
use crate::solve::heuristics::on_off::{Fixed, OnOffDecisions};
use crate::solve::heuristics::on_off_dive::OnOffDive;
use crate::solve::relaxation::{Relaxation, RelaxedPoint, Resolved, SavedBasis};

/// A plan with every decision made, and what it comes to.
#[derive(Debug, Clone)]
pub(in crate::solve) struct OnOffPlan {
    /// A point with every decision at 0 or 1; its other values are of no account.
    pub fixed: Vec<f64>,
    pub value: f64,
}

/// The local search from one plan on.
pub(in crate::solve) struct LocalSearch<'m> {
    pub decisions: &'m OnOffDecisions,
    pub up_from: f64,
    /// Iterations of the simplex at most.
    pub most: i64,
    /// Iterations without a gain after which it ends.
    pub patience: i64,
    /// A gain that is worth a try.
    pub worth: f64,
}

/// The plan at hand, where the relaxation stands.
struct Current {
    fixed: Fixed,
    at: Vec<f64>,
    value: f64,
    basis: SavedBasis,
    /// Reduced cost of each decision.
    left: Vec<f64>,
}

impl LocalSearch<'_> {
    /// Turns decisions over as long as that gains; `None` where the plan has none at all. `is_enough` says when to end.
    pub fn run(
        &self,
        relaxation: &mut Relaxation<'_>,
        plan: &OnOffPlan,
        limits: Watch<'_>,
        is_enough: impl Fn(f64) -> bool,
    ) -> Option<OnOffPlan> {
        let mut spent = 0;
        let fixed =
            (0..self.decisions.len()).map(|place| Some(plan.fixed[self.decisions.column(place)] > 0.5)).collect();
        let mut current = self.at(relaxation, fixed, limits, &mut spent)?;
        let mut tried = vec![false; self.decisions.len()];
        let (mut has_gained, mut gained_at) = (false, 0);
        let goes_on = |spent: i64, gained_at: i64| spent < self.most && spent - gained_at < self.patience;
        while !is_enough(current.value) && goes_on(spent, gained_at) && limits.stop().is_none() {
            let next = (0..self.decisions.len())
                .filter(|place| !tried[*place] && self.decisions.is_root(*place))
                .map(|place| (self.promise(&current, place), place))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, place)) = next.filter(|(promise, _)| *promise > self.worth) else {
                // What gained nothing before may gain something now.
                if !std::mem::take(&mut has_gained) {
                    break;
                }
                tried.fill(false);
                continue;
            };
            tried[place] = true;
            if let Some(better) = self.turned(relaxation, &current, place, limits, &mut spent) {
                tracing::debug!(place, before = current.value, value = better.value, spent, "improved");
                current = better;
                (has_gained, gained_at) = (true, spent);
            } else {
                relaxation.bound(self.decisions.bounds(&current.fixed));
                relaxation.return_to(&current.basis);
            }
        }
        Some(OnOffPlan { fixed: self.decisions.rounded(current.at), value: current.value })
    }

    /// The most that turning a decision over can gain, with those that depend on it.
    fn promise(&self, current: &Current, place: usize) -> f64 {
        let gain = |place: usize| match current.fixed[place] {
            Some(true) => current.left[place],
            _ => -current.left[place],
        };
        if current.fixed[place] == Some(true) {
            self.decisions
                .with_root(place)
                .filter(|one| current.fixed[*one] == Some(true))
                .map(|one| gain(one).max(0.0))
                .sum()
        } else {
            let others = self.decisions.others_of_set(place).filter(|one| current.fixed[*one] == Some(true));
            let with = self.decisions.with_root(place).chain(others);
            with.map(|one| gain(one).max(0.0)).sum()
        }
    }

    /// The plan with a decision turned over, if it is a better one.
    fn turned(
        &self,
        relaxation: &mut Relaxation<'_>,
        current: &Current,
        place: usize,
        limits: Watch<'_>,
        spent: &mut i64,
    ) -> Option<Current> {
        let mut fixed = current.fixed.clone();
        let is_on = current.fixed[place] != Some(true);
        for one in self.decisions.with_root(place) {
            fixed[one] = if is_on { None } else { Some(false) };
        }
        fixed[place] = Some(is_on);
        for other in self.decisions.others_of_set(place).filter(|_| is_on) {
            fixed[other] = Some(false);
        }
        relaxation.bound(self.decisions.bounds(&fixed));
        let best = current.value - self.worth;
        let found = relaxation.resolve_if_quick(Some(best), limits);
        *spent += relaxation.iterations();
        let Resolved::At(RelaxedPoint { at, .. }) = found else { return None };
        if relaxation.value(&at) > best {
            return None;
        }
        let dive = OnOffDive {
            decisions: self.decisions,
            up_from: self.up_from,
            incumbent: Some(best),
            most: self.most - *spent,
        };
        let rounded = dive.run(relaxation, &at, fixed, limits)?;
        let fixed = (0..self.decisions.len()).map(|place| Some(rounded[self.decisions.column(place)] > 0.5)).collect();
        self.at(relaxation, fixed, limits, spent).filter(|found| found.value <= best)
    }

    /// The best plan with these decisions.
    fn at(&self, relaxation: &mut Relaxation<'_>, fixed: Fixed, limits: Watch<'_>, spent: &mut i64) -> Option<Current> {
        relaxation.bound(self.decisions.bounds(&fixed));
        let found = relaxation.resolve(limits);
        *spent += relaxation.iterations();
        let at = found?.at;
        let value = relaxation.value(&at);
        let columns = (0..self.decisions.len()).map(|place| self.decisions.column(place));
        let left = relaxation.reduced_costs(columns);
        Some(Current { fixed, value, basis: relaxation.basis(), left, at })
    }
}
