//! Sums of integer columns to branch on: how many lots all nations of a group order together is whole, too, and says more than how many one does.

use std::collections::BTreeMap;

use crate::formulation::{ColumnKey, Formulation, Row};
use crate::solve::proof::KEPT;

/// Sums that stand as integer columns behind those of the formulation: the lots of a group for an offer in each year, and up to each year.
pub(super) fn sums_of(formulation: &Formulation) -> Vec<Vec<usize>> {
    let mut by_offer: BTreeMap<_, BTreeMap<_, Vec<usize>>> = BTreeMap::new();
    for (place, (key, upper)) in formulation.columns.iter().enumerate() {
        if let ColumnKey::Lots { group, offer, step, .. } = key
            && upper.is_finite()
        {
            by_offer.entry((group, offer)).or_default().entry(step).or_default().push(place);
        }
    }
    let mut sums = Vec::new();
    for steps in by_offer.into_values() {
        let mut so_far: Vec<usize> = Vec::new();
        for own in steps.into_values() {
            if own.len() > 1 {
                sums.push(own.clone());
            }
            let is_first = so_far.is_empty();
            so_far.extend(own);
            if !is_first {
                sums.push(so_far.clone());
            }
        }
    }
    sums
}

/// The rows that say what such columns are, behind so many others.
#[must_use]
pub fn sum_rows(columns: usize, sums: &[Vec<usize>]) -> Vec<Row> {
    let row = |(place, sum): (usize, &Vec<usize>)| {
        let terms = sum.iter().map(|column| (*column, 1.0)).chain([(columns + place, -1.0)]);
        Row::equal(KEPT, 0.0, terms.collect())
    };
    sums.iter().enumerate().map(row).collect()
}
