//! Pins beside each other and the desk as it is: inputs that differ first, then results, then reasons.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::desk::{Desk, DeskState};
use crate::app::headline::{HeadlineNumber, headline};
use crate::app::lever_settings::LeverValues;
use crate::app::levers::DeskLever;
use crate::app::planned::{KnownState, PlanStatus, StateReading};
use crate::app::server::AppShared;
use crate::layout::number::{plain, signed_money};
use crate::measures::ProvenValue;
use crate::questions::diff::{OrderChange, difference};
use crate::report::Summary;

/// Reasons that are told of two columns.
const REASONS: usize = 6;

/// A column of the comparison.
struct ComparedColumn {
    pin: Option<u64>,
    name: String,
    values: LeverValues,
    reading: Arc<StateReading>,
    known: Option<KnownState>,
    numbers: Vec<HeadlineNumber>,
}

fn columns(app: &AppShared, state: &DeskState) -> Vec<ComparedColumn> {
    let newest = |reading: &StateReading, own: Option<&KnownState>| {
        let found = app.memory.state(&reading.digest);
        found.or_else(|| own.filter(|known| known.reading.digest == reading.digest).cloned())
    };
    let pinned = state.pins.iter().map(|pin| {
        (
            Some(pin.pin),
            pin.name.clone(),
            pin.values.clone(),
            pin.reading.clone(),
            newest(&pin.reading, pin.known.as_ref()),
        )
    });
    let now = (
        None,
        "now".to_owned(),
        state.values().clone(),
        state.reading.clone(),
        newest(&state.reading, state.known.as_ref()),
    );
    pinned
        .chain([now])
        .map(|(pin, name, values, reading, known)| {
            let numbers = known
                .as_ref()
                .map_or_else(Vec::new, |known| headline(known, &Summary::of(&known.plan.run.model, &known.plan.run)));
            ComparedColumn { pin, name, values, reading, known, numbers }
        })
        .collect()
}

/// The comparison of a desk.
pub(super) fn comparison_of(app: &AppShared, desk: &Desk) -> Value {
    let list = columns(app, &desk.state());
    let heads: Vec<Value> = (list.iter())
        .map(|column| {
            let mark = match column.known.as_ref().map(|known| known.plan.status) {
                None => "no plan yet",
                Some(PlanStatus::Proven) => "proven",
                Some(_) => "not proven yet",
            };
            json!({ "pin": column.pin, "name": column.name, "mark": mark })
        })
        .collect();
    json!({ "columns": heads, "inputs": inputs(&list), "results": results(&list), "reasons": reasons(&list) })
}

/// Levers that differ between columns.
fn inputs(list: &[ComparedColumn]) -> Vec<Value> {
    let mut ids: Vec<&str> = Vec::new();
    for lever in list.iter().flat_map(|column| column.reading.levers.iter()) {
        if list.iter().any(|column| column.values.contains_key(&lever.id)) && !ids.contains(&lever.id.as_str()) {
            ids.push(&lever.id);
        }
    }
    let of = |column: &ComparedColumn, id: &str| -> Option<DeskLever> {
        column.reading.levers.iter().find(|lever| lever.id == id).cloned()
    };
    let mut rows = Vec::new();
    for id in ids {
        let cells: Vec<Option<String>> = (list.iter())
            .map(|column| of(column, id).map(|lever| lever.words(column.values.get(id).unwrap_or(&lever.was))))
            .collect();
        if cells.windows(2).all(|pair| pair[0] == pair[1]) {
            continue;
        }
        let label = list.iter().find_map(|column| of(column, id)).map_or_else(|| id.to_owned(), |lever| lever.label);
        let kind = match (cells.first(), cells.last()) {
            (Some(None), Some(Some(_))) => "added",
            (Some(Some(_)), Some(None)) => "removed",
            _ => "changed",
        };
        let cells: Vec<String> = cells.into_iter().map(|cell| cell.unwrap_or_else(|| "–".to_owned())).collect();
        rows.push(json!({ "label": label, "lever": id, "cells": cells, "kind": kind }));
    }
    rows
}

/// Numbers of the columns on one scale, and whether proofs tell any two of them apart.
fn results(list: &[ComparedColumn]) -> Vec<Value> {
    let mut ids: Vec<(&'static str, String, String)> = Vec::new();
    for number in list.iter().flat_map(|column| &column.numbers) {
        if !ids.iter().any(|(id, ..)| *id == number.id) {
            ids.push((number.id, number.label.clone(), number.unit.clone()));
        }
    }
    ids.into_iter()
        .map(|(id, label, unit)| {
            let of = |column: &ComparedColumn| column.numbers.iter().position(|number| number.id == id);
            let cells: Vec<Value> = (list.iter())
                .map(|column| match of(column).map(|place| &column.numbers[place]) {
                    Some(number) => json!({
                        "text": number.text, "value": number.value, "margin_text": number.margin_text,
                        "margin": number.within.filter(|within| within.is_finite()),
                    }),
                    None => json!({ "text": "–", "value": null, "margin": null }),
                })
                .collect();
            let proven: Vec<ProvenValue> = (list.iter())
                .filter_map(|column| of(column).map(|place| &column.numbers[place]))
                .map(|number| ProvenValue { value: number.value, within: number.within.unwrap_or(0.0) })
                .collect();
            let apart = proven.iter().enumerate().any(|(place, one)| proven[place + 1..].iter().any(|other| one.less(*other).is_sure()));
            let least = proven.iter().map(|one| one.value).fold(f64::INFINITY, f64::min);
            let most = proven.iter().map(|one| one.value).fold(f64::NEG_INFINITY, f64::max);
            json!({ "id": id, "label": label, "unit": unit, "cells": cells, "min": least, "max": most, "tell_apart": apart })
        })
        .collect()
}

/// Why the desk as it is comes to something else than the first pin.
fn reasons(list: &[ComparedColumn]) -> Vec<String> {
    let [first, .., now] = list else { return Vec::new() };
    let (Some(before), Some(after)) = (&first.known, &now.known) else {
        return vec!["Reasons follow as soon as both have a plan.".to_owned()];
    };
    let found = difference(&before.plan.run, &after.plan.run);
    if found.is_none() {
        return vec![format!("“{}” and the desk as it is have the same plan.", first.name)];
    }
    let coin = after.plan.run.model.money_unit().trim_start_matches('M').to_owned();
    let mut list = found.unlike.clone();
    list.push(format!(
        "Compared with “{}”, orders cost {} {coin}: {} by other prices of what both order, {} by other quantities.",
        first.name,
        signed_money(found.value),
        signed_money(found.by_price),
        signed_money(found.by_quantity)
    ));
    for order in found.orders.iter().take(REASONS) {
        list.push(order_reason(order, &coin));
    }
    if found.orders.len() > REASONS {
        list.push(format!("{} more orders differ.", found.orders.len() - REASONS));
    }
    list
}

fn order_reason(order: &OrderChange, coin: &str) -> String {
    let how = match &*order.change {
        "added" => format!("orders {} {}, which it did not", plain(order.after), order.offer),
        "dropped" => format!("orders no {} any more, instead of {}", order.offer, plain(order.before)),
        "moved" => format!("orders {} in other years", order.offer),
        _ => format!("orders {} {} instead of {}", plain(order.after), order.offer, plain(order.before)),
    };
    format!("{} {how} ({} {coin}).", order.nation, signed_money(order.value))
}
