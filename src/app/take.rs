//! What is taken in and out: models and addresses that become desks, pins, and files to keep.

use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::app::address::read_address;
use crate::app::answer::with_told;
use crate::app::desk::{Desk, PinnedState};
use crate::app::edit::moved;
use crate::app::first_questions::questions_of;
use crate::app::lever_settings::LeverValues;
use crate::app::library::LoadedModel;
use crate::app::planned::StateReading;
use crate::app::refusal::AppRefusal;
use crate::app::server::{AppShared, random_text};
use crate::app::state::{changed, program, state_of};
use crate::disk::write_new_file;
use crate::input::{OpenedModel, layer_text};
use crate::legible::{Shown, legible};
use crate::report::report_page;

/// Longest name of a pin, in letters.
const NAME: usize = 60;

/// What the page starts with.
pub(super) fn start_of(app: &AppShared) -> Value {
    let models = app.library.entries();
    let first = models.first().and_then(|entry| entry["file"].as_str());
    let questions = match first.and_then(|file| app.library.open(file)) {
        Some(Ok(loaded)) => questions_of(&loaded),
        _ => Vec::new(),
    };
    json!({ "program": program(), "models": models, "questions": questions })
}

fn findings(list: Vec<String>) -> AppRefusal {
    AppRefusal::Findings(list.into_iter().map(|text| (None, text)).collect())
}

/// The model of the list by its name.
fn listed(app: &AppShared, name: &str) -> Result<Arc<LoadedModel>, AppRefusal> {
    match app.library.open(name) {
        Some(Ok(loaded)) => Ok(loaded),
        Some(Err(list)) => Err(findings(list)),
        None => Err(AppRefusal::text(format!("There is no model `{}` in the list of this server.", legible(name)))),
    }
}

