//! A study: one model, varied many times, under several proposals.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::Deserializer;

use super::{DeniableName, DocumentTable, Located, ShareText};

/// A study: what of a model is varied, and under which proposals each variant is planned. Every scenario is planned under
/// every proposal; each of these is a run.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "Entente study")]
pub struct StudyDocument {
    /// The study's name, which stands in every row of its tables.
    pub study: Option<Located<String>>,
    /// What the study asks and for whom, in a sentence or two.
    pub about: Option<String>,
    /// The model's file, relative to this one.
    pub model: Option<Located<String>>,
    /// Values laid over the model before anything else, by the paths that `--set` takes: `{ nations.DEU.budget: 9000 }`.
    pub set: Overrides,
    /// The proposals under which every scenario is planned. Default: all that the model writes, or `together` where it writes
    /// none.
    pub proposals: Vec<Located<String>>,
    /// Denials of the model under which every plan is measured, beside normal times. Default: none.
    pub stress: Vec<Located<String>>,
    /// What is measured. Default: everything.
    pub measures: Vec<Located<MeasureName>>,
    /// Whether each run makes its own integer decisions, or takes them from the plan of the model as it is, under the same
    /// proposal: then a run is a linear programme, and is flagged so. Where no plan can keep to it, commitments fall to lower
    /// price bands, and where that does not help the run decides by itself.
    /// Default: `each`.
    pub decisions: DecisionsName,
    /// Whether the model as it is comes first, as the scenario `base`. Default: yes.
    pub base: Option<bool>,
    /// Scenarios by name: what each changes.
    pub scenarios: DocumentTable<Overrides>,
    /// Figures with the values that each takes; every one is combined with every other.
    pub grid: DocumentTable<Vec<Located<Anything>>>,
    /// Scenarios written out one by one.
    pub combinations: Vec<Overrides>,
    /// Which members leave: one scenario for every choice of leavers.
    pub subsets: Option<SubsetsDocument>,
    /// Scenarios drawn at random.
    pub sample: Option<SampleDocument>,
    /// Shocks by name, each a scenario.
    pub shocks: DocumentTable<ShockDocument>,
    /// Sections whose scenarios are combined with each other instead of standing one after another, such as
    /// `[sample, shocks]`. Beside the scenarios of `scenarios`, `combinations`, `subsets` and `shocks`, each of the other
    /// sections' scenarios then also stands with none of them.
    pub cross: Vec<Located<SectionName>>,
    /// Scenarios of this study as futures that one plan weighs against each other, for `entente hedge`.
    pub two_stage: Option<TwoStageDocument>,
}

/// One plan for several futures: what is decided by a year is the same in all of them, and what comes later fits the future
/// that came.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TwoStageDocument {
    /// The last year whose orders, enlargements and programmes are decided before anybody knows which future comes. Default: the
    /// first year of the model.
    pub decide_until: Option<Located<i32>>,
    /// The futures: scenarios of this study by name (`base` is the model as it is), each with its weight. Weights are relative to
    /// each other: `{ base: 2, crisis: 1 }`, or `{ base: 75 %, crisis: 25 % }`.
    pub futures: DocumentTable<Located<ShareText>>,
}

/// What a scenario changes, by figure or path.
///
/// A figure is `budget.DEU`, `capacity.LINE`, `price.OFFER`, `baseline.CAPABILITY` or `fund.FUND`; `*` stands for any letters,
/// as in `budget.*`. It is changed by a factor (`x1.2`), by a share (`+5 %`, `-20 %`), or to an amount (`900`), in every
/// year. A price is what is paid: the reference price, at which domestic volume is valued, stays. A fund is what it can pay, in all
/// and to each nation. Any other path is one that `--set` takes, such as `nations.POL.budget`, with what would stand there in the model.
pub type Overrides = DocumentTable<Located<Anything>>;

/// Whatever may stand at a place of a model; of a figure `x1.2`, `+5 %`, `-20 %` or an amount.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Anything(pub serde_json::Value);

impl<'de> Deserialize<'de> for Anything {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(deserializer).map(Self)
    }
}

impl JsonSchema for Anything {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Anything".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["number", "string", "boolean", "array", "object"], "examples": ["x1.2"] })
    }
}

/// A section of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionName {
    /// Named scenarios.
    Scenarios,
    /// The grid.
    Grid,
    /// Scenarios written out.
    Combinations,
    /// Who leaves.
    Subsets,
    /// What is drawn.
    Sample,
    /// Shocks.
    Shocks,
}

/// Where every integer decision comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionsName {
    /// Each run decides by itself.
    #[default]
    Each,
    /// As in the plan of the model as it is, under the same proposal, wherever a plan can keep to that.
    FromBase,
}

