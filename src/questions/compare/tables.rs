//! The tables of a comparison.

use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{Count, Factor, InColumn, Money, MoneyAUnit, Plain, Share, Units};
use crate::layout::table::{Cell, Column, Table, TableShape};
use crate::questions::compare::{ComparisonSummary, ProposalLine, SameOrders, Saving};
use crate::units::{MONEY, money_unit};

/// The table `comparison`.
const COMPARISON: TableShape = TableShape {
    name: "comparison",
    a_row_is: "one measure of one proposal",
    columns: &[
        Column::new("proposal", Text, Plain, "code of the proposal"),
        Column::new("name", Text, Plain, "its name"),
        Column::new("measure", Text, Plain, "what is measured"),
        Column::new("unit", Text, Plain, "`share`, `number`, or the model's money such as `MEUR`"),
        Column::new("value", Number, InColumn, "the measure under the proposal"),
        Column::new("against_alone", Number, InColumn, "the same less that of standalone procurement"),
        Column::new(
            "plus_minus",
            Number,
            InColumn,
            "how far from `against_alone` the difference of the best possible may lie, by the proofs of both; nothing where the measure is not proven",
        ),
    ],
};

/// The table `comparison_offers`.
const COMPARISON_OFFERS: TableShape = TableShape {
    name: "comparison_offers",
    a_row_is: "one offer under one proposal",
    columns: &[
        Column::new("proposal", Text, Plain, "code of the proposal"),
        Column::new("offer", Text, Plain, "id of the offer"),
        Column::new("name", Text, Plain, "its name"),
        Column::new("units", Number, Units, "units ordered"),
        Column::new("value", Number, Money, "at the price paid"),
        Column::new("unit_price", Number, MoneyAUnit, "mean price of a unit"),
        Column::new("unit_price_alone", Number, MoneyAUnit, "the same if everyone buys alone"),
    ],
};

/// The table `comparison_types`.
const COMPARISON_TYPES: TableShape = TableShape {
    name: "comparison_types",
    a_row_is: "one capability under one proposal",
    columns: &[
        Column::new("proposal", Text, Plain, "code of the proposal"),
        Column::new("capability", Text, Plain, "id of the capability"),
        Column::new("name", Text, Plain, "its name"),
        Column::new("types", Whole, Count, "offers that are ordered for it"),
    ],
};

