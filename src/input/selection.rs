//! A selection from the capabilities of the data: `capabilities: [fighters, tankers]` keeps these, what they need, and what of the
//! rest of the model speaks of them.

use std::collections::HashSet;

use crate::input::finding::Findings;
use crate::input::tree::{Mapping, Node, Value};
use crate::input::words::nearest;
use crate::schema::Position;

/// Names of capabilities or of groups of them, each with its place.
pub type PlacedNames = Vec<(String, Position)>;

/// Takes a list that stands in place of the table of capabilities out of a layer.
pub fn take(layer: &mut Node) -> Option<PlacedNames> {
    let Value::Map(tables) = &mut layer.value else { return None };
    let names = names_of(tables.get("capabilities")?)?;
    tables.shift_remove("capabilities");
    Some(names)
}

/// The names of a list; nothing of anything else.
pub fn names_of(node: &Node) -> Option<PlacedNames> {
    let Value::List(list) = &node.value else { return None };
    Some(list.iter().filter_map(|name| Some((name.as_text()?.to_owned(), name.at))).collect())
}

/// Keeps the capabilities of these names, with what they need, and takes out what speaks of others alone.
pub fn keep(tree: &mut Node, names: &PlacedNames, findings: &mut Findings) {
    let Value::Map(tables) = &mut tree.value else { return };
    let Some(kept) = kept(tables, names, findings) else { return };
    forget_idle_provisions(tables, &kept);
    let mut dropped: HashSet<String> = tables
        .get("capabilities")
        .and_then(Node::as_map)
        .into_iter()
        .flatten()
        .map(|(id, _)| id.value.clone())
        .filter(|id| !kept.contains(id))
        .collect();
    retain(tables, "capabilities", |id, _| kept.contains(id));
    retain(tables, "holdings", |_, holding| text_of(holding, "gives").is_none_or(|gives| kept.contains(gives)));
    let mut dropped_offers = HashSet::new();
    retain(tables, "offers", |id, offer| {
        let stays = main_of(offer).is_none_or(|main| kept.contains(main));
        if !stays {
            dropped_offers.insert(id.to_owned());
        }
        stays
    });
    for offer in entries(tables, "offers") {
        if let Some(Value::Map(amounts)) = field(offer, "gives").map(|gives| &mut gives.value) {
            amounts.retain(|capability, _| kept.contains(&capability.value));
        }
    }
    dropped.extend(dropped_offers.iter().cloned());
    let mut groups_left = kept.clone();
    if let Some(Value::Map(groups)) = tables.get_mut("capability_groups").map(|table| &mut table.value) {
        for (name, members) in groups {
            shorten(members, |member| kept.contains(member));
            groups_left.insert(name.value.clone());
        }
    }
    for nation in entries(tables, "nations") {
        let Value::Map(fields) = &mut nation.value else { continue };
        retain(fields, "fielding", |offer, _| !dropped_offers.contains(offer));
        if let Some(list) = fields.get_mut("does_not_buy") {
            shorten(list, |name| !dropped.contains(name));
        }
    }
    for supply in entries(tables, "supply") {
        let Value::Map(fields) = &mut supply.value else { continue };
        retain(fields, "weight", |offer, _| !dropped_offers.contains(offer));
    }
    demands(tables, &groups_left);
    for proposal in entries(tables, "proposals") {
        let Value::Map(fields) = &mut proposal.value else { continue };
        demands(fields, &groups_left);
        retain(fields, "pools", |_, pool| still_speaks(pool, "buys", &groups_left));
        for fund in entries(fields, "funds") {
            let Value::Map(fields) = &mut fund.value else { continue };
            retain(fields, "asks", |_, rule| still_speaks(rule, "capabilities", &groups_left));
        }
    }
    if let Some(Value::List(goals)) = tables.get_mut("goals").map(|goals| &mut goals.value) {
        goals.retain_mut(|goal| still_speaks(goal, "of", &groups_left));
    }
}

