//! Many questions to one formulation: other goals on the same rows, rows with other limits, rows on top. Every answer carries
//! its certificate, as that of a plan does.

mod ending;
mod objective;
mod start;

use std::collections::BTreeMap;
use std::time::Instant;

use crate::budget::Budget;
use crate::engine::{Ending, Engine, Method, Watch};
use crate::formulation::{ColumnKey, Expression, Formulation, Row, RowKey};
use crate::model::Sense;
use crate::solve::certificate::{BoundedValue, CONTRADICTION, CheckedPoint, check};
use crate::solve::face::Face;
use crate::solve::kept::{costs, kept, largest};
use crate::solve::{Failure, SearchSettings};

/// After as many changes as these a large formulation is solved from the start.
const MANY: usize = 100;

use objective::Objective;
pub use start::Basis;

/// A formulation that can be asked many things.
pub struct Explorer<'b> {
    formulation: Formulation,
    engine: Engine,
    extra: Vec<Row>,
    /// Columns that stand where they are: what are integer decisions, and what is held.
    fixed: BTreeMap<usize, f64>,
    /// Whether every integer decision is relaxed.
    relaxed: bool,
    /// Whether the solver stands at a basis from which the next question can start.
    warm: bool,
    /// How many limits, bounds and coefficients were changed since then.
    changes: usize,
    /// What was asked for last.
    costs: Vec<f64>,
    proof_gap: f64,
    /// The plans that are left, once a goal has been settled.
    face: Option<Face>,
    /// What all questions together may take.
    budget: Budget<'b>,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The value of the goal, in its own unit.
    pub value: f64,
    /// The proven bound on it.
    pub bound: f64,
    /// The value of every column.
    pub columns: Vec<f64>,
    /// What one more of each row's limit would change the value by, first the rows of the formulation, then those on top.
    /// With every integer decision as it stands.
    pub prices: Vec<f64>,
}

impl<'b> Explorer<'b> {
    /// A formulation to be asked; every integer decision is open until it is fixed.
    ///
    /// # Errors
    /// The solver refuses the formulation.
    pub fn of(formulation: Formulation) -> Result<Self, Failure> {
        let engine =
            Engine::build(&formulation).map_err(|what| Failure::Numerical { goal: "start".to_owned(), what })?;
        let fixed = BTreeMap::new();
        Ok(Self {
            formulation,
            engine,
            extra: Vec::new(),
            fixed,
            relaxed: false,
            warm: false,
            changes: 0,
            costs: Vec::new(),
            proof_gap: 0.0,
            face: None,
            budget: Budget::default(),
        })
    }

    /// The same within a budget, for all questions from now on.
    #[must_use]
    pub fn within(self, budget: Budget<'b>) -> Self {
        Self { budget, ..self }
    }

    /// The formulation, with limits as they stand.
    #[must_use]
    pub const fn formulation(&self) -> &Formulation {
        &self.formulation
    }

    /// Fixes every integer decision at what a point says.
    pub fn fix(&mut self, at: &[f64]) {
        self.decide(|place, _| Some(at[place]));
    }

    /// Fixes every integer decision that is known, and leaves the others open.
    pub fn decide(&mut self, known: impl Fn(usize, ColumnKey) -> Option<f64>) {
        self.relaxed = false;
        self.warm = false;
        let told = |place: usize| known(place, self.formulation.columns.key(place)).map(f64::round);
        let list: Vec<_> = self.integers().into_iter().map(|place| (place, told(place))).collect();
        self.pin(&list);
    }

    /// Forgets how every integer decision stands; what is held otherwise stays so.
    fn forget(&mut self) {
        let columns = &self.formulation.columns;
        self.fixed.retain(|place, _| !columns.key(*place).is_integer());
    }

    fn integers(&self) -> Vec<usize> {
        let columns = self.formulation.columns.iter().enumerate();
        columns.filter(|(_, (key, _))| key.is_integer()).map(|(place, _)| place).collect()
    }

    fn pin(&mut self, list: &[(usize, Option<f64>)]) {
        self.engine.pin(list);
        for &(place, at) in list {
            match at {
                Some(at) => self.fixed.insert(place, at),
                None => self.fixed.remove(&place),
            };
        }
    }

    /// Holds columns that are no integer decision at a value.
    pub fn hold(&mut self, columns: impl IntoIterator<Item = (usize, f64)>) {
        for (place, at) in columns {
            self.engine.set_bounds(place, at, at);
            self.changes += 1;
            self.fixed.insert(place, at);
        }
    }

    /// Lets go of what was held.
    pub fn let_go(&mut self) {
        for place in self.fixed.keys().copied().collect::<Vec<_>>() {
            if !self.formulation.columns.key(place).is_integer() {
                self.engine.set_bounds(place, 0.0, self.formulation.columns.upper(place));
                self.fixed.remove(&place);
            }
        }
    }

