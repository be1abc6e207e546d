//! What is scarce: limits ranked by what one more unit is worth to a goal, in both directions, and how far that holds.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::formulation::Formulation;
use crate::model::Lever;
use crate::planning::{Approach, Decisions, FixedModel, Problem, Reduce, Run, plan};
use crate::questions::explain::candidate::{Candidate, candidates};
use crate::questions::explain::ranging::{Along, Moving, OneSide, RateBasis, changed};
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
    let mut sides = Sides {
        along: Along::new(run, &decided, &mut settled, budget, asked.goal, &found),
        by_model: !large,
        reach,
        open: formulation.has_integers() || asked.goal > 0,
    };
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
        let eased = match sides.side(candidate, candidate.is_eased_by_more()) {
            Ok(eased) => eased,
            Err(failure) => {
                unfinished = Some(cut_short(failure, place, looked_at, "limits")?);
                break;
            }
        };
        // Where the plan's decisions leave no plan on that side, what is worth something is what the prices say.
        let worth = match (eased.by, eased.change) {
            (RateBasis::Plan, Some(change)) => -sign * change,
            _ => candidate.worth,
        };
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
        let told = sides.explained(candidate, eased).and_then(|mut limit| {
            if asked.check {
                let check = RateCheck { run, decided: &decided, goal: asked.goal, value: found.value, budget };
                limit.checked = Some(check.of(candidate, &limit, !large)?);
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
    let solves = sides.along.solves;
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

/// Both sides of limits.
struct Sides<'a, 'b> {
    along: Along<'a, 'b>,
    /// Whether figures of the model move with all that hangs on them; else only rows that stand there.
    by_model: bool,
    /// How far is looked, as a share of a limit.
    reach: f64,
    /// Whether other decisions than the plan's may leave a plan where these leave none.
    open: bool,
}

impl Sides<'_, '_> {
    /// More of a limit, or less.
    fn side(&mut self, candidate: &Candidate, more: bool) -> Result<OneSide, Failure> {
        let rows = candidate.rows(more);
        if rows.is_empty() {
            return Ok(OneSide { change: Some(0.0), until: Some(0.0), ends: true, by: RateBasis::Plan });
        }
        let direction = if more { 1.0 } else { -1.0 };
        let levers = candidate.levers();
        let moving = candidate.moving(self.by_model, levers.as_deref(), &rows);
        let found = self.along.toward(moving, direction, candidate.far(more, self.reach))?;
        match levers {
            _ if found.change.is_some() => Ok(found),
            Some(levers) if self.by_model => {
                let step = if candidate.unit.is_empty() { 0.01 } else { 1.0 };
                self.along.anew(&levers, direction, candidate.far(more, 1.0).min(step))
            }
            // Nothing was decided that could have been decided otherwise.
            _ if !self.open => Ok(OneSide { by: RateBasis::Anew, ..found }),
            _ => Ok(found),
        }
    }

    fn explained(&mut self, candidate: &Candidate, eased: OneSide) -> Result<ScarceLimit, Failure> {
        let by_more = candidate.is_eased_by_more();
        let other = self.side(candidate, !by_more)?;
        let (more, less) = if by_more { (eased, other) } else { (other, eased) };
        let rate = eased.change.filter(|_| eased.by == RateBasis::Plan).unwrap_or(0.0);
        let one_percent = if candidate.worth > 0.0 { rate * candidate.percent / candidate.worth } else { 0.0 };
        Ok(ScarceLimit {
            limit: candidate.limit.clone(),
            family: candidate.family.into(),
            unit: candidate.unit.clone(),
            years: candidate.years.clone(),
            stands_at: candidate.amounts.iter().sum(),
            more,
            less,
            eased_by_more: by_more,
            one_percent,
            checked: None,
        })
    }
}

/// What rates are held against.
struct RateCheck<'a> {
    run: &'a Run,
    decided: &'a Decisions,
    goal: usize,
    value: f64,
    budget: Budget<'a>,
}

impl RateCheck<'_> {
    /// The largest difference of the rates and those of plans worked out from the start with limits moved by half of how far the rates
    /// hold, or as far as everything was decided anew.
    fn of(&self, candidate: &Candidate, limit: &ScarceLimit, by_model: bool) -> Result<f64, Failure> {
        let mut worst = 0.0_f64;
        for (side, more) in [(&limit.more, true), (&limit.less, false)] {
            let (Some(change), Some(until)) = (side.change, side.until) else { continue };
            let way = if more { 1.0 } else { -1.0 };
            let there = if side.by == RateBasis::Anew {
                candidate.levers().map_or(Ok(None), |levers| self.anew(&levers, way * until))?
            } else {
                self.moved(candidate, more, way * until / 2.0, by_model)?
            };
            let Some(there) = there else { continue };
            let step = if side.by == RateBasis::Anew { until } else { until / 2.0 };
            let rate = (there - self.value) / step;
            worst = worst.max((rate - change).abs() / change.abs().max(rate.abs()).max(1e-9));
        }
        Ok(worst)
    }

    fn moved(&self, candidate: &Candidate, more: bool, units: f64, by_model: bool) -> Result<Option<f64>, Failure> {
        let Self { run, decided, goal, budget, .. } = *self;
        let (rows, levers) = (candidate.rows(more), candidate.levers());
        let moving = candidate.moving(by_model, levers.as_deref(), &rows);
        if units == 0.0 {
            return Ok(None);
        }
        let mut fresh = match moving {
            Moving::Rows(_) => FixedModel::of(&run.model, run.known.alone.as_ref(), Some(decided), budget)?,
            Moving::Model(levers) => {
                let Ok(model) = run.model.with_moved(levers, units) else { return Ok(None) };
                changed(&model, decided, budget)?
            }
        };
        for (place, kept) in run.kept.iter().enumerate().take(goal) {
            fresh.keep(place, Some(*kept));
        }
        if let Moving::Rows(rows) = moving {
            for shift in rows {
                let (lower, upper) = shift.way.limits(shift.limits.0, shift.limits.1, units);
                fresh.explorer.set_limits(shift.row, lower, upper);
            }
        }
        Ok(Some(fresh.best(goal)?.value))
    }

    fn anew(&self, levers: &[Lever], units: f64) -> Result<Option<f64>, Failure> {
        let Ok(model) = self.run.model.with_moved(levers, units) else { return Ok(None) };
        let run = plan(&model, Approach { reduce: Reduce::Never, ..Approach::within(self.budget) });
        match run {
            Ok(run) => Ok(Some(run.stages[self.goal].value)),
            Err(Problem::Unsolved(failure)) => Err(failure),
            Err(other) => Err(Failure::Numerical { goal: "check".to_owned(), what: other.to_string() }),
        }
    }
}
