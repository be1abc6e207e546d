//! What a model holds, field by field.

use ndarray::{Array2, Array3};

use super::{
    BuyingGroup, Capability, Country, CountrySet, Denial, FigureRecord, Fund, Goal, Holding, Horizon, Line, Loss,
    Nation, Offer, Producer, Programme, Proposal, Provision, RelationCount, Required, Rule, SupplyRelation,
};
use crate::id::{
    CapabilityId, CountryId, DenialId, FundId, GroupId, HoldingId, LineId, NationId, OfferId, ProducerId, ProgrammeId,
    ProposalId, Registry, RelationId, RuleId,
};

/// Everything that a model holds, for whoever has a [`Model`](crate::model::Model) to read and nobody outside this room to change.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ModelParts {
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
    /// The goals, most important first.
    pub goals: Vec<Goal>,
    /// What goals must reach at least, whatever else is wanted.
    pub required: Vec<Required>,
    /// How near to its bound a plan with integer decisions must be proven, relative; nothing: as near as is usual.
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

impl ModelParts {
    /// Nothing over a horizon, for a draft to fill.
    pub(super) fn empty(title: String, money: String, horizon: Horizon) -> Self {
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
}
