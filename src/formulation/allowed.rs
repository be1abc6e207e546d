//! What a no leaves: a formulation without the columns that decisions rule out, in which an order is what is bought of it in
//! the only band that is left.
//!
//! Its plans are the plans of the whole formulation with these decisions, and every goal values them the same: `band_to` keeps
//! what is bought in a band that is not reached at 0, and `split` says that an order is the sum of its bands.

use crate::formulation::{ColumnKey, Columns, Expression, Formulation, Row, RowKey, added_up};

/// Where the columns of the whole formulation stand in what is left of it.
#[derive(Debug)]
pub struct Allowed {
    /// Nothing for a column that is 0.
    places: Vec<Option<usize>>,
}

impl Formulation {
    /// What is left of it where some decisions are a no.
    #[must_use]
    pub fn allowed(self, is_no: impl Fn(ColumnKey) -> bool) -> (Self, Allowed) {
        let mut is_out: Vec<bool> = (self.columns.iter())
            .map(|(key, _)| match key {
                ColumnKey::Banded { group, offer, band, .. } => is_no(ColumnKey::Band { group, offer, band }),
                _ => key.is_integer() && is_no(key),
            })
            .collect();
        let mut only_band_of: Vec<Option<usize>> = vec![None; self.columns.len()];
        for row in self.rows.iter().filter(|row| matches!(row.key, RowKey::Split { .. })) {
            let terms = row.terms.iter().map(|(column, _)| *column);
            let (bands, orders): (Vec<usize>, Vec<usize>) =
                terms.partition(|&column| matches!(self.columns.key(column), ColumnKey::Banded { .. }));
            let left: Vec<usize> = bands.into_iter().filter(|band| !is_out[*band]).collect();
            match (&left[..], &orders[..]) {
                ([], [order]) => is_out[*order] = true,
                ([band], [order]) => only_band_of[*band] = Some(*order),
                _ => {}
            }
        }
        let mut columns = Columns::default();
        let mut places = vec![None; self.columns.len()];
        for (place, (key, upper)) in self.columns.iter().enumerate() {
            if !is_out[place] && only_band_of[place].is_none() {
                places[place] = Some(columns.len());
                columns.add(key, upper);
            }
        }
        for (place, order) in only_band_of.iter().enumerate() {
            if let Some(order) = order {
                places[place] = places[*order];
            }
        }
        for (key, place) in self.columns.places() {
            if let Some(place) = places[place] {
                columns.known_as(key, place);
            }
        }
        let allowed = Allowed { places };
        let mut rows: Vec<Row> = self.rows.into_iter().map(|row| allowed.moved(row)).collect();
        added_up(&mut rows, columns.len());
        rows.retain(|row| !row.says_nothing());
        let expression = |whole: &Expression| allowed.expression(whole, columns.len());
        let goals = self.goals.iter().map(|(goal, whole)| (goal.clone(), expression(whole))).collect();
        let tie_break = expression(&self.tie_break);
        (Self { columns, rows, goals, tie_break }, allowed)
    }
}

impl Allowed {
    /// A row of the whole formulation in what is left.
    #[must_use]
    pub fn row(&self, row: Row) -> Row {
        let mut rows = [self.moved(row)];
        let columns = self.places.iter().flatten().max().map_or(0, |last| last + 1);
        added_up(&mut rows, columns);
        let [row] = rows;
        row
    }

    /// A point of what is left as one of the whole formulation.
    #[must_use]
    pub fn point(&self, left: &[f64]) -> Vec<f64> {
        self.places.iter().map(|place| place.map_or(0.0, |place| left[place])).collect()
    }

    fn moved(&self, row: Row) -> Row {
        let there = |(column, coefficient): (usize, f64)| Some((self.places[column]?, coefficient));
        Row { terms: row.terms.into_iter().filter_map(there).collect(), ..row }
    }

    fn expression(&self, whole: &Expression, columns: usize) -> Expression {
        let mut coefficients = vec![0.0; columns];
        for &(column, coefficient) in &whole.terms {
            if let Some(there) = self.places[column] {
                coefficients[there] += coefficient;
            }
        }
        let terms = coefficients.into_iter().enumerate().filter(|(_, coefficient)| *coefficient != 0.0).collect();
        Expression { terms }
    }
}
