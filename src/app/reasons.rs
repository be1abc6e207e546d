//! Why a number is what it is, and what one more of something brings.

use serde_json::{Value, json};

use crate::app::ask::PAGE;
use crate::app::desk::Desk;
use crate::app::planned::{KnownState, PlanStatus};
use crate::app::refusal::AppRefusal;
use crate::app::tables::paragraphs;
use crate::budget::Budget;
use crate::layout::units::change;
use crate::questions::explain::{Explaining, RankedBy, explain, explain_text};
use crate::questions::why::{AskedAbout, why};
use crate::report::{Summary, capital};

/// Seconds for what is asked beside an answer.
const SECONDS: f64 = 20.0;

/// Limits that are told.
const TOLD: usize = 6;

fn known(desk: &Desk) -> Result<KnownState, AppRefusal> {
    desk.state().known.clone().ok_or_else(|| AppRefusal::text("There is no plan to ask about yet."))
}

/// Why a number of the answer is what it is, by the key that stands with it.
pub(super) fn why_of(desk: &Desk, of: &str) -> Result<Value, AppRefusal> {
    let known = known(desk)?;
    let run = &known.plan.run;
    let parts: Vec<&str> = of.split(':').collect();
    let about = match &parts[..] {
        ["nation", code] => AskedAbout::Nation((*code).to_owned()),
        ["offer", code] => AskedAbout::Offer((*code).to_owned()),
        ["order", nation, offer, year] => AskedAbout::Order {
            nation: (*nation).to_owned(),
            offer: (*offer).to_owned(),
            year: year.parse().map_err(|_| AppRefusal::text(format!("`{year}` is not a year.")))?,
        },
        ["goal", number] => return why_goal(&known, number.parse::<usize>().unwrap_or(1)),
        _ => return Err(AppRefusal::text("This number has no explanation of its own.")),
    };
    let found = why(run, &about).map_err(|problem| AppRefusal::text(format!("{problem}.")))?;
    let mut sentences = Vec::new();
    for part in &found.parts {
        sentences.extend(part.says.iter().map(|says| format!("{}: {says}.", part.heading)));
    }
    if known.plan.status != PlanStatus::Proven {
        sentences.push(format!("This is of the plan that is {}, not proven yet.", known.plan.status.word()));
    }
    Ok(json!({ "title": capital(&found.about), "sentences": sentences, "tables": [] }))
}

/// What limits a goal.
fn why_goal(known: &KnownState, number: usize) -> Result<Value, AppRefusal> {
    let run = &known.plan.run;
    let place = number.saturating_sub(1);
    let Some(goal) = run.model.goals.get(place) else { return Err(AppRefusal::text("The model has no such goal.")) };
    let asked = Explaining { goal: place, most: TOLD, by: RankedBy::Percent, by_year: false, check: false };
    if run.prices.is_empty() {
        let summary = Summary::of(&run.model, run);
        let sentence = format!(
            "What limits it is known once the plan is decided anew. It is {} of {} goals; {} limits were checked.",
            number,
            run.model.goals.len(),
            summary.audited_limits
        );
        return Ok(json!({ "title": capital(&goal.words()), "sentences": [sentence], "tables": [] }));
    }
    let found =
        explain(run, asked, Budget::of(Some(SECONDS))).map_err(|problem| AppRefusal::text(format!("{problem}.")))?;
    let sentences = paragraphs(&explain_text(&found, 0.0, PAGE));
    Ok(
        json!({ "title": capital(&goal.words()), "sentences": sentences.iter().skip(1).collect::<Vec<_>>(), "tables": [] }),
    )
}

/// What one percent more of each scarce limit brings, the most first.
pub(super) fn more_of(desk: &Desk) -> Result<Value, AppRefusal> {
    let known = known(desk)?;
    let run = &known.plan.run;
    if run.prices.is_empty() {
        return Ok(json!({ "rows": [], "note": "What would help most is known once the plan is decided anew." }));
    }
    let asked = Explaining { goal: 0, most: TOLD, by: RankedBy::Percent, by_year: false, check: false };
    let found =
        explain(run, asked, Budget::of(Some(SECONDS))).map_err(|problem| AppRefusal::text(format!("{problem}.")))?;
    let measure = found.goal.split_once(' ').map_or(found.goal.as_str(), |(_, measure)| measure);
    let mut rows = Vec::new();
    for limit in found.limits.iter().filter(|limit| limit.one_percent.abs() > 0.0) {
        let step = if limit.eased_by_more { "more" } else { "less" };
        let way = if limit.one_percent > 0.0 { "raises" } else { "lowers" };
        let text = format!(
            "1 % {step} of the {} {way} the {measure} by {}",
            limit.limit,
            change(limit.one_percent, &found.unit)
        );
        let lever = known.reading.levers.iter().find(|lever| {
            &*limit.family == "budget"
                && lever.id.strip_prefix("budget:").is_some_and(|code| {
                    let name = run.model.nations.find(code).map(|id| run.model.nations[id].name.clone());
                    limit.limit.split(|c: char| !c.is_alphanumeric()).any(|word| word == code)
                        || name.is_some_and(|name| limit.limit.contains(&name))
                })
        });
        rows.push(json!({ "text": text, "lever": lever.map(|lever| &lever.id) }));
    }
    let note = if found.decided { "At the margin, with the integer decisions of this plan." } else { "At the margin." };
    Ok(json!({ "rows": rows, "note": note }))
}
