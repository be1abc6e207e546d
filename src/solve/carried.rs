//! The proof of a plan, carried over from the sharpened relaxation without sums to the formulation: with every band decided, sharper
//! rows are parts of rows that the formulation has.

use crate::formulation::{Row, RowKey, band_of, is_part_of};
use crate::solve::engine::{Method, Point};
use crate::solve::folded::take;
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
    /// The point at which the solver ended with every band decided, as a plan of the formulation with its prices.
    pub fn proof(&mut self, costs: &[f64], fixed: &[f64], method: Method) -> Proof {
        let point = self.engine.point();
        self.proof_of(&point, costs, fixed, method)
    }

    /// The same of a point that the solver was not brought to.
    pub fn proof_of(&mut self, point: &Point, costs: &[f64], fixed: &[f64], method: Method) -> Proof {
        Proof { point: self.carried(point, costs, fixed), method, iterations: self.engine.iterations() }
    }

    /// A point with every band decided as another one says, and prices for all rows of the formulation and for what goals reached, in this
    /// order.
    ///
    /// A sharper row of a band that is reached is the row of its line for this band alone, which takes its price: where it is at its
    /// limit, others have nothing of the line. One of a band that is not reached says less than that nothing is bought in it,
    /// which then has the price that leaves none of these orders a cost below nothing.
    fn carried(&self, point: &Point, costs: &[f64], fixed: &[f64]) -> Point {
        let rows = &self.folded.rows;
        let mut prices = point.row_duals[..rows.len()].to_vec();
        let mut kept = Vec::new();
        let mut left = self.folded.costs(costs);
        let columns = &self.formulation.columns;
        let is_reached = |band| columns.find(band).is_some_and(|column| fixed[column] > 0.5);
        for (added, price) in self.added.iter().zip(&point.row_duals[rows.len()..]) {
            match added {
                Added::Kept(row) => {
                    kept.push((row, *price));
                    take(&mut left, &self.folded.terms(&row.terms), *price);
                }
                Added::Sharper(row) if *price != 0.0 && band_of(row.key).is_some_and(is_reached) => {
                    let wholes = rows.iter().zip(&mut prices).filter(|(whole, _)| is_part_of(row.key, whole.key));
                    wholes.for_each(|(_, whole)| *whole += price);
                }
                Added::Sharper(_) => {}
            }
        }
        for (row, price) in rows.iter().zip(&prices) {
            take(&mut left, &row.terms, *price);
        }
        for (row, price) in rows.iter().zip(&mut prices) {
            if matches!(row.key, RowKey::BandTo { .. }) && !band_of(row.key).is_some_and(is_reached) {
                let bought = row.terms.iter().filter(|(_, factor)| *factor > 0.0);
                let more = bought.map(|(column, factor)| left[*column] / factor).fold(0.0_f64, f64::min);
                take(&mut left, &row.terms, more);
                *price += more;
            }
        }
        self.unfolded(costs, &point.columns, fixed, (&prices, &kept))
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
