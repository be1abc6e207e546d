//! An answer as the page is told it: sentences, numbers, pictures and tables of the report, and how sure they are.

use serde_json::{Value, json};

use crate::app::headline::{goals_of, headline};
use crate::app::library::LoadedModel;
use crate::app::planned::{KnownState, PlanStatus};
use crate::app::tables::{picture_json, sheet_json};
use crate::layout::sheet::{Holds, Sheet};
use crate::layout::table::Cell;
use crate::legible::legible;
use crate::model::ALONE;
use crate::planning::Problem;
use crate::report::{
    CommandOptions, Given, Origin, Provenance, ReportSide, Summary, Told, answer_sentences, capital, pictures,
};

/// What a status means, in a few words beside the answer.
const fn mark(status: PlanStatus) -> &'static str {
    match status {
        PlanStatus::Kept => "not proven yet: the integer decisions of an earlier plan are kept",
        PlanStatus::Decided => "not proven yet as nearly as the model asks",
        PlanStatus::Stopped => "stopped: the best plan so far",
        PlanStatus::Proven => "proven as nearly as the model asks",
    }
}

/// The last answer, shown again while limits have moved and nothing is solved yet.
pub(super) fn shown_again(answer: &Value, revision: u64) -> Value {
    let mut shown = answer.clone();
    shown["revision"] = json!(revision);
    shown["status"] = json!("shown");
    shown["mark"] = json!("not proven yet: the last plan, before the levers moved");
    shown["ways_out"] = json!([]);
    shown
}

/// An answer without a plan.
pub(super) fn no_plan(revision: u64, status: &str, problem: &Problem) -> Value {
    let (mark, sentences) = match status {
        "no_plan" => (
            "no plan",
            vec!["No plan keeps every limit and demand.".to_owned(), "Looking for what stands in its way …".to_owned()],
        ),
        "stopped" => {
            ("stopped before there was a plan", vec!["The search was stopped before there was a plan.".to_owned()])
        }
        _ => ("no answer", vec![capital(&legible(&problem.to_string())) + "."]),
    };
    json!({
        "revision": revision, "status": status, "mark": mark, "sentences": sentences.iter().map(|text| json!({ "text": text })).collect::<Vec<_>>(),
        "headline": [], "goals": [], "pictures": [], "tables": [], "who_loses": null, "ways_out": [], "took_ms": 0,
    })
}

