//! Pictures as data: what the charting library is told, a sentence, and the table behind. Colours are names that the page
//! turns into those of its theme; texts for hovering and labels stand with each value, so that no text of a model is ever
//! taken for a template.

use serde_json::{Value, json};

use crate::layout::number::{money, plain};
use crate::layout::sheet::Sheet;

/// A picture of the report.
pub struct Picture {
    /// Anchor.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What it shows, in one sentence.
    pub says: String,
    /// How to read it, where that needs a word.
    pub reading: Option<String>,
    /// Charts side by side.
    pub panels: Vec<Panel>,
    /// Least width of one of them, in pixels, from which on they stand side by side.
    pub least: u32,
    /// The numbers.
    pub sheet: Sheet,
}

/// One chart.
pub struct Panel {
    /// What tells it from the others, where there are others.
    pub name: String,
    /// Height in pixels.
    pub height: usize,
    /// What the charting library is told.
    pub option: Value,
}

/// Money in the size that its largest amount asks for.
pub(super) struct Scale {
    by: f64,
    /// Unit for axes.
    pub unit: String,
    coin: String,
}

impl Scale {
    pub fn of(largest: f64, coin: &str) -> Self {
        let (by, size) = if largest.abs() >= 1000.0 { (1000.0, "bn") } else { (1.0, "m") };
        Self { by, unit: format!("{size} {coin}"), coin: coin.to_owned() }
    }

    /// An amount on the axis.
    pub fn on(&self, millions: f64) -> f64 {
        rounded(millions / self.by)
    }

    /// An amount in words.
    pub fn words(&self, millions: f64) -> String {
        format!("{} {}", money(millions), self.coin)
    }
}

/// Digits that can be seen: more of them only make the page larger.
pub(super) fn rounded(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return 0.0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "between -6 and 6")]
    let places = 4 - x.abs().log10().floor().clamp(-6.0, 6.0) as i32;
    let factor = 10f64.powi(places);
    (x * factor).round() / factor
}

/// A share on an axis of percent.
pub(super) fn points(share: f64) -> f64 {
    rounded(share * 100.0)
}

/// The next round number from which an axis for all of them can end.
pub(super) fn ceiling(largest: f64) -> f64 {
    if largest <= 0.0 || !largest.is_finite() {
        return 1.0;
    }
    let size = 10f64.powf(largest.log10().floor());
    let steps = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.iter().map(|step| step * size).find(|end| *end >= largest * 0.999).unwrap_or(10.0 * size)
}

/// An axis of names.
pub(super) fn names(list: &[String], width: u32) -> Value {
    json!({
        "type": "category", "data": list, "axisTick": { "show": false }, "axisLine": { "lineStyle": { "color": "$line" } },
        "axisLabel": { "color": "$ink", "width": width, "overflow": "break", "interval": 0, "fontSize": 11, "lineHeight": 11 }
    })
}

/// What changes of a picture with names beside its bars on a narrow screen: names stand in two lines, and none is cut.
pub(super) fn narrow_names(left: u32) -> Value {
    json!({
        "grid": { "left": left },
        "yAxis": { "axisLabel": { "width": left - 8, "fontSize": 10, "lineHeight": 10 } }
    })
}

/// An axis of years.
pub(super) fn years(list: &[i32]) -> Value {
    let list: Vec<String> = list.iter().map(i32::to_string).collect();
    json!({
        "type": "category", "data": list, "axisTick": { "show": false }, "axisLine": { "lineStyle": { "color": "$line" } },
        "axisLabel": { "color": "$muted", "hideOverlap": true }
    })
}

/// An axis of numbers.
pub(super) fn amounts(unit: &str, end: Option<f64>) -> Value {
    json!({
        "type": "value", "name": unit, "nameTextStyle": { "color": "$muted" }, "max": end,
        "axisLabel": { "color": "$muted", "hideOverlap": true, "formatter": "$number" }, "splitLine": { "lineStyle": { "color": "$grid" } }
    })
}

/// The key of colours above a picture, and how much room it takes: below each other where names are long.
pub(super) fn legend(list: &[String], lines: bool) -> (Value, usize) {
    let long: usize = list.iter().map(|name| 7 * name.chars().count() + 46).sum();
    let below = long > 900;
    let mut key = json!({
        "data": list, "type": "plain", "top": 0, "left": 0, "itemWidth": 26, "itemHeight": 12, "itemGap": 8,
        "orient": if below { "vertical" } else { "horizontal" },
        "textStyle": { "color": "$ink", "width": 420, "overflow": "truncate" }
    });
    if !lines {
        key["icon"] = json!("roundRect");
    }
    (key, if below { 22 * list.len() } else { 22 })
}

/// Letters of a key that a line of a narrow screen holds.
const NARROW_LINE: usize = 48;

/// The same on a narrow screen, where names always stand below each other, long ones in several lines.
pub(super) fn narrow_legend(list: &[String]) -> (Value, usize) {
    let style = json!({ "width": 290, "fontSize": 11, "lineHeight": 13, "overflow": "break" });
    let lines: usize = list.iter().map(|name| name.chars().count().div_ceil(NARROW_LINE).max(1)).sum();
    (json!({ "orient": "vertical", "textStyle": style }), 13 * lines + 9 * list.len())
}

/// The n-th colour of those that tell series apart.
pub(super) fn colour(place: usize) -> String {
    format!("$c{}", place % 8)
}

/// How the n-th line is drawn, for readers without colours.
pub(super) fn dashes(place: usize) -> Value {
    [json!("solid"), json!([6, 4]), json!([2, 3]), json!([10, 3, 2, 3]), json!([14, 4])][place % 5].clone()
}

/// The mark of the n-th line.
pub(super) fn mark(place: usize) -> &'static str {
    ["circle", "rect", "triangle", "diamond", "emptyCircle"][place % 5]
}

/// A line over years, in percent.
pub(super) fn line(name: &str, place: usize, of: &[f64], tip: impl Fn(usize, f64) -> String) -> Value {
    let data: Vec<Value> =
        of.iter().enumerate().map(|(at, share)| json!({ "value": points(*share), "tip": tip(at, *share) })).collect();
    json!({
        "type": "line", "name": name, "data": data, "symbol": mark(place), "symbolSize": 7,
        "lineStyle": { "width": 2.5, "type": dashes(place) }, "color": colour(place), "emphasis": { "focus": "series" }
    })
}

/// A number that stands at the end of a bar.
pub(super) fn at_bar(x: f64) -> String {
    if x.abs() >= 100.0 { plain(x) } else { format!("{x:.1}") }
}
