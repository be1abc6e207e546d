//! The domain: what a procurement question consists of, after every check has passed.
//!
//! Nothing here reads a file or knows a solver. A [`Model`] can only be had from `input`, which refuses bad documents,
//! so the rooms below need not ask again.

mod capability;
mod denial;
mod figure;
mod goal;
mod horizon;
mod industry;
mod ladder;
mod named;
mod nation;
mod need;
mod parameter;
mod proposal;
mod rule;
mod threshold;

pub use capability::{Capability, GapBand, Holding, Kind, Need};
pub use denial::{Bill, Deniable, Denial, Loss, Party, Path, Provision, Remainder, Since};
pub use figure::FigureRecord;
pub use goal::{Goal, Measure, Required, Sense, Term};
pub use horizon::{Horizon, Step};
pub use industry::{
    Counts, Expansion, Fielding, Funding, Line, Offer, PriceBand, Producer, RelationCount, SupplyRelation,
};
pub use ladder::{Ladder, Rung};
pub use named::Named;
pub use nation::{Country, CountrySet, Nation};
pub use need::{MARGIN, NeedTable, OwnNeed};
pub use parameter::Parameter;
pub use proposal::{ALONE, BuyingGroup, Discount, Fund, Programme, Proposal, TOGETHER};
pub use rule::{Demand, Each, Hold, Outcomes, Rule};
pub use threshold::Threshold;

use ndarray::{Array2, Array3};

