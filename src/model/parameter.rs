//! Figures of a model that can be made larger or smaller by a factor, each with a name.

use crate::id::{CapabilityId, FundId, Id, LineId, NationId, OfferId};
use crate::model::{Model, ModelParts, Refusal};
use crate::units::Price;

/// A figure that can be scaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parameter {
    /// The budget of a nation in every year; what signed contracts take stays.
    Budget(NationId),
    /// What signed contracts take of a nation's budget in every year, as far as the budget goes.
    Committed(NationId),
    /// The capacity of a line in every year; what signed contracts take stays.
    Capacity(LineId),
    /// Every price of an offer; the reference price at which volume is valued stays.
    Price(OfferId),
    /// The US baseline of a capability in every year.
    Baseline(CapabilityId),
    /// What a fund can pay: its envelope, and with it what it allots to each nation.
    Fund(FundId),
    /// The target of a nation for a capability in every year that has one.
    Target(NationId, CapabilityId),
}

impl Parameter {
    /// Every figure of a model that can be scaled.
    #[must_use]
    pub fn of(model: &Model) -> Vec<Self> {
        let limited = |nation: &NationId| model.budgets.row(nation.index()).iter().all(|budget| budget.is_finite());
        let based = |k: &CapabilityId| model.baselines.row(k.index()).iter().any(|baseline| *baseline > 0.0);
        let bounded = |line: &LineId| model.lines[*line].capacity.iter().all(|capacity| capacity.is_finite());
        let wanted = |(n, k): &(NationId, CapabilityId)| {
            let all = model.targets.slice(ndarray::s![n.index(), k.index(), ..]);
            !model.targets_stand_in && all.iter().any(|target| *target > 0.0)
        };
        let pairs = model.nations.ids().flat_map(|n| model.capabilities.ids().map(move |k| (n, k)));
        let targets = pairs.filter(wanted).map(|(n, k)| Self::Target(n, k));
        let budgets = model.nations.ids().filter(limited).map(Self::Budget);
        let signs = |nation: &NationId| model.committed.row(nation.index()).iter().any(|taken| *taken > 0.0);
        let committed = model.nations.ids().filter(limited).filter(signs).map(Self::Committed);
        let lines = model.lines.ids().filter(bounded).map(Self::Capacity);
        let baselines = model.capabilities.ids().filter(based).map(Self::Baseline);
        (budgets.chain(committed).chain(lines))
            .chain(model.offers.ids().map(Self::Price))
            .chain(baselines)
            .chain(model.funds.ids().map(Self::Fund))
            .chain(targets)
            .collect()
    }

    /// Its name: `budget.DEU`, `capacity.leopard_2a8`.
    #[must_use]
    pub fn name(self, model: &Model) -> String {
        match self {
            Self::Budget(id) => format!("budget.{}", model.nations.code(id)),
            Self::Committed(id) => format!("committed.{}", model.nations.code(id)),
            Self::Capacity(id) => format!("capacity.{}", model.lines.code(id)),
            Self::Price(id) => format!("price.{}", model.offers.code(id)),
            Self::Baseline(id) => format!("baseline.{}", model.capabilities.code(id)),
            Self::Fund(id) => format!("fund.{}", model.funds.code(id)),
            Self::Target(n, k) => format!("target.{}.{}", model.nations.code(n), model.capabilities.code(k)),
        }
    }

    /// What it is in words.
    #[must_use]
    pub fn words(self, model: &Model) -> String {
        match self {
            Self::Budget(id) => format!("budget of {}", model.nations[id].name),
            Self::Committed(id) => format!("signed contracts of {}", model.nations[id].name),
            Self::Capacity(id) => format!("line of {}", model.lines[id].name),
            Self::Price(id) => format!("price of {}", model.offers[id].name),
            Self::Baseline(id) => format!("US baseline of {}", model.capabilities[id].name),
            Self::Fund(id) => model.funds[id].name.clone(),
            Self::Target(n, k) => format!("target of {} for {}", model.nations[n].name, model.capabilities[k].name),
        }
    }

    /// The model with the figure multiplied by a factor.
    ///
    /// # Errors
    /// The figure is then negative, not finite or beyond all measure, or signed contracts take more than the budget.
    pub fn scaled(self, model: &Model, factor: f64) -> Result<Model, Refusal> {
        let mut other = model.clone();
        self.scale(&mut other.parts, factor);
        other.checked()
    }

    /// Multiplies the figure by a factor in a model in the making.
    pub fn scale(self, parts: &mut ModelParts, factor: f64) {
        match self {
            Self::Budget(id) => parts.budgets.row_mut(id.index()).mapv_inplace(|budget| budget * factor),
            Self::Committed(id) => Self::sign(parts, id, |taken| taken * factor),
            Self::Capacity(id) => parts.lines[id].change_capacity(|capacity| capacity * factor),
            Self::Price(id) => {
                for band in &mut parts.offers[id].bands {
                    band.price = Price(band.price.0 * factor);
                }
            }
            Self::Baseline(id) => parts.baselines.row_mut(id.index()).mapv_inplace(|baseline| baseline * factor),
            Self::Fund(id) => parts.funds[id].scale(factor),
            Self::Target(n, k) => {
                let mut years = parts.targets.slice_mut(ndarray::s![n.index(), k.index(), ..]);
                years.mapv_inplace(|target| target * factor);
            }
        }
    }

    /// Puts the figure to an amount in every year in a model in the making.
    pub fn put(self, parts: &mut ModelParts, value: f64) {
        match self {
            Self::Budget(id) => parts.budgets.row_mut(id.index()).fill(value),
            Self::Committed(id) => Self::sign(parts, id, |_| value),
            Self::Capacity(id) => parts.lines[id].change_capacity(|_| value),
            Self::Price(id) => {
                let first = parts.offers[id].list_price().0;
                for band in &mut parts.offers[id].bands {
                    // Discounts stay the shares that they are.
                    band.price = Price(if first > 0.0 { band.price.0 * value / first } else { value });
                }
            }
            Self::Baseline(id) => parts.baselines.row_mut(id.index()).fill(value),
            Self::Fund(id) => parts.funds[id].put(value),
            Self::Target(n, k) => {
                // A year without a target stays without.
                let mut years = parts.targets.slice_mut(ndarray::s![n.index(), k.index(), ..]);
                years.mapv_inplace(|target| if target.is_nan() { target } else { value });
            }
        }
    }

    /// Changes what signed contracts take: no more in a year than the budget of the year.
    fn sign(parts: &mut ModelParts, nation: NationId, change: impl Fn(f64) -> f64) {
        let budgets = parts.budgets.row(nation.index());
        let mut committed = parts.committed.row_mut(nation.index());
        committed.zip_mut_with(&budgets, |taken, budget| *taken = change(*taken).min(*budget));
    }
}
