//! The picture of what demands cost.

use serde_json::{Value, json};

use crate::layout::number::short;
use crate::layout::sheet::{Drawn, Holds, Sheet};
use crate::questions::rules::{Outcome, PriceList};
use crate::report::page::axes::{axis_of, holds, in_words, largest, measured};
use crate::report::page::chart::{Panel, Picture, amounts, at_bar, names, narrow_names, rounded};
use crate::report::page::industry::with;
use crate::report::page::told::{label, name};

/// How many demands are shown for each goal.
const DEMANDS: usize = 16;

/// What each demand costs: the change of each goal if it were dropped.
pub(super) fn price_list(given: &PriceList, coin: &str) -> Option<Picture> {
    let mut sheet = Sheet::new(
        "Price list of rules",
        "a row is one demand: what each goal would be without it, all others kept",
        &[("demand", Holds::Text)],
    );
    for (goal, unit) in &given.goals {
        sheet.field(name(goal), holds(unit));
    }
    sheet.field("all that is paid", Holds::Money);
    let mut add = |words: &str, outcome: &Outcome| {
        let mut row = vec![name(words).into()];
        row.extend((0..given.goals.len()).map(|place| crate::layout::Cell::from(outcome.goals.get(place).copied())));
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
            dearest = Some((name(demand), measured(goal), *change, unit.to_string()));
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
        "$narrow": narrow_names(130),
        "xAxis": with(amounts("", None), &[("boundaryGap", json!(["20%", "20%"]))]), "yAxis": down,
        "series": [{ "type": "bar", "data": data, "barMaxWidth": 18, "color": "$c0", "label": { "show": true, "formatter": "$text", "color": "$ink" } }]
    });
    Panel { name: title.to_owned(), height: 44 + 28 * rows.len(), option }
}