/// What can be measured of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureName {
    /// The gap to the US baselines: over all, by year, by capability and year.
    Gap,
    /// The largest gap among the capabilities.
    WorstGap,
    /// The shortfall to national targets.
    NationalGap,
    /// Orders at reference prices that are domestic, rung by rung.
    DomesticVolume,
    /// Orders at the prices paid: over all and by nation.
    OrderValue,
    /// Money spent over the horizon: over all and by nation.
    Cost,
    /// Money spent by nation and year.
    Spending,
    /// Orders at reference prices that stop working without the United States.
    UsDependence,
    /// The gap under each of the denials of `stress`: over all and by year.
    GapUnderDenial,
    /// The share of its targets that each nation misses.
    Shortfall,
    /// Units ordered of each offer.
    Orders,
}

/// Members that leave every pool and buy for themselves, in every choice of some of them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubsetsDocument {
    /// Nations of which some leave.
    pub leave: Vec<Located<String>>,
    /// How many leave at most. Default: all of them.
    #[serde(default)]
    pub at_most: Option<Located<usize>>,
}

/// Scenarios drawn at random.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleDocument {
    /// How many.
    pub n: Located<usize>,
    /// What the draws start from: the same seed gives the same scenarios. Default: 0.
    #[serde(default)]
    pub seed: u32,
    /// How they are drawn. Default: `latin_hypercube`.
    #[serde(default)]
    pub method: MethodName,
    /// Figures and how what each is multiplied by is distributed. Of a pattern such as `budget.*` all figures are
    /// multiplied by one draw, unless it says `each: true`.
    pub figures: DocumentTable<DistributionDocument>,
    /// Correlations between figures of `figures`, as of normal numbers behind them.
    #[serde(default)]
    pub correlations: Vec<CorrelationDocument>,
}

/// How points are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MethodName {
    /// Each by itself.
    Random,
    /// So that each of n equal parts of each figure's distribution holds one point.
    #[default]
    LatinHypercube,
    /// A scrambled Sobol sequence, which fills the space evenly; at most 65 536 points.
    Sobol,
}

/// How a factor is distributed: one of the five.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DistributionDocument {
    /// Evenly between two factors: `[0.8, 1.2]`.
    pub uniform: Option<Located<Vec<f64>>>,
    /// Normally, by mean and standard deviation: `[1, 0.1]`. A draw below 0 counts as 0.
    pub normal: Option<Located<Vec<f64>>>,
    /// Log-normally, by median and standard deviation of the logarithm: `[1, 0.1]`.
    pub lognormal: Option<Located<Vec<f64>>>,
    /// As a triangle, by lowest, likeliest and highest factor: `[0.9, 1, 1.4]`.
    pub triangular: Option<Located<Vec<f64>>>,
    /// One of some factors, each with its probability: `{ 0.8: 25 %, 1: 75 % }`.
    pub discrete: Option<Located<DocumentTable<ShareText>>>,
    /// Whether every figure of the pattern is drawn for itself. Default: no.
    pub each: bool,
    /// Correlation among the figures of a pattern that are drawn each for itself. Default: 0.
    pub correlation: Option<Located<f64>>,
}

/// A correlation between two entries of `figures`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrelationDocument {
    /// The two.
    pub of: Vec<Located<String>>,
    /// From -1 to 1.
    pub is: Located<f64>,
}

/// Something that happens: any of these together.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ShockDocument {
    /// Nations that leave every pool, and buy for themselves in all years.
    pub leave_pools: Vec<Located<String>>,
    /// Nations that put no more money into the plan, from the year `from` on; what signed contracts take is still paid.
    pub leave: Vec<Located<String>>,
    /// Countries or producers that deny support from the year `from` on. Goals that look at the gap then look at the gap
    /// under this denial, and the measure `gap` is that gap.
    pub deny: Vec<Located<String>>,
    /// What is denied. Default: everything.
    pub what: Vec<Located<DeniableName>>,
    /// The first year of what leaves or is denied, or in which budgets are cut. Default: the first of the model.
    pub from: Option<Located<i32>>,
    /// By how much prices grow each year, beyond the price level of the model. An offer has one price for all years, so the mean
    /// growth over the years in which it can be ordered and still be delivered is laid on.
    pub prices_grow: Option<Located<ShareText>>,
    /// Whose prices grow: offers, producers or capabilities. Default: all.
    pub prices_of: Vec<Located<String>>,
    /// Lines from which everything comes later; a line of one offer alone has its code.
    pub late: Vec<Located<String>>,
    /// How many years later. Default: 1.
    pub late_by: Option<Located<usize>>,
    /// Years by which the budgets slip: each year has the budget of so many years before.
    pub budgets_slip: Option<Located<usize>>,
    /// Share by which the budgets are cut, from the year `from` on.
    pub budgets_cut: Option<Located<ShareText>>,
    /// Whose budgets slip or are cut. Default: everybody's.
    pub budgets_of: Vec<Located<String>>,
    /// Further changes, as in a scenario.
    pub set: Overrides,
}

/// The JSON Schema of study documents.
#[must_use]
pub fn study_schema() -> schemars::Schema {
    schemars::schema_for!(StudyDocument)
}
