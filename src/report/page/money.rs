//! Pictures of money: from nations through pools to producers, and on the map.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::id::{GroupId, Id};
use crate::layout::number::percent;
use crate::layout::sheet::{Holds, Sheet};
use crate::measures::{WorkShare, flows, work_shares};
use crate::report::page::chart::{Panel, Picture, Scale, ceiling};
use crate::report::page::told::{Most, ReportSide, Told, apart, capital, label, most, name, shortened};

/// How many nations and producers have a place of their own.
const SHOWN: usize = 18;

/// What one end of the picture is called where it is no pool.
const ALONE: &str = "buying alone";

/// Money for orders from one place to the next.
struct Streams {
    nations: Vec<(String, f64)>,
    groups: Vec<(String, f64)>,
    producers: Vec<(String, f64, bool)>,
    links: BTreeMap<(usize, String, String), f64>,
    all: f64,
}

/// The largest keep their names; what is smaller goes together.
fn shown(sums: &BTreeMap<String, f64>, others: &str) -> BTreeMap<String, String> {
    let mut list: Vec<(&String, f64)> = sums.iter().map(|(name, sum)| (name, *sum)).collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1));
    let rest = list.len().saturating_sub(SHOWN);
    let kept = if rest == 1 { list.len() } else { SHOWN };
    (list.iter().enumerate())
        .map(|(place, (name, _))| {
            let as_shown = if place < kept { (*name).clone() } else { format!("{rest} other {others}") };
            ((*name).clone(), as_shown)
        })
        .collect()
}

fn streams(side: &ReportSide<'_>) -> Streams {
    let model = &side.run.model;
    let all = flows(model, &side.run.known.terms);
    let group = |id: GroupId| if model.groups[id].is_pool { name(&model.groups[id].name) } else { ALONE.to_owned() };
    let nation_names = apart(model.nations.iter().map(|(id, nation)| (model.nations.code(id), nation.name.as_str())));
    let producer_names =
        apart(model.producers.iter().map(|(id, entry)| (model.producers.code(id), entry.name.as_str())));
    let mut nations: BTreeMap<String, f64> = BTreeMap::new();
    let mut producers: BTreeMap<String, f64> = BTreeMap::new();
    for (nation, _, sum) in &all.into_groups {
        *nations.entry(nation_names[nation.index()].clone()).or_default() += sum.0;
    }
    for (_, producer, sum) in &all.out_of_groups {
        *producers.entry(producer_names[producer.index()].clone()).or_default() += sum.0;
    }
    let (from, to) = (shown(&nations, "nations"), shown(&producers, "producers"));
    let mut links: BTreeMap<(usize, String, String), f64> = BTreeMap::new();
    let mut made: [BTreeMap<String, f64>; 3] = Default::default();
    for (nation, id, sum) in &all.into_groups {
        let (nation, group) = (from[&nation_names[nation.index()]].clone(), group(*id));
        *made[0].entry(nation.clone()).or_default() += sum.0;
        *made[1].entry(group.clone()).or_default() += sum.0;
        *links.entry((0, nation, group)).or_default() += sum.0;
    }
    for (id, producer, sum) in &all.out_of_groups {
        let (group, producer) = (group(*id), to[&producer_names[producer.index()]].clone());
        *made[2].entry(producer.clone()).or_default() += sum.0;
        *links.entry((1, group, producer)).or_default() += sum.0;
    }
    let inside = |shown: &str| {
        let of_name = model.producers.iter().find(|(id, _)| producer_names[id.index()] == shown);
        of_name.is_none_or(|(_, producer)| model.domestic.contains(producer.seat))
    };
    // The largest come first, and what goes together last.
    let ranked = |sums: &BTreeMap<String, f64>| -> Vec<(String, f64)> {
        let mut list: Vec<(String, f64)> = sums.iter().map(|(name, sum)| (name.clone(), *sum)).collect();
        let together = |name: &str| name.contains(" other nations") || name.contains(" other producers");
        list.sort_by(|a, b| together(&a.0).cmp(&together(&b.0)).then(b.1.total_cmp(&a.1)));
        list
    };
    let [first, second, third] = &made;
    Streams {
        nations: ranked(first),
        groups: ranked(second),
        producers: ranked(third).into_iter().map(|(name, sum)| (name.clone(), sum, inside(&name))).collect(),
        links,
        all: second.values().sum(),
    }
}

