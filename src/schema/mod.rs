//! The document, field for field, as an analyst writes it. No logic lives here: what a field means together with the
//! others is decided in `input`, what it becomes is in `model`.
//!
//! The doc comments of this room are the descriptions of the JSON Schema and of `docs/file-format.md`.

mod budget;
mod capability;
mod denial;
mod figure;
mod goal;
mod industry;
mod located;
mod nation;
mod page;
mod place;
mod proposal;
mod scalar;
mod stated;
mod study;

pub use budget::{BudgetAmount, BudgetDocument};
pub use capability::{CapabilityDocument, CapabilityKind, HoldingDocument, TargetsAre};
pub use denial::{DecayDocument, DeniableName, DenialDocument, LossDocument, WhenDeniedDocument};
pub use figure::{FigureDocument, PriceListDocument, Rate, Series, SharesSince};
pub use goal::{Amounts, GoalDocument, GoalName, RungName};
pub use industry::{
    BandsAre, ContributionKey, Contributions, ExpansionDocument, FieldingDocument, LineDocument, LineUse,
    OfferDocument, OneOrAmounts, PairAmounts, ProducerDocument, SupplyDocument,
};
pub use located::{LOCATED_FIELDS, LOCATED_NAME, Located, Position};
pub use nation::{CountryDocument, NationDocument};
pub use page::{file_format_page, study_format_page};
pub use place::{NumberKeys, Place};
pub use proposal::{
    CapabilityGroups, FundDocument, FundKind, HarmonisationDocument, LearningDocument, Of, PoolDocument,
    ProgrammeDocument, ProposalDocument, RuleDocument, RuleName,
};
pub use scalar::{Confidence, Duration, HorizonText, MoneyUnit, ShareText, parse_share};
pub use stated::{DataSetDocument, PriceStatement, StatedDocument};
pub use study::{
    Anything, CorrelationDocument, DecisionsName, DistributionDocument, MeasureName, MethodName, Overrides,
    SampleDocument, SectionName, ShockDocument, StudyDocument, SubsetsDocument, study_schema,
};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// What the name of a table's file ends with: of a text table, or of a workbook with its sheet.
pub(crate) const TABLE_FILE: &str = r"\.(csv|tsv|xlsx|xlsx#.+)$";

/// A table of the document: one entry per id, in the order written. A file's name may stand in its place.
pub type DocumentTable<T> = IndexMap<Located<String>, T>;

