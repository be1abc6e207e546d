//! Every table that a command writes.

use crate::batch;
use crate::layout::TableShape;
use crate::questions;
use crate::report;

/// A table of the contract.
#[derive(Debug, Clone, Copy)]
pub struct ContractTable {
    /// The command that writes it.
    pub command: &'static str,
    /// Its columns.
    pub shape: &'static TableShape,
}

/// Every table, command by command.
#[must_use]
pub fn tables() -> Vec<ContractTable> {
    let commands: [(&'static str, &[&'static TableShape]); 16] = [
        ("solve", report::RUN_SHAPES),
        ("compare", questions::compare::TABLES),
        ("ladder", questions::ladder::TABLES),
        ("stress", questions::stress::TABLES),
        ("timeline", questions::timeline::TABLES),
        ("independence", questions::independence::TABLES),
        ("explain", questions::explain::TABLES),
        ("rules", questions::rules::TABLES),
        ("alternatives", questions::alternatives::TABLES),
        ("sensitivity", questions::sensitivity::TABLES),
        ("frontier", questions::frontier::TABLES),
        ("coalition", questions::coalition::TABLES),
        ("join", questions::coalition::JOIN_TABLES),
        ("hedge", questions::hedge::TABLES),
        ("batch", &batch::STUDY_SHAPES),
        ("results", batch::RESULTS_SHAPES),
    ];
    let tables = commands.into_iter().flat_map(|(command, shapes)| shapes.iter().map(move |shape| (command, *shape)));
    tables.map(|(command, shape)| ContractTable { command, shape }).collect()
}
