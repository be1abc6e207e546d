//! What a model demands: which rows stand or fall together, in words.

use crate::formulation::{RowKey, Subject};
use crate::id::{CapabilityId, RuleId};
use crate::model::{Counts, Hold, Model};
use crate::units::MONEY;

/// What a demand is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A limit of money or industry.
    Limit,
    /// A rule.
    Rule(RuleId),
    /// Targets of a capability that must be met.
    Targets(CapabilityId),
}

/// Rows that stand or fall together.
pub(super) struct Demanded {
    pub words: String,
    pub unit: &'static str,
    pub source: Source,
    pub rows: Vec<usize>,
}

/// The demand that orders come in whole lots.
pub(super) const LOTS: &str = "whole lots";

/// The demand that a row is part of, with its rank in the list, its unit and what it is; nothing for rows that only say what
/// things mean.
pub(super) fn demand_of(model: &Model, key: RowKey) -> Option<(usize, String, &'static str, Source)> {
    let named = |rank, words: &str, unit| Some((rank, words.to_owned(), unit, Source::Limit));
    match key {
        RowKey::Budget { .. } | RowKey::CarryOver { .. } => named(0, "budgets", MONEY),
        RowKey::FundAllocation { .. } | RowKey::FundEnvelope { .. } => named(1, "funds", MONEY),
        RowKey::Line { .. } | RowKey::LineRun { .. } | RowKey::LineBegun { .. } | RowKey::Ramp { .. } => {
            named(2, "capacity of lines", "units")
        }
        RowKey::Supply { .. } => named(3, "capacity of supply relations", "units"),
        RowKey::Enabler { .. } => named(4, "what others provide as enablers", "units"),
        RowKey::MinimumOrder { .. } => named(5, "minimum orders", "units"),
        RowKey::Lots { .. } => named(5, LOTS, "units"),
        RowKey::FieldedLeast { .. } => named(5, "least useful quantities", "units"),
        RowKey::LeastLoad { .. } => named(5, "least loads of supply", "units"),
        RowKey::RelationCount { count } => match model.relation_counts[count as usize].of {
            Counts::Customers => named(5, "most customers of a producer", "nations"),
            Counts::Suppliers => named(5, "most suppliers of a nation", "producers"),
        },
        RowKey::Need { .. } | RowKey::Margin { .. } => {
            named(6, "most that is needed of capabilities", "US-equivalents")
        }
        RowKey::Ceiling { .. } => named(6, "ceilings on stocks", "US-equivalents"),
        RowKey::Used { .. } => named(6, "what is used up of stocks", "US-equivalents"),
        RowKey::NationalTarget { capability, .. } => {
            let entry = &model.capabilities[capability];
            let words = format!("required targets of {}", entry.name);
            entry.targets_required.then_some((7, words, "US-equivalents", Source::Targets(capability)))
        }
        RowKey::Required { place } => {
            let goal = &model.required[place as usize].goal;
            Some((8, format!("required: {}", goal.words()), goal.unit(), Source::Limit))
        }
        RowKey::Penalty { rule, subject: Subject::All } if model.rules[rule].hold == Hold::LAST => {
            let rule_of = &model.rules[rule];
            Some((9, format!("rule {}", rule_of.name), rule_of.demand.unit(), Source::Rule(rule)))
        }
        _ => None,
    }
}