/// The capabilities that the names stand for, with what these need; nothing where the data have none, or a name is wrong.
fn kept(tables: &Mapping, names: &PlacedNames, findings: &mut Findings) -> Option<HashSet<String>> {
    let all = tables.get("capabilities").and_then(Node::as_map);
    let groups = tables.get("capability_groups").and_then(Node::as_map);
    let Some(all) = all else {
        let at = names.first().map_or(Position::default(), |(_, at)| *at);
        let what = "`capabilities` is a list, which selects from those of the data, and there are none";
        findings.error(at, what, "name the data under `data`, or write the capabilities out as a table");
        return None;
    };
    let mut kept: HashSet<String> = HashSet::new();
    let mut open: Vec<String> = Vec::new();
    let mut is_whole = true;
    for (name, at) in names {
        let group = groups.and_then(|groups| groups.get(name.as_str())).and_then(names_of);
        if let Some(members) = group {
            open.extend(members.into_iter().map(|(member, _)| member));
        } else if all.contains_key(name.as_str()) {
            open.push(name.clone());
        } else {
            let known = all.keys().chain(groups.into_iter().flat_map(|groups| groups.keys()));
            let listed = "the list names capabilities of the data, or groups of them";
            let near = nearest(name, known.map(|key| key.value.as_str()));
            let remedy = near.map_or_else(|| listed.to_owned(), |near| format!("did you mean `{near}`? {listed}"));
            findings.error(*at, format!("unknown capability `{name}`"), remedy);
            is_whole = false;
        }
    }
    while let Some(next) = open.pop() {
        let needs = all.get(next.as_str()).and_then(Node::as_map).and_then(|entry| entry.get("needs"));
        // Circles of needs are told elsewhere.
        if kept.insert(next) {
            let needed = needs.and_then(Node::as_map).into_iter().flat_map(|needs| needs.keys());
            open.extend(needed.map(|key| key.value.clone()));
        }
    }
    is_whole.then_some(kept)
}

/// What is provided of an enabler counts for those that need it; where all of them are dropped, for nobody.
fn forget_idle_provisions(tables: &mut Mapping, kept: &HashSet<String>) {
    let mut needed: HashSet<String> = HashSet::new();
    let mut dropped: HashSet<String> = HashSet::new();
    if let Some(all) = tables.get("capabilities").and_then(Node::as_map) {
        for (id, entry) in all {
            let needs = entry.as_map().and_then(|fields| fields.get("needs")).and_then(Node::as_map);
            let list = if kept.contains(&id.value) { &mut needed } else { &mut dropped };
            list.extend(needs.into_iter().flat_map(|needs| needs.keys().map(|key| key.value.clone())));
        }
    }
    if let Some(Value::Map(all)) = tables.get_mut("capabilities").map(|table| &mut table.value) {
        for (_, entry) in all.iter_mut().filter(|(id, _)| dropped.contains(&id.value) && !needed.contains(&id.value)) {
            if let Value::Map(fields) = &mut entry.value {
                fields.shift_remove("us_provides");
                fields.shift_remove("provided_by");
                fields.shift_remove("switch");
            }
        }
    }
}

/// Rules that speak of dropped capabilities alone say nothing.
fn demands(tables: &mut Mapping, kept: &HashSet<String>) {
    retain(tables, "rules", |_, rule| still_speaks(rule, "capabilities", kept));
}

/// Shortens a list of capabilities of an entry to those that are kept; whether the entry still speaks of anything.
fn still_speaks(entry: &mut Node, list: &str, kept: &HashSet<String>) -> bool {
    let Some(names) = field(entry, list) else { return true };
    let Value::List(before) = &names.value else { return true };
    let had = !before.is_empty();
    shorten(names, |name| kept.contains(name));
    !had || !matches!(&names.value, Value::List(left) if left.is_empty())
}

fn shorten(list: &mut Node, stays: impl Fn(&str) -> bool) {
    if let Value::List(names) = &mut list.value {
        names.retain(|name| name.as_text().is_none_or(&stays));
    }
}

fn retain(tables: &mut Mapping, name: &str, mut stays: impl FnMut(&str, &mut Node) -> bool) {
    if let Some(Value::Map(entries)) = tables.get_mut(name).map(|table| &mut table.value) {
        entries.retain(|id, entry| stays(&id.value, entry));
    }
}

fn entries<'t>(tables: &'t mut Mapping, name: &str) -> impl Iterator<Item = &'t mut Node> {
    let map = match tables.get_mut(name).map(|table| &mut table.value) {
        Some(Value::Map(entries)) => Some(entries),
        _ => None,
    };
    map.into_iter().flat_map(|entries| entries.values_mut())
}

fn field<'e>(entry: &'e mut Node, name: &str) -> Option<&'e mut Node> {
    match &mut entry.value {
        Value::Map(fields) => fields.get_mut(name),
        _ => None,
    }
}

fn text_of<'e>(entry: &'e Node, name: &str) -> Option<&'e str> {
    entry.as_map()?.get(name)?.as_text()
}

/// The capability that an offer mainly gives.
fn main_of(offer: &Node) -> Option<&str> {
    let gives = offer.as_map()?.get("gives")?;
    match &gives.value {
        Value::Map(amounts) => amounts.keys().next().map(|key| key.value.as_str()),
        _ => gives.as_text(),
    }
}
