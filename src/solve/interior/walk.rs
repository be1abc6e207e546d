//! A point on its way along the central path, and its steps.

use super::normal::Normal;
use super::onward::Way;
use super::programme::{Centre, Programme};
use super::standard::{Standard, largest};
use super::start::start;
use super::step::{Equations, Missing, Point, Products};

/// Corrections of a step, at most.
const CORRECTIONS: usize = 5;

/// How much further than it could go a corrected step is meant to go.
const FURTHER: f64 = 0.4;

/// Products of columns and prices are brought between this share of what is aimed at, and its inverse.
const SPREAD: f64 = 0.1;

/// Aiming nearer to the end than the predictor can go makes longer steps than staying in the middle.
const AIM: f64 = 0.1;

/// How much of the way to the nearest limit is gone.
const DAMP: f64 = 0.9995;

/// In how many lengths a correction is tried.
const WEIGHTS: usize = 9;

/// A point on its way.
pub(super) struct Walk<'a> {
    equations: Equations<'a>,
    at: Point,
    missing: Missing,
    products: Products,
    direction: Point,
    correction: Point,
    /// Where a walk of a programme that differs a little may begin.
    fork: Option<Point>,
    /// The nearest point to the end that is near enough.
    nearest: Option<Point>,
    /// Distance of goal and bound, relative.
    pub gap: f64,
    /// The mean product of a column and its price.
    pub mean: f64,
}

impl<'a> Walk<'a> {
    pub fn of(form: &'a Standard, normal: Normal) -> Self {
        Self {
            equations: Equations::of(form, normal),
            at: Point::zero(form),
            missing: Missing::default(),
            products: Products { lower: vec![0.0; form.columns()], upper: vec![0.0; form.upper.len()] },
            direction: Point::zero(form),
            correction: Point::zero(form),
            fork: None,
            nearest: None,
            gap: f64::INFINITY,
            mean: 0.0,
        }
    }

    /// Stands at the start; says whether there is one.
    pub fn begin(&mut self, farther: (f64, f64)) -> bool {
        self.fork = None;
        start(&mut self.equations, farther).map(|at| self.at = at).is_some()
    }

    /// Stands where another walk came by; says whether that can be.
    pub fn begin_from(&mut self, way: &Way) -> bool {
        self.fork = way.onto(self.equations.form);
        self.fork.as_ref().map(|at| self.at.clone_from(at)).is_some()
    }

    /// Remembers the first point of which this is asked.
    pub fn remember(&mut self) {
        self.fork.get_or_insert_with(|| self.at.clone());
    }

    /// Keeps the point to go back to.
    pub fn keep(&mut self) {
        self.nearest = Some(self.at.clone());
    }

    /// Goes back to the point that was kept; says whether there is one.
    pub fn go_back(&mut self) -> bool {
        let Some(at) = self.nearest.take() else { return false };
        self.at = at;
        self.look();
        true
    }

    /// The largest price of a row.
    pub fn dearest(&self) -> f64 {
        largest(&self.at.y)
    }

    /// What the point misses.
    pub fn look(&mut self) {
        let form = self.equations.form;
        let at = &self.at;
        self.missing.rows.clone_from(&form.b);
        self.missing.prices.clear();
        let columns = form.starts.windows(2).zip(at.x.iter().zip(at.z.iter().zip(&form.c)));
        for (ends, (x, (z, cost))) in columns {
            let mut left = cost - z;
            for (row, value) in form.index[ends[0]..ends[1]].iter().zip(&form.value[ends[0]..ends[1]]) {
                self.missing.rows[*row as usize] -= value * x;
                left -= value * at.y[*row as usize];
            }
            self.missing.prices.push(left);
        }
        self.missing.prices.iter_mut().zip(&at.v).for_each(|(left, v)| *left += v);
        self.missing.bounds.clear();
        self.missing.bounds.extend(form.upper.iter().zip(at.x.iter().zip(&at.w)).map(|(upper, (x, w))| upper - x - w));
        self.mean = (dot(&at.x, &at.z) + dot(&at.w, &at.v)) / self.pairs();
        let goal = dot(&form.c, &at.x);
        let bound = self.bound();
        self.gap = (goal - bound).abs() / goal.abs().max(bound.abs()).max(1e-6);
    }

    /// What no point of the form goes below, by the prices at hand.
    fn bound(&self) -> f64 {
        let (form, at) = (self.equations.form, &self.at);
        dot(&form.b, &at.y) - dot(&form.upper, &at.v)
    }

    #[expect(clippy::cast_precision_loss, reason = "columns are far fewer than 2^52")]
    fn pairs(&self) -> f64 {
        (self.at.x.len() + self.at.w.len()) as f64
    }

