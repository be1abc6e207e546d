//! A plan with every band decided, made better band by band: prices say which commitment may be worth another one.

use crate::solve::carried::Candidate;
use crate::solve::diving::Open;
use crate::solve::engine::Method;
use crate::solve::rounding::{Aim, Relaxation, Watch, is_near, value};

/// How many other bands are tried, at most.
const TRIES: usize = 16;

/// A commitment goes up to a band only if it orders this part of the band's beginning.
const UP_FROM: f64 = 0.5;

/// A plan must be better by this part to be one.
const BETTER: f64 = 1e-9;

/// Another band for a commitment.
#[derive(Clone, Copy)]
struct Change {
    choice: usize,
    band: usize,
    /// What it would bring if no price changed, which is more than it does.
    promise: f64,
}

impl Relaxation<'_> {
    /// The best orders with bands as they are decided, and then with one band after the other changed, as long as that makes the plan
    /// better and it is not near enough. With every band decided, the price of a band's column says what it would bring at most to have
    /// that band, too, since a linear programme never gains more from a change than its prices promise; so those that promise nothing need no
    /// try, and those that promise most come first.
    pub(super) fn mend(
        &mut self,
        costs: &[f64],
        (at, mut open): (Vec<f64>, Vec<Open>),
        aim: Aim,
        watch: Watch<'_>,
    ) -> Candidate {
        let all: Vec<usize> = (0..open.len()).collect();
        self.allow(&all, &open);
        let Some(mut at) = self.go_on(true, watch) else {
            return Candidate { fixed: self.decided(at, &open), proof: None };
        };
        let mut fixed = self.decided(at.clone(), &open);
        let mut proof = self.proof(costs, &fixed, Method::Simplex);
        let mut best = value(costs, &at);
        let mut changes = self.changes(&at, &open);
        let mut in_vain: Vec<(usize, usize)> = Vec::new();
        for _ in 0..TRIES {
            if is_near(best, aim.bound, aim.gap) {
                break;
            }
            let Some(change) = changes.pop() else { break };
            let Change { choice, band, promise } = change;
            if in_vain.contains(&(choice, band)) {
                continue;
            }
            let before = std::mem::replace(&mut open[choice], (band, band + 1));
            self.allow(&[choice], &open);
            let point = self.go_on(true, watch).filter(|point| value(costs, point) < best - BETTER * best.abs());
            tracing::debug!(promise, found = point.as_ref().map(|point| value(costs, point)), best, "another band");
            let Some(point) = point else {
                in_vain.push((choice, band));
                open[choice] = before;
                self.allow(&[choice], &open);
                continue;
            };
            best = value(costs, &point);
            at = point;
            fixed = self.decided(at.clone(), &open);
            proof = self.proof(costs, &fixed, Method::Simplex);
            changes = self.changes(&at, &open);
        }
        Candidate { fixed, proof: Some(proof) }
    }

    /// A point with every band decided as is open.
    fn decided(&self, mut at: Vec<f64>, open: &[Open]) -> Vec<f64> {
        for (choice, open) in self.choices.iter().zip(open) {
            for (place, (column, _)) in choice.bands.iter().enumerate() {
                at[*column] = if place == open.0 { 1.0 } else { 0.0 };
            }
        }
        at
    }

    /// The bands beside those that are decided that promise something at the prices at which the solver ended; those that promise most
    /// come last.
    fn changes(&mut self, at: &[f64], open: &[Open]) -> Vec<Change> {
        let prices = self.engine.point().column_duals;
        let mut changes = Vec::new();
        for (choice, (entry, open)) in self.choices.iter().zip(open).enumerate() {
            let band = open.0;
            let price = |band: usize| Some(prices[self.folded.place(entry.bands.get(band)?.0)?]);
            let ordered: f64 = entry.ordered.iter().map(|column| at[*column]).sum();
            // Nobody asks to go down who orders more than the band begins with.
            let down = band.checked_sub(1).filter(|_| ordered <= entry.bands[band].1 * (1.0 + 1e-6));
            let up =
                Some(band + 1).filter(|up| entry.bands.get(*up).is_some_and(|(_, from)| ordered >= UP_FROM * from));
            for band in down.into_iter().chain(up) {
                let Some((now, then)) = price(open.0).zip(price(band)) else { continue };
                let promise = now - then;
                if promise > 0.0 {
                    changes.push(Change { choice, band, promise });
                }
            }
        }
        changes.sort_by(|a, b| a.promise.total_cmp(&b.promise));
        changes
    }
}
