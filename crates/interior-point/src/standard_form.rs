//! The form that is solved: minimise c x with A x = b, x ≥ 0, and x ≤ u for the first columns.
//!
//! Rows with an inequality get a slack. Columns that are fixed, or that a forcing row leaves at their lower bounds, are removed. Rows and
//! columns are scaled such that their largest entries are near 1.

use crate::linear_program::{InteriorSolution, LastIterate, LinearProgram};
use crate::newton::Point;

/// How often rows and columns are scaled in turn.
const SCALINGS: usize = 8;

/// What a column stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin {
    /// A column of the program.
    Column(usize),
    /// The slack of a row.
    Slack(usize),
}

/// The scaled form.
#[derive(Debug, Default)]
pub(super) struct StandardForm {
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
    /// Rows of the program that leave their columns no values but their lower bounds.
    forcing: Vec<usize>,
    /// The row of the program for each row here.
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

impl StandardForm {
    /// Of a program; `None` where a column has no finite lower bound or a row cannot hold.
    pub fn of(program: &LinearProgram) -> Option<Self> {
        let rows = program.rows();
        let mut moves: Vec<bool> = (0..program.columns()).map(|j| program.lower[j] < program.upper[j]).collect();
        let mut shift = vec![0.0; rows];
        for j in 0..program.columns() {
            if !program.lower[j].is_finite() || program.lower[j] > program.upper[j] {
                return None;
            }
            for at in program.entries(j) {
                let row = program.index[at] as usize;
                shift[row] += program.value[at] * program.lower[j];
            }
        }
        let forcing = forcing(program, &shift, &mut moves);
        let mut used = vec![false; rows];
        for j in (0..program.columns()).filter(|j| moves[*j]) {
            for at in program.entries(j) {
                used[program.index[at] as usize] |= program.value[at] != 0.0;
            }
        }
        let mut row_place = vec![None; rows];
        let mut form = Self { forcing, ..Self::default() };
        let mut drafts: Vec<Draft> = Vec::new();
        for row in 0..rows {
            let (lower, upper) = (program.row_lower[row] - shift[row], program.row_upper[row] - shift[row]);
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
        for j in (0..program.columns()).filter(|j| moves[*j]) {
            let upper = program.upper[j] - program.lower[j];
            drafts.push(Draft { origin: Origin::Column(j), cost: program.costs[j], upper });
        }
        // Those with an upper bound first, so that what belongs to bounds is one slice.
        drafts.sort_by_key(|draft| draft.upper.is_infinite());
        form.rows = form.row_origin.len();
        form.starts.push(0);
        for draft in drafts {
            match draft.origin {
                Origin::Slack(row) => {
                    form.index.push(narrow(row_place[row].unwrap_or_default()));
                    form.value.push(if program.row_upper[row].is_finite() { 1.0 } else { -1.0 });
                }
                Origin::Column(j) => {
                    for at in program.entries(j).filter(|at| program.value[*at] != 0.0) {
                        if let Some(row) = row_place[program.index[at] as usize] {
                            form.index.push(narrow(row));
                            form.value.push(program.value[at]);
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

    /// Returns the solution of the program that an iterate of this form stands for: x and w the distances to both bounds, z and v their
    /// dual values.
    pub fn solution(&self, program: &LinearProgram, iterate: &Point) -> InteriorSolution {
        let Point { x, y, .. } = iterate;
        let (limits, costs) = self.scale;
        let mut columns = program.lower.clone();
        let mut inside = LastIterate { columns: columns.clone(), ..LastIterate::default() };
        let mut duals = vec![0.0; program.rows()];
        let mut active_limits: Vec<Option<f64>> = (program.row_lower.iter().zip(&program.row_upper))
            .map(|(&lower, &upper)| (lower == upper).then_some(upper))
            .collect();
        for (row, (&dual, &scale)) in self.row_origin.iter().zip(y.iter().zip(&self.row_scale)) {
            duals[*row] = dual * scale * costs;
        }
        inside.duals.clone_from(&duals);
        let mut is_inside = vec![false; program.columns()];
        for (j, origin) in self.origin.iter().enumerate() {
            let (at_lower, at_upper) = iterate.bounds_of(j);
            match *origin {
                Origin::Column(column) => {
                    is_inside[column] = !at_lower && !at_upper;
                    let (lower, upper) = (program.lower[column], program.upper[column]);
                    inside.columns[column] = (lower + x[j] * self.column_scale[j] * limits).clamp(lower, upper);
                    if at_upper {
                        columns[column] = upper;
                    } else if !at_lower {
                        columns[column] = inside.columns[column];
                    }
                }
                Origin::Slack(row) => {
                    let (lower, upper) = (program.row_lower[row], program.row_upper[row]);
                    let (near, far) = if upper.is_finite() { (upper, lower) } else { (lower, upper) };
                    active_limits[row] = if at_lower { Some(near) } else { at_upper.then_some(far) };
                    if active_limits[row].is_none() {
                        duals[row] = 0.0;
                    }
                }
            }
        }
        inside.reduced_costs = program.reduced_costs(&inside.duals);
        for (row, dual) in self.duals_of_forcing(program, &mut inside.reduced_costs) {
            inside.duals[row] = dual;
        }
        let mut reduced = program.reduced_costs(&duals);
        for (row, dual) in self.duals_of_forcing(program, &mut reduced) {
            duals[row] = dual;
            active_limits[row] = Some(if dual > 0.0 { program.row_lower[row] } else { program.row_upper[row] })
                .filter(|at| at.is_finite());
        }
        for (column, left) in reduced.iter_mut().enumerate() {
            let at_upper = columns[column] == program.upper[column];
            let wrong = if at_upper { *left > 0.0 } else { *left < 0.0 };
            if is_inside[column] || (wrong && program.lower[column] < program.upper[column]) {
                *left = 0.0;
            }
        }
        InteriorSolution {
            columns,
            reduced_costs: reduced,
            duals,
            active_limits,
            iterate: inside,
            ..InteriorSolution::default()
        }
    }

    /// Returns the largest residual, primal or dual, that is left once columns and dual values are where the optimal partition of an iterate
    /// puts them, and rounding of reduced costs with it. It is larger than that of the iterate where a column is about as far from its bound
    /// as its reduced cost is from zero, and where dual values have no limit.
    pub fn partition_residual(&self, iterate: &Point) -> f64 {
        let mut rows = self.b.clone();
        let mut duals = iterate.y.clone();
        for (j, origin) in self.origin.iter().enumerate() {
            let (at_lower, at_upper) = iterate.bounds_of(j);
            let entries = self.starts[j]..self.starts[j + 1];
            let value = if at_upper { self.upper[j] } else { iterate.x[j] };
            for at in entries.clone().filter(|_| !at_lower || at_upper) {
                rows[self.index[at] as usize] -= self.value[at] * value;
            }
            if matches!(origin, Origin::Slack(_)) && !at_lower && !at_upper {
                entries.for_each(|at| duals[self.index[at] as usize] = 0.0);
            }
        }
        let wrong = |j: usize| {
            let (mut left, mut size) = (self.c[j], 0.0);
            for at in self.starts[j]..self.starts[j + 1] {
                let term = self.value[at] * duals[self.index[at] as usize];
                left -= term;
                size += term.abs();
            }
            let left = match iterate.bounds_of(j) {
                (_, true) => left.max(0.0),
                (true, false) => (-left).max(0.0),
                (false, false) => left.abs(),
            };
            left + f64::EPSILON * size
        };
        (0..self.columns()).map(wrong).fold(largest(&rows), f64::max)
    }

    /// Returns the dual values at which forcing rows leave none of their columns a negative reduced cost.
    fn duals_of_forcing(&self, program: &LinearProgram, reduced: &mut [f64]) -> Vec<(usize, f64)> {
        let mut place = vec![None; program.rows()];
        for (i, &row) in self.forcing.iter().enumerate() {
            place[row] = Some(i);
        }
        let mut held: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.forcing.len()];
        for j in (0..program.columns()).filter(|j| program.lower[*j] < program.upper[*j]) {
            for at in program.entries(j) {
                if let Some(i) = place[program.index[at] as usize] {
                    held[i].push((j, program.value[at]));
                }
            }
        }
        let dual = |(row, held): (&usize, &Vec<(usize, f64)>)| {
            let below = held.iter().filter(|(j, value)| reduced[*j] < 0.0 && *value != 0.0);
            let dual = below
                .map(|(j, value)| reduced[*j] / value)
                .fold(0.0_f64, |most, dual| if dual.abs() > most.abs() { dual } else { most });
            for (j, value) in held {
                reduced[*j] -= value * dual;
            }
            (*row, dual)
        };
        self.forcing.iter().zip(&held).map(dual).collect()
    }
}

/// Returns the forcing rows, which leave their columns no values but their lower bounds, such as a sum of at most 0. Their columns are then
/// fixed.
fn forcing(program: &LinearProgram, shift: &[f64], moves: &mut [bool]) -> Vec<usize> {
    let mut signs = vec![(false, false); program.rows()];
    for j in (0..program.columns()).filter(|j| moves[*j]) {
        for at in program.entries(j) {
            let (up, down) = &mut signs[program.index[at] as usize];
            *up |= program.value[at] > 0.0;
            *down |= program.value[at] < 0.0;
        }
    }
    let is_forcing = |row: usize| match signs[row] {
        (true, false) => program.row_upper[row] == shift[row],
        (false, true) => program.row_lower[row] == shift[row],
        _ => false,
    };
    let holds: Vec<bool> = (0..program.rows()).map(is_forcing).collect();
    for (j, moves) in moves.iter_mut().enumerate() {
        let held = |at: usize| program.value[at] != 0.0 && holds[program.index[at] as usize];
        *moves &= !program.entries(j).any(held);
    }
    (0..program.rows()).filter(|row| holds[*row]).collect()
}

/// The largest of a list, without its sign.
pub(super) fn largest(list: &[f64]) -> f64 {
    list.iter().fold(0.0, |most, value| value.abs().max(most))
}

/// Rows are numbered in 32 bits, as the solver numbers them.
fn narrow(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