/// Money for orders, from nations through pools to producers.
pub(super) fn through_pools(told: &Told<'_>) -> Option<Picture> {
    let all: Vec<(&ReportSide<'_>, Streams)> =
        told.sides().iter().map(|side| (side, streams(side))).filter(|(_, streams)| streams.all > 0.0).collect();
    let (lead, own) = all.iter().find(|(side, _)| side.code == told.lead().code).or(all.first())?;
    let largest = all.iter().map(|(_, streams)| streams.all).fold(0.0, f64::max);
    let scale = Scale::of(largest, &told.coin());
    let mut sheet = Sheet::new("Money for orders", "a row is the money for orders that goes from one to another", &[]);
    if told.compares() {
        sheet.field("proposal", Holds::Text);
    }
    for head in ["step", "from", "to"] {
        sheet.field(head, Holds::Text);
    }
    sheet.field("paid for orders", Holds::Money);
    for (side, _) in &all {
        let model = &side.run.model;
        let whole = flows(model, &side.run.known.terms);
        let head = || if told.compares() { vec![name(&side.name).into()] } else { Vec::new() };
        let group = |id: GroupId| name(&model.groups[id].name);
        for (nation, id, sum) in &whole.into_groups {
            let mut row = head();
            row.extend([
                "nation to group".into(),
                name(&model.nations[*nation].name).into(),
                group(*id).into(),
                sum.0.into(),
            ]);
            sheet.rows.push(row);
        }
        for (id, producer, sum) in &whole.out_of_groups {
            let mut row = head();
            row.extend([
                "group to producer".into(),
                group(*id).into(),
                name(&model.producers[*producer].name).into(),
                sum.0.into(),
            ]);
            sheet.rows.push(row);
        }
    }
    let words = |millions| scale.words(millions);
    let said =
        |first: Option<Most>| first.map_or_else(String::new, |first| format!("{} ({})", first.names, first.amount));
    // What goes together under one name is nobody that could be first.
    let is_one = |name: &str| !name.contains(" other nations") && !name.contains(" other producers");
    let payers = own.nations.iter().map(|(name, sum)| (name.as_str(), *sum));
    let payer = said(most(payers.filter(|(name, _)| is_one(name)), words));
    let makers = own.producers.iter().map(|(name, sum, _)| (name.as_str(), *sum));
    let maker = said(most(makers.filter(|(name, _)| is_one(name)), words));
    let through: f64 = own.groups.iter().filter(|(group, _)| group != ALONE).map(|(_, sum)| sum).sum();
    let under = if told.compares() { format!("Under “{}”, ", name(&lead.name)) } else { String::new() };
    let says = format!(
        "{under}{} of {} for orders go through pools; most is paid by {payer}, and most goes to {maker}.",
        percent(through / own.all),
        scale.words(own.all)
    );
    Some(Picture {
        id: "money",
        title: "Money from nations through pools to producers".to_owned(),
        says,
        reading: Some(format!(
            "Width is money for orders over all years. Producers seated in domestic countries are blue, others orange.{}",
            who_orders(told)
        )),
        panels: all.iter().map(|(side, streams)| panel(side, streams, &scale)).collect(),
        least: 560,
        sheet,
    })
}

fn panel(side: &ReportSide<'_>, streams: &Streams, scale: &Scale) -> Panel {
    let node = |layer: usize, of: &str, sum: f64, colour: &str| {
        // What stands at the right end has its name to the left of it, where there is room.
        let place = match layer {
            2 => "left",
            1 => "top",
            _ => "right",
        };
        let figure = crate::layout::number::money(sum);
        json!({
            "name": format!("{layer}{of}"), "depth": layer, "text": format!("{} {figure}", label(of)),
            "brief": format!("{} {figure}", shortened(of, if layer == 1 { 14 } else { 18 })),
            "tip": format!("{of}\n{}", scale.words(sum)), "itemStyle": { "color": colour }, "label": { "position": place }
        })
    };
    let mut nodes: Vec<Value> = streams.nations.iter().map(|(of, sum)| node(0, of, *sum, "$c4")).collect();
    nodes.extend(streams.groups.iter().map(|(of, sum)| node(1, of, *sum, if of == ALONE { "$muted" } else { "$c2" })));
    nodes.extend(streams.producers.iter().map(|(of, sum, inside)| {
        let colour = if of.contains(" other producers") {
            "$muted"
        } else if *inside {
            "$c0"
        } else {
            "$c1"
        };
        node(2, of, *sum, colour)
    }));
    let links: Vec<Value> = (streams.links.iter())
        .map(|((layer, from, to), sum)| {
            json!({
                "source": format!("{layer}{from}"), "target": format!("{}{to}", layer + 1), "value": scale.on(*sum).max(1e-6),
                "tip": format!("{from} → {to}\n{}", scale.words(*sum))
            })
        })
        .collect();
    let option = json!({
        "series": [{
            "type": "sankey", "data": nodes, "links": links, "top": 22, "bottom": 6, "left": 2, "right": 2, "nodeWidth": 12, "nodeGap": 12,
            "layoutIterations": if streams.groups.len() > 1 { 24 } else { 0 }, "draggable": false, "emphasis": { "focus": "adjacency" },
            "lineStyle": { "color": "$flow", "opacity": 0.5, "curveness": 0.5 },
            "label": { "formatter": "$text", "color": "$ink", "textBorderColor": "$paper", "textBorderWidth": 2 }
        }],
        "$narrow": { "series": [{ "label": { "fontSize": 9, "formatter": "$brief" } }] }
    });
    let rows = streams.nations.len().max(streams.producers.len());
    Panel { name: name(&side.name), height: 60 + 30 * rows.max(3), option }
}

/// Who pays for orders, and where their work goes.
pub(super) fn on_the_map(told: &Told<'_>) -> Option<Picture> {
    let all: Vec<(&ReportSide<'_>, Vec<WorkShare>)> = (told.sides().iter())
        .map(|side| (side, work_shares(&side.run.model, &side.run.plan, &side.run.known.terms)))
        .filter(|(_, shares)| !shares.is_empty())
        .collect();
    let (lead, own) = all.iter().find(|(side, _)| side.code == told.lead().code).or(all.first())?;
    let largest =
        all.iter().flat_map(|(_, list)| list).map(|share| share.work.0.max(share.orders.0)).fold(0.0, f64::max);
    let scale = Scale::of(largest, &told.coin());
    let mut sheet = Sheet::new(
        "Orders and work",
        "a row is one country: what it orders, and the work that all orders place in it",
        &[],
    );
    if told.compares() {
        sheet.field("proposal", Holds::Text);
    }
    for (head, holds) in [
        ("country", Holds::Text),
        ("counts as domestic", Holds::Text),
        ("orders", Holds::Money),
        ("work", Holds::Money),
        ("work less orders", Holds::Money),
    ] {
        sheet.field(head, holds);
    }
    for (side, shares) in &all {
        let mut shares: Vec<&WorkShare> = shares.iter().collect();
        shares.sort_by(|a, b| b.work.0.total_cmp(&a.work.0));
        for share in shares {
            let mut row = if told.compares() { vec![name(&side.name).into()] } else { Vec::new() };
            let inside = side.run.model.domestic.contains(share.country);
            row.extend([
                name(&side.run.model.countries[share.country].name).into(),
                if inside { "yes" } else { "no" }.into(),
                share.orders.0.into(),
                share.work.0.into(),
                (share.work.0 - share.orders.0).into(),
            ]);
            sheet.rows.push(row);
        }
    }
    let end = ceiling(scale.on(largest));
    let mut panels = Vec::new();
    for (side, shares) in &all {
        for (what, of) in [("who orders", true), ("where the work goes", false)] {
            let least = if told.compares() { 0.06 } else { 0.02 };
            let mut panel = map(side, shares, &scale, end, of, least);
            panel.height = if told.compares() { 275 } else { 430 };
            panel.name = if told.compares() { format!("{}: {what}", panel.name) } else { capital(what) };
            panels.push(panel);
        }
    }
    Some(Picture {
        id: "map",
        title: "Who pays, and where the work goes".to_owned(),
        says: says_map(told, lead, own, &scale),
        reading: Some(format!(
            "Numbers on the map are {}; the darker (in dark mode the brighter), the more. Countries outside Europe \
            stand in the table.{}",
            scale.unit,
            who_orders(told)
        )),
        panels,
        least: if told.compares() { 260 } else { 400 },
        sheet,
    })
}

/// What the plan does not settle about who orders.
fn who_orders(told: &Told<'_>) -> &'static str {
    if told.sides().iter().all(|side| side.summary.unsettled_orders <= 0.0) {
        return "";
    }
    " Sums, prices and work are settled, but not who orders how much: nation by nation it is a share by gross domestic product \
     or one of several divisions that goals value alike, and no shopping list."
}

fn says_map(told: &Told<'_>, lead: &ReportSide<'_>, own: &[WorkShare], scale: &Scale) -> String {
    let model = &lead.run.model;
    let first = |shares: &[&WorkShare], of: fn(&WorkShare) -> f64| {
        let list = shares.iter().filter(|share| of(share) > 0.0);
        most(list.map(|share| (model.countries[share.country].name.as_str(), of(share))), |sum| scale.words(sum))
    };
    let under = if told.compares() { format!("Under “{}”, ", name(&lead.name)) } else { String::new() };
    let all: Vec<&WorkShare> = own.iter().collect();
    let work: f64 = own.iter().map(|share| share.work.0).sum();
    let outside: Vec<&WorkShare> = own.iter().filter(|share| !model.domestic.contains(share.country)).collect();
    let lost: f64 = outside.iter().map(|share| share.work.0).sum();
    let abroad = match first(&outside, |share| share.work.0) {
        Some(first) => format!(
            "{} of the work goes to countries that do not count as domestic, most of it to {} ({})",
            percent(lost / work),
            first.names,
            first.amount
        ),
        None => "none of the work leaves the domestic countries".to_owned(),
    };
    let (buyer, worker) = (first(&all, |share| share.orders.0), first(&all, |share| share.work.0));
    match (buyer, worker) {
        (Some(buyer), Some(worker)) if buyer.names == worker.names => format!(
            "{under}{} ({}) {} most and {} most of the work ({}), and {abroad}.",
            buyer.names,
            buyer.amount,
            if buyer.are_several() { "order" } else { "orders" },
            if buyer.are_several() { "get" } else { "gets" },
            worker.amount
        ),
        (buyer, worker) => {
            let orders = if buyer.as_ref().is_some_and(Most::are_several) { "order" } else { "orders" };
            let said = |first: Option<Most>| {
                first.map_or_else(|| "nobody".to_owned(), |first| format!("{} ({})", first.names, first.amount))
            };
            format!("{under}{} {orders} most, most of the work goes to {}, and {abroad}.", said(buyer), said(worker))
        }
    }
}

/// One map: of orders or of work, with numbers on countries that have at least a share of the scale.
fn map(side: &ReportSide<'_>, shares: &[WorkShare], scale: &Scale, end: f64, orders: bool, least: f64) -> Panel {
    let model = &side.run.model;
    let data: Vec<Value> = (shares.iter())
        .filter(|share| if orders { share.orders.0 > 0.0 } else { share.work.0 > 0.0 })
        .map(|share| {
            let amount = if orders { share.orders.0 } else { share.work.0 };
            let value = scale.on(amount);
            let (ink, halo) = if value > 0.55 * end { ("$onDark", "$s4") } else { ("$onLight", "$m0") };
            json!({
                "name": model.countries.code(share.country), "value": value, "text": super::chart::at_bar(value),
                "label": { "show": value >= least * end, "color": ink, "textBorderColor": halo, "textBorderWidth": 2 },
                "tip": format!("{}\norders {}\nwork {}", name(&model.countries[share.country].name), scale.words(share.orders.0),
                    scale.words(share.work.0))
            })
        })
        .collect();
    let option = json!({
        "visualMap": {
            "min": 0, "max": end, "calculable": false, "orient": "horizontal", "left": "center", "bottom": 0, "itemHeight": 140,
            "itemWidth": 12, "text": [format!("{end} {}", scale.unit), "0"], "textStyle": { "color": "$muted" },
            "inRange": { "color": ["$m0", "$s1", "$s2", "$s3", "$s4"] }
        },
        "series": [{
            "type": "map", "map": "europe", "data": data, "top": 4, "bottom": 30, "left": 4, "right": 4, "aspectScale": 1, "preserveAspect": "contain", "selectedMode": false,
            "label": { "show": false, "formatter": "$text", "fontSize": 10 }, "labelLayout": { "hideOverlap": true },
            "itemStyle": { "areaColor": "$land", "borderColor": "$border", "borderWidth": 0.7 },
            "emphasis": { "label": { "show": true, "color": "$ink" }, "itemStyle": { "areaColor": "$c1" } }
        }]
    });
    Panel { name: name(&side.name), height: 430, option }
}
