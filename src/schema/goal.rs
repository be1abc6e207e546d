//! What the plan should achieve.

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, Deserializer, MapAccess, Visitor};

use super::{Located, ShareText};

/// One goal of the ordered list. Later goals may not spoil earlier ones by more than `within` allows.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GoalDocument {
    /// What to make small: a measure, or several with weights.
    pub minimise: Option<Located<Amounts>>,
    /// What to make large: a measure, or several with weights.
    pub maximise: Option<Located<Amounts>>,
    /// What must be reached, instead of made small or large: a measure, with `at_most` or `at_least`.
    pub require: Option<Located<Amounts>>,
    /// For `require`: the most that the measure may be, a share or an amount in its unit.
    pub at_most: Option<Located<ShareText>>,
    /// For `require`: the least that the measure must be.
    pub at_least: Option<Located<ShareText>>,
    /// For gaps: only these capabilities.
    pub of: Vec<Located<String>>,
    /// For gaps under denial: which of the denials. Default: all of them.
    pub under: Vec<Located<String>>,
    /// For domestic volume: the rung of the dependence ladder on which it is counted. Default: content.
    pub rung: Option<RungName>,
    /// How much of this goal later goals may give up: a share of what the plan improves over doing nothing. Default 0 %.
    pub within: Option<Located<ShareText>>,
    /// The same as an amount in the goal's own unit. The larger of the two holds.
    pub within_amount: Option<Located<f64>>,
    /// How near to its bound a plan with integer decisions must be proven for this goal, relative. Default: `proof_gap` of the model.
    pub proof_gap: Option<Located<ShareText>>,
}

/// A measure, or several with weights.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(untagged)]
pub enum Amounts {
    /// One measure.
    One(GoalName),
    /// A weighted sum.
    Weighted(IndexMap<GoalName, f64>),
}

impl<'de> Deserialize<'de> for Amounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Amounts;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a measure, or a map of measures and weights")
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<Amounts, E> {
                GoalName::deserialize(StrDeserializer::new(word)).map(Amounts::One)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Amounts, A::Error> {
                IndexMap::deserialize(MapAccessDeserializer::new(map)).map(Amounts::Weighted)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// What can be a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoalName {
    /// The weighted shortfall to the US baselines, averaged over the years: 0 is none, 1 is all of it.
    Gap,
    /// The largest such gap among the capabilities.
    WorstGap,
    /// The shortfall to national targets, averaged over nations, capabilities and years: 0 is none, 1 is all of it.
    NationalGap,
    /// What is missing to national targets in money, MEUR: every missing US-equivalent counts its capability's
    /// `missing_unit_worth` in each year, times what its gap band says.
    NationalShortfall,
    /// The gap when support is denied, as a weighted mean over denials: 0 is none, 1 is all of it. Years before a denial count
    /// as they are.
    GapUnderDenial,
    /// The largest gap under any of the denials.
    WorstGapUnderDenial,
    /// Orders placed, valued at reference prices times the share of a rung of the dependence ladder, MEUR.
    DomesticVolume,
    /// Money spent over the horizon, MEUR.
    Cost,
    /// Orders placed, valued at reference prices times the share that stops working without the United States, MEUR.
    UsDependence,
}

/// A rung of the dependence ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RungName {
    /// The producer's seat is domestic.
    Headline,
    /// … times the share of the producer that is owned inside.
    Ownership,
    /// … times the share of value added inside.
    Content,
    /// … if it may be changed and exported without a foreign yes.
    Authority,
    /// … times the share that still works when support is denied.
    Assured,
}
