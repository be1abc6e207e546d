//! What decides between plans that all goals value alike.

use crate::engine::Point;
use crate::formulation::{Row, RowKey};
use crate::model::Sense;
use crate::solve::Failure;
use crate::solve::face::Face;
use crate::solve::kept::costs;
use crate::solve::stages::{OrderedGoal, OrderedSolve, Stage};

/// What is said to be solved.
const TIES: &str = "break ties";

impl OrderedSolve<'_> {
    /// Decides between plans that all goals value alike; nothing where nothing tells them apart, or where that is too hard.
    pub(super) fn tie_break(&mut self) -> Result<Option<Stage>, Failure> {
        let shared = |row: &Row| matches!(row.key, RowKey::FairShare { .. });
        let fair = !self.options.last.is_empty() || self.formulation.rows.iter().any(shared);
        // In a large model the order of ties alone is not worth a fifth of the time of the goals.
        let worth = fair || !self.formulation.is_large() || self.formulation.goals.is_empty();
        if self.formulation.tie_break.terms.is_empty() || !worth {
            return Ok(None);
        }
        let (place, expression) = (self.formulation.goals.len(), &self.formulation.tie_break);
        let tie_break = OrderedGoal { place, words: TIES, sense: Sense::Minimise, expression };
        let _span = tracing::info_span!("goal", goal = "tie-break").entered();
        let point = self.point.as_ref().filter(|point| !point.row_duals.is_empty()).cloned();
        let faces = self.options.settings.face_duals.map(|priced| self.face_of_last_goal(point.as_ref()?, priced));
        let last: Vec<_> = self.options.last.iter().map(|row| (row.upper, &row.terms)).collect();
        self.engine.add_rows(&last);
        self.kept.extend_from_slice(self.options.last);
        let at_hand = self.point.clone();
        let broken = match faces
            .into_iter()
            .flatten()
            .filter(|_| self.options.settings.tie_break_on_face)
            .find_map(|face| self.break_within(face, tie_break))
        {
            Some(stage) => Ok(stage),
            None => self.reach_goal(tie_break),
        };
        match broken {
            Ok(stage) => Ok(Some(stage)),
            // A plan that all goals are content with is not thrown away because ties are hard to break, or there is no time for them.
            Err(failure @ (Failure::Numerical { .. } | Failure::Infeasible | Failure::TimeLimit { .. }))
                if at_hand.is_some() =>
            {
                tracing::warn!(%failure, "ties stay unbroken");
                self.point = at_hand;
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// Breaks ties among the plans of a face; nothing where that leaves none.
    fn break_within(&mut self, face: Face, tie_break: OrderedGoal<'_>) -> Option<Stage> {
        let columns = &self.formulation.columns;
        let is_fixed = |place: usize| columns.key(place).is_integer();
        face.hold(&mut self.engine, is_fixed);
        self.face = Some(face);
        let broken = self.reach_goal(tie_break);
        if let (Err(failure), Some(face)) = (&broken, &self.face) {
            tracing::debug!(%failure, "ties are broken among more plans that keep what the goals reached");
            face.let_go(&mut self.engine, self.formulation, &self.kept, is_fixed);
            self.face = None;
        }
        broken.ok()
    }

    /// The plans that the last goal values as much as the one at hand, by prices from such a share of its costs on, where it gives none of
    /// what it reached away.
    fn face_of_last_goal(&self, point: &Point, priced: f64) -> Option<Face> {
        let (goal, expression) = self.formulation.goals.last()?;
        if goal.gives_way() {
            return None;
        }
        let (costs, ..) = costs(expression, goal.sense, &self.formulation.columns);
        Some(Face::of(self.formulation, &self.kept, &costs, &point.row_duals, priced))
    }
}
