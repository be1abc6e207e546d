//! Variables, constraints and goals of a model, in the words of `docs/formulation.md`, as rows and columns with keys.
//!
//! Nothing is ever read back by position: whoever wants a value asks for its key. No solver is known here.

mod allowed;
mod column_key;
mod columns;
mod constraints;
mod cuts;
mod denial_columns;
mod eligible;
mod gives_way;
mod goals;
mod needs;
mod proposal_columns;
mod reach;
mod row_name;
mod rows;
mod rules;
mod scale;
mod schedule;
mod share_out;
mod stock_class;
mod text;
mod two_stage;
mod wide;

pub use allowed::Allowed;
pub use column_key::ColumnKey;
pub use columns::Columns;
pub use constraints::{FAMILIES, Family};
pub use cuts::{band_of, is_part_of, tier_cuts};
pub use eligible::refusals;
pub use gives_way::way;
pub use goals::Expression;
pub use reach::{bands_in_reach, reaches_one_price};
pub use rows::{Row, RowKey};
pub use rules::Subject;
pub use share_out::{Class, LimitUse, OrderRun, runs};
pub use text::{lp_text, mps_text, mps_text_of_goals};
pub use two_stage::{Future, TwoStage, mean_of};

use crate::model::{Goal, Model, Outcomes};

/// Above this many coefficients a formulation is large.
pub(crate) const LARGE: usize = 20_000;

/// A linear programme that knows what its rows and columns mean.
#[derive(Debug, Clone)]
pub struct Formulation {
    /// What is decided.
    pub columns: Columns,
    /// What must hold.
    pub rows: Vec<Row>,
    /// What is wanted, in order, each as a sum over columns.
    pub goals: Vec<(Goal, Expression)>,
    /// What decides, to be minimised, between plans that all goals value alike.
    pub tie_break: Expression,
}

impl Formulation {
    /// The formulation of a model, and of what its nations come to if everyone buys alone. Where that is not known, a rule that asks
    /// for it is not among the rows.
    #[tracing::instrument(skip_all, name = "formulate")]
    #[must_use]
    pub fn of(model: &Model, alone: Option<&Outcomes>) -> Self {
        let mut formulation = Self::with_all_rows(model, alone);
        formulation.rows.retain(|row| !row.says_nothing());
        formulation
    }

    /// The same with rows that say nothing, such as the budget of who can order nothing.
    fn with_all_rows(model: &Model, alone: Option<&Outcomes>) -> Self {
        let columns = Columns::of(model);
        let mut rows: Vec<Row> = FAMILIES.iter().flat_map(|family| family.rows(model, &columns, alone)).collect();
        added_up(&mut rows, columns.len());
        let goals = (model.goals.iter().enumerate())
            .map(|(place, goal)| (goal.clone(), goals::expression(model, &columns, goal, place)))
            .collect();
        let tie_break = goals::tie_break(model, &columns);
        let mut formulation = Self { columns, rows, goals, tie_break };
        formulation.count_by(model);
        formulation
    }

    /// Takes out the rows that only share out what goals value alike: no goal hangs on them, and solving is faster without.
    #[must_use]
    pub fn take_fair_rows(&mut self) -> Vec<Row> {
        let (fair, rows) =
            std::mem::take(&mut self.rows).into_iter().partition(|row| matches!(row.key, RowKey::FairShare { .. }));
        self.rows = rows;
        fair
    }

    /// What is left of one goal where nothing is ordered, enlarged or started: who is served by what is there. `None` where nothing
    /// of the goal is left.
    #[must_use]
    pub fn idle(&self, goal: usize) -> Option<Self> {
        let stays = |key: ColumnKey| {
            matches!(
                key,
                ColumnKey::Serving { .. }
                    | ColumnKey::Usable { .. }
                    | ColumnKey::Missing { .. }
                    | ColumnKey::WorstGap { .. }
                    | ColumnKey::WorstDenial { .. }
                    | ColumnKey::NationalMissing { .. }
                    | ColumnKey::NationalSurplus { .. }
            )
        };
        let mut columns = Columns::default();
        let mut there = vec![None; self.columns.len()];
        for (place, (key, upper)) in self.columns.iter().enumerate().filter(|(_, (key, _))| stays(*key)) {
            there[place] = Some(columns.len());
            columns.add_counted(key, upper, self.columns.unit(place));
        }
        let moved = |terms: &[(usize, f64)]| -> Vec<(usize, f64)> {
            terms.iter().filter_map(|(column, coefficient)| Some((there[*column]?, *coefficient))).collect()
        };
        let families = ["enabler", "gap", "national_stock", "worst_gap", "worst_denial"];
        let rows = self.rows.iter().filter(|row| families.contains(&row.key.family()));
        let rows = rows.map(|row| Row { terms: moved(&row.terms), ..row.clone() }).filter(|row| !row.says_nothing());
        let (of, expression) = self.goals.get(goal)?;
        let terms = moved(&expression.terms);
        let goals = vec![(of.clone(), Expression { terms })];
        let is_left = !goals[0].1.terms.is_empty();
        is_left.then(|| Self { rows: rows.collect(), columns, goals, tie_break: Expression::default() })
    }

    /// Whether anything is an integer decision, so that it is no linear programme.
    #[must_use]
    pub fn has_integers(&self) -> bool {
        self.columns.iter().any(|(key, _)| key.is_integer())
    }

    /// Whether it has so many coefficients that a solve from the start is faster by the interior point method, and that a search
    /// for integer decisions for every question would take too long.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.non_zeros() > LARGE
    }

    /// How many coefficients the rows have.
    #[must_use]
    pub fn non_zeros(&self) -> usize {
        self.rows.iter().map(|row| row.terms.len()).sum()
    }
}

/// Adds up what a row says twice of a column, which may stand under two keys.
fn added_up(rows: &mut [Row], columns: usize) {
    // For each column, the row that had it last, counted from 1, and where.
    let mut last: Vec<(usize, usize)> = vec![(0, 0); columns];
    for (number, row) in (1..).zip(rows) {
        let mut kept: usize = 0;
        for place in 0..row.terms.len() {
            let (column, coefficient) = row.terms[place];
            if last[column].0 == number {
                row.terms[last[column].1].1 += coefficient;
            } else {
                last[column] = (number, kept);
                row.terms[kept] = (column, coefficient);
                kept += 1;
            }
        }
        if kept < row.terms.len() {
            row.terms.truncate(kept);
            row.terms.retain(|(_, coefficient)| *coefficient != 0.0);
        }
    }
}
