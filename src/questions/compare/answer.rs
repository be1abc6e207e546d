//! Proposals side by side: what each reaches, what it costs at the gap that standalone procurement reaches, and what the saving
//! comes from.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::audit::Recomputed;
use crate::id::OfferId;
use crate::measures::{goal_value, outcome_of};
use crate::model::{Goal, Measure, Model, Outcomes, Required, Sense};
use crate::planning::{self, Approach, Problem, Run};
use crate::planning::{side_by_side, workers};
use crate::questions::compare::same_orders::{SameOrders, same_orders};
use crate::questions::in_both::in_both;
use crate::solve::GOAL_TOLERANCE;

/// One of those that are compared.
#[derive(Debug, Clone)]
pub struct Contender {
    /// What it is called in tables: the proposal's code, with the model's title where there is more than one model.
    pub code: String,
    /// What it is called in sentences.
    pub name: String,
    /// The model under the proposal.
    pub model: Model,
}

/// What came of one of them.
#[derive(Debug)]
pub struct Side {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The plan by the model's goals, or why there is none.
    pub run: Result<Run, Problem>,
    /// The cheapest plan that reaches the standalone level of the first goal, or why there is none; nothing where
    /// the first goal is money itself.
    pub cheapest: Option<Result<Run, Problem>>,
    /// What the orders of the standalone plan cost under the proposal; nothing where it cannot place them.
    pub same_orders: Option<SameOrders>,
    /// What the capability of the standalone plan costs less, and why; nothing where one of the two plans is not there.
    pub saving: Option<Saving>,
    /// What nations come to.
    pub outcomes: Option<Outcomes>,
}

/// What a proposal needs less money for than standalone procurement, to reach the same level, MEUR; the parts sum to the whole. Where the last
/// part of that is dear, it is far more than the same orders cost less.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Saving {
    /// Cost alone less cost under the proposal, both at the gap that standalone procurement reaches.
    pub total: f64,
    /// What is ordered both alone and under the proposal, offer by offer: its cost alone less its cost at the proposal's prices.
    pub price: f64,
    /// Set-ups of offers that are ordered in both, and all that nations pay once for fielding types, alone less under the proposal.
    pub fixed: f64,
    /// What is paid for pools: overhead and harmonisation. It lowers the saving.
    pub pools: f64,
    /// The remainder: other orders, by others and in other years, since prices and rules have changed.
    pub reallocation: f64,
}

/// What is compared with what.
#[derive(Debug)]
pub struct Comparison {
    /// The first goal, and the standalone level of it; nothing where the first goal is money.
    pub reached_alone: Option<(Goal, f64)>,
    /// Standalone procurement first, then the others in the order given.
    pub sides: Vec<Side>,
}

/// A plan that a comparison needs.
pub struct PlanRequest<'a> {
    /// Place of the contender.
    pub place: usize,
    /// Whether it is the cheapest plan that reaches what the first contender does, and not the plan by the model's goals.
    pub is_cheapest: bool,
    /// The model to be planned.
    pub model: &'a Model,
    /// How.
    pub approach: Approach<'a>,
}

/// Who plans for a comparison: a solver, or somebody who has plans already.
pub type ComparisonPlanner<'a> = dyn Fn(&PlanRequest<'_>) -> Result<Run, Problem> + Sync + 'a;

/// Solves every contender, the first being the one that the others are held against.
#[must_use]
pub fn compare(contenders: &[Contender], approach: Approach<'_>) -> Comparison {
    let at_once = workers(2 * contenders.len());
    compare_by(contenders, approach, at_once, &|asked| planning::plan(asked.model, asked.approach))
}

