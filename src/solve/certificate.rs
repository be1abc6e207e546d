//! A proof that does not trust the solver: every point is checked against the rows, and its duals against the goal.

use serde::Serialize;

use crate::engine::Point;
use crate::formulation::{ColumnKey, Formulation, Row};
use crate::model::Sense;
use crate::solve::face::Face;

/// How far a point is from being feasible, its prices from being right, and both from agreeing. All are relative.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Certificate {
    /// Largest violation of a row or bound, relative to its limit.
    pub primal: f64,
    /// Largest price of the wrong sign or off balance, relative to the largest cost.
    pub dual: f64,
    /// Difference of the goal and its proven bound, relative to the larger of the goal and its largest coefficient.
    pub gap: f64,
}

/// What a certificate may miss at most.
const TOLERANCE: f64 = 1e-6;

/// By how much a plan may be better than its dual bound, relative to the larger of the goal and its largest coefficient, for tolerances and
/// rounding. More is an error of the solver.
pub(super) const CONTRADICTION: f64 = 1e-5;

/// The value of a plan and a dual bound on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct BoundedValue {
    pub sense: Sense,
    pub value: f64,
    pub bound: f64,
    /// The largest coefficient of the goal.
    pub largest: f64,
}

impl BoundedValue {
    /// Returns whether the value is better than the bound, so that one of the two is false: by more than a share of the goal, or of its largest
    /// coefficient.
    pub fn is_contradicted(&self, within: f64) -> bool {
        let better = match self.sense {
            Sense::Minimise => self.bound - self.value,
            Sense::Maximise => self.value - self.bound,
        };
        better.is_nan() || better > within * self.value.abs().max(self.largest)
    }
}

/// A certificate, and the dual bound that it comes with, in the costs that were set.
#[derive(Debug, Clone, Copy)]
pub(super) struct CheckedPoint {
    pub certificate: Certificate,
    pub bound: f64,
}

impl Certificate {
    /// Whether the point is proven.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.primal <= TOLERANCE && self.dual <= TOLERANCE && self.gap <= TOLERANCE
    }
}

/// Checks a point of min Σ costs x, with columns that stand fixed, such as what are integer decisions, and among the plans of
/// a face where there is one.
pub(super) fn check(
    formulation: &Formulation,
    extra: &[Row],
    costs: &[f64],
    point: &Point,
    fixed: impl Fn(usize, ColumnKey) -> Option<f64>,
    face: Option<&Face>,
) -> CheckedPoint {
    let units = |place: usize| formulation.columns.unit(place);
    let largest = costs.iter().enumerate().fold(1.0_f64, |most, (place, cost)| most.max(cost.abs() * units(place)));
    let mut primal = 0.0_f64;
    let mut dual = 0.0_f64;
    let mut bound = 0.0;
    let mut left: Vec<f64> = costs.to_vec();
    for (place, (row, &price)) in formulation.rows.iter().chain(extra).zip(&point.row_duals).enumerate() {
        let mut activity = 0.0;
        let mut size = row.unit;
        for &(column, coefficient) in &row.terms {
            let part = coefficient * point.columns[column];
            activity += part;
            size = size.max(part.abs());
            left[column] -= coefficient * price;
        }
        let (lower, upper) = face.and_then(|face| face.row(place)).map_or((row.lower, row.upper), |at| (at, at));
        primal = primal.max((lower - activity).max(activity - upper).max(0.0) / size);
        bound += value_at_limit(price, lower, upper, activity, largest / row.unit, &mut dual);
    }
    for (place, (((key, upper), &value), (&reduced, &stated))) in
        formulation.columns.iter().zip(&point.columns).zip(left.iter().zip(&point.column_duals)).enumerate()
    {
        // An integer decision that has been made has no room left.
        let stands = fixed(place, key).or_else(|| face.and_then(|face| face.column(place)));
        let (lower, upper) = stands.map_or((0.0, upper), |at| (at, at));
        let unit = units(place);
        primal = primal.max((lower - value).max(value - upper).max(0.0) / value.abs().max(unit));
        dual = dual.max((reduced - stated).abs() * unit / largest);
        bound += value_at_limit(reduced, lower, upper, value, largest / unit, &mut dual);
    }
    let goal: f64 = costs.iter().zip(&point.columns).map(|(cost, value)| cost * value).sum();
    let gap = (goal - bound).abs() / goal.abs().max(largest);
    CheckedPoint { certificate: Certificate { primal, dual, gap }, bound }
}

/// What a price contributes to the bound. A price that leans on no limit is a fault of the prices, and contributes what
/// it would at the point itself, so that the bound stays a number.
fn value_at_limit(price: f64, lower: f64, upper: f64, at: f64, largest: f64, fault: &mut f64) -> f64 {
    let limit = if price > 0.0 { lower } else { upper };
    if price == 0.0 {
        0.0
    } else if limit.is_finite() {
        price * limit
    } else {
        *fault = fault.max(price.abs() / largest);
        price * at
    }
}

#[cfg(test)]
mod tests {
    use super::{BoundedValue, CONTRADICTION};
    use crate::model::Sense;

    #[test]
    fn a_plan_better_than_its_dual_bound_is_found_out() {
        let contradicted =
            |sense, value, bound| BoundedValue { sense, value, bound, largest: 1.0 }.is_contradicted(CONTRADICTION);
        // A cost of 80 with a bound of 81, a volume of 240 with a bound of 228.
        assert!(contradicted(Sense::Minimise, 80.0, 81.0));
        assert!(contradicted(Sense::Maximise, 240.0, 228.0));
        // A bound that says there is no plan contradicts every plan, and so does one that is not a number.
        assert!(contradicted(Sense::Minimise, 80.0, f64::INFINITY));
        assert!(contradicted(Sense::Maximise, 80.0, f64::NEG_INFINITY));
        assert!(contradicted(Sense::Minimise, f64::NAN, 81.0));
        assert!(contradicted(Sense::Minimise, 80.0, f64::NAN));
    }

    #[test]
    fn a_plan_beside_or_behind_its_dual_bound_is_not() {
        let contradicted =
            |sense, value, bound| BoundedValue { sense, value, bound, largest: 1.0 }.is_contradicted(CONTRADICTION);
        for (value, bound) in [(80.0, 80.0), (80.0, 79.0), (80.0, 80.0 + 1e-5), (0.0, 1e-6), (80.0, f64::NEG_INFINITY)]
        {
            assert!(!contradicted(Sense::Minimise, value, bound), "{value} {bound}");
            assert!(!contradicted(Sense::Maximise, -value, -bound), "{value} {bound}");
        }
    }
}
