//! One step's direction: Newton's equations for what is missing to the rows, to the prices and to the central path.

use super::normal::Normal;
use super::standard::{Standard, largest};

/// A point, or a direction: columns and their prices, rows' prices, and for columns with an upper bound the room and its price.
#[derive(Debug, Clone, Default)]
pub(super) struct Point {
    pub x: Vec<f64>,
    pub z: Vec<f64>,
    pub y: Vec<f64>,
    pub w: Vec<f64>,
    pub v: Vec<f64>,
}

impl Point {
    pub fn zero(form: &Standard) -> Self {
        let (columns, bounded) = (form.columns(), form.upper.len());
        let (x, w) = (vec![0.0; columns], vec![0.0; bounded]);
        Self { z: x.clone(), x, y: vec![0.0; form.rows], v: w.clone(), w }
    }
}

/// What a point misses: of rows, of prices, of upper bounds.
#[derive(Debug, Clone, Default)]
pub(super) struct Missing {
    pub rows: Vec<f64>,
    pub prices: Vec<f64>,
    pub bounds: Vec<f64>,
}

/// What the products of columns and prices are to change by: x z, and w v.
#[derive(Debug, Clone, Default)]
pub(super) struct Products {
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
}

/// The equations of a step at a point.
pub(super) struct Equations<'a> {
    pub form: &'a Standard,
    normal: Normal,
    /// One through each of x, z, w and v.
    pub inverse: Point,
    diagonal: Vec<f64>,
    /// What rows may miss after a step beyond what they are meant to.
    least: f64,
    /// The same of a correction.
    loose: f64,
    /// Room that is used again.
    held: Vec<f64>,
    side: Vec<f64>,
    moved: Vec<f64>,
}

/// How often a direction is refined at most.
const REFINED: usize = 3;

/// What rows may miss after a step beyond what they are meant to; near the end at these prices, which it is worth.
const LEAST: f64 = 1e-11;

/// The share of the mean product of columns and prices that a correction may leave of the rows: the next step makes up for it, and
/// most corrections then need one solve instead of two or three.
const LOOSE: f64 = 0.1;

/// So small are the products of columns and prices near the end.
const NEAR: f64 = 1e-9;

impl<'a> Equations<'a> {
    pub fn of(form: &'a Standard, normal: Normal) -> Self {
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

    /// Factorises with every column alike; for the start.
    pub fn level(&mut self) -> bool {
        self.diagonal.fill(1.0);
        self.normal.factorise(self.form, &self.diagonal)
    }

    /// Solves (A D Aᵀ) y = side, in place.
    pub fn solve(&mut self, side: &mut [f64]) {
        self.normal.solve(side);
    }

    /// Moves to a point, with the mean product of its columns and prices; says whether its equations could be factorised.
    pub fn stand_at(&mut self, at: &Point, mean: f64) -> bool {
        // What rows miss counts at their prices, and where these are large, goal and bound would never meet.
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

    /// The direction that makes up for what is missing (nothing: for none of it) and changes products as told.
    pub fn direction(&mut self, at: &Point, missing: Option<&Missing>, products: &Products, found: &mut Point) {
        self.right_side(at, missing, products);
        let rows = missing.map(|missing| missing.rows.as_slice());
        if let Some(rows) = rows {
            self.side.iter_mut().zip(rows).for_each(|(side, missing)| *side += missing);
        }
        let enough = rows.map_or(self.loose, |rows| self.least + 1e-2 * largest(rows));
        self.normal.solve(&mut self.side);
        found.y.clone_from(&self.side);
        self.move_columns(at, products, found);
        for _ in 0..REFINED {
            match rows {
                Some(rows) => {
                    let left = self.side.iter_mut().zip(rows.iter().zip(&self.moved));
                    left.for_each(|(left, (missing, moved))| *left = missing - moved);
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
            *w = missing.map_or(0.0, |missing| missing.bounds[j]) - found.x[j];
            *v = (products.upper[j] - at.v[j] * *w) * self.inverse.w[j];
        }
    }

    /// What prices and products ask of the columns, and of the rows through them.
    fn right_side(&mut self, at: &Point, missing: Option<&Missing>, products: &Products) {
        let lower = products.lower.iter().zip(&self.inverse.x);
        for (held, (product, inverse)) in self.held.iter_mut().zip(lower) {
            *held = -product * inverse;
        }
        let upper = products.upper.iter().zip(&self.inverse.w);
        for (held, (product, inverse)) in self.held.iter_mut().zip(upper) {
            *held += product * inverse;
        }
        if let Some(missing) = missing {
            self.held.iter_mut().zip(&missing.prices).for_each(|(held, missing)| *held += missing);
            let bounds = missing.bounds.iter().zip(at.v.iter().zip(&self.inverse.w));
            for (held, (missing, (price, inverse))) in self.held.iter_mut().zip(bounds) {
                *held -= price * missing * inverse;
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

    /// From the change of prices to that of columns and of their own prices, and how far that moves the rows.
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
        let prices = found.x.iter().zip(&at.z).zip(products.lower.iter().zip(&self.inverse.x));
        for (z, ((x, price), (product, inverse))) in found.z.iter_mut().zip(prices) {
            *z = (product - price * x) * inverse;
        }
    }
}
