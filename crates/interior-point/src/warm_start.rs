//! From an iterate of one program to an iterate of another: the same with more rows, or with columns fixed.

use crate::linear_program::LinearProgram;
use crate::newton::Point;
use crate::standard_form::{Origin, StandardForm};

/// The slack of a new row is at least this share of the largest term of the row.
const ROOM: f64 = 0.1;

/// An iterate of an earlier solve, in the units of its program.
#[derive(Debug, Clone, Default)]
pub struct WarmStart {
    columns: Vec<Distances>,
    slacks: Vec<Distances>,
    duals: Vec<f64>,
}

/// Distances of a column or a slack to its bounds, each with its dual value; zero where the column was left out.
#[derive(Debug, Clone, Copy, Default)]
struct Distances {
    lower: (f64, f64),
    upper: (f64, f64),
}

impl WarmStart {
    pub(super) fn of(form: &StandardForm, program: &LinearProgram, at: &Point) -> Self {
        let mut stored = Self {
            columns: vec![Distances::default(); program.columns()],
            slacks: vec![Distances::default(); program.rows()],
            duals: vec![0.0; program.rows()],
        };
        let (limits, costs) = form.scale;
        for (j, (origin, scale)) in form.origin.iter().zip(&form.column_scale).enumerate() {
            let unscaled = |distance: f64, dual: f64| (distance * scale * limits, dual * costs / scale);
            let distances = match *origin {
                Origin::Column(column) => &mut stored.columns[column],
                Origin::Slack(row) => &mut stored.slacks[row],
            };
            distances.lower = unscaled(at.x[j], at.z[j]);
            if j < form.upper.len() {
                distances.upper = unscaled(at.w[j], at.v[j]);
            }
        }
        for (row, (dual, scale)) in form.row_origin.iter().zip(at.y.iter().zip(&form.row_scale)) {
            stored.duals[*row] = dual * scale * costs;
        }
        stored
    }

    /// Returns the iterate in another form; `None` where that has a column that this one does not know. A new row gets the slack that it has,
    /// but not too little, and the dual value that makes its product with the slack the mean of the others.
    pub(super) fn onto(&self, form: &StandardForm) -> Option<Point> {
        let (limits, costs) = form.scale;
        let mut at = Point::zero(form);
        let mut new = Vec::new();
        let (mut products, mut pairs) = (0.0, 0.0);
        for (j, (origin, scale)) in form.origin.iter().zip(&form.column_scale).enumerate() {
            let found = match *origin {
                Origin::Column(column) => self.columns.get(column),
                Origin::Slack(row) => self.slacks.get(row),
            };
            let Some(found) = found.filter(|found| found.lower.0 > 0.0) else {
                if matches!(origin, Origin::Column(_)) {
                    return None;
                }
                new.push(j);
                continue;
            };
            let scaled = |(distance, dual): (f64, f64)| (distance / (scale * limits), dual * scale / costs);
            (at.x[j], at.z[j]) = scaled(found.lower);
            products += at.x[j] * at.z[j];
            pairs += 1.0;
            if j < form.upper.len() {
                (at.w[j], at.v[j]) = scaled(found.upper);
                products += at.w[j] * at.v[j];
                pairs += 1.0;
            }
        }
        for (row, (dual, scale)) in form.row_origin.iter().zip(at.y.iter_mut().zip(&form.row_scale)) {
            *dual = self.duals.get(*row).map_or(0.0, |known| known / (scale * costs));
        }
        add_new_rows(form, &new, products / pairs, &mut at);
        let is_inside = |list: &[f64]| list.iter().all(|value| *value > 0.0 && value.is_finite());
        let all = is_inside(&at.x) && is_inside(&at.z) && is_inside(&at.w) && is_inside(&at.v);
        all.then_some(at)
    }
}

/// Gives the slacks of new rows their values and dual values, with this product.
fn add_new_rows(form: &StandardForm, new: &[usize], product: f64, at: &mut Point) {
    let mut left = form.b.clone();
    let mut most = vec![0.0_f64; form.rows];
    for (ends, x) in form.starts.windows(2).zip(&at.x) {
        for (row, value) in form.index[ends[0]..ends[1]].iter().zip(&form.value[ends[0]..ends[1]]) {
            let (row, term) = (*row as usize, value * x);
            left[row] -= term;
            most[row] = most[row].max(term.abs());
        }
    }
    for &j in new {
        let (row, value) = (form.index[form.starts[j]] as usize, form.value[form.starts[j]]);
        at.x[j] = left[row].abs().max(ROOM * most[row]) / value.abs();
        at.z[j] = product / at.x[j];
        at.y[row] = -at.z[j] / value;
        if j < form.upper.len() {
            at.w[j] = (form.upper[j] - at.x[j]).max(at.x[j]);
            at.v[j] = product / at.w[j];
        }
    }
}
