//! Pictures of a comparison: what each proposal reaches, and where its saving compared with standalone procurement comes from.

use serde_json::{Value, json};

use crate::layout::number::{fine_percent, money, plus_minus, plus_minus_points, signed_money};
use crate::layout::sheet::{Drawn, Holds, Sheet};
use crate::measures::{ProvenDifference, ProvenValue, ranked};
use crate::questions::compare::{ComparisonSummary, ProposalLine, SameOrders, by_other_orders};
use crate::report::page::chart::{Panel, Picture, Scale, amounts, at_bar, ceiling, names, narrow_names, points};
use crate::report::page::industry::with;
use crate::report::page::told::{Told, capital, name, quoted, shortened};

/// Places of two rungs.
const CONTENT: usize = 2;
const ASSURED: usize = 4;

/// Savings that are nearer than this part of what the orders cost are alike.
const DIGITS: f64 = 1e-6;

/// Proposals that have a result, standalone procurement first.
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
    // A comparison of an earlier release has the shares by themselves in its runs alone.
    let by_itself = |line: &ProposalLine, rung: usize| {
        let own = line.domestic.get(rung).and_then(|rung| rung.alone);
        let side = || told.sides().iter().find(|side| side.code == line.proposal);
        own.or_else(|| Some(side()?.summary.ladder.get(rung)?.alone * line.orders)).unwrap_or_default()
    };
    let domestic = |line: &ProposalLine| by_itself(line, CONTENT);
    let saved = |line: &ProposalLine| {
        let same = line.same_orders.filter(|_| line.proposal != list[0].proposal);
        same.map(|same| ProvenDifference { value: same.saved, plus_minus: 0.0 })
    };
    let mut sheet = Sheet::new(
        "Proposals",
        "a row is one proposal",
        &[
            ("proposal", Holds::Text),
            ("gap, mean of the years", Holds::Share),
            ("gap in the last year", Holds::Share),
            ("best possible mean gap may be lower by (points)", Holds::Number),
            ("orders", Holds::Money),
            ("value added inside", Holds::Money),
            ("works without the US", Holds::Money),
            ("all that is paid", Holds::Money),
            ("saved on the standalone orders", Holds::Money),
            ("least cost of the standalone level", Holds::Money),
            ("that is less than alone by", Holds::Money),
            ("less than alone, ±", Holds::Money),
            ("nations worse off", Holds::Count),
            ("types ordered", Holds::Count),
            ("proven within", Holds::Share),
        ],
    );
    for denial in &list[0].denied {
        sheet.field(format!("gap in the last year if {}", name(&denial.name)), Holds::Share);
    }
    let count = |count: usize| crate::layout::Cell::Whole(i64::try_from(count).unwrap_or(i64::MAX));
    for line in &list {
        let types = summary.types.iter().filter(|types| types.proposal == line.proposal).map(|types| types.types).sum();
        let mut row = vec![
            name(&line.name).into(),
            line.gap.into(),
            line.last_gap.into(),
            line.gap_within.map(|within| 100.0 * within).into(),
            line.orders.into(),
            domestic(line).into(),
            by_itself(line, ASSURED).into(),
            line.cost.into(),
            line.same_orders.map(|same| same.saved).into(),
            line.least_cost.into(),
            line.saving.map(|saving| saving.total).into(),
            line.saving_plus_minus.into(),
            count(line.worse_off.len()),
            count(types),
            line.proven_within.into(),
        ];
        // Denials of several models meet by their codes.
        row.extend(list[0].denied.iter().map(|denial| {
            let own = line.denied.iter().find(|own| own.denial == denial.denial);
            crate::layout::Cell::from(own.map(|own| own.gap))
        }));
        sheet.rows.push(row);
    }
    sheet.drawn = Some(Drawn::Bars(0, 1, 2));
    let coin = told.coin();
    let panels = vec![
        bars("Gap, mean of the years (%)", &list, &|line| Bar {
            value: points(line.gap),
            text: at_bar(points(line.gap)),
            words: fine_percent(line.gap),
            is_sure: true,
        }),
        sized("Orders", &list, &coin, &|line| Some(ProvenDifference { value: line.orders, plus_minus: 0.0 })),
        sized("Value added inside", &list, &coin, &|line| {
            Some(ProvenDifference { value: domestic(line), plus_minus: 0.0 })
        }),
        sized("Saved on the standalone orders", &list, &coin, &saved),
    ];
    Some(Picture {
        id: "proposals",
        title: "The proposals at a glance".to_owned(),
        says: says_glance(summary),
        reading: Some(
            "Saved: on the standalone orders, the same goods from the same sellers, bought as the proposal buys. Orders are at the prices paid."
                .to_owned(),
        ),
        panels,
        least: 430,
        sheet,
    })
}

