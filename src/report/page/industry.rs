//! Pictures of industry: who is ordered from and what of it counts as domestic, and what pooling does to unit prices.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::layout::number::{percent, plain};
use crate::layout::sheet::{Drawn, Holds, Sheet};
use crate::measures::{GroupPrice, average_price, below_first_price, group_prices};
use crate::model::{Offer, Rung};
use crate::questions::ladder::{LadderLine, ladders};
use crate::report::page::chart::{
    Panel, Picture, Scale, amounts, ceiling, colour, legend, mark, names, narrow_names, rounded,
};
use crate::report::page::told::{ReportSide, Told, label, most, name};

/// How many producers are shown.
const PRODUCERS: usize = 16;

/// How many offers are shown.
const OFFERS: usize = 6;

/// The rung by which volume counts as domestic here.
const BY: Rung = Rung::Content;

fn by_producer(side: &ReportSide<'_>) -> Vec<LadderLine> {
    let mut list: Vec<LadderLine> =
        ladders(side.run).lines.into_iter().filter(|line| line.of == "orders" && line.by == "producer").collect();
    list.sort_by(|a, b| b.value.total_cmp(&a.value));
    list
}

/// Orders by producer, and what of them is value added inside.
pub(super) fn volume(told: &Told<'_>) -> Option<Picture> {
    let all: Vec<(&ReportSide<'_>, Vec<LadderLine>)> =
        told.sides().iter().map(|side| (side, by_producer(side))).filter(|(_, list)| !list.is_empty()).collect();
    let (lead, own) = all.iter().find(|(side, _)| side.code == told.lead().code).or(all.first())?;
    let largest = all.iter().flat_map(|(_, list)| list).map(|line| line.value).fold(0.0, f64::max);
    let scale = Scale::of(largest, &told.coin());
    let end = ceiling(scale.on(largest));
    // Every proposal shows the same producers, those that get most under the one of which the sentence speaks.
    let shown: Vec<(String, String)> =
        own.iter().take(PRODUCERS).map(|line| (line.code.clone(), line.name.clone())).collect();
    let mut sheet = Sheet::new(
        "Volume by producer",
        "a row is one producer: orders, and what of them is domestic, each count by itself",
        &[],
    );
    if told.compares() {
        sheet.field("proposal", Holds::Text);
    }
    let first = sheet.fields.len();
    for (head, holds) in [
        ("producer", Holds::Text),
        ("seat", Holds::Text),
        ("value added inside", Holds::Money),
        ("value added elsewhere", Holds::Money),
        ("orders", Holds::Money),
        ("domestic seat", Holds::Share),
        ("owned inside", Holds::Share),
        ("share of value added inside", Holds::Share),
        ("free to change", Holds::Share),
        ("works without the US", Holds::Share),
    ] {
        sheet.field(head, holds);
    }
    for (side, list) in &all {
        let model = &side.run.model;
        for line in list {
            let seat = model.producers.find(&line.code).map(|id| name(&model.countries[model.producers[id].seat].name));
            let inside = line.value * line.alone[BY as usize];
            let mut row = if told.compares() { vec![name(&side.name).into()] } else { Vec::new() };
            row.extend([
                name(&line.name).into(),
                seat.unwrap_or_default().into(),
                inside.into(),
                (line.value - inside).into(),
                line.value.into(),
            ]);
            row.extend(line.alone.map(crate::layout::Cell::from));
            sheet.rows.push(row);
        }
    }
    sheet.drawn = (!told.compares()).then_some(Drawn::StackedBars(first, first + 2, first + 3));
    let domestic: f64 = own.iter().map(|line| line.value * line.alone[BY as usize]).sum();
    let orders: f64 = own.iter().map(|line| line.value).sum();
    let largest: f64 = own.iter().take(5).map(|line| line.value).sum();
    let under = if told.compares() { format!("Under “{}”, ", name(&lead.name)) } else { String::new() };
    let first = most(own.iter().map(|line| (line.name.as_str(), line.value)), |sum| scale.words(sum));
    let (first, amount, alike) = first.map_or_else(Default::default, |first| (first.names, first.amount, first.count));
    let goes = match own.len() {
        1 => format!("all of it goes to {}", name(&own[0].name)),
        few if few == alike => format!("it goes to {first} ({amount})"),
        few if few <= 5 => format!("it goes to {few} producers, most of it to {first}"),
        all => {
            format!("5 of {all} producers get {} of the money, first {first}", percent(largest / orders))
        }
    };
    let says = format!(
        "{under}{} of {} paid for orders is value added inside; {goes}.",
        percent(domestic / orders),
        scale.words(orders)
    );
    let panels = all.iter().map(|(side, list)| bars(side, list, &shown, &scale, end)).collect();
    Some(Picture {
        id: "volume",
        title: "Orders by producer, and what of them is value added inside".to_owned(),
        says,
        reading: (own.len() > PRODUCERS)
            .then(|| format!("The {PRODUCERS} producers with most orders; all of them stand in the table.")),
        panels,
        least: 430,
        sheet,
    })
}

fn bars(side: &ReportSide<'_>, list: &[LadderLine], shown: &[(String, String)], scale: &Scale, end: f64) -> Panel {
    let rows: Vec<String> = shown.iter().map(|(_, of)| label(of)).collect();
    let bar = |words: &str, place: usize, part: &dyn Fn(&LadderLine) -> f64| {
        let data: Vec<Value> = (shown.iter())
            .map(|(code, of)| match list.iter().find(|line| line.code == *code) {
                Some(line) => json!({
                    "value": scale.on(part(line)),
                    "tip": format!("{}\n{} ordered\n{} of it value added inside", name(of), scale.words(line.value),
                        percent(line.alone[BY as usize]))
                }),
                None => json!({ "value": 0, "tip": format!("{}\nnothing ordered", name(of)) }),
            })
            .collect();
        json!({ "type": "bar", "stack": "all", "name": words, "data": data, "color": colour(place), "barMaxWidth": 18 })
    };
    let mut down = names(&rows, 175);
    down["inverse"] = json!(true);
    let (key, _) = legend(&["value added inside".to_owned(), "elsewhere".to_owned()], false);
    let option = json!({
        "legend": key,
        "grid": { "top": 30, "left": 184, "right": 20, "bottom": 42 },
        "$narrow": narrow_names(126),
        "xAxis": with(amounts(&scale.unit, Some(end)), &[("nameLocation", json!("middle")), ("nameGap", json!(26))]),
        "yAxis": down, "$decal": true,
        "series": [
            bar("value added inside", 0, &|line| line.value * line.alone[BY as usize]),
            bar("elsewhere", 1, &|line| line.value * (1.0 - line.alone[BY as usize]))
        ]
    });
    Panel { name: name(&side.name), height: 84 + 24 * rows.len().max(2), option }
}

/// With some keys set.
pub(super) fn with(mut of: Value, keys: &[(&str, Value)]) -> Value {
    for (key, value) in keys {
        of[*key] = value.clone();
    }
    of
}

/// Unit price against pooled volume, for the offers with most orders whose price falls.
pub(super) fn prices(told: &Told<'_>) -> Option<Picture> {
    let lead = told.lead();
    let model = told.model();
    let mut paid: Vec<(&ReportSide<'_>, Vec<GroupPrice>)> = Vec::new();
    let mut values: BTreeMap<String, f64> = BTreeMap::new();
    for side in told.sides() {
        let list = group_prices(&side.run.plan, &side.run.known.terms);
        for at in &list {
            let code = side.run.model.offers.code(at.offer);
            *values.entry(code.to_owned()).or_default() += at.units * at.price.0;
        }
        paid.push((side, list));
    }
    let falls = |code: &str| {
        let id = model.offers.find(code)?;
        let offer = &model.offers[id];
        (offer.bands.len() > 1 && offer.best_price().0 < offer.list_price().0).then_some((id, offer))
    };
    let mut list: Vec<(&String, f64)> = values.iter().map(|(code, value)| (code, *value)).collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1));
    let shown: Vec<(&str, &Offer)> =
        list.iter().filter_map(|(code, _)| Some((code.as_str(), falls(code)?.1))).take(OFFERS).collect();
    if shown.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new(
        "Unit prices",
        "a row is what one group commits to of one offer whose price falls with quantity",
        &[],
    );
    if told.compares() {
        sheet.field("proposal", Holds::Text);
    }
    for (head, holds) in [
        ("offer", Holds::Text),
        ("group", Holds::Text),
        ("quantity", Holds::Units),
        ("price paid", Holds::Price),
        ("price of the first unit", Holds::Price),
        ("below the first", Holds::Share),
    ] {
        sheet.field(head, holds);
    }
    for (side, groups) in &paid {
        for at in groups {
            let own = &side.run.model;
            let offer = &own.offers[at.offer];
            if offer.bands.len() < 2 {
                continue;
            }
            let mut row = if told.compares() { vec![name(&side.name).into()] } else { Vec::new() };
            let first = offer.list_price().0;
            let below = if first > 0.0 { 1.0 - at.price.0 / first } else { 0.0 };
            row.extend([
                name(&offer.name).into(),
                name(&own.groups[at.group].name).into(),
                at.units.into(),
                at.price.0.into(),
                first.into(),
                below.into(),
            ]);
            sheet.rows.push(row);
        }
    }
    let panels = shown.iter().map(|(code, offer)| curve(told, code, offer, &paid)).collect();
    Some(Picture {
        id: "prices",
        title: "Unit price against pooled volume".to_owned(),
        says: says_prices(told, lead, &paid),
        reading: Some(format!("{} The line is the price by quantity. Axes of prices do not begin at 0.", marks(told))),
        panels,
        least: 320,
        sheet,
    })
}

