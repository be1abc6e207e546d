//! What counts as one of a model's amounts: of its money, of each capability and of each offer.
//!
//! Tolerances of solvers and of the audit are absolute in the end. A model whose amounts lie in a usual range has one as its one. Amounts far
//! outside it are counted in a power of two that brings them into the range, so that nothing is rounded, and so that the same model in thousands
//! or millions is the same programme.

use super::{Model, Rule};
use crate::id::{CapabilityId, Id, LineId, OfferId, ProducerId, RuleId};
use crate::units::{MONEY, exponent, nearest_power_of_two, power_of_two};

/// Amounts from 1 to 2²⁸ MEUR a year are usual, others are counted so that they begin at 2¹².
const MONEY_RANGE: Usual = Usual { least: 0, most: 28, aim: 12 };

/// Quantities from a half to 2²² are usual, others are counted so that they begin at 2⁷.
const QUANTITY_RANGE: Usual = Usual { least: -1, most: 22, aim: 7 };

/// Quantities below this are what is left of a demand that somebody lowered to nothing, and no size of a model.
const DUST: f64 = 1e-9;

/// A range of amounts in which one is one, as powers of two.
struct Usual {
    least: i32,
    most: i32,
    aim: i32,
}

impl Usual {
    /// What counts as one where amounts are of this size.
    fn one(&self, size: f64) -> f64 {
        if !size.is_normal() || size < 0.0 {
            return 1.0;
        }
        let power = exponent(size);
        if (self.least..self.most).contains(&power) { 1.0 } else { power_of_two(power - self.aim) }
    }
}

/// What counts as one, each a power of two.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelScale {
    /// MEUR.
    pub money: f64,
    /// US-equivalents of each capability.
    capabilities: Vec<f64>,
    /// Units of each offer.
    offers: Vec<f64>,
    /// Units of each line.
    lines: Vec<f64>,
    /// Units that each producer delivers.
    producers: Vec<f64>,
}

impl ModelScale {
    /// What counts as one of a model's amounts, by its own figures.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let sizes: Vec<f64> = model.capabilities.ids().map(|capability| quantity(model, capability)).collect();
        let capabilities: Vec<f64> = sizes.iter().map(|size| QUANTITY_RANGE.one(*size)).collect();
        let offers: Vec<f64> = (model.offers.iter())
            .map(|(_, offer)| {
                let one = capabilities[offer.main().index()];
                // Where equivalents are counted as they are, so are units.
                if one == 1.0 { 1.0 } else { nearest_power_of_two(one / (offer.gives[0].1 * offer.quality)) }
            })
            .collect();
        let largest = |of: &mut dyn Iterator<Item = usize>| of.map(|offer| offers[offer]).reduce(f64::max);
        let lines = model.lines.ids().map(|line| {
            let users = model.offers.iter().filter(|(_, offer)| offer.lines.iter().any(|(used, _)| *used == line));
            largest(&mut users.map(|(offer, _)| offer.index())).unwrap_or(1.0)
        });
        let producers = model.producers.ids().map(|producer| {
            let made = model.offers.iter().filter(|(_, offer)| offer.by == producer);
            largest(&mut made.map(|(offer, _)| offer.index())).unwrap_or(1.0)
        });
        let (lines, producers) = (lines.collect(), producers.collect());
        Self { money: MONEY_RANGE.one(money(model, &sizes)), capabilities, offers, lines, producers }
    }

    /// US-equivalents, or units, of a capability.
    #[must_use]
    pub fn capability(&self, capability: CapabilityId) -> f64 {
        self.capabilities[capability.index()]
    }

    /// Units of an offer.
    #[must_use]
    pub fn offer(&self, offer: OfferId) -> f64 {
        self.offers[offer.index()]
    }

    /// Units of a line.
    #[must_use]
    pub fn line(&self, line: LineId) -> f64 {
        self.lines[line.index()]
    }

    /// Units that a producer delivers.
    #[must_use]
    pub fn producer(&self, producer: ProducerId) -> f64 {
        self.producers[producer.index()]
    }

    /// What is missing to a rule, in its unit.
    #[must_use]
    pub fn rule(&self, rule: &Rule) -> f64 {
        match (rule.demand.unit(), &rule.capabilities[..]) {
            (MONEY, _) => self.money,
            ("US-equivalents", [one]) => self.capability(*one),
            _ => 1.0,
        }
    }

    /// The same by id.
    #[must_use]
    pub fn rule_of(&self, model: &Model, rule: RuleId) -> f64 {
        self.rule(&model.rules[rule])
    }

    /// Whether everything is counted as it is: what solvers are given is then what is written.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.money == 1.0 && self.capabilities.iter().all(|one| *one == 1.0)
    }
}

