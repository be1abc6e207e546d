//! Plans by diving: bands are decided by and by as the relaxation nearly does, with the relaxation solved anew in between.

use crate::reduction::Choice;
use crate::solve::SearchSettings;
use crate::solve::carried::Candidate;
use crate::solve::rounding::{Relaxation, Watch, value};

/// Returns how many commitments are decided at once of those that have a band in part: of those that are sure, if there are any.
const fn at_once(settings: &SearchSettings, parts: usize, sure: usize) -> usize {
    let one_in = if parts < settings.dive_few { settings.dive_one_in_of_few } else { settings.dive_one_in };
    if sure > 0 { sure.div_ceil(one_in) } else { parts.div_ceil(one_in) }
}

/// The best plan so far, and how near to which bound one must come.
#[derive(Clone, Copy)]
pub(super) struct Aim {
    pub best: Option<f64>,
    pub bound: f64,
    pub gap: f64,
}

/// Where decisions lead to no plan, one in so many of them is tried.
const FEWER: usize = 2;

/// The bands that a commitment may still have: from the first to before the second.
pub(super) type Open = (usize, usize);

/// A band that a commitment has in part.
struct InPart {
    choice: usize,
    band: usize,
    /// What part of the band's beginning is ordered.
    ordered: f64,
}

impl Relaxation<'_> {
    /// Dives from a point of the relaxation: the highest band that a commitment has in part is given to it or ruled out, first
    /// where that is clearest. What leads to no plan is undone, and tried with fewer, at last the other way. The best orders at the
    /// end, with every band decided, and mended where they are not near enough; nothing where there are none, or none better than the
    /// best plan so far.
    pub(super) fn dive(
        &mut self,
        costs: &[f64],
        (at, up_from): (&[f64], f64),
        aim: Aim,
        watch: Watch<'_>,
    ) -> Option<Candidate> {
        let basis = self.engine.basis();
        let mut open: Vec<Open> = self.choices.iter().map(|choice| (0, choice.bands.len())).collect();
        let found = self.descend(costs, (at, up_from), (aim.best, watch), &mut open).map(|at| {
            for (choice, open) in self.choices.iter().zip(&mut open) {
                if open.1 > open.0 + 1 {
                    let reached = choice.reached(choice.ordered_at(&at));
                    *open = (reached, reached + 1);
                }
            }
            self.mend(costs, (at, open), aim, watch)
        });
        self.let_go(basis);
        found
    }

    fn descend(
        &mut self,
        costs: &[f64],
        (at, up_from): (&[f64], f64),
        (best, watch): (Option<f64>, Watch<'_>),
        open: &mut [Open],
    ) -> Option<Vec<f64>> {
        let mut at = at.to_vec();
        // Commitments of which one could not be decided as it was clearest. They come last: mostly the others decide them.
        let mut doubtful = vec![false; open.len()];
        loop {
            let mut parts = self.in_part(&at, open);
            if parts.is_empty() {
                return Some(at);
            }
            let clear = |part: &InPart| (part.ordered - up_from).abs();
            parts.sort_by(|a, b| clear(b).total_cmp(&clear(a)));
            parts.sort_by_key(|part| doubtful[part.choice]);
            let sure = parts.iter().filter(|part| !doubtful[part.choice]).count();
            let mut now = at_once(self.settings, parts.len(), sure);
            at = loop {
                let before: Vec<Open> = parts[..now].iter().map(|part| open[part.choice]).collect();
                let decided = |part: &InPart, turned: bool| {
                    let is_up = (part.ordered >= up_from) != turned;
                    if is_up { (part.band, part.band + 1) } else { (open[part.choice].0, part.band) }
                };
                let after: Vec<Open> = parts[..now].iter().map(|part| decided(part, false)).collect();
                let turned = decided(&parts[0], true);
                if let Some(point) = self.try_bands(&parts[..now], &after, open, watch) {
                    break point;
                }
                if now == 1 {
                    break self.try_bands(&parts[..1], &[turned], open, watch)?;
                }
                for (part, before) in parts[..now].iter().zip(before) {
                    open[part.choice] = before;
                }
                self.allow(&parts[..now].iter().map(|part| part.choice).collect::<Vec<_>>(), open);
                let fewer = (now / FEWER).max(1);
                parts[fewer..now].iter().for_each(|part| doubtful[part.choice] = true);
                now = fewer;
            };
            tracing::debug!(open = parts.len(), now, value = value(costs, &at), best, "dive");
            if best.is_some_and(|best| value(costs, &at) >= best) {
                return None;
            }
        }
    }

    /// The relaxation with commitments held to these bands, too.
    fn try_bands(&mut self, parts: &[InPart], bands: &[Open], open: &mut [Open], watch: Watch<'_>) -> Option<Vec<f64>> {
        for (part, bands) in parts.iter().zip(bands) {
            open[part.choice] = *bands;
        }
        self.allow(&parts.iter().map(|part| part.choice).collect::<Vec<_>>(), open);
        self.go_on(true, watch)
    }

    /// Holds commitments to the bands that are open to them.
    pub(super) fn allow(&mut self, choices: &[usize], open: &[Open]) {
        let mut bounds: Vec<(usize, f64, f64)> = Vec::new();
        for &choice in choices {
            let (first, end) = open[choice];
            for (band, (column, _)) in self.choices[choice].bands.iter().enumerate() {
                let is_open = first <= band && band < end;
                let is_only = is_open && end == first + 1 && self.choices[choice].bands.len() > 1;
                let Some(column) = self.folded.place(*column) else { continue };
                bounds.push((column, if is_only { 1.0 } else { 0.0 }, if is_open { 1.0 } else { 0.0 }));
            }
        }
        bounds.sort_unstable_by_key(|(column, ..)| *column);
        self.engine.set_bounds_of(bounds);
    }

    /// The commitments that have a band in part which they do not reach, and that is still to be decided.
    fn in_part(&self, at: &[f64], open: &[Open]) -> Vec<InPart> {
        let part = |(place, choice): (usize, &Choice)| {
            let ordered = choice.ordered_at(at);
            let band = choice.bands.iter().rposition(|(column, _)| at[*column] > 1e-6)?;
            let from = choice.bands[band].1;
            let is_open = open[place].1 > open[place].0 + 1;
            (is_open && ordered * (1.0 + 1e-9) < from).then(|| InPart { choice: place, band, ordered: ordered / from })
        };
        self.choices.iter().enumerate().filter_map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Aim;
    use crate::formulation::{Columns, Expression, Formulation, Row, RowKey};
    use crate::reduction::Choice;
    use crate::solve::SearchSettings;
    use crate::solve::engine::{Ending, Method};
    use crate::solve::rounding::{Relaxation, Watch, value};

    const KEY: RowKey = RowKey::Kept { goal: 0 };

    /// What a unit of two offers costs in each band; then the bands.
    const COSTS: [f64; 8] = [10.0, 8.0, 10.0, 8.0, 0.0, 0.0, 0.0, 0.0];

    /// Two offers, each 10 a unit and 8 from 100 on, of which 90 are needed; lines make `made` of both.
    fn programme(made: f64) -> (Formulation, [Choice; 2], Vec<(bool, f64)>) {
        let mut rows = vec![Row::at_most(KEY, made, (0..4).map(|column| (column, 1.0)).collect())];
        let choice = |offer: usize| Choice {
            bands: vec![(4 + 2 * offer, 0.0), (5 + 2 * offer, 100.0)],
            ordered: vec![2 * offer, 2 * offer + 1],
            bought: vec![vec![2 * offer], vec![2 * offer + 1]],
        };
        let choices = [choice(0), choice(1)];
        for offer in 0..2 {
            let (low, high, is_low, is_high) = (2 * offer, 2 * offer + 1, 4 + 2 * offer, 5 + 2 * offer);
            rows.push(Row::at_least(KEY, 90.0, vec![(low, 1.0), (high, 1.0)]));
            rows.push(Row::at_most(KEY, 0.0, vec![(low, 1.0), (is_low, -1000.0)]));
            rows.push(Row::at_most(KEY, 0.0, vec![(high, 1.0), (is_high, -1000.0)]));
            rows.push(Row::at_least(KEY, 0.0, vec![(high, 1.0), (is_high, -100.0)]));
            rows.push(Row::at_most(KEY, 1.0, vec![(is_low, 1.0), (is_high, 1.0)]));
        }
        let mut columns = vec![(false, f64::INFINITY); 8];
        columns[4..].fill((true, 1.0));
        let (columns_of_none, tie_break) = (Columns::default(), Expression::default());
        (Formulation { columns: columns_of_none, rows, goals: Vec::new(), tie_break }, choices, columns)
    }

    fn dived(made: f64) -> (Vec<f64>, f64) {
        let (costs, (formulation, choices, columns)) = (COSTS, programme(made));
        let all_at_once = SearchSettings { dive_one_in: 1, dive_one_in_of_few: 1, ..SearchSettings::DEFAULT };
        let mut relaxation = Relaxation::of_columns(&columns, &formulation, &choices, &[], &all_at_once).unwrap();
        relaxation.engine.relax_integers();
        relaxation.engine.set_costs(&costs);
        assert_eq!(relaxation.engine.run(Method::Simplex, true, true, None, None), Ending::Optimal);
        let at = relaxation.engine.point().columns;
        assert!((value(&costs, &at) - 1440.0).abs() < 1e-6, "the relaxation has the best price for all: {at:?}");
        let (left, aim) = (|| None, Aim { best: None, bound: 1440.0, gap: 1.0 });
        let found = relaxation.dive(&costs, (&at, 0.8), aim, Watch { left: &left, told: None }).unwrap();
        let cost = value(&costs, &found.proof.unwrap().point.columns);
        // Bands may be reached in part again, from the same basis.
        let again = relaxation.engine.run(Method::Simplex, false, true, None, None);
        assert!(again == Ending::Optimal && relaxation.engine.iterations() == 0);
        (found.fixed[4..].to_vec(), cost)
    }

    #[test]
    fn half_are_decided_at_once_and_a_quarter_where_few_are_left() {
        assert_eq!(
            [(100, 100), (60, 60), (59, 59), (59, 1), (59, 0), (1, 1)].map(|(parts, sure)| super::at_once(
                &SearchSettings::DEFAULT,
                parts,
                sure
            )),
            [50, 30, 15, 1, 15, 1]
        );
    }

    #[test]
    fn bands_of_another_plan_are_tried_before_others() {
        let (formulation, choices, columns) = programme(200.0);
        let first = |nearby: Option<&[usize]>| {
            let mut relaxation =
                Relaxation::of_columns(&columns, &formulation, &choices, &[], &SearchSettings::DEFAULT).unwrap();
            relaxation.nearby = nearby;
            let (left, mut tried) = (|| None, Vec::new());
            relaxation.rounds(&COSTS, 0.5, None, Watch { left: &left, told: None }, &mut |candidate, _| {
                tried.push((candidate.fixed[4..].to_vec(), candidate.proof.is_some()));
                Some((value(&COSTS, &candidate.proof.as_ref()?.point.columns), candidate.fixed.clone()))
            });
            tried
        };
        // One offer at its better price and the other not is no rounding of the relaxation, but near enough to its bound.
        assert_eq!(first(Some(&[1, 0])), [(vec![0.0, 1.0, 1.0, 0.0], true)]);
        assert_ne!(first(None)[0].0, [0.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn orders_that_are_nearly_there_are_gathered() {
        assert_eq!(dived(200.0), (vec![0.0, 1.0, 0.0, 1.0], 1600.0));
    }

    #[test]
    fn what_leads_to_no_plan_is_decided_by_and_by_and_the_other_way() {
        // Both would need 200: one goes up to 100, and the other stays at 90 for 10 each.
        let (bands, cost) = dived(195.0);
        assert!((cost - 1700.0).abs() < 1e-6, "{cost}");
        assert!(bands == [0.0, 1.0, 1.0, 0.0] || bands == [1.0, 0.0, 0.0, 1.0], "{bands:?}");
    }
}
