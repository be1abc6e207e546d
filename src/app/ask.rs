//! Questions about the plan that is shown: each is a job that can be stopped, and is answered in sentences, tables and pictures.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::app::answer::with_told;
use crate::app::desk::{Desk, DeskQuestion};
use crate::app::planned::{KnownState, PlanStatus};
use crate::app::queue::{DeskWork, WorkTask};
use crate::app::refusal::AppRefusal;
use crate::app::server::AppShared;
use crate::app::tables::{ToldPicture, paragraphs, picture_json, tables_json};
use crate::budget::Budget;
use crate::layout::{Screen, Table};
use crate::model::Model;
use crate::questions::Unanswered;
use crate::questions::compare::contenders;
use crate::questions::denying::Denying;
use crate::questions::explain::{Explaining, RankedBy, explain, explain_text};
use crate::questions::frontier::{FrontierData, Tracing, frontier, frontier_tables, frontier_text, goals_named};
use crate::questions::goals::goal_named;
use crate::questions::independence::{Insuring, independence, independence_tables, independence_text};
use crate::questions::ladder::{ladder_tables, ladder_text, ladders};
use crate::questions::sensitivity::{Varying, figures_named, sensitivity, sensitivity_tables, sensitivity_text};
use crate::questions::stress::{stress, stress_tables, stress_text};
use crate::questions::timeline::{timeline_tables, timeline_text, timelines};
use crate::report::{Given, Told, pictures};

/// Where texts of commands are written as for a page.
pub(super) const PAGE: Screen = Screen { width: None, color: false };

/// Questions, by the word of the page, with what they are called.
const QUESTIONS: [(&str, &str); 7] = [
    ("ladder", "The dependence ladder"),
    ("stress", "If support is denied"),
    ("timeline", "Dependence by year"),
    ("sensitivity", "What moves the plan most"),
    ("frontier", "The trade-off between goals"),
    ("independence", "What protection against denials costs"),
    ("explain", "What is scarce"),
];

/// Takes a question in.
pub(super) fn take(app: &Arc<AppShared>, desk: &Arc<Desk>, asked: &Value) -> Result<Value, AppRefusal> {
    let word = asked.get("question").and_then(Value::as_str).unwrap_or_default();
    let Some((_, title)) = QUESTIONS.iter().find(|(known, _)| *known == word) else {
        let known: Vec<&str> = QUESTIONS.iter().map(|(word, _)| *word).collect();
        return Err(AppRefusal::text(format!(
            "`{word}` is not a question of the application; ask one of {}.",
            known.join(", ")
        )));
    };
    let question = {
        let mut state = desk.state();
        if state.known.is_none() {
            return Err(AppRefusal::text("There is no plan to ask about yet."));
        }
        if state.questions.len() >= app.limits.questions {
            return Err(AppRefusal::text("Several questions are being answered already; stop one of them first."));
        }
        let id = state.next_question;
        state.next_question += 1;
        let question = Arc::new(DeskQuestion { id, asked: asked.clone(), cancel: AtomicBool::new(false) });
        state.questions.push(question.clone());
        question
    };
    app.queue.add(DeskWork { desk: desk.clone(), task: WorkTask::Question(question.clone()) });
    Ok(json!({ "id": question.id, "title": title }))
}

/// What a question came to.
struct QuestionAnswer {
    text: String,
    tables: Vec<Table>,
    given: Given,
    unfinished: Option<String>,
}

impl QuestionAnswer {
    fn of(text: String, tables: Vec<Table>) -> Self {
        Self { text, tables, given: Given::default(), unfinished: None }
    }
}

/// Answers a question, and tells the desk.
pub(super) fn answer(app: &Arc<AppShared>, desk: &Arc<Desk>, question: &Arc<DeskQuestion>) {
    let known = desk.state().known.clone();
    let word = question.asked.get("question").and_then(Value::as_str).unwrap_or_default();
    let title = QUESTIONS.iter().find(|(known, _)| *known == word).map_or("", |(_, title)| *title);
    let budget = Budget::of(Some(app.limits.seconds)).cancelled_by(&question.cancel);
    let told = match &known {
        _ if question.cancel.load(Ordering::Relaxed) => json!({ "sentences": ["Stopped."] }),
        None => json!({ "sentences": ["There is no plan to ask about."] }),
        Some(known) => match answered(known, word, &question.asked, budget) {
            Ok(answer) => shown(known, answer),
            Err(_) if question.cancel.load(Ordering::Relaxed) => json!({ "sentences": ["Stopped."] }),
            Err(problem) => json!({ "sentences": [format!("{problem}.")] }),
        },
    };
    let mut told = told;
    told["id"] = json!(question.id);
    told["question"] = json!(word);
    told["title"] = json!(title);
    if let Some(known) = known.filter(|known| known.plan.status != PlanStatus::Proven) {
        told["mark"] = json!(format!("about the plan that is {}, not proven yet", known.plan.status.word()));
    }
    desk.state().questions.retain(|open| open.id != question.id);
    desk.news.tell("asked", &told);
}

