//! Why there is no plan: the smallest set of demands that cannot hold together, the nations, lines and years where they meet,
//! and the smallest change of each that would let them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::model::{Demand, Model, Outcomes};
use crate::questions::infeasible::anew::{AskedAnew, MovedFigures};
use crate::questions::infeasible::demanded::{LOTS, Source};
use crate::questions::infeasible::elastic::{Demands, alone_of};
use crate::questions::infeasible::way_out::{OneTarget, WayOut, is_enough_of_target, lower_targets, way_out};
use crate::results::ResultDocument;
use crate::solve::Failure;

/// One place where a demand bites.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConflictPlace {
    /// The limit in words: `free budget of Poland, 2027`.
    pub limit: String,
    /// What it is.
    pub stands_at: f64,
    /// What it would have to be, all else being as it is; nothing where no change of it alone is enough, or it was not asked.
    pub enough_is: Option<f64>,
}

/// A demand of the conflict.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConflictParty {
    /// The demand in words: `budgets`, `most customers of a producer`, `rule own needs`.
    pub demand: String,
    /// Where it bites, in a smallest set of limits that cannot hold together; or, of very many, those that weigh most.
    pub places: Vec<ConflictPlace>,
    /// By which share all its limits would have to give way, all else being as it is; nothing where no change of it alone is
    /// enough.
    pub enough: Option<f64>,
    /// What it would have to be, where it is one limit.
    pub enough_is: Option<f64>,
    /// The same in the words of the model: a rule's share, a target some years later.
    pub way_out: Option<WayOut>,
    /// Whether its limits are the most that is allowed, so that they would have to rise; else they are the least.
    pub is_most: bool,
    /// Unit of its limits.
    pub unit: Cow<'static, str>,
}

/// Why there is no plan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// Title of the model.
    pub title: String,
    /// Whether there is a plan after all.
    pub has_plan: bool,
    /// Name of the rule that compares nations with standalone procurement, where that has no plan itself: the conflict is in it.
    #[serde(default)]
    pub alone_for: Option<String>,
    /// Demands that cannot hold together; without any one of them the others can.
    pub parties: Vec<ConflictParty>,
    /// Whether the demands cannot even hold together where every integer decision is relaxed; larger models are asked no
    /// more than that, and what would be enough is then at least what is said.
    pub relaxed: bool,
    /// Whether the places are no smallest set, but those among very many that weigh most.
    pub heaviest: bool,
    /// How many questions were put to the solver.
    pub solves: usize,
}

impl ResultDocument for Conflict {
    const NAME: &'static str = "conflict";
}

impl Conflict {
    /// None: there is a plan.
    #[must_use]
    pub const fn none(title: String) -> Self {
        Self { title, has_plan: true, alone_for: None, parties: Vec::new(), relaxed: false, heaviest: false, solves: 0 }
    }
}

/// Above this many single limits of a large model, a smallest set of them says little and takes as many questions.
const MANY: usize = 60;

/// Of how many places the change that is enough is asked, and of how many that weigh most is told.
const ASKED: usize = 12;

/// The conflict of a model that has no plan.
///
/// # Errors
/// The solver could not be trusted, or the budget was spent.
pub fn infeasible(model: &Model, budget: Budget<'_>) -> Result<Conflict, Failure> {
    match alone_of(model, budget) {
        Ok(alone) => conflict(model, alone.as_ref(), budget),
        Err(Failure::Infeasible) => {
            let asks = model.rules.iter().find(|(_, rule)| rule.demand == Demand::NobodyWorseOff);
            let alone_for = asks.map(|(_, rule)| rule.name.clone());
            Ok(Conflict { alone_for, ..conflict(&model.alone(), None, budget)? })
        }
        Err(other) => Err(other),
    }
}

fn conflict(model: &Model, alone: Option<&Outcomes>, budget: Budget<'_>) -> Result<Conflict, Failure> {
    let soft = model.with_soft_rules();
    let mut demands = Demands::of(&soft, alone, budget)?;
    let all = demands.all();
    let large = demands.is_large();
    let has_integers = demands.has_integers();
    let mut relaxed = false;
    if large && has_integers {
        demands.relax(true);
        relaxed = !demands.holds(&all)?;
        if !relaxed {
            demands.relax(false);
        }
    }
    let mut told = Conflict {
        title: model.title.clone(),
        has_plan: false,
        alone_for: None,
        parties: Vec::new(),
        relaxed,
        heaviest: false,
        solves: 0,
    };
    if !relaxed && demands.holds(&all)? {
        told.has_plan = true;
        told.solves = demands.solves;
        return Ok(told);
    }
    // Where there are no integer decisions, the least by which demands must give way names those that weigh in the proof.
    let linear = demands.is_linear();
    let weights = if linear { demands.weights(&all)?.unwrap_or_default() } else { BTreeMap::new() };
    let mut suspects: Vec<usize> = (0..demands.list.len()).collect();
    if linear {
        let weighing: Vec<usize> = weights.keys().copied().collect();
        if !demands.holds(&weighing)? {
            suspects.retain(|demand| demands.list[*demand].rows.iter().any(|row| weights.contains_key(row)));
        }
    }
    let groups: Vec<Vec<usize>> = suspects.iter().map(|demand| demands.list[*demand].rows.clone()).collect();
    let members: Vec<usize> = demands.minimal(&groups)?.into_iter().map(|place| suspects[place]).collect();
    let rows: Vec<usize> = members.iter().flat_map(|member| demands.list[*member].rows.clone()).collect();
    let met = met(&mut demands, &rows, &weights, large)?;
    told.heaviest = met.is_none();
    for member in members {
        let party = party(model, &mut demands, member, met.as_deref(), &weights, relaxed)?;
        told.parties.push(party);
    }
    told.solves = demands.solves;
    Ok(told)
}

