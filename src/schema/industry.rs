//! What industry offers: producers, lines, offers, supply relations.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Confidence, DocumentTable, Duration, FigureDocument, Located, PriceListDocument, Rate, Series, ShareText};

/// A firm that makes offers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProducerDocument {
    /// Its name in reports.
    #[serde(default)]
    pub name: Option<String>,
    /// The country of its seat.
    pub seat: Located<String>,
    /// Who owns it, with shares: countries (for owners seated there) or other producers, whose owners are followed.
    /// What is not listed counts as foreign to everyone. Default: all of it by the seat.
    #[serde(default)]
    pub owners: DocumentTable<FigureDocument>,
    /// Whom it works with: countries or other producers. Shown, and counted on no rung.
    #[serde(default)]
    pub partners: Vec<Located<String>>,
    /// Where the figures come from.
    #[serde(default)]
    pub source: Option<Located<String>>,
    /// How far the figures can be trusted.
    #[serde(default)]
    pub confidence: Option<Located<Confidence>>,
    /// A remark for readers.
    #[serde(default)]
    pub note: Option<String>,
}

/// A production line: what it can make a year, and what more would cost.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LineDocument {
    /// Its name in reports.
    pub name: Option<String>,
    /// Units a year: `700 a year`, or a map of years. A line must have one.
    pub capacity: Option<Rate>,
    /// Of that capacity, what earlier orders take: units a year, a number or a map of years. Default 0.
    pub backlog: Option<Series>,
    /// Largest growth of what the line can make from one year to the next by expansion, as a share. Default: no limit.
    pub ramp: Option<Located<ShareText>>,
    /// What it takes to enlarge the line.
    pub expansion: Option<ExpansionDocument>,
    /// A programme that must be over before anything that needs the line can be ordered: what it costs to open the line.
    pub needs: Option<Located<String>>,
    /// Where the figures come from.
    pub source: Option<Located<String>>,
    /// How far the figures can be trusted.
    pub confidence: Option<Located<Confidence>>,
    /// A remark for readers.
    pub note: Option<String>,
}

/// Extra capacity that can be bought for a line.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpansionDocument {
    /// MEUR for one more unit a year.
    pub cost: FigureDocument,
    /// Time from paying to producing, in whole years. Default: 1 year.
    #[serde(default)]
    pub lead_time: Option<Located<Duration>>,
    /// Most that can be added over the horizon, in units a year.
    pub at_most: FigureDocument,
    /// Who pays: a set of nations. Default: every buyer.
    #[serde(default)]
    pub paid_by: Option<Located<String>>,
    /// How the payers share the cost: `free` (as suits the plan, the default), `budget`, `gdp`, or shares by nation.
    #[serde(default)]
    pub key: Option<Located<ContributionKey>>,
}

/// How payers share a common cost.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ContributionKey {
    /// `free`, `budget` or `gdp`.
    Named(Contributions),
    /// Fixed shares by nation, summing to 100 %.
    Shares(IndexMap<String, ShareText>),
}

/// A named way to share a common cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Contributions {
    /// As suits the plan.
    Free,
    /// In proportion to budgets over the horizon.
    Budget,
    /// In proportion to gross domestic product.
    Gdp,
}

