//! The price list of what a model demands: each thing dropped alone, added alone to none of them, laid on one after another,
//! and in pairs. Every figure is a solve of its own, proven like any other.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::formulation::Formulation;
use crate::model::{Model, Named, Outcomes, Sense};
use crate::planning::Decisions;
use crate::planning::{Approach, Problem, Run, plan};
use crate::planning::{side_by_side, workers};
use crate::questions::rules::taken_over::{TakenOver, anew, no_plan, outcome};
use crate::questions::{check, cut_short};
use crate::results::ResultDocument;
use crate::solve::Failure;

/// What a plan comes to.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// The goals of the model, in order; nothing where there is no plan.
    pub goals: Vec<f64>,
    /// Capability gap, mean of the years; nothing where no capability has a baseline.
    pub gap: Option<f64>,
    /// All that is paid, MEUR.
    pub cost: Option<f64>,
    /// Value added inside by orders, taken by itself, MEUR at the price paid.
    pub domestic: Option<f64>,
    /// Why there is no plan.
    pub failed: Option<String>,
    /// Whether it was decided anew although others take over what the plan decides, since these decisions leave no plan.
    #[serde(default)]
    pub anew: bool,
}

/// One thing that is demanded.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DemandLine {
    /// What, in words.
    pub demand: String,
    /// The plan without it, all others kept.
    pub dropped: Outcome,
    /// The plan with it alone.
    pub alone: Outcome,
    /// The plan with it and all before it in the list.
    pub in_turn: Outcome,
}

/// Two things that bite together: what both are worth is more than what each is worth, put together.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PairLine {
    /// The first.
    pub one: String,
    /// The second.
    pub other: String,
    /// The plan without both.
    pub dropped: Outcome,
    /// The plan with both alone.
    pub alone: Outcome,
    /// The place of the first goal that gains more by dropping both than by dropping each, and by how much, in its unit.
    pub by_dropping: Option<(usize, f64)>,
    /// The place of the first goal that loses more by adding both to no demands than by adding each, and by how much.
    pub by_adding: Option<(usize, f64)>,
}

/// The price list.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PriceList {
    /// Title of the model.
    pub title: String,
    /// Goals in words, with units, in order.
    pub goals: Vec<(String, Cow<'static, str>)>,
    /// The model as it is.
    pub all: Outcome,
    /// The model without any of them.
    pub none: Outcome,
    /// One line for each.
    pub lines: Vec<DemandLine>,
    /// Pairs that bite together only, or together more than apart.
    pub pairs: Vec<PairLine>,
    /// How many plans were solved.
    pub solves: usize,
    /// Whether every integer decision of plans with other demands stands as in the plan of the model as it is, as far as that decides it.
    pub screened: bool,
    /// What time did not suffice for, in a sentence; nothing where all was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<String>,
}

impl ResultDocument for PriceList {
    const NAME: &'static str = "rules";
}

/// How to work it out.
#[derive(Clone, Copy, Default)]
pub struct Pricing<'a> {
    /// Whether pairs are looked at.
    pub pairs: bool,
    /// Whether every integer decision is made anew for every plan, however long it takes.
    pub proven: bool,
    /// The plan of the model as it is, where it is known.
    pub base: Option<&'a Run>,
}

/// The price list of a model. Demands that the budget does not suffice for are left out, which the answer says.
///
/// # Errors
/// The solver could not be trusted, or the budget was spent, for the model as it is. That there is no plan is no error.
pub fn rules(model: &Model, pricing: Pricing<'_>, budget: Budget<'_>) -> Result<PriceList, Problem> {
    let named = Named::of(model);
    let wanted = wanted(&named, pricing.pairs);
    let mut asked =
        DemandCosts { model, pricing, budget, wanted: wanted.len() + 1, known: BTreeMap::new(), screen: None };
    let all = asked.as_it_is()?;
    let mut list = PriceList {
        title: model.title.clone(),
        goals: model.goals.iter().map(|goal| (goal.words(), model.in_its_money(goal.unit()))).collect(),
        all,
        none: no_plan(),
        lines: Vec::new(),
        pairs: Vec::new(),
        solves: 0,
        screened: asked.screen.is_some(),
        unfinished: None,
    };
    let filled = asked.work_out(&wanted).and_then(|()| {
        list.none = asked.without(&named)?;
        asked.lines(&named, &mut list)?;
        if pricing.pairs { asked.pairs(&named, &mut list) } else { Ok(()) }
    });
    if let Err(problem) = filled {
        let Problem::Unsolved(failure) = problem else { return Err(problem) };
        if list.lines.is_empty() && list.none.failed.is_some() {
            return Err(Problem::Unsolved(failure));
        }
        list.unfinished = Some(cut_short(failure, asked.known.len(), asked.wanted, "plans")?);
    }
    list.solves = asked.known.len();
    Ok(list)
}

