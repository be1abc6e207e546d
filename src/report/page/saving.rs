//! Pictures of a comparison: what each proposal reaches, and where its saving against everyone alone comes from.

use serde_json::{Value, json};

use crate::layout::number::{fine_percent, money, signed_money};
use crate::layout::sheet::{Drawn, Holds, Sheet};
use crate::questions::compare::Saving;
use crate::questions::compare::{ComparisonSummary, ProposalLine};
use crate::report::page::chart::{Panel, Picture, Scale, amounts, at_bar, ceiling, names, points};
use crate::report::page::industry::with;
use crate::report::page::told::{Told, name, shortened};

/// Place of the rung by value added.
const CONTENT: usize = 2;

/// Proposals that have a result, everyone alone first.
fn good(summary: &ComparisonSummary) -> Vec<&ProposalLine> {
    summary.proposals.iter().filter(|line| line.failed.is_none()).collect()
}

/// What each proposal reaches, side by side.
pub(super) fn glance(told: &Told<'_>) -> Option<Picture> {
    let summary = told.comparison?;
    let list = good(summary);
    if list.len() < 2 {
        return None;
    }
    let domestic = |line: &ProposalLine| line.domestic.get(CONTENT).map_or(0.0, |rung| rung.value);
    let assured = |line: &ProposalLine| line.domestic.last().map_or(0.0, |rung| rung.value);
    let mut sheet = Sheet::new(
        "Proposals",
        "a row is one proposal",
        &[
            ("proposal", Holds::Text),
            ("gap, mean of the years", Holds::Share),
            ("gap in the last year", Holds::Share),
            ("orders", Holds::Money),
            ("domestic by value added", Holds::Money),
            ("works without the US", Holds::Money),
            ("all that is paid", Holds::Money),
            ("least cost of what everyone alone reaches", Holds::Money),
            ("saved against everyone alone", Holds::Money),
            ("nations worse off", Holds::Count),
            ("types ordered", Holds::Count),
            ("proven within", Holds::Share),
        ],
    );
    let count = |count: usize| crate::layout::Cell::Whole(i64::try_from(count).unwrap_or(i64::MAX));
    for line in &list {
        let types = summary.types.iter().filter(|types| types.proposal == line.proposal).map(|types| types.types).sum();
        sheet.rows.push(vec![
            name(&line.name).into(),
            line.gap.into(),
            line.last_gap.into(),
            line.orders.into(),
            domestic(line).into(),
            assured(line).into(),
            line.cost.into(),
            line.least_cost.into(),
            line.saving.map(|saving| saving.total).into(),
            count(line.worse_off.len()),
            count(types),
            line.proven_within.into(),
        ]);
    }
    sheet.drawn = Some(Drawn::Bars(0, 1, 2));
    let coin = told.coin();
    let panels = vec![
        bars("Gap, mean of the years (%)", &list, &|line| (points(line.gap), fine_percent(line.gap))),
        sized("Orders", &list, &coin, &|line| line.orders),
        sized("Domestic orders by value added", &list, &coin, &domestic),
        sized("Saved against everyone alone", &list, &coin, &|line| line.saving.map_or(0.0, |saving| saving.total)),
    ];
    Some(Picture {
        id: "proposals",
        title: "The proposals at a glance".to_owned(),
        says: says_glance(&list),
        reading: None,
        panels,
        least: 430,
        sheet,
    })
}

fn says_glance(list: &[&ProposalLine]) -> String {
    let least = list.iter().min_by(|a, b| a.gap.total_cmp(&b.gap));
    let saved = |line: &&&ProposalLine| line.saving.map_or(0.0, |saving| saving.total);
    let most = list[1..].iter().max_by(|a, b| saved(a).total_cmp(&saved(b)));
    let (Some(least), Some(most)) = (least, most) else { return String::new() };
    let saving = if saved(&most) > 0.005 {
        format!("“{}” saves most against everyone alone ({})", name(&most.name), money(saved(&most)))
    } else {
        "none saves money against everyone alone".to_owned()
    };
    format!(
        "“{}” leaves the smallest gap on average over the years ({}); {saving}.",
        name(&least.name),
        fine_percent(least.gap)
    )
}

