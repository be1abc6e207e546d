//! The tables of the price list and of the frontier.

use serde::Serialize;

use crate::report::table::Kind::{Number, Text, Whole};
use crate::report::table::{Cell, Table};
use crate::study::{Exactness, Frontier, Outcome, PriceList};

/// The frontier as data.
#[derive(Debug, Clone, Serialize)]
pub struct FrontierData {
    /// Title of the model.
    pub title: String,
    /// Goals in words, with units.
    pub goals: Vec<(String, &'static str)>,
    /// What the points are.
    pub exactness: Exactness,
    /// Whether there are more.
    pub cut: bool,
    /// The values of the goals, point by point.
    pub points: Vec<Vec<f64>>,
}

impl FrontierData {
    /// Of a frontier.
    #[must_use]
    pub fn of(frontier: &Frontier) -> Self {
        Self {
            title: frontier.model.title.clone(),
            goals: frontier.goals.iter().map(|goal| (goal.words(), goal.unit())).collect(),
            exactness: frontier.exactness,
            cut: frontier.cut,
            points: frontier.points.iter().map(|point| point.values.clone()).collect(),
        }
    }
}

/// The tables of a price list.
#[must_use]
pub fn price_list_tables(list: &PriceList) -> Vec<Table> {
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

/// The tables of a frontier.
#[must_use]
pub fn frontier_tables(frontier: &Frontier) -> Vec<Table> {
    let mut points = Table::new(
        "frontier",
        "the value of one goal at one point of the frontier",
        &[
            ("point", Whole, "number of the point, from the best of the first goal on"),
            ("goal", Text, "the goal in words"),
            ("value", Number, "its value, in its unit"),
        ],
    );
    let mut orders = Table::new(
        "frontier_orders",
        "what one nation orders of one offer in one year in the plan of one point",
        &[
            ("point", Whole, "number of the point"),
            ("nation", Text, "code of the nation"),
            ("group", Text, "group through which it orders"),
            ("offer", Text, "id of the offer"),
            ("year", Whole, "year of the order"),
            ("quantity", Number, "units"),
        ],
    );
    let model = &frontier.model;
    for (number, point) in (1..).zip(&frontier.points) {
        for (goal, value) in frontier.goals.iter().zip(&point.values) {
            points.rows.push(vec![Cell::Whole(number), goal.words().into(), (*value).into()]);
        }
        for order in &point.plan.orders {
            orders.rows.push(vec![
                Cell::Whole(number),
                model.nations.code(order.nation).into(),
                model.groups.code(order.group).into(),
                model.offers.code(order.offer).into(),
                model.horizon.year(order.step).0.into(),
                order.quantity.into(),
            ]);
        }
    }
    vec![points, orders]
}
