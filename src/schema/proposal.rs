//! What a proposal changes: who buys with whom, under which rules, with whose money.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{ContributionKey, DocumentTable, Duration, FigureDocument, HorizonText, Located, ShareText};

/// A pooling proposal: pools, and the rules, funds and programmes that come with them, on top of those of the model.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProposalDocument {
    /// Its name in reports.
    pub name: Option<String>,
    /// What it proposes, in a sentence or two.
    pub about: Option<String>,
    /// Presets that it builds on, such as `safe`; what the proposal says itself wins, field by field.
    #[serde(rename = "use")]
    pub uses: Option<super::OneOrMany>,
    /// Who buys what together.
    pub pools: DocumentTable<PoolDocument>,
    /// What it demands, besides the rules of the model; a rule of the same name replaces that of the model.
    pub rules: DocumentTable<RuleDocument>,
    /// Common money.
    pub funds: DocumentTable<FundDocument>,
    /// Development programmes that it starts.
    pub programmes: DocumentTable<ProgrammeDocument>,
}

/// Nations that buy together, at one price that their total commitment sets.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoolDocument {
    /// Its name in reports.
    #[serde(default)]
    pub name: Option<String>,
    /// Who is in it: a set of nations such as `EU27 - {HUN, POL}`.
    pub members: Located<String>,
    /// Capabilities, or groups of capabilities, that it buys. Default: all.
    #[serde(default)]
    pub buys: Vec<Located<String>>,
    /// The first year in which it orders. Default: the first year of the horizon.
    #[serde(default)]
    pub opens: Option<Located<i32>>,
    /// Whether its members buy these capabilities through it alone. Default: they may also buy by themselves.
    #[serde(default)]
    pub exclusive: bool,
    /// What buying through it costs on top, as a share of what is paid for orders. Default 0 %.
    #[serde(default)]
    pub overhead: Option<Located<ShareText>>,
    /// Discounts on its total business with a producer: from how many MEUR of orders at list prices over the horizon on, what is off
    /// every one of them: `{ eurosam: { 500: 3 %, 1000: 5 % } }`. Not for producers whose offers have prices by quantity.
    #[serde(default)]
    pub discounts: DocumentTable<DocumentTable<Located<ShareText>>>,
    /// What it takes to agree on one requirement, for each offer that it orders.
    #[serde(default)]
    pub harmonisation: Option<HarmonisationDocument>,
}

/// What it takes to agree on one requirement.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HarmonisationDocument {
    /// Paid once for each offer that the pool orders, MEUR. Default 0.
    pub cost: Option<FigureDocument>,
    /// Time from agreeing to the first order, in whole years. Default: 0 years.
    pub delay: Option<Located<Duration>>,
}

/// What a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleName {
    /// A share of what is ordered is European: by value added, or by another rung of the ladder, taken by itself.
    EuropeanContent,
    /// What is ordered may be changed and exported without a yes from outside.
    DesignAuthority,
    /// So many nations at least take part in every order of a pool.
    AtLeastNations,
    /// Work of a share of what a nation pays for orders is placed in it, over the whole horizon.
    JusteRetour,
    /// No producer, or none of those named, has more than a share of what is ordered.
    LargestShare,
    /// A share of what is ordered comes from others than the largest producer.
    SecondSource,
    /// So many producers at least supply what is ordered of a capability, if any of it is ordered.
    AtLeastSuppliers,
    /// So many types at most are ordered.
    MostTypes,
    /// So many programmes at most are started.
    MostProgrammes,
    /// Nothing is ordered from these producers.
    ExcludedProducers,
    /// A share of what a nation buys by itself comes from producers seated in it.
    HomePreference,
    /// A share of a nation's orders goes through pools.
    ThroughPool,
    /// Nations arm for themselves: none orders more of what is needed of a capability than its share of the free budgets
    /// of all, times a factor.
    OwnShare,
    /// No nation has a larger shortfall than if everyone bought alone, and none that has no shortfall pays more.
    NobodyWorseOff,
    /// Of each capability, or of all together, a denial takes no more than a share, in every year from a year on.
    LostWhenDenied,
}

/// What a rule judges at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// Every single offer.
    EachOffer,
    /// Everything that each nation orders, over the horizon.
    EachNation,
    /// Everything that is ordered of each capability, over the horizon.
    EachCapability,
    /// Everything that is ordered, over the horizon.
    Basket,
}

