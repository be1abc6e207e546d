//! What is scarce: limits ranked by what one more unit is worth to a goal, in both directions, and how far that holds.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::formulation::{Formulation, RowKey};
use crate::model::Model;
use crate::plan::Limit;
use crate::planning::FixedModel;
use crate::planning::Run;
use crate::questions::explain::{Along, Move, OneSide};
use crate::questions::{Unanswered, check, cut_short};
use crate::results::ResultDocument;
use crate::solve::Failure;

/// A limit that binds.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ScarceLimit {
    /// The limit in words, without its years.
    pub limit: String,
    /// Family of the limit.
    pub family: Cow<'static, str>,
    /// Unit of the limit.
    pub unit: String,
    /// Years in which it binds; empty where it is of none.
    pub years: Vec<i32>,
    /// The limit as it stands, added up over these years.
    pub stands_at: f64,
    /// What one unit more in each of these years changes the goal by, and how far that holds.
    pub more: OneSide,
    /// What one unit less in each of these years changes the goal by.
    pub less: OneSide,
    /// Whether more of it eases the plan; of what is required, less does.
    pub eased_by_more: bool,
    /// What 1 % more of it, or less where that eases the plan, would change the goal by at the same rate.
    pub one_percent: f64,
    /// Largest difference of these rates and those worked out anew from the start, relative; nothing where it was not asked.
    pub checked: Option<f64>,
}

/// What is scarce to one goal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Scarcity {
    /// Title of the model.
    pub title: String,
    /// The goal in words.
    pub goal: String,
    /// Its unit; nothing for a share.
    pub unit: Cow<'static, str>,
    /// The best of it, with integer decisions kept as in the plan.
    pub value: f64,
    /// The limits, the scarcest first.
    pub limits: Vec<ScarceLimit>,
    /// How many limits bind in all.
    pub binding: usize,
    /// Whether they are ranked by what one percent more is worth; else by one more unit.
    pub by_percent: bool,
    /// Of how many of them, those with the highest prices at hand, exact rates were looked for; or of all.
    pub looked_at: usize,
    /// Whether there are integer decisions, kept as in the plan.
    pub decided: bool,
    /// How far rates were looked for, as a share of a limit.
    pub reach: f64,
    /// How many questions were put to the solver.
    pub solves: usize,
    /// What time did not suffice for, in a sentence; nothing where all was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<String>,
}

impl ResultDocument for Scarcity {
    const NAME: &'static str = "scarce";
}

/// By what limits are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankedBy {
    /// What one more unit is worth.
    Unit,
    /// What one percent more is worth.
    Percent,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Explaining {
    /// Place of the goal.
    pub goal: usize,
    /// How many limits.
    pub most: usize,
    /// By what they are ranked.
    pub by: RankedBy,
    /// Whether every year is a limit of its own.
    pub by_year: bool,
    /// Whether rates are worked out anew from the start.
    pub check: bool,
}

/// Of how many times as many limits as are shown, those with the highest prices at hand, exact rates of a large formulation are
/// looked for.
const LOOKED_AT: usize = 2;

/// Several rows that move together.
struct Candidate {
    limit: String,
    family: &'static str,
    unit: String,
    rows: Vec<(usize, Move)>,
    years: Vec<i32>,
    amounts: Vec<f64>,
    /// What one more of each is worth by the prices at hand: at least what it really is.
    worth: f64,
    percent: f64,
}

