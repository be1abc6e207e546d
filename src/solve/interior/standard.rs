//! The form that is solved: minimise c x with A x = b, x ≥ 0, and x ≤ u for the first columns. Rows with an inequality get a
//! slack, columns that are fixed or that a row holds at their lower bounds are taken out, and rows and columns are scaled so that
//! their largest entries are near 1.

use super::programme::{Centre, Inside, Programme};

/// How often rows and columns are scaled in turn.
const SCALINGS: usize = 8;

/// What a column stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin {
    /// A column of the programme.
    Column(usize),
    /// The slack of a row.
    Slack(usize),
}

/// The scaled form.
#[derive(Debug, Default)]
pub(super) struct Standard {
    /// Rows, in the order in which they are eliminated once that is known.
    pub rows: usize,
    pub starts: Vec<usize>,
    pub index: Vec<u32>,
    pub value: Vec<f64>,
    pub b: Vec<f64>,
    pub c: Vec<f64>,
    /// Upper bounds of the first columns; the others have none.
    pub upper: Vec<f64>,
    pub origin: Vec<Origin>,
    /// Rows of the programme that leave their columns nothing but their lower bounds.
    holding: Vec<usize>,
    /// The row of the programme for each row here.
    pub row_origin: Vec<usize>,
    pub row_scale: Vec<f64>,
    pub column_scale: Vec<f64>,
    /// Of limits, and of costs.
    pub scale: (f64, f64),
}

/// One column before it has its place.
struct Draft {
    origin: Origin,
    cost: f64,
    upper: f64,
}

impl Standard {
    /// Of a programme; nothing where a column has no lower bound or a row cannot hold.
    pub fn of(programme: &Programme) -> Option<Self> {
        let rows = programme.rows();
        let mut moves: Vec<bool> = (0..programme.columns()).map(|j| programme.lower[j] < programme.upper[j]).collect();
        let mut shift = vec![0.0; rows];
        for j in 0..programme.columns() {
            if !programme.lower[j].is_finite() || programme.lower[j] > programme.upper[j] {
                return None;
            }
            for at in programme.entries(j) {
                let row = programme.index[at] as usize;
                shift[row] += programme.value[at] * programme.lower[j];
            }
        }
        let holding = holding(programme, &shift, &mut moves);
        let mut used = vec![false; rows];
        for j in (0..programme.columns()).filter(|j| moves[*j]) {
            for at in programme.entries(j) {
                used[programme.index[at] as usize] |= programme.value[at] != 0.0;
            }
        }
        let mut row_place = vec![None; rows];
        let mut form = Self { holding, ..Self::default() };
        let mut drafts: Vec<Draft> = Vec::new();
        for row in 0..rows {
            let (lower, upper) = (programme.row_lower[row] - shift[row], programme.row_upper[row] - shift[row]);
            if lower > upper {
                return None;
            }
            if !used[row] || (lower.is_infinite() && upper.is_infinite()) {
                // Nothing moves it; whether it holds is for those to say who look for contradictions.
                if lower > 1e-9 || upper < -1e-9 {
                    return None;
                }
                continue;
            }
            row_place[row] = Some(form.row_origin.len());
            form.row_origin.push(row);
            form.b.push(if upper.is_finite() { upper } else { lower });
            if lower < upper {
                let upper = if lower.is_finite() { upper - lower } else { f64::INFINITY };
                drafts.push(Draft { origin: Origin::Slack(row), cost: 0.0, upper });
            }
        }
        for j in (0..programme.columns()).filter(|j| moves[*j]) {
            let upper = programme.upper[j] - programme.lower[j];
            drafts.push(Draft { origin: Origin::Column(j), cost: programme.costs[j], upper });
        }
        // Those with an upper bound first, so that what belongs to bounds is one slice.
        drafts.sort_by_key(|draft| draft.upper.is_infinite());
        form.rows = form.row_origin.len();
        form.starts.push(0);
        for draft in drafts {
            match draft.origin {
                Origin::Slack(row) => {
                    form.index.push(narrow(row_place[row].unwrap_or_default()));
                    form.value.push(if programme.row_upper[row].is_finite() { 1.0 } else { -1.0 });
                }
                Origin::Column(j) => {
                    for at in programme.entries(j).filter(|at| programme.value[*at] != 0.0) {
                        if let Some(row) = row_place[programme.index[at] as usize] {
                            form.index.push(narrow(row));
                            form.value.push(programme.value[at]);
                        }
                    }
                }
            }
            form.starts.push(form.index.len());
            form.c.push(draft.cost);
            form.origin.push(draft.origin);
            if draft.upper.is_finite() {
                form.upper.push(draft.upper);
            }
        }
        form.rescale();
        Some(form)
    }