    /// Gives a column that is no integer decision another upper bound.
    pub fn set_upper(&mut self, place: usize, upper: f64) {
        self.engine.set_bounds(place, 0.0, upper);
        self.changes += 1;
        self.formulation.columns.set_upper(place, upper);
    }

    /// Lets every integer decision be relaxed: what has no plan then has none at all.
    pub fn relax(&mut self) {
        self.engine.relax_integers();
        self.relaxed = true;
        self.forget();
        self.warm = false;
    }

    /// Opens every integer decision again; searches prove plans within this share of their bound.
    pub fn free(&mut self, proof_gap: f64) {
        self.engine.free_integers();
        self.engine.set_proof_gap(proof_gap);
        self.proof_gap = proof_gap;
        self.relaxed = false;
        self.forget();
        self.warm = false;
    }

    /// Takes over the limits, coefficients, bounds and goals of another formulation with the same rows and columns, so that the next
    /// question starts from what the last one found; says whether they are the same.
    pub fn take(&mut self, other: Formulation) -> bool {
        let same_columns =
            self.formulation.columns.iter().map(|(key, _)| key).eq(other.columns.iter().map(|(key, _)| key));
        if !same_columns || !self.formulation.rows.iter().map(|row| row.key).eq(other.rows.iter().map(|row| row.key)) {
            return false;
        }
        for (place, row) in other.rows.into_iter().enumerate() {
            self.set_row(place, row);
        }
        for (place, (key, upper)) in other.columns.iter().enumerate() {
            if !key.is_integer() && upper != self.formulation.columns.upper(place) && !self.fixed.contains_key(&place) {
                self.set_upper(place, upper);
            }
        }
        self.formulation.goals = other.goals;
        self.formulation.tie_break = other.tie_break;
        true
    }

    /// Gives a row other terms and limits.
    pub fn set_row(&mut self, place: usize, row: Row) {
        let sums = |terms: &[(usize, f64)]| {
            let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
            for (column, coefficient) in terms {
                *sums.entry(*column).or_default() += coefficient;
            }
            sums
        };
        let own = self.formulation.rows.len();
        let there = if place < own { &mut self.formulation.rows[place] } else { &mut self.extra[place - own] };
        if there.terms != row.terms {
            let (old, new) = (sums(&there.terms), sums(&row.terms));
            for (&column, &value) in &new {
                if old.get(&column) != Some(&value) {
                    self.engine.set_coefficient(place, column, value);
                    self.changes += 1;
                }
            }
            for column in old.keys().filter(|column| !new.contains_key(column)) {
                self.changes += 1;
                self.engine.set_coefficient(place, *column, 0.0);
            }
        }
        if (there.lower, there.upper) != (row.lower, row.upper) {
            self.engine.set_row_limits(place, row.lower, row.upper);
            self.changes += 1;
        }
        *there = row;
    }

    /// Puts a row on top; returns its place, behind those of the formulation.
    pub fn add(&mut self, row: Row) -> usize {
        self.engine.add_row(row.upper, &row.terms);
        let place = self.formulation.rows.len() + self.extra.len();
        self.engine.set_row_limits(place, row.lower, row.upper);
        self.extra.push(row);
        place
    }

    /// Makes a row on top keep a goal at a value, or lets the goal go.
    pub fn keep(&mut self, place: usize, goal: &Expression, sense: Sense, at: Option<f64>) {
        let key = self.key(place);
        let row = match at.and_then(|at| kept(goal, &self.formulation.columns, sense, at)) {
            Some((upper, terms)) => Row::at_most(key, upper, terms),
            None => Row { lower: f64::NEG_INFINITY, upper: f64::INFINITY, ..self.row(place).clone() },
        };
        self.set_row(place, row);
    }

