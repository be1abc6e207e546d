//! What a result rests on: goals and proofs, what binds, rules, unverified prices, figures and their sources.

use std::collections::BTreeMap;

use crate::layout::sheet::{Field, Holds, Sheet};
use crate::layout::table::Cell;
use crate::report::page::told::{Told, name};

/// How many offers with an unverified price stand by themselves.
const LARGEST: usize = 10;

/// Goals in order, with what was reached and proven.
pub(super) fn goals(told: &Told<'_>) -> Sheet {
    let mut sheet = with_proposals(
        told,
        "Goals",
        "a row is one goal, in order: the best possible, its proven bound, and what the plan comes to after later goals",
        &[
            ("goal", Holds::Text),
            ("best possible", Holds::Number),
            ("proven bound", Holds::Number),
            ("kept to", Holds::Number),
            ("this plan", Holds::Number),
            ("unit", Holds::Text),
            ("proven within", Holds::Share),
        ],
    );
    for side in told.sides() {
        for goal in &side.summary.goals {
            let size = if goal.unit.is_empty() { 100.0 } else { 1.0 };
            let unit = if goal.unit.is_empty() { "%" } else { &goal.unit };
            let mut row = head(told, &side.name);
            row.push(name(&goal.goal).into());
            row.extend([goal.value, goal.bound, goal.kept_to, goal.plan].map(|value| Cell::from(value * size)));
            row.extend([unit.into(), goal.proven_within.into()]);
            sheet.rows.push(row);
        }
    }
    sheet
}

/// What binds the first goal.
pub(super) fn binding(told: &Told<'_>) -> Sheet {
    let unit = told.lead().summary.goals.first().map_or("", |goal| goal.unit.as_ref());
    let worth = if unit.is_empty() {
        "1 % more of it moves the first goal by (points)"
    } else {
        "1 % more of it moves the first goal by"
    };
    let mut sheet = with_proposals(
        told,
        "What binds",
        "a row is one limit that binds the first goal",
        &[("limit", Holds::Text), ("in", Holds::Text), (worth, Holds::Number)],
    );
    for side in told.sides() {
        for limit in side.summary.binding.iter().take(if told.compares() { 5 } else { 25 }) {
            let size = if unit.is_empty() { 100.0 } else { 1.0 };
            let mut row = head(told, &side.name);
            row.extend([
                name(&limit.limit).into(),
                crate::layout::number::years(&limit.years).into(),
                (limit.one_percent_more * size).into(),
            ]);
            sheet.rows.push(row);
        }
    }
    sheet
}

/// What is demanded, and whether it is kept.
pub(super) fn rules(told: &Told<'_>) -> Sheet {
    let mut sheet = with_proposals(
        told,
        "Rules",
        "a row is one rule of the model or of the proposal",
        &[("rule", Holds::Text), ("demands", Holds::Text), ("kept", Holds::Text)],
    );
    for side in told.sides() {
        let model = &side.run.model;
        for (_, rule) in model.rules.iter() {
            let broken = side.summary.broken_rules.iter().filter(|broken| broken.rule == rule.name).count();
            let kept = match broken {
                0 => "yes".to_owned(),
                n => format!("broken {n} times"),
            };
            let mut row = head(told, &side.name);
            row.extend([name(&rule.name).into(), rule.demand.word().replace('_', " ").into(), kept.into()]);
            sheet.rows.push(row);
        }
    }
    sheet
}