use crate::id::{
    CapabilityId, CountryId, DenialId, FundId, GroupId, HoldingId, LineId, NationId, OfferId, ProducerId, ProgrammeId,
    ProposalId, Registry, RelationId, RuleId,
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
    /// Every proposal: `alone`, `together`, and those of the document.
    pub proposals: Registry<ProposalId, Proposal>,
    /// The proposal that the model is under; the groups, rules, funds and programmes below are its.
    pub proposal: Option<ProposalId>,
    /// What is demanded.
    pub rules: Registry<RuleId, Rule>,
    /// Common money.
    pub funds: Registry<FundId, Fund>,
    /// The development programmes that there are.
    pub programmes: Registry<ProgrammeId, Programme>,
    /// What nations come to if everyone buys alone, once it has been worked out for a rule that asks for it.
    pub outcomes: Option<Outcomes>,
    /// The goals, most important first.
    pub goals: Vec<Goal>,
    /// What goals must reach at least, whatever else is wanted.
    pub required: Vec<Required>,
    /// How near to its bound a plan with yes or no must be proven, relative; nothing: as near as is usual.
    pub proof_gap: Option<f64>,
    /// Budgets, nation × year, in MEUR; infinite where money is no limit.
    pub budgets: Array2<f64>,
    /// What signed contracts take of them, nation × year, in MEUR.
    pub committed: Array2<f64>,
    /// US baselines, capability × year, in US-equivalents; 0 where there is none.
    pub baselines: Array2<f64>,
    /// What others provide as enablers, capability × year, in units.
    pub provided: Array2<f64>,
    /// The same by who provides it.
    pub provisions: Vec<Provision>,
    /// Who might deny support, and what.
    pub denials: Registry<DenialId, Denial>,
    /// How what is lost in the end is spread over kinds of support and years, where a thing does not state it.
    pub decay: Vec<Loss>,
    /// National targets, nation × capability × year, in US-equivalents; NaN where there is none.
    pub targets: Array3<f64>,
    /// Whether these are no targets of the document, but shares by gross domestic product by which a rule judges: they limit
    /// nothing and give no room.
    pub targets_stand_in: bool,
    /// What one US-equivalent missing to a national target counts, capability × year, in MEUR; 0 where nothing is said.
    pub missing_worth: Array2<f64>,
    /// What is held, nation × capability × year, in units.
    pub held: Array3<f64>,
    /// What is held, nation × capability × year, in US-equivalents.
    pub held_equivalents: Array3<f64>,
    /// What is used up of stocks by the end of a year, added up over years, nation × capability × year, in US-equivalents. What is held
    /// is less by as much, and below zero where orders must make up for it. Empty where nothing is used up.
    pub used: Array3<f64>,
    /// The most that may stand ready, capability × year, in US-equivalents; infinite where nothing is said.
    pub ceilings: Array2<f64>,
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
            programmes: Registry::default(),
            proposals: Registry::default(),
            proposal: None,
            rules: Registry::default(),
            funds: Registry::default(),
            outcomes: None,
            goals: Vec::new(),
            required: Vec::new(),
            proof_gap: None,
            budgets: Array2::zeros((0, 0)),
            committed: Array2::zeros((0, 0)),
            baselines: Array2::zeros((0, 0)),
            provided: Array2::zeros((0, 0)),
            provisions: Vec::new(),
            denials: Registry::default(),
            decay: Vec::new(),
            targets: Array3::zeros((0, 0, 0)),
            targets_stand_in: false,
            missing_worth: Array2::zeros((0, 0)),
            held: Array3::zeros((0, 0, 0)),
            held_equivalents: Array3::zeros((0, 0, 0)),
            used: Array3::zeros((0, 0, 0)),
            ceilings: Array2::zeros((0, 0)),
            figures: Vec::new(),
        }
    }

    /// Whether a goal, or a rule of any proposal, looks at what is left under a denial.
    #[must_use]
    pub fn looks_at_denials(&self) -> bool {
        let goals = self.goals.iter().chain(self.required.iter().map(|required| &required.goal));
        let terms = goals.flat_map(|goal| &goal.terms);
        let denied =
            |measure: &Measure| matches!(measure, Measure::GapUnderDenial(..) | Measure::WorstGapUnderDenial(..));
        let rules = self.proposals.iter().flat_map(|(_, proposal)| proposal.rules.iter().map(|(_, rule)| rule));
        terms.map(|term| &term.measure).any(denied)
            || rules.into_iter().any(|rule| matches!(rule.demand, Demand::LostWhenDenied { .. }))
    }

    /// Whether a capability is used by another one that cannot do without it, or needs one itself.
    #[must_use]
    pub fn touches_enablers(&self, capability: CapabilityId) -> bool {
        !self.capabilities[capability].needs.is_empty()
            || self.capabilities.iter().any(|(_, other)| other.needs.iter().any(|need| need.enabler == capability))
    }

    /// Whether it is said what a unit missing to a national target is worth in any year.
    #[must_use]
    pub fn has_missing_worth(&self, capability: CapabilityId) -> bool {
        use crate::id::Id;
        self.missing_worth.row(capability.index()).iter().any(|&worth| worth > 0.0)
    }

    /// The groups in which a nation buys.
    pub fn groups_of(&self, nation: NationId) -> impl Iterator<Item = GroupId> {
        self.groups.iter().filter(move |(_, group)| group.members.contains(&nation)).map(|(group, _)| group)
    }

    /// The first step, by number, in which all programmes that an offer needs can be over; nothing where it needs none.
    #[must_use]
    pub fn programmes_over(&self, offer: &Offer) -> Option<usize> {
        let needed = offer.needs.iter().filter_map(|needs| self.programmes.find(needs));
        needed.map(|id| self.programmes[id].open.0.index() + self.programmes[id].duration).max()
    }

    /// The first line whose enlargement exactly these nations pay for as suits the plan.
    #[must_use]
    pub fn first_with_payers(&self, payers: &[NationId]) -> Option<LineId> {
        let paid = |line: &Line| {
            line.expansion.as_ref().is_some_and(|expansion| match &expansion.funding {
                Funding::Free(own) => own == payers,
                Funding::Shares(_) => false,
            })
        };
        self.lines.iter().find(|(_, line)| paid(line)).map(|(id, _)| id)
    }

    /// What signed contracts leave of a nation's budgets, over the horizon, MEUR.
    #[must_use]
    pub fn free_money(&self, nation: NationId) -> f64 {
        use crate::id::Id;
        let n = nation.index();
        self.budgets.row(n).iter().zip(self.committed.row(n)).map(|(all, signed)| (all - signed).max(0.0)).sum()
    }

    /// The share of a nation in what signed contracts leave of the budgets of all, over the horizon.
    #[must_use]
    pub fn free_budget_share(&self, nation: NationId) -> f64 {
        let all: f64 = self.nations.ids().map(|nation| self.free_money(nation)).sum();
        if all > 0.0 { self.free_money(nation) / all } else { 0.0 }
    }
}
