//! Newton directions: primal and dual residuals and complementarity products, reduced to the normal equations.

use crate::normal_equations::NormalEquations;
use crate::standard_form::{StandardForm, largest};

/// An iterate or a direction: columns x with their dual values z, dual values y of rows, and for columns with an upper bound the
/// distance w to it with its dual value v.
#[derive(Debug, Clone, Default)]
pub(super) struct Point {
    pub x: Vec<f64>,
    pub z: Vec<f64>,
    pub y: Vec<f64>,
    pub w: Vec<f64>,
    pub v: Vec<f64>,
}

impl Point {
    pub fn zero(form: &StandardForm) -> Self {
        let (columns, bounded) = (form.columns(), form.upper.len());
        let (x, w) = (vec![0.0; columns], vec![0.0; bounded]);
        Self { z: x.clone(), x, y: vec![0.0; form.rows], v: w.clone(), w }
    }

    /// Returns whether a column stands at its lower and at its upper bound in the optimal partition: nearer to the bound than its dual value
    /// is to zero.
    pub fn bounds_of(&self, column: usize) -> (bool, bool) {
        (self.x[column] <= self.z[column], column < self.w.len() && self.w[column] < self.v[column])
    }
}

/// Residuals: primal, dual, and of upper bounds.
#[derive(Debug, Clone, Default)]
pub(super) struct Residuals {
    pub rows: Vec<f64>,
    pub duals: Vec<f64>,
    pub bounds: Vec<f64>,
}

/// Changes of the complementarity products x z and w v.
#[derive(Debug, Clone, Default)]
pub(super) struct Products {
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
}

/// The equations of a step at a point.
pub(super) struct Equations<'a> {
    pub form: &'a StandardForm,
    normal: NormalEquations,
    /// Inverses of x, z, w and v.
    pub inverse: Point,
    diagonal: Vec<f64>,
    /// Tolerance of the primal residual after a predictor.
    least: f64,
    /// The same after a corrector.
    loose: f64,
    /// Vectors that are used again.
    held: Vec<f64>,
    side: Vec<f64>,
    moved: Vec<f64>,
}

/// Steps of iterative refinement, at most.
const REFINED: usize = 3;

/// Tolerance of the primal residual after a step; near the optimum it is divided by the largest dual value.
const LEAST: f64 = 1e-11;

/// The share of the mean product that a corrector may leave of the primal residual: the next step makes up for it, and most correctors
/// then need one solve instead of two or three.
const LOOSE: f64 = 0.1;

/// Mean product near the optimum.
const NEAR: f64 = 1e-9;

impl<'a> Equations<'a> {
    pub fn of(form: &'a StandardForm, normal: NormalEquations) -> Self {
        let (columns, rows) = (form.columns(), form.rows);
        Self {
            form,
            normal,
            inverse: Point::zero(form),
            diagonal: vec![1.0; columns],
            least: LEAST,
            loose: LEAST,
            held: vec![0.0; columns],
            side: vec![0.0; rows],
            moved: vec![0.0; rows],
        }
    }

    /// Factorises A Aᵀ, for the starting point. Returns false if that fails.
    pub fn factorise_unweighted(&mut self) -> bool {
        self.diagonal.fill(1.0);
        self.normal.factorise(self.form, &self.diagonal)
    }

    /// Solves (A D Aᵀ) y = side, in place.
    pub fn solve(&mut self, side: &mut [f64]) {
        self.normal.solve(side);
    }

    /// Factorises the normal equations at an iterate with this mean product. Returns false if that fails.
    pub fn factorise_at(&mut self, at: &Point, mean: f64) -> bool {
        // A primal residual counts at its dual value: where that is large, the duality gap would never close.
        self.least = if mean < NEAR { LEAST / largest(&at.y).max(1.0) } else { LEAST };
        self.loose = self.least + LOOSE * mean;
        for (inverse, list) in [
            (&mut self.inverse.x, &at.x),
            (&mut self.inverse.z, &at.z),
            (&mut self.inverse.w, &at.w),
            (&mut self.inverse.v, &at.v),
        ] {
            for (inverse, value) in inverse.iter_mut().zip(list) {
                *inverse = 1.0 / value;
            }
        }
        for (d, (z, inverse)) in self.diagonal.iter_mut().zip(at.z.iter().zip(&self.inverse.x)) {
            *d = z * inverse;
        }
        for (d, (v, inverse)) in self.diagonal.iter_mut().zip(at.v.iter().zip(&self.inverse.w)) {
            *d += v * inverse;
        }
        for d in &mut self.diagonal {
            *d = 1.0 / (*d + 1e-12);
        }
        self.normal.factorise(self.form, &self.diagonal)
    }

