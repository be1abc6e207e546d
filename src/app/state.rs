//! The state of a desk as the page is told it: levers with what they were, pins, and how to have the same elsewhere.

use serde_json::{Value, json};

use crate::app::address::address_of;
use crate::app::desk::Desk;
use crate::app::lever_list::SECTIONS;
use crate::app::lever_settings::LeverValues;
use crate::app::levers::DeskLever;
use crate::app::planned::StateReading;
use crate::input::latest_groups;
use crate::legible::legible;
use crate::model::Model;

/// Version and commit of the program.
pub(super) fn program() -> String {
    match option_env!("ENTENTE_COMMIT") {
        Some(commit) => format!("{}+{commit}", env!("CARGO_PKG_VERSION")),
        None => env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// The state of a desk.
pub(super) fn state_of(desk: &Desk) -> Value {
    let state = desk.state();
    let (loaded, values, reading) = (&desk.loaded, state.values(), &state.reading);
    let sections: Vec<Value> = SECTIONS
        .iter()
        .map(|(id, title)| {
            let own = reading.levers.iter().filter(|lever| lever.section == *id);
            let levers: Vec<Value> = own.map(|lever| shown(lever, values)).collect();
            json!({ "id": id, "title": title, "levers": levers })
        })
        .filter(|section| section["levers"].as_array().is_some_and(|levers| !levers.is_empty()))
        .collect();
    let pins: Vec<Value> = (state.pins.iter())
        .map(|pin| json!({ "pin": pin.pin, "name": pin.name, "revision": pin.revision, "sentence": pin.sentence }))
        .collect();
    let proposals: Vec<Value> =
        loaded.proposals.iter().map(|(code, name)| json!({ "name": code, "title": legible(name) })).collect();
    let questions: Vec<Value> =
        state.questions.iter().map(|question| json!({ "id": question.id, "asked": question.asked })).collect();
    json!({
        "revision": state.revision,
        "model": { "file": loaded.file, "title": loaded.title(), "digest": loaded.digest, "money": reading.model.money },
        "program": program(),
        "proposal": crate::app::lever_settings::chosen_proposal(loaded, values),
        "proposals": proposals,
        "undo": state.place,
        "redo": state.history.len() - 1 - state.place,
        "command": command(desk, reading),
        "address": address_of(loaded, values, &state.pins),
        "members": members(&reading.model, values, reading),
        "sections": sections,
        "pins": pins,
        "changed": changed(&reading.levers, values),
        "warnings": desk.warnings,
        "questions": questions,
        "exports": [
            { "label": "Model as YAML, what differs", "href": format!("/api/desk/{}/export.yaml", desk.id) },
            { "label": "Report page", "href": format!("/api/desk/{}/report.html", desk.id) }
        ],
    })
}

fn shown(lever: &DeskLever, values: &LeverValues) -> Value {
    lever.shown(values.get(&lever.id).unwrap_or(&lever.was))
}

/// What differs from the model, in words.
pub(super) fn changed(levers: &[DeskLever], values: &LeverValues) -> Vec<Value> {
    let moved = levers.iter().filter_map(|lever| Some((lever, values.get(&lever.id)?)));
    moved
        .map(|(lever, value)| {
            let text = format!("{}: {} instead of {}", lever.label, lever.words(value), lever.words(&lever.was));
            json!({ "lever": lever.id, "text": text })
        })
        .collect()
}

/// The command that solves the same model.
pub(super) fn command(desk: &Desk, reading: &StateReading) -> String {
    let quoted = |text: &str| {
        if text.chars().all(|c| c.is_ascii_alphanumeric() || "_./=-:".contains(c)) {
            text.to_owned()
        } else {
            format!("'{}'", text.replace('\'', "'\\''"))
        }
    };
    let mut words = vec!["entente solve".to_owned()];
    let path =
        desk.loaded.path.as_ref().map_or_else(|| desk.loaded.file.clone(), |path| path.to_string_lossy().into_owned());
    words.push(quoted(&path));
    words.push(format!("--proposal {}", quoted(&reading.proposal)));
    words.extend(reading.settings.iter().map(|(path, value)| format!("--set {}", quoted(&format!("{path}={value}")))));
    words.join(" ")
}

/// Who buys together, and who could.
fn members(model: &Model, values: &LeverValues, reading: &StateReading) -> Value {
    let pools: Vec<_> = model.groups.iter().filter(|(_, group)| group.is_pool).collect();
    let first = pools.first().map(|(_, pool)| &pool.members);
    let lever = reading.levers.iter().find(|lever| lever.id == "members");
    let text = lever.map(|lever| values.get("members").unwrap_or(&lever.was).clone()).unwrap_or_default();
    let is_in = |nation| first.is_some_and(|members| members.contains(&nation));
    let list: Vec<&str> =
        model.nations.ids().filter(|nation| is_in(*nation)).map(|nation| model.nations.code(nation)).collect();
    let nations: Vec<Value> = (model.nations.iter())
        .map(|(id, nation)| json!({ "code": model.nations.code(id), "name": legible(&nation.name), "is_in": is_in(id), "can_buy": true }))
        .chain(
            (model.countries.iter())
                .filter(|(id, _)| model.nations.find(model.countries.code(*id)).is_none())
                .map(|(id, country)| json!({ "code": model.countries.code(id), "name": legible(&country.name), "is_in": false, "can_buy": false })),
        )
        .collect();
    let groups: Vec<Value> = (latest_groups().into_iter())
        .map(|group| {
            let members: Vec<&str> = group.members().filter(|code| model.nations.find(code).is_some()).collect();
            json!({ "name": group.name, "about": group.about, "count": group.members().count(), "members": members })
        })
        .filter(|group| group["members"].as_array().is_some_and(|members| !members.is_empty()))
        .collect();
    json!({ "text": text, "list": list, "nations": nations, "groups": groups, "pools": pools.len(), "lever": lever.map(|lever| &lever.id) })
}
