//! Presets: what regulations pay for and ask for. `use: safe` in a proposal lays one under it; what the proposal says
//! itself wins, field by field, and what it sets to nothing is taken out.

use crate::input::finding::Findings;
use crate::input::sources::Sources;
use crate::input::tree::{Node, Value};
use crate::input::words::nearest;
use crate::input::yaml;
use crate::schema::Position;

/// A preset: its name with the number of its regulation, a short name for its latest version, and its YAML.
struct Preset {
    name: &'static str,
    alias: &'static str,
    text: &'static str,
}

const PRESETS: &[Preset] = &[
    Preset { name: "safe_2025_1106", alias: "safe", text: include_str!("presets/safe_2025_1106.yaml") },
    Preset { name: "edip_2025_2643", alias: "edip", text: include_str!("presets/edip_2025_2643.yaml") },
    Preset { name: "edirpa_2023_2418", alias: "edirpa", text: include_str!("presets/edirpa_2023_2418.yaml") },
    Preset { name: "occar_global_balance", alias: "occar", text: include_str!("presets/occar_global_balance.yaml") },
];

/// Lays the presets that proposals use under them.
pub fn lay_under(tree: &mut Node, sources: &mut Sources, findings: &mut Findings) {
    let Value::Map(tables) = &mut tree.value else { return };
    let Some(Value::Map(proposals)) = tables.get_mut("proposals").map(|table| &mut table.value) else { return };
    for proposal in proposals.values_mut() {
        refuse_what_names_nothing(proposal, findings);
        let mut lower = Node::empty(proposal.at);
        for (name, at) in used(proposal) {
            match PRESETS.iter().find(|preset| [preset.name, preset.alias].contains(&name.as_str())) {
                Some(preset) => {
                    let number = sources.add_preset(preset.name, preset.text);
                    if let Some(layer) = yaml::parse(preset.text, number, findings) {
                        lower.lay_over(layer);
                    }
                }
                None => unknown(&name, at, findings),
            }
        }
        if lower.as_map().is_some_and(|map| !map.is_empty()) {
            make_room(&mut lower, proposal);
            let at = proposal.at;
            lower.lay_over(std::mem::replace(proposal, Node::empty(at)));
            *proposal = Node { at, ..lower };
        }
    }
}

/// The presets that a proposal names, with the places of their names.
fn used(proposal: &Node) -> Vec<(String, Position)> {
    let Some(named) = proposal.as_map().and_then(|map| map.get("use")) else { return Vec::new() };
    let one = |node: &Node| node.as_text().map(|text| (text.to_owned(), node.at));
    match &named.value {
        Value::List(list) => list.iter().filter_map(one).collect(),
        _ => one(named).into_iter().collect(),
    }
}

/// What names presets is a text or a list of texts; anything else is told here, and taken out.
fn refuse_what_names_nothing(proposal: &mut Node, findings: &mut Findings) {
    let Value::Map(map) = &mut proposal.value else { return };
    let is_text = |node: &Node| node.as_text().is_some();
    let Some(named) = map.get("use") else { return };
    let good = match &named.value {
        Value::Null | Value::Text(_) => true,
        Value::List(list) => list.iter().all(is_text),
        _ => false,
    };
    if !good {
        findings.error(
            named.at,
            "`use` names presets, and this is no name",
            "write `use: safe`, or `use: [safe, edip]`",
        );
        map.shift_remove("use");
    }
}

fn unknown(name: &str, at: Position, findings: &mut Findings) {
    let known: Vec<&str> = PRESETS.iter().flat_map(|preset| [preset.alias, preset.name]).collect();
    let listed: Vec<String> = PRESETS.iter().map(|preset| format!("`{}`", preset.alias)).collect();
    let listed = format!("the presets are {}", listed.join(", "));
    let remedy = nearest(name, known).map_or_else(|| listed.clone(), |near| format!("did you mean `{near}`? {listed}"));
    findings.error(at, format!("unknown preset `{name}`"), remedy);
}

/// Takes out of a preset what the proposal sets to nothing, and of the two ways in which a rule may give way the one
/// that the proposal does not choose.
fn make_room(preset: &mut Node, proposal: &mut Node) {
    let (Value::Map(lower), Value::Map(upper)) = (&mut preset.value, &mut proposal.value) else { return };
    upper.retain(|key, node| {
        if node.value == Value::Null {
            return lower.shift_remove(key).is_none();
        }
        if let Some(below) = lower.get_mut(key) {
            make_room(below, node);
        }
        true
    });
    for (chosen, other) in [("or_pay", "rank"), ("rank", "or_pay")] {
        if upper.contains_key(chosen) {
            lower.shift_remove(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PRESETS;

    #[test]
    fn every_preset_says_its_version_its_date_and_its_regulation() {
        for preset in PRESETS {
            assert!(preset.name.starts_with(preset.alias), "{}", preset.name);
            let head: String = preset.text.lines().take_while(|line| line.starts_with('#')).collect();
            for word in ["Version ", "as of 20", "What it is: ", "Source: "] {
                assert!(head.contains(word), "the head of {} lacks `{word}`", preset.name);
            }
            let rules = preset.text.matches("rule: ").count();
            let sources = preset.text.lines().filter(|line| line.trim_start().starts_with("source: ")).count();
            assert!(rules > 0 && sources >= rules, "{}: {rules} rules, {sources} sources", preset.name);
        }
    }
}
