//! The price list of what a model demands: each thing dropped alone, added alone to none of them, laid on one after another,
//! and in pairs. Every figure is a solve of its own, proven like any other.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::measures::{gaps, volume};
use crate::model::{Goal, Model, Named, Rung, Sense};
use crate::solve::Failure;
use crate::study::{Problem, Run, run};

/// What a plan comes to.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// The goals of the model, in order; nothing where there is no plan.
    pub goals: Vec<f64>,
    /// Capability gap, mean of the years; nothing where no capability has a baseline.
    pub gap: Option<f64>,
    /// All that is paid, MEUR.
    pub cost: Option<f64>,
    /// Domestic value of orders by value added, MEUR at the price paid.
    pub domestic: Option<f64>,
    /// Why there is no plan.
    pub failed: Option<String>,
}

/// One thing that is demanded.
#[derive(Debug, Clone, Serialize)]
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

/// Two things that bite together only: dropping both is worth more than dropping either, put together.
#[derive(Debug, Clone, Serialize)]
pub struct PairLine {
    /// The first.
    pub one: String,
    /// The second.
    pub other: String,
    /// The plan without both.
    pub dropped: Outcome,
    /// By how much the first goal that moves gains more than by both dropped apart, in its unit.
    pub beyond: f64,
    /// Place of that goal.
    pub goal: usize,
}

/// The price list.
#[derive(Debug, Clone, Serialize)]
pub struct PriceList {
    /// Title of the model.
    pub title: String,
    /// Goals in words, with units, in order.
    pub goals: Vec<(String, &'static str)>,
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
}

/// How to work it out.
#[derive(Clone, Copy, Default)]
pub struct Pricing<'a> {
    /// Whether pairs are looked at.
    pub pairs: bool,
    /// Seconds for each solve.
    pub time_limit: Option<f64>,
    /// Told what is solved next.
    pub told: Option<&'a dyn Fn(&str)>,
}

/// The price list of a model.
///
/// # Errors
/// The solver could not be trusted, or time ran out, for the model as it is. That there is no plan is no error.
pub fn price_list(model: &Model, pricing: Pricing<'_>) -> Result<PriceList, Problem> {
    let named = Named::of(model);
    let mut asked = Asked { model, pricing, known: BTreeMap::new() };
    let all = asked.without(&[])?;
    let none = asked.without(&named)?;
    let mut lines = Vec::new();
    for (place, &one) in named.iter().enumerate() {
        let others: Vec<Named> = named.iter().copied().filter(|other| *other != one).collect();
        lines.push(DemandLine {
            demand: one.words(model),
            dropped: asked.without(&[one])?,
            alone: asked.without(&others)?,
            in_turn: asked.without(&named[place + 1..])?,
        });
    }
    let mut pairs = Vec::new();
    if pricing.pairs {
        for (i, &one) in named.iter().enumerate() {
            for (j, &other) in named.iter().enumerate().skip(i + 1) {
                let dropped = asked.without(&[one, other])?;
                let apart = (&lines[i].dropped, &lines[j].dropped);
                if let Some((goal, beyond)) = beyond(model, &all, apart, &dropped) {
                    let (one, other) = (one.words(model), other.words(model));
                    pairs.push(PairLine { one, other, dropped, beyond, goal });
                }
            }
        }
    }
    let goals = model.goals.iter().map(|goal| (goal.words(), goal.unit())).collect();
    let solves = asked.known.len();
    Ok(PriceList { title: model.title.clone(), goals, all, none, lines, pairs, solves })
}

/// The first goal by which dropping two gains more than dropping each, and by how much.
fn beyond(model: &Model, all: &Outcome, apart: (&Outcome, &Outcome), both: &Outcome) -> Option<(usize, f64)> {
    for (place, goal) in model.goals.iter().enumerate() {
        let sign = if goal.sense == Sense::Minimise { 1.0 } else { -1.0 };
        let value = |outcome: &Outcome| outcome.goals.get(place).copied();
        let (Some(all), Some(one), Some(other), Some(both)) = (value(all), value(apart.0), value(apart.1), value(both))
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

struct Asked<'a> {
    model: &'a Model,
    pricing: Pricing<'a>,
    /// Outcomes by what is dropped.
    known: BTreeMap<Vec<Named>, Outcome>,
}

impl Asked<'_> {
    fn without(&mut self, dropped: &[Named]) -> Result<Outcome, Problem> {
        let mut key = dropped.to_vec();
        key.sort_unstable();
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        if let Some(told) = self.pricing.told {
            let words: Vec<String> = dropped.iter().map(|named| named.words(self.model)).collect();
            told(&if words.is_empty() { "as it is".to_owned() } else { format!("without {}", words.join(", ")) });
        }
        let outcome = match run(&self.model.without_demands(dropped), self.pricing.time_limit, None, None) {
            Ok(run) => outcome(self.model, &run),
            Err(Problem::Unsolved(Failure::Infeasible)) => {
                Outcome { goals: Vec::new(), gap: None, cost: None, domestic: None, failed: Some("no plan".to_owned()) }
            }
            Err(problem) => return Err(problem),
        };
        self.known.insert(key, outcome.clone());
        Ok(outcome)
    }
}

/// What a run comes to by the goals of the model as it is: nothing is missing to ranked rules that are dropped.
fn outcome(model: &Model, run: &Run) -> Outcome {
    // What a goal reached in its turn: later goals may have given some of it up again.
    let value = |goal: &Goal| {
        let place = run.model.goals.iter().position(|there| there == goal);
        place.and_then(|place| run.stages.get(place)).map_or(0.0, |stage| stage.value)
    };
    let gaps = gaps(&run.model, &run.known.stocks);
    Outcome {
        goals: model.goals.iter().map(value).collect(),
        gap: (!gaps.capabilities.is_empty()).then_some(gaps.mean),
        cost: Some(run.known.spending.paid().sum()),
        domestic: Some(volume(&run.model, &run.plan, &run.known.terms).on(Rung::Content).0),
        failed: None,
    }
}
