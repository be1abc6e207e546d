//! Dual postsolve (E. D. and K. D. Andersen, Presolving in linear programming, 1995): the dual solution of the relaxation with its cuts and
//! aggregated variables, lifted to the constraints of the formulation. With every tier decided, cuts are parts of constraints that it has.

use crate::engine::Point;
use crate::formulation::{Formulation, Row, RowKey, band_of, is_part_of};
use crate::reduction::Choice;
use crate::solve::aggregation::{Aggregation, take};
use crate::solve::proving::Effort;

/// A row that was added to a relaxation.
pub(super) enum AddedRow<'a> {
    /// What a goal reached.
    Goal(Row),
    /// A valid inequality.
    Cut(&'a Row),
}

/// A plan with every tier decided.
pub(super) struct TierPlan {
    /// A point with every tier decided; its other values are of no account.
    pub fixed: Vec<f64>,
    /// The best orders and their duals, where they are known.
    pub proof: Option<LiftedProof>,
}

/// The best orders with certain tiers, and how they were found.
pub(super) struct LiftedProof {
    pub point: Point,
    pub effort: Effort,
}

/// What a dual solution of the relaxation is lifted with.
pub(super) struct DualLifting<'r, 'a> {
    pub formulation: &'r Formulation,
    pub aggregation: &'r Aggregation,
    pub choices: &'r [Choice],
    pub added: &'r [AddedRow<'a>],
    /// Objective coefficients of the formulation's variables.
    pub costs: &'r [f64],
    /// A point with every tier decided.
    pub fixed: &'r [f64],
}

/// A constraint that keeps a goal, and its dual value.
struct GoalDual<'r> {
    row: &'r Row,
    dual: f64,
}

/// Duals of a relaxation, with no tier decided, in the rows of the formulation.
pub(super) struct LiftedDuals<'a> {
    /// Of the rows of the formulation.
    pub rows: Vec<f64>,
    /// Of the rows that keep goals, in their order.
    pub goals: Vec<f64>,
    /// Of the cuts that have a dual.
    pub cuts: Vec<(&'a Row, f64)>,
}

/// Lifts duals of the relaxation's rows, of which there may have been fewer than there are now.
pub(super) fn lifted_duals<'a>(
    formulation: &Formulation,
    aggregation: &Aggregation,
    added: &[AddedRow<'a>],
    costs: &[f64],
    duals: &[f64],
) -> LiftedDuals<'a> {
    let (own, on_top) = duals.split_at(aggregation.rows.len().min(duals.len()));
    let mut left = costs.to_vec();
    for (row, dual) in aggregation.stay(&formulation.rows).zip(own) {
        take(&mut left, &row.terms, *dual);
    }
    let (mut goals, mut cuts) = (Vec::new(), Vec::new());
    for (added, dual) in added.iter().zip(on_top.iter().copied().chain(std::iter::repeat(0.0))) {
        match added {
            AddedRow::Goal(row) => {
                goals.push(dual);
                take(&mut left, &row.terms, dual);
            }
            AddedRow::Cut(row) if dual != 0.0 => {
                cuts.push((*row, dual));
                take(&mut left, &row.terms, dual);
            }
            AddedRow::Cut(_) => {}
        }
    }
    let rows = aggregation.unfold_duals(&formulation.rows, own, &mut left);
    LiftedDuals { rows, goals, cuts }
}

impl DualLifting<'_, '_> {
    /// Returns a point of the relaxation with the tiers as decided, and duals for all rows of the formulation and for the goal constraints, in
    /// this order.
    ///
    /// A cut of a tier that is reached is the row of its line for this tier alone, which takes its dual: where it is binding, others have nothing
    /// of the line. One of a tier that is not reached says less than that nothing is bought in it, which then has the dual that leaves none of
    /// these orders a negative reduced cost.
    pub fn lift(&self, point: &Point) -> Point {
        let rows = &self.aggregation.rows;
        let mut duals = point.row_duals[..rows.len()].to_vec();
        let mut goals = Vec::new();
        let mut left = self.aggregation.costs(self.costs);
        for (added, &dual) in self.added.iter().zip(&point.row_duals[rows.len()..]) {
            match added {
                AddedRow::Goal(row) => {
                    goals.push(GoalDual { row, dual });
                    take(&mut left, &self.aggregation.terms(&row.terms), dual);
                }
                AddedRow::Cut(row) if dual != 0.0 && self.is_reached(row.key) => {
                    let wholes = rows.iter().zip(&mut duals).filter(|(whole, _)| is_part_of(row.key, whole.key));
                    wholes.for_each(|(_, whole)| *whole += dual);
                }
                AddedRow::Cut(_) => {}
            }
        }
        for (row, dual) in rows.iter().zip(&duals) {
            take(&mut left, &row.terms, *dual);
        }
        for (row, dual) in rows.iter().zip(&mut duals) {
            if matches!(row.key, RowKey::BandTo { .. }) && !self.is_reached(row.key) {
                let bought = row.terms.iter().filter(|(_, factor)| *factor > 0.0);
                let more = bought.map(|(column, factor)| left[*column] / factor).fold(0.0_f64, f64::min);
                take(&mut left, &row.terms, more);
                *dual += more;
            }
        }
        self.restored(&point.columns, &duals, &goals)
    }

    /// Returns whether the tier of which a row speaks is reached.
    fn is_reached(&self, key: RowKey) -> bool {
        let column = band_of(key).and_then(|tier| self.formulation.columns.find(tier));
        column.is_some_and(|column| self.fixed[column] > 0.5)
    }

    /// Returns the same in the variables and rows of the formulation.
    fn restored(&self, at: &[f64], duals: &[f64], goals: &[GoalDual<'_>]) -> Point {
        let mut columns = self.aggregation.unfold(at);
        for (column, _) in self.choices.iter().flat_map(|choice| &choice.bands) {
            columns[*column] = self.fixed[*column];
        }
        let mut left = self.costs.to_vec();
        for (row, dual) in self.aggregation.stay(&self.formulation.rows).zip(duals) {
            take(&mut left, &row.terms, *dual);
        }
        for goal in goals {
            take(&mut left, &goal.row.terms, goal.dual);
        }
        let mut row_duals = self.aggregation.unfold_duals(&self.formulation.rows, duals, &mut left);
        row_duals.extend(goals.iter().map(|goal| goal.dual));
        Point { columns, column_duals: left, row_duals }
    }
}
