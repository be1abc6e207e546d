//! Pictures of the gap: over the years, and by capability.

use serde_json::{Value, json};

use crate::layout::number::{fine_percent, percent};
use crate::layout::sheet::{Drawn, Holds, Sheet};
use crate::measures::{CapabilityGap, gaps};
use crate::questions::stress::stress;
use crate::report::page::chart::{
    Panel, Picture, ceiling, legend, line, names, narrow_legend, narrow_names, points, years,
};
use crate::report::page::told::{ReportSide, Told, ends, label, most, name};

/// A line of the picture over years.
struct Course {
    name: String,
    shares: Vec<f64>,
}

/// How the gap closes over the years.
pub(super) fn over_years(told: &Told<'_>) -> Option<Picture> {
    let lead = told.lead();
    if lead.summary.capabilities.is_empty() {
        return None;
    }
    let list = &lead.summary.gap.years;
    let mut courses =
        vec![Course { name: "nothing ordered".to_owned(), shares: lead.summary.gap.nothing_ordered.clone() }];
    for side in told.sides() {
        let of = if told.compares() { name(&side.name) } else { "with the plan".to_owned() };
        courses.push(Course { name: of, shares: side.summary.gap.plan.clone() });
    }
    if !told.compares() {
        for denial in lead.run.model.denials.ids() {
            let years = stress(lead.run, denial).years;
            let shares = years.iter().map(|year| year.gap_when_denied.unwrap_or_default()).collect();
            courses.push(Course { name: name(&lead.run.model.denials[denial].name), shares });
        }
    }
    let mut sheet = Sheet::new(
        "Gap by year",
        "a row is one year; shares of the US baselines that are missing, weighted over \
        capabilities",
        &[("year", Holds::Year)],
    );
    for course in &courses {
        sheet.field(course.name.clone(), Holds::Share);
    }
    for (place, year) in list.iter().enumerate() {
        let mut row = vec![(*year).into()];
        row.extend(courses.iter().map(|course| course.shares.get(place).copied().into()));
        sheet.rows.push(row);
    }
    sheet.drawn = Some(Drawn::Lines(0, 1, courses.len()));
    let largest = courses.iter().flat_map(|course| &course.shares).copied().fold(0.0, f64::max);
    let series: Vec<Value> = (courses.iter().enumerate())
        .map(|(place, course)| {
            line(&course.name, place, &course.shares, |at, share| {
                format!("{}\n{}: {} missing", course.name, list[at], fine_percent(share))
            })
        })
        .collect();
    let mut across = super::chart::amounts("% missing", Some(ceiling(largest * 100.0)));
    across["min"] = json!(0);
    let heads: Vec<String> = courses.iter().map(|course| course.name.clone()).collect();
    let (key, under) = legend(&heads, true);
    let (narrow_key, narrow_under) = narrow_legend(&heads);
    let option = json!({
        "legend": key, "grid": { "top": under + 34, "left": 44, "right": 16, "bottom": 28 },
        "$narrow": { "grid": { "top": narrow_under + 34 }, "legend": narrow_key }, "$taller": narrow_under.saturating_sub(under),
        "xAxis": years(list), "yAxis": across, "series": series
    });
    Some(Picture {
        id: "gap-by-year",
        title: "How the gap closes".to_owned(),
        says: says_over_years(told),
        reading: None,
        panels: vec![Panel { name: String::new(), height: 300 + under, option }],
        least: 600,
        sheet,
    })
}

fn says_over_years(told: &Told<'_>) -> String {
    let lead = told.lead();
    let gap = &lead.summary.gap;
    let (first, last) = told.years();
    let end = |list: &[f64]| list.last().copied().unwrap_or_default();
    let today = gap.nothing_ordered.first().copied().unwrap_or_default();
    if told.compares() {
        let list: Vec<(String, f64)> =
            told.sides().iter().map(|side| (side.name.clone(), end(&side.summary.gap.plan))).collect();
        let range = match ends(&list, fine_percent) {
            Some(ends) if !ends.are_one => {
                format!("is {} under {} and {} under {}", ends.least.0, ends.least.1, ends.most.0, ends.most.1)
            }
            Some(ends) => format!("is {} under all of them", ends.most.0),
            None => return String::new(),
        };
        return format!(
            "With the plans that were found, the gap to the US baselines in {last} {range}; were nothing ordered, it would be {}.",
            fine_percent(end(&gap.nothing_ordered))
        );
    }
    if first == last {
        return format!(
            "With the plan the gap to the US baselines is {} in {last}; it would be {} if nothing were ordered.",
            fine_percent(end(&gap.plan)),
            fine_percent(end(&gap.nothing_ordered))
        );
    }
    format!(
        "The gap to the US baselines, {} today, is {} in {last} with the plan; were nothing ordered, it would be {}.",
        fine_percent(today),
        fine_percent(end(&gap.plan)),
        fine_percent(end(&gap.nothing_ordered))
    )
}

