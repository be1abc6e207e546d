//! The tables of `independence`.

use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{Factor, Money, Plain, Share, Year};
use crate::layout::table::{Cell, Column, Table, TableShape};
use crate::questions::independence::Independence;

/// The table `independence`.
const INDEPENDENCE: TableShape = TableShape {
    name: "independence",
    a_row_is: "one plan under one proposal, insured so far, with so much of all budgets",
    columns: &[
        Column::new("proposal", Text, Plain, "code of the proposal"),
        Column::new("budgets", Number, Factor, "factor on all budgets"),
        Column::new("insured", Number, Share, "0: looks at no denial; 1: insured but for 2 % of what can be gained"),
        Column::new("gap", Number, Share, "gap in normal times, mean of the years"),
        Column::new("gap_when_denied", Number, Share, "largest gap under any of the denials, mean of the years"),
        Column::new(
            "lost_in_last_year",
            Number,
            Share,
            "what a denial beginning in the last year would take in the end",
        ),
        Column::new(
            "independent_from",
            Whole,
            Year,
            "first year from which on a denial is borne; nothing: none of the horizon",
        ),
        Column::new("orders", Number, Money, "value of orders"),
        Column::new("domestic_headline", Number, Money, "value of orders from domestic producers"),
        Column::new("domestic_ownership", Number, Money, "of that, what is in domestic hands"),
        Column::new("domestic_content", Number, Money, "of that, value added inside"),
        Column::new("domestic_authority", Number, Money, "of that, what is free to change"),
        Column::new("domestic_assured", Number, Money, "of that, what works without the United States"),
        Column::new("paid", Number, Money, "what nations pay in all"),
        Column::new("proven_within", Number, Share, "largest distance of a goal from its bound, relative"),
        Column::new("failed", Text, Plain, "why there is no plan"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&INDEPENDENCE];

/// The table of what independence costs.
#[must_use]
pub fn independence_tables(told: &Independence) -> Vec<Table> {
    let mut table = Table::of(&INDEPENDENCE);
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
