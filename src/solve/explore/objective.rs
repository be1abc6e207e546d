//! A goal as the solver minimises it.

use crate::formulation::Expression;

/// What is minimised to reach a goal.
#[derive(Clone, Copy)]
pub(super) struct Objective<'a> {
    pub goal: &'a Expression,
    /// 1 where less is better, else −1.
    pub sign: f64,
    /// By what costs are larger than the goal.
    pub scale: f64,
    /// The cost of every column.
    pub costs: &'a [f64],
}
