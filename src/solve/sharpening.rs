//! Rows that every plan keeps, added to the relaxation where it breaks them: first in the middle of its best points, then at a corner.

use crate::formulation::Row;
use crate::solve::carried::Added;
use crate::solve::engine::Middle;
use crate::solve::interior::Rough;
use crate::solve::rounding::{Relaxation, State, Watch, dearer, is_near, value};

/// By how much a row must be broken, relative to its largest coefficient, to be added.
const BROKEN: f64 = 1e-6;

impl Relaxation<'_> {
    /// The middle of the best points of the relaxation with the sharper rows that it breaks, several times, as long as its orders promise no
    /// plan near the bound. A corner breaks few of the rows that corners beside it do, the middle breaks them all.
    pub(super) fn sharpened_middle(&mut self, (costs, gap): (&[f64], f64), watch: Watch<'_>) -> Option<Middle> {
        let mut from: Option<Middle> = None;
        let most = self.settings.interior_cut_rounds;
        for round in 0..=most {
            let (folded, choices, sharper) = (&self.folded, self.choices, &self.sharper);
            let is_enough = |columns: &[f64]| {
                let at = folded.unfold(columns);
                let bound = value(costs, &at);
                !is_near(bound + dearer(choices, costs, &at), bound, gap)
                    && sharper.iter().any(|row| is_broken(row, &at))
            };
            let rough = (round < most).then_some(Rough { within: self.settings.early_stop, is_enough: &is_enough });
            let start = from.as_ref().filter(|_| self.settings.interior_warm_start);
            let middle =
                self.engine.middle(start, rough.filter(|rough| rough.within > 0.0), (watch.left)(), watch.told)?;
            let is_last = round == most || (self.settings.early_stop == 0.0 && !is_enough(middle.columns()));
            if is_last || (!middle.is_rough() && self.settings.early_stop > 0.0) {
                return Some(middle);
            }
            let at = self.folded.unfold(middle.columns());
            self.add_broken(&at);
            from = Some(middle);
        }
        None
    }

    /// Raises the bound by the rows that its point breaks, as long as that is worth it.
    pub(super) fn raise(&mut self, costs: &[f64], state: &mut State, watch: Watch<'_>) {
        while !state.is_near() && state.sharpened < self.settings.cut_rounds {
            let Some(at) = self.sharpen(&state.at, watch) else { break };
            state.sharpened += 1;
            let reached = value(costs, &at);
            tracing::debug!(bound = state.bound, reached, best = state.best, "sharpened");
            // Where there is no plan yet, what orders would cost at the prices of their bands stands for it.
            let best = state.best.unwrap_or_else(|| reached + dearer(self.choices, costs, &at));
            let is_little = reached - state.bound < self.settings.cut_progress * (best - state.bound);
            state.at = at;
            state.bound = state.bound.max(reached);
            if is_little {
                break;
            }
        }
    }

    /// Adds the rows that a point breaks, and solves again; nothing where none is, or where the solver does not end.
    fn sharpen(&mut self, at: &[f64], watch: Watch<'_>) -> Option<Vec<f64>> {
        if self.add_broken(at) { self.go_on(true, watch) } else { None }
    }

    /// Adds the rows that a point breaks; says whether there are any.
    fn add_broken(&mut self, at: &[f64]) -> bool {
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
