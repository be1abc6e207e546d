//! What industry offers.

use crate::id::{CapabilityId, CountryId, LineId, NationId, ProducerId};
use crate::model::denial::{Bill, Party};
use crate::model::horizon::{Horizon, Step};
use crate::model::range::Refusal;
use crate::units::{Money, Price, Share, Years};

/// A producer.
#[derive(Debug, Clone)]
pub struct Producer {
    /// Its name in reports.
    pub name: String,
    /// Its seat.
    pub seat: CountryId,
    /// Owners seated in countries, ownership chains followed, with shares; they sum to at most 1.
    pub owners: Vec<(CountryId, Share)>,
    /// Producers that own a part of it, chains followed, with shares.
    pub parents: Vec<(ProducerId, Share)>,
    /// Whom it works with.
    pub partners: Vec<Party>,
}

/// How the payers of an expansion share its cost.
#[derive(Debug, Clone, PartialEq)]
pub enum Funding {
    /// As suits the plan.
    Free(Vec<NationId>),
    /// Fixed shares that sum to 1.
    Shares(Vec<(NationId, Share)>),
    /// Shares that sum to 1, in proportion to budgets over the horizon: they are others where budgets are.
    ByBudget(Vec<(NationId, Share)>),
}

impl Funding {
    /// The shares by which payers share; nothing where that is as suits the plan.
    #[must_use]
    pub fn shares(&self) -> Option<&[(NationId, Share)]> {
        match self {
            Self::Free(_) => None,
            Self::Shares(shares) | Self::ByBudget(shares) => Some(shares),
        }
    }
}

/// Extra capacity that can be bought.
#[derive(Debug, Clone)]
pub struct Expansion {
    /// MEUR for one more unit a year.
    pub cost: Price,
    /// Whole years from paying to producing.
    pub lead: usize,
    /// Most that can be added over the horizon, units a year.
    pub at_most: f64,
    /// Who pays.
    pub funding: Funding,
}

/// A production line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name in reports.
    pub name: String,
    /// Units that it can make, by year.
    pub capacity: Vec<f64>,
    /// Of them, what earlier orders take, by year; it may be more than the line makes.
    pub backlog: Vec<f64>,
    /// What they leave for new ones, by year; at least 0.
    pub free: Vec<f64>,
    /// Largest yearly growth by expansion.
    pub ramp: Option<Share>,
    /// What more costs.
    pub expansion: Option<Expansion>,
    /// Whether an offer that comes in whole lots needs it.
    pub makes_lots: bool,
}

impl Line {
    /// A line without growth.
    #[must_use]
    pub fn new(name: String, capacity: Vec<f64>, backlog: Vec<f64>) -> Self {
        let mut line =
            Self { name, capacity, backlog, free: Vec::new(), ramp: None, expansion: None, makes_lots: false };
        line.reckon();
        line
    }

    /// Changes what it makes in every year; what earlier orders take stays.
    pub fn change_capacity(&mut self, new: impl Fn(f64) -> f64) {
        self.capacity.iter_mut().for_each(|made| *made = new(*made));
        self.reckon();
    }

    /// Changes what it makes in one year by some units; what earlier orders take stays.
    pub fn add_capacity(&mut self, step: Step, units: f64) {
        if let Some(made) = self.capacity.get_mut(step.index()) {
            *made += units;
        }
        self.reckon();
    }

    fn reckon(&mut self) {
        self.free = self.capacity.iter().zip(&self.backlog).map(|(made, taken)| (made - taken).max(0.0)).collect();
    }

    /// Returns true if its growth is limited to a share of what it makes, and it makes nothing in any year from which it could grow.
    #[must_use]
    pub fn can_never_grow(&self) -> bool {
        // What the last year makes is grown from in no year.
        let grown_from = self.capacity.len().saturating_sub(1).max(1);
        self.ramp.is_some()
            && self.expansion.as_ref().is_some_and(|expansion| expansion.at_most > 0.0)
            && self.capacity.iter().take(grown_from).all(|made| *made <= 0.0)
    }

    /// What is said of a line that can never grow.
    #[must_use]
    pub fn refused_ramp(path: &str) -> Refusal {
        let what = format!("`{path}.ramp` is a share of what the line makes, and its capacity is 0: it can never grow");
        Refusal::new(what, "give the line a capacity, or take `ramp` out")
    }
}

/// From a committed quantity on, a price.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriceBand {
    /// From how many units on.
    pub from: f64,
    /// MEUR a unit.
    pub price: Price,
}

/// What it takes one nation to field an offer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fielding {
    /// Units that it orders at least over the horizon, if it orders any.
    pub at_least: f64,
    /// Paid once, in the year of its first order.
    pub cost: Money,
    /// Paid in every year in which a unit serves, MEUR.
    pub yearly: Money,
    /// First and last year in which both are paid, whenever it orders; `None`: when it orders, and while units serve.
    pub paid: Option<(Step, Step)>,
}

impl Fielding {
    /// Whether what is paid depends on the year of the first order.
    #[must_use]
    pub fn depends_on_first_order(&self) -> bool {
        self.cost.0 > 0.0 && self.paid.is_none()
    }

    /// What is paid by the year whenever the nation orders, MEUR in each of the years.
    #[must_use]
    pub fn instalment(&self) -> Option<Instalment> {
        let (first, last) = self.paid?;
        #[expect(clippy::cast_precision_loss, reason = "a horizon has few years")]
        let years = (last.index() + 1 - first.index()) as f64;
        Some(Instalment { first, last, amount: Money(self.cost.0 / years + self.yearly.0) })
    }
}

