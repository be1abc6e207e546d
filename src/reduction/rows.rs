//! Rows of the full formulation in the smaller one, and multipliers of the smaller one's rows in the full one.

use rustc_hash::FxHashMap;

use super::{AggregatedIds, Reduction};
use crate::formulation::{ColumnKey, Formulation, RowKey, Subject};
use crate::id::{GroupId, Id, NationId};

/// Where the rows and columns of a smaller formulation stand in the full one.
pub struct Lifting<'a> {
    full: &'a Formulation,
    /// For each row of the full formulation, the row of the smaller one that is its sum.
    rows: Vec<Option<usize>>,
    /// For each column of the smaller formulation, the columns of the full one that it adds up.
    columns: Vec<Vec<usize>>,
    /// Rows of the full formulation that say that a column is a sum, which the smaller one does not need, with that column.
    sums: Vec<(usize, usize)>,
}

impl<'a> Lifting<'a> {
    /// Of a reduction of the model of a formulation.
    #[must_use]
    pub fn of(reduction: &Reduction, full: &'a Formulation) -> Self {
        let smaller = &reduction.formulation;
        let places: FxHashMap<RowKey, usize> =
            smaller.rows.iter().enumerate().map(|(row, entry)| (entry.key, row)).collect();
        let rows: Vec<Option<usize>> =
            full.rows.iter().map(|row| places.get(&reduction.names.rename_row(row.key)).copied()).collect();
        let mut columns = vec![Vec::new(); smaller.columns.len()];
        for (place, (key, _)) in full.columns.iter().enumerate() {
            // What several order together is one column where they are one.
            let renamed = smaller.columns.find(reduction.names.rename(key));
            let twice = matches!(key, ColumnKey::Pooled { .. })
                && renamed.is_some_and(|there| !matches!(smaller.columns.key(there), ColumnKey::Pooled { .. }));
            if let Some(there) = renamed.filter(|_| !twice) {
                columns[there].push(place);
            }
        }
        let sum_of = |key: RowKey| match key {
            RowKey::Pooled { group, offer, step } => full.columns.find(ColumnKey::Pooled { group, offer, step }),
            RowKey::Split { nation, group, offer, step } | RowKey::DiscountSplit { nation, group, offer, step } => {
                full.columns.find(ColumnKey::Order { nation, group, offer, step })
            }
            _ => None,
        };
        let without = full.rows.iter().zip(&rows).enumerate().filter(|(_, (_, there))| there.is_none());
        let sums = without.filter_map(|(place, (row, _))| Some((place, sum_of(row.key)?))).collect();
        Self { full, rows, columns, sums }
    }

    /// Terms over columns of the smaller formulation as terms over the columns that these add up.
    #[must_use]
    pub fn terms(&self, terms: &[(usize, f64)]) -> Vec<(usize, f64)> {
        let mut lifted: Vec<(usize, f64)> = (terms.iter())
            .flat_map(|(column, coefficient)| self.columns[*column].iter().map(|place| (*place, *coefficient)))
            .collect();
        lifted.sort_unstable_by_key(|(column, _)| *column);
        lifted
    }