/// What is scarce to a goal of a run. Limits that the budget does not suffice for are left out, which the answer says.
///
/// # Errors
/// The run does not say what it decides, the solver could not be trusted, or the budget was spent before the first limit.
pub fn explain(run: &Run, asked: Explaining, budget: Budget<'_>) -> Result<Scarcity, Unanswered> {
    let model = &run.model;
    let formulation = Formulation::of(model, run.known.alone.as_ref());
    let decided = run.decided(&formulation).map_err(Unanswered::Unknown)?;
    let mut settled = FixedModel::over(model, run.known.alone.as_ref(), formulation.clone(), Some(&decided), budget)?;
    for (goal, kept) in run.kept.iter().enumerate().take(asked.goal) {
        settled.keep(goal, Some(*kept));
    }
    let found = settled.best(asked.goal)?;
    let sign = settled.goals[asked.goal].sign();
    let mut all = candidates(model, &settled, &found.prices, asked.by_year);
    let binding = all.len();
    let rank = |candidate: &Candidate| match asked.by {
        RankedBy::Unit => candidate.worth,
        RankedBy::Percent => candidate.percent,
    };
    let largest = all.iter().map(&rank).fold(0.0, f64::max);
    // What the solver's last digits tell apart is alike: it stays in the order of names.
    let order = |one: f64, other: f64| {
        let rounded = |worth: f64| if largest > 0.0 { (worth / largest * 1e7).round() } else { 0.0 };
        rounded(other).total_cmp(&rounded(one))
    };
    all.sort_by(|one, other| order(rank(one), rank(other)));
    let large = formulation.is_large();
    let reach = if large { 0.01 } else { 1.0 };
    let mut along = Along::new(&mut settled, asked.goal, &found, reach);
    let mut list: Vec<(f64, &Candidate, OneSide)> = Vec::new();
    let looked_at = if large { LOOKED_AT * asked.most } else { usize::MAX };
    let looked_at = looked_at.min(binding);
    let mut unfinished = None;
    for (place, candidate) in all.iter().take(looked_at).enumerate() {
        // Prices at hand are at least what a limit is worth: nothing further down can come before the last of the list.
        if list.len() >= asked.most && list[asked.most - 1].0 >= rank(candidate) {
            break;
        }
        budget.announce(place + 1, Some(looked_at), &candidate.limit);
        let eased = match along.toward(&candidate.rows, candidate.amount(), candidate.is_eased_by_more()) {
            Ok(eased) => eased,
            Err(failure) => {
                unfinished = Some(cut_short(failure, place, looked_at, "limits")?);
                break;
            }
        };
        let worth = eased.change.map_or(0.0, |change| -sign * change);
        let exact = if candidate.worth > 0.0 { rank(candidate) * worth / candidate.worth } else { 0.0 };
        list.push((exact, candidate, eased));
        list.sort_by(|one, other| order(one.0, other.0));
    }
    // What is worth nothing once the prices are looked at from that side is not scarce.
    list.retain(|(worth, ..)| *worth > 1e-12 * found.value.abs().max(1e-3));
    list.truncate(asked.most);
    let mut limits = Vec::new();
    let wanted = list.len();
    for (_, candidate, eased) in list {
        let told = explained(&mut along, candidate, eased).and_then(|mut limit| {
            if asked.check {
                limit.checked = Some(checked(run, &decided, asked.goal, candidate, &limit, found.value, budget)?);
            }
            Ok(limit)
        });
        match told {
            Ok(limit) => limits.push(limit),
            Err(failure) => {
                unfinished = Some(cut_short(failure, limits.len(), wanted, "limits")?);
                break;
            }
        }
    }
    if limits.is_empty() && unfinished.is_some() {
        check(budget)?;
    }
    let solves = along.solves;
    let goal = &model.goals[asked.goal];
    Ok(Scarcity {
        title: model.title.clone(),
        goal: goal.words(),
        unit: model.in_its_money(goal.unit()),
        value: found.value,
        limits,
        binding,
        decided: formulation.has_integers(),
        by_percent: asked.by == RankedBy::Percent,
        looked_at,
        reach,
        solves,
        unfinished,
    })
}

impl Candidate {
    /// The largest of its limits.
    fn amount(&self) -> f64 {
        self.amounts.iter().map(|amount| amount.abs()).fold(0.0, f64::max)
    }

    /// Whether more of it eases the plan; of what is required, less does.
    fn is_eased_by_more(&self) -> bool {
        self.rows.first().is_none_or(|(_, way)| *way != Move::Lower)
    }
}

/// Every limit that binds, with what easing it is worth at the prices at hand.
fn candidates(model: &Model, settled: &FixedModel<'_>, prices: &[f64], by_year: bool) -> Vec<Candidate> {
    let rows = &settled.explorer.formulation().rows;
    let largest = prices.iter().fold(0.0_f64, |most, price| most.max(price.abs()));
    let mut by: BTreeMap<(String, Option<i32>), Candidate> = BTreeMap::new();
    for (place, (row, &price)) in rows.iter().zip(prices).enumerate() {
        let Some(unit) = unit_of(model, row.key).filter(|_| price.abs() > largest * 1e-9) else { continue };
        // Of a rule, what may be missing moves; of all else, the limit itself.
        let way = match row.key {
            RowKey::Rule { .. } if row.lower.is_finite() => Move::LowerEased,
            _ if row.upper.is_finite() => Move::Upper,
            _ => Move::Lower,
        };
        let amount = match way {
            Move::Upper => row.upper,
            Move::Lower => row.lower,
            Move::LowerEased => 0.0,
        };
        let subject = Limit(row.key).subject(model);
        let year = row.key.step().map(|step| model.horizon.year(step).0);
        let entry = by.entry((subject.clone(), year.filter(|_| by_year))).or_insert_with(|| Candidate {
            limit: subject,
            family: row.key.family(),
            unit,
            rows: Vec::new(),
            years: Vec::new(),
            amounts: Vec::new(),
            worth: 0.0,
            percent: 0.0,
        });
        entry.rows.push((place, way));
        entry.years.extend(year);
        entry.amounts.push(amount);
        entry.worth += price.abs();
        entry.percent += price.abs() * amount.abs() / 100.0;
    }
    by.into_values().collect()
}

