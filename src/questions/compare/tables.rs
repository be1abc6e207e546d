//! The tables of a comparison.

use crate::layout::table::Kind::{Number, Text, Whole};
use crate::layout::table::{Cell, Table};
use crate::questions::compare::{ComparisonSummary, ProposalLine};

/// Every table of a comparison.
#[must_use]
pub fn comparison_tables(summary: &ComparisonSummary) -> Vec<Table> {
    vec![proposals(summary), offers(summary), types(summary), nations(summary)]
}

fn proposals(summary: &ComparisonSummary) -> Table {
    let mut table = Table::new(
        "comparison",
        "one measure of one proposal",
        &[
            ("proposal", Text, "code of the proposal"),
            ("name", Text, "its name"),
            ("measure", Text, "what is measured"),
            ("unit", Text, "`MEUR`, `share` or `number`"),
            ("value", Number, "the measure under the proposal"),
            ("against_alone", Number, "the same less that of everyone alone"),
        ],
    );
    let first = summary.proposals.first();
    for line in &summary.proposals {
        let measures = measures(line);
        let alone: Vec<(String, &str, Option<f64>)> = first.map(self::measures).unwrap_or_default();
        for (name, unit, value) in measures {
            let base = alone.iter().find(|(other, ..)| *other == name).and_then(|(.., value)| *value);
            let against = value.zip(base).map(|(value, base)| value - base);
            table.rows.push(vec![
                line.proposal.as_str().into(),
                line.name.as_str().into(),
                name.into(),
                unit.into(),
                value.into(),
                against.into(),
            ]);
        }
    }
    table
}

/// The measures of a proposal, with units.
fn measures(line: &ProposalLine) -> Vec<(String, &'static str, Option<f64>)> {
    let some = |value: f64| if line.failed.is_some() { None } else { Some(value) };
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let count = |count: usize| some(count as f64);
    let mut list = vec![
        ("gap".to_owned(), "share", some(line.gap)),
        ("gap_last_year".to_owned(), "share", some(line.last_gap)),
        ("orders".to_owned(), "MEUR", some(line.orders)),
    ];
    list.extend(line.domestic.iter().map(|rung| (format!("domestic_{}", rung.rung), "MEUR", Some(rung.value))));
    let saving = |part: fn(&crate::questions::compare::Saving) -> f64| line.saving.as_ref().map(part);
    list.extend([
        ("cost".to_owned(), "MEUR", some(line.cost)),
        ("funded".to_owned(), "MEUR", some(line.funded)),
        ("least_cost".to_owned(), "MEUR", line.least_cost),
        ("saving".to_owned(), "MEUR", saving(|saving| saving.total)),
        ("saving_price".to_owned(), "MEUR", saving(|saving| saving.price)),
        ("saving_fixed_costs".to_owned(), "MEUR", saving(|saving| saving.fixed)),
        ("saving_pool_costs".to_owned(), "MEUR", saving(|saving| -saving.pools)),
        ("saving_reallocation".to_owned(), "MEUR", saving(|saving| saving.reallocation)),
        ("broken_rules".to_owned(), "number", count(line.broken_rules)),
        ("nations_worse_off".to_owned(), "number", count(line.worse_off.len())),
        ("proven_within".to_owned(), "share", some(line.proven_within)),
        ("least_cost_proven_within".to_owned(), "share", line.least_cost_within),
    ]);
    list
}

fn offers(summary: &ComparisonSummary) -> Table {
    let mut table = Table::new(
        "comparison_offers",
        "one offer under one proposal",
        &[
            ("proposal", Text, "code of the proposal"),
            ("offer", Text, "id of the offer"),
            ("name", Text, "its name"),
            ("units", Number, "units ordered"),
            ("value", Number, "MEUR at the price paid"),
            ("unit_price", Number, "mean price of a unit, MEUR"),
            ("unit_price_alone", Number, "the same if everyone buys alone, MEUR"),
        ],
    );
    for line in &summary.offers {
        table.rows.push(vec![
            line.proposal.as_str().into(),
            line.offer.as_str().into(),
            line.name.as_str().into(),
            line.units.into(),
            line.value.into(),
            line.unit_price.into(),
            line.unit_price_alone.into(),
        ]);
    }
    table
}

fn types(summary: &ComparisonSummary) -> Table {
    let mut table = Table::new(
        "comparison_types",
        "one capability under one proposal",
        &[
            ("proposal", Text, "code of the proposal"),
            ("capability", Text, "id of the capability"),
            ("name", Text, "its name"),
            ("types", Whole, "offers that are ordered for it"),
        ],
    );
    for line in &summary.types {
        table.rows.push(vec![
            line.proposal.as_str().into(),
            line.capability.as_str().into(),
            line.name.as_str().into(),
            Cell::Whole(i64::try_from(line.types).unwrap_or(i64::MAX)),
        ]);
    }
    table
}

fn nations(summary: &ComparisonSummary) -> Table {
    let mut table = Table::new(
        "comparison_nations",
        "one nation under one proposal",
        &[
            ("proposal", Text, "code of the proposal"),
            ("nation", Text, "code of the nation"),
            ("name", Text, "its name"),
            ("paid", Number, "MEUR that it pays over the horizon, funds included"),
            ("funded", Number, "MEUR of it that funds take over"),
            ("orders", Number, "MEUR of its own orders"),
            ("work", Number, "MEUR of work that all orders place in it"),
            ("work_for_money", Number, "MEUR of work for each MEUR of its own orders"),
            ("shortfall", Number, "its mean weighted shortfall to what it wants, a share"),
            ("paid_alone", Number, "MEUR that it pays if everyone buys alone"),
            ("shortfall_alone", Number, "its shortfall if everyone buys alone"),
            ("work_alone", Number, "MEUR of work in it if everyone buys alone"),
            ("worse_off", Text, "`more missing`, `pays more`, or nothing"),
        ],
    );
    for line in &summary.nations {
        table.rows.push(vec![
            line.proposal.as_str().into(),
            line.nation.as_str().into(),
            line.name.as_str().into(),
            line.paid.into(),
            line.funded.into(),
            line.orders.into(),
            line.work.into(),
            line.work_for_money.into(),
            line.shortfall.into(),
            line.paid_alone.into(),
            line.shortfall_alone.into(),
            line.work_alone.into(),
            line.worse_off.as_deref().map_or(Cell::Nothing, Cell::from),
        ]);
    }
    table
}