/// Everything that plans are wanted without.
fn wanted(named: &[Named], pairs: bool) -> Vec<Vec<Named>> {
    let mut list = vec![named.to_vec()];
    for (place, one) in named.iter().enumerate() {
        list.push(vec![*one]);
        list.push(named.iter().copied().filter(|other| other != one).collect());
        list.push(named[place + 1..].to_vec());
        if pairs {
            for other in &named[place + 1..] {
                list.push(vec![*one, *other]);
                list.push(named.iter().copied().filter(|third| ![one, other].contains(&third)).collect());
            }
        }
    }
    for dropped in &mut list {
        dropped.sort_unstable();
    }
    list.sort_unstable();
    list.dedup();
    list
}

/// The first goal by which two dropped gain more than each, or two added lose more, and by how much.
fn beyond(
    model: &Model,
    all: &Outcome,
    one: &Outcome,
    other: &Outcome,
    both: &Outcome,
    way: f64,
) -> Option<(usize, f64)> {
    for (place, goal) in model.goals.iter().enumerate() {
        let sign = if goal.sense == Sense::Minimise { way } else { -way };
        let value = |outcome: &Outcome| outcome.goals.get(place).copied();
        let (Some(all), Some(one), Some(other), Some(both)) = (value(all), value(one), value(other), value(both))
        else {
            return None;
        };
        let gains = [one, other, both].map(|value| sign * (all - value));
        let room = 1e-4 * all.abs().max(both.abs()).max(1e-3);
        if gains[2] > gains[0] + gains[1] + room {
            return Some((place, gains[2] - gains[0] - gains[1]));
        }
        // Where an earlier goal moves, later ones are not held against each other.
        if gains.iter().any(|gain| gain.abs() > room) {
            return None;
        }
    }
    None
}

struct DemandCosts<'a> {
    model: &'a Model,
    pricing: Pricing<'a>,
    budget: Budget<'a>,
    /// How many plans are wanted.
    wanted: usize,
    /// Outcomes by what is dropped.
    known: BTreeMap<Vec<Named>, Outcome>,
    /// What the plan of the model as it is decides, where the others take it over.
    screen: Option<Decisions>,
}