    /// The one column of the full formulation for one of the smaller; `None` where there are several, or none. Columns behind those of a
    /// formulation are the same in both.
    #[must_use]
    pub fn only(&self, column: usize) -> Option<usize> {
        match self.columns.get(column).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            Some(_) => None,
            None => Some(column - self.columns.len() + self.full.columns.len()),
        }
    }

    /// Multipliers for the rows of the full formulation from those of the smaller one, and of rows on top of both: a row that is one of a sum
    /// has the multiplier of the sum. A row that says that a column is a sum has the one that leaves the column no reduced cost.
    #[must_use]
    pub fn multipliers(
        &self,
        costs: &[(usize, f64)],
        on_top: &[&[(usize, f64)]],
        multipliers: &[(usize, f64)],
        rows_of_smaller: usize,
    ) -> Vec<(usize, f64)> {
        let mut dense = vec![0.0; rows_of_smaller];
        let mut above = vec![0.0; on_top.len()];
        for &(row, multiplier) in multipliers {
            match row.checked_sub(rows_of_smaller) {
                None => dense[row] = multiplier,
                Some(place) => above[place] = multiplier,
            }
        }
        let mut lifted: Vec<f64> = self.rows.iter().map(|there| there.map_or(0.0, |there| dense[there])).collect();
        if !self.sums.is_empty() {
            let mut left = vec![0.0; self.full.columns.len()];
            for (column, cost) in costs {
                left[*column] += cost;
            }
            let own = self.full.rows.iter().map(|row| &row.terms[..]).zip(&lifted);
            for (terms, multiplier) in own.chain(on_top.iter().copied().zip(&above)).filter(|(_, it)| **it != 0.0) {
                for (column, coefficient) in terms.iter().filter(|(column, _)| *column < self.full.columns.len()) {
                    left[*column] -= coefficient * multiplier;
                }
            }
            for &(row, sum) in &self.sums {
                let terms = &self.full.rows[row].terms;
                let own = terms.iter().find(|(column, _)| *column == sum).map_or(1.0, |(_, own)| *own);
                let multiplier = left[sum] / own;
                lifted[row] = multiplier;
                for (column, coefficient) in terms {
                    left[*column] -= coefficient * multiplier;
                }
            }
        }
        let all = lifted.into_iter().chain(above).enumerate();
        all.filter(|(_, multiplier)| *multiplier != 0.0).collect()
    }
}

