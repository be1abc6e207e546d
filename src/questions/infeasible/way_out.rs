//! The smallest change of what somebody wrote that would let a model have a plan: a rule's threshold, targets some years
//! later.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::id::{CapabilityId, NationId};
use crate::model::{Model, Step, Threshold};
use crate::questions::infeasible::demanded::Source;
use crate::questions::infeasible::elastic::{Demands, alone_of};
use crate::solve::Failure;

/// A change that would be enough, in the words of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum WayOut {
    /// Another share of a rule.
    Share {
        /// What it is.
        is: f64,
        /// What would be enough.
        enough: f64,
    },
    /// Another count of a rule.
    Count {
        /// What it is.
        is: usize,
        /// What would be enough.
        enough: usize,
    },
    /// Orders in any quantity instead of whole lots.
    AnyQuantity,
    /// Every target of the capability some years later.
    Later {
        /// How many years.
        years: usize,
    },
}

/// How finely a share is found; for larger models, where every question takes seconds.
pub(super) const FINE: f64 = 1e-4;
pub(super) const COARSE: f64 = 1e-2;

/// The largest share of a rule or of a limit that is tried.
pub(super) const LARGEST: f64 = 1_000.0;

/// The smallest change of a demand that would be enough, all else being as it is; nothing where it is no rule with a threshold
/// and no target, or no change is enough.
pub(super) fn way_out(
    model: &Model,
    source: Source,
    relaxed: bool,
    solves: &mut usize,
    budget: Budget<'_>,
) -> Result<Option<WayOut>, Failure> {
    let with = |rule, threshold| {
        model.with_threshold(rule, threshold).map_err(|refusal| {
            let goal = "find a way out".to_owned();
            Failure::Numerical { goal, what: refusal.to_string() }
        })
    };
    let mut has_plan = |model: &Model| has_plan(model, relaxed, solves, budget);
    match source {
        Source::Limit => Ok(None),
        Source::Targets(capability) => {
            for years in 1..model.horizon.len() {
                if has_plan(&model.with_later_targets(capability, years))? {
                    return Ok(Some(WayOut::Later { years }));
                }
            }
            Ok(None)
        }
        Source::Rule(rule) => match model.rules[rule].demand.threshold() {
            None => Ok(None),
            Some(Threshold::Count { is, is_most }) => {
                let tried: Vec<usize> =
                    if is_most { (is + 1..=is + model.offers.len()).collect() } else { (0..is).rev().collect() };
                for enough in tried {
                    if has_plan(&with(rule, Threshold::Count { is: enough, is_most })?)? {
                        return Ok(Some(WayOut::Count { is, enough }));
                    }
                }
                Ok(None)
            }
            Some(Threshold::Share { is, is_most }) => {
                let fine = if relaxed { COARSE } else { FINE };
                let mut asked = |share: f64| has_plan(&with(rule, Threshold::Share { is: share, is_most })?);
                let enough = share(is, is_most, fine, &mut asked)?;
                Ok(enough.map(|enough| WayOut::Share { is, enough }))
            }
        },
    }
}

/// Whether a model has a plan, as a solve of it would find.
pub(super) fn has_plan(model: &Model, relaxed: bool, solves: &mut usize, budget: Budget<'_>) -> Result<bool, Failure> {
    *solves += 1;
    let soft = model.with_soft_rules();
    let alone = match alone_of(model, budget) {
        Err(Failure::Infeasible) => return Ok(false),
        alone => alone?,
    };
    let mut demands = Demands::as_stated(&soft, alone.as_ref(), budget)?;
    if relaxed {
        demands.relax(true);
    }
    let all = demands.all();
    demands.holds(&all)
}

/// Targets are lowered by what is enough, or by a hair more, so that rounding does not decide on either side.
pub(super) const HAIRS: [f64; 2] = [0.0, 1e-6];

/// How many larger shares are tried where the smallest is not enough.
const TRIED: u32 = 8;

/// The least share by which every target of a capability must be lower for there to be a plan, at least a given one; nothing where
/// there is none. What is needed is lower with them, so that what lets rows hold that stand by themselves may leave others out of reach.
pub(super) fn lower_targets(
    model: &Model,
    capability: CapabilityId,
    least: f64,
    relaxed: bool,
    solves: &mut usize,
    budget: Budget<'_>,
) -> Result<Option<f64>, Failure> {
    let mut asked = |share: f64| -> Result<bool, Failure> {
        for hair in HAIRS {
            let factor = (1.0 - share - hair).max(0.0);
            let lower = model.with_targets(capability, |_, _, target| target * factor);
            if has_plan(&lower, relaxed, solves, budget)? {
                return Ok(true);
            }
        }
        Ok(false)
    };
    let mut hard = least;
    // Without any target it would be another model, in which needs follow no target.
    for step in 0..TRIED {
        let mut easy = least + (1.0 - least) * f64::from(step) / f64::from(TRIED);
        if !asked(easy)? {
            hard = easy;
            continue;
        }
        while easy - hard > if relaxed { COARSE } else { FINE } {
            let middle = f64::midpoint(hard, easy);
            if asked(middle)? {
                easy = middle;
            } else {
                hard = middle;
            }
        }
        return Ok(Some(easy));
    }
    Ok(None)
}

/// The target of one nation for one capability in one year.
#[derive(Debug, Clone, Copy)]
pub(super) struct OneTarget {
    pub capability: CapabilityId,
    pub nation: NationId,
    pub year: Step,
}

/// Whether there is a plan where one target is another.
pub(super) fn is_enough_of_target(
    model: &Model,
    target_of: OneTarget,
    enough: f64,
    relaxed: bool,
    solves: &mut usize,
    budget: Budget<'_>,
) -> Result<bool, Failure> {
    for hair in HAIRS {
        let lower = (enough - hair * enough.abs().max(1.0)).max(0.0);
        let other = model.with_targets(target_of.capability, |nation, step, target| {
            if (nation, step) == (target_of.nation, target_of.year) { lower } else { target }
        });
        if has_plan(&other, relaxed, solves, budget)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The share nearest to what is, on its easier side, with which there is a plan.
fn share(
    is: f64,
    is_most: bool,
    fine: f64,
    has_plan: &mut impl FnMut(f64) -> Result<bool, Failure>,
) -> Result<Option<f64>, Failure> {
    let (mut hard, mut easy) = (is, 0.0);
    if is_most {
        easy = (2.0 * is).max(0.5);
        while !has_plan(easy)? {
            hard = easy;
            easy *= 2.0;
            if easy > LARGEST {
                return Ok(None);
            }
        }
    } else if !has_plan(easy)? {
        return Ok(None);
    }
    while (hard - easy).abs() > fine * is.max(easy) {
        let middle = f64::midpoint(hard, easy);
        if has_plan(middle)? {
            easy = middle;
        } else {
            hard = middle;
        }
    }
    Ok(Some(easy))
}
