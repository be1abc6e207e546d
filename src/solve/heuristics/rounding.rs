//! Rounding of the LP relaxation (T. Berthold, Primal Heuristics for Mixed Integer Programs, 2006): every commitment gets the price tier that its
//! orders reach, the best orders at these prices are found, and tiers are set again from these.

use crate::engine::{InteriorOptimum, Watch};
use crate::solve::dual_lifting::TierPlan;
use crate::solve::relaxation::Relaxation;

/// Rounding from one point on.
#[derive(Default)]
pub(in crate::solve) struct Rounding {
    /// The tiers tried so far, one for each commitment.
    tried: Vec<Vec<usize>>,
}

impl Rounding {
    /// Returns the best plan with the tiers that the orders of a point reach; `None` if these were tried before, or have no plan. The
    /// interior-point method starts from an interior solution where there is one.
    pub fn next(
        &mut self,
        relaxation: &mut Relaxation<'_>,
        from: Vec<f64>,
        start: Option<&InteriorOptimum>,
        wants_vertex: bool,
        limits: Watch<'_>,
    ) -> Option<TierPlan> {
        let tiers = relaxation.tiers_reached(&from);
        if self.tried.contains(&tiers) {
            return None;
        }
        let fixed = relaxation.with_tiers(from, tiers.iter().copied());
        self.tried.push(tiers);
        relaxation.plan_with(fixed, start, wants_vertex, limits)
    }
}
