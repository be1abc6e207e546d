//! From where a question is answered: a basis of another formulation of the same kind, and the plans that a settled goal leaves.

use super::objective::Objective;
use rustc_hash::FxHashMap;

use super::{Explorer, Found, MANY};
use crate::engine::BasisStatus;
use crate::formulation::{ColumnKey, Expression, RowKey};
use crate::model::Sense;
use crate::solve::face::Face;
use crate::solve::kept::costs;
use crate::solve::{Failure, SearchSettings};

/// How every column and row stands at a basis, by key, so that another formulation can start from it.
#[derive(Debug, Clone, Default)]
pub struct Basis {
    columns: FxHashMap<ColumnKey, BasisStatus>,
    rows: FxHashMap<RowKey, BasisStatus>,
}

impl Explorer<'_> {
    /// The basis at which the last question was answered; that of a start from nothing where it left none.
    pub fn basis(&mut self) -> Basis {
        let Some((columns, rows)) = self.engine.basis() else { return Basis::default() };
        let keys = self.formulation.rows.iter().chain(&self.extra).map(|row| row.key);
        Basis {
            columns: self.formulation.columns.iter().map(|(key, _)| key).zip(columns).collect(),
            rows: keys.zip(rows).collect(),
        }
    }

    /// The best value of a goal, from a basis of another formulation; what that has not is nothing, and is no limit.
    ///
    /// # Errors
    /// There is none, it has no limit, or the solver cannot be trusted.
    pub fn optimise_from(&mut self, goal: &Expression, sense: Sense, basis: &Basis) -> Result<Found, Failure> {
        let (costs, sign, scale) = costs(goal, sense, &self.formulation.columns);
        self.engine.set_costs(&costs);
        self.costs.clone_from(&costs);
        let columns = self.formulation.columns.iter();
        let columns: Vec<BasisStatus> =
            columns.map(|(key, _)| basis.columns.get(&key).copied().unwrap_or(BasisStatus::Lower)).collect();
        let rows = self.formulation.rows.iter().chain(&self.extra);
        let rows: Vec<BasisStatus> =
            rows.map(|row| basis.rows.get(&row.key).copied().unwrap_or(BasisStatus::Basic)).collect();
        self.engine.set_basis(&columns, &rows);
        (self.warm, self.changes) = (true, 0);
        self.linear(Objective { goal, sign, scale, costs: &costs })
    }

    /// Leaves only the plans that a goal values as much as the one that was found for it, with every integer decision as it stands.
    pub fn settle(&mut self, goal: &Expression, sense: Sense, found: &Found) {
        let (costs, sign, scale) = costs(goal, sense, &self.formulation.columns);
        let prices: Vec<f64> = found.prices.iter().map(|price| sign * scale * price).collect();
        let face = Face::of(&self.formulation, &self.extra, &costs, &prices, SearchSettings::DEFAULT.face_duals[0]);
        face.hold(&mut self.engine, |place| self.fixed.contains_key(&place));
        self.changes += MANY;
        self.face = Some(face);
    }

    /// Allows all plans again.
    pub fn unsettle(&mut self) {
        if let Some(face) = self.face.take() {
            face.let_go(&mut self.engine, &self.formulation, &self.extra, |place| self.fixed.contains_key(&place));
            self.changes += MANY;
        }
    }
}
