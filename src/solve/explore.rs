//! Many questions to one formulation: other goals on the same rows, rows with other limits, rows on top. Every answer carries
//! its certificate, as that of a plan does.

use crate::formulation::{Expression, Formulation, Row, RowKey};
use crate::model::Sense;
use crate::solve::Failure;
use crate::solve::certificate::check;
use crate::solve::engine::{Ending, Engine, Method};
use crate::solve::kept::largest;

/// Above this many coefficients a first solve by the interior point method is faster than by the simplex.
const LARGE: usize = 20_000;

/// A formulation that can be asked many things.
pub struct Explorer {
    formulation: Formulation,
    engine: Engine,
    extra: Vec<Row>,
    fixed: Option<Vec<f64>>,
    /// Whether every yes or no may be anything between.
    relaxed: bool,
    /// Whether the solver stands at a basis from which the next question can start.
    warm: bool,
    proof_gap: f64,
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
    /// With every yes or no as it stands.
    pub prices: Vec<f64>,
}

impl Explorer {
    /// A formulation to be asked; every yes or no is open until it is fixed.
    ///
    /// # Errors
    /// The solver refuses the formulation.
    pub fn of(formulation: Formulation) -> Result<Self, Failure> {
        let engine =
            Engine::build(&formulation).map_err(|what| Failure::Numerical { goal: "start".to_owned(), what })?;
        Ok(Self { formulation, engine, extra: Vec::new(), fixed: None, relaxed: false, warm: false, proof_gap: 0.0 })
    }

    /// The formulation, with limits as they stand.
    #[must_use]
    pub const fn formulation(&self) -> &Formulation {
        &self.formulation
    }

    /// Fixes every yes or no at what a point says.
    pub fn fix(&mut self, at: &[f64]) {
        self.engine.fix_integers(at);
        self.fixed = Some(at.iter().map(|value| value.round()).collect());
        self.relaxed = false;
        self.warm = false;
    }

    /// Lets every yes or no be anything between: what has no plan then has none at all.
    pub fn relax(&mut self) {
        self.engine.relax_integers();
        self.relaxed = true;
        self.fixed = None;
        self.warm = false;
    }

    /// Opens every yes or no again; searches prove plans within this share of their bound.
    pub fn free(&mut self, proof_gap: f64) {
        self.engine.free_integers();
        self.engine.set_proof_gap(proof_gap);
        self.proof_gap = proof_gap;
        self.relaxed = false;
        self.fixed = None;
        self.warm = false;
    }

    /// Puts a row on top; returns its place, behind those of the formulation.
    pub fn add(&mut self, row: Row) -> usize {
        self.engine.add_row(row.upper, &row.terms);
        let place = self.formulation.rows.len() + self.extra.len();
        self.engine.set_row_limits(place, row.lower, row.upper);
        self.extra.push(row);
        place
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
        let own = self.formulation.rows.len();
        let row = if place < own { &mut self.formulation.rows[place] } else { &mut self.extra[place - own] };
        (row.lower, row.upper) = (lower, upper);
    }

    /// The best value of a goal.
    ///
    /// # Errors
    /// There is none, it has no limit, or the solver cannot be trusted.
    pub fn optimise(&mut self, goal: &Expression, sense: Sense) -> Result<Found, Failure> {
        let sign = if sense == Sense::Minimise { 1.0 } else { -1.0 };
        let size = largest(goal);
        // As for plans: costs up to 1000 keep the solver's absolute tolerances far below what a goal can show.
        let scale = if size > 0.0 { 1000.0 / size } else { 1.0 };
        let mut costs = vec![0.0; self.formulation.columns.len()];
        for &(column, coefficient) in &goal.terms {
            costs[column] = sign * scale * coefficient;
        }
        self.engine.set_costs(&costs);
        if self.fixed.is_some() || self.relaxed || !self.engine.has_integers() {
            return self.linear(goal, sign, scale, &costs);
        }
        let ending = self.engine.search(None, None);
        judge(ending)?;
        let bound = sign * self.engine.search_bound() / scale;
        let at = self.engine.point().columns;
        let gap = self.proof_gap;
        self.fix(&at);
        let found = self.linear(goal, sign, scale, &costs);
        self.free(gap);
        found.map(|found| Found { bound, ..found })
    }

    fn linear(&mut self, goal: &Expression, sign: f64, scale: f64, costs: &[f64]) -> Result<Found, Failure> {
        let large = self.formulation.non_zeros() > LARGE;
        let mut ways = Vec::new();
        if self.warm {
            ways.push((Method::Simplex, false));
        }
        let first = if large { Method::InteriorPoint } else { Method::Simplex };
        ways.extend([(first, true), (first.other(), true)]);
        let mut trouble = Failure::Numerical { goal: "explore".to_owned(), what: "no method ended well".to_owned() };
        for (method, cold) in ways {
            let mut ending = self.engine.run(method, cold, true, None, None);
            if ending == Ending::UnboundedOrInfeasible {
                ending = self.engine.run(Method::Simplex, true, false, None, None);
            }
            match judge(ending) {
                // A start from a basis has been seen to end wrongly; only a cold one may say that there is nothing.
                Err(_) if !cold => {}
                Err(Failure::Numerical { what, .. }) => {
                    trouble = Failure::Numerical { goal: "explore".to_owned(), what };
                }
                Err(other) => {
                    self.warm = false;
                    return Err(other);
                }
                Ok(()) => {
                    let point = self.engine.point();
                    let (certificate, bound) =
                        check(&self.formulation, &self.extra, costs, &point, self.fixed.as_deref());
                    if certificate.holds() {
                        self.warm = true;
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

fn judge(ending: Ending) -> Result<(), Failure> {
    match ending {
        Ending::Optimal => Ok(()),
        Ending::Infeasible => Err(Failure::Infeasible),
        Ending::Unbounded | Ending::UnboundedOrInfeasible => Err(Failure::Unbounded("explore".to_owned())),
        Ending::TimeLimit => Err(Failure::TimeLimit { seconds: 0.0, goal: "explore".to_owned() }),
        Ending::Other(code) => {
            Err(Failure::Numerical { goal: "explore".to_owned(), what: format!("the solver ended with status {code}") })
        }
    }
}
