//! What a study shows, as tables: percentiles, regret, common orders, and the data of curves.

use crate::batch::Results;
use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{Count, InColumn, Plain, Share, Units};
use crate::layout::table::{Cell, Column, Table, TableShape};

/// The table `percentiles`.
const PERCENTILES: TableShape = TableShape {
    name: "percentiles",
    a_row_is: "how a measure is spread over the runs of a proposal, or of a scenario",
    columns: &[
        Column::new("measure", Text, Plain, "what is measured, over the whole horizon"),
        Column::new("unit", Text, Plain, "its unit"),
        Column::new("of", Text, Plain, "the proposal, or the scenario"),
        Column::new(
            "runs",
            Whole,
            Count,
            "runs that count: of a proposal, those in whose scenario every proposal has a plan; of a scenario, all that have one",
        ),
        Column::new("finished", Whole, Count, "runs that are finished"),
        Column::new("without_plan", Whole, Count, "of them, those without a plan"),
        Column::new("mean", Number, InColumn, "mean"),
        Column::new("least", Number, InColumn, "smallest value"),
        Column::new("p5", Number, InColumn, "value below which 5 % lie"),
        Column::new("p25", Number, InColumn, "value below which 25 % lie"),
        Column::new("median", Number, InColumn, "value below which half lie"),
        Column::new("p75", Number, InColumn, "value below which 75 % lie"),
        Column::new("p95", Number, InColumn, "value below which 95 % lie"),
        Column::new("most", Number, InColumn, "largest value"),
    ],
};

/// The table `regret`.
const REGRET: TableShape = TableShape {
    name: "regret",
    a_row_is: "a measure of a proposal against the best of each scenario",
    columns: &[
        Column::new("measure", Text, Plain, "what is measured"),
        Column::new("unit", Text, Plain, "its unit, and that of regrets"),
        Column::new("proposal", Text, Plain, "the proposal"),
        Column::new("scenarios", Whole, Count, "scenarios in which it has a plan"),
        Column::new("without_plan", Whole, Count, "scenarios in which it has none, and another proposal has"),
        Column::new("wins", Number, Share, "share of the scenarios in which it is the best, or as good"),
        Column::new("mean_regret", Number, InColumn, "mean of what the best has over it"),
        Column::new("largest_regret", Number, InColumn, "the most that the best has over it"),
        Column::new(
            "plus_minus",
            Number,
            InColumn,
            "how far off a regret may be, by the proofs of the plans that are compared: the most of any scenario",
        ),
        Column::new("worst_in", Text, Plain, "in which scenario"),
        Column::new("least_mean", Text, Plain, "yes: no proposal with plans everywhere has a smaller mean regret"),
        Column::new(
            "least_largest",
            Text,
            Plain,
            "yes: no proposal with plans everywhere has a smaller largest regret",
        ),
    ],
};

/// The table `common_orders`.
const COMMON_ORDERS: TableShape = TableShape {
    name: "common_orders",
    a_row_is: "an offer in the good plans: those nearly as good as the best of their scenario",
    columns: &[
        Column::new("offer", Text, Plain, "the offer"),
        Column::new("unit", Text, Plain, "unit of what it gives"),
        Column::new("share", Number, Share, "share of the good plans that order it; 1: an order without regret"),
        Column::new("least", Number, Units, "fewest units in any good plan"),
        Column::new("mean", Number, Units, "mean units of the good plans"),
        Column::new("most", Number, Units, "most units in any good plan"),
    ],
};

/// The table `curves`.
const CURVES: TableShape = TableShape {
    name: "curves",
    a_row_is: "a point of the curve that shows how a measure is spread",
    columns: &[
        Column::new("measure", Text, Plain, "what is measured"),
        Column::new("unit", Text, Plain, "its unit"),
        Column::new("of", Text, Plain, "the proposal, or the scenario"),
        Column::new("percent", Whole, Count, "so many percent of the runs"),
        Column::new("value", Number, InColumn, "lie at this value or below"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&PERCENTILES, &REGRET, &COMMON_ORDERS, &CURVES];

fn count(of: usize) -> Cell {
    Cell::Whole(i64::try_from(of).unwrap_or(i64::MAX))
}

fn yes(is: bool) -> Cell {
    if is { "yes" } else { "no" }.into()
}

/// Everything that a study shows.
#[must_use]
pub fn results_tables(results: &Results) -> Vec<Table> {
    vec![percentiles(results), regret(results), orders(results), curves(results)]
}

fn percentiles(results: &Results) -> Table {
    let mut table = Table::of(&PERCENTILES);
    for line in &results.percentiles {
        let mut row: Vec<Cell> = vec![
            line.measure.as_str().into(),
            line.unit.as_str().into(),
            line.of.as_str().into(),
            count(line.runs),
            count(line.finished),
            count(line.without),
            line.mean.into(),
        ];
        row.extend(line.at.map_or([None; 7], |at| at.map(Some)).map(Cell::from));
        table.rows.push(row);
    }
    table
}

fn regret(results: &Results) -> Table {
    let mut table = Table::of(&REGRET);
    for line in &results.proposals {
        table.rows.push(vec![
            line.measure.as_str().into(),
            line.unit.as_str().into(),
            line.proposal.as_str().into(),
            count(line.scenarios),
            count(line.without_plan),
            line.wins.into(),
            line.mean_regret.into(),
            line.largest_regret.into(),
            line.plus_minus.into(),
            line.worst_in.as_str().into(),
            yes(line.least_mean),
            yes(line.least_largest),
        ]);
    }
    table
}

fn orders(results: &Results) -> Table {
    let mut table = Table::of(&COMMON_ORDERS);
    for order in &results.orders {
        let row: Vec<Cell> = vec![
            order.offer.as_str().into(),
            order.unit.as_str().into(),
            order.share.into(),
            order.least.into(),
            order.mean.into(),
            order.most.into(),
        ];
        table.rows.push(row);
    }
    table
}

fn curves(results: &Results) -> Table {
    let mut table = Table::of(&CURVES);
    for line in &results.percentiles {
        for (percent, value) in (0i64..).zip(&line.curve) {
            let row: Vec<Cell> = vec![
                line.measure.as_str().into(),
                line.unit.as_str().into(),
                line.of.as_str().into(),
                Cell::Whole(percent),
                (*value).into(),
            ];
            table.rows.push(row);
        }
    }
    table
}