/// The same by plans that somebody else makes, so many at a time.
#[must_use]
pub fn compare_by(
    contenders: &[Contender],
    approach: Approach<'_>,
    at_once: usize,
    planner: &ComparisonPlanner<'_>,
) -> Comparison {
    let answers = solve_all(contenders, approach, at_once, planner);
    let reached_alone = answers.first().and_then(|(alone, _)| reached(alone.as_ref().ok()?));
    let mut sides: Vec<Side> = Vec::new();
    for (contender, (run, cheapest)) in contenders.iter().zip(answers) {
        let outcomes = run.as_ref().ok().map(|run| outcome_of(&run.model, &run.known.stocks, &run.known.spending));
        let (code, name) = (contender.code.clone(), contender.name.clone());
        let first = sides.first().map_or(&run, |alone| &alone.run);
        let same_orders = first.as_ref().ok().and_then(|alone| same_orders(alone, &contender.model));
        let mut side = Side { code, name, run, cheapest, same_orders, saving: None, outcomes };
        side.saving = match sides.first() {
            None => cost_plan(&side).map(|_| Saving::default()),
            // Where the goal means nothing in another model, nothing can be held against each other.
            Some(alone) if alone.cheapest.is_some() != side.cheapest.is_some() => None,
            Some(alone) => cost_plan(alone).zip(cost_plan(&side)).map(|(alone, other)| saving(alone, other)),
        };
        sides.push(side);
    }
    Comparison { reached_alone, sides }
}

/// What is looked for of a contender, by its place.
#[derive(Clone, Copy)]
enum PlanWanted {
    Plan(usize),
    /// The cheapest plan that reaches what the first contender does.
    Cheapest(usize),
}

type PlanAnswer = Result<Run, Problem>;

/// Each contender's plan and its cheapest one, several solves at a time. What takes longest is begun first, or else one worker would
/// still be at it when the others have long finished: many groups are many bands to decide. Cheapest plans come after all others, since
/// they wait for what the first contender reaches, and then waits nobody who is waited for.
fn solve_all(
    contenders: &[Contender],
    approach: Approach<'_>,
    at_once: usize,
    planner: &ComparisonPlanner<'_>,
) -> Vec<(PlanAnswer, Option<PlanAnswer>)> {
    let mut places: Vec<usize> = (0..contenders.len()).collect();
    places.sort_by_key(|place| Reverse(contenders[*place].model.groups.len()));
    let questions: Vec<PlanWanted> = (places.iter().copied().map(PlanWanted::Plan))
        .chain(places.iter().copied().map(PlanWanted::Cheapest))
        .collect();
    let plans: Vec<OnceLock<PlanAnswer>> = contenders.iter().map(|_| OnceLock::new()).collect();
    let begun = AtomicUsize::new(0);
    let solved = |place: usize, model: &Model, own: Option<&Run>, what: &str| {
        let code = &contenders[place].code;
        let _span = tracing::info_span!("contender", code, what).entered();
        let words = format!("{code}: {what}");
        let number = begun.fetch_add(1, Ordering::Relaxed) + 1;
        let budget = approach.budget.job(number, Some(questions.len()), &words);
        // The cheapest plan knows what its own plan knew.
        let alone = own.and_then(|own| own.known.alone.as_ref());
        let approach = Approach { budget, alone, ..approach };
        planner(&PlanRequest { place, is_cheapest: own.is_some(), model, approach })
    };
    let plan = |place: usize| -> &PlanAnswer {
        plans[place].get_or_init(|| solved(place, &contenders[place].model, None, "plan"))
    };
    let answer = |(): &mut (), question: &PlanWanted| {
        let cheapest = match *question {
            PlanWanted::Plan(place) => {
                plan(place);
                None
            }
            PlanWanted::Cheapest(place) => match (plan(0), plan(place)) {
                (Ok(alone), Ok(own)) => {
                    cheapest_model(alone, own).map(|model| (place, solved(place, &model, Some(own), "least cost")))
                }
                _ => None,
            },
        };
        Ok::<_, Infallible>(cheapest)
    };
    let Ok(answers) = side_by_side(&mut vec![(); at_once.max(1)], &questions, answer);
    let mut cheapest: Vec<Option<PlanAnswer>> = contenders.iter().map(|_| None).collect();
    answers.into_iter().flatten().for_each(|(place, answer)| cheapest[place] = Some(answer));
    plans.into_iter().filter_map(OnceLock::into_inner).zip(cheapest).collect()
}