/// The proposals of a group that is first by what was proven.
fn named(group: &[&ProposalLine]) -> String {
    quoted(&group.iter().map(|line| line.name.as_str()).collect::<Vec<_>>())
}

fn says_glance(summary: &ComparisonSummary) -> String {
    let gap = match ranked(good(summary), |line| Some(line.proven_gap())).first() {
        Some(first) if first.len() == good(summary).len() => {
            "How they differ in the mean gap is less than what was proven".to_owned()
        }
        Some(first) => {
            let (leaves, same) = if first.len() == 1 { ("leaves", "") } else { ("leave", "same ") };
            let (words, open) =
                (fine_percent(first[0].gap), plus_minus_points(first[0].gap, first[0].proven_gap().within));
            format!("{} {leaves} the {same}smallest gap on average over the years ({words}{open})", named(first))
        }
        None => return String::new(),
    };
    format!("{gap}; {}.", says_saved(summary))
}

/// Who saves most on the standalone orders.
fn says_saved(summary: &ComparisonSummary) -> String {
    let least = |same: &SameOrders| DIGITS * (same.cost + same.saved).abs();
    let of = |line: &ProposalLine| line.same_orders.filter(|same| same.saved > least(same));
    let savers: Vec<&ProposalLine> = summary.others().into_iter().filter(|line| of(line).is_some()).collect();
    let known = |line: &&ProposalLine| of(line).map(|same| ProvenValue { value: -same.saved, within: least(&same) });
    let groups = ranked(savers, known);
    let Some((first, same)) = groups.first().and_then(|first| Some((first, of(first[0])?))) else {
        return "none saves money on the standalone orders".to_owned();
    };
    let (saves, alike) = if first.len() == 1 { ("saves", "") } else { ("save", ", alike") };
    format!("{} {saves} most on the standalone orders ({}{alike})", named(first), money(same.saved))
}

fn sized(
    title: &str,
    list: &[&ProposalLine],
    coin: &str,
    of: &dyn Fn(&ProposalLine) -> Option<ProvenDifference>,
) -> Panel {
    let scale = Scale::of(list.iter().filter_map(|line| of(line)).map(|by| by.value.abs()).fold(0.0, f64::max), coin);
    bars(&format!("{title} ({})", scale.unit), list, &|line| {
        let Some(known) = of(line) else {
            return Bar { value: 0.0, text: "–".to_owned(), words: "cannot be told".to_owned(), is_sure: false };
        };
        let ProvenDifference { value, plus_minus: by } = known;
        let words = format!("{}{}", scale.words(value), plus_minus(value, by, money));
        let is_sure = by <= 0.0 || known.is_sure();
        Bar { value: scale.on(value), text: at_bar(scale.on(value)), words, is_sure }
    })
}

/// A bar, what is said of it, and whether it is sure.
struct Bar {
    value: f64,
    text: String,
    words: String,
    is_sure: bool,
}

/// One measure, a bar for each proposal, the number at its end.
fn bars(title: &str, list: &[&ProposalLine], of: &dyn Fn(&ProposalLine) -> Bar) -> Panel {
    let rows: Vec<String> = list.iter().map(|line| shortened(&line.name, 52)).collect();
    let values: Vec<Bar> = list.iter().map(|line| of(line)).collect();
    let most = values.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let least = values.iter().map(|bar| bar.value).fold(0.0, f64::min);
    let data: Vec<Value> = (values.iter().zip(list).enumerate())
        .map(|(place, (Bar { value, text, words, is_sure }, line))| {
            json!({
                "value": value, "text": text, "tip": format!("{}\n{words}", name(&line.name)),
                "itemStyle": { "color": if place == 0 || !is_sure { "$muted" } else { "$c0" } }
            })
        })
        .collect();
    let mut down = names(&rows, 185);
    down["inverse"] = json!(true);
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
        "$narrow": narrow_names(130),
        "xAxis": across, "yAxis": down,
        "series": [{ "type": "bar", "data": data, "barMaxWidth": 20, "label": { "show": true, "position": "right", "formatter": "$text", "color": "$ink" } }]
    });
    Panel { name: title.to_owned(), height: 16 + 34 * rows.len(), option }
}

