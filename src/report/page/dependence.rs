//! Pictures of dependence: the ladder, and what a denial would take by year.

use serde_json::{Value, json};

use crate::layout::number::{fine_percent, percent};
use crate::layout::sheet::{Drawn, Holds, Sheet};
use crate::questions::ladder::{LadderLine, ladders};
use crate::questions::timeline::Timeline;
use crate::questions::timeline::timeline;
use crate::questions::uncounted_words;
use crate::report::page::chart::{
    Panel, Picture, amounts, ceiling, colour, legend, line, narrow_legend, points, years,
};
use crate::report::page::industry::with;
use crate::report::page::told::{Told, ends, in_sentence, name};

/// The rungs, each after the first with all before it.
const RUNGS: [&str; 5] =
    ["domestic seat", "and owned inside", "and value added inside", "and free to change", "and works without the US"];

/// Places of two rungs.
const CONTENT: usize = 2;
const ASSURED: usize = 4;

/// A denial is borne where it takes less than this.
const BORNE: f64 = 0.10;

/// The dependence ladder: of what is held today, will stand, and is ordered; of a comparison, of what is ordered.
pub(super) fn ladder(told: &Told<'_>) -> Option<Picture> {
    let mut lines: Vec<(String, LadderLine)> = Vec::new();
    let (first, last) = told.years();
    for side in told.sides() {
        for line in ladders(side.run).lines.into_iter().filter(|line| line.by == "all" && line.value > 0.0) {
            let words = match &*line.of {
                "orders" if told.compares() => name(&side.name),
                _ if told.compares() => continue,
                "orders" => "ordered".to_owned(),
                "held today" => format!("held in {first}"),
                "stock" => format!("ready in {last}, with what is ordered"),
                _ => continue,
            };
            lines.push((words, line));
        }
    }
    if !told.compares() {
        // In time: what is held, what is ordered, what then stands ready.
        lines.sort_by_key(|(_, line)| ["held today", "orders", "stock"].iter().position(|of| *of == line.of));
    }
    if lines.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new(
        "Dependence ladder",
        "a row is one rung; shares that are domestic on every count up to it",
        &[("rung", Holds::Text)],
    );
    for (words, _) in &lines {
        sheet.field(words.clone(), Holds::Share);
    }
    for (place, rung) in RUNGS.iter().enumerate() {
        let mut row = vec![(*rung).into()];
        row.extend(lines.iter().map(|(_, line)| crate::layout::Cell::from(line.rungs[place])));
        sheet.rows.push(row);
    }
    sheet.drawn = Some(Drawn::Columns(0, 1, lines.len()));
    let series: Vec<Value> = (lines.iter().enumerate())
        .map(|(at, (words, line))| {
            let data: Vec<Value> = (RUNGS.iter().enumerate())
                .map(|(place, rung)| json!({ "value": points(line.rungs[place]), "tip": format!("{words}\n{rung}: {}", fine_percent(line.rungs[place])) }))
                .collect();
            json!({
                "type": "bar", "name": words, "data": data, "color": colour(at), "barMaxWidth": 44, "barGap": "8%",
                "label": { "show": lines.len() <= 4, "position": "top", "formatter": "$whole", "color": "$ink", "fontSize": 11 }
            })
        })
        .collect();
    let heads: Vec<String> = lines.iter().map(|(words, _)| words.clone()).collect();
    let rungs: Vec<String> = RUNGS.iter().map(|rung| (*rung).to_owned()).collect();
    let across = json!({
        "type": "category", "data": rungs, "axisTick": { "show": false }, "axisLine": { "lineStyle": { "color": "$line" } },
        "axisLabel": { "color": "$ink", "interval": 0, "width": 110, "lineHeight": 14, "overflow": "break" }
    });
    let (key, under) = legend(&heads, false);
    let (narrow_key, narrow_under) = narrow_legend(&heads);
    let option = json!({
        "legend": key, "$decal": true,
        "grid": { "top": under + 34, "left": 44, "right": 10, "bottom": 44 },
        "$narrow": { "grid": { "top": narrow_under + 34, "bottom": 64 }, "legend": narrow_key, "xAxis": { "axisLabel": { "width": 58, "fontSize": 11, "lineHeight": 13 } } }, "$taller": narrow_under.saturating_sub(under) + 20,
        "xAxis": across, "yAxis": with(amounts("% domestic", Some(100.0)), &[("nameTextStyle", json!({ "color": "$muted", "align": "left" }))]), "series": series
    });
    Some(Picture {
        id: "ladder",
        title: "The dependence ladder: domestic on every count up to each rung".to_owned(),
        says: says_ladder(told, &lines),
        reading: Some("Bars are domestic on every count up to their own, so that each counts only what the one before left. The sentence above takes each count by itself.".to_owned()),
        panels: vec![Panel { name: String::new(), height: 330 + under, option }],
        least: 600,
        sheet,
    })
}

