//! The proof of a plan, carried over from the sharpened relaxation without sums to the formulation: with every band decided, sharper
//! rows are parts of rows that the formulation has.

use rustc_hash::FxHashMap;

use crate::formulation::{ColumnKey, Row, RowKey};
use crate::id::LineId;
use crate::model::Step;
use crate::solve::engine::{Method, Point};
use crate::solve::rounding::Relaxation;

/// A row that was added to a relaxation.
pub(super) enum Added<'a> {
    /// What a goal reached.
    Kept(Row),
    /// A sharper row.
    Sharper(&'a Row),
}

/// Bands that are decided, and the best orders with them.
pub(super) struct Candidate {
    /// A point with every band decided; other values are of no account.
    pub fixed: Vec<f64>,
    /// The best orders and their prices, where they are known.
    pub proof: Option<Proof>,
}

/// The best orders with certain bands, and how they were found.
pub(super) struct Proof {
    pub point: Point,
    pub method: Method,
    pub iterations: i64,
}

impl Relaxation<'_> {
    /// The point at which the solver ended, with every band decided as a point says, and prices for all rows of the formulation and
    /// for what goals reached, in this order.
    ///
    /// A sharper row of a band that is reached is the row of its line for this band alone, which takes its price: where it is at its
    /// limit, others have nothing of the line. One of a band that is not reached says less than that nothing is bought in it,
    /// which then has the price that leaves none of these orders a cost below nothing.
    pub fn carried(&mut self, costs: &[f64], fixed: &[f64]) -> Point {
        let point = self.engine.point();
        let rows = &self.folded.rows;
        let mut prices = point.row_duals[..rows.len()].to_vec();
        let mut kept = Vec::new();
        let mut left = self.folded.costs(costs);
        let lines = lines_of(rows);
        let is_reached = |key| self.formulation.columns.find(key).is_some_and(|column| fixed[column] > 0.5);
        for (added, price) in self.added.iter().zip(&point.row_duals[rows.len()..]) {
            match added {
                Added::Kept(row) => {
                    kept.push((row, *price));
                    take(&mut left, &self.folded.terms(&row.terms), *price);
                }
                Added::Sharper(row) => {
                    for place in self.parents(row.key, &lines, fixed) {
                        prices[place] += price;
                    }
                }
            }
        }
        for (row, price) in rows.iter().zip(&prices) {
            take(&mut left, &row.terms, *price);
        }
        for (row, price) in rows.iter().zip(&mut prices) {
            if let RowKey::BandTo { group, offer, band } = row.key
                && !is_reached(ColumnKey::Band { group, offer, band })
            {
                let bought = row.terms.iter().filter(|(_, factor)| *factor > 0.0);
                let more = bought.map(|(column, factor)| left[*column] / factor).fold(0.0_f64, f64::min);
                take(&mut left, &row.terms, more);
                *price += more;
            }
        }
        self.unfolded(costs, &point.columns, fixed, (&prices, &kept))
    }

    /// Of what rows a sharper one is a part, where its band is reached.
    fn parents(&self, key: RowKey, lines: &Lines, fixed: &[f64]) -> Vec<usize> {
        let columns = &self.formulation.columns;
        let is_reached = |key| columns.find(key).is_some_and(|column| fixed[column] > 0.5);
        match key {
            RowKey::LineOfBand { line, group, offer, band, step, .. }
                if is_reached(ColumnKey::Band { group, offer, band }) =>
            {
                // What a year leaves of some lines counts for the next; their sharper rows are sums over the years so far.
                let sums = columns.find(ColumnKey::Unused { line, step }).is_some();
                let years = lines.get(&line).into_iter().flatten();
                years.filter(|(year, _)| *year == step || (sums && *year < step)).map(|(_, place)| *place).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The same in the columns and rows of the formulation.
    fn unfolded(&self, costs: &[f64], at: &[f64], fixed: &[f64], (prices, kept): (&[f64], &[(&Row, f64)])) -> Point {
        let mut columns = self.folded.unfold(at);
        for (column, _) in self.choices.iter().flat_map(|choice| &choice.bands) {
            columns[*column] = fixed[*column];
        }
        let mut left = costs.to_vec();
        let stay = self.folded.stay(&self.formulation.rows);
        for (row, price) in stay.zip(prices.iter().copied()).chain(kept.iter().copied()) {
            take(&mut left, &row.terms, price);
        }
        let mut row_duals = self.folded.unfold_prices(&self.formulation.rows, prices, &mut left);
        row_duals.extend(kept.iter().map(|(_, price)| price));
        Point { columns, column_duals: left, row_duals }
    }
}

/// Where the rows of each line stand, year by year.
type Lines = FxHashMap<LineId, Vec<(Step, usize)>>;

fn lines_of(rows: &[Row]) -> Lines {
    let mut lines = Lines::default();
    for (place, row) in rows.iter().enumerate() {
        if let RowKey::Line { line, step } = row.key {
            lines.entry(line).or_default().push((step, place));
        }
    }
    lines
}

/// Takes what a row at its price is worth off the costs of its columns.
fn take(left: &mut [f64], terms: &[(usize, f64)], price: f64) {
    if price != 0.0 {
        for (column, factor) in terms {
            left[*column] -= factor * price;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::formulation::Row;
    use crate::input::read_file;
    use crate::model::{Model, Sense};
    use crate::reduction::Reduction;
    use crate::solve::certificate::check;
    use crate::solve::kept::{costs, kept, kept_row};
    use crate::solve::rounding::{Relaxation, Watch, value};

    /// Looks for plans of every goal until they are so near to their bound, each a little worse than the best so far; how many there
    /// were. Each must be proven in the formulation by the prices that were carried over.
    fn proven(model: &Model, gap: f64) -> usize {
        let reduction = Reduction::of(model).unwrap();
        let (formulation, choices) = (&reduction.formulation, reduction.choices.as_deref().unwrap());
        let mut relaxation = Relaxation::of(formulation, choices, &reduction.sharper).unwrap();
        let watch = Watch { left: &|| None, told: None };
        let mut on_top: Vec<Row> = Vec::new();
        let mut tried = 0;
        for (place, (goal, expression)) in formulation.goals.iter().enumerate() {
            let (costs, sign, scale) = costs(expression, goal.sense, formulation.columns.len());
            let mut best: Option<f64> = None;
            relaxation.rounds(&costs, gap, None, watch, &mut |candidate, _| {
                let point = &candidate.proof.as_ref().unwrap().point;
                let decided = |place: usize| candidate.fixed[place].round();
                let stands = |place: usize, key: crate::formulation::ColumnKey| key.is_integer().then(|| decided(place));
                let (certificate, _) = check(formulation, &on_top, &costs, point, stands, None);
                assert!(certificate.holds(), "{}: {} {certificate:?}", model.title, goal.words());
                tried += 1;
                let found = value(&costs, &point.columns);
                best = Some(best.map_or(found, |best| best.min(found)));
                Some((found, point.columns.clone()))
            });
            let reached = sign * best.unwrap() / scale;
            let room = 0.02 * reached.abs();
            let limit = if goal.sense == Sense::Minimise { reached + room } else { reached - room };
            if let Some((upper, terms)) = kept(expression, goal.sense, limit) {
                let row = kept_row(place, upper, terms);
                relaxation.keep(row.clone());
                on_top.push(row);
            }
        }
        tried
    }

    #[test]
    fn prices_of_small_models_carry_over() {
        for name in ["discounts", "joint-discount", "learning-curve"] {
            let model = read_file(Path::new(&format!("models/{name}.yaml")), &[]).model.unwrap();
            assert!(proven(&model, 1e-9) > 0, "{name}");
        }
    }

    #[test]
    fn prices_carry_over_where_lines_bind_and_count_over_years() {
        let model = read_file(Path::new("models/european-pillar.yaml"), &[]).model.unwrap();
        for proposal in ["european_nato", "eu27"] {
            let model = model.under(model.proposals.find(proposal).unwrap());
            // Nearer than asked for in the model, so that sharper rows and dives are needed.
            assert!(proven(&model, 1e-3) > 3, "{proposal}");
        }
    }
}