/// A model that was brought: its text, or a workbook.
fn brought(name: &str, content: &str) -> Result<Arc<LoadedModel>, AppRefusal> {
    let name: String = legible(name.rsplit(['/', '\\']).next().unwrap_or(name)).chars().take(100).collect();
    let bytes = STANDARD.decode(content).map_err(|_| AppRefusal::request("the content is not base64"))?;
    let is_workbook = Path::new(&name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let opened = if is_workbook {
        OpenedModel::of_workbook(&bytes).map_err(|what| AppRefusal::text(format!("{name}: {what}.")))?
    } else {
        let text = String::from_utf8(bytes)
            .map_err(|_| AppRefusal::text(format!("{name} is not UTF-8 text; save it as UTF-8.")))?;
        OpenedModel::of_text(&name, &text)
    };
    LoadedModel::of(name, None, opened).map(Arc::new).map_err(findings)
}

/// Makes a desk of a model of the list, of one that is brought, or of an address.
pub(super) fn new_desk(app: &Arc<AppShared>, asked: &Value) -> Result<Value, AppRefusal> {
    let text = |key: &str| asked.get(key).and_then(Value::as_str);
    let mut warnings = Vec::new();
    let mut values = LeverValues::new();
    let mut pins = Vec::new();
    let loaded = if let Some(address) = text("address") {
        let Some(addressed) = read_address(address) else {
            return Err(AppRefusal::text("This address holds no state of the application; copy it whole."));
        };
        let loaded = listed(app, &addressed.file)?;
        warnings.extend(addressed.warnings(&loaded));
        // Of another model's levers those are taken that are here.
        let (taken, refused) = taken_moves(&loaded, &addressed.moves);
        values = taken;
        warnings.extend(refused);
        for pin in addressed.pins {
            let (values, refused) = taken_moves(&loaded, &pin.moves);
            warnings.extend(refused);
            pins.push((pin.name, values));
        }
        loaded
    } else if let (Some(name), Some(content)) = (text("name"), text("content_base64")) {
        brought(name, content)?
    } else if let Some(model) = text("model") {
        listed(app, model)?
    } else {
        return Err(AppRefusal::request("name a model, bring one, or give an address"));
    };
    warnings.extend(loaded.warnings.iter().cloned());
    let reading = match StateReading::of(&loaded, &values) {
        Ok(reading) => reading,
        Err(AppRefusal::Findings(list)) if !values.is_empty() => {
            warnings.extend(
                list.into_iter().map(|(_, text)| format!("The state of the address cannot be had here: {text}")),
            );
            values = LeverValues::new();
            StateReading::of(&loaded, &values)?
        }
        Err(other) => return Err(other),
    };
    let failed = |error: std::io::Error| AppRefusal::text(format!("The system gives no random numbers: {error}."));
    let id = random_text(12).map_err(failed)?;
    let desk = Arc::new(Desk::new(id.clone(), loaded, values, Arc::new(reading), warnings.clone()));
    for (name, values) in pins {
        if let Ok(reading) = StateReading::of(&desk.loaded, &values) {
            add_pin(app, &desk, &name, values, Arc::new(reading))?;
        }
    }
    app.add_desk(desk.clone());
    desk.news.tell("state", &state_of(&desk));
    app.search(&desk);
    Ok(json!({ "desk": id, "warnings": warnings }))
}

/// The values of moves, one by one, and what is wrong with those that are left out.
fn taken_moves(loaded: &LoadedModel, moves: &Value) -> (LeverValues, Vec<String>) {
    let mut values = LeverValues::new();
    let mut refused = Vec::new();
    for entry in moves.as_array().into_iter().flatten() {
        match moved(loaded, &values, entry) {
            Ok(made) => values = made.values,
            Err(AppRefusal::Findings(list)) => {
                refused.extend(list.into_iter().map(|(_, text)| format!("Left out of the address: {text}")));
            }
            Err(_) => refused.push("Something of the address could not be read.".to_owned()),
        }
    }
    (values, refused)
}

fn pin_name(asked: &Value, usual: &str) -> String {
    let name =
        asked.get("name").and_then(Value::as_str).map(str::trim).filter(|name| !name.is_empty()).unwrap_or(usual);
    legible(name).chars().take(NAME).collect()
}

fn add_pin(
    app: &AppShared,
    desk: &Desk,
    name: &str,
    values: LeverValues,
    reading: Arc<StateReading>,
) -> Result<u64, AppRefusal> {
    let mut state = desk.state();
    if state.pins.len() >= app.limits.pins {
        return Err(AppRefusal::text(format!("There are {} pins already; remove one first.", app.limits.pins)));
    }
    let pin = state.next_pin;
    state.next_pin += 1;
    let known = app.memory.state(&reading.digest);
    let sentence = if reading.digest == state.reading.digest {
        let answer = state.answer.as_ref();
        answer.and_then(|answer| answer["sentences"][0]["text"].as_str()).unwrap_or_default().to_owned()
    } else {
        String::new()
    };
    let revision = state.revision;
    state.pins.push(PinnedState {
        pin,
        name: name.chars().take(NAME).collect(),
        values,
        revision,
        reading,
        known,
        sentence,
    });
    Ok(pin)
}

/// Pins the state that is shown.
pub(super) fn pin(app: &Arc<AppShared>, desk: &Arc<Desk>, asked: &Value) -> Result<Value, AppRefusal> {
    let (values, reading, usual) = {
        let state = desk.state();
        let moved = changed(&state.reading.levers, state.values());
        let usual = moved.first().and_then(|change| change["text"].as_str()).unwrap_or("As the model is").to_owned();
        (state.values().clone(), state.reading.clone(), usual)
    };
    let pin = add_pin(app, desk, &pin_name(asked, &usual), values, reading)?;
    desk.news.tell("state", &state_of(desk));
    Ok(json!({ "pin": pin }))
}

fn pin_number(asked: &Value) -> Result<u64, AppRefusal> {
    asked.get("pin").and_then(Value::as_u64).ok_or_else(|| AppRefusal::request("name the pin by its number"))
}

/// Removes a pin.
pub(super) fn unpin(desk: &Desk, asked: &Value) -> Result<Value, AppRefusal> {
    let pin = pin_number(asked)?;
    desk.state().pins.retain(|known| known.pin != pin);
    desk.news.tell("state", &state_of(desk));
    Ok(json!({ "pin": pin }))
}

/// Gives a pin another name.
pub(super) fn rename(desk: &Desk, asked: &Value) -> Result<Value, AppRefusal> {
    let pin = pin_number(asked)?;
    for known in desk.state().pins.iter_mut().filter(|known| known.pin == pin) {
        known.name = pin_name(asked, &known.name);
    }
    desk.news.tell("state", &state_of(desk));
    Ok(json!({ "pin": pin }))
}

/// The values of a pin.
pub(super) fn pinned(desk: &Desk, asked: &Value) -> Result<LeverValues, AppRefusal> {
    let pin = pin_number(asked)?;
    let state = desk.state();
    let known = state.pins.iter().find(|known| known.pin == pin).map(|known| known.values.clone());
    known.ok_or_else(|| AppRefusal::text("This pin is not there any more."))
}

/// The state as a model that builds on the one of the desk and holds only what differs.
pub(super) fn yaml_of(desk: &Desk) -> String {
    let (reading, changes) = {
        let state = desk.state();
        (state.reading.clone(), changed(&state.reading.levers, state.values()))
    };
    let file = desk
        .loaded
        .path
        .as_ref()
        .and_then(|path| path.file_name())
        .map_or_else(|| desk.loaded.file.clone(), |name| name.to_string_lossy().into_owned());
    let mut lines = vec![
        format!("# What differs from {}, whose files have the digest {}.\n", legible(&file), desk.loaded.digest),
        format!("# Keep it in the folder of that model. Made by entente {}.\n", program()),
    ];
    lines.extend(changes.iter().map(|change| format!("# {}\n", legible(change["text"].as_str().unwrap_or_default()))));
    lines.concat() + &layer_text(&file, &reading.proposal, &reading.settings)
}

/// A name for a file of the desk.
pub(super) fn file_name(desk: &Desk, ending: &str) -> String {
    let stem = desk.loaded.file.rsplit(['/', '\\']).next().unwrap_or("model");
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let safe: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' }).collect();
    format!("{safe}-changed.{ending}")
}

/// The answer as a report page.
pub(super) fn report_of(desk: &Desk) -> Result<String, AppRefusal> {
    let known = desk.state().known.clone().ok_or_else(|| AppRefusal::text("There is no plan to report yet."))?;
    Ok(with_told(&known, |told, _| report_page(told)))
}

/// Writes the state beside the model, and never over a file that is there.
pub(super) fn save(desk: &Desk, asked: &Value) -> Result<Value, AppRefusal> {
    let name = asked.get("file").and_then(Value::as_str).unwrap_or_default();
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) && !name.starts_with(['.', '-']);
    let is_yaml = Path::new(name).extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    if !plain || !is_yaml || name.len() > 100 {
        return Err(AppRefusal::text("Name a file of letters, digits, `-` and `_` that ends in `.yaml`."));
    }
    let Some(path) = &desk.loaded.path else {
        return Err(AppRefusal::text(
            "The model was brought by the page and stands in no folder; download the file instead.",
        ));
    };
    let target = path.with_file_name(name);
    write_new_file(&target, yaml_of(desk).as_bytes()).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            AppRefusal::text(format!("There is a file `{name}` already; choose another name."))
        }
        _ => AppRefusal::text(format!("{} cannot be written: {error}.", target.shown())),
    })?;
    Ok(json!({ "file": target.shown() }))
}
