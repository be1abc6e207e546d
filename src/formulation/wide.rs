//! The formulation of a model whose limits may be let go: bounds that hang on integer decisions are those of a model with far more money,
//! lines and needs, and bands are there that only such a model reaches. Else they would still hold limits that are let go.

use rustc_hash::FxHashMap;

use crate::formulation::needs::most_needed;
use crate::formulation::{ColumnKey, Columns, Formulation, Row, RowKey};
use crate::model::{Model, Outcomes};

impl Formulation {
    /// The formulation of a model, with bounds of integer decisions that leave its limits room; `alone` as in [`Self::of`].
    #[must_use]
    pub fn with_wide_bounds(model: &Model, alone: Option<&Outcomes>) -> Self {
        let narrow = Self::with_all_rows(model, alone);
        let (money, units) = all_that_is_needed(model);
        let mut wide = Self::of(&model.with_wide_limits(true, money, units), alone);
        let needed = Self::of(&model.with_wide_limits(false, money, units), alone);
        for place in 0..wide.columns.len() {
            let key = wide.columns.key(place);
            if matches!(key, ColumnKey::Order { .. } | ColumnKey::Pooled { .. }) && needed.columns.find(key).is_none() {
                // What nobody needs is ordered by nobody, whatever money there is.
                wide.columns.set_upper(place, 0.0);
            } else if let Some(own) = narrow.columns.find(key).filter(|_| !key.is_integer()) {
                // What may be carried over is a limit, too; how far an integer decision reaches is none.
                wide.columns.set_upper(place, narrow.columns.upper(own));
            }
        }
        let by_key =
            |rows: &[Row]| -> FxHashMap<RowKey, Row> { rows.iter().map(|row| (row.key, row.clone())).collect() };
        let (own, other) = (by_key(&narrow.rows), by_key(&needed.rows));
        for row in &mut wide.rows {
            let Some(there) = own.get(&row.key).or_else(|| other.get(&row.key)) else { continue };
            (row.lower, row.upper) = (there.lower, there.upper);
            // Where a row speaks of what only the wide model can do, such as a band out of reach, prices stand with that.
            let is_wide = |(place, _): &(usize, f64)| {
                let key = wide.columns.key(*place);
                key.is_integer() || narrow.columns.find(key).is_none()
            };
            if let Some(there) = own.get(&row.key).filter(|_| !row.terms.iter().any(is_wide)) {
                row.terms = moved(&there.terms, &narrow.columns, &wide.columns);
            }
        }
        // What the wide model need not say is said as it is.
        let known = by_key(&wide.rows);
        let further = narrow.rows.iter().filter(|row| !row.says_nothing()).map(|row| (row, &narrow.columns));
        let further = further
            .chain(needed.rows.iter().filter(|row| !own.contains_key(&row.key)).map(|row| (row, &needed.columns)));
        let further: Vec<Row> = further
            .filter(|(row, _)| !known.contains_key(&row.key))
            .map(|(row, from)| Row { terms: moved(&row.terms, from, &wide.columns), ..row.clone() })
            .collect();
        wide.rows.extend(further);
        // Limits that are let go say nothing of how large the model's amounts are.
        wide.count_by(model);
        wide
    }
}

/// What buys all that is needed at its first price, MEUR, and the units of it.
fn all_that_is_needed(model: &Model) -> (f64, f64) {
    let amounts = model.offers.iter().map(|(offer, entry)| (most_needed(model, None, offer), entry));
    amounts.filter(|(units, _)| units.is_finite()).fold((0.0, 0.0), |(money, units), (most, entry)| {
        let taken: f64 = entry.lines.iter().map(|(_, amount)| amount * most).sum();
        (money + most * entry.bands[0].price.0, units + taken.max(most))
    })
}

/// Terms of one list of columns in another one.
fn moved(terms: &[(usize, f64)], from: &Columns, to: &Columns) -> Vec<(usize, f64)> {
    terms.iter().filter_map(|(place, coefficient)| Some((to.find(from.key(*place))?, *coefficient))).collect()
}
