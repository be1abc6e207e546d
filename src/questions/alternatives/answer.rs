//! Plans that are nearly as good: what every one of them orders, what some order, what none orders.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::formulation::{ColumnKey, Expression, Formulation};
use crate::id::OfferId;
use crate::measures::goal_value;
use crate::model::{Model, Sense};
use crate::planning::FixedModel;
use crate::planning::Run;
use crate::planning::{side_by_side, workers};
use crate::questions::Unanswered;
use crate::reduction::Reduction;
use crate::results::ResultDocument;
use crate::solve::{Failure, Found};

/// How often plans order something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ordered {
    /// Every plan orders some of it.
    Must,
    /// Some plans order it, others do not.
    May,
    /// No plan orders any.
    Never,
}

/// One offer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AlternativeLine {
    /// Code of the offer.
    pub offer: String,
    /// Its name.
    pub name: String,
    /// Name of the capability that it gives.
    pub capability: String,
    /// How often plans order it.
    pub ordered: Ordered,
    /// Units that the plan at hand orders.
    pub here: f64,
    /// The least that a plan orders; nothing where it was not worked out.
    pub least: Option<f64>,
    /// The most that a plan orders; nothing where it was not worked out.
    pub most: Option<f64>,
}

/// What plans that are nearly as good have in common.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Alternatives {
    /// Title of the model.
    pub title: String,
    /// By which share of what it gains over ordering nothing each goal may be worse.
    pub within: f64,
    /// The goals in words, with unit, value and what plans may take it to.
    pub goals: Vec<(String, Cow<'static, str>, f64, f64)>,
    /// Offers that can be ordered, in the order of the document.
    pub lines: Vec<AlternativeLine>,
    /// Whether every integer decision was relaxed: what every plan orders and what none orders is certain, and of
    /// what some order a few may be such, too.
    pub relaxed: bool,
    /// How many plans were worked out.
    pub solves: usize,
}

impl ResultDocument for Alternatives {
    const NAME: &'static str = "alternatives";
}

/// What is asked.
#[derive(Clone, Copy)]
pub struct Near {
    /// By which share of what it gains each goal may be worse.
    pub within: f64,
    /// Whether every integer decision is made anew, however long it takes.
    pub proven: bool,
}

/// How near a goal of a plan as good as this one is to it, relative: plans are known no better.
const SAME: f64 = 1e-6;

/// Units below which nothing is ordered.
const NOTHING: f64 = 1e-6;

struct Search<'a> {
    settled: Vec<FixedModel<'a>>,
    /// The columns of each offer.
    columns: BTreeMap<OfferId, Vec<usize>>,
    /// The least and most that was seen of each.
    seen: BTreeMap<OfferId, (f64, f64)>,
    solves: usize,
    budget: Budget<'a>,
}

/// What plans nearly as good as that of a run have in common.
///
/// # Errors
/// The solver could not be trusted, or the budget was spent.
pub fn alternatives(run: &Run, near: Near, budget: Budget<'_>) -> Result<Alternatives, Unanswered> {
    let model = &run.model;
    let formulation = Formulation::of(model, run.known.alone.as_ref());
    let large = formulation.is_large();
    // Plans that may relax every integer decision are more than there are: what all of them order, and what none
    // orders, is so for every plan.
    let relaxed = large && !near.proven && formulation.has_integers();
    let mut columns = ordered(&formulation);
    let mut asked = formulation.clone();
    // So are those of the smaller formulation, in which nations that cannot be told apart are one.
    if let Some((smaller, reduced)) = Some(&formulation).filter(|_| relaxed).and_then(|full| {
        let smaller = Reduction::of(model, run.known.alone.as_ref())?;
        let places = smaller.places(full)?;
        Some((smaller, places))
    }) {
        for places in columns.values_mut() {
            *places = places.iter().filter_map(|place| reduced[*place]).collect();
            places.sort_unstable();
            places.dedup();
        }
        asked = smaller.formulation;
    }
    let mut settled = Vec::new();
    let mut goals = Vec::new();
    for _ in 0..if large { workers(usize::MAX) } else { 1 } {
        let mut one = FixedModel::over(model, run.known.alone.as_ref(), asked.clone(), None, budget)?;
        if relaxed {
            one.explorer.relax();
        }
        goals.clear();
        for (place, goal) in model.goals.iter().enumerate() {
            let value = goal_value(model, &run.plan, run.known.known(), goal);
            let limit = one.goals[place].worse(value, near.within, 0.0);
            // Or plans as good as this one would not be found by a solver that rounds.
            let kept = one.goals[place].worse(value, near.within, SAME * value.abs().max(1e-3));
            one.keep(place, Some(kept));
            goals.push((goal.words(), run.model.in_its_money(goal.unit()), value, limit));
        }
        settled.push(one);
    }
    let mut here: BTreeMap<OfferId, f64> = columns.keys().map(|offer| (*offer, 0.0)).collect();
    for order in &run.plan.orders {
        *here.entry(order.offer).or_default() += order.quantity;
    }
    let seen = here.iter().map(|(offer, amount)| (*offer, (*amount, *amount))).collect();
    let mut search = Search { settled, columns, seen, solves: 0, budget };
    search.reach_all()?;
    let least = search.least_of_all()?;
    let mut lines = Vec::new();
    for offer in search.columns.keys().copied().collect::<Vec<_>>() {
        let most = if large { None } else { Some(search.best(&[(offer, 1.0)], Sense::Maximise)?) };
        lines.push(search.line(model, offer, here[&offer], &least, most));
    }
    Ok(Alternatives { title: model.title.clone(), within: near.within, goals, lines, relaxed, solves: search.solves })
}

