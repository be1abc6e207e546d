//! Goals as sums over columns.

use crate::formulation::constraints::{OrderKey, bring, payments, push_fielding, push_paid};
use crate::formulation::rules::subjects;
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns};
use crate::id::{CapabilityId, DenialId, Id};
use crate::model::{Goal, Hold, Measure, Model, ModelScale, Rung, Step};

/// A sum over columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expression {
    /// Columns by place, in order, with coefficients.
    pub terms: Vec<(usize, f64)>,
}

impl Expression {
    /// Its value at a point.
    #[must_use]
    pub fn value(&self, point: &[f64]) -> f64 {
        self.terms.iter().map(|&(column, coefficient)| coefficient * point[column]).sum()
    }
}

/// The expression of a goal, in its own sense; the place is that in the list of goals, and of what is required after
/// them.
pub(super) fn expression(model: &Model, columns: &Columns, goal: &Goal, place: usize) -> Expression {
    let mut coefficients = vec![0.0; columns.len()];
    for term in &goal.terms {
        let mut terms = Vec::new();
        match &term.measure {
            Measure::Gap(capabilities) => push_gap(model, columns, capabilities, 1.0, |_| None, &mut terms),
            Measure::GapUnderDenial(capabilities, denials) => {
                let all: f64 = denials.iter().map(|&denial| model.denials[denial].weight).sum();
                for &denial in denials {
                    let part = model.denials[denial].weight / all;
                    push_denied_gap(model, columns, capabilities, denial, part, &mut terms);
                }
            }
            Measure::WorstGapUnderDenial(..) => {
                let goal = u32::try_from(place).unwrap_or(u32::MAX);
                columns.push(&mut terms, ColumnKey::WorstDenial { goal }, 1.0);
            }
            Measure::NationalGap(capabilities) => national_gap(model, columns, capabilities, &mut terms),
            Measure::NationalShortfall(capabilities) => national_shortfall(model, columns, capabilities, &mut terms),
            Measure::WorstGap(_) => {
                columns.push(&mut terms, ColumnKey::WorstGap { goal: u32::try_from(place).unwrap_or(u32::MAX) }, 1.0);
            }
            Measure::DomesticVolume(rung) => {
                let worth = |model: &Model, offer: &crate::model::Offer| {
                    offer.reference_price.0 * model.offer_ladder(offer).cumulated(*rung).0
                };
                orders(model, columns, &mut terms, worth);
                not_needed(model, columns, &mut terms, worth);
            }
            Measure::UsDependence => orders(model, columns, &mut terms, |model, offer| {
                offer.reference_price.0 * model.offer_ladder(offer).factor(Rung::Assured).rest().0
            }),
            Measure::Cost => cost(model, columns, &mut terms),
            Measure::CostOf(nations) => {
                for &nation in nations {
                    for year in model.horizon.steps() {
                        terms.extend(payments(model, columns, nation, year));
                    }
                }
            }
            Measure::Missing(rank) => {
                for (id, rule) in model.rules.iter().filter(|(_, rule)| rule.hold == Hold::Ranked(*rank)) {
                    for subject in subjects(model, rule) {
                        columns.push(&mut terms, ColumnKey::Short { rule: id, subject }, 1.0);
                    }
                }
            }
        }
        for (column, coefficient) in terms {
            coefficients[column] += term.weight * coefficient;
        }
    }
    Expression { terms: coefficients.into_iter().enumerate().filter(|(_, coefficient)| *coefficient != 0.0).collect() }
}