    /// How many rows there are, those on top among them.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.formulation.rows.len() + self.extra.len()
    }

    fn row(&self, place: usize) -> &Row {
        let own = self.formulation.rows.len();
        if place < own { &self.formulation.rows[place] } else { &self.extra[place - own] }
    }

    /// What a row speaks of.
    #[must_use]
    pub fn key(&self, place: usize) -> RowKey {
        self.row(place).key
    }

    /// The terms of a row.
    #[must_use]
    pub fn terms(&self, place: usize) -> &[(usize, f64)] {
        &self.row(place).terms
    }

    /// The limits of a row.
    #[must_use]
    pub fn limits(&self, place: usize) -> (f64, f64) {
        let row = self.row(place);
        (row.lower, row.upper)
    }

    /// Gives a row other limits.
    pub fn set_limits(&mut self, place: usize, lower: f64, upper: f64) {
        self.engine.set_row_limits(place, lower, upper);
        self.changes += 1;
        let own = self.formulation.rows.len();
        let row = if place < own { &mut self.formulation.rows[place] } else { &mut self.extra[place - own] };
        (row.lower, row.upper) = (lower, upper);
    }

    /// The best value of a goal.
    ///
    /// # Errors
    /// There is none, it has no limit, or the solver cannot be trusted.
    pub fn optimise(&mut self, goal: &Expression, sense: Sense) -> Result<Found, Failure> {
        self.budget.check()?;
        let (costs, sign, scale) = costs(goal, sense, &self.formulation.columns);
        let objective = Objective { goal, sign, scale, costs: &costs };
        if costs != self.costs {
            // Another goal is as far as many changes.
            self.changes += MANY;
            self.engine.set_costs(&costs);
            self.costs.clone_from(&costs);
        }
        let mut open = if self.relaxed { Vec::new() } else { self.integers() };
        open.retain(|place| !self.fixed.contains_key(place));
        if open.is_empty() {
            return self.linear(objective);
        }
        let mut found = self.searched(&open, objective, Engine::search);
        let largest = largest(goal, &self.formulation.columns);
        let is_false = |found: &Found| {
            let Found { value, bound, .. } = *found;
            BoundedValue { sense, value, bound, largest }.is_contradicted(CONTRADICTION)
        };
        if found.as_ref().is_ok_and(is_false) {
            found = self.searched(&open, objective, Engine::search_otherwise);
        }
        match found {
            Ok(Found { value, bound, .. }) if found.as_ref().is_ok_and(is_false) => {
                Err(Failure::FalseBound { goal: "answer the question".to_owned(), value, bound })
            }
            found => found,
        }
    }

    /// Branch and bound, and the LP with its integer decisions.
    fn searched(
        &mut self,
        open: &[usize],
        objective: Objective<'_>,
        search: impl Fn(&mut Engine, Watch<'_>) -> Ending,
    ) -> Result<Found, Failure> {
        let Objective { sign, scale, .. } = objective;
        let ending = search(&mut self.engine, Watch::of(self.budget, 0, sign * scale));
        self.judge(ending)?;
        let bound = sign * self.engine.search_bound() / scale;
        let at = self.engine.point().columns;
        self.warm = false;
        let decided: Vec<_> = open.iter().map(|&place| (place, Some(at[place].round()))).collect();
        self.pin(&decided);
        let found = self.linear(objective);
        let opened: Vec<_> = open.iter().map(|&place| (place, None)).collect();
        self.pin(&opened);
        self.warm = false;
        found.map(|found| Found { bound, ..found })
    }

    fn linear(&mut self, objective: Objective<'_>) -> Result<Found, Failure> {
        let Objective { goal, sign, scale, costs } = objective;
        let large = self.formulation.is_large();
        let mut ways = Vec::new();
        if self.warm && !(large && self.changes >= MANY) {
            ways.push((Method::Simplex, false));
        }
        let first = if large { Method::InteriorPoint } else { Method::Simplex };
        ways.extend([(first, true), (first.other(), true)]);
        let mut trouble =
            Failure::Numerical { goal: "answer the question".to_owned(), what: "no method ended well".to_owned() };
        for (method, cold) in ways {
            let began = Instant::now();
            // Far from the basis at hand a start from it can take many times as long as a cold one.
            self.engine.limit_iterations((large && !cold).then_some(SearchSettings::DEFAULT.warm_start_iterations));
            let mut ending = self.engine.run(method, cold, true, Watch::of(self.budget, 0, sign * scale));
            let (seconds, iterations) = (began.elapsed().as_secs_f64(), self.engine.iterations());
            tracing::debug!(?method, cold, ?ending, iterations, seconds, "explored");
            if ending == Ending::UnboundedOrInfeasible {
                ending = self.engine.run(Method::Simplex, true, false, Watch::of(self.budget, 0, sign * scale));
            }
            match self.judge(ending) {
                // A start from a basis has been seen to end wrongly; only a cold one may say that there is nothing.
                Err(_) if !cold && ending != Ending::TimeLimit && ending != Ending::Cancelled => {}
                Err(Failure::Numerical { what, .. }) => {
                    trouble = Failure::Numerical { goal: "answer the question".to_owned(), what };
                }
                Err(other) => {
                    self.warm = false;
                    return Err(other);
                }
                Ok(()) => {
                    let point = self.engine.point();
                    let CheckedPoint { certificate, bound } = check(
                        &self.formulation,
                        &self.extra,
                        costs,
                        &point,
                        |place, _| self.fixed.get(&place).copied(),
                        self.face.as_ref(),
                    );
                    if certificate.holds() {
                        self.warm = true;
                        self.changes = 0;
                        let prices = point.row_duals.iter().map(|price| sign * price / scale).collect();
                        let value = goal.value(&point.columns);
                        return Ok(Found { value, bound: sign * bound / scale, columns: point.columns, prices });
                    }
                }
            }
        }
        self.warm = false;
        Err(trouble)
    }
}
