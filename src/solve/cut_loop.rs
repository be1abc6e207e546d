//! The cut loop (H. Marchand and others, Cutting planes in integer and mixed integer programming, 2002): valid inequalities that the point of the
//! relaxation violates are added to it, first at interior solutions, then at vertices.

use crate::engine::{InteriorOptimum, Watch};
use crate::formulation::Row;
use crate::solve::relaxation::{Relaxation, RelaxedPoint, is_near};

/// By how much a cut must be violated, relative to its largest coefficient, to be added.
const VIOLATED: f64 = 1e-6;

/// The valid inequalities that have not been added yet.
pub(super) struct CutPool<'a> {
    open: Vec<&'a Row>,
}

impl<'a> CutPool<'a> {
    pub fn of(cuts: &'a [Row]) -> Self {
        Self { open: cuts.iter().collect() }
    }

    /// Takes out those that a point violates.
    pub fn take_violated(&mut self, at: &[f64]) -> Vec<&'a Row> {
        let (violated, open) = std::mem::take(&mut self.open).into_iter().partition(|cut| is_violated(cut, at));
        self.open = open;
        violated
    }
}

/// Returns true if the point violates the inequality by more than the tolerance.
fn is_violated(row: &Row, at: &[f64]) -> bool {
    let largest = row.terms.iter().fold(1e-9_f64, |most, (_, coefficient)| most.max(coefficient.abs()));
    let sum: f64 = row.terms.iter().map(|(column, coefficient)| coefficient * at[*column]).sum();
    sum > row.upper + VIOLATED * largest
}

/// Returns an interior solution of the relaxation with the cuts that interior solutions violate, some rounds of them, as long as the estimated
/// rounding loss is larger than the permitted gap. A vertex violates few of the cuts that the vertices next to it do; an interior solution violates
/// them all. `None` where the built-in interior-point method is not used, or finds none.
pub(super) fn interior_with_cuts(
    relaxation: &mut Relaxation<'_>,
    gap: f64,
    limits: Watch<'_>,
) -> Option<InteriorOptimum> {
    if !relaxation.has_interior() {
        return None;
    }
    let mut interior = relaxation.interior(None, limits)?;
    for _ in 0..relaxation.settings().interior_cut_rounds {
        let at = relaxation.point_of(&interior);
        let value = relaxation.value(&at);
        if is_near(value + relaxation.rounding_loss(&at), value, gap) || !relaxation.add_violated_cuts(&at) {
            break;
        }
        interior = relaxation.interior(Some(&interior), limits)?;
    }
    Some(interior)
}

/// A vertex of the relaxation and the dual bound so far, with the duals that it comes from.
pub(super) struct BoundedVertex {
    pub at: Vec<f64>,
    pub bound: f64,
    pub duals: Vec<f64>,
}

impl BoundedVertex {
    /// Goes to another point of a relaxation that bounds as much.
    pub fn take(&mut self, point: RelaxedPoint, reached: f64) {
        self.at = point.at;
        if reached > self.bound {
            (self.bound, self.duals) = (reached, point.duals);
        }
    }
}

/// The value of the incumbent, if there is one, and the permitted relative gap.
#[derive(Clone, Copy)]
pub(super) struct GapTarget {
    pub incumbent: Option<f64>,
    pub gap: f64,
}

/// The cuts at vertices for one goal.
#[derive(Default)]
pub(super) struct CutLoop {
    rounds: usize,
}

impl CutLoop {
    /// Raises the bound by the cuts that the vertex violates, as long as each round closes enough of the gap.
    pub fn raise(
        &mut self,
        relaxation: &mut Relaxation<'_>,
        vertex: &mut BoundedVertex,
        target: GapTarget,
        limits: Watch<'_>,
    ) {
        let GapTarget { incumbent, gap } = target;
        let settings = relaxation.settings();
        while !incumbent.is_some_and(|incumbent| is_near(incumbent, vertex.bound, gap))
            && self.rounds < settings.cut_rounds
            && relaxation.add_violated_cuts(&vertex.at)
        {
            let Some(point) = relaxation.resolve(limits) else { break };
            self.rounds += 1;
            let reached = relaxation.value(&point.at);
            tracing::debug!(bound = vertex.bound, reached, incumbent, "cuts");
            // Where there is no plan yet, the estimated rounding loss stands for its distance.
            let goal = incumbent.unwrap_or_else(|| reached + relaxation.rounding_loss(&point.at));
            let is_little = reached - vertex.bound < settings.cut_progress * (goal - vertex.bound);
            vertex.take(point, reached);
            if is_little {
                break;
            }
        }
    }
}
