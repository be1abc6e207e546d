//! From a point on the way of one programme to a point on the way of another: the same with more rows, or with columns fixed.

use super::programme::Programme;
use super::standard::{Origin, Standard};
use super::step::Point;

/// The slack of a new row is at least this share of the largest term of the row.
const ROOM: f64 = 0.1;

/// A point on the way, in the units of its programme.
#[derive(Debug, Clone, Default)]
pub struct Way {
    columns: Vec<Distances>,
    slacks: Vec<Distances>,
    prices: Vec<f64>,
}

/// How far a column or a slack is from its lower and its upper limit, and at which prices; nothing where it was left out.
#[derive(Debug, Clone, Copy, Default)]
struct Distances {
    lower: (f64, f64),
    upper: (f64, f64),
}

impl Way {
    pub(super) fn of(form: &Standard, programme: &Programme, at: &Point) -> Self {
        let mut way = Self {
            columns: vec![Distances::default(); programme.columns()],
            slacks: vec![Distances::default(); programme.rows()],
            prices: vec![0.0; programme.rows()],
        };
        let (limits, costs) = form.scale;
        for (j, (origin, scale)) in form.origin.iter().zip(&form.column_scale).enumerate() {
            let unscaled = |distance: f64, price: f64| (distance * scale * limits, price * costs / scale);
            let distances = match *origin {
                Origin::Column(column) => &mut way.columns[column],
                Origin::Slack(row) => &mut way.slacks[row],
            };
            distances.lower = unscaled(at.x[j], at.z[j]);
            if j < form.upper.len() {
                distances.upper = unscaled(at.w[j], at.v[j]);
            }
        }
        for (row, (price, scale)) in form.row_origin.iter().zip(at.y.iter().zip(&form.row_scale)) {
            way.prices[*row] = price * scale * costs;
        }
        way
    }

    /// The point in another form; nothing where that has a column that this way does not know. Rows that are new get the slack that
    /// they have, but not too little, and the price that makes its product with the slack what it is elsewhere.
    pub(super) fn onto(&self, form: &Standard) -> Option<Point> {
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
            let scaled = |(distance, price): (f64, f64)| (distance / (scale * limits), price * scale / costs);
            (at.x[j], at.z[j]) = scaled(found.lower);
            products += at.x[j] * at.z[j];
            pairs += 1.0;
            if j < form.upper.len() {
                (at.w[j], at.v[j]) = scaled(found.upper);
                products += at.w[j] * at.v[j];
                pairs += 1.0;
            }
        }
        for (row, (price, scale)) in form.row_origin.iter().zip(at.y.iter_mut().zip(&form.row_scale)) {
            *price = self.prices.get(*row).map_or(0.0, |known| known / (scale * costs));
        }
        meet_new_rows(form, &new, products / pairs, &mut at);
        let is_inside = |list: &[f64]| list.iter().all(|value| *value > 0.0 && value.is_finite());
        let all = is_inside(&at.x) && is_inside(&at.z) && is_inside(&at.w) && is_inside(&at.v);
        all.then_some(at)
    }
}

/// Gives the slacks of new rows their distances and prices, with this product.
fn meet_new_rows(form: &Standard, new: &[usize], product: f64, at: &mut Point) {
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
