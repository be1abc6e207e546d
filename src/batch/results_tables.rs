//! What a study shows, as tables: percentiles, regret, common orders, and the data of curves.

use crate::batch::Results;
use crate::layout::table::Kind::{Number, Text, Whole};
use crate::layout::table::{Cell, Table};

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
    let mut table = Table::new(
        "percentiles",
        "how a measure is spread over the runs of a proposal, or of a scenario",
        &[
            ("measure", Text, "what is measured, over the whole horizon"),
            ("unit", Text, "its unit"),
            ("of", Text, "the proposal, or the scenario"),
            ("runs", Whole, "runs that have a plan"),
            ("mean", Number, "mean"),
            ("least", Number, "smallest value"),
            ("p5", Number, "value below which 5 % lie"),
            ("p25", Number, "value below which 25 % lie"),
            ("median", Number, "value below which half lie"),
            ("p75", Number, "value below which 75 % lie"),
            ("p95", Number, "value below which 95 % lie"),
            ("most", Number, "largest value"),
        ],
    );
    for line in &results.percentiles {
        let mut row: Vec<Cell> = vec![
            line.measure.as_str().into(),
            line.unit.as_str().into(),
            line.of.as_str().into(),
            count(line.runs),
            line.mean.into(),
        ];
        row.extend(line.at.map(Cell::from));
        table.rows.push(row);
    }
    table
}

fn regret(results: &Results) -> Table {
    let mut table = Table::new(
        "regret",
        "a measure of a proposal against the best of each scenario",
        &[
            ("measure", Text, "what is measured"),
            ("unit", Text, "its unit, and that of regrets"),
            ("proposal", Text, "the proposal"),
            ("scenarios", Whole, "scenarios in which it has a plan"),
            ("without_plan", Whole, "scenarios in which it has none, and another proposal has"),
            ("wins", Number, "share of the scenarios in which it is the best, or as good"),
            ("mean_regret", Number, "mean of what the best has over it"),
            ("largest_regret", Number, "the most that the best has over it"),
            ("worst_in", Text, "in which scenario"),
            ("least_mean", Text, "yes: no proposal with plans everywhere has a smaller mean regret"),
            ("least_largest", Text, "yes: no proposal with plans everywhere has a smaller largest regret"),
        ],
    );
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
            line.worst_in.as_str().into(),
            yes(line.least_mean),
            yes(line.least_largest),
        ]);
    }
    table
}

fn orders(results: &Results) -> Table {
    let mut table = Table::new(
        "common_orders",
        "an offer in the good plans: those nearly as good as the best of their scenario",
        &[
            ("offer", Text, "the offer"),
            ("unit", Text, "unit of what it gives"),
            ("share", Number, "share of the good plans that order it; 1: an order without regret"),
            ("least", Number, "fewest units in any good plan"),
            ("mean", Number, "mean units of the good plans"),
            ("most", Number, "most units in any good plan"),
        ],
    );
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
    let mut table = Table::new(
        "curves",
        "a point of the curve that shows how a measure is spread",
        &[
            ("measure", Text, "what is measured"),
            ("unit", Text, "its unit"),
            ("of", Text, "the proposal, or the scenario"),
            ("percent", Whole, "so many percent of the runs"),
            ("value", Number, "lie at this value or below"),
        ],
    );
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