/// The largest of what is finite and more than nothing.
fn largest(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    numbers.filter(|number| number.is_finite() && *number > 0.0).reduce(f64::max)
}

/// How much of a capability a model speaks of in a year: what is wanted, or else what is held, or else what its lines make.
fn quantity(model: &Model, capability: CapabilityId) -> f64 {
    let k = capability.index();
    let wanted = model.targets.slice(ndarray::s![.., k, ..]);
    let all = wanted.axis_iter(ndarray::Axis(1)).map(|year| year.iter().filter(|target| **target > 0.0).sum());
    let wanted = largest(model.baselines.row(k).iter().copied().chain(all));
    let held = || largest(model.held_equivalents.slice(ndarray::s![.., k, ..]).iter().copied());
    let made = || {
        let offers = model.offers.iter().filter(|(_, offer)| offer.main() == capability);
        largest(offers.flat_map(|(_, offer)| {
            let worth = offer.gives[0].1 * offer.quality;
            offer.lines.iter().flat_map(move |(line, uses)| {
                model.lines[*line].capacity.iter().map(move |capacity| worth * capacity / uses)
            })
        }))
    };
    let provided = || largest(model.provided.row(k).iter().copied());
    let found = wanted.or_else(held).or_else(provided).or_else(made).unwrap_or(1.0);
    if found < DUST { 1.0 } else { found }
}

/// How much money a model speaks of in a year: the largest budget, or what the dearest capability would cost where that is less.
fn money(model: &Model, quantities: &[f64]) -> f64 {
    let budget = largest(model.budgets.iter().copied());
    let bill = largest(model.offers.iter().map(|(_, offer)| {
        offer.list_price().0 * quantities[offer.main().index()] / (offer.gives[0].1 * offer.quality)
    }));
    match (budget, bill) {
        // What hardly anybody wants says nothing of how large the money is.
        (Some(budget), Some(bill)) if bill < DUST * budget => budget,
        (Some(budget), Some(bill)) => budget.min(bill),
        (one, other) => one.or(other).unwrap_or(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{MONEY_RANGE, QUANTITY_RANGE};

    #[test]
    fn usual_amounts_count_as_they_are_and_others_come_to_the_aim() {
        for size in [1.0, 40.0, 3_857.0, 400_000.0, 16_000_000.0, f64::INFINITY, f64::NAN, 0.0, -4.0, 1e-310] {
            assert_eq!(MONEY_RANGE.one(size), 1.0, "{size}");
        }
        for size in [1e-12, 3e-7, 0.999, 4e8, 4e9, 1e18] {
            let one = MONEY_RANGE.one(size);
            assert_eq!(one.log2().fract(), 0.0);
            assert!((4096.0..8192.0).contains(&(size / one)), "{size} {one}");
            // By powers of two nothing is rounded: what counts as one grows as the amounts do.
            let further = 2.0_f64.powi(if size < 1.0 { -60 } else { 60 });
            assert_eq!(MONEY_RANGE.one(size * further), one * further);
        }
        assert_eq!(QUANTITY_RANGE.one(575_900.0), 1.0);
        assert_eq!(QUANTITY_RANGE.one(2.0_f64.powi(40)), 2.0_f64.powi(33));
    }
}
