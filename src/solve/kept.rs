//! What a goal reached, as a row that later goals must keep.

use crate::formulation::Expression;
use crate::model::Sense;

/// The row by which later goals keep what a goal reached, with coefficients up to 1: its upper limit and its terms; nothing
/// for a goal that no column moves.
pub(super) fn kept(expression: &Expression, sense: Sense, limit: f64) -> Option<(f64, Vec<(usize, f64)>)> {
    let sign = if sense == Sense::Minimise { 1.0 } else { -1.0 };
    let largest = largest(expression);
    if largest <= 0.0 {
        return None;
    }
    let terms = expression.terms.iter().map(|&(column, coefficient)| (column, sign * coefficient / largest)).collect();
    let upper = sign * limit / largest;
    Some((upper + 1e-9 * upper.abs().max(1.0), terms))
}

/// The largest coefficient of an expression, without its sign.
pub(super) fn largest(expression: &Expression) -> f64 {
    expression.terms.iter().fold(0.0_f64, |most, (_, coefficient)| most.max(coefficient.abs()))
}
