//! Questions about plans: a folder for each, named like its command, from the model to the answer, its tables and its text.

pub mod alternatives;
pub mod compare;
pub mod diff;
pub mod explain;
pub mod frontier;
pub mod hedge;
pub mod independence;
pub mod infeasible;
pub mod ladder;
pub mod rules;
pub mod sensitivity;
pub mod stress;
pub mod timeline;
pub mod why;
