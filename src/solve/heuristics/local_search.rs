//! Local search, 1-opt on price tiers (T. Achterberg, Constraint Integer Programming, 2007, section 9.3): one commitment after the other moves to
//! another tier, the one that reduced costs promise most for first.

use std::ops::Range;

use super::diving::DecidedTiers;
use crate::solve::dual_lifting::TierPlan;
use crate::solve::relaxation::{Relaxation, RunLimits, is_near};

/// The bound that a plan is compared with, and the permitted relative gap.
#[derive(Clone, Copy)]
pub(in crate::solve) struct BoundTarget {
    pub bound: f64,
    pub gap: f64,
}

/// A plan must be better by this share to replace another.
const BETTER: f64 = 1e-9;

/// Another tier for a commitment.
struct TierChange {
    choice: usize,
    tier: usize,
    /// The gain if no price changed, which is more than it is.
    promise: f64,
}

/// Returns the best plan with tiers as they are decided, and then with one tier after the other changed, as long as that makes the plan better and
/// it is not within the permitted gap. With every tier decided, the reduced cost of a tier's variable says how much that tier would gain at most,
/// since a linear program never gains more from a change than its duals promise. So tiers that promise nothing need no try.
pub(in crate::solve) fn improved(
    relaxation: &mut Relaxation<'_>,
    from: DecidedTiers,
    target: BoundTarget,
    limits: RunLimits<'_>,
) -> TierPlan {
    let DecidedTiers { at, tiers: mut open } = from;
    let fixed = relaxation.with_tiers(at, open.iter().map(|open| open.start));
    relaxation.fix_tiers(&fixed);
    let Some(at) = relaxation.resolve(limits) else { return TierPlan { fixed, proof: None } };
    let mut best = relaxation.value(&at);
    let mut plan = relaxation.plan_at_hand(fixed);
    let mut changes = changes(relaxation, &at, &open);
    let mut in_vain: Vec<(usize, usize)> = Vec::new();
    for _ in 0..relaxation.settings().local_search_tries {
        if is_near(best, target.bound, target.gap) {
            break;
        }
        let Some(TierChange { choice, tier, promise }) = changes.pop() else { break };
        let before = std::mem::replace(&mut open[choice], tier..tier + 1);
        relaxation.restrict(&[choice], &open);
        let found = relaxation.resolve(limits).map(|at| (relaxation.value(&at), at));
        tracing::debug!(promise, found = found.as_ref().map(|found| found.0), best, "another tier");
        match found.filter(|(found, _)| *found < best - BETTER * best.abs()) {
            Some((found, at)) => {
                best = found;
                changes = self::changes(relaxation, &at, &open);
                changes.retain(|change| !in_vain.contains(&(change.choice, change.tier)));
                let fixed = relaxation.with_tiers(at, open.iter().map(|open| open.start));
                plan = relaxation.plan_at_hand(fixed);
            }
            None => {
                in_vain.push((choice, tier));
                open[choice] = before;
                relaxation.restrict(&[choice], &open);
            }
        }
    }
    plan
}

/// Returns the tiers next to those that are decided that promise a gain; the largest promise comes last.
fn changes(relaxation: &mut Relaxation<'_>, at: &[f64], open: &[Range<usize>]) -> Vec<TierChange> {
    let reduced = relaxation.tier_reduced_costs();
    let up_from = relaxation.settings().local_search_up_from;
    let mut changes = Vec::new();
    for (choice, (entry, open)) in relaxation.choices().iter().zip(open).enumerate() {
        let own = open.start;
        let ordered = entry.ordered_at(at);
        // Consider a lower tier only for an order at its tier's threshold.
        let down = own.checked_sub(1).filter(|_| ordered <= entry.bands[own].1 * (1.0 + 1e-6));
        let up = Some(own + 1).filter(|up| entry.bands.get(*up).is_some_and(|(_, from)| ordered >= up_from * from));
        for tier in down.into_iter().chain(up) {
            let promise = reduced[choice][own] - reduced[choice][tier];
            if promise > 0.0 {
                changes.push(TierChange { choice, tier, promise });
            }
        }
    }
    changes.sort_by(|a, b| a.promise.total_cmp(&b.promise));
    changes
}