impl AggregatedIds {
    /// The key of a row in the smaller formulation.
    #[expect(clippy::too_many_lines, reason = "one arm for each kind of row, so that none is forgotten")]
    fn rename_row(&self, key: RowKey) -> RowKey {
        use RowKey as K;
        let n = |nation: NationId| self.nations[nation.index()];
        let g = |group: GroupId| self.groups[group.index()];
        let subject = |subject| match subject {
            Subject::Nation(nation) => Subject::Nation(n(nation)),
            Subject::Paid(nation) => Subject::Paid(n(nation)),
            Subject::NationOf(nation, capability) => Subject::NationOf(n(nation), capability),
            Subject::Order(group, offer) => Subject::Order(g(group), offer),
            Subject::Part(group, offer, nation) => Subject::Part(g(group), offer, n(nation)),
            Subject::Run { nation, capability, denial, from, to } => {
                Subject::Run { nation: n(nation), capability, denial, from, to }
            }
            Subject::All
            | Subject::Capability(_)
            | Subject::Producer(_)
            | Subject::ProducerOf(..)
            | Subject::Supplier(..)
            | Subject::In(_)
            | Subject::CapabilityIn(..) => subject,
        };
        match key {
            K::Pooled { group, offer, step } => K::Pooled { group: g(group), offer, step },
            K::Split { nation, group, offer, step } => K::Split { nation: n(nation), group: g(group), offer, step },
            K::BandFrom { group, offer, band } => K::BandFrom { group: g(group), offer, band },
            K::BandTo { group, offer, band } => K::BandTo { group: g(group), offer, band },
            K::OneBand { group, offer } => K::OneBand { group: g(group), offer },
            K::LineOfBand { line, group, offer, band, step, enlarged } => {
                K::LineOfBand { line, group: g(group), offer, band, step, enlarged }
            }
            K::DiscountSplit { nation, group, offer, step } => {
                K::DiscountSplit { nation: n(nation), group: g(group), offer, step }
            }
            K::BusinessFrom { group, producer, band } => K::BusinessFrom { group: g(group), producer, band },
            K::BusinessTo { group, producer, band } => K::BusinessTo { group: g(group), producer, band },
            K::OneDiscount { group, producer } => K::OneDiscount { group: g(group), producer },
            K::MinimumOrder { group, offer } => K::MinimumOrder { group: g(group), offer },
            K::Committed { group, offer } => K::Committed { group: g(group), offer },
            K::Filled { group, offer, step } => K::Filled { group: g(group), offer, step },
            K::FullBand { group, offer, step, band } => K::FullBand { group: g(group), offer, step, band },
            K::NextBand { group, offer, step, band } => K::NextBand { group: g(group), offer, step, band },
            K::PaidTogether { group, offer, step } => K::PaidTogether { group: g(group), offer, step },
            K::SetUpFirst { group, offer, step } => K::SetUpFirst { group: g(group), offer, step },
            K::SetUpStays { group, offer, step } => K::SetUpStays { group: g(group), offer, step },
            K::SetUpPaid { group, offer, step } => K::SetUpPaid { group: g(group), offer, step },
            K::FieldedFirst { nation, offer, step } => K::FieldedFirst { nation: n(nation), offer, step },
            K::FieldedStays { nation, offer, step } => K::FieldedStays { nation: n(nation), offer, step },
            K::FieldedLeast { nation, offer } => K::FieldedLeast { nation: n(nation), offer },
            K::FieldedServes { nation, offer, step } => K::FieldedServes { nation: n(nation), offer, step },
            K::Budget { nation, step } => K::Budget { nation: n(nation), step },
            K::CarryOver { nation, step } => K::CarryOver { nation: n(nation), step },
            K::Support { nation, step } => K::Support { nation: n(nation), step },
            K::NationalStock { nation, capability, step } => K::NationalStock { nation: n(nation), capability, step },
            K::Used { nation, capability, step } => K::Used { nation: n(nation), capability, step },
            K::NationalTarget { nation, capability, step } => K::NationalTarget { nation: n(nation), capability, step },
            K::Need { nation, denial, capability, from, to } => {
                K::Need { nation: nation.map(n), denial, capability, from, to }
            }
            K::Beyond { nation, group, offer, step } => K::Beyond { nation: n(nation), group: g(group), offer, step },
            K::AboveMinimum { group, offer } => K::AboveMinimum { group: g(group), offer },
            K::MarginOfLots { nation, capability, group, offer, from, to } => {
                K::MarginOfLots { nation: nation.map(n), capability, group: g(group), offer, from, to }
            }
            K::Margin { nation, capability, offer, from, to } => {
                K::Margin { nation: nation.map(n), capability, offer, from, to }
            }
            K::Lots { nation, group, offer, step } => K::Lots { nation: n(nation), group: g(group), offer, step },
            K::ProgrammeOver { group, offer, programme, step } => {
                K::ProgrammeOver { group: g(group), offer, programme, step }
            }
            K::FundRate { nation, step, set } => K::FundRate { nation: n(nation), step, set },
            K::FundAllocation { nation, fund } => K::FundAllocation { nation: n(nation), fund },
            K::Rule { family, rule, subject: own } => K::Rule { family, rule, subject: subject(own) },
            K::TakesPartLeast { rule, nation, group, offer } => {
                K::TakesPartLeast { rule, nation: n(nation), group: g(group), offer }
            }
            K::TakesPartMost { rule, nation, group, offer } => {
                K::TakesPartMost { rule, nation: n(nation), group: g(group), offer }
            }
            K::InUse { rule, offer, nation } => K::InUse { rule, offer, nation: nation.map(n) },
            K::Spent { rule, group, offer } => K::Spent { rule, group: g(group), offer },
            K::Penalty { rule, subject: own } => K::Penalty { rule, subject: subject(own) },
            K::FairShare { nation, capability } => K::FairShare { nation: n(nation), capability },
            K::Uneven { nation, basket } => K::Uneven { nation: n(nation), basket },
            K::Link { .. }
            | K::LeastLoad { .. }
            | K::RelationCount { .. }
            | K::Line { .. }
            | K::LineRun { .. }
            | K::LineBegun { .. }
            | K::Expansion { .. }
            | K::Ramp { .. }
            | K::Funding { .. }
            | K::Supply { .. }
            | K::Stock { .. }
            | K::InService { .. }
            | K::Ceiling { .. }
            | K::Serving { .. }
            | K::Usable { .. }
            | K::Enabler { .. }
            | K::Switched { .. }
            | K::NotMore { .. }
            | K::Gap { .. }
            | K::WorstGap { .. }
            | K::WorstDenial { .. }
            | K::SupplierLeast { .. }
            | K::SupplierMost { .. }
            | K::ProgrammeOnce { .. }
            | K::ProgrammePaid { .. }
            | K::FundEnvelope { .. }
            | K::Required { .. }
            | K::Shared { .. }
            | K::SharedPot { .. }
            | K::SharedFund { .. }
            | K::Kept { .. }
            | K::Held { .. } => key,
        }
    }
}
