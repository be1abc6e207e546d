//! Pictures of further answers: the trade-off between two goals, and what each demand costs.

use serde_json::{Value, json};

use crate::report::given::{GivenFrontier, GivenOutcome, GivenPriceList};
use crate::report::number::{fine_percent, money, short};
use crate::report::page::chart::{Panel, Picture, amounts, at_bar, names, rounded};
use crate::report::page::industry::with;
use crate::report::page::told::{label, name};
use crate::report::sheet::{Drawn, Holds, Sheet};

/// How many demands are shown for each goal.
const DEMANDS: usize = 16;

/// By what values of a goal are multiplied for an axis, and the unit there: shares in percent, money as large as it is.
pub(super) fn axis_of(unit: &str, largest: f64, coin: &str) -> (f64, String) {
    match unit {
        "" => (100.0, "%".to_owned()),
        "MEUR" if largest >= 1000.0 => (0.001, format!("bn {coin}")),
        "MEUR" => (1.0, format!("m {coin}")),
        other => (1.0, other.to_owned()),
    }
}

pub(super) fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.map(f64::abs).fold(0.0, f64::max)
}

/// What a goal measures, without which way it is wanted.
pub(super) fn measured(goal: &str) -> String {
    let goal = goal.strip_prefix("minimise ").or_else(|| goal.strip_prefix("maximise ")).unwrap_or(goal);
    name(goal)
}

pub(super) fn in_words(value: f64, unit: &str) -> String {
    match unit {
        "" => fine_percent(value),
        "MEUR" => money(value),
        _ => format!("{} {unit}", short(value)),
    }
}

pub(super) fn holds(unit: &str) -> Holds {
    match unit {
        "" => Holds::Share,
        "MEUR" => Holds::Money,
        _ => Holds::Number,
    }
}

/// The trade-off between the first two goals.
pub(super) fn frontier(given: &GivenFrontier, coin: &str) -> Option<Picture> {
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
        let mut row = vec![crate::report::Cell::Whole(number)];
        row.extend(point.iter().map(|value| crate::report::Cell::from(*value)));
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
        "series": [{ "type": "line", "data": data, "symbol": "circle", "symbolSize": 8, "color": "$c0", "lineStyle": { "width": 2.5 } }]
    });
    Some(Picture {
        id: "frontier",
        title: "The trade-off between two goals".to_owned(),
        says,
        reading: Some("Every point is a plan of its own.".to_owned()),
        panels: vec![Panel { name: String::new(), height: 380, option }],
        least: 600,
        sheet,
    })
}

/// What each demand costs: the change of each goal if it were dropped.
pub(super) fn price_list(given: &GivenPriceList, coin: &str) -> Option<Picture> {
    let mut sheet = Sheet::new(
        "Price list of rules",
        "a row is one demand: what each goal would be without it, all others kept",
        &[("demand", Holds::Text)],
    );
    for (goal, unit) in &given.goals {
        sheet.field(name(goal), holds(unit));
    }
    sheet.field("all that is paid", Holds::Money);
    let mut add = |words: &str, outcome: &GivenOutcome| {
        let mut row = vec![name(words).into()];
        row.extend((0..given.goals.len()).map(|place| crate::report::Cell::from(outcome.goals.get(place).copied())));
        row.push(outcome.cost.into());
        sheet.rows.push(row);
    };
    add("with all of them", &given.all);
    add("with none of them", &given.none);
    for line in &given.lines {
        add(&format!("without: {}", line.demand), &line.dropped);
    }
    let mut panels = Vec::new();
    let mut dearest: Option<(String, String, f64, String)> = None;
    for (place, (goal, unit)) in given.goals.iter().enumerate() {
        let Some(&now) = given.all.goals.get(place) else { continue };
        let mut changes: Vec<(&str, f64)> = (given.lines.iter())
            .filter_map(|line| Some((line.demand.as_str(), line.dropped.goals.get(place)? - now)))
            .filter(|(_, change)| change.abs() > 1e-9 * now.abs().max(1e-3))
            .collect();
        changes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        changes.truncate(DEMANDS);
        if let Some((demand, change)) = changes.first()
            && dearest.is_none()
        {
            dearest = Some((name(demand), measured(goal), *change, unit.clone()));
        }
        if !changes.is_empty() {
            let (by, axis) = axis_of(unit, largest(changes.iter().map(|(_, change)| *change)), coin);
            panels.push(changed(&format!("{} ({axis})", measured(goal)), &changes, unit, by));
        }
    }
    let says = match dearest {
        Some((demand, goal, change, unit)) => {
            let words =
                if unit.is_empty() { format!("{} points", short(change * 100.0)) } else { in_words(change, &unit) };
            format!("Dropping “{demand}” would move the most: {goal} by {words}.").replace("by -", "by −")
        }
        None => "No demand moves any goal when it is dropped by itself.".to_owned(),
    };
    sheet.drawn = Some(Drawn::Bars(0, 1, 1));
    (!panels.is_empty()).then(|| Picture {
        id: "rules",
        title: "The price list of rules".to_owned(),
        says,
        reading: Some("Bars show by how much each goal would change if one demand alone were dropped.".to_owned()),
        panels,
        least: 430,
        sheet,
    })
}

fn changed(title: &str, changes: &[(&str, f64)], unit: &str, by: f64) -> Panel {
    let rows: Vec<String> = changes.iter().map(|(demand, _)| label(demand)).collect();
    let data: Vec<Value> = (changes.iter())
        .map(|(demand, change)| {
            let value = rounded(*change * by);
            json!({
                "value": value, "text": at_bar(value), "tip": format!("without {}\n{}", name(demand), if unit.is_empty() { format!("{} points", short(change * 100.0)) } else { in_words(*change, unit) }),
                "label": { "position": if value < 0.0 { "left" } else { "right" } }
            })
        })
        .collect();
    let mut down = names(&rows, 185);
    down["inverse"] = json!(true);
    let option = json!({
        "grid": { "top": 4, "left": 196, "right": 50, "bottom": 26 },
        "$narrow": { "grid": { "left": 130 }, "yAxis": { "axisLabel": { "width": 122, "fontSize": 11 } } },
        "xAxis": with(amounts("", None), &[("boundaryGap", json!(["20%", "20%"]))]), "yAxis": down,
        "series": [{ "type": "bar", "data": data, "barMaxWidth": 18, "color": "$c0", "label": { "show": true, "formatter": "$text", "color": "$ink" } }]
    });
    Panel { name: title.to_owned(), height: 44 + 28 * rows.len(), option }
}