/// Between plans that all goals value alike, the one that shares orders out by what nations want, then the one that orders
/// earlier, then the one whose earlier nations of the document buy the earlier offers:
/// Σ large × price × excess + Σ price × (year + small × rank of nation × rank of offer) × x.
pub(super) fn tie_break(model: &Model, columns: &Columns) -> Expression {
    let mut terms = Vec::new();
    let scale = ModelScale::of(model);
    let (nations, offers) = (years(model.nations.len().max(1)), years(model.offers.len().max(1)));
    for (offer, entry) in model.offers.iter() {
        let least = 1e-3 * scale.money / scale.offer(offer);
        for nation in model.nations.ids() {
            let rank = (years(nation.index()) / nations) * (1.0 - years(offer.index()) / offers);
            for step in order_steps(model, entry) {
                let worth = entry.list_price().0.max(least) * (years(step.index() + 1) + 0.1 * rank);
                for group in model.groups_of(nation) {
                    columns.push(&mut terms, ColumnKey::Order { nation, group, offer, step }, worth);
                }
            }
        }
    }
    let horizon = years(model.horizon.len());
    for (capability, _) in model.capabilities.iter() {
        let price = |offer: &crate::model::Offer| offer.list_price().0 / (offer.gives[0].1 * offer.quality).max(1e-9);
        let of = model.offers.iter().filter(|(_, offer)| offer.main() == capability);
        let cheapest = of.map(|(_, offer)| price(offer)).fold(f64::INFINITY, f64::min);
        // Worth more than any delay of the same orders.
        let worth = if cheapest.is_finite() {
            10.0 * horizon * cheapest.max(1e-3 * scale.money / scale.capability(capability))
        } else {
            1.0
        };
        for nation in model.nations.ids() {
            columns.push(&mut terms, ColumnKey::Excess { nation, capability }, worth);
        }
    }
    // Enablers that no goal fights over are put to use, so that what stands idle does so for want of an enabler.
    let under: Vec<_> = std::iter::once(None).chain(model.denials_in_use().into_iter().map(Some)).collect();
    for (capability, _) in model.capabilities.iter().filter(|(_, entry)| !entry.needs.is_empty()) {
        let all = model.largest_requirement(capability).max(scale.capability(capability)) / scale.money;
        for step in model.horizon.steps() {
            for &denial in &under {
                columns.push(&mut terms, ColumnKey::Usable { denial, capability, step }, -1.0 / all);
            }
        }
    }
    Expression { terms }
}

/// ```text
/// factor × Σ_k weight(k) / Σ weight × mean over years of Σ_b slope(b) s[d,k,t,b] / baseline[k,t], d by year.
/// ```
fn push_gap(
    model: &Model,
    columns: &Columns,
    capabilities: &[CapabilityId],
    factor: f64,
    under: impl Fn(Step) -> Option<DenialId>,
    terms: &mut Vec<(usize, f64)>,
) {
    let all: f64 = capabilities.iter().map(|&k| model.capabilities[k].weight).sum();
    for &capability in capabilities {
        let entry = &model.capabilities[capability];
        let baselines = model.baselines.row(capability.index());
        let years = years(baselines.iter().filter(|&&baseline| baseline > 0.0).count());
        for step in model.horizon.steps() {
            for (band, width) in (0..).zip(&entry.gap_bands) {
                let amount = factor * entry.weight / all * width.slope / (years * baselines[step.index()]);
                let key = ColumnKey::Missing { denial: under(step), capability, step, band };
                columns.push(terms, key, amount);
            }
        }
    }
}

/// The gap under a denial: before its first year as it is, then what is missing while it lasts; times a factor.
pub(super) fn push_denied_gap(
    model: &Model,
    columns: &Columns,
    capabilities: &[CapabilityId],
    denial: DenialId,
    factor: f64,
    terms: &mut Vec<(usize, f64)>,
) {
    let from = model.denials[denial].from;
    push_gap(model, columns, capabilities, factor, |step| (step >= from).then_some(denial), terms);
}

/// Mean over every target of a nation, capability and year of what is missing as a share of the target.
fn national_gap(
    model: &Model,
    columns: &Columns,
    capabilities: &[crate::id::CapabilityId],
    terms: &mut Vec<(usize, f64)>,
) {
    let mut count = 0;
    for nation in model.nations.ids() {
        for &capability in capabilities {
            for step in model.horizon.steps() {
                let target = model.targets[[nation.index(), capability.index(), step.index()]];
                if target > 0.0 {
                    count += 1;
                    for (band, _) in (0..).zip(&model.capabilities[capability].gap_bands) {
                        let key = ColumnKey::NationalMissing { nation, capability, step, band };
                        columns.push(terms, key, 1.0 / target);
                    }
                }
            }
        }
    }
    for (_, coefficient) in terms {
        *coefficient /= years(count);
    }
}

