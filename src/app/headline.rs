//! The numbers that stand above an answer, each with what is known of how far it is off.

use serde_json::{Value, json};

use crate::app::planned::KnownState;
use crate::layout::number::{fine_percent, money, plus_minus, plus_minus_points, short};
use crate::layout::units::is_money;
use crate::measures::goal_value;
use crate::model::{Goal, Model};
use crate::questions::compare::{ProposalLine, gap_within};
use crate::report::Summary;

/// A number of an answer.
pub(super) struct HeadlineNumber {
    pub id: &'static str,
    pub label: String,
    pub value: f64,
    pub text: String,
    pub unit: String,
    pub margin_text: String,
    /// Distance within which the best possible is proven to lie; infinite where nothing is proven; nothing where it is no matter of proof.
    pub within: Option<f64>,
    pub why: Option<String>,
}

/// A value of a goal in words.
pub(super) fn in_goal_unit(model: &Model, goal: &Goal, value: f64) -> String {
    match model.in_its_money(goal.unit()).as_ref() {
        "" => fine_percent(value),
        unit if is_money(unit) => format!("{} {}", money(value), unit.trim_start_matches('M')),
        unit => format!("{} {unit}", short(value)),
    }
}

impl HeadlineNumber {
    /// The number as the page is told it.
    pub fn shown(&self) -> Value {
        json!({
            "id": self.id, "label": self.label, "text": self.text, "value": self.value, "unit": self.unit,
            "margin_text": self.margin_text, "why": self.why,
        })
    }
}

/// The line of the proposal in the comparison, if there is one.
pub(super) fn own_line(known: &KnownState) -> Option<&ProposalLine> {
    let compared = known.compared.as_ref()?;
    compared.summary.proposals.iter().find(|line| line.proposal == known.reading.proposal)
}

/// The numbers of an answer.
pub(super) fn headline(known: &KnownState, summary: &Summary) -> Vec<HeadlineNumber> {
    let run = &known.plan.run;
    let model = &run.model;
    let coin = model.money_unit().trim_start_matches('M').to_owned();
    let mut list = Vec::new();
    let number = |id, label: String, value, text, unit: &str| HeadlineNumber {
        id,
        label,
        value,
        text,
        unit: unit.to_owned(),
        margin_text: String::new(),
        within: None,
        why: None,
    };
    let last = summary.last_year;
    if !summary.capabilities.is_empty() {
        let gap = summary.gap.plan.last().copied().unwrap_or_default();
        list.push(number("gap_last", format!("Capability gap in {last}"), gap, fine_percent(gap), "share"));
        let mean = summary.gap.mean_plan;
        let within = gap_within(run, mean).unwrap_or(f64::INFINITY);
        let label = "Mean capability gap over the years".to_owned();
        let mut entry = number("gap", label, mean, fine_percent(mean), "share");
        entry.margin_text =
            if within.is_finite() { plus_minus_points(mean, within) } else { " (not proven)".to_owned() };
        entry.within = Some(within);
        list.push(entry);
    }
    let paid = run.known.spending.paid().sum();
    let text = format!("{} {coin}", money(paid));
    list.push(number("cost", "Cost of the plan".to_owned(), paid, text, model.money_unit()));
    if let Some(line) = own_line(known)
        && let Some(compared) = &known.compared
        // Plans of which nothing is proven say nothing of what the best of them would save.
        && let Some(saved) = compared.summary.saved(line).filter(|saved| saved.plus_minus.is_finite())
    {
        let mut entry = number(
            "saving",
            "Saved compared with standalone procurement, at its level of the first goal".to_owned(),
            saved.value,
            format!("{} {coin}", money(saved.value)),
            model.money_unit(),
        );
        entry.margin_text = plus_minus(saved.value, saved.plus_minus, money);
        entry.within = Some(saved.plus_minus);
        list.push(entry);
    }
    if let Some(rung) = summary.ladder.iter().find(|rung| rung.rung == "content") {
        list.push(number(
            "content",
            "Domestic value added in orders".to_owned(),
            rung.alone,
            fine_percent(rung.alone),
            "share",
        ));
    }
    if let Some(worst) = summary.denials.iter().max_by(|a, b| a.gap.total_cmp(&b.gap)) {
        list.push(number(
            "denied",
            format!("Gap in {last} if {}", worst.name),
            worst.gap,
            fine_percent(worst.gap),
            "share",
        ));
    }
    if let (Some(line), Some(compared)) = (own_line(known), &known.compared)
        && compared.summary.wants
    {
        #[expect(clippy::cast_precision_loss, reason = "nations are few")]
        let losers = line.worse_off.len() as f64;
        list.push(number(
            "worse_off",
            "Nations worse off than alone".to_owned(),
            losers,
            format!("{losers:.0}"),
            "nations",
        ));
    }
    list
}

/// The goals of a plan with their bounds.
pub(super) fn goals_of(known: &KnownState) -> Vec<Value> {
    let run = &known.plan.run;
    let model = &run.model;
    (model.goals.iter().enumerate())
        .map(|(place, goal)| {
            let stage = run.stages.get(place);
            let value = stage.map_or_else(|| goal_value(model, &run.plan, run.known.known(), goal), |stage| stage.value);
            let bound = stage.map(|stage| stage.bound).filter(|bound| bound.is_finite());
            let proven = stage.is_some_and(|stage| stage.proof_gap.is_finite() && !stage.is_cut_short)
                && known.plan.status == crate::app::planned::PlanStatus::Proven;
            let gap = stage.map(|stage| stage.proof_gap).filter(|gap| gap.is_finite());
            json!({
                "id": format!("goal_{}", place + 1), "label": goal.words(), "text": in_goal_unit(model, goal, value), "value": value,
                "bound": bound,
                "bound_text": bound.map_or_else(|| "no bound yet".to_owned(), |bound| in_goal_unit(model, goal, bound)),
                "gap_text": gap.map_or_else(|| "not proven".to_owned(), |gap| format!("within {} %", short(100.0 * gap))),
                "proven": proven, "why": format!("goal:{}", place + 1),
            })
        })
        .collect()
}