/// Something that can be ordered: a product type sold by one producer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferDocument {
    /// Its name in reports.
    #[serde(default)]
    pub name: Option<String>,
    /// The producer that sells it.
    pub by: Located<String>,
    /// The capability that one unit gives, or a map of capabilities and how much of each, the main one first.
    pub gives: Located<OneOrAmounts>,
    /// One unit in US-equivalents: 1 is as good as the US reference system. Default 1.
    #[serde(default)]
    pub quality: Option<FigureDocument>,
    /// MEUR a unit: one number, or a map from the quantity that is committed over the horizon: `{ 0: 4.4, 200: 4.0 }`.
    pub price: PriceListDocument,
    /// How a map of prices is meant: `all_units` (one price for everything, set by the total commitment; the default)
    /// or `incremental` (each further unit at the price of its band).
    #[serde(default)]
    pub bands_are: BandsAre,
    /// Prices that fall along a learning curve, instead of a map of prices.
    #[serde(default)]
    pub learning: Option<super::LearningDocument>,
    /// Orders come in whole lots of so many units, the last of which may go beyond the need. A line may work on a lot for longer than a
    /// year. Default: any quantity.
    #[serde(default)]
    pub lots_of: Option<FigureDocument>,
    /// A development programme that must be over before it can be ordered.
    #[serde(default)]
    pub needs: Option<Located<String>>,
    /// Smallest quantity that a group of buyers can commit to over the horizon, if it orders at all; it may go beyond the need.
    /// Default 0.
    #[serde(default)]
    pub minimum_order: Option<FigureDocument>,
    /// Paid once by each group of buyers that orders at all, MEUR, no later than the year of its first order. Default 0.
    #[serde(default)]
    pub set_up: Option<FigureDocument>,
    /// What it takes each nation to field it: the least useful quantity, and costs of having the type at all.
    #[serde(default)]
    pub fielding: Option<FieldingDocument>,
    /// The price at which domestic volume is valued, MEUR a unit, so that paying more is never more volume. Default:
    /// the price.
    #[serde(default)]
    pub reference_price: Option<FigureDocument>,
    /// Units a year of a line for this offer alone: `40 a year` or a map of years. Without it (and without `lines`),
    /// production is no limit.
    #[serde(default)]
    pub capacity: Option<Rate>,
    /// Of that capacity, what earlier orders take: units a year.
    #[serde(default)]
    pub backlog: Option<Series>,
    /// Largest growth of that capacity from one year to the next by expansion, as a share.
    #[serde(default)]
    pub ramp: Option<Located<ShareText>>,
    /// What it takes to enlarge that line.
    #[serde(default)]
    pub expansion: Option<ExpansionDocument>,
    /// Shared lines that it needs: a list, or a map of lines and how much of each one unit uses.
    #[serde(default)]
    pub lines: Option<Located<LineUse>>,
    /// Time from order to delivery: `2.5 years`. A part of a year splits deliveries over two years. With `lots_of`, whole
    /// years. Default: 0 years.
    #[serde(default)]
    pub lead_time: Option<Located<Duration>>,
    /// When it is paid: shares of the price from the year of the order on, summing to 100 %. Default: all at once.
    #[serde(default)]
    pub payment: Vec<Located<ShareText>>,
    /// Support of one delivered unit, MEUR a year, from the year of delivery on while it serves; once for what is used up in its
    /// year. Default 0.
    #[serde(default)]
    pub support: Option<FigureDocument>,
    /// Whole years that a delivered unit serves, 1 or more. Default: beyond the horizon.
    #[serde(default)]
    pub service_life: Option<Located<Duration>>,
    /// Cost of bringing one unit to a nation, MEUR.
    #[serde(default)]
    pub delivery_cost: DocumentTable<FigureDocument>,
    /// Years in which it can be ordered, for example `2028..2035`. Default: the horizon.
    #[serde(default)]
    pub open: Option<Located<super::HorizonText>>,
    /// Value added by country, shares that sum to 100 %. Default: all of it at the producer's seat.
    #[serde(default)]
    pub value_added: DocumentTable<Located<ShareText>>,
    /// Design authority: the countries without whose consent it may not be changed or exported. Default: the
    /// producer's seat.
    #[serde(default)]
    pub authority: Vec<Located<String>>,
    /// Share of its capability that still works for good when the United States deny support. Default: what `when_denied`,
    /// `sustained_by` and `software` say of them, or 100 %.
    #[serde(default)]
    pub without_us: Option<FigureDocument>,
    /// Licensors, countries or producers, whose consent it takes to change or export it, beside the design authority.
    #[serde(default)]
    pub licensed_from: Vec<Located<String>>,
    /// Where software, data and keys come from: shares by country or producer. What is not listed is domestic. Whoever
    /// denies them takes this share for good, unless `when_denied` says otherwise.
    #[serde(default)]
    pub software: DocumentTable<Located<ShareText>>,
    /// Where spare parts, repair and overhaul come from: shares by country or producer. What is not listed is domestic.
    /// Whoever denies them takes this share for good, unless `when_denied` says otherwise.
    #[serde(default)]
    pub sustained_by: DocumentTable<Located<ShareText>>,
    /// What still works when support is denied, by kind of support, by who denies it and by years since.
    #[serde(default)]
    pub when_denied: super::WhenDeniedDocument,
    /// Where the figures come from.
    #[serde(default)]
    pub source: Option<Located<String>>,
    /// How far the figures can be trusted.
    #[serde(default)]
    pub confidence: Option<Located<Confidence>>,
    /// A remark for readers.
    #[serde(default)]
    pub note: Option<String>,
}

