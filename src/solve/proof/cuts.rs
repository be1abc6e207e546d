//! Cuts that price tiers allow, each proven by the two ways in which its tier can be decided.
//!
//! Where the tier is not reached, nothing is bought at its price. Where it is, the cut is a part of the row of its line.

use std::collections::BTreeMap;

use exact_bound::{Cut, Limits, Multipliers, Node, Program, Tree, negative};
use rustc_hash::FxHashMap;

use crate::formulation::{ColumnKey, Formulation, Row, RowKey};

/// By how much a cut may be weaker than it says once it is proven, relative to its largest coefficient.
const WEAKER: f64 = 1e-6;

/// Rows by what they speak of.
pub(super) struct RowPlaces(FxHashMap<RowKey, usize>);

impl RowPlaces {
    pub fn of(formulation: &Formulation) -> Self {
        Self(formulation.rows.iter().enumerate().map(|(place, row)| (row.key, place)).collect())
    }

    /// Proves a cut as far as it holds; `None` where it is not of a kind that is proven here.
    pub fn prove(&self, formulation: &Formulation, program: &Program<'_>, limits: &Limits, cut: &Row) -> Option<Cut> {
        let RowKey::LineOfBand { line, group, offer, band, step, .. } = cut.key else { return None };
        let tier = formulation.columns.find(ColumnKey::Band { group, offer, band })?;
        let end = *self.0.get(&RowKey::BandTo { group, offer, band })?;
        let whole = *self.0.get(&RowKey::Line { line, step })?;
        // What is bought at the price takes nothing: as much of the row that excludes it as the largest share.
        let bought: BTreeMap<usize, f64> = formulation.rows[end].terms.iter().copied().collect();
        let shares = cut.terms.iter().filter_map(|(column, taken)| Some(taken / bought.get(column)?));
        let most = shares.fold(0.0_f64, f64::max).next_up();
        let proof = Tree {
            nodes: vec![
                Node::Branch { column: tier, at: 0.0, below: 1, above: 2 },
                Node::Leaf(vec![(end, -most)]),
                Node::Leaf(self.by_line(formulation, cut, whole)),
            ],
        };
        let bound = proof.bound(program, limits, &negative(&cut.terms)).ok()??;
        let upper = -bound.rounded_down();
        let largest = cut.terms.iter().fold(0.0_f64, |most, (_, coefficient)| most.max(coefficient.abs()));
        (upper <= cut.upper + WEAKER * largest).then(|| Cut { terms: cut.terms.clone(), upper, proof })
    }

    /// The row of the line, with the rows that say what an order is made of, so that what it takes stands by price tier.
    fn by_line(&self, formulation: &Formulation, cut: &Row, whole: usize) -> Multipliers {
        let mut multipliers = vec![(whole, -1.0)];
        let mut left: BTreeMap<usize, f64> = formulation.rows[whole].terms.iter().copied().collect();
        let mut orders: Vec<ColumnKey> = cut.terms.iter().map(|(column, _)| formulation.columns.key(*column)).collect();
        orders.sort_unstable();
        let mut pooled = Vec::new();
        let mut split = Vec::new();
        for key in orders {
            if let ColumnKey::Banded { nation, group, offer, step, .. } = key {
                pooled.push((ColumnKey::Pooled { group, offer, step }, RowKey::Pooled { group, offer, step }));
                let order = ColumnKey::Order { nation, group, offer, step };
                split.push((order, RowKey::Split { nation, group, offer, step }));
            }
        }
        pooled.dedup();
        for (sum, says) in pooled.into_iter().chain(split) {
            let (Some(sum), Some(&says)) = (formulation.columns.find(sum), self.0.get(&says)) else { continue };
            let Some(taken) = left.remove(&sum).filter(|taken| *taken != 0.0) else { continue };
            let terms = &formulation.rows[says].terms;
            let own = terms.iter().find(|(column, _)| *column == sum).map_or(1.0, |(_, own)| *own);
            let multiplier = taken / own;
            multipliers.push((says, multiplier));
            for (column, coefficient) in terms.iter().filter(|(column, _)| *column != sum) {
                *left.entry(*column).or_default() -= coefficient * multiplier;
            }
        }
        multipliers
    }
}