/// The columns of what is ordered of each offer.
fn ordered(formulation: &Formulation) -> BTreeMap<OfferId, Vec<usize>> {
    let mut columns: BTreeMap<OfferId, Vec<usize>> = BTreeMap::new();
    for (place, (key, _)) in formulation.columns.iter().enumerate() {
        // What a group of one orders stands under both keys.
        let (ColumnKey::Pooled { group, offer, step } | ColumnKey::Order { group, offer, step, .. }) = key else {
            continue;
        };
        if formulation.columns.find(ColumnKey::Pooled { group, offer, step }) == Some(place) {
            columns.entry(offer).or_default().push(place);
        }
    }
    columns
}

impl Search<'_> {
    fn tell(&self, left: usize) {
        let all = self.columns.len();
        self.budget.announce(all - left.min(all), Some(all), "offers decided");
    }

    /// The best weighted sum of what is ordered of some offers; what the plan orders of all is noted.
    fn best(&mut self, some: &[(OfferId, f64)], sense: Sense) -> Result<f64, Failure> {
        let asked = self.expression(some);
        let found = self.settled[0].explorer.optimise(&asked, sense)?;
        self.note(&found);
        Ok(found.value)
    }

    fn expression(&self, some: &[(OfferId, f64)]) -> Expression {
        let terms = (some.iter())
            .flat_map(|(offer, weight)| self.columns[offer].iter().map(|column| (*column, *weight)))
            .collect();
        Expression { terms }
    }

    fn note(&mut self, found: &Found) {
        self.solves += 1;
        for (offer, columns) in &self.columns {
            let amount: f64 = columns.iter().map(|column| found.columns[*column]).sum();
            if let Some((least, most)) = self.seen.get_mut(offer) {
                *least = least.min(amount);
                *most = most.max(amount);
            }
        }
    }

    /// Looks for a plan that orders each offer; those that are left are ordered by none, for all of them together come to
    /// nothing.
    fn reach_all(&mut self) -> Result<(), Failure> {
        loop {
            let left: Vec<(OfferId, f64)> =
                (self.seen.iter()).filter(|(_, (_, most))| *most <= NOTHING).map(|(offer, _)| (*offer, 1.0)).collect();
            self.tell(left.len());
            if left.is_empty() || self.best(&left, Sense::Maximise)? <= NOTHING {
                return Ok(());
            }
            let still = self.seen.values().filter(|(_, most)| *most <= NOTHING).count();
            if still == left.len() {
                return Ok(());
            }
        }
    }

    /// The least that plans order of each offer that no plan so far does without.
    fn least_of_all(&mut self) -> Result<BTreeMap<OfferId, f64>, Failure> {
        let in_all = |seen: &BTreeMap<OfferId, (f64, f64)>| -> Vec<(OfferId, f64)> {
            let every = seen.iter().filter(|(_, (least, _))| *least > NOTHING);
            every.map(|(offer, (_, most))| (*offer, 1.0 / most)).collect()
        };
        // As many as can be are left out together, as long as that finds any.
        loop {
            let left = in_all(&self.seen);
            self.tell(left.len());
            if left.is_empty() {
                break;
            }
            self.best(&left, Sense::Minimise)?;
            if in_all(&self.seen).len() == left.len() {
                break;
            }
        }
        let mut least = BTreeMap::new();
        let mut left = in_all(&self.seen);
        while !left.is_empty() {
            self.tell(left.len());
            // As many at a time as there are workers; what their plans do without need not be asked.
            let now: Vec<(OfferId, Expression)> =
                (left.split_off(left.len().saturating_sub(self.settled.len())).into_iter())
                    .map(|(offer, _)| (offer, self.expression(&[(offer, 1.0)])))
                    .collect();
            let found = side_by_side(&mut self.settled, &now, |one, (_, expression)| {
                one.explorer.optimise(expression, Sense::Minimise)
            })?;
            for ((offer, _), found) in now.iter().zip(found) {
                least.insert(*offer, found.value.max(0.0));
                self.note(&found);
            }
            left.retain(|(offer, _)| self.seen[offer].0 > NOTHING);
        }
        Ok(least)
    }

    fn line(
        &self,
        model: &Model,
        offer: OfferId,
        here: f64,
        least: &BTreeMap<OfferId, f64>,
        most: Option<f64>,
    ) -> AlternativeLine {
        let entry = &model.offers[offer];
        let (seen_least, seen_most) = self.seen[&offer];
        let ordered = match least.get(&offer) {
            Some(least) if *least > NOTHING => Ordered::Must,
            _ if seen_most > NOTHING => Ordered::May,
            _ => Ordered::Never,
        };
        let least = match ordered {
            Ordered::May if seen_least <= NOTHING => Some(0.0),
            Ordered::Must | Ordered::May => least.get(&offer).copied(),
            Ordered::Never => Some(0.0),
        };
        let most = if ordered == Ordered::Never { Some(0.0) } else { most };
        AlternativeLine {
            offer: model.offers.code(offer).to_owned(),
            name: entry.name.clone(),
            capability: model.capabilities[entry.main()].name.clone(),
            ordered,
            here,
            least,
            most,
        }
    }
}