/// What is missing to every target of a nation, capability and year, at what a missing unit is worth in its band.
fn national_shortfall(model: &Model, columns: &Columns, capabilities: &[CapabilityId], terms: &mut Vec<(usize, f64)>) {
    for nation in model.nations.ids() {
        for &capability in capabilities {
            for step in model.horizon.steps() {
                let worth = model.missing_worth[[capability.index(), step.index()]];
                for (band, width) in (0..).zip(&model.capabilities[capability].gap_bands) {
                    let key = ColumnKey::NationalMissing { nation, capability, step, band };
                    columns.push(terms, key, worth * width.slope);
                }
            }
        }
    }
}

fn orders(
    model: &Model,
    columns: &Columns,
    terms: &mut Vec<(usize, f64)>,
    worth: impl Fn(&Model, &crate::model::Offer) -> f64,
) {
    for (offer, entry) in model.offers.iter() {
        let worth = worth(model, entry);
        for group in model.groups.ids() {
            for step in order_steps(model, entry) {
                columns.push(terms, ColumnKey::Pooled { group, offer, step }, worth);
            }
        }
    }
}

/// What of orders goes beyond the need adds no volume.
fn not_needed(
    model: &Model,
    columns: &Columns,
    terms: &mut Vec<(usize, f64)>,
    worth: impl Fn(&Model, &crate::model::Offer) -> f64,
) {
    for (place, (key, _)) in columns.iter().enumerate() {
        if let ColumnKey::Beyond { offer, .. } = key {
            terms.push((place, -worth(model, &model.offers[offer])));
        }
    }
}

/// Orders with what pools cost on top, bringing them, set-ups, fielding, support, expansions, programmes and penalties. What funds
/// take over is cost like any other.
fn cost(model: &Model, columns: &Columns, terms: &mut Vec<(usize, f64)>) {
    for (offer, entry) in model.offers.iter() {
        for nation in model.nations.ids() {
            let bring = bring(model, nation, offer, entry);
            for step in model.horizon.steps() {
                push_fielding(columns, terms, model, nation, offer, step);
            }
            for group in model.groups_of(nation) {
                for step in order_steps(model, entry) {
                    push_paid(model, columns, terms, OrderKey { nation, group, offer, step }, 1.0);
                    columns.push(terms, ColumnKey::Order { nation, group, offer, step }, bring);
                }
                for step in model.horizon.steps() {
                    columns.push(terms, ColumnKey::SetUp { nation, group, offer, step }, 1.0);
                }
            }
        }
    }
    for (programme, entry) in model.programmes.iter() {
        for step in model.horizon.steps() {
            columns.push(terms, ColumnKey::Start { programme, step }, entry.cost.0);
        }
    }
    for rule in model.rules.ids() {
        for nation in model.nations.ids() {
            for step in model.horizon.steps() {
                columns.push(terms, ColumnKey::Penalty { rule, nation, step }, 1.0);
            }
        }
    }
    for (relation, entry) in model.relations.iter() {
        columns.push(terms, ColumnKey::Supplies { relation }, entry.fixed_cost.0);
    }
    for nation in model.nations.ids() {
        for step in model.horizon.steps() {
            columns.push(terms, ColumnKey::Support { nation, step }, 1.0);
        }
    }
    for (line, entry) in model.lines.iter() {
        let Some(expansion) = &entry.expansion else { continue };
        let paid_by_share = expansion.funding.shares().is_some();
        for step in model.horizon.steps() {
            if paid_by_share {
                columns.push(terms, ColumnKey::Extra { line, step }, expansion.cost.0);
            } else {
                for nation in model.nations.ids() {
                    columns.push(terms, ColumnKey::Contribution { nation, line, step }, 1.0);
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
const fn years(count: usize) -> f64 {
    count as f64
}
