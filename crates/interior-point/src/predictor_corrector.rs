//! An iterate near the central path, and its predictor-corrector steps.

use crate::linear_program::{InteriorSolution, LinearProgram};
use crate::newton::{Equations, Point, Products, Residuals};
use crate::normal_equations::NormalEquations;
use crate::standard_form::{StandardForm, largest};
use crate::starting_point::{ShiftFactors, starting_point};
use crate::warm_start::WarmStart;

/// Correctors of a step, at most.
const CORRECTIONS: usize = 5;

/// How much longer than the step at hand a corrected step is meant to be.
const FURTHER: f64 = 0.4;

/// Complementarity products are brought between this share of their target and its inverse.
const SPREAD: f64 = 0.1;

/// The largest target, as a share of the mean product: a smaller target than the predictor can reach makes longer steps.
const AIM: f64 = 0.1;

/// Share of the way to the nearest bound that a step goes.
const DAMP: f64 = 0.9995;

/// How many weights are tried for a corrector.
const WEIGHTS: usize = 9;

/// An iterate with what its steps need.
pub(super) struct Iterate<'a> {
    equations: Equations<'a>,
    at: Point,
    residuals: Residuals,
    products: Products,
    direction: Point,
    correction: Point,
    /// From where a program that differs a little may start.
    stored: Option<Point>,
    /// The best iterate that is acceptable.
    best: Option<Point>,
    /// Duality gap, relative.
    pub gap: f64,
    /// The mean complementarity product.
    pub mean: f64,
}

impl<'a> Iterate<'a> {
    pub fn of(form: &'a StandardForm, normal: NormalEquations) -> Self {
        Self {
            equations: Equations::of(form, normal),
            at: Point::zero(form),
            residuals: Residuals::default(),
            products: Products { lower: vec![0.0; form.columns()], upper: vec![0.0; form.upper.len()] },
            direction: Point::zero(form),
            correction: Point::zero(form),
            stored: None,
            best: None,
            gap: f64::INFINITY,
            mean: 0.0,
        }
    }

    /// Moves to the starting point. Returns false if there is none.
    pub fn start(&mut self, shift: ShiftFactors) -> bool {
        self.stored = None;
        starting_point(&mut self.equations, shift).map(|at| self.at = at).is_some()
    }

    /// Moves to the iterate of another program. Returns false if it does not fit.
    pub fn start_from(&mut self, from: &WarmStart) -> bool {
        self.stored = from.onto(self.equations.form);
        self.stored.as_ref().map(|at| self.at.clone_from(at)).is_some()
    }

    /// Stores the iterate for warm starts of other programs; only the first one is stored.
    pub fn store_for_warm_starts(&mut self) {
        self.stored.get_or_insert_with(|| self.at.clone());
    }

    /// Stores the iterate to return to.
    pub fn store_best(&mut self) {
        self.best = Some(self.at.clone());
    }

    /// Returns to the iterate that was stored. Returns false if there is none.
    pub fn restore_best(&mut self) -> bool {
        let Some(at) = self.best.take() else { return false };
        self.at = at;
        self.measure();
        true
    }

    /// Returns the largest dual value, scaled, without its sign.
    pub fn largest_dual(&self) -> f64 {
        largest(&self.at.y)
    }

    /// Computes residuals, mean product and duality gap.
    pub fn measure(&mut self) {
        let form = self.equations.form;
        let at = &self.at;
        self.residuals.rows.clone_from(&form.b);
        self.residuals.duals.clear();
        let columns = form.starts.windows(2).zip(at.x.iter().zip(at.z.iter().zip(&form.c)));
        for (ends, (x, (z, cost))) in columns {
            let mut left = cost - z;
            for (row, value) in form.index[ends[0]..ends[1]].iter().zip(&form.value[ends[0]..ends[1]]) {
                self.residuals.rows[*row as usize] -= value * x;
                left -= value * at.y[*row as usize];
            }
            self.residuals.duals.push(left);
        }
        self.residuals.duals.iter_mut().zip(&at.v).for_each(|(left, v)| *left += v);
        self.residuals.bounds.clear();
        self.residuals
            .bounds
            .extend(form.upper.iter().zip(at.x.iter().zip(&at.w)).map(|(upper, (x, w))| upper - x - w));
        self.mean = (dot(&at.x, &at.z) + dot(&at.w, &at.v)) / self.pairs();
        let primal = dot(&form.c, &at.x);
        let dual = self.dual_objective();
        self.gap = (primal - dual).abs() / primal.abs().max(dual.abs()).max(1e-6);
    }

