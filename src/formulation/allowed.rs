//! What a no leaves: a formulation without the columns that decisions rule out, in which an order is what is bought of it in
//! the only band that is left.
//!
//! Its plans are the plans of the whole formulation with these decisions, and every goal values them the same: `band_to` keeps
//! what is bought in a band that is not reached at 0, and `split` says that an order is the sum of its bands, none of which has
//! an upper bound of its own.

use crate::formulation::{ColumnKey, Columns, Expression, Formulation, Row, RowKey, added_up};

/// Where the columns of the whole formulation stand in what is left of it.
#[derive(Debug)]
pub struct Allowed {
    /// By the place in the whole; nothing for a column that is 0.
    there: Vec<Option<usize>>,
    /// How many columns are left.
    columns: usize,
}

impl Formulation {
    /// What is left of the formulation of one model where some decisions are a no. One joined from futures splits early orders in each of them,
    /// and is not for this.
    #[must_use]
    pub fn allowed(&self, is_no: impl Fn(ColumnKey) -> bool) -> (Self, Allowed) {
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
        let mut there = vec![None; self.columns.len()];
        for (place, (key, upper)) in self.columns.iter().enumerate() {
            if !is_out[place] && only_band_of[place].is_none() {
                there[place] = Some(columns.len());
                columns.add_counted(key, upper, self.columns.unit(place));
            }
        }
        for (place, order) in only_band_of.iter().enumerate() {
            if let Some(order) = order {
                debug_assert!(self.columns.upper(place).is_infinite(), "a bound of a band would be lost");
                there[place] = there[*order];
            }
        }
        for (key, place) in self.columns.keys() {
            if let Some(place) = there[place] {
                columns.known_as(key, place);
            }
        }
        let allowed = Allowed { there, columns: columns.len() };
        let mut rows = allowed.rows(&self.rows);
        rows.retain(|row| !row.says_nothing());
        let goals = self.goals.iter().map(|(goal, whole)| (goal.clone(), allowed.expression(whole))).collect();
        let tie_break = allowed.expression(&self.tie_break);
        (Self { columns, rows, goals, tie_break }, allowed)
    }
}

impl Allowed {
    /// Rows of the whole formulation in what is left.
    #[must_use]
    pub fn rows(&self, whole: &[Row]) -> Vec<Row> {
        let there = |&(column, coefficient): &(usize, f64)| Some((self.there[column]?, coefficient));
        let moved = |row: &Row| Row {
            terms: row.terms.iter().filter_map(there).collect(),
            key: row.key,
            lower: row.lower,
            upper: row.upper,
            unit: row.unit,
        };
        let mut rows: Vec<Row> = whole.iter().map(moved).collect();
        added_up(&mut rows, self.columns);
        rows
    }

    /// A point of what is left as one of the whole formulation.
    #[must_use]
    pub fn point(&self, left: &[f64]) -> Vec<f64> {
        self.there.iter().map(|place| place.map_or(0.0, |place| left[place])).collect()
    }

    /// A sum over columns of the whole formulation in what is left.
    fn expression(&self, whole: &Expression) -> Expression {
        let mut coefficients = vec![0.0; self.columns];
        for &(column, coefficient) in &whole.terms {
            if let Some(there) = self.there[column] {
                coefficients[there] += coefficient;
            }
        }
        let terms = coefficients.into_iter().enumerate().filter(|(_, coefficient)| *coefficient != 0.0).collect();
        Expression { terms }
    }
}
