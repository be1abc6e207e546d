//! Bounds on linear and mixed-integer programs in exact arithmetic.
//!
//! For a program
//!
//! ```text
//! minimise costs · x   subject to   lower ≤ x ≤ upper,   row_lower ≤ A x ≤ row_upper,   some x whole
//! ```
//!
//! any multipliers y of the rows give a bound on the least costs · x: what the rows earn at the limits on which y leans, and each reduced
//! cost of costs − Aᵀ y at the limit on which it leans. It holds whoever found y, so that dual values of a solver with all their
//! rounding errors prove a bound that is true, as long as the sum is not rounded. Floating-point numbers are dyadic rationals, so that it
//! need not be.
//!
//! * [`Program::reduced`] and [`Reduced::bound`]: the bound of one vector of multipliers.
//! * [`Program::implied`]: limits of columns that have none, from rows. A reduced cost that is below zero by a rounding error needs one.
//! * [`Tree`]: integer columns are branched on, and each leaf has multipliers of its own. The bound of the tree is the least of its leaves.
//!   A leaf may be empty, which multipliers prove, too (Farkas).
//! * [`Cut`]: a row that follows from the program and its integer columns, with a tree that proves it.
//! * [`Certificate`]: all of these together.
//!
//! A point that a solver found keeps rows only to within rounding. [`Program::exceeded`] says how far the limits would have to be moved for it
//! to keep them, so that a bound can be proven of a program in which it does.
//!
//! Nothing here solves anything: multipliers, trees and cuts come from whoever has solved the program.
//!
//! # Sources
//!
//! * A. Neumaier and O. Shcherbina, Safe bounds in linear and mixed-integer linear programming, Math. Program. 99 (2004), 283–296
//! * C. Jansson, Rigorous lower and upper bounds in linear programming, SIAM J. Optim. 14 (2004), 914–935
//! * K. K. H. Cheung, A. Gleixner and D. E. Steffy, Verifying integer programming results, IPCO 2017, LNCS 10328, 148–160

mod exact;
mod implied;
mod program;
#[cfg(test)]
mod soundness;
#[cfg(test)]
mod tests;
mod tree;

pub use exact::Exact;
pub use implied::Implied;
pub use program::{Limits, Moved, Multipliers, Program, Reduced, Row};
pub use tree::{Certificate, Cut, Node, Refused, Tree, negative};