/// What the marks are, each by its shape.
fn marks(told: &Told<'_>) -> String {
    if !told.compares() {
        return "Each mark is one group that orders.".to_owned();
    }
    let shapes = ["●", "■", "▲", "◆", "○"];
    let list: Vec<String> = told
        .sides()
        .iter()
        .enumerate()
        .map(|(place, side)| format!("{} {}", shapes[place % 5], name(&side.name)))
        .collect();
    format!("Each mark is one group that orders: {}.", list.join(", "))
}

fn says_prices(told: &Told<'_>, lead: &ReportSide<'_>, paid: &[(&ReportSide<'_>, Vec<GroupPrice>)]) -> String {
    let of = |code: &str| {
        let side = paid.iter().find(|(side, _)| side.code == code);
        side.map_or(0.0, |(side, groups)| below_first_price(&side.run.model, groups))
    };
    let own = of(&lead.code);
    if told.compares() {
        let base = &told.sides()[0];
        return format!(
            "What is ordered costs {} less than at the price of the first unit under “{}”, and {} less under “{}”.",
            crate::layout::number::fine_percent(of(&base.code)),
            name(&base.name),
            crate::layout::number::fine_percent(own),
            name(&lead.name)
        );
    }
    format!(
        "Where prices fall with quantity, what is ordered costs {} less than at the price of the first unit.",
        crate::layout::number::fine_percent(own)
    )
}

fn curve(told: &Told<'_>, code: &str, offer: &Offer, paid: &[(&ReportSide<'_>, Vec<GroupPrice>)]) -> Panel {
    let coin = told.coin();
    let mut most: f64 = 0.0;
    let mut series = Vec::new();
    let mut heads = vec!["price by quantity".to_owned()];
    for (place, (side, groups)) in paid.iter().enumerate() {
        let own = &side.run.model;
        let data: Vec<Value> = (groups.iter())
            .filter(|at| own.offers.code(at.offer) == code)
            .map(|at| {
                most = most.max(at.units);
                json!({
                    "value": [rounded(at.units), rounded(at.price.0)],
                    "tip": format!("{}: {}\n{} units at {} m {coin}", name(&side.name), name(&own.groups[at.group].name),
                        plain(at.units), plain(at.price.0))
                })
            })
            .collect();
        let words = if told.compares() { name(&side.name) } else { "ordered".to_owned() };
        heads.push(words.clone());
        series.push(json!({
            "type": "scatter", "name": words, "data": data, "color": colour(place + 1), "symbol": mark(place), "symbolSize": 11,
            "itemStyle": { "borderColor": "$paper", "borderWidth": 1, "opacity": 0.9 }
        }));
    }
    let end = most * 1.12;
    let steps: Vec<f64> = if offer.incremental {
        (0..=60).map(|step| end * f64::from(step.max(1)) / 60.0).collect()
    } else {
        let mut starts: Vec<f64> = offer.bands.iter().map(|band| band.from).filter(|from| *from <= end).collect();
        starts.push(end);
        starts
    };
    let data: Vec<Value> = (steps.iter())
        .map(|units| {
            let price = average_price(offer, *units).0;
            json!({ "value": [rounded(*units), rounded(price)], "tip": format!("from {} units on\n{} m {coin} a unit", plain(*units), plain(price)) })
        })
        .collect();
    series.insert(0, json!({
        "type": "line", "name": heads[0], "data": data, "step": if offer.incremental { Value::Bool(false) } else { json!("end") },
        "showSymbol": false, "color": colour(0), "lineStyle": { "width": 2 }
    }));
    let option = json!({
        "grid": { "top": 26, "left": 52, "right": 14, "bottom": 40 },
        "xAxis": with(amounts("units ordered by one group", Some(rounded(end))), &[("nameLocation", json!("middle")), ("nameGap", json!(26)), ("splitLine", json!({ "show": false })), ("axisLabel", json!({ "color": "$muted", "hideOverlap": true, "showMaxLabel": false, "formatter": "$number" }))]),
        "yAxis": with(amounts(&format!("m {coin} a unit"), None), &[("scale", json!(true)), ("nameTextStyle", json!({ "color": "$muted", "align": "left" }))]),
        "series": series
    });
    Panel { name: name(&offer.name), height: 250, option }
}
