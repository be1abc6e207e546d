//! The domain: what a procurement question consists of, after every check has passed.
//!
//! Nothing here reads a file or knows a solver. A [`Model`] can only be had from `input`, which refuses bad documents,
//! so the rooms below need not ask again.

mod capability;
mod figure;
mod goal;
mod horizon;
mod industry;
mod ladder;
mod nation;

pub use capability::{Capability, GapBand, Holding, Kind, Need};
pub use figure::FigureRecord;
pub use goal::{Goal, Measure, Sense, Term};
pub use horizon::{Horizon, Step};
pub use industry::{Expansion, Funding, Line, Offer, PriceBand, Producer, RelationCount, SupplyRelation};
pub use ladder::{Ladder, Rung};
pub use nation::{BuyingGroup, Country, CountrySet, Nation};

use ndarray::{Array2, Array3};

use crate::id::{
    CapabilityId, CountryId, GroupId, HoldingId, LineId, NationId, OfferId, ProducerId, Registry, RelationId,
};

/// A procurement question, complete and consistent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Model {
    /// Title on top of every result.
    pub title: String,
    /// The money of all amounts, for readers: `MEUR 2025`.
    pub money: String,
    /// The years.
    pub horizon: Horizon,
    /// Every country that buys, owns, seats or works.
    pub countries: Registry<CountryId, Country>,
    /// The countries that count as domestic.
    pub domestic: CountrySet,
    /// The buying nations.
    pub nations: Registry<NationId, Nation>,
    /// The groups in which nations buy.
    pub groups: Registry<GroupId, BuyingGroup>,
    /// The capabilities.
    pub capabilities: Registry<CapabilityId, Capability>,
    /// What is held already.
    pub holdings: Registry<HoldingId, Holding>,
    /// The producers.
    pub producers: Registry<ProducerId, Producer>,
    /// The production lines, shared or not.
    pub lines: Registry<LineId, Line>,
    /// The offers.
    pub offers: Registry<OfferId, Offer>,
    /// The supply relations.
    pub relations: Registry<RelationId, SupplyRelation>,
    /// How many of some relations may be used.
    pub relation_counts: Vec<RelationCount>,
    /// The goals, most important first.
    pub goals: Vec<Goal>,
    /// Budgets, nation × year, in MEUR; infinite where money is no limit.
    pub budgets: Array2<f64>,
    /// What signed contracts take of them, nation × year, in MEUR.
    pub committed: Array2<f64>,
    /// US baselines, capability × year, in US-equivalents; 0 where there is none.
    pub baselines: Array2<f64>,
    /// What the United States provide as enablers, capability × year, in units.
    pub us_provides: Array2<f64>,
    /// National targets, nation × capability × year, in US-equivalents; NaN where there is none.
    pub targets: Array3<f64>,
    /// What is held, nation × capability × year, in units.
    pub held: Array3<f64>,
    /// What is held, nation × capability × year, in US-equivalents.
    pub held_equivalents: Array3<f64>,
    /// Every figure of the documents with its source and confidence.
    pub figures: Vec<FigureRecord>,
}

impl Model {
    /// An empty model over a horizon, for `input` to fill.
    pub(crate) fn empty(title: String, money: String, horizon: Horizon) -> Self {
        Self {
            title,
            money,
            horizon,
            countries: Registry::default(),
            domestic: CountrySet::default(),
            nations: Registry::default(),
            groups: Registry::default(),
            capabilities: Registry::default(),
            holdings: Registry::default(),
            producers: Registry::default(),
            lines: Registry::default(),
            offers: Registry::default(),
            relations: Registry::default(),
            relation_counts: Vec::new(),
            goals: Vec::new(),
            budgets: Array2::zeros((0, 0)),
            committed: Array2::zeros((0, 0)),
            baselines: Array2::zeros((0, 0)),
            us_provides: Array2::zeros((0, 0)),
            targets: Array3::zeros((0, 0, 0)),
            held: Array3::zeros((0, 0, 0)),
            held_equivalents: Array3::zeros((0, 0, 0)),
            figures: Vec::new(),
        }
    }

    /// Whether a capability is used by another one that cannot do without it, or needs one itself.
    #[must_use]
    pub fn touches_enablers(&self, capability: CapabilityId) -> bool {
        !self.capabilities[capability].needs.is_empty()
            || self.capabilities.iter().any(|(_, other)| other.needs.iter().any(|need| need.enabler == capability))
    }

    /// The largest stock that any year asks of a capability, in US-equivalents: its baseline, its national targets
    /// together, or what the requirements of the capabilities that need it ask of it, whichever is most. For a flow,
    /// the sum over the years.
    #[must_use]
    pub fn largest_requirement(&self, capability: CapabilityId) -> f64 {
        use crate::id::Id;
        let k = capability.index();
        let yearly = self.horizon.steps().map(|t| {
            let wanted: f64 =
                self.nations.ids().map(|n| self.targets[[n.index(), k, t.index()]]).filter(|x| x.is_finite()).sum();
            wanted.max(self.baselines[[k, t.index()]])
        });
        let own = match self.capabilities[capability].kind {
            Kind::Stock => yearly.fold(0.0, f64::max),
            Kind::Flow => yearly.sum(),
        };
        let asked = |(user, entry): (CapabilityId, &Capability)| -> f64 {
            let needed: f64 =
                entry.needs.iter().filter(|need| need.enabler == capability).map(|need| need.amount).sum();
            if needed > 0.0 { needed * self.largest_requirement(user) } else { 0.0 }
        };
        own.max(self.capabilities.iter().map(asked).sum())
    }
}