fn says_ladder(told: &Told<'_>, lines: &[(String, LadderLine)]) -> String {
    if told.compares() && lines.len() > 1 {
        let list: Vec<(String, f64)> = lines.iter().map(|(words, line)| (words.clone(), line.alone[ASSURED])).collect();
        return match ends(&list, fine_percent) {
            Some(ends) if !ends.are_one => format!(
                "Between {} ({}) and {} ({}) of what is ordered still works without the United States.",
                ends.least.0, ends.least.1, ends.most.0, ends.most.1
            ),
            Some(ends) => {
                format!("Under all of them {} of what is ordered still works without the United States.", ends.most.0)
            }
            None => String::new(),
        };
    }
    let of = |which: &str| lines.iter().find(|(_, line)| line.of == which).map(|(_, line)| line);
    let held = of("held today").map(|held| percent(held.alone[ASSURED]));
    let Some(line) = of("orders") else {
        let held = held.map(|held| format!("; of what is held today, {held} works without the United States"));
        return format!("Nothing is ordered{}.", held.unwrap_or_default());
    };
    let held = held.map_or_else(String::new, |held| format!("; of what is held today, {held} does"));
    format!(
        "{} of the money for orders goes to producers seated in domestic countries, {} of it is value added inside, and {} buys \
         what still works without the United States{held}.",
        percent(line.alone[0]),
        percent(line.alone[CONTENT]),
        percent(line.alone[ASSURED])
    )
}

/// What a denial would take in the end, by the year in which it begins.
pub(super) fn decoupling(told: &Told<'_>) -> Option<Picture> {
    let lead = told.lead();
    let mut list: Vec<(String, Vec<(String, Timeline)>)> = Vec::new();
    for denial in lead.run.model.denials.ids() {
        let mut lines = Vec::new();
        for side in told.sides() {
            // Denials of several models meet by their codes.
            let code = lead.run.model.denials.code(denial);
            let Some(own) = side.run.model.denials.find(code) else { continue };
            lines.push((name(&side.name), timeline(side.run, &side.run.model.denials[own], BORNE)));
        }
        let Some((_, line)) = lines.first() else { continue };
        // When a denial begins is what the picture runs through.
        let words = format!("{}: {}", line.by.join(" and "), line.what);
        if !list.iter().any(|(there, _)| *there == name(&words)) {
            list.push((name(&words), lines));
        }
    }
    if list.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new(
        "Decoupling",
        "a row is a denial that begins in one year: what of what is usable and needed would be lost in the end",
        &[("who denies, and what", Holds::Text), ("year", Holds::Year)],
    );
    for side in told.sides() {
        sheet.field(if told.compares() { name(&side.name) } else { "lost".to_owned() }, Holds::Share);
    }
    for (words, lines) in &list {
        for (at, year) in lines[0].1.years.iter().enumerate() {
            let mut row = vec![words.as_str().into(), year.year.into()];
            row.extend(told.sides().iter().map(|side| {
                let line = lines.iter().find(|(of, _)| *of == name(&side.name));
                crate::layout::Cell::from(line.and_then(|(_, line)| line.years.get(at)?.lost))
            }));
            sheet.rows.push(row);
        }
    }
    let largest = list
        .iter()
        .flat_map(|(_, lines)| lines)
        .flat_map(|(_, line)| &line.years)
        .filter_map(|year| year.lost)
        .fold(BORNE, f64::max);
    let end = ceiling(largest * 100.0);
    let panels = if told.compares() {
        list.iter().map(|(words, lines)| courses(words, lines, end)).collect()
    } else {
        let lines: Vec<(String, Timeline)> =
            list.iter().map(|(words, lines)| (words.clone(), lines[0].1.clone())).collect();
        vec![courses("", &lines, end)]
    };
    Some(Picture {
        id: "decoupling",
        title: "What a denial would take, by the year in which it begins".to_owned(),
        says: says_decoupling(told, &list),
        reading: Some({
            let line = "The dotted line is 10 %, below which a denial counts as borne.";
            let lead = &list[0].1[0].1;
            let year = lead.years.last().map_or(0, |year| year.year);
            let left_out = uncounted_words(&lead.uncounted, year, "these shares");
            left_out.map_or_else(|| line.to_owned(), |words| format!("{line} {words}"))
        }),
        panels,
        least: if told.compares() { 380 } else { 600 },
        sheet,
    })
}