    /// Returns the dual objective, scaled.
    fn dual_objective(&self) -> f64 {
        let (form, at) = (self.equations.form, &self.at);
        dot(&form.b, &at.y) - dot(&form.upper, &at.v)
    }

    #[expect(clippy::cast_precision_loss, reason = "columns are far fewer than 2^52")]
    fn pairs(&self) -> f64 {
        (self.at.x.len() + self.at.w.len()) as f64
    }

    /// Returns the largest of the relative residuals and the duality gap.
    pub fn residual(&self) -> f64 {
        // A maximum passes over what is not a number.
        if !self.mean.is_finite() || !self.gap.is_finite() {
            return f64::INFINITY;
        }
        largest(&self.residuals.rows)
            .max(largest(&self.residuals.duals))
            .max(largest(&self.residuals.bounds))
            .max(self.gap)
    }

    /// Returns the largest relative residual, primal or dual, of what the optimal partition makes of the iterate.
    pub fn partition_residual(&self) -> f64 {
        self.equations.form.partition_residual(&self.at)
    }

    /// One predictor-corrector step. Returns false if there is none.
    pub fn step(&mut self) -> bool {
        if !self.equations.factorise_at(&self.at, self.mean) {
            return false;
        }
        let at = &self.at;
        set(&mut self.products.lower, &at.x, &at.z, |x, z| -x * z);
        set(&mut self.products.upper, &at.w, &at.v, |w, v| -w * v);
        self.equations.direction(at, Some(&self.residuals), &self.products, &mut self.direction);
        let (mut primal, mut dual) = self.step_lengths();
        let ahead = |at: &[f64], by: &[f64], duals: &[f64], dual_by: &[f64]| -> f64 {
            let columns = at.iter().zip(by).zip(duals.iter().zip(dual_by));
            columns.map(|((x, dx), (z, dz))| (x + primal * dx) * (z + dual * dz)).sum()
        };
        let by = &self.direction;
        let expected = (ahead(&at.x, &by.x, &at.z, &by.z) + ahead(&at.w, &by.w, &at.v, &by.v)) / self.pairs();
        let aim = self.mean * (expected / self.mean).powi(3).clamp(1e-8, AIM);
        for round in 0..CORRECTIONS {
            self.set_target(round, aim, primal, dual);
            self.equations.direction(&self.at, None, &self.products, &mut self.correction);
            let least = if round == 0 { (primal * dual).max(0.05) } else { 0.1 };
            let (further, weight) = self.weigh(least);
            if round > 0 && further.0 < primal + 0.01 && further.1 < dual + 0.01 {
                break;
            }
            let (by, more) = (&mut self.direction, &self.correction);
            if round == 0 || further.0 >= primal {
                add(&mut by.x, &more.x, weight.0);
                add(&mut by.w, &more.w, weight.0);
                primal = further.0;
            }
            if round == 0 || further.1 >= dual {
                add(&mut by.z, &more.z, weight.1);
                add(&mut by.v, &more.v, weight.1);
                add(&mut by.y, &more.y, weight.1);
                dual = further.1;
            }
            if primal.min(dual) > 0.95 {
                break;
            }
        }
        let by = &self.direction;
        let (primal, dual) = (DAMP * primal, DAMP * dual);
        add(&mut self.at.x, &by.x, primal);
        add(&mut self.at.w, &by.w, primal);
        add(&mut self.at.z, &by.z, dual);
        add(&mut self.at.v, &by.v, dual);
        add(&mut self.at.y, &by.y, dual);
        primal.max(dual) > 1e-8
    }

