//! Moves of levers: what a move makes of the values, and what a desk does then.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::answer::shown_again;
use crate::app::desk::{Desk, DeskSearch};
use crate::app::first_questions::moves_of;
use crate::app::lever_settings::{LeverValues, chosen_proposal};
use crate::app::library::LoadedModel;
use crate::app::planned::StateReading;
use crate::app::refusal::AppRefusal;
use crate::app::server::AppShared;
use crate::app::state::state_of;

/// Most moves in one step.
const MOVES: usize = 400;

/// The values after some moves, and the one lever that they move, if it is one.
pub(super) struct MovedValues {
    pub values: LeverValues,
    pub lever: Option<String>,
    pub joins: bool,
}

/// What moves make of values; what is wrong with them, else.
pub(super) fn moved(loaded: &LoadedModel, from: &LeverValues, moves: &Value) -> Result<MovedValues, AppRefusal> {
    let one = std::slice::from_ref(moves);
    let list = moves.as_array().map_or(one, Vec::as_slice);
    if list.len() > MOVES {
        return Err(AppRefusal::request(format!("at most {MOVES} moves can be made at once")));
    }
    let mut values = from.clone();
    let mut levers: Vec<String> = Vec::new();
    let mut joins = !list.is_empty();
    for entry in list {
        if let Some(question) = entry.get("question").and_then(Value::as_str) {
            let Some(moves) = moves_of(loaded, question) else {
                return Err(AppRefusal::text("This question cannot be asked of this model."));
            };
            values = moved(loaded, &LeverValues::new(), &moves)?.values;
            joins = false;
            continue;
        }
        let Some(lever) = entry.get("lever").and_then(Value::as_str) else {
            return Err(AppRefusal::request("a move names its lever and a value"));
        };
        joins = joins && entry.get("joins").and_then(Value::as_bool) == Some(true);
        levers.push(lever.to_owned());
        apply(loaded, &mut values, lever, entry.get("value").unwrap_or(&Value::Null))?;
    }
    levers.dedup();
    let lever = if let [one] = &levers[..] { Some(one.clone()) } else { None };
    Ok(MovedValues { values, lever, joins })
}

fn apply(loaded: &LoadedModel, values: &mut LeverValues, id: &str, value: &Value) -> Result<(), AppRefusal> {
    if value.is_null() {
        values.remove(id);
        return Ok(());
    }
    let levers = loaded.levers(&chosen_proposal(loaded, values));
    let Some(lever) = levers.iter().find(|lever| lever.id == id) else {
        return Err(AppRefusal::of_lever(id, format!("This proposal has no lever `{id}`.")));
    };
    let value = lever.checked(value).map_err(|what| AppRefusal::of_lever(id, what))?;
    if value == lever.was {
        values.remove(id);
    } else {
        values.insert(id.to_owned(), value);
    }
    if id == "proposal" {
        // What belongs to the pools, rules and funds of another proposal says nothing of this one.
        let levers = loaded.levers(&chosen_proposal(loaded, values));
        values.retain(|id, _| !id.starts_with("members") && levers.iter().any(|lever| lever.id == *id));
    }
    Ok(())
}

/// Makes moves at a desk: the model is read with them, and what is wrong leaves the desk as it is.
pub(super) fn make(app: &Arc<AppShared>, desk: &Arc<Desk>, moves: &Value) -> Result<u64, AppRefusal> {
    let _turn = desk.turn();
    let from = desk.state().values().clone();
    let made = moved(&desk.loaded, &from, moves)?;
    if made.values == from {
        return Ok(desk.state().revision);
    }
    let moved = made.lever.clone();
    go_to(app, desk, &made.values, |state| state.take(made.values.clone(), made.lever, made.joins)).map_err(|refusal| {
        match (refusal, moved) {
            // What names no other lever is about the one that moved.
            (AppRefusal::Findings(list), Some(lever)) => AppRefusal::Findings(
                list.into_iter().map(|(about, text)| (about.or_else(|| Some(lever.clone())), text)).collect(),
            ),
            (other, _) => other,
        }
    })
}

/// Goes one state back or forth.
pub(super) fn step(app: &Arc<AppShared>, desk: &Arc<Desk>, back: bool) -> Result<u64, AppRefusal> {
    let _turn = desk.turn();
    let there = {
        let state = desk.state();
        let place = if back { state.place.checked_sub(1) } else { Some(state.place + 1) };
        place.and_then(|place| Some((place, state.history.get(place)?.clone())))
    };
    let Some((place, values)) = there else { return Ok(desk.state().revision) };
    go_to(app, desk, &values, |state| {
        state.place = place;
        state.moved = None;
    })
}

/// Goes to values as a new state, which can be undone.
pub(super) fn jump(app: &Arc<AppShared>, desk: &Arc<Desk>, values: &LeverValues) -> Result<u64, AppRefusal> {
    let _turn = desk.turn();
    if desk.state().values() == values {
        return Ok(desk.state().revision);
    }
    go_to(app, desk, values, |state| state.take(values.clone(), None, false))
}

/// Reads the model with values, and only then changes the desk; the search for the state before ends at once.
fn go_to(
    app: &Arc<AppShared>,
    desk: &Arc<Desk>,
    values: &LeverValues,
    change: impl FnOnce(&mut crate::app::desk::DeskState),
) -> Result<u64, AppRefusal> {
    let (revision, before) = {
        let state = desk.state();
        (state.revision + 1, state.answer.clone())
    };
    // What is known stands at once, marked as what it is.
    if let Some(answer) = &before {
        desk.news.tell("answer", &shown_again(answer, revision));
    }
    let reading = match StateReading::of(&desk.loaded, values) {
        Ok(reading) => Arc::new(reading),
        Err(refusal) => {
            if let Some(answer) = &before {
                desk.news.tell("answer", answer);
            }
            return Err(refusal);
        }
    };
    {
        let mut state = desk.state();
        change(&mut state);
        state.revision = revision;
        state.reading = reading;
        state.search.end();
        state.search = Arc::new(DeskSearch::new(revision));
    }
    desk.news.tell("state", &state_of(desk));
    app.search(desk);
    Ok(revision)
}

/// Stops the search with what is known, or a question by its number.
pub(super) fn stop(desk: &Desk, question: Option<u64>) -> Value {
    let state = desk.state();
    match question {
        Some(id) => {
            for asked in state.questions.iter().filter(|asked| asked.id == id) {
                asked.cancel.store(true, std::sync::atomic::Ordering::Relaxed);
            }
        }
        None => state.search.stop(),
    }
    json!({ "revision": state.revision })
}