    /// How far the point is from the end.
    pub fn far(&self) -> f64 {
        // What is no number is far from everything, and no maximum tells.
        if !self.mean.is_finite() || !self.gap.is_finite() {
            return f64::INFINITY;
        }
        largest(&self.missing.rows).max(largest(&self.missing.prices)).max(largest(&self.missing.bounds)).max(self.gap)
    }

    /// One step; says whether there was a way.
    pub fn step(&mut self) -> bool {
        if !self.equations.stand_at(&self.at, self.mean) {
            return false;
        }
        let at = &self.at;
        set(&mut self.products.lower, &at.x, &at.z, |x, z| -x * z);
        set(&mut self.products.upper, &at.w, &at.v, |w, v| -w * v);
        self.equations.direction(at, Some(&self.missing), &self.products, &mut self.direction);
        let (mut primal, mut dual) = self.reach();
        let ahead = |at: &[f64], by: &[f64], price: &[f64], price_by: &[f64]| -> f64 {
            let columns = at.iter().zip(by).zip(price.iter().zip(price_by));
            columns.map(|((x, dx), (z, dz))| (x + primal * dx) * (z + dual * dz)).sum()
        };
        let by = &self.direction;
        let expected = (ahead(&at.x, &by.x, &at.z, &by.z) + ahead(&at.w, &by.w, &at.v, &by.v)) / self.pairs();
        let aim = self.mean * (expected / self.mean).powi(3).clamp(1e-8, AIM);
        for round in 0..CORRECTIONS {
            self.wish(round, aim, (primal, dual));
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

    /// What products are to change by: at first what the predictor leaves out; then what lies outside of the path's surroundings
    /// at a step that is longer than the one that can be made.
    fn wish(&mut self, round: usize, aim: f64, (primal, dual): (f64, f64)) {
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
            for (wish, ((x, dx), (z, dz))) in list.iter_mut().zip(columns) {
                let product = (x + primal * dx) * (z + dual * dz);
                *wish = (product.clamp(least, most) - product).max(-most);
            }
        };
        bring(&mut self.products.lower, (&at.x, &at.z), (&by.x, &by.z));
        bring(&mut self.products.upper, (&at.w, &at.v), (&by.w, &by.v));
    }

    /// How far the direction can be gone, in columns and in prices.
    fn reach(&self) -> (f64, f64) {
        let (inverse, by) = (&self.equations.inverse, &self.direction);
        let length = |a: f64, b: f64| 1.0 / a.max(b).max(1.0);
        let steepest =
            |inverse: &[f64], by: &[f64]| inverse.iter().zip(by).fold(0.0_f64, |most, (i, by)| (-by * i).max(most));
        (
            length(steepest(&inverse.x, &by.x), steepest(&inverse.w, &by.w)),
            length(steepest(&inverse.z, &by.z), steepest(&inverse.v, &by.v)),
        )
    }

    /// How far the direction can be gone with the best part of the correction, from the least part on; and that part; of columns
    /// and of prices.
    fn weigh(&self, least: f64) -> ((f64, f64), (f64, f64)) {
        let weights: [f64; WEIGHTS] = std::array::from_fn(|i| {
            #[expect(clippy::cast_precision_loss, reason = "a handful")]
            let part = i as f64 / (WEIGHTS - 1) as f64;
            least + (1.0 - least) * part
        });
        let (inverse, by, more) = (&self.equations.inverse, &self.direction, &self.correction);
        let mut columns = [0.0; WEIGHTS];
        steepest(&mut columns, &weights, (&inverse.x, &by.x, &more.x));
        steepest(&mut columns, &weights, (&inverse.w, &by.w, &more.w));
        let mut prices = [0.0; WEIGHTS];
        steepest(&mut prices, &weights, (&inverse.z, &by.z, &more.z));
        steepest(&mut prices, &weights, (&inverse.v, &by.v, &more.v));
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
        let (columns, prices) = (best(&columns), best(&prices));
        ((columns.0, prices.0), (columns.1, prices.1))
    }

    /// The centre that the point stands for.
    pub fn end(&self, programme: &Programme, steps: usize) -> Centre {
        let (at, form) = (&self.at, self.equations.form);
        let way = Way::of(form, programme, self.fork.as_ref().unwrap_or(at));
        let (limits, costs) = form.scale;
        Centre {
            far: self.far(),
            steps,
            way,
            bound: dot(&programme.costs, &programme.lower) + self.bound() * limits * costs,
            ..form.centre(programme, (&at.x, &at.z), (&at.w, &at.v), &at.y)
        }
    }
}

/// How steeply limits are approached with each weight of a correction.
fn steepest(most: &mut [f64; WEIGHTS], weights: &[f64; WEIGHTS], (inverse, by, more): (&[f64], &[f64], &[f64])) {
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
