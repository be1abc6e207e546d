//! The picture of what moves a plan: figures made smaller and larger, and what the goal comes to.

use serde_json::{Value, json};

use crate::layout::sheet::{Holds, Sheet};
use crate::questions::sensitivity::{Sensitivity, SensitivityLine, note_on_prices};
use crate::report::page::axes::{axis_of, holds, in_words, largest, measured};
use crate::report::page::chart::{Panel, Picture, amounts, colour, legend, names, narrow_names, rounded};
use crate::report::page::told::{label, name};

/// How many figures are shown.
const SHOWN: usize = 16;

/// By how much the goal moves, at most, in either direction.
fn moves(line: &SensitivityLine, value: f64) -> f64 {
    let by = |end: Option<f64>| end.map_or(0.0, |end| (end - value).abs());
    by(line.down).max(by(line.up))
}

/// What moves the plan most.
pub(super) fn tornado(given: &Sensitivity, coin: &str) -> Option<Picture> {
    let mut lines: Vec<&SensitivityLine> = given.lines.iter().collect();
    lines.sort_by(|a, b| moves(b, given.value).total_cmp(&moves(a, given.value)));
    let first = *lines.first()?;
    let by = crate::layout::number::percent(given.by);
    let (less, more) = (format!("{by} less"), format!("{by} more"));
    let mut sheet = Sheet::new(
        "What moves the plan",
        "a row is one figure, made smaller and larger, and what the goal comes to",
        &[],
    );
    sheet.field("figure", Holds::Text);
    for head in [
        format!("{} with {less}", given.goal),
        format!("{} as it is", given.goal),
        format!("{} with {more}", given.goal),
    ] {
        sheet.field(name(&head), holds(&given.unit));
    }
    for line in &lines {
        sheet.rows.push(vec![name(&line.words).into(), line.down.into(), given.value.into(), line.up.into()]);
    }
    lines.retain(|line| moves(line, given.value) > 0.0);
    lines.truncate(SHOWN);
    if lines.is_empty() {
        return None;
    }
    let (size, axis) = axis_of(&given.unit, largest(lines.iter().map(|line| moves(line, given.value))), coin);
    let rows: Vec<String> = lines.iter().map(|line| label(&line.words)).collect();
    let series = |words: &str, place: usize, end: fn(&SensitivityLine) -> Option<f64>| {
        let data: Vec<Value> = (lines.iter())
            .map(|line| {
                let said = end(line).map_or_else(|| "no plan".to_owned(), |end| in_words(end, &given.unit));
                let change = end(line).map_or(0.0, |end| rounded((end - given.value) * size));
                json!({ "value": change, "tip": format!("{}, {words}\n{}: {said}", name(&line.words), name(&given.goal)) })
            })
            .collect();
        json!({ "type": "bar", "name": words, "data": data, "color": colour(place), "barGap": "-100%", "barMaxWidth": 18 })
    };
    let mut down = names(&rows, 205);
    down["inverse"] = json!(true);
    // Bars run to both sides of the axis, so that names stand at the edge.
    down["axisLine"] = json!({ "onZero": true, "lineStyle": { "color": "$line" } });
    down["position"] = json!("left");
    down["offset"] = json!(0);
    let (key, _) = legend(&[less.clone(), more.clone()], false);
    let mut across = amounts(&format!("change of the goal ({axis})"), None);
    across["nameLocation"] = json!("middle");
    across["nameGap"] = json!(26);
    let option = json!({
        "legend": key, "$decal": true, "grid": { "top": 30, "left": 216, "right": 24, "bottom": 44 },
        "$narrow": narrow_names(130),
        "xAxis": across, "yAxis": down,
        "series": [series(&less, 1, |line| line.down), series(&more, 0, |line| line.up)]
    });
    let said = |end: Option<f64>| end.map_or_else(|| "no plan at all".to_owned(), |end| in_words(end, &given.unit));
    Some(Picture {
        id: "tornado",
        title: "What moves the plan most".to_owned(),
        says: format!(
            "Most hangs on {}: with {less} of it, {} comes to {}, with {more} to {}; as it is, to {}.",
            name(&first.words),
            measured(&given.goal),
            said(first.down),
            said(first.up),
            in_words(given.value, &given.unit)
        ),
        reading: {
            let decided = given.decided.then_some("Integer decisions are kept as in the plan.");
            let notes: Vec<&str> = decided.into_iter().chain(note_on_prices(given)).collect();
            (!notes.is_empty()).then(|| notes.join(" "))
        },
        panels: vec![Panel { name: String::new(), height: 90 + 26 * rows.len(), option }],
        least: 600,
        sheet,
    })
}