/// Where the saving on the standalone orders comes from.
pub(super) fn waterfall(told: &Told<'_>) -> Option<Picture> {
    let summary = told.comparison?;
    let list: Vec<(&ProposalLine, SameOrders)> =
        good(summary).into_iter().skip(1).filter_map(|line| Some((line, line.same_orders?))).collect();
    if list.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new(
        "Savings",
        "a row is one proposal: what it saves on the standalone orders, and what their capability costs less",
        &[
            ("proposal", Holds::Text),
            ("by lower prices", Holds::Money),
            ("by set-ups spared", Holds::Money),
            ("by what pools cost", Holds::Money),
            ("saved in all", Holds::Money),
            ("saved", Holds::Share),
            ("the same capability costs less than alone by", Holds::Money),
            ("less than alone, ±", Holds::Money),
            ("of it by other orders", Holds::Money),
        ],
    );
    let (mut low, mut high): (f64, f64) = (0.0, 0.0);
    for (line, same) in &list {
        sheet.rows.push(vec![
            name(&line.name).into(),
            same.price.into(),
            same.fixed.into(),
            (-same.pools).into(),
            same.saved.into(),
            same.part().into(),
            line.saving.map(|less| less.total).into(),
            line.saving_plus_minus.into(),
            line.saving.map(|less| less.reallocation).into(),
        ]);
        let mut level = 0.0;
        for step in steps(same) {
            level += step;
            (low, high) = (low.min(level), high.max(level));
        }
    }
    sheet.drawn = Some(Drawn::StackedBars(0, 1, 3));
    let scale = Scale::of(high.max(-low), &told.coin());
    let span = Span { low: scale.on(low) * 1.15, high: scale.on(high).max(1e-6) * 1.15 };
    let panels = list.iter().map(|(line, same)| fall(line, same, &scale, span)).collect();
    let less = says_less(summary);
    let reading = "By lower prices, by set-ups and by what pools cost: the standalone orders, bought as the proposal buys. They \
                   are computed, and no proof leaves them open; rules, funds, delays and limits of the proposal are not applied to them.";
    Some(Picture {
        id: "savings",
        title: "Where savings on the standalone orders come from".to_owned(),
        says: format!("{}. {less}", capital(&says_saved(summary))),
        reading: Some(summary.trades().map_or_else(|| reading.to_owned(), |trades| format!("{reading} {trades}"))),
        panels,
        least: 380,
        sheet,
    })
}

/// Who reaches the standalone level for less money, as far as that is sure.
fn says_less(summary: &ComparisonSummary) -> String {
    let sure = |line: &&ProposalLine| summary.saved(line).is_some_and(|by| by.is_sure() && by.value > 0.0);
    let groups = ranked(summary.others().into_iter().filter(sure).collect(), |line| line.proven_cost());
    let Some((first, by)) = groups.first().and_then(|first| Some((first, summary.saved(first[0])?))) else {
        return "The standalone level surely costs less under none of them.".to_owned();
    };
    let open = plus_minus(by.value, by.plus_minus, money);
    let others = first[0].saving.map(|less| by_other_orders(&less, by)).filter(ProvenDifference::is_sure);
    let others =
        others.map_or_else(String::new, |others| format!(", {} of it by other orders", signed_money(others.value)));
    let which = if first.len() > 1 { "; under which of them least cannot be told" } else { "" };
    format!("The standalone level costs {}{open} less under {}{others}{which}.", money(by.value), named(first))
}

const fn steps(same: &SameOrders) -> [f64; 3] {
    [same.price, same.fixed, -same.pools]
}

/// The ends of an axis.
#[derive(Clone, Copy)]
struct Span {
    low: f64,
    high: f64,
}

/// The place of the sum behind its parts.
const SUM: usize = 3;

/// Each part begins where the one before ends.
fn fall(line: &ProposalLine, same: &SameOrders, scale: &Scale, span: Span) -> Panel {
    let Span { low, high } = span;
    let rows = ["lower prices", "set-ups spared", "what pools cost", "saved in all"].map(str::to_owned);
    let mut data = Vec::new();
    let mut level = 0.0;
    for (place, step) in steps(same).into_iter().chain([same.saved]).enumerate() {
        let (from, to) = if place == SUM { (0.0, same.saved) } else { (level, level + step) };
        level = to;
        data.push((from, to, step, place));
    }
    // A bar from one level to another is drawn as the part above zero and the part below, each on a base that is not seen.
    let stacked = |sign: f64, seen: bool| -> Vec<Value> {
        (data.iter())
            .map(|(from, to, step, place)| {
                let (a, b) = ((from * sign).max(0.0), (to * sign).max(0.0));
                let value = if seen { (a - b).abs() } else { a.min(b) };
                let colour = if *place == SUM { "$c0" } else if *step >= 0.0 { "$c2" } else { "$c1" };
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