fn sized(title: &str, list: &[&ProposalLine], coin: &str, of: &dyn Fn(&ProposalLine) -> f64) -> Panel {
    let scale = Scale::of(list.iter().map(|line| of(line).abs()).fold(0.0, f64::max), coin);
    bars(&format!("{title} ({})", scale.unit), list, &|line| (scale.on(of(line)), scale.words(of(line))))
}

/// One measure, a bar for each proposal, the number at its end.
fn bars(title: &str, list: &[&ProposalLine], of: &dyn Fn(&ProposalLine) -> (f64, String)) -> Panel {
    let rows: Vec<String> = list.iter().map(|line| shortened(&line.name, 52)).collect();
    let values: Vec<(f64, String)> = list.iter().map(|line| of(line)).collect();
    let most = values.iter().map(|(value, _)| *value).fold(0.0, f64::max);
    let least = values.iter().map(|(value, _)| *value).fold(0.0, f64::min);
    let data: Vec<Value> = (values.iter().zip(list).enumerate())
        .map(|(place, ((value, words), line))| {
            json!({
                "value": value, "text": at_bar(*value), "tip": format!("{}\n{words}", name(&line.name)),
                "itemStyle": { "color": if place == 0 { "$muted" } else { "$c0" } }
            })
        })
        .collect();
    let mut down = names(&rows, 185);
    down["inverse"] = json!(true);
    down["axisLabel"]["overflow"] = json!("break");
    let across = with(
        amounts("", Some(ceiling(most * 1.12))),
        &[
            ("min", json!(if least < 0.0 { -ceiling(-least * 1.2) } else { 0.0 })),
            ("axisLabel", json!({ "show": false })),
            ("splitLine", json!({ "show": false })),
        ],
    );
    let option = json!({
        "grid": { "top": 4, "left": 196, "right": 8, "bottom": 4 },
        "$narrow": { "grid": { "left": 130 }, "yAxis": { "axisLabel": { "width": 122, "fontSize": 11 } } },
        "xAxis": across, "yAxis": down,
        "series": [{ "type": "bar", "data": data, "barMaxWidth": 20, "label": { "show": true, "position": "right", "formatter": "$text", "color": "$ink" } }]
    });
    Panel { name: title.to_owned(), height: 16 + 34 * rows.len(), option }
}

/// Where the saving against everyone alone comes from.
pub(super) fn waterfall(told: &Told<'_>) -> Option<Picture> {
    let summary = told.comparison?;
    let list: Vec<(&ProposalLine, Saving)> =
        good(summary).into_iter().skip(1).filter_map(|line| Some((line, line.saving?))).collect();
    if list.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new(
        "Savings",
        "a row is one proposal: what it saves against everyone alone, at what everyone alone reaches of the first goal",
        &[
            ("proposal", Holds::Text),
            ("by lower prices", Holds::Money),
            ("by set-ups spared", Holds::Money),
            ("by what pools cost", Holds::Money),
            ("by other orders", Holds::Money),
            ("saved in all", Holds::Money),
            ("saved", Holds::Share),
        ],
    );
    let part = |line: &ProposalLine, saving: &Saving| {
        let whole = line.least_cost.unwrap_or(line.cost) + saving.total;
        if whole > 0.0 { saving.total / whole } else { 0.0 }
    };
    let (mut low, mut high): (f64, f64) = (0.0, 0.0);
    for (line, saving) in &list {
        sheet.rows.push(vec![
            name(&line.name).into(),
            saving.price.into(),
            saving.fixed.into(),
            (-saving.pools).into(),
            saving.reallocation.into(),
            saving.total.into(),
            part(line, saving).into(),
        ]);
        let mut level = 0.0;
        for step in steps(saving) {
            level += step;
            (low, high) = (low.min(level), high.max(level));
        }
    }
    sheet.drawn = Some(Drawn::StackedBars(0, 1, 4));
    let scale = Scale::of(high.max(-low), &told.coin());
    let (low, high) = (scale.on(low) * 1.15, scale.on(high).max(1e-6) * 1.15);
    let panels = list.iter().map(|(line, saving)| fall(line, saving, &scale, low, high)).collect();
    let (best, saving) =
        list.iter().max_by(|a, b| a.1.total.total_cmp(&b.1.total)).map_or((list[0].0, list[0].1), |it| (it.0, it.1));
    let words = ["lower prices", "set-ups spared", "what pools cost", "other orders"];
    let largest = steps(&saving).into_iter().zip(words).max_by(|a, b| a.0.total_cmp(&b.0));
    let because = largest
        .filter(|(sum, _)| *sum > 0.0)
        .map_or_else(String::new, |(sum, words)| format!(", most of it by {words} ({})", signed_money(sum)));
    let says = if saving.total > 0.005 {
        format!(
            "For what everyone alone reaches, “{}” needs {} less money ({}){because}.",
            name(&best.name),
            scale.words(saving.total),
            fine_percent(part(best, &saving))
        )
    } else {
        "For what everyone alone reaches, no proposal needs less money.".to_owned()
    };
    Some(Picture {
        id: "savings",
        title: "Where savings against everyone alone come from".to_owned(),
        says,
        reading: Some("By lower prices and by set-ups: what both order of an offer, at what each pays for it. By other orders: what \
            is ordered otherwise because prices and rules are others.".to_owned()),
        panels,
        least: 380,
        sheet,
    })
}

