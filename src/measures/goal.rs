//! What a plan is worth by each goal, worked out from the plan.

use crate::id::{CapabilityId, DenialId, Id};
use crate::measures::gap::national_missing;
use crate::measures::{Arrivals, Gaps, Spending, Stocks, Terms, gaps, judgements, stocks_under};
use crate::model::{Goal, Hold, Measure, Model, ModelScale, Offer, Outcomes, Rung};
use crate::plan::{Order, Plan};
use crate::units::MONEY;

/// What is known of a plan, as far as goals need it.
#[derive(Debug, Clone, Copy)]
pub struct MeasuredPlan<'a> {
    /// What arrives when.
    pub arrivals: &'a Arrivals,
    /// What orders cost.
    pub terms: &'a Terms,
    /// What stands ready.
    pub stocks: &'a Stocks,
    /// What is paid.
    pub spending: &'a Spending,
    /// What nations come to if everyone buys alone, where it has been worked out.
    pub alone: Option<&'a Outcomes>,
}

/// The value of a goal, in its own unit.
#[must_use]
pub fn goal_value(model: &Model, plan: &Plan, known: MeasuredPlan<'_>, goal: &Goal) -> f64 {
    goal.terms.iter().map(|term| term.weight * measure_value(model, plan, known, &term.measure)).sum()
}

/// How large the terms of a goal are together, at least what counts as one of its unit: what rounding is measured by where they cancel. Shares are of the size
/// of 1, money of what is paid, ordered or missing at most, and of the dearest unit at least: a goal constraint is as exact as that.
#[must_use]
pub fn goal_size(model: &Model, plan: &Plan, known: MeasuredPlan<'_>, goal: &Goal) -> f64 {
    let worth = |capability: &CapabilityId| -> f64 {
        let wanted = model.targets.slice(ndarray::s![.., capability.index(), ..]);
        let all = wanted.indexed_iter().filter(|(_, target)| **target > 0.0);
        all.map(|((_, t), target)| target * model.missing_worth[[capability.index(), t]]).sum()
    };
    let dearest =
        model.offers.iter().map(|(_, offer)| offer.reference_price.0.max(offer.list_price().0)).fold(0.0, f64::max);
    let size = |measure: &Measure| match measure {
        Measure::NationalShortfall(capabilities) => capabilities.iter().map(worth).sum(),
        Measure::DomesticVolume(_) | Measure::UsDependence => {
            at_reference_prices(model, plan, |order, _| order.quantity).max(dearest)
        }
        Measure::Cost | Measure::CostOf(_) => known.spending.paid().sum().max(dearest),
        _ => 1.0,
    };
    let one = if goal.unit() == MONEY { ModelScale::of(model).money } else { 1.0 };
    goal.terms.iter().map(|term| term.weight.abs() * size(&term.measure)).sum::<f64>().max(one)
}

/// The value of one measure, as a goal counts it: a missing share by the bands of its capability.
#[must_use]
pub fn measure_value(model: &Model, plan: &Plan, known: MeasuredPlan<'_>, measure: &Measure) -> f64 {
    value_of(model, plan, known, measure, true)
}

/// The value of one measure, as tables show it: each missing share of a baseline counts as much, whatever the bands of goals say.
#[must_use]
pub fn plain_measure_value(model: &Model, plan: &Plan, known: MeasuredPlan<'_>, measure: &Measure) -> f64 {
    value_of(model, plan, known, measure, false)
}