fn shown(known: &KnownState, answer: QuestionAnswer) -> Value {
    let money = known.plan.run.model.money_unit().to_owned();
    let mut tables = tables_json(&answer.tables, &money);
    let picture = with_told(known, |told, summary| {
        let count = pictures(told).len();
        let mut own: Told<'_> = told.clone();
        own.given = answer.given.clone();
        let last = pictures(&own);
        (last.len() > count).then(|| last.last().map(|picture| picture_json(picture, &money, &summary.title))).flatten()
    });
    // The first line is a heading for a terminal, with the time that it took.
    let sentences: Vec<String> = paragraphs(&answer.text).into_iter().skip(1).collect();
    let mut told = json!({ "sentences": sentences, "picture": null });
    if let Some(unfinished) = answer.unfinished {
        told["note"] = json!(unfinished);
    }
    if let Some(ToldPicture { picture, table }) = picture {
        told["picture"] = picture;
        tables.push(table);
    }
    told["tables"] = json!(tables);
    told
}

fn denials(model: &mut Model, asked: &Value) -> Result<Vec<crate::id::DenialId>, Unanswered> {
    let list = |key: &str| -> Vec<String> {
        let values = asked.get(key).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    Denying { deny: list("deny"), denial: list("denial"), ..Denying::default() }.of(model)
}

fn answered(known: &KnownState, word: &str, asked: &Value, budget: Budget<'_>) -> Result<QuestionAnswer, Unanswered> {
    let mut run = (*known.plan.run).clone();
    let text_of = |key: &str, usual: &str| asked.get(key).and_then(Value::as_str).unwrap_or(usual).to_owned();
    let list_of = |key: &str, usual: &[&str]| -> Vec<String> {
        let given: Vec<String> = asked
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        if given.is_empty() { usual.iter().map(|text| (*text).to_owned()).collect() } else { given }
    };
    let below = asked.get("below").and_then(Value::as_f64).map_or(0.1, |percent| percent / 100.0).clamp(0.0, 1.0);
    Ok(match word {
        "ladder" => {
            let found = ladders(&run);
            QuestionAnswer::of(ladder_text(&found, &[], PAGE), ladder_tables(&found))
        }
        "stress" => {
            let denials = denials(&mut run.model, asked)?;
            let found: Vec<_> = denials.iter().map(|denial| stress(&run, *denial)).collect();
            let text: Vec<String> = found.iter().map(|stress| stress_text(stress, &[], PAGE)).collect();
            QuestionAnswer::of(text.join("\n"), stress_tables(&found))
        }
        "timeline" => {
            let denials = denials(&mut run.model, asked)?;
            let found = timelines(&run, &denials, below);
            QuestionAnswer::of(timeline_text(&found, PAGE), timeline_tables(&found))
        }
        "sensitivity" => {
            let goal = goal_named(&run.model, &text_of("goal", "1"))?;
            let over = figures_named(&run.model, &list_of("over", &["budget.*"]))?;
            let found = sensitivity(&run, Varying { over: &over, by: 0.1, goal, ranges: None }, budget)?;
            QuestionAnswer {
                unfinished: found.unfinished.clone(),
                given: Given { sensitivities: vec![found.clone()], ..Given::default() },
                ..QuestionAnswer::of(sensitivity_text(&found, 0.0, PAGE), sensitivity_tables(&found))
            }
        }
        "frontier" => {
            let goals = goals_named(&run.model, &list_of("goals", &["gap", "cost"]))?;
            let points = asked.get("points").and_then(Value::as_u64).map_or(9, |points| points.clamp(2, 50));
            let points = usize::try_from(points).unwrap_or(9);
            let found = frontier(&run.model, &goals, Tracing { points, proven: false, base: None }, budget)?;
            let data = FrontierData::of(&found);
            QuestionAnswer {
                unfinished: found.unfinished.clone(),
                given: Given { frontiers: vec![data], ..Given::default() },
                ..QuestionAnswer::of(frontier_text(&found, 0.0, PAGE), frontier_tables(&found))
            }
        }
        "independence" => {
            let mut whole = known.reading.whole.clone();
            let denials = denials(&mut whole, asked)?;
            let list = contenders(&whole, std::slice::from_ref(&known.reading.proposal), None)?;
            let own: Vec<_> = list.into_iter().filter(|contender| contender.code == known.reading.proposal).collect();
            let found = independence(&own, Insuring { denials: &denials, points: 3, budgets: &[], below }, budget);
            if let Some(problem) = found.problem() {
                return Err(problem.clone().into());
            }
            QuestionAnswer {
                unfinished: found.unfinished(),
                ..QuestionAnswer::of(independence_text(&found, 0.0, PAGE), independence_tables(&found))
            }
        }
        _ => {
            let goal = goal_named(&run.model, &text_of("goal", "1"))?;
            let found = explain(
                &run,
                Explaining { goal, most: 8, by: RankedBy::Percent, by_year: false, check: false },
                budget,
            )?;
            QuestionAnswer {
                unfinished: found.unfinished.clone(),
                ..QuestionAnswer::of(explain_text(&found, 0.0, PAGE), Vec::new())
            }
        }
    })
}