fn steps(saving: &Saving) -> [f64; 4] {
    [saving.price, saving.fixed, -saving.pools, saving.reallocation]
}

/// Each part begins where the one before ends; the axis runs from `low` to `high`.
fn fall(line: &ProposalLine, saving: &Saving, scale: &Scale, low: f64, high: f64) -> Panel {
    let rows = ["lower prices", "set-ups spared", "what pools cost", "other orders", "saved in all"].map(str::to_owned);
    let mut data = Vec::new();
    let mut level = 0.0;
    for (place, step) in steps(saving).into_iter().chain([saving.total]).enumerate() {
        let (from, to) = if place == 4 { (0.0, saving.total) } else { (level, level + step) };
        level = to;
        data.push((from, to, step, place));
    }
    // A bar from one level to another is drawn as the part above zero and the part below, each on a base that is not seen.
    let stacked = |sign: f64, seen: bool| -> Vec<Value> {
        (data.iter())
            .map(|(from, to, step, place)| {
                let (a, b) = ((from * sign).max(0.0), (to * sign).max(0.0));
                let value = if seen { (a - b).abs() } else { a.min(b) };
                let colour = if *place == 4 { "$c0" } else if *step >= 0.0 { "$c2" } else { "$c1" };
                json!({
                    "value": scale.on(sign * value), "itemStyle": { "color": if seen { colour } else { "transparent" } },
                    "tip": format!("{}\n{}", rows[*place], signed_money(*step))
                })
            })
            .collect()
    };
    let marks: Vec<Value> = (data.iter())
        .map(|(from, to, step, place)| json!({ "value": [scale.on(from.max(*to)), place], "text": signed_money(*step), "tip": format!("{}\n{}", rows[*place], signed_money(*step)) }))
        .collect();
    let mut series = Vec::new();
    for (sign, stack) in [(1.0, "above"), (-1.0, "below")] {
        for seen in [false, true] {
            series.push(json!({ "type": "bar", "stack": stack, "data": stacked(sign, seen), "barWidth": 20, "barGap": "-100%", "silent": !seen }));
        }
    }
    series.push(json!({
        "type": "scatter", "data": marks, "symbolSize": 1, "itemStyle": { "color": "transparent" }, "silent": true,
        "label": { "show": true, "position": "right", "formatter": "$text", "color": "$ink", "distance": 6 }
    }));
    let option = json!({
        "grid": { "top": 6, "left": 118, "right": 58, "bottom": 42 },
        "xAxis": with(amounts(&scale.unit, Some(high)), &[("min", json!(low)), ("nameLocation", json!("middle")), ("nameGap", json!(26)), ("axisLabel", json!({ "color": "$muted", "hideOverlap": true, "showMinLabel": false, "showMaxLabel": false, "formatter": "$number" }))]),
        "yAxis": { "type": "category", "data": rows, "inverse": true, "axisTick": { "show": false }, "axisLine": { "lineStyle": { "color": "$line" } }, "axisLabel": { "color": "$ink" } },
        "series": series
    });
    Panel { name: name(&line.name), height: 225, option }
}