/// A model: capability targets and national budgets, what industry offers, and what the plan should achieve, in order.
///
/// Every table may be written in the model, in a data folder named by `data`, or in both: what the model says wins,
/// field by field. The name of a CSV file or of a workbook's sheet may stand wherever a mapping may.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "Entente model")]
pub struct Document {
    /// The model's title, shown on top of every result.
    pub model: Option<Located<String>>,
    /// What the model shows and for whom, in a sentence or two.
    pub about: Option<String>,
    /// Data folders or files that the model builds on, relative to this file; later ones win over earlier ones.
    /// They lie below this file's folder or the folder from which the command runs; `--allow-outside` reads others, too.
    pub data: Option<OneOrMany>,
    /// What the data set that the model builds on says of itself. It stands in the data folder, as `data_set.yaml`.
    pub data_set: Option<Located<DataSetDocument>>,
    /// The money of the whole model: `MEUR` and the year of its prices, for example `MEUR 2025`.
    pub money: Option<Located<MoneyUnit>>,
    /// What one unit of another money or price year is worth in the model's money: `{ USD 2024: 0.93 }`.
    pub rates: IndexMap<Located<String>, FigureDocument>,
    /// First and last year, for example `2026..2035`.
    pub horizon: Option<Located<HorizonText>>,
    /// Who buys: a set of nations such as `EU27 - {HUN} + {GBR, NOR}`. Default: every nation of the table.
    pub buyers: Option<Located<String>>,
    /// What counts as domestic in every measure: a set of countries. Default: the buyers.
    pub domestic: Option<Located<String>>,
    /// Named sets of countries, each a list or set algebra over other groups.
    pub groups: DocumentTable<SetDocument>,
    /// The buying nations with their budgets.
    pub nations: DocumentTable<NationDocument>,
    /// Other countries that own, seat or supply producers. ISO 3166 alpha-3 codes need not be listed.
    pub countries: DocumentTable<CountryDocument>,
    /// What is to be able to be done, in units, with baselines and national targets. A list of names of capabilities or groups in
    /// place of the table selects from those of the data: `[fighters, tankers]` keeps these, the enablers that they need, and what
    /// is offered, held or demanded of them.
    pub capabilities: DocumentTable<CapabilityDocument>,
    /// What the nations hold already.
    pub holdings: DocumentTable<HoldingDocument>,
    /// Firms that make offers, with seat and owners.
    pub producers: DocumentTable<ProducerDocument>,
    /// Production lines shared by several offers. A line of one offer alone is written in the offer.
    pub lines: DocumentTable<LineDocument>,
    /// What can be ordered, from whom, at what price, how soon, and what is domestic about it.
    pub offers: DocumentTable<OfferDocument>,
    /// What it costs to supply a nation from a producer, and how much can be supplied.
    pub supply: DocumentTable<SupplyDocument>,
    /// Named lists of capabilities that rules and pools can speak of.
    pub capability_groups: CapabilityGroups,
    /// Development programmes that are there under every proposal.
    pub programmes: DocumentTable<ProgrammeDocument>,
    /// What must hold under every proposal, and if everyone buys alone.
    pub rules: DocumentTable<RuleDocument>,
    /// Pooling proposals to be compared. Beside them stand two that need not be written: `alone`, in which every nation
    /// buys by itself, and `together`, in which all buyers form one pool.
    pub proposals: DocumentTable<ProposalDocument>,
    /// The proposal that applies where a command names none. Default: `together`.
    pub proposal: Option<Located<String>>,
    /// Who might deny support, what, and from which year on.
    pub denials: DocumentTable<DenialDocument>,
    /// How what stops working when support is denied is spread over kinds of support and years, where a thing does not state
    /// it.
    pub decay: Option<DecayDocument>,
    /// How near to its bound a plan with integer decisions must be proven, relative. Default: 0.01 %, and 0.5 % where the linear program
    /// has more than 20 000 coefficients, as models on the European data have.
    pub proof_gap: Option<Located<ShareText>>,
    /// What the plan should achieve, most important first. Default: close the gap, then domestic volume, then cost.
    pub goals: Vec<Located<GoalDocument>>,
}

/// One path or several.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One path.
    One(String),
    /// Several, later ones winning.
    Many(Vec<String>),
}

/// A set of countries: a list of codes, or set algebra such as `EU27 - {HUN, POL} + {UKR}`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum SetDocument {
    /// Set algebra over group names and `{…}` lists.
    Algebra(String),
    /// A list of country codes or group names.
    List(Vec<String>),
}

/// The JSON Schema of model documents, for completion in editors.
#[must_use]
pub fn json_schema() -> schemars::Schema {
    let mut schema = schemars::schema_for!(Document);
    for part in ["properties", "$defs"] {
        for (_, value) in schema.get_mut(part).and_then(serde_json::Value::as_object_mut).into_iter().flatten() {
            allow_files(value);
        }
    }
    let capabilities = schema.pointer_mut("/properties/capabilities/anyOf");
    if let Some(forms) = capabilities.and_then(serde_json::Value::as_array_mut) {
        forms.push(serde_json::json!({ "type": "array", "items": { "type": "string" } }));
    }
    schema
}

/// Lets the name of a table's file stand wherever a table may.
fn allow_files(schema: &mut serde_json::Value) {
    let Some(object) = schema.as_object_mut() else { return };
    for (_, field) in object.get_mut("properties").and_then(serde_json::Value::as_object_mut).into_iter().flatten() {
        allow_files(field);
    }
    if object.get("additionalProperties").is_some_and(serde_json::Value::is_object) {
        let mut table = std::mem::take(object);
        for outside in ["description", "default"] {
            if let Some(value) = table.remove(outside) {
                object.insert(outside.to_owned(), value);
            }
        }
        let file = serde_json::json!({ "type": "string", "pattern": TABLE_FILE });
        object.insert("anyOf".to_owned(), serde_json::json!([table, file]));
    }
}