/// Something that a proposal demands.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleDocument {
    /// What it demands.
    pub rule: Located<RuleName>,
    /// Its name in reports.
    #[serde(default)]
    pub name: Option<String>,
    /// The least share, or the least number of nations or suppliers.
    #[serde(default)]
    pub at_least: Option<Located<ShareText>>,
    /// The largest share, or the largest number of types or programmes.
    #[serde(default)]
    pub at_most: Option<Located<ShareText>>,
    /// What it judges at a time. Default: what its kind suggests.
    #[serde(default)]
    pub of: Option<Located<Of>>,
    /// Whose orders: a set of nations. Default: all buyers.
    #[serde(default)]
    pub nations: Option<Located<String>>,
    /// Orders for which capabilities, or groups of them. Default: all.
    #[serde(default)]
    pub capabilities: Vec<Located<String>>,
    /// Orders from which producers. Default: all. For `excluded_producers`: those that are. For `largest_share` and
    /// `second_source`: those that are held to it, of all that is ordered.
    #[serde(default)]
    pub producers: Vec<Located<String>>,
    /// Orders through which pools. Default: all orders, through pools or not.
    #[serde(default)]
    pub pools: Vec<Located<String>>,
    /// What counts as European: a set of countries. Default: what is domestic.
    #[serde(default)]
    pub inside: Option<Located<String>>,
    /// For `european_content`: the rung of the ladder, taken by itself. Default: content, the value added inside.
    #[serde(default)]
    pub rung: Option<super::RungName>,
    /// For `lost_when_denied`: which denial.
    #[serde(default)]
    pub under: Option<Located<String>>,
    /// For `lost_when_denied`: the first year in which the rule holds. Default: the first year of the denial.
    #[serde(default)]
    pub from: Option<Located<i32>>,
    /// For `most_programmes`: which programmes are counted. Default: all.
    #[serde(default)]
    pub programmes: Vec<Located<String>>,
    /// For `at_least_nations`: the units that a nation must order to take part. For `at_least_suppliers`: the units that a
    /// producer must deliver to count, and that every producer delivers that delivers any. Default 1.
    #[serde(default)]
    pub each: Option<Located<f64>>,
    /// The price at which the rule may be broken, paid by the nations concerned in any year: MEUR for each unit by which
    /// it is missed. The unit is one nation for `at_least_nations`, one supplier for `at_least_suppliers`, one type for
    /// `most_types`, one programme for `most_programmes`, one US-equivalent for
    /// `own_share`, one percentage point of shortfall for `nobody_worse_off`, the whole share of the baseline for
    /// `lost_when_denied`, and one MEUR of orders for every other rule. Default: the rule must hold.
    #[serde(default)]
    pub or_pay: Option<FigureDocument>,
    /// Whether it is demanded. `false` leaves the rule out, and in a proposal the rule of the same name of the model. Default: true.
    #[serde(default)]
    pub applies: Option<Located<bool>>,
    /// Where not all rules can hold, those of the highest number give way first, by as little as can be. Default: the
    /// rule must hold.
    #[serde(default)]
    pub rank: Option<Located<u32>>,
    /// Where it comes from.
    #[serde(default)]
    pub source: Option<Located<String>>,
    /// A remark for readers.
    #[serde(default)]
    pub note: Option<String>,
}

/// Whether the money of a fund is paid back, beyond the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FundKind {
    /// Paid back after the horizon.
    Loan,
    /// Not paid back.
    Grant,
}

/// Common money that pays part of what nations order. It counts as cost like any other.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FundDocument {
    /// Its name in reports.
    #[serde(default)]
    pub name: Option<String>,
    /// Loan or grant.
    pub kind: FundKind,
    /// All that it can pay over the horizon, MEUR. Default: the sum of the allocations.
    #[serde(default)]
    pub envelope: Option<FigureDocument>,
    /// The largest share of a payment that it takes over. Default 100 %.
    #[serde(default)]
    pub rate: Option<Located<ShareText>>,
    /// Most that it pays for each nation, MEUR. Nations that are not listed get nothing; without a list, all buyers may.
    #[serde(default)]
    pub allocations: DocumentTable<FigureDocument>,
    /// Years in which it pays. Default: the horizon.
    #[serde(default)]
    pub open: Option<Located<HorizonText>>,
    /// Pools for whose orders it pays. Default: all orders, through pools or not.
    #[serde(default)]
    pub pools: Vec<Located<String>>,
    /// What an order must meet so that the fund pays for it. These rules always hold where the fund pays. Here,
    /// `at_least_nations` counts the members of the pool that buys.
    #[serde(default)]
    pub asks: DocumentTable<RuleDocument>,
    /// Where it comes from.
    #[serde(default)]
    pub source: Option<Located<String>>,
    /// A remark for readers.
    #[serde(default)]
    pub note: Option<String>,
}

/// A development programme: what it takes before some offers can be ordered.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeDocument {
    /// Its name in reports.
    #[serde(default)]
    pub name: Option<String>,
    /// What it costs in all, MEUR.
    pub cost: FigureDocument,
    /// Time from its start to the first order, in whole years.
    pub duration: Located<Duration>,
    /// When it is paid: shares of the cost from the year of the start on, summing to 100 %. Default: evenly.
    #[serde(default)]
    pub payment: Vec<Located<ShareText>>,
    /// Years in which it can start. Default: the horizon.
    #[serde(default)]
    pub open: Option<Located<HorizonText>>,
    /// Who pays: a set of nations. Default: every buyer.
    #[serde(default)]
    pub paid_by: Option<Located<String>>,
    /// How the payers share the cost: `free` (as suits the plan, the default), `budget`, `gdp`, or shares by nation.
    #[serde(default)]
    pub key: Option<Located<ContributionKey>>,
    /// Where the figures come from.
    #[serde(default)]
    pub source: Option<Located<String>>,
    /// A remark for readers.
    #[serde(default)]
    pub note: Option<String>,
}

/// Prices that fall with quantity along a learning curve, cut into bands at each doubling. Where one price holds for all units, a
/// little less than a doubling may cost more than the doubling. With `bands_are: incremental`, all units together cost what the curve
/// says at each doubling and beyond the last, and lie on a straight line in between, so that more never costs less. So further units
/// cost less and less up to the last doubling, and beyond it what all cost on average there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LearningDocument {
    /// What is left of the price each time that the quantity doubles: `95 %`.
    pub slope: FigureDocument,
    /// The quantity for which the price holds; below it, too.
    pub from: FigureDocument,
    /// The largest quantity for which the curve is believed. Default: eight times the first.
    #[serde(default)]
    pub up_to: Option<FigureDocument>,
}

/// Named lists of capabilities that rules and pools can speak of.
pub type CapabilityGroups = IndexMap<Located<String>, Vec<Located<String>>>;
