//! What a goal reached, as a row that later goals must keep.

use crate::formulation::{Columns, Expression, Formulation, Row, RowKey};
use crate::model::Sense;

/// Relative tolerance of whatever keeps what a goal reached, for rounding.
pub const TOLERANCE: f64 = 1e-9;

/// The tolerance of the goal constraint of a goal, by its place. In small formulations it grows from goal to goal, so that later goals need not keep
/// what a goal gained by the tolerance of those before it: by an integer decision they could pay much for that little.
pub(super) fn tolerance(goal: usize, is_large: bool) -> f64 {
    const GROWING: [f64; 3] = [TOLERANCE, 1e-7, 3e-7];
    if is_large { TOLERANCE } else { GROWING[goal.min(2)] }
}

/// The audit of a plan allows twice as large a share of what a goal was kept to, and of 1 at least.
const AUDITED: f64 = 5e-7;

/// The row by which later goals keep what a goal reached, with coefficients up to 1: its upper limit and its terms; nothing
/// for a goal that no column moves.
pub(super) fn kept(
    expression: &Expression,
    columns: &Columns,
    sense: Sense,
    limit: f64,
) -> Option<(f64, Vec<(usize, f64)>)> {
    kept_within(expression, columns, sense, limit, TOLERANCE)
}

/// The same with a relative tolerance, within what the audit of a plan allows.
pub(super) fn kept_within(
    expression: &Expression,
    columns: &Columns,
    sense: Sense,
    limit: f64,
    tolerance: f64,
) -> Option<(f64, Vec<(usize, f64)>)> {
    let sign = if sense == Sense::Minimise { 1.0 } else { -1.0 };
    let largest = largest(expression, columns);
    if largest <= 0.0 {
        return None;
    }
    let terms = expression.terms.iter().map(|&(column, coefficient)| (column, sign * coefficient / largest)).collect();
    let upper = sign * limit / largest;
    let size = upper.abs().max(1.0);
    let allowed = AUDITED * upper.abs().max(1.0 / largest);
    Some((upper + (tolerance * size).min(allowed).max(TOLERANCE * size), terms))
}

/// That row, with its key.
pub(super) fn kept_row(goal: usize, upper: f64, terms: Vec<(usize, f64)>) -> Row {
    Row::at_most(RowKey::Kept { goal: u32::try_from(goal).unwrap_or(u32::MAX) }, upper, terms)
}

/// The row by which later goals keep a goal of a formulation at a limit in the goal's unit, as `solve` adds it; `None` for a goal that no
/// column moves.
#[must_use]
pub fn goal_row(formulation: &Formulation, goal: usize, limit: f64) -> Option<Row> {
    let (entry, expression) = formulation.goals.get(goal)?;
    let (upper, terms) =
        kept_within(expression, &formulation.columns, entry.sense, limit, tolerance(goal, formulation.is_large()))?;
    Some(kept_row(goal, upper, terms))
}

/// The terms of that row, whatever its limit.
#[must_use]
pub fn keeping(expression: &Expression, columns: &Columns, sense: Sense) -> Vec<(usize, f64)> {
    kept(expression, columns, sense, 0.0).map_or_else(Vec::new, |(_, terms)| terms)
}

/// What is minimised to reach a goal: the cost of every column; 1 or −1, as the goal reads; and the scale.
///
/// The solver's tolerances are absolute; costs up to 1000 keep them far below what a goal can show.
pub(super) fn costs(expression: &Expression, sense: Sense, columns: &Columns) -> (Vec<f64>, f64, f64) {
    let (sign, scale) = scaled(expression, columns, sense);
    let mut costs = vec![0.0; columns.len()];
    for &(column, coefficient) in &expression.terms {
        costs[column] = sign * scale * coefficient;
    }
    (costs, sign, scale)
}

/// By what costs are larger than the goal that they stand for; below 0 where it is maximised.
pub(super) fn factor(expression: &Expression, columns: &Columns, sense: Sense) -> f64 {
    let (sign, scale) = scaled(expression, columns, sense);
    sign * scale
}

fn scaled(expression: &Expression, columns: &Columns, sense: Sense) -> (f64, f64) {
    let sign = if sense == Sense::Minimise { 1.0 } else { -1.0 };
    let largest = largest(expression, columns);
    (sign, if largest > 0.0 { 1000.0 / largest } else { 1.0 })
}

/// The largest coefficient of an expression, without its sign: by how much what counts as one in a column moves it at most.
pub(super) fn largest(expression: &Expression, columns: &Columns) -> f64 {
    let sizes = expression.terms.iter().map(|(column, coefficient)| coefficient.abs() * columns.unit(*column));
    sizes.fold(0.0_f64, f64::max)
}
