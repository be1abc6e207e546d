//! What counts as one in each column and row, from what counts as one of the model's money and quantities ([`ModelScale`]). Solvers are given columns
//! and rows in these, keys and texts are not touched, and values are read back in the model's own units.
//!
//! All of them are 1 where a model's amounts lie in a usual range.

use crate::formulation::rules::Subject;
use crate::formulation::{ColumnKey, Formulation, Row, RowKey};
use crate::model::{Model, ModelScale};

impl Formulation {
    /// Says of every column and row what counts as one in it.
    pub(super) fn count_by(&mut self, model: &Model) {
        let scale = ModelScale::of(model);
        self.columns.count_by(|key| of_column(model, &scale, key));
        count_rows(&mut self.rows, model, &scale);
    }
}

/// Says the same of rows that are no part of a formulation, such as cuts.
pub(super) fn count_rows(rows: &mut [Row], model: &Model, scale: &ModelScale) {
    for row in rows {
        row.unit = of_row(model, scale, row.key);
    }
}

/// What counts as one in a column. What is an integer decision, a share or a part is counted as it is.
fn of_column(model: &Model, scale: &ModelScale, key: ColumnKey) -> f64 {
    match key {
        ColumnKey::Order { offer, .. }
        | ColumnKey::Pooled { offer, .. }
        | ColumnKey::Banded { offer, .. }
        | ColumnKey::Discounted { offer, .. }
        | ColumnKey::Fill { offer, .. }
        | ColumnKey::Beyond { offer, .. } => scale.offer(offer),
        ColumnKey::Paid { .. }
        | ColumnKey::SetUp { .. }
        | ColumnKey::ProgrammeShare { .. }
        | ColumnKey::Funded { .. }
        | ColumnKey::Spent { .. }
        | ColumnKey::Penalty { .. }
        | ColumnKey::Contribution { .. }
        | ColumnKey::Pot { .. }
        | ColumnKey::Carried { .. }
        | ColumnKey::Support { .. } => scale.money,
        ColumnKey::Short { rule, subject } => of_rule(model, scale, rule, subject),
        ColumnKey::Extra { line, .. } | ColumnKey::Built { line, .. } => scale.line(line),
        ColumnKey::Excess { capability, .. }
        | ColumnKey::Stock { capability, .. }
        | ColumnKey::InService { capability, .. }
        | ColumnKey::NationalStock { capability, .. }
        | ColumnKey::Serving { capability, .. }
        | ColumnKey::Usable { capability, .. }
        | ColumnKey::Missing { capability, .. }
        | ColumnKey::NationalMissing { capability, .. }
        | ColumnKey::NationalSurplus { capability, .. } => scale.capability(capability),
        ColumnKey::Business { .. }
        | ColumnKey::Band { .. }
        | ColumnKey::Full { .. }
        | ColumnKey::Started { .. }
        | ColumnKey::Fielded { .. }
        | ColumnKey::Serves { .. }
        | ColumnKey::AboveMinimum { .. }
        | ColumnKey::Lots { .. }
        | ColumnKey::Start { .. }
        | ColumnKey::TakesPart { .. }
        | ColumnKey::Supplier { .. }
        | ColumnKey::InUse { .. }
        | ColumnKey::Supplies { .. }
        | ColumnKey::Part { .. }
        | ColumnKey::Uneven { .. }
        | ColumnKey::WorstGap { .. }
        | ColumnKey::WorstDenial { .. }
        | ColumnKey::GivesWay { .. }
        | ColumnKey::InFuture { .. } => 1.0,
    }
}

