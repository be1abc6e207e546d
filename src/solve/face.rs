//! The plans that a goal values alike: where the goal has a price for a limit, all of them stand at that limit. What is left to
//! decide between them is a small programme.

use crate::engine::Engine;
use crate::formulation::{Formulation, Row};
use crate::solve::aggregation::take;

/// Columns and rows that stand at a limit in every plan that a goal values as much as the best one.
#[derive(Debug, Clone)]
pub(super) struct Face {
    columns: Vec<Option<f64>>,
    rows: Vec<Option<f64>>,
}

impl Face {
    /// Returns the plans of the least Σ costs x, from the dual values of all rows at one of them: first those of the formulation, then those
    /// on top. Duals count from such a share of the largest cost on. By complementary slackness, what has a dual is at its limit in all of them.
    pub fn of(formulation: &Formulation, on_top: &[Row], costs: &[f64], prices: &[f64], priced: f64) -> Self {
        let unit = |place: usize| formulation.columns.unit(place);
        let sizes = costs.iter().enumerate().map(|(place, cost)| cost.abs() * unit(place));
        let least = priced * sizes.fold(1.0_f64, f64::max);
        let mut reduced = costs.to_vec();
        let rows = formulation.rows.iter().chain(on_top).zip(prices).map(|(row, &price)| {
            take(&mut reduced, &row.terms, price);
            at_limit(price, row.lower, row.upper, least / row.unit)
        });
        let rows = rows.collect();
        let columns = (formulation.columns.iter().zip(&reduced).enumerate())
            .map(|(place, ((_, upper), price))| at_limit(*price, 0.0, upper, least / unit(place)));
        Self { columns: columns.collect(), rows }
    }

    /// Where a column stands.
    pub fn column(&self, place: usize) -> Option<f64> {
        self.columns[place]
    }

    /// What the terms of a row come to; rows that were added later are free.
    pub fn row(&self, place: usize) -> Option<f64> {
        self.rows.get(place).copied().flatten()
    }

    /// Leaves the solver no other plans; columns that are fixed already stay where they are.
    pub fn hold(&self, engine: &mut Engine, is_fixed: impl Fn(usize) -> bool) {
        let columns = standing(&self.columns).filter(|(place, _)| !is_fixed(*place));
        engine.set_bounds_of(columns.map(|(place, at)| (place, at, at)));
        engine.set_limits_of(standing(&self.rows).map(|(place, at)| (place, at, at)));
    }

    /// Allows the solver all plans again.
    pub fn let_go(
        &self,
        engine: &mut Engine,
        formulation: &Formulation,
        on_top: &[Row],
        is_fixed: impl Fn(usize) -> bool,
    ) {
        let columns = standing(&self.columns).filter(|(place, _)| !is_fixed(*place));
        engine.set_bounds_of(columns.map(|(place, _)| (place, 0.0, formulation.columns.upper(place))));
        let rows = formulation.rows.iter().chain(on_top).enumerate().filter(|(place, _)| self.row(*place).is_some());
        engine.set_limits_of(rows.map(|(place, row)| (place, row.lower, row.upper)));
    }
}

fn standing(list: &[Option<f64>]) -> impl Iterator<Item = (usize, f64)> + '_ {
    list.iter().enumerate().filter_map(|(place, at)| Some((place, (*at)?)))
}

/// The limit on which a price leans, if it is a price and there is that limit.
fn at_limit(price: f64, lower: f64, upper: f64, least: f64) -> Option<f64> {
    let limit = if price > 0.0 { lower } else { upper };
    (price.abs() > least && limit.is_finite()).then_some(limit)
}
