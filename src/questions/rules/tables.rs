//! The tables of `rules`.

use crate::layout::table::Kind::{Number, Text};
use crate::layout::table::{Cell, Table};
use crate::questions::rules::{Outcome, PriceList};

/// The tables of a price list.
#[must_use]
pub fn rules_tables(list: &PriceList) -> Vec<Table> {
    let mut table = Table::new(
        "rules_goals",
        "one goal of one plan with some of what the model demands",
        &[
            ("demand", Text, "what is demanded; nothing: all, or none"),
            ("case", Text, "`all`, `none`, `dropped`, `alone`, `in_turn` (it and all before it) or `both_dropped`"),
            ("other", Text, "the second demand of a pair"),
            ("goal", Text, "the goal in words; nothing: the capability gap, and what is paid"),
            ("value", Number, "what the goal reaches, in its unit"),
            ("gap", Number, "capability gap, mean of the years"),
            ("domestic", Number, "MEUR of orders by value added inside"),
            ("paid", Number, "MEUR paid in all"),
            ("failed", Text, "why there is no plan"),
        ],
    );
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
