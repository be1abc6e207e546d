//! From where to walk: the shortest point that keeps the rows, and the prices nearest to the costs, both moved inside.

use super::step::{Equations, Point};

/// What an entry is moved inside by is this much more than the largest distance outside.
const CLEAR: f64 = 1.5;

/// How much farther inside than that, of columns and of their prices: at first not, and where prices then grow too far, so much.
pub(super) const STARTS: [(f64, f64); 2] = [(1.0, 1.0), (1.0, 100.0)];

/// The point; nothing where the equations cannot be factorised.
pub(super) fn start(equations: &mut Equations<'_>, farther: (f64, f64)) -> Option<Point> {
    if !equations.level() {
        return None;
    }
    let form = equations.form;
    let mut at = Point::zero(form);
    let mut shortest = form.b.clone();
    equations.solve(&mut shortest);
    let mut prices = vec![0.0; form.rows];
    for (ends, cost) in form.starts.windows(2).zip(&form.c) {
        for (row, value) in form.index[ends[0]..ends[1]].iter().zip(&form.value[ends[0]..ends[1]]) {
            prices[*row as usize] += value * cost;
        }
    }
    equations.solve(&mut prices);
    at.y = prices;
    for (j, ends) in form.starts.windows(2).enumerate() {
        let mut reduced = form.c[j];
        for (row, value) in form.index[ends[0]..ends[1]].iter().zip(&form.value[ends[0]..ends[1]]) {
            at.x[j] += value * shortest[*row as usize];
            reduced -= value * at.y[*row as usize];
        }
        if j < at.v.len() {
            (at.z[j], at.v[j]) = (reduced.max(0.0), (-reduced).max(0.0));
        } else {
            at.z[j] = reduced;
        }
    }
    let below = |list: &[f64]| list.iter().fold(1e-6_f64, |most, value| most.max(-CLEAR * value));
    let (mut far, mut dear) = (below(&at.x), below(&at.z));
    let (mut products, mut sums) = (0.0, (0.0, 0.0));
    for (x, z) in at.x.iter().zip(&at.z) {
        products += (x + far) * (z + dear);
        sums = (sums.0 + x + far, sums.1 + z + dear);
    }
    far = farther.0 * (far + 0.5 * products / sums.1);
    dear = farther.1 * (dear + 0.5 * products / sums.0);
    at.x.iter_mut().for_each(|x| *x = (*x + far).max(1e-3 * far));
    at.z.iter_mut().for_each(|z| *z = (*z + dear).max(1e-3 * dear));
    for ((w, v), (x, upper)) in at.w.iter_mut().zip(&mut at.v).zip(at.x.iter().zip(&form.upper)) {
        *w = (upper - x).max(far);
        *v += dear;
    }
    Some(at)
}