/// A smallest set of single limits that cannot hold together; nothing where they are too many.
fn met(
    demands: &mut Demands<'_>,
    rows: &[usize],
    weights: &BTreeMap<usize, f64>,
    large: bool,
) -> Result<Option<Vec<usize>>, Failure> {
    let weighing: Vec<usize> = rows.iter().copied().filter(|row| weights.contains_key(row)).collect();
    let few = !weighing.is_empty() && weighing.len() < rows.len() && !demands.holds(&weighing)?;
    let single: Vec<Vec<usize>> = (if few { &weighing } else { rows }).iter().map(|row| vec![*row]).collect();
    if large && single.len() > MANY {
        return Ok(None);
    }
    Ok(Some(demands.minimal(&single)?.into_iter().map(|place| single[place][0]).collect()))
}

/// A demand of the conflict, where it bites, and what would be enough of it, all else being as it is.
fn party(
    model: &Model,
    demands: &mut Demands<'_>,
    member: usize,
    met: Option<&[usize]>,
    weights: &BTreeMap<usize, f64>,
    relaxed: bool,
) -> Result<ConflictParty, Failure> {
    let rows = demands.list[member].rows.clone();
    let source = demands.list[member].source;
    // Lots are kept or not: there is nothing by which they could give way.
    let lots = demands.list[member].words == LOTS;
    let without_lots = lots && demands.holds_without(member)?;
    let enough = if lots { None } else { demands.enough(member)? };
    let own: Vec<usize> = match met {
        Some(met) => rows.iter().copied().filter(|row| met.contains(row)).collect(),
        None => {
            let mut own: Vec<usize> = rows.iter().copied().filter(|row| weights.contains_key(row)).collect();
            own.sort_by(|one, other| weights[other].total_cmp(&weights[one]));
            own.truncate(ASKED);
            own
        }
    };
    let mut places = Vec::new();
    for &row in &own {
        let asked = !lots && met.is_some() && rows.len() > 1 && own.len() <= ASKED && enough.is_some();
        let mut enough_is = if asked { demands.nearest(row)? } else { None };
        if let (Some(is), Source::Targets(capability), Some((nation, step))) =
            (enough_is, source, demands.target_of(row))
        {
            let target = OneTarget { capability, nation, year: step };
            let holds = is_enough_of_target(model, target, is, relaxed, &mut demands.solves, demands.budget)?;
            enough_is = enough_is.filter(|_| holds);
        } else if let (Some(is), [lever]) = (enough_is, &demands.levers_of(row)[..]) {
            let by = is - demands.stands_at(row);
            let asking = &mut AskedAnew { relaxed, solves: &mut demands.solves, budget: demands.budget };
            let by =
                MovedFigures(vec![(*lever, by.signum())]).enough(model, by.abs(), asking)?.map(|it| by.signum() * it);
            enough_is = by.map(|by| demands.stands_at(row) + by);
        }
        places.push(ConflictPlace { limit: demands.words(row, member), stands_at: demands.stands_at(row), enough_is });
    }
    // What is needed follows the targets: both move together.
    let enough = match (enough, source) {
        (Some(least), Source::Targets(capability)) => {
            lower_targets(model, capability, least, relaxed, &mut demands.solves, demands.budget)?
        }
        (Some(guess), Source::Limit) => match demands.moving(member) {
            Some(moving) => {
                let asking = &mut AskedAnew { relaxed, solves: &mut demands.solves, budget: demands.budget };
                moving.enough(model, guess, asking)?
            }
            None => Some(guess),
        },
        (enough, _) => enough,
    };
    let (enough, enough_is) = match (enough, &rows[..]) {
        (Some(share), [row]) => (None, Some(demands.given_way(*row, share))),
        (enough, _) => (enough, None),
    };
    let way_out = match enough.or(enough_is) {
        Some(_) => way_out(model, demands.list[member].source, relaxed, &mut demands.solves, demands.budget)?,
        None => without_lots.then_some(WayOut::AnyQuantity),
    };
    let (demand, unit) = (demands.list[member].words.clone(), demands.list[member].unit);
    let is_most = demands.is_most(member);
    Ok(ConflictParty { demand, places, enough, enough_is, way_out, is_most, unit: model.in_its_money(unit) })
}
