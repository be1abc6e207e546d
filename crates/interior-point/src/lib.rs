//! A primal-dual interior point method for large sparse linear programs whose normal equations have little fill.
//!
//! It solves
//!
//! ```text
//! minimise costs · x   subject to   lower ≤ x ≤ upper   and   row_lower ≤ A x ≤ row_upper
//! ```
//!
//! The method is Mehrotra's predictor-corrector method with the multiple centrality correctors of Gondzio, each weighted as in
//! Colombo and Gondzio, from Mehrotra's starting point. The normal equations A D Aᵀ are factorised whole by a sparse Cholesky
//! factorisation in approximate minimum degree order (both by `faer`). Dependent rows need no removal: the factorisation adds a
//! small multiple of the identity (Altman and Gondzio).
//!
//! The solution lies in the relative interior of the optimal face. The optimal partition (Goldman and Tucker) then says at which
//! bounds and row limits all optimal solutions stand. Crossover to a vertex is left to a simplex code.
//!
//! A program that differs a little from an earlier one, by added rows or by fixed columns, can start from a stored iterate of
//! the earlier one ([`WarmStart`]; compare Gondzio 1998).
//!
//! # Limitations
//!
//! * Lower bounds must be finite. Negate a column that has only an upper bound, and split a free column in two.
//! * A program that is infeasible or unbounded is not recognised as such: the method only reports that it found no solution.
//! * There are no threads, and no presolve beyond fixed columns and rows that force their columns to their lower bounds.
//! * Dense columns are not treated apart: one dense column fills the normal equations.
//!
//! `tools/netlib/run` solves the Netlib test set; `docs/interior-point.md` has the results.
//!
//! # Sources
//!
//! * A. J. Goldman and A. W. Tucker, Theory of linear programming, in: Linear Inequalities and Related Systems, Princeton (1956)
//! * S. Mehrotra, On the implementation of a primal-dual interior point method, SIAM J. Optim. 2 (1992), 575–601
//! * J. Gondzio, Multiple centrality corrections in a primal-dual method for linear programming, Comput. Optim. Appl. 6 (1996),
//!   137–156
//! * P. R. Amestoy, T. A. Davis and I. S. Duff, An approximate minimum degree ordering algorithm, SIAM J. Matrix Anal. Appl. 17
//!   (1996), 886–905
//! * J. Gondzio, Warm start of the primal-dual method applied in the cutting-plane scheme, Math. Program. 83 (1998), 125–143
//! * A. Altman and J. Gondzio, Regularized symmetric indefinite systems in interior point methods for linear and quadratic
//!   optimization, Optim. Methods Softw. 11 (1999), 275–302
//! * M. Colombo and J. Gondzio, Further development of multiple centrality correctors for interior point methods, Comput.
//!   Optim. Appl. 41 (2008), 277–305

mod linear_program;
mod newton;
mod normal_equations;
mod predictor_corrector;
mod solve;
mod standard_form;
mod starting_point;
#[cfg(test)]
mod tests;
mod warm_start;

pub use linear_program::{InteriorSolution, LastIterate, LinearProgram};
pub use solve::{Failure, Options, solve};
pub use warm_start::WarmStart;