/// What counts as one of what a row's limit is in.
fn of_row(model: &Model, scale: &ModelScale, key: RowKey) -> f64 {
    match key {
        RowKey::Pooled { offer, .. }
        | RowKey::Split { offer, .. }
        | RowKey::BandFrom { offer, .. }
        | RowKey::BandTo { offer, .. }
        | RowKey::DiscountSplit { offer, .. }
        | RowKey::MinimumOrder { offer, .. }
        | RowKey::Committed { offer, .. }
        | RowKey::Filled { offer, .. }
        | RowKey::FullBand { offer, .. }
        | RowKey::NextBand { offer, .. }
        | RowKey::SetUpFirst { offer, .. }
        | RowKey::FieldedFirst { offer, .. }
        | RowKey::FieldedLeast { offer, .. }
        | RowKey::FieldedServes { offer, .. }
        | RowKey::Beyond { offer, .. }
        | RowKey::AboveMinimum { offer, .. }
        | RowKey::Lots { offer, .. }
        | RowKey::ProgrammeOver { offer, .. }
        | RowKey::TakesPartLeast { offer, .. }
        | RowKey::TakesPartMost { offer, .. }
        | RowKey::InUse { offer, .. } => scale.offer(offer),
        RowKey::LineOfBand { line, .. }
        | RowKey::Line { line, .. }
        | RowKey::LineRun { line, .. }
        | RowKey::LineBegun { line, .. }
        | RowKey::Expansion { line, .. }
        | RowKey::Ramp { line, .. } => scale.line(line),
        RowKey::Link { relation } | RowKey::LeastLoad { relation } | RowKey::Supply { relation, .. } => {
            scale.producer(model.relations[relation].from)
        }
        RowKey::BusinessFrom { .. }
        | RowKey::BusinessTo { .. }
        | RowKey::PaidTogether { .. }
        | RowKey::SetUpPaid { .. }
        | RowKey::Budget { .. }
        | RowKey::CarryOver { .. }
        | RowKey::Support { .. }
        | RowKey::Funding { .. }
        | RowKey::ProgrammePaid { .. }
        | RowKey::FundRate { .. }
        | RowKey::FundAllocation { .. }
        | RowKey::FundEnvelope { .. }
        | RowKey::Spent { .. }
        | RowKey::Penalty { .. }
        | RowKey::SharedPot { .. }
        | RowKey::SharedFund { .. } => scale.money,
        RowKey::Stock { capability, .. }
        | RowKey::InService { capability, .. }
        | RowKey::NationalStock { capability, .. }
        | RowKey::Used { capability, .. }
        | RowKey::Ceiling { capability, .. }
        | RowKey::Serving { capability, .. }
        | RowKey::Usable { capability, .. }
        | RowKey::Enabler { capability, .. }
        | RowKey::Switched { capability, .. }
        | RowKey::NotMore { capability, .. }
        | RowKey::Gap { capability, .. }
        | RowKey::NationalTarget { capability, .. }
        | RowKey::Need { capability, .. }
        | RowKey::MarginOfLots { capability, .. }
        | RowKey::Margin { capability, .. }
        | RowKey::SupplierLeast { capability, .. }
        | RowKey::SupplierMost { capability, .. }
        | RowKey::FairShare { capability, .. } => scale.capability(capability),
        RowKey::Rule { rule, subject, .. } => of_rule(model, scale, rule, subject),
        RowKey::OneBand { .. }
        | RowKey::OneDiscount { .. }
        | RowKey::SetUpStays { .. }
        | RowKey::FieldedStays { .. }
        | RowKey::RelationCount { .. }
        | RowKey::WorstGap { .. }
        | RowKey::WorstDenial { .. }
        | RowKey::ProgrammeOnce { .. }
        | RowKey::Required { .. }
        | RowKey::Shared { .. }
        | RowKey::Uneven { .. }
        | RowKey::Kept { .. }
        | RowKey::Held { .. } => 1.0,
    }
}

/// What counts as one of what a rule judges: of money, or of the capability that it judges where that is counted in equivalents.
fn of_rule(model: &Model, scale: &ModelScale, rule: crate::id::RuleId, subject: Subject) -> f64 {
    let entry = &model.rules[rule];
    match (entry.demand.unit(), subject) {
        ("US-equivalents", Subject::NationOf(_, capability) | Subject::Run { capability, .. }) => {
            scale.capability(capability)
        }
        _ => scale.rule(entry),
    }
}