impl<'a> DemandCosts<'a> {
    /// What nations come to alone, where the run that the question is about knows it.
    fn known_alone(&self) -> Option<&'a Outcomes> {
        self.pricing.base.and_then(|base| base.known.alone.as_ref())
    }

    /// A line for each demand.
    fn lines(&mut self, named: &[Named], list: &mut PriceList) -> Result<(), Problem> {
        for (place, &one) in named.iter().enumerate() {
            let others: Vec<Named> = named.iter().copied().filter(|other| *other != one).collect();
            list.lines.push(DemandLine {
                demand: one.words(self.model),
                dropped: self.without(&[one])?,
                alone: self.without(&others)?,
                in_turn: self.without(&named[place + 1..])?,
            });
        }
        Ok(())
    }

    /// Pairs that bite together, once there is a line for each demand.
    fn pairs(&mut self, named: &[Named], list: &mut PriceList) -> Result<(), Problem> {
        let model = self.model;
        for (i, &one) in named.iter().enumerate() {
            for (j, &other) in named.iter().enumerate().skip(i + 1) {
                let dropped = self.without(&[one, other])?;
                let others: Vec<Named> =
                    (named.iter().copied()).filter(|third| ![one, other].contains(third)).collect();
                let alone = self.without(&others)?;
                let lines = (&list.lines[i], &list.lines[j]);
                let by_dropping = beyond(model, &list.all, &lines.0.dropped, &lines.1.dropped, &dropped, 1.0);
                let by_adding = beyond(model, &list.none, &lines.0.alone, &lines.1.alone, &alone, -1.0);
                if by_dropping.is_some() || by_adding.is_some() {
                    let (one, other) = (one.words(model), other.words(model));
                    list.pairs.push(PairLine { one, other, dropped, alone, by_dropping, by_adding });
                }
            }
        }
        Ok(())
    }

    /// The model as it is, whose plan is always solved whole.
    fn as_it_is(&mut self) -> Result<Outcome, Problem> {
        let budget = self.budget.job(1, Some(self.wanted), "as it is");
        let formulation = Formulation::of(self.model, self.known_alone());
        let screens = !self.pricing.proven && formulation.has_integers() && formulation.is_large();
        if let Some(decided) = self.pricing.base.filter(|_| screens).and_then(|base| base.decided(&formulation).ok()) {
            return self.screen_by(decided);
        }
        match plan(self.model, Approach { alone: self.known_alone(), ..Approach::within(budget) }) {
            Ok(run) => {
                // Plans are held against one that decides as they do: each goal could do a little better by decisions of its own.
                if let Some(decided) = Some(&run).filter(|_| screens).and_then(|run| run.decided(&formulation).ok()) {
                    return self.screen_by(decided);
                }
                let values: Vec<f64> = run.stages.iter().map(|stage| stage.value).collect();
                let outcome = outcome(self.model, &run.model, &values, &run.plan, &run.known);
                self.known.insert(Vec::new(), outcome.clone());
                Ok(outcome)
            }
            Err(Problem::Unsolved(Failure::Infeasible)) => {
                self.known.insert(Vec::new(), no_plan());
                Ok(no_plan())
            }
            Err(problem) => Err(problem),
        }
    }

    fn screen_by(&mut self, decided: Decisions) -> Result<Outcome, Problem> {
        let outcome =
            TakenOver { model: self.model, alone: self.known_alone(), decided: &decided }.without(&[], self.budget)?;
        self.known.insert(Vec::new(), outcome.clone());
        self.screen = Some(decided);
        Ok(outcome)
    }

    /// Works out what is wanted, two at a time where that is a matter of linear programmes.
    fn work_out(&mut self, wanted: &[Vec<Named>]) -> Result<(), Problem> {
        let Some(screen) = &self.screen else { return Ok(()) };
        let left: Vec<&Vec<Named>> = wanted.iter().filter(|dropped| !self.known.contains_key(*dropped)).collect();
        let (model, budget, wanted, done) = (self.model, self.budget, self.wanted, AtomicUsize::new(self.known.len()));
        let screen = TakenOver { model, alone: self.known_alone(), decided: screen };
        let mut workers = vec![(); workers(left.len())];
        let found: Mutex<Vec<(Vec<Named>, Outcome)>> = Mutex::new(Vec::new());
        let ended = side_by_side(&mut workers, &left, |(), dropped| {
            let number = done.fetch_add(1, Ordering::Relaxed) + 1;
            let words = without_words(model, dropped);
            let outcome = screen.without(dropped, budget.job(number, Some(wanted), &words))?;
            if let Ok(mut found) = found.lock() {
                found.push(((*dropped).clone(), outcome));
            }
            Ok::<(), Problem>(())
        });
        // What was done before the budget was spent is kept.
        self.known.extend(found.into_inner().unwrap_or_default());
        ended.map(|_| ())
    }

    fn without(&mut self, dropped: &[Named]) -> Result<Outcome, Problem> {
        let mut key = dropped.to_vec();
        key.sort_unstable();
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let words = without_words(self.model, dropped);
        let budget = self.budget.job(self.known.len() + 1, Some(self.wanted), &words);
        check(budget)?;
        let found = anew(self.model, &self.model.without_demands(dropped), None, budget)?;
        let outcome = Outcome { anew: false, ..found };
        self.known.insert(key, outcome.clone());
        Ok(outcome)
    }
}

fn without_words(model: &Model, dropped: &[Named]) -> String {
    let words: Vec<String> = dropped.iter().map(|named| named.words(model)).collect();
    format!("without {}", words.join(", "))
}