    /// How many columns there are.
    pub const fn columns(&self) -> usize {
        self.c.len()
    }

    fn rescale(&mut self) {
        self.row_scale = vec![1.0; self.rows];
        self.column_scale = vec![1.0; self.columns()];
        for _ in 0..SCALINGS {
            let mut rows = vec![0.0_f64; self.rows];
            let mut columns = vec![0.0_f64; self.columns()];
            for (j, most) in columns.iter_mut().enumerate() {
                for at in self.starts[j]..self.starts[j + 1] {
                    let size = self.value[at].abs();
                    let row = &mut rows[self.index[at] as usize];
                    *row = row.max(size);
                    *most = most.max(size);
                }
            }
            for most in rows.iter_mut().chain(&mut columns) {
                *most = if *most > 0.0 { most.sqrt().recip() } else { 1.0 };
            }
            for (j, column) in columns.iter().enumerate() {
                for at in self.starts[j]..self.starts[j + 1] {
                    self.value[at] *= column * rows[self.index[at] as usize];
                }
            }
            self.row_scale.iter_mut().zip(&rows).for_each(|(scale, by)| *scale *= by);
            self.column_scale.iter_mut().zip(&columns).for_each(|(scale, by)| *scale *= by);
        }
        self.b.iter_mut().zip(&self.row_scale).for_each(|(b, scale)| *b *= scale);
        self.c.iter_mut().zip(&self.column_scale).for_each(|(c, scale)| *c *= scale);
        self.upper.iter_mut().zip(&self.column_scale).for_each(|(upper, scale)| *upper /= scale);
        let size = |list: &[f64]| if largest(list) > 0.0 { largest(list) } else { 1.0 };
        let (limits, costs) = (size(&self.b), size(&self.c));
        self.b.iter_mut().chain(&mut self.upper).for_each(|limit| *limit /= limits);
        self.c.iter_mut().for_each(|cost| *cost /= costs);
        self.scale = (limits, costs);
    }

    /// Numbers the rows anew: `order[i]` is the row that comes i-th; entries of a column stand in that order.
    pub fn reorder(&mut self, order: &[usize]) {
        let mut place = vec![0_u32; self.rows];
        for (i, &row) in order.iter().enumerate() {
            place[row] = narrow(i);
        }
        let mut entries: Vec<(u32, f64)> = Vec::new();
        for j in 0..self.columns() {
            let range = self.starts[j]..self.starts[j + 1];
            entries.clear();
            entries.extend(range.clone().map(|at| (place[self.index[at] as usize], self.value[at])));
            entries.sort_unstable_by_key(|(row, _)| *row);
            for (at, &(row, value)) in range.zip(&entries) {
                (self.index[at], self.value[at]) = (row, value);
            }
        }
        let moved = |list: &[f64]| order.iter().map(|&row| list[row]).collect();
        self.b = moved(&self.b);
        self.row_scale = moved(&self.row_scale);
        self.row_origin = order.iter().map(|&row| self.row_origin[row]).collect();
    }

