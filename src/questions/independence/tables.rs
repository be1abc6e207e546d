//! The tables of `independence`.

use crate::layout::table::Kind::{Number, Text, Whole};
use crate::layout::table::{Cell, Table};
use crate::questions::independence::Independence;

/// The table of what independence costs.
#[must_use]
pub fn independence_tables(told: &Independence) -> Vec<Table> {
    let mut table = Table::new(
        "independence",
        "one plan under one proposal, insured so far, with so much of all budgets",
        &[
            ("proposal", Text, "code of the proposal"),
            ("budgets", Number, "factor on all budgets"),
            ("insured", Number, "0: looks at no denial; 1: insured as well as can be"),
            ("gap", Number, "gap in normal times, mean of the years"),
            ("gap_when_denied", Number, "largest gap under any of the denials, mean of the years"),
            ("lost_in_last_year", Number, "what a denial beginning in the last year would take in the end"),
            ("independent_from", Whole, "first year from which on a denial is borne; nothing: none of the horizon"),
            ("orders", Number, "MEUR"),
            ("domestic_headline", Number, "MEUR of orders from domestic producers"),
            ("domestic_ownership", Number, "MEUR of that in domestic hands"),
            ("domestic_content", Number, "MEUR of that by value added inside"),
            ("domestic_authority", Number, "MEUR of that free to change"),
            ("domestic_assured", Number, "MEUR of that which works without the United States"),
            ("paid", Number, "MEUR that nations pay in all"),
            ("proven_within", Number, "largest distance of a goal from its bound, relative"),
            ("failed", Text, "why there is no plan"),
        ],
    );
    // With all of the budgets, it is the insured plan again.
    let others = told.by_budget.iter().filter(|point| (point.budgets - 1.0).abs() > 1e-12);
    for point in told.points.iter().chain(others) {
        let mut row: Vec<Cell> = vec![
            point.proposal.as_str().into(),
            point.budgets.into(),
            point.insured.into(),
            point.gap.into(),
            point.gap_when_denied.into(),
            point.lost_in_last_year.into(),
            point.independent_from.map_or(Cell::Nothing, Cell::from),
            point.orders.into(),
        ];
        row.extend((0..5).map(|rung| Cell::from(point.domestic.map(|domestic| domestic[rung]))));
        row.extend([
            point.cost.into(),
            point.proven_within.into(),
            point.failed.as_deref().map_or(Cell::Nothing, Cell::from),
        ]);
        table.rows.push(row);
    }
    vec![table]
}
