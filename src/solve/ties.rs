//! What decides between plans that all goals value alike.

use crate::formulation::{ColumnKey, Row, RowKey};
use crate::model::Sense;
use crate::solve::Failure;
use crate::solve::face::Face;
use crate::solve::kept::costs;
use crate::solve::stages::{Run, Stage};

impl Run<'_> {
    /// Decides between plans that all goals value alike; nothing where nothing tells them apart, or where that is too hard.
    pub(super) fn tie_break(&mut self) -> Result<Option<Stage>, Failure> {
        let shared = |row: &Row| matches!(row.key, RowKey::FairShare { .. });
        let fair = !self.options.last.is_empty() || self.formulation.rows.iter().any(shared);
        // In a large model the order of ties alone is not worth a fifth of the time of the goals.
        let worth = fair || !self.formulation.is_large() || self.formulation.goals.is_empty();
        if self.formulation.tie_break.terms.is_empty() || !worth {
            return Ok(None);
        }
        let place = self.formulation.goals.len();
        let _span = tracing::info_span!("goal", goal = "tie-break").entered();
        self.face = self.face_of_last_goal();
        for row in self.options.last {
            self.engine.add_row(row.upper, &row.terms);
            self.kept.push(row.clone());
        }
        let at_hand = self.point.clone();
        let is_fixed = |key: ColumnKey| key.is_integer();
        if let Some(face) = &self.face {
            face.hold(&mut self.engine, |place| is_fixed(self.formulation.columns.key(place)));
        }
        let mut broken = self.reach(place, "break ties", Sense::Minimise, &self.formulation.tie_break);
        if let (Err(failure), Some(face)) = (&broken, self.face.take()) {
            tracing::debug!(%failure, "ties are broken among all plans that keep what the goals reached");
            let columns = &self.formulation.columns;
            face.let_go(&mut self.engine, self.formulation, &self.kept, |place| is_fixed(columns.key(place)));
            broken = self.reach(place, "break ties", Sense::Minimise, &self.formulation.tie_break);
        }
        match broken {
            Ok(stage) => Ok(Some(stage)),
            // A plan that all goals are content with is not thrown away because ties are hard to break.
            Err(failure @ (Failure::Numerical { .. } | Failure::Infeasible)) if at_hand.is_some() => {
                tracing::warn!(%failure, "ties stay unbroken");
                self.point = at_hand;
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// The plans that the last goal values as much as the one at hand, where it gives none of what it reached away.
    fn face_of_last_goal(&self) -> Option<Face> {
        let (goal, expression) = self.formulation.goals.last()?;
        let point = self.point.as_ref().filter(|point| !point.row_duals.is_empty())?;
        if goal.gives_way() {
            return None;
        }
        let (costs, ..) = costs(expression, goal.sense, self.formulation.columns.len());
        Some(Face::of(self.formulation, &self.kept, &costs, &point.row_duals))
    }
}