fn value_of(model: &Model, plan: &Plan, known: MeasuredPlan<'_>, measure: &Measure, valued: bool) -> f64 {
    let MeasuredPlan { stocks, spending, arrivals, .. } = known;
    let under = |denial: &DenialId| -> (f64, Stocks) {
        let entry = &model.denials[*denial];
        (entry.weight, stocks_under(model, plan, arrivals, stocks, entry))
    };
    match measure {
        Measure::Gap(capabilities) => weighted_gap(model, stocks, capabilities, valued),
        Measure::GapUnderDenial(capabilities, denials) => {
            let all: Vec<(f64, Stocks)> = denials.iter().map(under).collect();
            let weights: f64 = all.iter().map(|(weight, _)| weight).sum();
            all.iter().map(|(weight, left)| weight * weighted_gap(model, left, capabilities, valued)).sum::<f64>()
                / weights
        }
        Measure::WorstGapUnderDenial(capabilities, denials) => {
            denials.iter().map(|denial| weighted_gap(model, &under(denial).1, capabilities, valued)).fold(0.0, f64::max)
        }
        Measure::WorstGap(capabilities) => {
            let all = gaps(model, stocks);
            capabilities.iter().map(|&k| mean_gap(model, &all, k, false)).fold(0.0, f64::max)
        }
        Measure::NationalGap(capabilities) => national_gap(model, stocks, capabilities),
        Measure::NationalShortfall(capabilities) => national_shortfall(model, stocks, capabilities),
        // What of an order nobody needs is no volume that anybody wants.
        Measure::DomesticVolume(rung) => at_reference_prices(model, plan, |order, offer| {
            (order.quantity - order.beyond) * model.offer_ladder(offer).cumulated(*rung).0
        }),
        Measure::UsDependence => at_reference_prices(model, plan, |order, offer| {
            order.quantity * (1.0 - model.offer_ladder(offer).factor(Rung::Assured).0)
        }),
        Measure::Cost => spending.paid().sum(),
        Measure::CostOf(nations) => {
            let paid = spending.paid();
            nations.iter().map(|nation| paid.row(nation.index()).sum()).sum()
        }
        Measure::Missing(rank) => (judgements(model, plan, known).iter())
            .filter(|judgement| model.rules[judgement.rule].hold == Hold::Ranked(*rank))
            .map(|judgement| judgement.missing)
            .sum(),
    }
}

/// The gap of some capabilities, weighted, with what each band of it counts, or plain.
fn weighted_gap(model: &Model, stocks: &Stocks, capabilities: &[CapabilityId], valued: bool) -> f64 {
    let all = gaps(model, stocks);
    let weights: f64 = capabilities.iter().map(|&k| model.capabilities[k].weight).sum();
    let sum: f64 = capabilities.iter().map(|&k| model.capabilities[k].weight * mean_gap(model, &all, k, valued)).sum();
    if weights > 0.0 { sum / weights } else { 0.0 }
}

/// Mean over the years with a baseline of what is missing as a share of it; with what each band of it counts, or plain.
fn mean_gap(model: &Model, all: &Gaps, capability: CapabilityId, valued: bool) -> f64 {
    let Some(gap) = all.capabilities.iter().find(|gap| gap.capability == capability) else { return 0.0 };
    let mut sum = 0.0;
    let mut years = 0.0;
    for (baseline, share) in gap.baseline.iter().zip(&gap.share) {
        if *baseline > 0.0 {
            years += 1.0;
            sum += if valued { in_bands(model, capability, *share) } else { *share };
        }
    }
    if years > 0.0 { sum / years } else { 0.0 }
}

/// What a missing share counts, band by band from the first.
fn in_bands(model: &Model, capability: CapabilityId, mut share: f64) -> f64 {
    let mut value = 0.0;
    for band in &model.capabilities[capability].gap_bands {
        let part = share.min(band.width.0);
        value += band.slope * part;
        share -= part;
    }
    value
}

fn national_gap(model: &Model, stocks: &Stocks, capabilities: &[CapabilityId]) -> f64 {
    let mut sum = 0.0;
    let mut count = 0.0;
    for &capability in capabilities {
        for ((n, t), missing) in national_missing(model, stocks, capability).indexed_iter() {
            let target = model.targets[[n, capability.index(), t]];
            if target > 0.0 {
                sum += missing / target;
                count += 1.0;
            }
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// What is missing to national targets in money: target by target, band by band.
fn national_shortfall(model: &Model, stocks: &Stocks, capabilities: &[CapabilityId]) -> f64 {
    let mut sum = 0.0;
    for &capability in capabilities {
        for ((n, t), missing) in national_missing(model, stocks, capability).indexed_iter() {
            let target = model.targets[[n, capability.index(), t]];
            if target > 0.0 {
                let worth = model.missing_worth[[capability.index(), t]];
                sum += worth * target * in_bands(model, capability, missing / target);
            }
        }
    }
    sum
}

fn at_reference_prices(model: &Model, plan: &Plan, units: impl Fn(&Order, &Offer) -> f64) -> f64 {
    let value = |order: &Order| {
        let offer = &model.offers[order.offer];
        offer.reference_price.0 * units(order, offer)
    };
    plan.orders.iter().map(value).sum()
}