    /// Sets by what products are to change: at first by the second-order term that the predictor leaves out, then by what lies outside
    /// the neighbourhood of the central path at a step that is longer than the one that can be made.
    fn set_target(&mut self, round: usize, aim: f64, primal: f64, dual: f64) {
        let (at, by) = (&self.at, &self.direction);
        if round == 0 {
            set(&mut self.products.lower, &by.x, &by.z, |x, z| aim - x * z);
            set(&mut self.products.upper, &by.w, &by.v, |w, v| aim - w * v);
            return;
        }
        let (primal, dual) = ((primal + FURTHER).min(1.0), (dual + FURTHER).min(1.0));
        let (least, most) = (SPREAD * aim, aim / SPREAD);
        let bring = |list: &mut [f64], at: (&[f64], &[f64]), by: (&[f64], &[f64])| {
            let columns = at.0.iter().zip(by.0).zip(at.1.iter().zip(by.1));
            for (target, ((x, dx), (z, dz))) in list.iter_mut().zip(columns) {
                let product = (x + primal * dx) * (z + dual * dz);
                *target = (product.clamp(least, most) - product).max(-most);
            }
        };
        bring(&mut self.products.lower, (&at.x, &at.z), (&by.x, &by.z));
        bring(&mut self.products.upper, (&at.w, &at.v), (&by.w, &by.v));
    }

    /// Returns the longest primal and dual step lengths.
    fn step_lengths(&self) -> (f64, f64) {
        let (inverse, by) = (&self.equations.inverse, &self.direction);
        let length = |a: f64, b: f64| 1.0 / a.max(b).max(1.0);
        let steepest =
            |inverse: &[f64], by: &[f64]| inverse.iter().zip(by).fold(0.0_f64, |most, (i, by)| (-by * i).max(most));
        (
            length(steepest(&inverse.x, &by.x), steepest(&inverse.w, &by.w)),
            length(steepest(&inverse.z, &by.z), steepest(&inverse.v, &by.v)),
        )
    }

    /// Returns the longest primal and dual step lengths with the best weights of the corrector, and these weights.
    fn weigh(&self, least: f64) -> ((f64, f64), (f64, f64)) {
        let weights: [f64; WEIGHTS] = std::array::from_fn(|i| {
            #[expect(clippy::cast_precision_loss, reason = "a handful")]
            let part = i as f64 / (WEIGHTS - 1) as f64;
            least + (1.0 - least) * part
        });
        let (inverse, by, more) = (&self.equations.inverse, &self.direction, &self.correction);
        let mut columns = [0.0; WEIGHTS];
        steepest(&mut columns, &weights, &inverse.x, &by.x, &more.x);
        steepest(&mut columns, &weights, &inverse.w, &by.w, &more.w);
        let mut duals = [0.0; WEIGHTS];
        steepest(&mut duals, &weights, &inverse.z, &by.z, &more.z);
        steepest(&mut duals, &weights, &inverse.v, &by.v, &more.v);
        let best = |steepest: &[f64; WEIGHTS]| {
            let mut best = (0.0, weights[WEIGHTS - 1]);
            for (most, weight) in steepest.iter().zip(weights) {
                let length = 1.0 / most.max(1.0);
                if length > best.0 {
                    best = (length, weight);
                }
            }
            best
        };
        let (columns, duals) = (best(&columns), best(&duals));
        ((columns.0, duals.0), (columns.1, duals.1))
    }

    /// Returns the solution that the iterate stands for.
    pub fn solution(&self, program: &LinearProgram, iterations: usize) -> InteriorSolution {
        let (at, form) = (&self.at, self.equations.form);
        let warm_start = WarmStart::of(form, program, self.stored.as_ref().unwrap_or(at));
        let (limits, costs) = form.scale;
        InteriorSolution {
            residual: self.residual(),
            iterations,
            warm_start,
            dual_objective: dot(&program.costs, &program.lower) + self.dual_objective() * limits * costs,
            ..form.solution(program, at)
        }
    }
}

/// Returns how fast bounds are approached with each weight of a corrector.
fn steepest(most: &mut [f64; WEIGHTS], weights: &[f64; WEIGHTS], inverse: &[f64], by: &[f64], more: &[f64]) {
    for (inverse, (by, more)) in inverse.iter().zip(by.iter().zip(more)) {
        let (by, more) = (-by * inverse, -more * inverse);
        for (most, weight) in most.iter_mut().zip(weights) {
            let slope = by + weight * more;
            *most = if slope > *most { slope } else { *most };
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(list: &mut [f64], more: &[f64], weight: f64) {
    list.iter_mut().zip(more).for_each(|(value, more)| *value += weight * more);
}

fn set(list: &mut [f64], a: &[f64], b: &[f64], what: impl Fn(f64, f64) -> f64) {
    list.iter_mut().zip(a.iter().zip(b)).for_each(|(value, (a, b))| *value = what(*a, *b));
}