/// What a nation pays in each of several years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Instalment {
    /// The first year.
    pub first: Step,
    /// The last year.
    pub last: Step,
    /// MEUR in each of them.
    pub amount: Money,
}

impl Instalment {
    /// Whether it is paid in a year.
    #[must_use]
    pub fn is_due(&self, year: Step) -> bool {
        self.first <= year && year <= self.last
    }
}

/// Something that can be ordered.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Its name in reports.
    pub name: String,
    /// Who sells it.
    pub by: ProducerId,
    /// Units of each capability in one unit, the main one first.
    pub gives: Vec<(CapabilityId, f64)>,
    /// US-equivalents in one unit of capability.
    pub quality: f64,
    /// Prices by what a group commits to over the horizon, from 0 up; never empty. One band: one price for all.
    pub bands: Vec<PriceBand>,
    /// Whether each further unit costs the price of its band; else all units cost that of the band reached.
    pub incremental: bool,
    /// Units of a whole lot; 0 where any quantity can be ordered.
    pub lots_of: f64,
    /// Codes of programmes that must be over before it can be ordered: its own, and those that open its lines.
    pub needs: Vec<String>,
    /// Smallest commitment of a group that orders at all, units.
    pub minimum_order: f64,
    /// Paid once by a group that orders at all.
    pub set_up: Money,
    /// What it takes nations to field it; nothing for those not listed.
    pub fielding: Vec<(NationId, Fielding)>,
    /// MEUR a unit at which domestic volume is valued.
    pub reference_price: Price,
    /// Lines that it needs, with units of the line that one unit takes.
    pub lines: Vec<(LineId, f64)>,
    /// Time from order to delivery.
    pub lead_time: Years,
    /// Shares of the price from the year of the order on, summing to 1.
    pub payment: Vec<Share>,
    /// Support of a delivered unit, MEUR a year.
    pub support: Price,
    /// Whole years of service; `None`: beyond the horizon.
    pub service_life: Option<usize>,
    /// Cost of bringing one unit to a nation.
    pub delivery_cost: Vec<(NationId, Price)>,
    /// First and last step in which it can be ordered.
    pub open: (Step, Step),
    /// Value added by country, summing to 1.
    pub value_added: Vec<(CountryId, Share)>,
    /// Who must agree to change or export it.
    pub authority: Vec<CountryId>,
    /// Share that still works for good when the United States deny support.
    pub without_us: Share,
    /// What it depends on.
    pub bill: Bill,
    /// Whether the price rests on a figure that no source vouches for.
    pub unverified_price: bool,
}

impl Offer {
    /// The capability that it mainly gives.
    #[must_use]
    pub fn main(&self) -> CapabilityId {
        self.gives[0].0
    }

    /// What it takes a nation to field it, where it takes anything.
    #[must_use]
    pub fn fielding_of(&self, nation: NationId) -> Option<Fielding> {
        self.fielding.iter().find(|(who, _)| *who == nation).map(|(_, fielding)| *fielding)
    }

    /// Steps in which it can be ordered so that all of it is delivered inside a horizon.
    pub fn order_steps(&self, horizon: Horizon) -> impl Iterator<Item = Step> + use<> {
        let (first, last) = self.open;
        let lead = self.lead_time.rounded_up();
        horizon.steps().filter(move |&t| first <= t && t <= last && horizon.after(t, lead).is_some())
    }

    /// The price of the first unit.
    #[must_use]
    pub fn list_price(&self) -> Price {
        self.bands[0].price
    }

    /// The lowest price that any commitment reaches.
    #[must_use]
    pub fn best_price(&self) -> Price {
        self.bands.iter().fold(self.bands[0].price, |best, band| best.min(band.price))
    }
}

/// What it costs to supply a nation from a producer, and how much can be supplied.
#[derive(Debug, Clone)]
pub struct SupplyRelation {
    /// From whom.
    pub from: ProducerId,
    /// To whom.
    pub to: NationId,
    /// MEUR for each unit of load.
    pub cost: Price,
    /// Largest load a year; infinite where there is no limit.
    pub at_most: f64,
    /// Smallest load over the horizon, if there is any.
    pub at_least: f64,
    /// Paid once by the nation, in the first year, if there is any load.
    pub fixed_cost: Money,
    /// Load of one unit, by offer; offers not listed weigh 1.
    pub weights: Vec<(crate::id::OfferId, f64)>,
}

impl SupplyRelation {
    /// Load of one unit of an offer.
    #[must_use]
    pub fn weight(&self, offer: crate::id::OfferId) -> f64 {
        self.weights.iter().find(|(o, _)| *o == offer).map_or(1.0, |(_, w)| *w)
    }
}

/// Whose supply relations are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// The nations that one producer supplies.
    Customers,
    /// The producers that supply one nation.
    Suppliers,
}

/// At most so many of some supply relations are used.
#[derive(Debug, Clone)]
pub struct RelationCount {
    /// Whose relations are counted.
    pub of: Counts,
    /// What is counted, in words: `customers of Gary`.
    pub words: String,
    /// Which relations.
    pub relations: Vec<crate::id::RelationId>,
    /// How many of them.
    pub at_most: usize,
}