/// Offers whose price no source vouches for, those with most orders first.
pub(super) fn unverified_prices(told: &Told<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        "Unverified prices",
        "a row is an offer that is ordered although no source vouches for its price",
        &[
            ("offer", Holds::Text),
            ("producer", Holds::Text),
            ("orders", Holds::Money),
            ("of all orders", Holds::Share),
            ("price", Holds::Price),
            ("low", Holds::Price),
            ("high", Holds::Price),
            ("confidence", Holds::Text),
            ("source", Holds::Text),
        ],
    );
    let (lead, model) = (told.lead(), told.model());
    let all: f64 = lead.summary.offers.iter().map(|offer| offer.value).sum();
    for tally in &lead.summary.offers {
        let Some(offer) =
            model.offers.find(&tally.id).map(|id| &model.offers[id]).filter(|offer| offer.unverified_price)
        else {
            continue;
        };
        let figure = model.figures.iter().find(|figure| figure.figure == format!("offers.{}.price", tally.id));
        sheet.rows.push(vec![
            name(&tally.name).into(),
            name(&model.producers[offer.by].name).into(),
            tally.value.into(),
            if all > 0.0 { (tally.value / all).into() } else { Cell::Nothing },
            offer.list_price().0.into(),
            figure.and_then(|figure| figure.low).into(),
            figure.and_then(|figure| figure.high).into(),
            figure.map_or(Cell::Nothing, |figure| figure.confidence.into()),
            figure.map_or(Cell::Nothing, |figure| figure.source.as_str().into()),
        ]);
    }
    sheet
}

/// The first of them, which matter most; nothing where they are all.
pub(super) fn largest_unverified(told: &Told<'_>) -> Sheet {
    let mut sheet = unverified_prices(told);
    if sheet.rows.len() <= LARGEST {
        sheet.rows.clear();
    }
    sheet.rows.truncate(LARGEST);
    "Largest unverified".clone_into(&mut sheet.name);
    sheet.about = format!("the {LARGEST} offers with most orders whose price no source vouches for");
    sheet
}

/// Every figure, or only those that no source vouches for.
pub(super) fn figures(told: &Told<'_>, unverified: bool) -> Sheet {
    let words = if unverified {
        ("Unverified figures", "a row is one figure that no source vouches for")
    } else {
        ("Figures", "a row is one figure of the model")
    };
    let mut sheet = Sheet::new(
        words.0,
        words.1,
        &[
            ("figure", Holds::Text),
            ("as written", Holds::Text),
            ("unit", Holds::Text),
            ("low", Holds::Number),
            ("high", Holds::Number),
            ("confidence", Holds::Text),
            ("source", Holds::Text),
        ],
    );
    for figure in told.model().figures.iter().filter(|figure| !unverified || figure.is_unverified()) {
        sheet.rows.push(vec![
            figure.figure.as_str().into(),
            figure.written.as_str().into(),
            figure.unit.as_str().into(),
            figure.low.into(),
            figure.high.into(),
            figure.confidence.replace('_', " ").into(),
            figure.source.as_str().into(),
        ]);
    }
    sheet
}

/// Sources with how many figures each vouches for.
pub(super) fn sources(told: &Told<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        "Sources",
        "a row is one source, as the documents name it, with how many figures rest on it",
        &[("source", Holds::Text), ("figures", Holds::Count), ("of them unverified", Holds::Count)],
    );
    let mut counts: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for figure in &told.model().figures {
        let source = figure.source.trim();
        let source = if source.is_empty() { "no source named" } else { source };
        let count = counts.entry(source).or_default();
        count.0 += 1;
        count.1 += i64::from(figure.is_unverified());
    }
    let mut list: Vec<_> = counts.into_iter().collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(count.0));
    for (source, (all, unverified)) in list {
        sheet.rows.push(vec![source.into(), Cell::Whole(all), Cell::Whole(unverified)]);
    }
    sheet
}

/// A sheet that says of which proposal each row is, where there are several.
fn with_proposals(told: &Told<'_>, title: &str, about: &str, fields: &[(&str, Holds)]) -> Sheet {
    let mut sheet = Sheet::new(title, about, fields);
    if told.compares() {
        sheet.fields.insert(0, Field { head: "proposal".to_owned(), holds: Holds::Text });
    }
    sheet
}

fn head(told: &Told<'_>, of: &str) -> Vec<Cell> {
    if told.compares() { vec![name(of).into()] } else { Vec::new() }
}
