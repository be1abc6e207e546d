//! Mehrotra's starting point: the least-norm solution of the rows and the least-squares dual values, both shifted inside.

use crate::newton::{Equations, Point};
use crate::standard_form::largest;

/// The shift is so many times the largest violation.
const SHIFT: f64 = 1.5;

/// The least shift, and that of columns as a share of the largest upper bound.
const LEAST: f64 = 1e-6;
const SHARE: f64 = 0.1;

/// Factors of the shifts.
#[derive(Clone, Copy)]
pub(super) struct ShiftFactors {
    primal: f64,
    dual: f64,
}

/// Factors to try: first as Mehrotra has them, then larger ones for programs whose dual values grow primal.
pub(super) const STARTS: [ShiftFactors; 2] =
    [ShiftFactors { primal: 1.0, dual: 1.0 }, ShiftFactors { primal: 1.0, dual: 100.0 }];

/// Returns the starting point; `None` where the normal equations cannot be factorised.
pub(super) fn starting_point(equations: &mut Equations<'_>, factors: ShiftFactors) -> Option<Point> {
    if !equations.factorise_unweighted() {
        return None;
    }
    let form = equations.form;
    let mut at = Point::zero(form);
    let mut least_norm = form.b.clone();
    equations.solve(&mut least_norm);
    let mut duals = vec![0.0; form.rows];
    for (ends, cost) in form.starts.windows(2).zip(&form.c) {
        for (row, value) in form.index[ends[0]..ends[1]].iter().zip(&form.value[ends[0]..ends[1]]) {
            duals[*row as usize] += value * cost;
        }
    }
    equations.solve(&mut duals);
    at.y = duals;
    for (j, ends) in form.starts.windows(2).enumerate() {
        let mut reduced = form.c[j];
        for (row, value) in form.index[ends[0]..ends[1]].iter().zip(&form.value[ends[0]..ends[1]]) {
            at.x[j] += value * least_norm[*row as usize];
            reduced -= value * at.y[*row as usize];
        }
        if j < at.v.len() {
            (at.z[j], at.v[j]) = (reduced.max(0.0), (-reduced).max(0.0));
        } else {
            at.z[j] = reduced;
        }
    }
    let below = |least: f64, list: &[f64]| list.iter().fold(least, |most, value| most.max(-SHIFT * value));
    // Where every limit is zero the point of least norm says nothing of the size of columns; their upper bounds may.
    let size = if largest(&form.b) > 0.0 {
        LEAST
    } else {
        SHARE * if form.upper.is_empty() { 1.0 } else { largest(&form.upper) }
    };
    let (mut primal, mut dual) = (below(size, &at.x), below(LEAST, &at.z));
    let (mut products, mut sums) = (0.0, (0.0, 0.0));
    for (x, z) in at.x.iter().zip(&at.z) {
        products += (x + primal) * (z + dual);
        sums = (sums.0 + x + primal, sums.1 + z + dual);
    }
    primal = factors.primal * (primal + 0.5 * products / sums.1);
    dual = factors.dual * (dual + 0.5 * products / sums.0);
    at.x.iter_mut().for_each(|x| *x = (*x + primal).max(1e-3 * primal));
    at.z.iter_mut().for_each(|z| *z = (*z + dual).max(1e-3 * dual));
    for ((w, v), (x, upper)) in at.w.iter_mut().zip(&mut at.v).zip(at.x.iter().zip(&form.upper)) {
        *w = (upper - x).max(primal);
        *v += dual;
    }
    Some(at)
}
