//! Rows that every plan keeps, added to the relaxation where it breaks them: first in the middle of its best points, on the way there.

use crate::formulation::Row;
use crate::solve::carried::Added;
use crate::solve::engine::Middle;
use crate::solve::interior::Rough;
use crate::solve::rounding::{Relaxation, Watch, dearer, is_near, value};

/// How often it is sharpened where it has no corner yet, at most.
const CENTRED: usize = 2;

/// Goal and bound are brought so near to each other, relative, where only sharper rows are looked for: their middle breaks the same.
const ROUGH: f64 = 1e-3;

/// By how much a row must be broken, relative to its largest coefficient, to be added.
const BROKEN: f64 = 1e-6;

impl Relaxation<'_> {
    /// The middle of the best points of the relaxation with the sharper rows that it breaks, several times, as long as its orders promise no
    /// plan near the bound. A corner breaks few of the rows that corners beside it do, the middle breaks them all.
    pub(super) fn sharpened_middle(&mut self, (costs, gap): (&[f64], f64), watch: Watch<'_>) -> Option<Middle> {
        let mut from: Option<Middle> = None;
        for round in 0..=CENTRED {
            let (folded, choices, sharper) = (&self.folded, self.choices, &self.sharper);
            let is_enough = |columns: &[f64]| {
                let at = folded.unfold(columns);
                let bound = value(costs, &at);
                !is_near(bound + dearer(choices, costs, &at), bound, gap)
                    && sharper.iter().any(|row| is_broken(row, &at))
            };
            let rough = (round < CENTRED).then_some(Rough { within: ROUGH, is_enough: &is_enough });
            let middle = self.engine.middle(from.as_ref(), rough, (watch.left)(), watch.told)?;
            if !middle.is_rough() {
                return Some(middle);
            }
            let at = self.folded.unfold(middle.columns());
            self.add_broken(&at);
            from = Some(middle);
        }
        None
    }

    /// Adds the rows that a point breaks; says whether there are any.
    pub(super) fn add_broken(&mut self, at: &[f64]) -> bool {
        let (broken, kept): (Vec<&Row>, Vec<&Row>) = self.sharper.iter().copied().partition(|row| is_broken(row, at));
        tracing::debug!(broken = broken.len(), kept = kept.len(), "sharper rows");
        self.sharper = kept;
        let rows: Vec<_> = broken.iter().map(|row| (row.upper, self.folded.terms(&row.terms))).collect();
        self.engine.add_rows(&rows);
        let is_any = !broken.is_empty();
        self.added.extend(broken.into_iter().map(Added::Sharper));
        is_any
    }
}

/// Whether a point breaks a row by more than tolerances allow.
fn is_broken(row: &Row, at: &[f64]) -> bool {
    let largest = row.terms.iter().fold(1e-9_f64, |most, (_, coefficient)| most.max(coefficient.abs()));
    let sum: f64 = row.terms.iter().map(|(column, coefficient)| coefficient * at[*column]).sum();
    sum > row.upper + BROKEN * largest
}