/// Reads a report's material of what is known, for an answer or a file.
pub(super) fn with_told<T>(known: &KnownState, work: impl FnOnce(&Told<'_>, &Summary) -> T) -> T {
    let reading = &known.reading;
    let options =
        CommandOptions { settings: reading.settings.clone(), others: vec![format!("--proposal {}", reading.proposal)] };
    let run = &known.plan.run;
    let summary = Summary::of(&run.model, run);
    let origin = Origin::of(&Provenance::of(run, &reading.sources, options, 0.0));
    if let Some(compared) = &known.compared {
        let solved: Vec<_> = (compared.comparison.sides.iter())
            .filter_map(|side| Some((side.code.clone(), side.run.as_ref().ok()?)))
            .map(|(code, run)| {
                // The plan that is shown is the surest one.
                let run = if code == ALONE { run } else { &*known.plan.run };
                (code, run, Summary::of(&run.model, run))
            })
            .collect();
        let sides: Vec<ReportSide<'_>> = (solved.iter())
            .map(|(code, run, summary)| ReportSide::of(code.clone(), run, summary, origin.clone()))
            .collect();
        if let Some(told) = Told::comparison(&compared.summary, &sides, Given::default()).filter(Told::compares) {
            return work(&told, &summary);
        }
    }
    work(&Told::run(run, &summary, origin.clone(), Given::default()), &summary)
}

/// The answer of what is known.
pub(super) fn answer_of(loaded: &LoadedModel, known: &KnownState, revision: u64) -> Value {
    with_told(known, |told, summary| {
        let money = told.millions();
        let source = format!(
            "{} · {} · {} · entente {}",
            told.title(),
            legible(&summary.proposal_name),
            mark(known.plan.status),
            env!("CARGO_PKG_VERSION")
        );
        let mut sentences: Vec<Value> = Vec::new();
        let own = Told::run(&known.plan.run, summary, told.lead().origin.clone(), Given::default());
        // The plan itself first, then what it is against standalone procurement.
        let mut texts = answer_sentences(&own);
        if told.compares() {
            let sure = texts.pop();
            texts.truncate(2);
            texts.extend(answer_sentences(told).into_iter().take(4));
            texts.extend(sure);
        }
        sentences.extend(texts.iter().filter(|text| !text.is_empty()).map(|text| json!({ "text": capital(text) })));
        let mut tables = Vec::new();
        let mut list = Vec::new();
        for picture in pictures(told) {
            let told = picture_json(&picture, &money, &source);
            list.push(told.picture);
            tables.push(told.table);
        }
        let who_loses = who_loses(known, &money);
        tables.push(orders(known, &money));
        tables.extend(who_loses.clone());
        json!({
            "revision": revision, "status": known.plan.status.word(), "mark": mark(known.plan.status), "sentences": sentences,
            "headline": headline(known, summary).iter().map(super::headline::HeadlineNumber::shown).collect::<Vec<_>>(),
            "goals": goals_of(known), "pictures": list, "tables": tables, "who_loses": who_loses, "ways_out": [],
            "warnings": known.reading.warnings, "model": loaded.file,
            "compared": known.compared.is_some(), "compared_proven": known.compared.as_ref().is_some_and(|compared| compared.proven),
            "took_ms": (known.seconds * 1000.0).round(),
        })
    })
}

/// Every nation against standalone procurement, those that are worse off first.
fn who_loses(known: &KnownState, money: &str) -> Option<Value> {
    let compared = known.compared.as_ref()?;
    let own = known.reading.proposal.as_str();
    let mut lines: Vec<_> = compared.summary.nations.iter().filter(|line| line.proposal == own).collect();
    if lines.is_empty() || !compared.summary.wants {
        return None;
    }
    lines.sort_by_key(|line| line.worse_off.is_none());
    let mut sheet = Sheet::new(
        "Who is worse off",
        "a row is one nation; a nation is worse off if it has a larger shortfall than alone, or the same and pays more",
        &[
            ("nation", Holds::Text),
            ("worse off", Holds::Text),
            ("shortfall alone", Holds::Share),
            ("shortfall", Holds::Share),
            ("paid alone", Holds::Money),
            ("paid", Holds::Money),
            ("work alone", Holds::Money),
            ("work", Holds::Money),
        ],
    );
    for line in &lines {
        sheet.rows.push(vec![
            line.name.as_str().into(),
            line.worse_off.as_ref().map_or("no", |why| why).into(),
            line.shortfall_alone.into(),
            line.shortfall.into(),
            line.paid_alone.into(),
            line.paid.into(),
            line.work_alone.into(),
            line.work.into(),
        ]);
    }
    let why = |place: usize| lines.get(place).map(|line| format!("nation:{}", line.nation));
    Some(sheet_json("who_loses", "Who is worse off", &sheet, money, why))
}

/// Every order of the plan, the largest first.
fn orders(known: &KnownState, money: &str) -> Value {
    let run = &known.plan.run;
    let model = &run.model;
    let mut list: Vec<_> =
        run.plan.orders.iter().zip(&run.known.terms.values).filter(|(order, _)| order.quantity > 1e-6).collect();
    list.sort_by(|a, b| b.1.total_cmp(a.1));
    let mut sheet = Sheet::new(
        "Orders",
        "a row is what one nation orders of one offer in one year",
        &[
            ("offer", Holds::Text),
            ("nation", Holds::Text),
            ("year", Holds::Year),
            ("through", Holds::Text),
            ("quantity", Holds::Units),
            ("value", Holds::Money),
        ],
    );
    for (order, value) in &list {
        sheet.rows.push(vec![
            model.offers[order.offer].name.as_str().into(),
            model.nations[order.nation].name.as_str().into(),
            model.horizon.year(order.step).0.into(),
            model.groups[order.group].name.as_str().into(),
            order.quantity.into(),
            Cell::from(**value),
        ]);
    }
    let why = |place: usize| {
        let (order, _) = list.get(place)?;
        let (nation, offer) = (model.nations.code(order.nation), model.offers.code(order.offer));
        Some(format!("order:{nation}:{offer}:{}", model.horizon.year(order.step).0))
    };
    sheet_json("orders", "Orders", &sheet, money, why)
}
