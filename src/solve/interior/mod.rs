//! Large linear programmes by a primal-dual interior point method of our own, on what the rows of procurement have in common.
//!
//! Rows of orders, lines, stocks and budgets make normal equations with few non-zeros and little fill, so that they can be
//! factorised whole; HiGHS solves them by conjugate gradients with a basis as preconditioner, which takes many more steps.
//! The method: Mehrotra's predictor, then correctors towards the central path, each taken as far as it helps (Mehrotra 1992,
//! Gondzio 1996, Colombo and Gondzio 2008). What comes out is a point inside the face of best points, and which limits all
//! points of that face stand at. A corner is found from there by the solver's own crossover.

mod normal;
mod onward;
mod path;
mod programme;
mod standard;
mod start;
mod step;
#[cfg(test)]
mod tests;
mod walk;

pub(super) use path::{Course, Rough, Watch, centre};
pub(super) use programme::{Centre, Programme};
