//! The picture of a trade-off between two goals.

use serde_json::{Value, json};

use crate::layout::sheet::{Holds, Sheet};
use crate::questions::frontier::FrontierData;
use crate::report::page::axes::{axis_of, holds, in_words, largest, measured};
use crate::report::page::chart::{Panel, Picture, amounts, rounded};
use crate::report::page::industry::with;
use crate::report::page::told::name;

/// The trade-off between the first two goals.
pub(super) fn frontier(given: &FrontierData, coin: &str) -> Option<Picture> {
    let [(first, first_unit), (second, second_unit), ..] = given.goals.as_slice() else { return None };
    let list: Vec<&Vec<f64>> = given.points.iter().filter(|point| point.len() >= 2).collect();
    if list.len() < 2 {
        return None;
    }
    let mut sheet = Sheet::new(
        "Trade-off",
        "a row is one plan: no plan is better in one goal without being worse in the other",
        &[("point", Holds::Count)],
    );
    for (goal, unit) in &given.goals {
        sheet.field(name(goal), holds(unit));
    }
    for (number, point) in (1..).zip(&list) {
        let mut row = vec![crate::layout::Cell::Whole(number)];
        row.extend(point.iter().map(|value| crate::layout::Cell::from(*value)));
        sheet.rows.push(row);
    }
    let (by_first, first_axis) = axis_of(first_unit, largest(list.iter().map(|point| point[0])), coin);
    let (by_second, second_axis) = axis_of(second_unit, largest(list.iter().map(|point| point[1])), coin);
    let data: Vec<Value> = (list.iter())
        .map(|point| {
            json!({
                "value": [rounded(point[0] * by_first), rounded(point[1] * by_second)],
                "tip": format!("{}: {}\n{}: {}", name(first), in_words(point[0], first_unit), name(second), in_words(point[1], second_unit))
            })
        })
        .collect();
    let (start, end) = (list[0], list[list.len() - 1]);
    let says = format!(
        "From one end to the other, {} goes from {} to {}, and {} from {} to {}{}.",
        measured(first),
        in_words(start[0], first_unit),
        in_words(end[0], first_unit),
        measured(second),
        in_words(start[1], second_unit),
        in_words(end[1], second_unit),
        if given.cut { "; there are further points between" } else { "" }
    );
    let axis = |goal: &str, unit: &str| {
        with(
            amounts(&format!("{} ({unit})", measured(goal)), None),
            &[("scale", json!(true)), ("nameLocation", json!("middle"))],
        )
    };
    let option = json!({
        "grid": { "top": 16, "left": 70, "right": 24, "bottom": 46 },
        "xAxis": with(axis(first, &first_axis), &[("nameGap", json!(28))]), "yAxis": with(axis(second, &second_axis), &[("nameGap", json!(50))]),
        "series": [{ "type": if given.goals.len() == 3 { "scatter" } else { "line" }, "data": data, "symbol": "circle", "symbolSize": 8, "color": "$c0", "lineStyle": { "width": 2.5 } }]
    });
    Some(Picture {
        id: "frontier",
        title: format!("The trade-off between {} goals", if given.goals.len() == 3 { "three" } else { "two" }),
        says,
        reading: Some("Every point is a plan of its own.".to_owned()),
        panels: vec![Panel { name: String::new(), height: 380, option }],
        least: 600,
        sheet,
    })
}