    /// The centre of the programme that a point of this form stands for: x and w the room to both bounds, z and v their prices.
    pub fn centre(
        &self,
        programme: &Programme,
        (x, z): (&[f64], &[f64]),
        (w, v): (&[f64], &[f64]),
        y: &[f64],
    ) -> Centre {
        let (limits, costs) = self.scale;
        let mut columns = programme.lower.clone();
        let mut inside = Inside { columns: columns.clone(), ..Inside::default() };
        let mut prices = vec![0.0; programme.rows()];
        let mut at_limit: Vec<Option<f64>> = (programme.row_lower.iter().zip(&programme.row_upper))
            .map(|(&lower, &upper)| (lower == upper).then_some(upper))
            .collect();
        for (row, (&price, &scale)) in self.row_origin.iter().zip(y.iter().zip(&self.row_scale)) {
            prices[*row] = price * scale * costs;
        }
        inside.prices.clone_from(&prices);
        let mut is_inside = vec![false; programme.columns()];
        for (j, origin) in self.origin.iter().enumerate() {
            let at_lower = x[j] <= z[j];
            let at_upper = j < w.len() && w[j] < v[j];
            match *origin {
                Origin::Column(column) => {
                    is_inside[column] = !at_lower && !at_upper;
                    let (lower, upper) = (programme.lower[column], programme.upper[column]);
                    inside.columns[column] = (lower + x[j] * self.column_scale[j] * limits).clamp(lower, upper);
                    if at_upper {
                        columns[column] = upper;
                    } else if !at_lower {
                        columns[column] = inside.columns[column];
                    }
                }
                Origin::Slack(row) => {
                    let (lower, upper) = (programme.row_lower[row], programme.row_upper[row]);
                    let (near, far) = if upper.is_finite() { (upper, lower) } else { (lower, upper) };
                    at_limit[row] = if at_lower { Some(near) } else { at_upper.then_some(far) };
                    if at_limit[row].is_none() {
                        prices[row] = 0.0;
                    }
                }
            }
        }
        inside.reduced = programme.left(&inside.prices);
        for (row, price) in self.prices_of_holding(programme, &mut inside.reduced) {
            inside.prices[row] = price;
        }
        let mut reduced = programme.left(&prices);
        for (row, price) in self.prices_of_holding(programme, &mut reduced) {
            prices[row] = price;
            at_limit[row] = Some(if price > 0.0 { programme.row_lower[row] } else { programme.row_upper[row] })
                .filter(|at| at.is_finite());
        }
        for (column, left) in reduced.iter_mut().enumerate() {
            let at_upper = columns[column] == programme.upper[column];
            let wrong = if at_upper { *left > 0.0 } else { *left < 0.0 };
            if is_inside[column] || (wrong && programme.lower[column] < programme.upper[column]) {
                *left = 0.0;
            }
        }
        Centre { columns, reduced, prices, at_limit, inside, ..Centre::default() }
    }

    /// The prices at which rows that hold their columns leave none of these a cost below nothing, which they then have not.
    fn prices_of_holding(&self, programme: &Programme, reduced: &mut [f64]) -> Vec<(usize, f64)> {
        let mut place = vec![None; programme.rows()];
        for (i, &row) in self.holding.iter().enumerate() {
            place[row] = Some(i);
        }
        let mut held: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.holding.len()];
        for j in (0..programme.columns()).filter(|j| programme.lower[*j] < programme.upper[*j]) {
            for at in programme.entries(j) {
                if let Some(i) = place[programme.index[at] as usize] {
                    held[i].push((j, programme.value[at]));
                }
            }
        }
        let price = |(row, held): (&usize, &Vec<(usize, f64)>)| {
            let below = held.iter().filter(|(j, value)| reduced[*j] < 0.0 && *value != 0.0);
            let price = below
                .map(|(j, value)| reduced[*j] / value)
                .fold(0.0_f64, |most, price| if price.abs() > most.abs() { price } else { most });
            for (j, value) in held {
                reduced[*j] -= value * price;
            }
            (*row, price)
        };
        self.holding.iter().zip(&held).map(price).collect()
    }
}

/// Rows that leave the columns in them nothing but their lower bounds, such as a sum that is nothing at most; their columns then
/// move no more.
fn holding(programme: &Programme, shift: &[f64], moves: &mut [bool]) -> Vec<usize> {
    let mut signs = vec![(false, false); programme.rows()];
    for j in (0..programme.columns()).filter(|j| moves[*j]) {
        for at in programme.entries(j) {
            let (up, down) = &mut signs[programme.index[at] as usize];
            *up |= programme.value[at] > 0.0;
            *down |= programme.value[at] < 0.0;
        }
    }
    let is_holding = |row: usize| match signs[row] {
        (true, false) => programme.row_upper[row] == shift[row],
        (false, true) => programme.row_lower[row] == shift[row],
        _ => false,
    };
    let holds: Vec<bool> = (0..programme.rows()).map(is_holding).collect();
    for (j, moves) in moves.iter_mut().enumerate() {
        let held = |at: usize| programme.value[at] != 0.0 && holds[programme.index[at] as usize];
        *moves &= !programme.entries(j).any(held);
    }
    (0..programme.rows()).filter(|row| holds[*row]).collect()
}

/// The largest of a list, without its sign.
pub(super) fn largest(list: &[f64]) -> f64 {
    list.iter().fold(0.0, |most, value| value.abs().max(most))
}

/// Rows are numbered in 32 bits, as the solver numbers them.
fn narrow(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