/// What it takes a nation to field a type.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FieldingDocument {
    /// The least useful quantity: what the nation orders at least over the horizon, if it orders any, units. It may not go beyond the
    /// need. Default 0.
    pub at_least: Option<FigureDocument>,
    /// Paid once by the nation, no later than in the year of its first order, MEUR: training, depots, integration. Default 0.
    pub cost: Option<FigureDocument>,
    /// Paid by the nation in every year in which a unit serves that it ordered, MEUR a year; for what is used up, in every year in
    /// which some is delivered. Default 0.
    pub yearly: Option<FigureDocument>,
    /// Years in which a nation that orders the type at all pays for it, whenever that is, for example `2028..2037`: `cost` in equal
    /// parts, and `yearly` in each of them. One decision for each nation and type in place of one a year, so that large models are
    /// solved sooner. Default: when it is ordered and while it serves.
    pub paid: Option<Located<super::HorizonText>>,
}

/// How a map of prices is meant.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BandsAre {
    /// One price for everything that a group orders, set by its total commitment.
    #[default]
    AllUnits,
    /// Each further unit at the price of its band.
    Incremental,
}

/// A capability, or several with amounts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrAmounts {
    /// One unit gives one unit of it.
    One(String),
    /// Units of each that one unit gives, the main one first.
    Amounts(IndexMap<String, f64>),
}

/// Lines that an offer uses.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum LineUse {
    /// One unit of each.
    List(Vec<String>),
    /// Units of the line's capacity that one unit of the offer takes.
    Amounts(IndexMap<String, f64>),
}

/// What it costs to supply nations from producers, and how much can be supplied: for every pair of the two sets.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SupplyDocument {
    /// Producers. Default: all.
    pub from: Vec<Located<String>>,
    /// Nations, as a set. Default: all buyers.
    pub to: Option<Located<String>>,
    /// MEUR for each unit of load.
    pub cost: Option<Located<PairAmounts>>,
    /// Largest load a year over all offers of the producer.
    pub at_most: Option<Located<PairAmounts>>,
    /// Smallest load over the horizon, if the producer supplies the nation at all.
    pub at_least: Option<Located<PairAmounts>>,
    /// Paid once by the nation if the producer supplies it at all, MEUR, in the first year.
    pub fixed_cost: Option<Located<PairAmounts>>,
    /// Most nations that each producer of the entry supplies.
    pub customers_at_most: Option<Located<usize>>,
    /// Most producers of the entry that supply each nation.
    pub suppliers_at_most: Option<Located<usize>>,
    /// Load of one unit by offer. Default 1.
    pub weight: DocumentTable<FigureDocument>,
}

/// One amount for every pair, or by producer and nation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PairAmounts {
    /// The same for every pair.
    Same(f64),
    /// By producer, then nation.
    Pairs(IndexMap<String, IndexMap<String, f64>>),
}