/// The first goal that is not money or a ranked rule, with what a plan comes to by it.
fn reached(run: &Run) -> Option<(Goal, f64)> {
    let goal = first_wanted(run)?;
    if is_of(goal, |measure| matches!(measure, Measure::Cost)) {
        return None;
    }
    Some((goal.clone(), goal_value(&run.model, &run.plan, run.known.known(), goal)))
}

/// The first goal that is no ranked rule.
fn first_wanted(run: &Run) -> Option<&Goal> {
    run.model.goals.iter().find(|goal| !is_of(goal, |measure| matches!(measure, Measure::Missing(_))))
}

fn is_of(goal: &Goal, wanted: impl Fn(&Measure) -> bool) -> bool {
    goal.terms.iter().any(|term| wanted(&term.measure))
}

/// The model that looks for the least cost of the standalone level, if that means something there. Ranked rules still come first.
fn cheapest_model(alone: &Run, own: &Run) -> Option<Model> {
    let (goal, value) = reached(alone)?;
    let goal = goal.in_terms_of(&alone.model, &own.model)?;
    let room = GOAL_TOLERANCE * value.abs().max(1e-3);
    let value = if goal.sense == Sense::Minimise { value + room } else { value - room };
    let ranked = own.model.goals.iter().filter(|goal| is_of(goal, |measure| matches!(measure, Measure::Missing(_))));
    let cost = Goal::of(Sense::Minimise, Measure::Cost);
    let goals = ranked.cloned().chain([cost]).collect();
    own.model.with_required(Required { goal, value }).and_then(|model| model.with_goals(goals)).ok()
}

/// The plan whose cost counts: the cheapest one, or the plan itself where the first goal is money.
fn cost_plan(side: &Side) -> Option<&Run> {
    match &side.cheapest {
        Some(run) => run.as_ref().ok(),
        // A goal that weighs money against other things leaves nothing at which costs could be held against each other.
        None => side.run.as_ref().ok().filter(|run| first_wanted(run).is_some_and(|goal| goal.terms.len() == 1)),
    }
}

fn paid(known: &Recomputed) -> f64 {
    known.spending.paid().sum()
}

/// Where a saving comes from. Of offers that both order, the smaller quantity of the two is counted at the prices that each pays; what only
/// one of them orders is no matter of price.
fn saving(alone: &Run, other: &Run) -> Saving {
    let total = paid(&alone.known) - paid(&other.known);
    let (mut price, mut fixed) = (0.0, fielding(alone) - fielding(other));
    let (before, after) = (set_ups(alone), set_ups(other));
    for offer in in_both(alone, other) {
        price += offer.cost_first - offer.cost_second;
        fixed += before.of(offer.first) - after.of(offer.second);
    }
    let pools =
        after.agreeing + other.known.spending.overhead.sum() - before.agreeing - alone.known.spending.overhead.sum();
    Saving { total, price, fixed, pools, reallocation: total - price - fixed + pools }
}

/// What nations pay once for fielding types.
fn fielding(run: &Run) -> f64 {
    run.known.terms.fieldings.iter().map(|payment| payment.amount).sum()
}

/// What is paid once: for setting up offers, and by pools for agreeing on requirements.
struct SetUps {
    by_offer: BTreeMap<OfferId, f64>,
    agreeing: f64,
}

impl SetUps {
    fn of(&self, offer: OfferId) -> f64 {
        self.by_offer.get(&offer).copied().unwrap_or_default()
    }
}

fn set_ups(run: &Run) -> SetUps {
    let mut all = SetUps { by_offer: BTreeMap::new(), agreeing: 0.0 };
    for payment in run.known.terms.set_ups.iter().filter(|payment| payment.amount > 0.0) {
        let once = run.model.once(payment.group, payment.offer);
        let agreeing = payment.amount * run.model.groups[payment.group].harmonisation.0 / once;
        all.agreeing += agreeing;
        *all.by_offer.entry(payment.offer).or_default() += payment.amount - agreeing;
    }
    all
}
