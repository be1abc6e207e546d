//! Proofs in exact arithmetic: whoever found a plan and its dual values, the bound that is told is the one that they prove.

mod certify;
mod cuts;
mod open_node;
mod pseudo_costs;
mod sums;
#[cfg(test)]
mod tests;
mod tree_search;

use std::cell::OnceCell;
use std::sync::Arc;

use exact_bound::{Certificate, Cut, Exact, Implied, Limits, Moved, Multipliers, Program, Tree};

use crate::formulation::{Expression, Formulation, Row, RowKey};
use crate::model::Sense;
use crate::solve::kept::largest;
use crate::solve::stages::Task;

pub use sums::sum_rows;
pub(super) use tree_search::{Nearness, Searched, TreeBound, TreeSearch};

/// What is proven of a goal: that no plan of the formulation that keeps what earlier goals reached is beyond the bound.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Sums of integer columns that stand as columns behind those of the formulation, and their rows behind its rows.
    pub sums: Vec<Vec<usize>>,
    /// Earlier goals by their places, each with what it must keep in its own unit: rows on top of these, in this order.
    pub kept: Vec<(usize, f64)>,
    /// Limits of rows that the plan keeps only to within rounding, as far as it takes them: they count as moved there. Else an integer decision
    /// that costs all there is, to the last digit, would be none.
    pub moved: Vec<Moved>,
    /// The certificate, for the goal as it is minimised: with the other sign where it is maximised.
    pub certificate: Certificate,
}

/// A bound in the goal's own unit, with its proof.
#[derive(Debug, Clone)]
pub(super) struct ProvenBound {
    pub bound: f64,
    pub proof: Arc<Proof>,
}

/// What a relaxation with proven cuts proves.
#[derive(Debug)]
pub(super) struct RelaxedProof {
    /// Multipliers of the rows, of those that keep goals, and of the cuts.
    multipliers: Multipliers,
    cuts: Vec<Cut>,
}

/// A goal as it is minimised: its terms, with the other sign where it is maximised.
#[must_use]
pub fn minimised(expression: &Expression, sense: Sense) -> Vec<(usize, f64)> {
    match sense {
        Sense::Minimise => expression.terms.clone(),
        Sense::Maximise => exact_bound::negative(&expression.terms),
    }
}

/// A bound on what is minimised as one on the goal: it is rounded to the side on which it holds.
pub(super) fn in_goal(bound: Option<&Exact>, sense: Sense) -> f64 {
    let least = bound.map_or(f64::INFINITY, Exact::rounded_down);
    if sense == Sense::Minimise { least } else { -least }
}

/// The rows of a formulation, those of sums of its columns ([`sum_rows`]) and those on top of both as a program whose bounds are proven.
#[must_use]
pub fn proven_program<'f>(formulation: &'f Formulation, sums: &'f [Row], on_top: &'f [Row]) -> Program<'f> {
    let rows = formulation.rows.iter().chain(sums).chain(on_top);
    let rows = rows.map(|row| exact_bound::Row { lower: row.lower, upper: row.upper, terms: &row.terms });
    let mut upper: Vec<f64> = formulation.columns.iter().map(|(_, upper)| upper).collect();
    let most = |sum: &Row| sum.terms.iter().filter_map(|(column, _)| upper.get(*column)).sum();
    let of_sums: Vec<f64> = sums.iter().map(most).collect();
    upper.extend(of_sums);
    let kinds = formulation.columns.iter().map(|(key, _)| key.is_integer());
    Program {
        rows: rows.collect(),
        limits: Limits { lower: vec![0.0; upper.len()], upper },
        is_integer: kinds.chain(sums.iter().map(|_| true)).collect(),
    }
}

/// What is known of a formulation for proofs: the limits that its rows imply.
#[derive(Debug, Default)]
pub(super) struct ProvenProgram {
    implied: OnceCell<Vec<Implied>>,
}

impl ProvenProgram {
    /// The limits of columns that have none, from the rows of the formulation alone.
    pub fn implied(&self, formulation: &Formulation) -> &[Implied] {
        self.implied.get_or_init(|| proven_program(formulation, &[], &[]).implied())
    }

