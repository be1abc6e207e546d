//! Limits of a model that can be moved one by one: with each moves all that hangs on it, such as the need that a target creates.

use crate::id::{CapabilityId, FundId, Id, LineId, NationId};
use crate::model::{Model, Refusal, Step};
use crate::units::Money;

/// A limit of a model, in one year where it has years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lever {
    /// The budget of a nation in a year, MEUR.
    Budget(NationId, Step),
    /// What a line can make in a year, units.
    Capacity(LineId, Step),
    /// The target of a nation in a year, US-equivalents.
    Target(NationId, CapabilityId, Step),
    /// What a goal must reach, by its place, in the unit of the goal.
    Required(usize),
    /// What a fund can pay, MEUR.
    Envelope(FundId),
    /// What a fund can pay to a nation, MEUR.
    Allocation(NationId, FundId),
}

impl Model {
    /// The model with each of some limits larger by so many units, or smaller.
    ///
    /// # Errors
    /// The model cannot be so: a limit is then negative, or signed contracts take more than a budget.
    pub fn with_moved(&self, levers: &[Lever], units: f64) -> Result<Self, Refusal> {
        self.with_each_moved(levers.iter().map(|lever| (*lever, units)))
    }

    /// The same with each by its own units.
    ///
    /// # Errors
    /// As of [`Self::with_moved`].
    pub fn with_each_moved(&self, levers: impl IntoIterator<Item = (Lever, f64)>) -> Result<Self, Refusal> {
        let mut model = self.clone();
        for (lever, units) in levers {
            let parts = &mut model.parts;
            match lever {
                Lever::Budget(nation, step) => parts.budgets[[nation.index(), step.index()]] += units,
                Lever::Capacity(line, step) => parts.lines[line].add_capacity(step, units),
                Lever::Target(nation, capability, step) => {
                    parts.targets[[nation.index(), capability.index(), step.index()]] += units;
                }
                Lever::Required(place) => parts.required[place].value += units,
                Lever::Envelope(fund) => parts.funds[fund].envelope = Money(parts.funds[fund].envelope.0 + units),
                Lever::Allocation(nation, fund) => parts.funds[fund].allocations[nation.index()] += units,
            }
        }
        model.checked()
    }
}
