//! The data and tables of `frontier`.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{Count, OfGoal, Plain, Units, Year};
use crate::layout::table::{Cell, Column, Table, TableShape};
use crate::questions::frontier::{Exactness, Frontier};
use crate::results::ResultDocument;

/// The table `frontier`.
const FRONTIER: TableShape = TableShape {
    name: "frontier",
    a_row_is: "the value of one goal at one point of the frontier",
    columns: &[
        Column::new("point", Whole, Count, "number of the point, from the best of the first goal on"),
        Column::new("goal", Text, Plain, "the goal in words"),
        Column::new("value", Number, OfGoal, "its value, in its unit"),
    ],
};

/// The table `frontier_orders`.
const FRONTIER_ORDERS: TableShape = TableShape {
    name: "frontier_orders",
    a_row_is: "what one nation orders of one offer in one year in the plan of one point",
    columns: &[
        Column::new("point", Whole, Count, "number of the point"),
        Column::new("nation", Text, Plain, "code of the nation"),
        Column::new("group", Text, Plain, "group through which it orders"),
        Column::new("offer", Text, Plain, "id of the offer"),
        Column::new("year", Whole, Year, "year of the order"),
        Column::new("quantity", Number, Units, "units"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&FRONTIER, &FRONTIER_ORDERS];

/// The frontier as data.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct FrontierData {
    /// Title of the model.
    pub title: String,
    /// Goals in words, with units.
    pub goals: Vec<(String, Cow<'static, str>)>,
    /// What the points are.
    pub exactness: Exactness,
    /// Whether there are more.
    pub cut: bool,
    /// The values of the goals, point by point.
    pub points: Vec<Vec<f64>>,
    /// What time did not suffice for, in a sentence; nothing where all was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<String>,
}

impl ResultDocument for FrontierData {
    const NAME: &'static str = "frontier";
}

impl FrontierData {
    /// Of a frontier.
    #[must_use]
    pub fn of(frontier: &Frontier) -> Self {
        Self {
            title: frontier.model.title.clone(),
            goals: frontier.goals.iter().map(|goal| (goal.words(), frontier.model.in_its_money(goal.unit()))).collect(),
            exactness: frontier.exactness,
            cut: frontier.cut,
            points: frontier.points.iter().map(|point| point.values.clone()).collect(),
            unfinished: frontier.unfinished.clone(),
        }
    }
}

/// The tables of a frontier.
#[must_use]
pub fn frontier_tables(frontier: &Frontier) -> Vec<Table> {
    let mut points = Table::of(&FRONTIER);
    let mut orders = Table::of(&FRONTIER_ORDERS);
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