fn explained(along: &mut Along<'_, '_>, candidate: &Candidate, eased: OneSide) -> Result<ScarceLimit, Failure> {
    let by_more = candidate.is_eased_by_more();
    let other = along.toward(&candidate.rows, candidate.amount(), !by_more)?;
    let (more, less) = if by_more { (eased, other) } else { (other, eased) };
    let rate = eased.change.unwrap_or(0.0);
    let one_percent = if candidate.worth > 0.0 { rate * candidate.percent / candidate.worth } else { 0.0 };
    Ok(ScarceLimit {
        limit: candidate.limit.clone(),
        family: candidate.family.into(),
        unit: candidate.unit.clone(),
        years: candidate.years.clone(),
        stands_at: candidate.amounts.iter().sum(),
        more,
        less,
        eased_by_more: candidate.is_eased_by_more(),
        one_percent,
        checked: None,
    })
}

/// The largest difference of the rates and those of plans worked out from the start with limits moved by half of how far the rates hold.
fn checked(
    run: &Run,
    decided: &crate::planning::Decisions,
    goal: usize,
    candidate: &Candidate,
    limit: &ScarceLimit,
    value: f64,
    budget: Budget<'_>,
) -> Result<f64, Failure> {
    let mut worst = 0.0_f64;
    for (side, way) in [(&limit.more, 1.0), (&limit.less, -1.0)] {
        let (Some(change), Some(until)) = (side.change, side.until) else { continue };
        let mut fresh = FixedModel::of(&run.model, run.known.alone.as_ref(), Some(decided), budget)?;
        for (place, kept) in run.kept.iter().enumerate().take(goal) {
            fresh.keep(place, Some(*kept));
        }
        let step = way * until / 2.0;
        for (row, moved) in &candidate.rows {
            let (lower, upper) = fresh.explorer.limits(*row);
            let (lower, upper) = moved.limits(lower, upper, step);
            fresh.explorer.set_limits(*row, lower, upper);
        }
        let there = fresh.best(goal)?.value;
        let rate = (there - value) / step.abs();
        worst = worst.max((rate - change).abs() / change.abs().max(rate.abs()).max(1e-9));
    }
    Ok(worst)
}

/// The unit of a limit that somebody set or could move; nothing for others, and for what goals themselves want.
pub(super) fn unit_of(model: &Model, key: RowKey) -> Option<String> {
    let capability = |k| model.capabilities[k].unit.clone();
    Some(match key {
        RowKey::Budget { .. }
        | RowKey::CarryOver { .. }
        | RowKey::FundAllocation { .. }
        | RowKey::FundEnvelope { .. }
        | RowKey::FundRate { .. } => model.money_unit().to_owned(),
        RowKey::Line { .. } | RowKey::Ramp { .. } => "units a year".to_owned(),
        RowKey::LineRun { .. }
        | RowKey::LineBegun { .. }
        | RowKey::Supply { .. }
        | RowKey::MinimumOrder { .. }
        | RowKey::FieldedLeast { .. }
        | RowKey::LeastLoad { .. } => "units".to_owned(),
        RowKey::Enabler { capability: k, .. } => capability(k),
        RowKey::Need { .. } | RowKey::Ceiling { .. } | RowKey::Used { .. } => "US-equivalents".to_owned(),
        RowKey::RelationCount { .. } => "relations".to_owned(),
        RowKey::NationalTarget { capability: k, .. } if model.capabilities[k].targets_required => capability(k),
        RowKey::Required { place } => model.in_its_money(model.required[place as usize].goal.unit()).into_owned(),
        RowKey::Rule { rule, .. } if model.rules[rule].is_hard() => {
            model.in_its_money(model.rules[rule].demand.unit()).into_owned()
        }
        _ => return None,
    })
}
