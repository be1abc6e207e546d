//! The tables of `rules`.

use crate::layout::table::ColumnKind::{Number, Text};
use crate::layout::table::ColumnUnit::{Money, OfGoal, Plain, Share};
use crate::layout::table::{Cell, Column, Table, TableShape};
use crate::questions::rules::{Outcome, PriceList};

/// The table `rules_goals`.
const RULES_GOALS: TableShape = TableShape {
    name: "rules_goals",
    a_row_is: "one goal of one plan with some of what the model demands",
    columns: &[
        Column::new("demand", Text, Plain, "what is demanded; nothing: all, or none"),
        Column::new(
            "case",
            Text,
            Plain,
            "`all`, `none`, `dropped`, `alone`, `in_turn` (it and all before it) or `both_dropped`",
        ),
        Column::new("other", Text, Plain, "the second demand of a pair"),
        Column::new("goal", Text, Plain, "the goal in words; nothing: the capability gap, and what is paid"),
        Column::new("value", Number, OfGoal, "what the goal reaches, in its unit"),
        Column::new("gap", Number, Share, "capability gap, mean of the years"),
        Column::new("domestic", Number, Money, "value of orders, by value added inside"),
        Column::new("paid", Number, Money, "what is paid in all"),
        Column::new("failed", Text, Plain, "why there is no plan"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&RULES_GOALS];

/// The tables of a price list.
#[must_use]
pub fn rules_tables(list: &PriceList) -> Vec<Table> {
    let mut table = Table::of(&RULES_GOALS);
    let mut add = |demand: &str, case: &str, other: &str, outcome: &Outcome| {
        let text = |text: &str| if text.is_empty() { Cell::Nothing } else { text.into() };
        for (place, (goal, _)) in list.goals.iter().enumerate() {
            table.rows.push(vec![
                text(demand),
                case.into(),
                text(other),
                goal.as_str().into(),
                outcome.goals.get(place).copied().into(),
                outcome.gap.into(),
                outcome.domestic.into(),
                outcome.cost.into(),
                outcome.failed.as_deref().map_or(Cell::Nothing, Cell::from),
            ]);
        }
    };
    add("", "all", "", &list.all);
    add("", "none", "", &list.none);
    for line in &list.lines {
        add(&line.demand, "dropped", "", &line.dropped);
        add(&line.demand, "alone", "", &line.alone);
        add(&line.demand, "in_turn", "", &line.in_turn);
    }
    for pair in &list.pairs {
        add(&pair.one, "both_dropped", &pair.other, &pair.dropped);
        add(&pair.one, "both_alone", &pair.other, &pair.alone);
    }
    vec![table]
}
