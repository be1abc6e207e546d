//! Fractional diving (T. Berthold, Primal Heuristics for Mixed Integer Programs, 2006): fractional tier choices are fixed step by step,
//! the clearest first, and the relaxation is solved again after each step.

use std::ops::Range;

use crate::engine::Watch;
use crate::reduction::Choice;
use crate::solve::SearchSettings;
use crate::solve::dual_lifting::TierPlan;
use crate::solve::relaxation::Relaxation;

/// One dive.
pub(in crate::solve) struct Dive {
    /// Share of a tier's threshold that must be ordered for the dive to fix that tier; below it, the dive excludes the tier.
    pub up_from: f64,
    /// The value of the best plan so far; a dive that is no better ends.
    pub incumbent: Option<f64>,
}

/// A tier that a commitment has taken in part, without ordering as much as it asks for.
struct FractionalTier {
    choice: usize,
    tier: usize,
    /// The share of the tier's threshold that is ordered.
    ordered: f64,
}

/// Where decisions lead to no plan, one in so many of them is tried.
const FEWER: usize = 2;

impl Dive {
    /// Dives from a point of the relaxation: the highest tier that a commitment has taken in part is given to it or excluded. What leads to no
    /// plan is undone, and tried with fewer, at last the other way. Returns the best plan with the tiers at its end; `None` where there is no plan, or none better than the incumbent.
    pub fn run(&self, relaxation: &mut Relaxation<'_>, from: &[f64], limits: Watch<'_>) -> Option<TierPlan> {
        let choices = relaxation.choices();
        let mut open: Vec<Range<usize>> = choices.iter().map(|choice| 0..choice.bands.len()).collect();
        let mut at = from.to_vec();
        // Commitments of which one could not be decided as it was clearest. They come last: mostly the others decide them.
        let mut doubtful = vec![false; open.len()];
        loop {
            let mut fractional = fractional_tiers(choices, &at, &open);
            if fractional.is_empty() {
                break;
            }
            fractional.sort_by(|a, b| self.clearness(b).total_cmp(&self.clearness(a)));
            fractional.sort_by_key(|tier| doubtful[tier.choice]);
            let sure = fractional.iter().filter(|tier| !doubtful[tier.choice]).count();
            let now = at_once(relaxation.settings(), fractional.len(), sure);
            at = self.step(relaxation, &fractional[..now], &mut open, &mut doubtful, limits)?;
            let value = relaxation.value(&at);
            tracing::debug!(open = fractional.len(), now, value, incumbent = self.incumbent, "dive");
            if self.incumbent.is_some_and(|incumbent| value >= incumbent) {
                return None;
            }
        }
        let reached = |(choice, open): (&Choice, Range<usize>)| match open.len() {
            1 => open.start,
            _ => choice.reached(choice.ordered_at(&at)),
        };
        let tiers: Vec<usize> = choices.iter().zip(open).map(reached).collect();
        let fixed = relaxation.with_tiers(at, tiers);
        relaxation.fix_tiers(&fixed);
        Some(match relaxation.resolve(limits) {
            Some(_) => relaxation.plan_at_hand(fixed),
            None => TierPlan { fixed, proof: None },
        })
    }

    /// Decides these fractional tiers, or as many of the first of them as lead to a plan; returns the point of the relaxation then.
    fn step(
        &self,
        relaxation: &mut Relaxation<'_>,
        fractional: &[FractionalTier],
        open: &mut [Range<usize>],
        doubtful: &mut [bool],
        limits: Watch<'_>,
    ) -> Option<Vec<f64>> {
        let choices: Vec<usize> = fractional.iter().map(|tier| tier.choice).collect();
        let before: Vec<Range<usize>> = choices.iter().map(|choice| open[*choice].clone()).collect();
        let mut now = fractional.len();
        loop {
            for tier in &fractional[..now] {
                open[tier.choice] = tier.decided(tier.ordered >= self.up_from, &open[tier.choice]);
            }
            relaxation.restrict(&choices[..now], open);
            if let Some(point) = relaxation.resolve(limits) {
                return Some(point.at);
            }
            for (choice, before) in choices[..now].iter().zip(&before) {
                open[*choice] = before.clone();
            }
            if now == 1 {
                let first = &fractional[0];
                open[first.choice] = first.decided(first.ordered < self.up_from, &before[0]);
                relaxation.restrict(&choices[..1], open);
                return relaxation.resolve(limits).map(|point| point.at);
            }
            relaxation.restrict(&choices[..now], open);
            let fewer = (now / FEWER).max(1);
            choices[fewer..now].iter().for_each(|choice| doubtful[*choice] = true);
            now = fewer;
        }
    }

    fn clearness(&self, tier: &FractionalTier) -> f64 {
        (tier.ordered - self.up_from).abs()
    }
}

impl FractionalTier {
    /// Returns the tiers that stay open once the commitment takes this tier, or once it is excluded.
    const fn decided(&self, is_taken: bool, open: &Range<usize>) -> Range<usize> {
        if is_taken { self.tier..self.tier + 1 } else { open.start..self.tier }
    }
}

/// Returns how many fractional tiers are decided at once: a share of those that are sure, if there are any.
pub(super) const fn at_once(settings: &SearchSettings, fractional: usize, sure: usize) -> usize {
    let one_in = if fractional < settings.dive_few { settings.dive_one_in_of_few } else { settings.dive_one_in };
    if sure > 0 { sure.div_ceil(one_in) } else { fractional.div_ceil(one_in) }
}

/// Returns the highest tier that each open commitment has taken in part, where its orders do not reach that tier.
fn fractional_tiers(choices: &[Choice], at: &[f64], open: &[Range<usize>]) -> Vec<FractionalTier> {
    let fractional = |(place, choice): (usize, &Choice)| {
        let ordered = choice.ordered_at(at);
        let tier = choice.bands.iter().rposition(|(column, _)| at[*column] > 1e-6)?;
        let from = choice.bands[tier].1;
        (open[place].len() > 1 && ordered * (1.0 + 1e-9) < from).then(|| FractionalTier {
            choice: place,
            tier,
            ordered: ordered / from,
        })
    };
    choices.iter().enumerate().filter_map(fractional).collect()
}