/// The table `comparison_nations`.
const COMPARISON_NATIONS: TableShape = TableShape {
    name: "comparison_nations",
    a_row_is: "one nation under one proposal",
    columns: &[
        Column::new("proposal", Text, Plain, "code of the proposal"),
        Column::new("nation", Text, Plain, "code of the nation"),
        Column::new("name", Text, Plain, "its name"),
        Column::new("paid", Number, Money, "what it pays over the horizon, funds included"),
        Column::new("funded", Number, Money, "the part of it that funds take over"),
        Column::new("orders", Number, Money, "value of its own orders"),
        Column::new("work", Number, Money, "work that all orders place in it"),
        Column::new("work_for_money", Number, Factor, "work for one unit of money of its own orders"),
        Column::new("shortfall", Number, Share, "its mean weighted shortfall to what it wants, a share"),
        Column::new("paid_alone", Number, Money, "what it pays if everyone buys alone"),
        Column::new("shortfall_alone", Number, Share, "its shortfall if everyone buys alone"),
        Column::new("work_alone", Number, Money, "work in it if everyone buys alone"),
        Column::new("worse_off", Text, Plain, "`more missing`, `pays more`, or nothing"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&COMPARISON, &COMPARISON_OFFERS, &COMPARISON_TYPES, &COMPARISON_NATIONS];

/// Every table of a comparison.
#[must_use]
pub fn comparison_tables(summary: &ComparisonSummary) -> Vec<Table> {
    vec![proposals(summary), offers(summary), types(summary), nations(summary)]
}

fn proposals(summary: &ComparisonSummary) -> Table {
    let mut table = Table::of(&COMPARISON);
    let first = summary.proposals.first();
    for line in &summary.proposals {
        let measures = measures(line);
        let alone: Vec<(String, &str, Option<f64>)> = first.map(self::measures).unwrap_or_default();
        for (name, unit, value) in measures {
            let base = alone.iter().find(|(other, ..)| *other == name).and_then(|(.., value)| *value);
            let against = value.zip(base).map(|(value, base)| value - base);
            let plus_minus = plus_minus(summary, line, &name).filter(|by| against.is_some() && by.is_finite());
            table.rows.push(vec![
                line.proposal.as_str().into(),
                line.name.as_str().into(),
                name.into(),
                (if unit == MONEY { money_unit(&summary.money) } else { unit }).into(),
                value.into(),
                against.into(),
                plus_minus.into(),
            ]);
        }
    }
    table
}

/// How far off a difference to standalone procurement may be, of what is proven.
fn plus_minus(summary: &ComparisonSummary, line: &ProposalLine, measure: &str) -> Option<f64> {
    match measure {
        "gap" => summary.gap_against_alone(line).map(|by| by.plus_minus),
        "least_cost" | "less_than_alone" | "less_by_other_orders" => summary.saved(line).map(|by| by.plus_minus),
        _ => None,
    }
}

/// The measures of a proposal, with units.
fn measures(line: &ProposalLine) -> Vec<(String, &'static str, Option<f64>)> {
    let some = |value: f64| if line.failed.is_some() { None } else { Some(value) };
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let count = |count: usize| some(count as f64);
    let mut list = vec![
        ("gap".to_owned(), "share", some(line.gap)),
        ("gap_last_year".to_owned(), "share", some(line.last_gap)),
        ("orders".to_owned(), MONEY, some(line.orders)),
    ];
    list.extend(line.domestic.iter().map(|rung| (format!("domestic_{}", rung.rung), MONEY, Some(rung.value))));
    list.extend(line.domestic.iter().map(|rung| (format!("domestic_by_itself_{}", rung.rung), MONEY, rung.alone)));
    list.extend(line.denied.iter().map(|own| (format!("gap_under_denial:{}", own.denial), "share", Some(own.gap))));
    let same = |part: fn(&SameOrders) -> f64| line.same_orders.as_ref().map(part);
    let less = |part: fn(&Saving) -> f64| line.saving.as_ref().map(part);
    list.extend([
        ("cost".to_owned(), MONEY, some(line.cost)),
        ("funded".to_owned(), MONEY, some(line.funded)),
        ("same_orders".to_owned(), MONEY, same(|same| same.cost)),
        ("saving".to_owned(), MONEY, same(|same| same.saved)),
        ("saving_price".to_owned(), MONEY, same(|same| same.price)),
        ("saving_fixed_costs".to_owned(), MONEY, same(|same| same.fixed)),
        ("saving_pool_costs".to_owned(), MONEY, same(|same| -same.pools)),
        ("least_cost".to_owned(), MONEY, line.least_cost),
        ("less_than_alone".to_owned(), MONEY, less(|less| less.total)),
        ("less_by_price".to_owned(), MONEY, less(|less| less.price)),
        ("less_by_fixed_costs".to_owned(), MONEY, less(|less| less.fixed)),
        ("less_by_pool_costs".to_owned(), MONEY, less(|less| -less.pools)),
        ("less_by_other_orders".to_owned(), MONEY, less(|less| less.reallocation)),
        ("traded_capabilities".to_owned(), "number", count(line.traded.len()).filter(|_| line.least_cost.is_some())),
        ("broken_rules".to_owned(), "number", count(line.broken_rules)),
        ("nations_worse_off".to_owned(), "number", count(line.worse_off.len())),
        ("proven_within".to_owned(), "share", some(line.proven_within)),
        ("least_cost_proven_within".to_owned(), "share", line.least_cost_within),
    ]);
    list
}

fn offers(summary: &ComparisonSummary) -> Table {
    let mut table = Table::of(&COMPARISON_OFFERS);
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
    let mut table = Table::of(&COMPARISON_TYPES);
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
    let mut table = Table::of(&COMPARISON_NATIONS);
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