/// The gap by capability and year.
pub(super) fn by_capability(told: &Told<'_>) -> Option<Picture> {
    let all: Vec<(&ReportSide<'_>, Vec<CapabilityGap>)> = (told.sides().iter())
        .map(|side| (side, gaps(&side.run.model, &side.run.known.stocks).capabilities))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    let (lead, own) = all.iter().find(|(side, _)| side.code == told.lead().code)?;
    let list = lead.summary.gap.years.clone();
    let largest = all.iter().flat_map(|(_, list)| list).flat_map(|line| &line.share).copied().fold(0.0, f64::max);
    let end = ceiling(largest * 100.0);
    let panels = all.iter().map(|(side, capabilities)| panel(side, capabilities, &list, end)).collect();
    let mut sheet = Sheet::new(
        "Gap by capability",
        "a row is one capability; shares of the US baseline that are missing, by year",
        &[],
    );
    if told.compares() {
        sheet.field("proposal", Holds::Text);
    }
    sheet.field("capability", Holds::Text);
    let before = sheet.fields.len();
    for year in &list {
        sheet.field(year.to_string(), Holds::Share);
    }
    for (side, capabilities) in &all {
        for line in capabilities {
            let mut row = Vec::new();
            if told.compares() {
                row.push(name(&side.name).into());
            }
            row.push(name(&side.run.model.capabilities[line.capability].name).into());
            row.extend((0..list.len()).map(|t| (line.baseline[t] > 0.0).then_some(line.share[t]).into()));
            sheet.rows.push(row);
        }
    }
    sheet.drawn = Some(Drawn::Shades(before, sheet.fields.len() - 1));
    Some(Picture {
        id: "gap-by-capability",
        title: "What is missing, by capability and year".to_owned(),
        says: says_by_capability(told, lead, own),
        reading: Some(
            "Numbers are the percentage of the US baseline that is missing; the darker (in dark mode the brighter), \
            the more."
                .to_owned(),
        ),
        panels,
        least: 430,
        sheet,
    })
}

fn says_by_capability(told: &Told<'_>, lead: &ReportSide<'_>, own: &[CapabilityGap]) -> String {
    let (_, last) = told.years();
    let end = |line: &&CapabilityGap| line.share.last().copied().unwrap_or_default();
    let closed = own.iter().filter(|line| end(line) < 0.01).count();
    let worst = own.iter().max_by(|a, b| end(a).total_cmp(&end(b)));
    let under = if told.compares() { format!("Under “{}”, ", name(&lead.name)) } else { String::new() };
    let of = |line: &CapabilityGap| name(&lead.run.model.capabilities[line.capability].name);
    match (worst, own.len()) {
        (Some(line), 1) => {
            format!("{under}{} of the baseline of {} is missing in {last}.", percent(end(&line)), of(line))
        }
        (Some(line), all) if end(&line) >= 0.01 => {
            let names: Vec<(String, f64)> = own.iter().map(|line| (of(line), end(&line))).collect();
            let first = most(names.iter().map(|(name, share)| (name.as_str(), *share)), percent);
            let missing = first.map_or_else(String::new, |first| {
                let each = if first.are_several() { " of each" } else { "" };
                format!("{}, {} of the baseline{each}", first.names, percent(end(&line)))
            });
            format!(
                "{under}{closed} of {all} capabilities are within 1 % of their baselines in {last}; most is missing of {missing}."
            )
        }
        (_, all) => format!("{under}all {all} capabilities are within 1 % of their baselines in {last}."),
    }
}

fn panel(side: &ReportSide<'_>, capabilities: &[CapabilityGap], list: &[i32], end: f64) -> Panel {
    let model = &side.run.model;
    let rows: Vec<String> = capabilities.iter().map(|line| label(&model.capabilities[line.capability].name)).collect();
    let mut data: Vec<Value> = Vec::new();
    for (place, line) in capabilities.iter().enumerate() {
        for t in (0..list.len()).filter(|t| line.baseline[*t] > 0.0) {
            let value = points(line.share[t]);
            // Letters on the dark half of the scale are those of the other theme.
            let ink = if value > 0.55 * end { "$onDark" } else { "$onLight" };
            data.push(json!({
                "value": [t, place, value], "label": { "color": ink },
                "tip": format!("{}, {}\n{} missing", name(&model.capabilities[line.capability].name), list[t],
                    fine_percent(line.share[t]))
            }));
        }
    }
    let mut down = names(&rows, 175);
    down["inverse"] = json!(true);
    let mut across = years(list);
    across["position"] = json!("top");
    let option = json!({
        "grid": { "top": 24, "left": 184, "right": 8, "bottom": 44 },
        "$narrow": narrow_names(116),
        "xAxis": across, "yAxis": down,
        "visualMap": {
            "min": 0, "max": end, "calculable": false, "orient": "horizontal", "left": "center", "bottom": 0, "itemHeight": 140,
            "itemWidth": 12, "text": [format!("{end} % missing"), "none"], "textStyle": { "color": "$muted" },
            "inRange": { "color": ["$s0", "$s1", "$s2", "$s3", "$s4"] }
        },
        "series": [{
            "type": "heatmap", "data": data, "label": { "show": list.len() <= 16, "formatter": "$whole", "fontSize": 11 },
            "itemStyle": { "borderColor": "$paper", "borderWidth": 1 }
        }]
    });
    Panel { name: name(&side.name), height: 70 + 21 * rows.len().max(2), option }
}