    /// The bound that multipliers of all rows prove of Σ costs x, and the certificate; `None` where they prove none.
    pub fn bound(
        &self,
        formulation: &Formulation,
        program: &Program<'_>,
        costs: &[(usize, f64)],
        multipliers: Multipliers,
    ) -> Option<(Exact, Certificate)> {
        let mut multipliers = multipliers;
        let mut reduced = program.reduced(costs, &multipliers)?;
        let mut open: Vec<usize> = reduced.unlimited(&program.limits).collect();
        if open.is_empty() {
            let bound = reduced.bound(&program.limits)?;
            return Some((bound, Certificate { tree: Tree::leaf(multipliers), ..Certificate::default() }));
        }
        let limits = program.limits.with(self.implied(formulation));
        if open.iter().any(|column| limits.upper[*column].is_infinite()) {
            (multipliers, reduced) = program.repaired(&limits, costs, &multipliers)?;
            open = reduced.unlimited(&program.limits).collect();
        }
        let bound = reduced.bound(&limits)?;
        let implied = program.needed(self.implied(formulation), open);
        Some((bound, Certificate { implied, tree: Tree::leaf(multipliers), ..Certificate::default() }))
    }
}

/// What keeps earlier goals, as rows over the goals' own terms, which no factor has rounded.
#[derive(Debug, Default)]
pub(super) struct KeptGoals {
    pub rows: Vec<Row>,
    pub limits: Vec<(usize, f64)>,
    /// By how much the rows of the solver are larger than these.
    factors: Vec<f64>,
}

impl KeptGoals {
    /// Of the rows that a solver has.
    pub fn of(formulation: &Formulation, kept: &[Row]) -> Self {
        let mut all = Self::default();
        for row in kept {
            let RowKey::Kept { goal } = row.key else { continue };
            let place = goal as usize;
            let Some((goal, expression)) = formulation.goals.get(place) else { continue };
            let largest = largest(expression, &formulation.columns);
            let limit = in_unit(goal.sense, row.upper * largest);
            all.rows.push(kept_goal(expression, goal.sense, limit));
            all.limits.push((place, limit));
            all.factors.push(if goal.sense == Sense::Minimise { 1.0 / largest } else { -1.0 / largest });
        }
        all
    }
}

/// A limit on what is minimised as one on the goal, rounded to the side on which it leaves room.
fn in_unit(sense: Sense, limit: f64) -> f64 {
    if sense == Sense::Minimise { limit.next_up() } else { -limit.next_up() }
}

/// The row that keeps a goal at a limit in its own unit.
#[must_use]
pub fn kept_goal(expression: &Expression, sense: Sense, limit: f64) -> Row {
    match sense {
        Sense::Minimise => Row::at_most(KEPT, limit, expression.terms.clone()),
        Sense::Maximise => Row::at_least(KEPT, limit, expression.terms.clone()),
    }
}

/// What rows on top of a formulation are called here: which goal or cut they are of is known by their order.
pub(super) const KEPT: RowKey = RowKey::Kept { goal: u32::MAX };

/// The program of one goal, as it is proven.
pub(super) struct GoalProgram<'f> {
    pub program: Program<'f>,
    /// What is minimised.
    pub costs: Vec<(usize, f64)>,
    /// By how much the costs in the solver are larger.
    scale: f64,
    own: usize,
    factors: &'f [f64],
}

impl<'f> GoalProgram<'f> {
    /// Of a formulation that keeps earlier goals, with columns for sums.
    pub fn of(formulation: &'f Formulation, sums: &'f [Row], kept: &'f KeptGoals, task: &Task<'_>) -> Self {
        Self {
            program: proven_program(formulation, sums, &kept.rows),
            costs: minimised(task.expression, task.sense()),
            scale: task.scale,
            own: formulation.rows.len() + sums.len(),
            factors: &kept.factors,
        }
    }

    /// Multipliers from dual values of the solver's rows.
    pub fn multipliers(&self, duals: &[f64]) -> Multipliers {
        self.scaled(duals, 1.0 / self.scale)
    }

    /// The same for what shows that there is no point, in either direction.
    pub fn rays(&self, ray: &[f64]) -> [Multipliers; 2] {
        [self.scaled(ray, 1.0), self.scaled(ray, -1.0)]
    }

    fn scaled(&self, duals: &[f64], by: f64) -> Multipliers {
        let factor =
            |row: usize| row.checked_sub(self.own).map_or(by, |place| by * self.factors.get(place).unwrap_or(&1.0));
        let named = duals.iter().enumerate().take(self.program.rows.len());
        let named = named.filter(|(_, dual)| **dual != 0.0 && dual.is_finite());
        named.map(|(row, dual)| (row, dual * factor(row))).collect()
    }
}