    /// Computes the direction that removes residuals (`None`: leaves them) and changes products by what is given.
    pub fn direction(&mut self, at: &Point, residuals: Option<&Residuals>, products: &Products, found: &mut Point) {
        self.right_side(at, residuals, products);
        let rows = residuals.map(|residuals| residuals.rows.as_slice());
        if let Some(rows) = rows {
            self.side.iter_mut().zip(rows).for_each(|(side, residuals)| *side += residuals);
        }
        let enough = rows.map_or(self.loose, |rows| self.least + 1e-2 * largest(rows));
        self.normal.solve(&mut self.side);
        found.y.clone_from(&self.side);
        self.move_columns(at, products, found);
        for _ in 0..REFINED {
            match rows {
                Some(rows) => {
                    let left = self.side.iter_mut().zip(rows.iter().zip(&self.moved));
                    left.for_each(|(left, (residuals, moved))| *left = residuals - moved);
                }
                None => self.side.iter_mut().zip(&self.moved).for_each(|(left, moved)| *left = -moved),
            }
            if largest(&self.side) <= enough {
                break;
            }
            self.normal.solve(&mut self.side);
            found.y.iter_mut().zip(&self.side).for_each(|(y, more)| *y += more);
            self.move_columns(at, products, found);
        }
        for (j, (w, v)) in found.w.iter_mut().zip(&mut found.v).enumerate() {
            *w = residuals.map_or(0.0, |residuals| residuals.bounds[j]) - found.x[j];
            *v = (products.upper[j] - at.v[j] * *w) * self.inverse.w[j];
        }
    }

    /// Computes the right-hand side of the normal equations but for primal residuals.
    fn right_side(&mut self, at: &Point, residuals: Option<&Residuals>, products: &Products) {
        let lower = products.lower.iter().zip(&self.inverse.x);
        for (held, (product, inverse)) in self.held.iter_mut().zip(lower) {
            *held = -product * inverse;
        }
        let upper = products.upper.iter().zip(&self.inverse.w);
        for (held, (product, inverse)) in self.held.iter_mut().zip(upper) {
            *held += product * inverse;
        }
        if let Some(residuals) = residuals {
            self.held.iter_mut().zip(&residuals.duals).for_each(|(held, residuals)| *held += residuals);
            let bounds = residuals.bounds.iter().zip(at.v.iter().zip(&self.inverse.w));
            for (held, (residuals, (dual, inverse))) in self.held.iter_mut().zip(bounds) {
                *held -= dual * residuals * inverse;
            }
        }
        self.side.fill(0.0);
        for ((held, d), ends) in self.held.iter().zip(&self.diagonal).zip(self.form.starts.windows(2)) {
            let by = held * d;
            let entries = ends[0]..ends[1];
            for (row, value) in self.form.index[entries.clone()].iter().zip(&self.form.value[entries]) {
                self.side[*row as usize] += value * by;
            }
        }
    }

    /// Computes the change of columns and of their dual values from that of the rows, and by how much that moves the rows.
    fn move_columns(&mut self, at: &Point, products: &Products, found: &mut Point) {
        self.moved.fill(0.0);
        let columns = self.held.iter().zip(&self.diagonal).zip(self.form.starts.windows(2));
        for (((held, d), ends), x) in columns.zip(&mut found.x) {
            let entries = ends[0]..ends[1];
            let (index, value) = (&self.form.index[entries.clone()], &self.form.value[entries]);
            let mut sum = -held;
            for (row, value) in index.iter().zip(value) {
                sum += value * found.y[*row as usize];
            }
            let by = sum * d;
            *x = by;
            for (row, value) in index.iter().zip(value) {
                self.moved[*row as usize] += value * by;
            }
        }
        let duals = found.x.iter().zip(&at.z).zip(products.lower.iter().zip(&self.inverse.x));
        for (z, ((x, dual), (product, inverse))) in found.z.iter_mut().zip(duals) {
            *z = (product - dual * x) * inverse;
        }
    }
}
