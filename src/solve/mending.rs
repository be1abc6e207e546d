//! A plan with every band decided, made better band by band: prices say which commitment may be worth another one.

use crate::solve::carried::Candidate;
use crate::solve::diving::{Aim, Open};
use crate::solve::engine::Method;
use crate::solve::rounding::{Relaxation, Watch, is_near, value};

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
        let mut fixed = self.decided(at, first(&open));
        self.hold_bands(&fixed);
        let Some(at) = self.go_on(true, watch) else { return Candidate { fixed, proof: None } };
        let mut proof = self.proof(costs, &fixed, Method::Simplex);
        let mut best = value(costs, &at);
        let mut changes = self.changes(&at, &open);
        let mut in_vain: Vec<(usize, usize)> = Vec::new();
        for _ in 0..self.settings.local_search_tries {
            if is_near(best, aim.bound, aim.gap) {
                break;
            }
            let Some(Change { choice, band, promise }) = changes.pop() else { break };
            let before = std::mem::replace(&mut open[choice], (band, band + 1));
            self.allow(&[choice], &open);
            let found = self.go_on(true, watch).map(|at| (value(costs, &at), at));
            tracing::debug!(promise, found = found.as_ref().map(|found| found.0), best, "another band");
            match found.filter(|(found, _)| *found < best - BETTER * best.abs()) {
                Some((found, at)) => {
                    best = found;
                    changes = self.changes(&at, &open);
                    changes.retain(|change| !in_vain.contains(&(change.choice, change.band)));
                    fixed = self.decided(at, first(&open));
                    proof = self.proof(costs, &fixed, Method::Simplex);
                }
                None => {
                    in_vain.push((choice, band));
                    open[choice] = before;
                    self.allow(&[choice], &open);
                }
            }
        }
        Candidate { fixed, proof: Some(proof) }
    }

    /// The bands beside those that are decided that promise something at the prices at which the solver ended; those that promise most
    /// come last.
    fn changes(&mut self, at: &[f64], open: &[Open]) -> Vec<Change> {
        let prices = self.engine.point().column_duals;
        let mut changes = Vec::new();
        for (choice, (entry, open)) in self.choices.iter().zip(open).enumerate() {
            let band = open.0;
            let price = |band: usize| Some(prices[self.folded.place(entry.bands.get(band)?.0)?]);
            let ordered = entry.ordered_at(at);
            // Nobody asks to go down who orders more than the band begins with.
            let down = band.checked_sub(1).filter(|_| ordered <= entry.bands[band].1 * (1.0 + 1e-6));
            let up = Some(band + 1).filter(|up| {
                entry.bands.get(*up).is_some_and(|(_, from)| ordered >= self.settings.local_search_up_from * from)
            });
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

/// The only bands that are open.
fn first(open: &[Open]) -> impl Iterator<Item = usize> + '_ {
    open.iter().map(|open| open.0)
}

#[cfg(test)]
mod tests {
    use crate::formulation::{Columns, Expression, Formulation, Row, RowKey};
    use crate::reduction::Choice;
    use crate::solve::SearchSettings;
    use crate::solve::carried::Candidate;
    use crate::solve::diving::Aim;
    use crate::solve::rounding::{Relaxation, Watch, value};

    const KEY: RowKey = RowKey::Kept { goal: 0 };

    /// What a unit of three offers costs in a first band, and in a second one. Another unit of the first offer's kind costs 9, of which
    /// there are 50.
    const COSTS: [f64; 13] = [10.0, 8.0, 7.0, 5.0, 10.0, 9.9, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];

    /// Where the second bands begin.
    const FROM: [f64; 3] = [60.0, 80.0, 100.0];

    /// How much is needed of each kind.
    const NEEDED: [f64; 3] = [100.0, 20.0, 55.0];

    fn choices() -> Vec<Choice> {
        let choice = |offer: usize| Choice {
            bands: vec![(7 + 2 * offer, 0.0), (8 + 2 * offer, FROM[offer])],
            ordered: vec![2 * offer, 2 * offer + 1],
            bought: vec![vec![2 * offer], vec![2 * offer + 1]],
        };
        (0..3).map(choice).collect()
    }

    fn rows() -> Vec<Row> {
        let mut rows = Vec::new();
        for offer in 0..3 {
            let (low, high, is_low, is_high) = (2 * offer, 2 * offer + 1, 7 + 2 * offer, 8 + 2 * offer);
            let mut needed = vec![(low, 1.0), (high, 1.0)];
            needed.extend((offer == 0).then_some((6, 1.0)));
            rows.push(Row::at_least(KEY, NEEDED[offer], needed));
            rows.push(Row::at_most(KEY, 0.0, vec![(low, 1.0), (is_low, -1000.0)]));
            rows.push(Row::at_most(KEY, 0.0, vec![(high, 1.0), (is_high, -1000.0)]));
            rows.push(Row::at_least(KEY, 0.0, vec![(high, 1.0), (is_high, -FROM[offer])]));
            rows.push(Row::at_most(KEY, 1.0, vec![(is_low, 1.0), (is_high, 1.0)]));
        }
        rows
    }

    /// The first and the third offer in their first bands, the second in its second, and what comes of that.
    fn mended(gap: f64) -> Candidate {
        let mut columns = vec![(false, f64::INFINITY); 13];
        columns[6].1 = 50.0;
        columns[7..].fill((true, 1.0));
        let formulation = Formulation {
            columns: Columns::default(),
            rows: rows(),
            goals: Vec::new(),
            tie_break: Expression::default(),
        };
        let choices = choices();
        let mut relaxation =
            Relaxation::of_columns(&columns, &formulation, &choices, &[], &SearchSettings::DEFAULT).unwrap();
        relaxation.engine.relax_integers();
        relaxation.engine.set_costs(&COSTS);
        let (left, aim) = (|| None, Aim { best: None, bound: 1.0, gap });
        relaxation.mend(&COSTS, (vec![0.0; 13], vec![(0, 1), (1, 2), (0, 1)]), aim, Watch { left: &left, told: None })
    }

    #[test]
    fn bands_that_make_the_plan_better_are_taken_and_no_others() {
        // The first offer saves 2 a unit on 50, and 1 on the 50 that were bought otherwise; the second need not buy 80 for 20; of the third
        // 100 for 990 are no help where 55 cost 550.
        let found = mended(0.0);
        assert_eq!(found.fixed[7..], [0.0, 1.0, 1.0, 0.0, 1.0, 0.0]);
        let at = found.proof.unwrap().point.columns;
        assert!((value(&COSTS, &at) - (800.0 + 140.0 + 550.0)).abs() < 1e-6, "{at:?}");
    }

    #[test]
    fn a_plan_that_is_near_enough_stays_as_it_is() {
        let found = mended(1.0);
        assert_eq!(found.fixed[7..], [1.0, 0.0, 0.0, 1.0, 1.0, 0.0]);
        let at = found.proof.unwrap().point.columns;
        assert!((value(&COSTS, &at) - (500.0 + 450.0 + 400.0 + 550.0)).abs() < 1e-6, "{at:?}");
    }
}