fn courses(words: &str, lines: &[(String, Timeline)], end: f64) -> Panel {
    let list: Vec<i32> = lines[0].1.years.iter().map(|year| year.year).collect();
    let mut series: Vec<Value> = (lines.iter().enumerate())
        .map(|(place, (of, timeline))| {
            let shares: Vec<f64> = timeline.years.iter().map(|year| year.lost.unwrap_or(f64::NAN)).collect();
            line(of, place, &shares, |at, share| {
                format!("{of}\nfrom {} on: {} lost in the end", list[at], fine_percent(share))
            })
        })
        .collect();
    series[0]["markLine"] = json!({
        "silent": true, "symbol": "none", "label": { "show": false }, "lineStyle": { "color": "$muted", "type": "dotted", "width": 2 },
        "data": [{ "yAxis": BORNE * 100.0 }]
    });
    let heads: Vec<String> = lines.iter().map(|(of, _)| of.clone()).collect();
    let (mut key, _) = legend(&heads, true);
    let (narrow_key, under) = narrow_legend(&heads);
    key["orient"] = json!("vertical");
    let option = json!({
        "legend": key,
        "grid": { "top": under + 34, "left": 44, "right": 16, "bottom": 28 },
        "$narrow": { "legend": narrow_key },
        "xAxis": years(&list),
        "yAxis": with(amounts("% lost", Some(end)), &[("min", json!(0))]), "series": series
    });
    Panel { name: words.to_owned(), height: 270 + under, option }
}

fn says_decoupling(told: &Told<'_>, list: &[(String, Vec<(String, Timeline)>)]) -> String {
    let lead = name(&told.lead().name);
    let hardest = list
        .iter()
        .filter_map(|(_, lines)| lines.iter().find(|(of, _)| *of == lead || !told.compares()))
        .max_by(|a, b| {
            let first = |line: &Timeline| line.years.iter().find_map(|year| year.lost).unwrap_or_default();
            first(&a.1).total_cmp(&first(&b.1))
        });
    let Some((_, line)) = hardest else { return String::new() };
    let counted: Vec<(i32, f64)> = line.years.iter().filter_map(|year| Some((year.year, year.lost?))).collect();
    let (Some((first, lost_first)), Some((last, lost_last))) = (counted.first(), counted.last()) else {
        return "What a denial takes over all capabilities cannot be counted, since none has a US baseline.".to_owned();
    };
    let borne = match line.independent_from {
        Some(year) if year == *first => "it is borne throughout, since it would take less than 10 %".to_owned(),
        Some(year) => format!("from {year} on it is borne, since it would take less than 10 %"),
        None => "there is no year of the horizon from which on it would take less than 10 %".to_owned(),
    };
    let under = if told.compares() { format!("Under “{lead}”, a") } else { "A".to_owned() };
    format!(
        "{under} denial of {} by {} that begins in {} would take {} of what is usable and needed in the end, and {} if it begins in {}; {borne}.",
        line.what,
        line.by.iter().map(|by| in_sentence(by)).collect::<Vec<_>>().join(" and "),
        first,
        fine_percent(*lost_first),
        fine_percent(*lost_last),
        last,
    )
}
